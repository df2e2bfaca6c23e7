package reader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/corpus"
	"concord/tui/theme"
)

// paintGutter writes the turn's number, speaker and time on its first row, and
// again on the first row of the page. The blanks between them hold the signs of
// bookmarks and memos.
func (p *Page) paintGutter(b *strings.Builder, c Columns, at Place, current, first bool) {
	mark := " "
	if current {
		mark = "▌"
		if at.Row == 0 {
			mark = "▶"
		}
	}
	b.WriteString(theme.Paint(p.Theme.Accent, mark))
	number, speaker, when := "", "", ""
	if turn := p.Text.Blocks[at.Block].Turn; turn >= 0 && (at.Row == 0 || first) {
		t := p.Text.Turns[turn]
		number, speaker, when = fmt.Sprint(turn.Number()), t.Speaker, corpus.FormatTime(t.Start)
	}
	look := p.Theme.Chrome
	if current {
		look = p.Theme.Accent
	}
	b.WriteString(theme.Paint(look, fmt.Sprintf("%*s", c.Number, number)))
	b.WriteString(p.sign(p.Bookmarks, at, SignBookmark))
	if ansi.StringWidth(speaker) > c.Speaker {
		speaker = ansi.Truncate(speaker, max(c.Speaker-1, 1), "")
		if c.Speaker > 1 {
			speaker += "…"
		}
	}
	speaker = clean(speaker) + strings.Repeat(" ", max(0, c.Speaker-ansi.StringWidth(speaker)))
	if c.Time > 0 {
		speaker += fmt.Sprintf(" %*s", c.Time, when)
	}
	b.WriteString(theme.Paint(look, speaker))
	if p.holds(p.Unsaved, at) {
		b.WriteString(theme.Paint(p.Theme.Alert, SignUnsaved))
		return
	}
	b.WriteString(p.sign(p.Notes, at, SignNote))
}

// sign writes a sign if a row holds one of the places it stands for.
func (p *Page) sign(places []corpus.Offset, at Place, sign string) string {
	if p.holds(places, at) {
		return theme.Paint(p.Theme.Accent, sign)
	}
	return " "
}

func (p *Page) holds(places []corpus.Offset, at Place) bool {
	if len(places) == 0 {
		return false
	}
	s := p.RowSpan(at)
	i, _ := slices.BinarySearch(places, s.Start)
	return i < len(places) && places[i] < s.End
}

// RowSpan gives the part of the text that a row stands for: a turn's label
// belongs to its first row, and what follows its words to the last.
func (p *Page) RowSpan(at Place) corpus.Span {
	rows, block := p.rows(at.Block), p.Text.Blocks[at.Block]
	s := rows[at.Row].Span
	if at.Row == 0 {
		s.Start = block.Extent.Start
	}
	if at.Row == len(rows)-1 {
		s.End = block.Extent.End
	}
	return s
}

// paintBar writes the bar left of the words, the sign of disagreement before it on
// the first row of a turn, and the sign of a quotation behind it.
func (p *Page) paintBar(b *strings.Builder, at Place, first bool) {
	turn := p.Text.Blocks[at.Block].Turn
	if p.Differ != nil && turn >= 0 && (at.Row == 0 || first) && p.Differ(turn) {
		b.WriteString(theme.Paint(p.Theme.Alert, SignDiffer))
	} else {
		b.WriteByte(' ')
	}
	b.WriteString(theme.Paint(p.Theme.Chrome, "│"))
	b.WriteString(p.sign(p.Quotes, at, SignQuote))
}

// paintLanes writes the letters of the codings on a row: a letter where a
// coding begins and on the first row of the page, a bar below it. Where there
// are more codings than lanes the last lane is their number.
func (p *Page) paintLanes(b *strings.Builder, lanes *Lanes, at Place, first bool) {
	on, more := lanes.At(at.Block, at.Row)
	if more > 0 && on[LaneCount-1] >= 0 {
		more++
	}
	for i, m := range on {
		switch {
		case i == LaneCount-1 && more > 0:
			n := "+"
			if more < 10 {
				n = fmt.Sprint(more)
			}
			b.WriteString(theme.Paint(p.Theme.Accent, n))
		case m < 0:
			b.WriteByte(' ')
		default:
			mark := lanes.marks[m]
			sign := "│"
			if mark.Auto {
				sign = "┊"
			}
			if first || lanes.startsAt(at.Block, at.Row, m) {
				sign = string(mark.Letter)
			}
			look := mark.Look
			if mark.Faint {
				look = p.Theme.Chrome
			}
			if m == p.Focus {
				look += ";7"
			}
			b.WriteString(theme.Paint(strings.TrimPrefix(look, ";"), sign))
		}
	}
}

