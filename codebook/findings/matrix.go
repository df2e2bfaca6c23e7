package findings

import (
	"fmt"
	"slices"

	"concord/codebook/agreement"
)

// Measure says what a cell of a matrix counts.
type Measure int

// The measures. Each is counted once, however many coders agree on it, but for
// passages.
const (
	// CellCases: cases that mention it, of the cases in the group.
	CellCases Measure = iota
	// CellPassages: codings. Two coders' codings of one passage are two.
	CellPassages
	// CellTurns: turns that hold a word of it, or at least a part.
	CellTurns
	// CellWords: words marked, each once.
	CellWords
	// CellShare counts words as CellWords does and is meant to be shown as their
	// share of the group's words.
	CellShare
)

var measureNames = [...]string{"cases", "passages", "turns", "words", "share"}

// String is the name of the measure on the command line.
func (m Measure) String() string {
	if m < 0 || int(m) >= len(measureNames) {
		return fmt.Sprintf("Measure(%d)", int(m))
	}
	return measureNames[m]
}

// ParseMeasure is the opposite of Measure.String.
func ParseMeasure(s string) (Measure, error) {
	if i := slices.Index(measureNames[:], s); i >= 0 {
		return Measure(i), nil
	}
	return 0, fmt.Errorf("a cell can count cases, passages, turns, words or share, not %q", s)
}

// MatrixQuestion asks for a table.
type MatrixQuestion struct {
	Rows, Columns Axis
	Cell          Measure
	// RollUp counts the codings of a code also for all codes above it, and those
	// of codes below a theme's codes for the theme.
	RollUp bool
}

// LargestMatrix bounds the number of cells.
const LargestMatrix = 4_000_000

// Matrix is a table of counts.
type Matrix struct {
	Question MatrixQuestion

	Rows, Columns []MatrixGroup
	Values        [][]Cell // by row and column

	// Notes are sentences that belong under the table.
	Notes []string

	study *Study
	rows  *axis
	cols  *axis
}

// MatrixGroup is a row or a column.
type MatrixGroup struct {
	Name string
	// Cases and Words are how many cases the group has, and how many words they
	// spoke in it. For a code or a theme that is the whole study, for a coder the
	// transcripts she worked through, for a round its transcripts.
	Cases, Words int
}

// Cell is a count and what it is a share of: the cases, the turns or the words
// that are in both the row's and the column's group. Of is 0 for passages,
// which are a share of nothing.
type Cell struct{ Count, Of int }

// Share is Count / Of, from 0 to 1. Of an empty group there is no share.
func (c Cell) Share() agreement.Value {
	if c.Of == 0 {
		return agreement.Value{Undefined: "the group is empty (n = 0)"}
	}
	return agreement.Value{Number: float64(c.Count) / float64(c.Of)}
}

// Matrix counts codings by two properties. A coding that belongs to several
// groups of an axis (a passage over two speakers' turns, a transcript of two
// cases, a code in two themes) counts in each, with those of its words that are
// in the group.
//
// Where rows and columns are both codes or themes, a cell counts the cases that
// mention both, wherever in their words; other measures of two codes are those
// of Cooccurrence, and an error here. Rows and columns of the same kind are
// otherwise an error, too, and so is a table of more than LargestMatrix cells.
//
// The work grows with the number of codings, of turns and of cells.
func (s *Study) Matrix(q MatrixQuestion) (*Matrix, error) {
	m, err := s.matrix(q)
	if err != nil {
		return nil, fmt.Errorf("making a table of %s by %s: %w", q.Rows.Kind, q.Columns.Kind, err)
	}
	return m, nil
}

