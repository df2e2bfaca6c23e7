package reader

import (
	"fmt"
	"strings"

	"concord/corpus"
	"concord/tui/theme"
)

// Page is what is to be painted: a text, where it stands, and what is marked on
// it.
type Page struct {
	Text   *Text
	Width  int // of the whole: gutter, lanes and text
	Height int
	Top    corpus.Offset // the first row shown is the one that holds it
	Theme  *theme.Theme

	Marks []Mark // in reading order
	Lanes *Lanes // for Marks; made by Paint if nil
	Focus int    // the mark whose letter is reversed; -1 for none

	Cursor     corpus.Offset // the turn that holds it is marked
	Unit       corpus.Span   // words outside it are dimmed; empty for none
	Selection  corpus.Span   // reversed; empty for none
	Underlined corpus.Span   // the words of the focused coding
	Hits       []corpus.Span // bold and underlined, in order

	// Bookmarks, Notes, Unsaved and Quotes get a sign on their rows, in order:
	// the first two in the gutter, what could not be saved yet in the place of a
	// note, and what is worth quoting before the words.
	Bookmarks, Notes, Unsaved, Quotes []corpus.Offset
	// Differ says on which turns coders differ; nil for none.
	Differ func(corpus.TurnIndex) bool

	// Quiet says which speakers' words are indented, and, with Dim, dimmed.
	Quiet func(speaker string) bool
	Dim   bool
	// Times shows times in the recording in the gutter.
	Times bool
	// Segmented shows Segments, which are in order and do not overlap, in a
	// column of their own; words in none are dimmed if there are any. Segment is
	// the one that the reader is on, -1 for none.
	Segmented bool
	Segments  []corpus.Span
	Segment   int
}

// The signs of the gutter.
const (
	SignBookmark = "◆"
	SignNote     = "*"
	SignDiffer   = "≠"
	SignUnsaved  = "!"
	SignQuote    = "❝"
)

// Columns are the widths of the parts of a page.
type Columns struct {
	Number, Speaker, Time, Segment, Lanes, Text int
}

// gutterGap is the cells of the bar and the blanks around it.
const gutterGap = 3

// Columns shares the width out. It depends on the text and the width alone, so
// that nothing shifts while reading.
func (p *Page) Columns() Columns {
	c := Columns{Number: max(2, len(fmt.Sprint(len(p.Text.Turns)))), Lanes: LaneCount}
	longest := p.Text.longestSpeaker
	switch {
	case p.Width >= 110:
		c.Speaker = min(longest, 14)
	case p.Width >= 70:
		c.Speaker = min(longest, 8)
	default:
		c.Speaker = min(longest, 4)
	}
	if p.Times && p.Width >= 90 {
		c.Time = p.Text.longestTime
	}
	if p.Segmented {
		c.Segment = max(minSegment, len(fmt.Sprint(len(p.Segments)))) + 2
	}
	c.Text = max(p.Width-c.gutter()-c.Lanes-gutterGap, 8)
	return c
}

// minSegment is the cells of a segment's number, so that the text keeps its
// width from the first segment to the thousandth.
const minSegment = 3

// gutter is the width of what stands left of the lanes.
func (c Columns) gutter() int {
	width := 1 + c.Number + 1 + c.Speaker + 1
	if c.Time > 0 {
		width += 1 + c.Time
	}
	return width + c.Segment
}

// maxMeasure is the widest text column: longer lines tire the eye.
const maxMeasure = 100

// textWidth is the width rows are wrapped at.
func (p *Page) textWidth() int { return min(p.Columns().Text, maxMeasure) }

// indent is how far the words of quiet speakers stand in.
const indent = 2

// Place is a row of a block.
type Place struct{ Block, Row int }

// PlaceOf gives the row that holds an offset.
func (p *Page) PlaceOf(at corpus.Offset) Place {
	b := p.Text.BlockAt(at)
	rows := p.rows(b)
	for r := len(rows) - 1; r > 0; r-- {
		if rows[r].Span.Start <= at && !rows[r].Gap {
			return Place{b, r}
		}
	}
	return Place{b, 0}
}

// rows wraps a block; every block has the same width, the indent of quiet ones
// taken off everywhere, so that roles can change without a new layout.
func (p *Page) rows(block int) []Row { return p.Text.Rows(block, p.textWidth()-indent) }

