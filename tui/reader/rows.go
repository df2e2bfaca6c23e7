package reader

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"concord/corpus"
)

// Row is one line of a block at a width.
type Row struct {
	// Span is the text of the row. Blanks at its end are part of it, but are
	// not painted.
	Span corpus.Span
	// Gap is set on an empty row that stands between paragraphs.
	Gap bool
}

// Rows gives the rows of a block at a width of the text column, in cells. There
// is always at least one.
func (t *Text) Rows(block, width int) []Row {
	width = max(width, 4)
	if width != t.width {
		t.width, t.rows = width, map[int][]Row{}
	}
	if rows, ok := t.rows[block]; ok {
		return rows
	}
	rows := t.wrap(t.Blocks[block].Span, width)
	t.rows[block] = rows
	return rows
}

// wrap breaks a span into rows: after blanks, or, where a word is longer than a
// row, between two grapheme clusters.
func (t *Text) wrap(s corpus.Span, width int) []Row {
	var rows []Row
	start, at := s.Start, s.Start // of the row, and where we are
	cells := 0
	breakAt, breakCells := corpus.Offset(-1), 0 // after the last blank
	flush := func(end corpus.Offset) {
		rows = append(rows, Row{Span: corpus.Span{Start: start, End: end}})
		start, cells, breakAt = end, 0, -1
	}
	for at < s.End {
		g := t.grapheme(at, s.End, cells)
		next := at + corpus.Offset(g.bytes)
		switch {
		case g.line && t.lineEndAt(at, s.End) != asBlank:
			paragraph := t.lineEndAt(at, s.End) == asParagraph
			// Blanks and line ends up to the next word belong to this row.
			for next < s.End {
				r, size := utf8.DecodeRuneInString(t.Body[next:s.End])
				if !unicode.IsSpace(r) {
					break
				}
				next += corpus.Offset(size)
			}
			flush(next)
			if paragraph {
				rows = append(rows, Row{Span: corpus.Span{Start: next, End: next}, Gap: true})
			}
			at = next
			continue
		case g.blank:
			// A blank never starts a row; it may hang over the edge.
			cells += g.cells
			at = next
			breakAt, breakCells = at, cells
			continue
		case cells+g.cells > width && at > start:
			if breakAt > start && breakAt <= at {
				rest := cells - breakCells
				flush(breakAt)
				cells = rest
			} else {
				flush(at)
			}
			continue
		}
		cells += g.cells
		at = next
	}
	if start < s.End || len(rows) == 0 {
		flush(s.End)
	}
	return rows
}

// grapheme is one character as a reader sees it.
type grapheme struct {
	bytes int
	cells int
	blank bool // a place where a row may break
	line  bool // a line end
	show  string
}

const tabStop = 4

// grapheme reads the cluster at a position. cells is how far into the row it
// stands, for tabs.
func (t *Text) grapheme(at, end corpus.Offset, cells int) grapheme {
	c := t.Body[at]
	switch {
	case c == '\n':
		return grapheme{bytes: 1, cells: 1, blank: true, line: true, show: " "}
	case c == '\t':
		n := tabStop - cells%tabStop
		return grapheme{bytes: 1, cells: n, blank: true, show: "    "[:n]}
	case c == ' ':
		return grapheme{bytes: 1, cells: 1, blank: true, show: " "}
	case c < 0x20 || c == 0x7f:
		// A control character in a transcript must not reach the terminal.
		return grapheme{bytes: 1, cells: 1, show: "·"}
	case c < utf8.RuneSelf && (at+1 >= end || t.Body[at+1] < utf8.RuneSelf):
		return grapheme{bytes: 1, cells: 1, show: t.Body[at : at+1]}
	}
	cluster, width := ansi.FirstGraphemeCluster(t.Body[at:end], ansi.GraphemeWidth)
	if c < utf8.RuneSelf {
		// A letter with an emoji's modifier behind it is one cluster, and is
		// painted by terminals as two characters.
		width = max(width, ansi.StringWidth(cluster))
	}
	g := grapheme{bytes: len(cluster), cells: width, show: cluster}
	r, _ := utf8.DecodeRuneInString(cluster)
	switch {
	case g.bytes == 0:
		g.bytes, g.cells, g.show = 1, 1, "·"
	case r != '\u00a0' && r != '\u202f' && unicode.IsSpace(r):
		g.blank, g.show, g.cells = true, " ", 1
	case r == '\u200e' || r == '\u200f' || r == '\u061c':
		// Marks of direction, common in right-to-left words, are nobody's letters.
		g.show, g.cells = "", 0
	case !Printable(r):
		g.show, g.cells = "·", 1
	case width == 0:
		// Zero-width characters stand where they are, and show nothing.
		g.show = cluster
		if r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == '\u00ad' {
			g.show = ""
		}
	}
	return g
}

// Printable reports whether a character may reach the terminal as it is:
// control characters may not, nor those that would turn around what follows
// them on the whole line, gutter included.
func Printable(r rune) bool {
	directional := r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' || r == '\u200e' || r == '\u200f'
	return !unicode.Is(unicode.Cc, r) && !directional
}

// clean makes a name fit to be shown.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if !Printable(r) {
			return '·'
		}
		return r
	}, s)
}