func (s *Study) matrix(q MatrixQuestion) (*Matrix, error) {
	if q.Cell < CellCases || q.Cell > CellShare {
		return nil, fmt.Errorf("there is no measure %d", q.Cell)
	}
	twoCodes := q.Rows.Kind.says() && q.Columns.Kind.says()
	switch {
	case twoCodes && q.Cell != CellCases:
		return nil, fmt.Errorf("codes beside codes are counted in cases; which %s two codes share is what co-occurrence says", q.Cell)
	case !twoCodes && q.Rows.Kind == q.Columns.Kind && q.Rows.Kind != ByAttribute:
		return nil, fmt.Errorf("rows and columns are the same; choose another kind for one of them")
	}
	rows, err := s.axis(q.Rows, q.RollUp)
	if err != nil {
		return nil, err
	}
	cols, err := s.axis(q.Columns, q.RollUp)
	if err != nil {
		return nil, err
	}
	if n := len(rows.names) * len(cols.names); n > LargestMatrix {
		return nil, fmt.Errorf("%d rows and %d columns make %d cells; at most %d are counted at once: leave some out, or group them",
			len(rows.names), len(cols.names), n, LargestMatrix)
	}
	places, err := s.places(q)
	if err != nil {
		return nil, err
	}
	m := &Matrix{Question: q, study: s, rows: rows, cols: cols}
	m.Rows, m.Columns = s.measureGroups(rows, places), s.measureGroups(cols, places)
	m.Values = make([][]Cell, len(m.Rows))
	flat := make([]Cell, len(m.Rows)*len(m.Columns))
	for i := range m.Values {
		m.Values[i] = flat[i*len(m.Columns) : (i+1)*len(m.Columns)]
	}
	m.countAll(places)
	m.countCodings(places)
	m.dropNoValue()
	m.note()
	return m, nil
}

// measureGroups counts the cases and words of each group of an axis.
func (s *Study) measureGroups(a *axis, places placeIndex) []MatrixGroup {
	out := make([]MatrixGroup, len(a.names))
	for i, n := range a.names {
		out[i].Name = n
	}
	if a.everybody {
		words := 0
		for i := range places.all {
			words += places.all[i].words.Len()
		}
		for i := range out {
			out[i].Cases, out[i].Words = s.Interviewed, words
		}
		return out
	}
	var buf []int32
	for i := range places.all {
		buf = a.where(&places.all[i], anyCase, buf[:0])
		for _, g := range buf {
			out[g].Words += places.all[i].words.Len()
		}
	}
	seen := make([]int32, len(out))
	s.eachCasePlace(places, func(inCase int32, p *place) {
		buf = a.where(p, inCase, buf[:0])
		for _, g := range buf {
			if seen[g] != inCase+1 {
				seen[g] = inCase + 1
				out[g].Cases++
			}
		}
	})
	return out
}

// eachCasePlace goes through the places that hold words of a case, case by
// case.
func (s *Study) eachCasePlace(places placeIndex, do func(inCase int32, p *place)) {
	byCase(len(s.caseNames), len(places.all), func(i int) []int32 {
		p := &places.all[i]
		return s.casesAt(int(p.transcript), int(p.turn))
	}, func(inCase int32, i int) { do(inCase, &places.all[i]) })
}

// byCase goes through things by the cases that each belongs to.
func byCase(cases, things int, of func(int) []int32, do func(inCase int32, thing int)) {
	starts := make([]int32, cases+1)
	total := 0
	for i := range things {
		for _, c := range of(i) {
			starts[c+1]++
			total++
		}
	}
	for c := range cases {
		starts[c+1] += starts[c]
	}
	list := make([]int32, total)
	next := slices.Clone(starts)
	for i := range things {
		for _, c := range of(i) {
			list[next[c]] = int32(i)
			next[c]++
		}
	}
	for c := range cases {
		for _, i := range list[starts[c]:starts[c+1]] {
			do(int32(c), int(i))
		}
	}
}

// countAll fills what the cells are shares of.
func (m *Matrix) countAll(places placeIndex) {
	if m.Question.Cell == CellPassages {
		return
	}
	rows, cols := 1, 1 // an axis that is everybody is one group
	if !m.rows.everybody {
		rows = len(m.Rows)
	}
	if !m.cols.everybody {
		cols = len(m.Columns)
	}
	of := make([]int, rows*cols)
	stamp := make([]int32, rows*cols)
	zero := []int32{0}
	var bufR, bufC []int32
	groups := func(a *axis, p *place, inCase int32, buf []int32) []int32 {
		if a.everybody {
			return zero
		}
		return a.where(p, inCase, buf[:0])
	}
	if m.Question.Cell == CellCases {
		m.study.eachCasePlace(places, func(inCase int32, p *place) {
			bufR, bufC = groups(m.rows, p, inCase, bufR), groups(m.cols, p, inCase, bufC)
			for _, r := range bufR {
				for _, c := range bufC {
					if at := int(r)*cols + int(c); stamp[at] != inCase+1 {
						stamp[at] = inCase + 1
						of[at]++
					}
				}
			}
		})
	} else {
		turn := int32(0)
		for i := range places.all {
			p := &places.all[i]
			if i > 0 && (p.transcript != places.all[i-1].transcript || p.turn != places.all[i-1].turn) {
				turn++
			}
			bufR, bufC = groups(m.rows, p, anyCase, bufR), groups(m.cols, p, anyCase, bufC)
			for _, r := range bufR {
				for _, c := range bufC {
					at := int(r)*cols + int(c)
					if m.Question.Cell != CellTurns {
						of[at] += p.words.Len()
					} else if p.turn != None && stamp[at] != turn+1 {
						stamp[at] = turn + 1
						of[at]++
					}
				}
			}
		}
	}
	for r := range m.Values {
		for c := range m.Values[r] {
			m.Values[r][c].Of = of[min(r, rows-1)*cols+min(c, cols-1)]
		}
	}
}