// OffsetOf gives the offset at which a row starts.
func (p *Page) OffsetOf(at Place) corpus.Offset {
	rows := p.rows(at.Block)
	if at.Row == 0 {
		return p.Text.Blocks[at.Block].Extent.Start
	}
	return rows[min(at.Row, len(rows)-1)].Span.Start
}

// Move gives the row n rows below at (above, if n is negative), stopping at the
// first and the last.
func (p *Page) Move(at Place, n int) Place {
	for ; n > 0; n-- {
		if at.Row+1 < len(p.rows(at.Block)) {
			at.Row++
		} else if at.Block+1 < len(p.Text.Blocks) {
			at = Place{at.Block + 1, 0}
		} else {
			break
		}
	}
	for ; n < 0; n++ {
		if at.Row > 0 {
			at.Row--
		} else if at.Block > 0 {
			at.Block--
			at.Row = len(p.rows(at.Block)) - 1
		} else {
			break
		}
	}
	return at
}

// Show gives a Top with which the rows of a span are on the page, moving as
// little as possible. A span that is longer than the page is shown from its
// start; margin rows stay between it and the edges where they can.
func (p *Page) Show(s corpus.Span, margin int) corpus.Offset {
	margin = min(margin, (p.Height-1)/2)
	top, first := p.PlaceOf(p.Top), p.PlaceOf(s.Start)
	last := first
	if !s.Empty() {
		last = p.PlaceOf(s.End - 1)
	}
	if first.Before(p.Move(top, margin)) {
		return p.OffsetOf(p.Move(first, -margin))
	}
	if bottom := p.Move(top, p.Height-1-margin); bottom.Before(last) {
		above := p.Move(last, -(p.Height - 1 - margin))
		if first.Before(above) {
			above = first
		}
		return p.OffsetOf(above)
	}
	return p.Top
}

// Before reports whether a row stands above another.
func (a Place) Before(b Place) bool {
	return a.Block < b.Block || a.Block == b.Block && a.Row < b.Row
}

// Visible gives the span from the first shown byte to the last.
func (p *Page) Visible() corpus.Span {
	top := p.PlaceOf(p.Top)
	last := p.Move(top, p.Height-1)
	rows := p.rows(last.Block)
	end := rows[last.Row].Span.End
	if last.Row == len(rows)-1 {
		end = p.Text.Blocks[last.Block].Extent.End
	}
	return corpus.Span{Start: p.OffsetOf(top), End: max(end, p.OffsetOf(top))}
}

// RowsOn gives the half-open range of rows of the page on which a span stands,
// counted from its top; it is empty if none is on the page.
func (p *Page) RowsOn(s corpus.Span) (from, to int) {
	at, first := p.PlaceOf(p.Top), p.PlaceOf(s.Start)
	last := first
	if !s.Empty() {
		last = p.PlaceOf(s.End - 1)
	}
	from = -1
	for row := range p.Height {
		if !at.Before(first) && !last.Before(at) {
			if from < 0 {
				from = row
			}
			to = row + 1
		}
		next := p.Move(at, 1)
		if next == at {
			break
		}
		at = next
	}
	return max(from, 0), to
}

// Paint makes the lines of the page, Height of them, none wider than Width.
func (p *Page) Paint() []string {
	lanes := p.Lanes
	if lanes == nil {
		lanes = NewLanes(p.Text, p.textWidth()-indent, p.Marks)
	}
	cols := p.Columns()
	current := p.Text.BlockAt(p.Cursor)
	lines := make([]string, 0, p.Height)
	at := p.PlaceOf(p.Top)
	var b strings.Builder
	for first := true; len(lines) < p.Height; first = false {
		b.Reset()
		p.paintGutter(&b, cols, at, at.Block == current, first)
		p.paintSegment(&b, cols, at, first)
		p.paintLanes(&b, lanes, at, first)
		p.paintBar(&b, at, first)
		p.paintRow(&b, at)
		lines = append(lines, b.String())
		next := p.Move(at, 1)
		if next == at {
			break
		}
		at = next
	}
	for len(lines) < p.Height {
		lines = append(lines, "")
	}
	return lines
}

// NewLanesFor prepares the lanes of a page's marks at its width, to be kept
// from one painting to the next.
func (p *Page) NewLanesFor() *Lanes { return NewLanes(p.Text, p.textWidth()-indent, p.Marks) }
