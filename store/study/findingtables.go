package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/findings"
	"concord/codebook/report"
	"concord/corpus/prose"
)

// MatrixQuestion asks for a table of codings.
type MatrixQuestion struct {
	Rows, Columns string // see Study.axis
	Cell          findings.Measure
	RollUp        bool
	Query         string   // counts only what it finds; "" for all
	CodedOnly     bool     // leaves out transcripts that nobody has coded or finished
	Bands         []string // edges that cut the numbers or dates of an attribute
}

// CodingMatrix is a table of codings, as “concord matrix --json” gives it.
type CodingMatrix struct {
	Rows    []string       `json:"rows"`
	Columns []MatrixColumn `json:"columns"`
	Cell    string         `json:"cell"`
	// Values are counts; of shares, numbers from 0 to 1, or null for an empty group.
	Values [][]any `json:"values"`
	// Of is what each value is a share of; absent for passages.
	Of [][]int `json:"of,omitempty"`
	FindingsHead
}

// MatrixColumn is a column with the number of cases in its group.
type MatrixColumn struct {
	Name  string `json:"name"`
	Cases int    `json:"cases"`
}

var measureRules = map[findings.Measure]string{
	findings.CellCases:    "A cell gives the cases that mention it, of the cases in the group.",
	findings.CellPassages: "A cell gives the passages; what two coders coded is two.",
	findings.CellTurns:    "A cell gives the turns, each once, of the turns in the group.",
	findings.CellWords:    "A cell gives the words marked, each once, of the words in the group.",
	findings.CellShare:    "A cell gives the share of the group's words that are marked, each counted once.",
}

// CodingMatrix counts codings by two properties; see findings.Study.Matrix.
func (s *Study) CodingMatrix(ctx context.Context, q MatrixQuestion) (CodingMatrix, error) {
	return inSnapshot(ctx, s, func(s *Study) (CodingMatrix, error) { return s.readMatrix(ctx, q) })
}

func (s *Study) readMatrix(ctx context.Context, q MatrixQuestion) (CodingMatrix, error) {
	segments := strings.HasPrefix(q.Rows, findings.BySegment.String()) || strings.HasPrefix(q.Columns, findings.BySegment.String())
	f, err := s.findings(ctx, gathering{query: q.Query, words: segments || q.Cell == findings.CellWords || q.Cell == findings.CellShare, codedOnly: q.CodedOnly})
	if err != nil {
		return CodingMatrix{}, err
	}
	ask := findings.MatrixQuestion{Cell: q.Cell, RollUp: q.RollUp}
	for _, side := range []struct {
		name string
		to   *findings.Axis
	}{{q.Rows, &ask.Rows}, {q.Columns, &ask.Columns}} {
		if *side.to, err = s.axis(ctx, f, side.name, q.Bands); err != nil {
			return CodingMatrix{}, err
		}
	}
	m, err := f.Matrix(ask)
	if err != nil {
		return CodingMatrix{}, err
	}
	out := CodingMatrix{Rows: []string{}, Columns: []MatrixColumn{}, Cell: q.Cell.String(), Values: [][]any{}, FindingsHead: f.head(rulesFor(q.Query)...)}
	out.Rules = append(out.Rules, measureRules[q.Cell])
	if n := f.uncoded(); q.CodedOnly && f.leftOut > 0 {
		out.Rules = append(out.Rules, "Left out: "+prose.Counted(f.leftOut, "transcript", "transcripts")+", which nobody has coded or finished.")
	} else if n > 0 {
		out.Rules = append(out.Rules, fmt.Sprintf("Nobody has coded or finished %d of the %d transcripts; they count as not mentioning anything.", n, len(f.m.Coded)))
	}
	if q.RollUp {
		out.Rules = append(out.Rules, "A code counts what is coded with codes below it, too.")
	}
	out.Rules = append(out.Rules, m.Notes...)
	for _, c := range m.Columns {
		out.Columns = append(out.Columns, MatrixColumn{c.Name, c.Cases})
	}
	for i, row := range m.Rows {
		out.Rows = append(out.Rows, row.Name)
		values, of := []any{}, []int{}
		for _, c := range m.Values[i] {
			if q.Cell == findings.CellShare {
				values = append(values, number(c.Share()))
			} else {
				values = append(values, c.Count)
			}
			of = append(of, c.Of)
		}
		out.Values, out.Of = append(out.Values, values), append(out.Of, of)
	}
	if q.Cell == findings.CellPassages {
		out.Of = nil
	}
	return out, nil
}

