package findings

import (
	"cmp"
	"slices"
)

// piece is the part of a coding in one place.
type piece struct {
	coding int32
	place  *place
	words  Span
}

func (m *Matrix) countCodings(places placeIndex) {
	if m.Question.Cell == CellPassages {
		m.countPassages(places)
		return
	}
	pieces := make([]piece, 0, len(m.study.Codings))
	for _, i := range m.study.order {
		places.of(&m.study.Codings[i], func(p *place, words Span) { pieces = append(pieces, piece{i, p, words}) })
	}
	switch {
	case m.Question.Cell != CellCases:
		m.countStretches(pieces)
	case m.Question.Rows.Kind.says() && m.Question.Columns.Kind.says():
		m.countBoth(pieces)
	default:
		m.countCases(pieces)
	}
}

// cells calls do for every cell in which a coding's part counts.
func (m *Matrix) cells(c *Coding, p *place, inCase int32, buf *[2][]int32, do func(*Cell, int)) {
	buf[0] = m.rows.groups(c, p, inCase, buf[0][:0])
	if len(buf[0]) == 0 {
		return
	}
	buf[1] = m.cols.groups(c, p, inCase, buf[1][:0])
	for _, row := range buf[0] {
		for _, col := range buf[1] {
			do(&m.Values[row][col], int(row)*len(m.Columns)+int(col))
		}
	}
}

func (m *Matrix) countPassages(places placeIndex) {
	stamp := make([]int32, len(m.Rows)*len(m.Columns))
	var buf [2][]int32
	for i := range m.study.Codings {
		c := &m.study.Codings[i]
		places.of(c, func(p *place, _ Span) {
			m.cells(c, p, anyCase, &buf, func(cell *Cell, at int) {
				if stamp[at] != int32(i)+1 {
					stamp[at] = int32(i) + 1
					cell.Count++
				}
			})
		})
	}
}

// eachCasePiece goes through the pieces case by case.
func (m *Matrix) eachCasePiece(pieces []piece, do func(inCase int32, p *piece)) {
	byCase(len(m.study.caseNames), len(pieces), func(i int) []int32 {
		return m.study.casesAt(int(pieces[i].place.transcript), int(pieces[i].place.turn))
	}, func(inCase int32, i int) { do(inCase, &pieces[i]) })
}

func (m *Matrix) countCases(pieces []piece) {
	stamp := make([]int32, len(m.Rows)*len(m.Columns))
	var buf [2][]int32
	m.eachCasePiece(pieces, func(inCase int32, p *piece) {
		m.cells(&m.study.Codings[p.coding], p.place, inCase, &buf, func(cell *Cell, at int) {
			if stamp[at] != inCase+1 {
				stamp[at] = inCase + 1
				cell.Count++
			}
		})
	})
}

// countBoth counts the cases that mention the row and, somewhere, the column.
func (m *Matrix) countBoth(pieces []piece) {
	var rows, cols groupSet
	rows.stamp, cols.stamp = make([]int32, len(m.Rows)), make([]int32, len(m.Columns))
	now := int32(None)
	count := func() {
		for _, r := range rows.in {
			for _, c := range cols.in {
				m.Values[r][c].Count++
			}
		}
		rows.in, cols.in = rows.in[:0], cols.in[:0]
	}
	var buf []int32
	m.eachCasePiece(pieces, func(inCase int32, p *piece) {
		if inCase != now {
			count()
			now = inCase
		}
		c := &m.study.Codings[p.coding]
		buf = m.rows.which(c, buf[:0])
		rows.add(buf, inCase)
		buf = m.cols.which(c, buf[:0])
		cols.add(buf, inCase)
	})
	count()
}

// groupSet gathers the groups that one case mentions.
type groupSet struct {
	in    []int32
	stamp []int32
}

func (g *groupSet) add(groups []int32, inCase int32) {
	for _, x := range groups {
		if g.stamp[x] != inCase+1 {
			g.stamp[x] = inCase + 1
			g.in = append(g.in, x)
		}
	}
}

// countStretches counts turns or words, each once a cell.
func (m *Matrix) countStretches(pieces []piece) {
	slices.SortFunc(pieces, func(a, b piece) int {
		return cmp.Or(cmp.Compare(a.place.transcript, b.place.transcript), cmp.Compare(a.place.turn, b.place.turn),
			cmp.Compare(a.words.Start, b.words.Start), cmp.Compare(a.words.End, b.words.End))
	})
	n := len(m.Rows) * len(m.Columns)
	stamp, end := make([]int32, n), make([]int32, n)
	turn := int32(0)
	var buf [2][]int32
	for i := range pieces {
		p := &pieces[i]
		if i > 0 && (p.place.transcript != pieces[i-1].place.transcript || p.place.turn != pieces[i-1].place.turn) {
			turn++
		}
		m.cells(&m.study.Codings[p.coding], p.place, anyCase, &buf, func(cell *Cell, at int) {
			fresh := stamp[at] != turn+1
			stamp[at] = turn + 1
			switch {
			case m.Question.Cell == CellTurns:
				if fresh && p.place.turn != None {
					cell.Count++
				}
			case fresh || end[at] < p.words.Start:
				cell.Count += p.words.Len()
				end[at] = p.words.End
			case end[at] < p.words.End:
				cell.Count += int(p.words.End - end[at])
				end[at] = p.words.End
			}
		})
	}
}