// The looks that can come together on one character.
const (
	attrQuiet = 1 << iota
	attrStamp
	attrFocus
	attrHit
	attrSelected
	attrEdge // of a segment
)

// paintRow writes the words of a row.
func (p *Page) paintRow(b *strings.Builder, at Place) {
	row := p.rows(at.Block)[at.Row]
	block := p.Text.Blocks[at.Block]
	quiet, indented := block.Turn < 0, false
	var speech []corpus.Span
	if block.Turn >= 0 {
		turn := p.Text.Turns[block.Turn]
		speech = turn.Speech
		indented = p.Quiet != nil && p.Quiet(turn.Speaker)
		quiet = indented && p.Dim
	}
	room := p.textWidth() - indent
	if indented {
		b.WriteString("  ")
	}
	line := painter{b: b, theme: p.Theme}
	hits := overlapping(p.Hits, row.Span)
	// Blanks at the end of a row are shown only where they are selected.
	end := row.Span.Start + corpus.Offset(len(strings.TrimRight(p.Text.Slice(row.Span), " \t\n\u2028")))
	if p.Selection.Overlaps(row.Span) && p.Selection.End > end {
		end = min(row.Span.End, max(end, p.Selection.End))
	}
	dims := p.Segmented && len(p.Segments) > 0
	// Those that touch the row's ends show their edges there too.
	cut := overlapping(p.Segments, corpus.Span{Start: max(row.Span.Start, 1) - 1, End: row.Span.End + 1})
	cells := 0
	for pos := row.Span.Start; pos < end; {
		g := p.Text.grapheme(pos, row.Span.End, cells)
		if cells+g.cells > room && g.blank {
			break
		}
		attr := 0
		if quiet {
			attr |= attrQuiet
		}
		show := g.show
		if dims && !inAny(cut, pos) {
			attr |= attrQuiet
			if sign := p.edge(cut, pos, pos+corpus.Offset(g.bytes)); g.blank && sign != "" {
				attr, show = attrEdge, sign+strings.Repeat(" ", g.cells-1)
			}
		}
		if !p.Unit.Empty() && !p.Unit.Contains(pos) {
			attr |= attrQuiet
		}
		if block.Turn >= 0 && !inAny(speech, pos) && !g.blank {
			attr |= attrStamp
		}
		if p.Underlined.Contains(pos) {
			attr |= attrFocus
		}
		if inAny(hits, pos) {
			attr |= attrHit
		}
		if p.Selection.Contains(pos) {
			attr |= attrSelected
		}
		line.put(attr, show)
		cells += g.cells
		pos += corpus.Offset(max(g.bytes, 1))
	}
	line.end()
}

// overlapping gives the spans that touch s; spans are ordered and separate.
func overlapping(spans []corpus.Span, s corpus.Span) []corpus.Span {
	from, _ := slices.BinarySearchFunc(spans, s.Start, func(x corpus.Span, at corpus.Offset) int {
		if x.End <= at {
			return -1
		}
		return 1
	})
	to := from
	for to < len(spans) && spans[to].Start < s.End {
		to++
	}
	return spans[from:to]
}

func inAny(spans []corpus.Span, at corpus.Offset) bool {
	for _, s := range spans {
		if s.Contains(at) {
			return true
		}
	}
	return false
}

// painter writes runs of text, with an escape sequence only where the look
// changes.
type painter struct {
	b     *strings.Builder
	theme *theme.Theme
	attr  int
	open  bool
}

func (p *painter) put(attr int, s string) {
	if s == "" {
		return
	}
	if attr != p.attr || !p.open && attr != 0 {
		p.end()
		if sgr := p.sgr(attr); sgr != "" {
			p.b.WriteString("\x1b[")
			p.b.WriteString(sgr)
			p.b.WriteByte('m')
			p.open = true
		}
		p.attr = attr
	}
	p.b.WriteString(s)
}

func (p *painter) end() {
	if p.open {
		p.b.WriteString("\x1b[0m")
	}
	p.open, p.attr = false, 0
}

// sgr joins looks: the base, then what is added to it. Underline, bold and
// reverse stay where there are no colours.
func (p *painter) sgr(attr int) string {
	parts := make([]string, 0, 4)
	base := p.theme.Text
	if attr&(attrQuiet|attrStamp) != 0 {
		base = p.theme.Quiet
	}
	if base != "" {
		parts = append(parts, base)
	}
	if attr&attrEdge != 0 {
		parts = append(parts[:0], p.theme.Accent)
	}
	if attr&attrFocus != 0 {
		parts = append(parts, "4")
	}
	if attr&attrHit != 0 {
		parts = append(parts, "1;4")
	}
	if attr&attrSelected != 0 {
		parts = append(parts, "7")
	}
	return strings.Join(parts, ";")
}
