package findings

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// slow answers questions about a study one word at a time, by their definition.
type slow struct {
	Data
	names []string // of the cases, with those that stand in
	of    [][]int  // cases by transcript
}

// spot is one spoken word, or a turn without words, or what is outside turns.
type spot struct{ transcript, turn, word int }

func newSlow(d Data) *slow {
	s := &slow{Data: d, names: slices.Clone(d.Cases)}
	for _, t := range d.Transcripts {
		of := slices.Clone(t.Cases)
		for _, turn := range t.Turns {
			if turn.Case != None && !slices.Contains(of, turn.Case) {
				of = append(of, turn.Case)
			}
		}
		if len(of) == 0 {
			of = []int{len(s.names)}
			s.names = append(s.names, t.Name)
		}
		s.of = append(s.of, of)
	}
	return s
}

// casesAt says whose words stand at a spot.
func (s *slow) casesAt(p spot) []int {
	all := s.of[p.transcript]
	if p.turn == None {
		return all
	}
	turns := s.Transcripts[p.transcript].Turns
	if c := turns[p.turn].Case; c != None {
		return []int{c}
	}
	if len(all) == 1 {
		return all
	}
	var out []int
	for _, c := range all {
		linked := false
		for _, t := range turns {
			linked = linked || t.Case == c
		}
		if !linked {
			out = append(out, c)
		}
	}
	return out
}

// spots are all of a transcript.
func (s *slow) spots(transcript int) []spot {
	out := []spot{{transcript, None, None}}
	for i, t := range s.Transcripts[transcript].Turns {
		if t.Words.Len() == 0 {
			out = append(out, spot{transcript, i, None})
		}
		for w := t.Words.Start; w < t.Words.End; w++ {
			out = append(out, spot{transcript, i, int(w)})
		}
	}
	return out
}

// covers says whether a coding counts at a spot, and whether the word there is
// marked.
func (s *slow) covers(c Coding, p spot) (counts, marked bool) {
	if int(c.Transcript) != p.transcript {
		return false, false
	}
	if c.Turns.Len() == 0 {
		return p.turn == None, false
	}
	if p.turn == None || p.turn < int(c.Turns.Start) || p.turn >= int(c.Turns.End) {
		return false, false
	}
	turn := s.Transcripts[p.transcript].Turns[p.turn].Words
	if c.Words.intersect(turn).Len() == 0 {
		return p.word == None || p.word == int(turn.Start), false
	}
	marked = int(c.Words.Start) <= p.word && p.word < int(c.Words.End)
	return marked, marked
}

// in says whether a coding (nil: anything at all, for the whole that shares are
// of), at a spot, as words of a case (anyCase: of any), is in a group.
func (s *slow) in(x Axis, rollUp bool, g int, c *Coding, p spot, inCase int) bool {
	cases := s.casesAt(p)
	if inCase != anyCase {
		cases = []int{inCase}
	}
	switch x.Kind {
	case ByCode:
		return c == nil || s.counts(int(c.Code), []int{g}, rollUp)
	case ByTheme:
		return c == nil || s.counts(int(c.Code), s.Themes[g].Codes, rollUp)
	case ByCase:
		return slices.Contains(cases, g)
	case ByTranscript:
		return p.transcript == g
	case BySpeaker:
		return p.turn != None && s.Transcripts[p.transcript].Turns[p.turn].Speaker == g
	case BySegment:
		seg := x.Segments[g]
		return seg.Transcript == p.transcript && int(seg.Words.Start) <= p.word && p.word < int(seg.Words.End)
	case ByCoder:
		if c != nil {
			return int(c.Coder) == g
		}
		return slices.Contains(s.Coders[g].Transcripts, p.transcript) || slices.ContainsFunc(s.Codings, func(c Coding) bool {
			return int(c.Coder) == g && int(c.Transcript) == p.transcript
		})
	case ByRound:
		return slices.ContainsFunc(s.Rounds[g].Assignments, func(a Assignment) bool {
			return a.Transcript == p.transcript && (c == nil || slices.Contains(a.Coders, int(c.Coder)))
		})
	}
	if len(cases) == 0 {
		cases = []int{None}
	}
	return slices.ContainsFunc(cases, func(inCase int) bool { return slices.Contains(s.attribute(x.Groups, p.transcript, inCase), g) })
}

func (s *slow) attribute(g *Groups, transcript, inCase int) []int {
	var of []int
	if g.Transcripts != nil {
		of = append(of, g.Transcripts[transcript]...)
	}
	if g.Cases != nil && inCase >= 0 && inCase < len(g.Cases) {
		of = append(of, g.Cases[inCase]...)
	}
	if len(of) == 0 {
		of = []int{len(g.Names)}
	}
	return of
}