// number is a value for JSON: null if it is undefined.
func number(v agreement.Value) *float64 {
	if !v.Defined() {
		return nil
	}
	return &v.Number
}

// Table is the matrix for people: cases as “3 of 5”, an empty group as “n = 0”.
func (m CodingMatrix) Table() *report.Table {
	t := &report.Table{Columns: []report.Column{{}}, Notes: m.notes()}
	for _, c := range m.Columns {
		t.Columns = append(t.Columns, report.Column{Name: fmt.Sprintf("%s (n = %d)", c.Name, c.Cases), Numbers: true})
	}
	for i, name := range m.Rows {
		r := report.Row{Cells: []string{name}}
		for k, v := range m.Values[i] {
			switch {
			case m.Of != nil && m.Of[i][k] == 0:
				r.Cells = append(r.Cells, "—")
			case m.Cell == findings.CellCases.String():
				r.Cells = append(r.Cells, fmt.Sprintf("%d of %d", v, m.Of[i][k]))
			case m.Cell == findings.CellShare.String():
				r.Cells = append(r.Cells, strconv.FormatFloat(*v.(*float64)*100, 'f', 1, 64)+" %")
			default:
				r.Cells = append(r.Cells, fmt.Sprint(v))
			}
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (h FindingsHead) notes() []string {
	return append(slices.Clone(h.Rules), fmt.Sprintf("Codebook %s; state %s.", h.Codebook, h.State))
}

// CooccurrenceQuestion asks which codes occur together.
type CooccurrenceQuestion struct {
	Within            findings.Nearness
	SameCoder, RollUp bool
	Codes             []string // only these; nil for all
	Query             string
	Clustered         bool // pairs in the clustered order of their codes, and not the tree's
}

// ParseNearness reads "words", "turn" or a number of turns.
func ParseNearness(s string) (findings.Nearness, error) {
	switch s {
	case "words":
		return findings.Nearness{Words: true}, nil
	case "turn":
		return findings.Nearness{}, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > findings.FarthestTurns {
		return findings.Nearness{}, fmt.Errorf("codes occur together within words, within a turn, or within a number of turns up to %d, not %q", findings.FarthestTurns, s)
	}
	return findings.Nearness{Turns: n}, nil
}

// Cooccurrence is what occurs together, as “concord cooccurrence --json” gives it.
type Cooccurrence struct {
	Pairs     []CodePair `json:"pairs"`
	Within    string     `json:"within"`
	SameCoder bool       `json:"same_coder"`
	// Order is the codes of all pairs, in the order asked for.
	Order []string `json:"order"`
	FindingsHead
}

// CodePair is two codes that occur together.
type CodePair struct {
	A       string   `json:"a"`
	B       string   `json:"b"`
	Units   int      `json:"units"`
	AUnits  int      `json:"a_units"`
	BUnits  int      `json:"b_units"`
	Either  int      `json:"either_units"`
	Jaccard *float64 `json:"jaccard"`
	AGivenB *float64 `json:"a_given_b"`
	BGivenA *float64 `json:"b_given_a"`
	Cases   int      `json:"cases"`
}

// Cooccurrence finds codes that occur together; see findings.Study.Cooccurrence.
func (s *Study) Cooccurrence(ctx context.Context, q CooccurrenceQuestion) (Cooccurrence, error) {
	return inSnapshot(ctx, s, func(s *Study) (Cooccurrence, error) { return s.readCooccurrence(ctx, q) })
}

func (s *Study) readCooccurrence(ctx context.Context, q CooccurrenceQuestion) (Cooccurrence, error) {
	f, err := s.findings(ctx, gathering{query: q.Query, words: q.Within.Words})
	if err != nil {
		return Cooccurrence{}, err
	}
	ask := findings.CooccurrenceQuestion{Within: q.Within, SameCoder: q.SameCoder, RollUp: q.RollUp}
	if ask.Only, err = f.codesNamed(q.Codes); err != nil {
		return Cooccurrence{}, err
	}
	c, err := f.Cooccurrence(ask)
	if err != nil {
		return Cooccurrence{}, err
	}
	out := Cooccurrence{Pairs: []CodePair{}, Within: q.Within.String(), SameCoder: q.SameCoder, Order: []string{}, FindingsHead: f.head(rulesFor(q.Query)...)}
	out.Rules = append(out.Rules, nearnessRule(q))
	order := make([]int, len(f.codes))
	for i := range order {
		order[i] = i
	}
	if q.Clustered {
		order = c.Clustered()
		out.Rules = append(out.Rules, "Codes are ordered by average linkage of 1 − Jaccard; pairs follow that order.")
	}
	rank := make([]int, len(f.codes))
	for i, code := range order {
		rank[code] = i
	}
	for i := range c.Pairs {
		if p := &c.Pairs[i]; rank[p.A] > rank[p.B] {
			*p = findings.Pair{A: p.B, B: p.A, Units: p.Units, AUnits: p.BUnits, BUnits: p.AUnits, EitherUnits: p.EitherUnits, ANear: p.BNear, BNear: p.ANear, Cases: p.Cases}
		}
	}
	slices.SortFunc(c.Pairs, func(p, q findings.Pair) int { return cmp.Or(rank[p.A]-rank[q.A], rank[p.B]-rank[q.B]) })
	used := map[int]bool{}
	for _, p := range c.Pairs {
		used[p.A], used[p.B] = true, true
		out.Pairs = append(out.Pairs, CodePair{A: f.Codes[p.A].Name, B: f.Codes[p.B].Name, Units: p.Units, AUnits: p.AUnits, BUnits: p.BUnits, Either: p.EitherUnits,
			Jaccard: number(p.Jaccard()), AGivenB: number(p.AGivenB()), BGivenA: number(p.BGivenA()), Cases: p.Cases})
	}
	for _, code := range order {
		if used[code] {
			out.Order = append(out.Order, f.Codes[code].Name)
		}
	}
	return out, nil
}

func nearnessRule(q CooccurrenceQuestion) string {
	rule := "Units are turns; two codes occur together in a turn that both are on."
	switch {
	case q.Within.Words:
		rule = "Units are spoken words; two codes occur together in a word that is marked with both."
	case q.Within.Turns > 0:
		rule = fmt.Sprintf("Units are turns; two codes occur together in a turn that has one of them while the other is at most %d turns away.", q.Within.Turns)
	}
	if q.SameCoder {
		rule += " Both must be by one and the same coder."
	}
	return rule
}

// codesNamed finds codes by name or path; nil for none asked for.
func (f *material) codesNamed(names []string) ([]int, error) {
	var out []int
	for _, name := range names {
		code, err := f.m.Codebook.Find(name)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(f.codes, func(c codebook.Code) bool { return c.ID == code.ID })
		if i < 0 {
			return nil, fmt.Errorf("the code “%s” is %s and has no codings that count", f.m.Codebook.Path(code.ID), code.Status)
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	return out, nil
}

// Table is the pairs for people.
func (c Cooccurrence) Table() *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "A"}, {Name: "B"}, {Name: "units", Numbers: true}, {Name: "of A", Numbers: true}, {Name: "of B", Numbers: true},
		{Name: "J", Numbers: true}, {Name: "P(A given B)", Numbers: true}, {Name: "P(B given A)", Numbers: true}, {Name: "cases", Numbers: true}}, Notes: c.notes()}
	for _, p := range c.Pairs {
		t.Rows = append(t.Rows, report.Row{Cells: []string{p.A, p.B, strconv.Itoa(p.Units), strconv.Itoa(p.AUnits), strconv.Itoa(p.BUnits),
			decimals(p.Jaccard), decimals(p.AGivenB), decimals(p.BGivenA), strconv.Itoa(p.Cases)}})
	}
	return t
}

func decimals(x *float64) string {
	if x == nil {
		return "—"
	}
	return strconv.FormatFloat(*x, 'f', 2, 64)
}

// TimelineStrip is where a code lies in a transcript; spans are half-open and
// count spoken words from 0.
type TimelineStrip struct {
	Transcript string     `json:"transcript"`
	Code       string     `json:"code"`
	Words      int        `json:"words"`
	Spans      [][2]int32 `json:"spans"`
	Passages   int        `json:"passages"`
	strip      findings.Strip
}

// Timeline is strips, as “concord timeline --json” gives them.
type Timeline struct {
	Strips []TimelineStrip `json:"strips"`
	FindingsHead
}

// Timeline finds where codes lie in every transcript.
func (s *Study) Timeline(ctx context.Context, codes []string, rollUp bool, query string) (Timeline, error) {
	return inSnapshot(ctx, s, func(s *Study) (Timeline, error) {
		f, err := s.findings(ctx, gathering{query: query, words: true})
		if err != nil {
			return Timeline{}, err
		}
		only, err := f.codesNamed(codes)
		if err != nil {
			return Timeline{}, err
		}
		strips, err := f.Timeline(only, rollUp)
		out := Timeline{Strips: []TimelineStrip{}, FindingsHead: f.head(rulesFor(query)...)}
		for _, x := range strips {
			t := TimelineStrip{f.Transcripts[x.Transcript].Name, f.Codes[x.Code].Name, x.Words, [][2]int32{}, len(x.Passages), x}
			for _, span := range x.Spans {
				t.Spans = append(t.Spans, [2]int32{span.Start, span.End})
			}
			out.Strips = append(out.Strips, t)
		}
		return out, err
	})
}

// Lines draws the strips in lines of so many columns, the longest transcript
// taking the whole line: · nothing marked, ░ up to a third of the column's words, ▒ up to two
// thirds, █ more.
func (t Timeline) Lines(columns int) []string {
	longest := 1
	wide := 0
	for _, s := range t.Strips {
		longest = max(longest, s.Words)
		wide = max(wide, prose.Width(s.Code))
	}
	wide = min(wide, columns/2)
	strip := max(columns-wide-8, 10) // beside it two blanks, one, and the number of passages
	var out []string
	last := ""
	for _, s := range t.Strips {
		if s.Transcript != last {
			out = append(out, s.Transcript)
			last = s.Transcript
		}
		var b strings.Builder
		for _, share := range s.strip.Columns(strip, longest) {
			switch {
			case share < 0:
				b.WriteByte(' ')
			case share == 0:
				b.WriteRune('·')
			case share <= 1.0/3:
				b.WriteRune('░')
			case share <= 2.0/3:
				b.WriteRune('▒')
			default:
				b.WriteRune('█')
			}
		}
		out = append(out, fmt.Sprintf("  %s %s %d", prose.Left(prose.Truncate(prose.Printable(s.Code), wide), wide), b.String(), s.Passages))
	}
	return append(out, t.notes()...)
}

// transcriptOrder sorts transcripts for saturation.
func (f *material) transcriptOrder(order string) ([]int, string, error) {
	coded := make([]time.Time, len(f.m.Coded)) // of the first coding that counts
	for i, c := range f.Codings {
		if at := f.codings[i].Created; coded[c.Transcript].IsZero() || at.Before(coded[c.Transcript]) {
			coded[c.Transcript] = at
		}
	}
	var out []int
	for i, w := range f.m.Coded {
		if !coded[i].IsZero() || len(w.Completions) > 0 {
			out = append(out, i)
		}
	}
	name := func(i, j int) int { return cmp.Compare(f.m.Coded[i].Transcript.Name, f.m.Coded[j].Transcript.Name) }
	switch order {
	case "", "import":
		slices.SortStableFunc(out, func(i, j int) int {
			return cmp.Or(f.m.Coded[i].Transcript.Imported.Compare(f.m.Coded[j].Transcript.Imported), name(i, j))
		})
		return out, "Interviews are in the order of import.", nil
	case "name":
		slices.SortStableFunc(out, name)
		return out, "Interviews are in the order of their names.", nil
	case "coding":
		slices.SortStableFunc(out, func(i, j int) int {
			if coded[i].IsZero() != coded[j].IsZero() { // without a coding: last
				return cmp.Compare(btoi(coded[i].IsZero()), btoi(coded[j].IsZero()))
			}
			return cmp.Or(coded[i].Compare(coded[j]), name(i, j))
		})
		return out, "Interviews are in the order of their first coding.", nil
	}
	attribute, named := strings.CutPrefix(order, "date:")
	if !named && order != "date" {
		return nil, "", fmt.Errorf("interviews can be ordered by import, name, date, date:ATTRIBUTE or coding, not %q", order)
	}
	dates := make([]string, len(f.m.Coded))
	for _, i := range out {
		for _, x := range f.m.Coded[i].Transcript.Attributes {
			if strings.EqualFold(x.Name, attribute) {
				dates[i] = x.Value
			}
		}
		if dates[i] == "" {
			return nil, "", fmt.Errorf("interviews cannot be ordered by date: %q has no attribute %q; set it for each transcript, or choose import, name, coding or date:ATTRIBUTE",
				f.m.Coded[i].Transcript.Name, attribute)
		}
	}
	slices.SortStableFunc(out, func(i, j int) int { return cmp.Or(cmp.Compare(dates[i], dates[j]), name(i, j)) })
	return out, fmt.Sprintf("Interviews are in the order of %s.", attribute), nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}