// dropNoValue leaves out the group of those without a value if nobody is in it.
func (m *Matrix) dropNoValue() {
	if g := m.rows.noValue; g != None && m.Rows[g].Cases == 0 && m.Rows[g].Words == 0 {
		m.Rows = m.Rows[:g]
		m.Values = m.Values[:g]
	}
	if g := m.cols.noValue; g != None && m.Columns[g].Cases == 0 && m.Columns[g].Words == 0 {
		m.Columns = m.Columns[:g]
		for i := range m.Values {
			m.Values[i] = m.Values[i][:g]
		}
	}
}

// Passages gives the codings, by index and in reading order, that a cell
// counts; where both rows and columns are codes or themes, those of either in
// the cases that mention both.
func (m *Matrix) Passages(row, col int) []int {
	places, err := m.study.places(m.Question)
	if err != nil || row < 0 || row >= len(m.Rows) || col < 0 || col >= len(m.Columns) {
		return nil
	}
	both := m.Question.Rows.Kind.says() && m.Question.Columns.Kind.says()
	// saidBy has 1 for a case that mentions the row, 2 for the column, 3 for both.
	saidBy := make([]uint8, len(m.study.caseNames))
	mentions := func(c *Coding, p *place, inCase int32) (said uint8) {
		if slices.Contains(m.rows.groups(c, p, inCase, nil), int32(row)) {
			said = 1
		}
		if slices.Contains(m.cols.groups(c, p, inCase, nil), int32(col)) {
			said |= 2
		}
		return said
	}
	eachCase := func(c *Coding, do func(p *place, inCase int32)) {
		places.of(c, func(p *place, _ Span) {
			if m.Question.Cell != CellCases {
				do(p, anyCase)
				return
			}
			for _, inCase := range m.study.casesAt(int(p.transcript), int(p.turn)) {
				do(p, inCase)
			}
		})
	}
	if both {
		for i := range m.study.Codings {
			c := &m.study.Codings[i]
			eachCase(c, func(p *place, inCase int32) { saidBy[inCase] |= mentions(c, p, inCase) })
		}
	}
	var out []int
	for _, i := range m.study.order {
		c := &m.study.Codings[i]
		counts := false
		eachCase(c, func(p *place, inCase int32) {
			said := mentions(c, p, inCase)
			counts = counts || said == 3 || both && said > 0 && saidBy[inCase] == 3
		})
		if counts {
			out = append(out, int(i))
		}
	}
	return out
}

// note says under the table what a reader must know to read it right.
func (m *Matrix) note() {
	if n := m.study.WithoutCase; n > 0 && m.Question.Cell == CellCases {
		m.Notes = append(m.Notes, fmt.Sprintf("%d of %d transcripts belong to no case; each counts as a case of its own", n, len(m.study.Transcripts)))
	}
	for _, a := range []struct {
		axis   Axis
		groups []MatrixGroup
	}{{m.Question.Rows, m.Rows}, {m.Question.Columns, m.Columns}} {
		if a.axis.Kind != ByAttribute {
			continue
		}
		m.Notes = append(m.Notes, a.axis.Groups.Notes...)
		sum := 0
		for _, g := range a.groups {
			sum += g.Cases
		}
		if sum > m.study.Interviewed {
			m.Notes = append(m.Notes, fmt.Sprintf("cases in more than one group of %s count in each: the groups add up to %d of %d cases",
				a.axis.Groups.Attribute, sum, m.study.Interviewed))
		}
	}
}
