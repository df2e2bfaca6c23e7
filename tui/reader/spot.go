package reader

import "concord/corpus"

// Spot is what stands at a cell of a page.
type Spot struct {
	Place
	// Offset is the character there; in the gutter the beginning of the row,
	// right of the words their end.
	Offset corpus.Offset
	// InText is set on the words and right of them.
	InText bool
	// Mark is the coding whose lane it is; -1 for none. More is set on the
	// number that stands for several.
	Mark int
	More bool
}

// At tells what stands at a cell of the page as it was painted last, counted
// from its top left corner; ok is false below the end of the text.
func (p *Page) At(x, y int) (s Spot, ok bool) {
	top := p.PlaceOf(p.Top)
	at := p.Move(top, y)
	if y < 0 || y >= p.Height || y > 0 && p.Move(top, y-1) == at {
		return Spot{}, false
	}
	s = Spot{Place: at, Offset: p.RowSpan(at).Start, Mark: -1}
	cols := p.Columns()
	lanes := cols.gutter()
	text := lanes + cols.Lanes + gutterGap
	switch {
	case x >= text:
		s.InText = true
		s.Offset = p.offsetAt(at, x-text)
	case x >= lanes && x < lanes+cols.Lanes && p.Lanes != nil:
		on, more := p.Lanes.At(at.Block, at.Row)
		if s.More = more > 0 && x-lanes == LaneCount-1; !s.More {
			s.Mark = on[x-lanes]
		}
	}
	return s, true
}

// offsetAt gives the character at a cell of a row's words, or their end.
func (p *Page) offsetAt(at Place, x int) corpus.Offset {
	row := p.rows(at.Block)[at.Row]
	if block := p.Text.Blocks[at.Block]; block.Turn >= 0 && p.Quiet != nil && p.Quiet(p.Text.Turns[block.Turn].Speaker) {
		x -= indent
	}
	cells := 0
	pos := row.Span.Start
	for pos < row.Span.End {
		g := p.Text.grapheme(pos, row.Span.End, cells)
		if g.line || cells+g.cells > max(x, 0) {
			break
		}
		cells += g.cells
		pos += corpus.Offset(max(g.bytes, 1))
	}
	return pos
}