// counts says whether a code is one of some codes, or with roll-up below one.
func (s *slow) counts(code int, as []int, rollUp bool) bool {
	for code != None {
		if slices.Contains(as, code) {
			return true
		}
		if !rollUp {
			return false
		}
		code = s.Codes[code].Parent
	}
	return false
}

func (s *slow) cell(q MatrixQuestion, row, col int) (cell Cell, passages []int) {
	both := q.Rows.Kind.says() && q.Columns.Kind.says()
	cases, ofCases := map[int]bool{}, map[int]bool{}
	said := map[int][2]bool{}
	turns, ofTurns := map[spot]bool{}, map[spot]bool{}
	words, ofWords := map[spot]bool{}, map[spot]bool{}
	counted := map[int]bool{}
	for t := range s.Transcripts {
		for _, p := range s.spots(t) {
			turn := spot{p.transcript, p.turn, None}
			if s.in(q.Rows, q.RollUp, row, nil, p, anyCase) && s.in(q.Columns, q.RollUp, col, nil, p, anyCase) {
				ofTurns[turn] = p.turn != None
				ofWords[p] = p.word != None
			}
			for _, c := range s.casesAt(p) {
				if s.in(q.Rows, q.RollUp, row, nil, p, c) && s.in(q.Columns, q.RollUp, col, nil, p, c) {
					ofCases[c] = true
				}
			}
			for i := range s.Codings {
				c := &s.Codings[i]
				counts, marked := s.covers(*c, p)
				if !counts {
					continue
				}
				if s.in(q.Rows, q.RollUp, row, c, p, anyCase) && s.in(q.Columns, q.RollUp, col, c, p, anyCase) {
					turns[turn] = p.turn != None
					words[p] = marked || words[p]
					counted[i] = counted[i] || q.Cell != CellCases
				}
				for _, k := range s.casesAt(p) {
					r, l := s.in(q.Rows, q.RollUp, row, c, p, k), s.in(q.Columns, q.RollUp, col, c, p, k)
					said[k] = [2]bool{said[k][0] || r, said[k][1] || l}
					if r && l {
						cases[k] = true
						counted[i] = true
					}
				}
			}
		}
	}
	if both {
		cases = map[int]bool{}
		for k, x := range said {
			cases[k] = x[0] && x[1]
		}
		for i := range s.Codings {
			c := &s.Codings[i]
			for t := range s.Transcripts {
				for _, p := range s.spots(t) {
					if counts, _ := s.covers(*c, p); counts && (s.in(q.Rows, q.RollUp, row, c, p, anyCase) || s.in(q.Columns, q.RollUp, col, c, p, anyCase)) {
						for _, k := range s.casesAt(p) {
							counted[i] = counted[i] || cases[k]
						}
					}
				}
			}
		}
	}
	for i := range s.Codings {
		if counted[i] {
			passages = append(passages, i)
		}
	}
	switch q.Cell {
	case CellCases:
		return Cell{yes(cases), yes(ofCases)}, passages
	case CellPassages:
		return Cell{len(passages), 0}, passages
	case CellTurns:
		return Cell{yes(turns), yes(ofTurns)}, passages
	}
	return Cell{yes(words), yes(ofWords)}, passages
}

func yes[K comparable](of map[K]bool) int {
	n := 0
	for _, x := range of {
		if x {
			n++
		}
	}
	return n
}

func drawAxis(t *rapid.T, d Data) Axis {
	x := Axis{Kind: AxisKind(rapid.IntRange(0, int(ByAttribute)).Draw(t, "axis"))}
	switch x.Kind {
	case ByAttribute:
		x.Groups = drawGroups(t, d)
	case BySegment:
		x.Segments = drawSegments(t, d)
	}
	return x
}

func TestMatrixIsWhatCountingWordByWordGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		q := MatrixQuestion{Rows: drawAxis(t, d), Columns: drawAxis(t, d), Cell: Measure(rapid.IntRange(0, int(CellShare)).Draw(t, "measure")),
			RollUp: rapid.Bool().Draw(t, "roll up")}
		m, err := study(t, d).Matrix(q)
		if err != nil {
			if says := q.Rows.Kind.says() && q.Columns.Kind.says(); !says && q.Rows.Kind != q.Columns.Kind || says && q.Cell == CellCases {
				t.Fatal(err)
			}
			return
		}
		plain := newSlow(d)
		for row := range m.Rows {
			for col := range m.Columns {
				want, passages := plain.cell(q, row, col)
				if m.Values[row][col] != want {
					t.Fatalf("%s × %s, %s in %s: %+v, counted word by word %+v", m.Rows[row].Name, m.Columns[col].Name, q.Rows.Kind, q.Columns.Kind, m.Values[row][col], want)
				}
				got := m.Passages(row, col)
				slices.Sort(got)
				if diff := cmp.Diff(passages, got); diff != "" {
					t.Fatalf("passages of %s × %s: %s", m.Rows[row].Name, m.Columns[col].Name, diff)
				}
			}
		}
	})
}
