package reader

import (
	"fmt"
	"slices"
	"strings"

	"concord/corpus"
	"concord/tui/theme"
)

// The signs of segments: where one begins, goes on and, before words that are in
// none, ends.
const (
	SignSegment    = "├"
	SignSegmentOn  = "│"
	SignSegmentEnd = "┤"
)

// paintSegment writes a line beside the rows that hold words of a segment, and its
// number where it begins and on the first row of the page. Where several begin on
// a row the number is that of the one that the reader is on, else of the first.
func (p *Page) paintSegment(b *strings.Builder, c Columns, at Place, first bool) {
	if !p.Segmented {
		return
	}
	row := p.RowSpan(at)
	from := p.segmentFrom(row.Start)
	shown, sign, here := -1, " ", false
	for i := from; i < len(p.Segments) && p.Segments[i].Start < max(row.End, row.Start+1); i++ {
		here = here || i == p.Segment
		switch {
		case p.Segments[i].Start < row.Start:
			sign = SignSegmentOn
		case shown < 0 || i == p.Segment:
			shown, sign = i, SignSegment
		}
	}
	if shown < 0 && first && sign != " " {
		shown = from
	}
	number, look := "", p.Theme.Chrome
	if shown >= 0 {
		number = fmt.Sprint(shown + 1)
	}
	if here {
		look = p.Theme.Accent
	}
	b.WriteString(theme.Paint(look, fmt.Sprintf("%*s%s ", c.Segment-2, number, sign)))
}

// segmentFrom is the number of the first segment that ends after a place.
func (p *Page) segmentFrom(at corpus.Offset) int {
	i, _ := slices.BinarySearchFunc(p.Segments, at, func(s corpus.Span, at corpus.Offset) int {
		if s.End <= at {
			return -1
		}
		return 1
	})
	return i
}

// edge is the sign for a blank between from and to: a segment begins behind it,
// or the one before it ends; "" for neither. It takes the place of the blank, so
// that no word moves.
func (p *Page) edge(cut []corpus.Span, from, to corpus.Offset) string {
	sign := ""
	for _, s := range cut {
		switch {
		case s.Start == to:
			return SignSegment
		case s.End == from:
			sign = SignSegmentEnd
		}
	}
	return sign
}
