package app

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/corpus"
	"concord/tui/layout"
	"concord/tui/reader"
	"concord/tui/theme"
)

// fill writes the passage on one line, beginning shortly before its first mark.
func (h *PassageRow) Fill(text *corpus.Text) {
	if h.Turn >= 0 && int(h.Turn) < len(text.Turns) {
		h.speaker = text.Turns[h.Turn].Speaker
	}
	span := h.Span
	h.Marks = corpus.Union(h.Marks)
	if len(h.Marks) > 0 && h.Marks[0].Start > span.Start+60 && h.Marks[0].Start < span.End {
		start := h.Marks[0].Start - 50
		for start > span.Start && text.Body[start-1] != ' ' && text.Body[start-1] != '\n' {
			start--
		}
		span.Start = max(start, span.Start)
	}
	span.End = min(span.End, span.Start+600)
	for int(span.End) < len(text.Body) && text.Body[span.End]&0xC0 == 0x80 {
		span.End++
	}
	var b strings.Builder
	if span.Start > h.Span.Start {
		b.WriteString("… ")
	}
	blank := false
	where := make(map[corpus.Offset]int)
	for i, c := range text.Slice(span) {
		where[span.Start+corpus.Offset(i)] = b.Len()
		if c == '\n' || c == '\t' || c == ' ' || !reader.Printable(c) {
			if !blank {
				b.WriteByte(' ')
			}
			blank = true
			continue
		}
		blank = false
		b.WriteRune(c)
	}
	where[span.End] = b.Len()
	h.words = b.String()
	for _, m := range h.Marks {
		m = m.Intersect(span)
		start, ok1 := where[m.Start]
		end, ok2 := where[m.End]
		if ok1 && ok2 && end > start && m != h.Span {
			h.at = append(h.at, mark{start, end})
		}
	}
}

// marksIn gives what is to be marked in a text, ordered and separate.
func (l *PassageList) MarksIn(text corpus.TextID) []corpus.Span {
	var out []corpus.Span
	for _, row := range l.Rows {
		if row.Text == text {
			for _, m := range row.Marks {
				if m != row.Span {
					out = append(out, m)
				}
			}
		}
	}
	return corpus.Union(out)
}

// lines shows a passage: where it is, with a sign before it and a note behind,
// and its words below.
func (h PassageRow) Lines(r *Host, chosen bool, sign, note string) []string {
	mark, look := "  ", r.Theme.Chrome
	if chosen {
		mark, look = "▶ ", r.Theme.Accent
	}
	where := h.Name
	if h.Turn >= 0 {
		where += fmt.Sprintf(" turn %d", h.Turn.Number())
	}
	if h.speaker != "" {
		where += " " + h.speaker
	}
	head := theme.Paint(look, mark+sign+layout.Clean(where)) + theme.Paint(r.Theme.Quiet, "  "+note)
	return append([]string{head}, h.paint(r, r.Width-6, HitRows-1)...)
}

// paint breaks the passage into lines, its marks bold and underlined.
func (h PassageRow) paint(r *Host, width, height int) []string {
	wrapped := layout.WrapText(h.words, width)
	var out []string
	at := 0
	for i := range height {
		if i >= len(wrapped) {
			out = append(out, "")
			continue
		}
		line := wrapped[i]
		if n := strings.Index(h.words[at:], line); n >= 0 {
			at += n
		}
		var b strings.Builder
		b.WriteString("    ")
		pos := 0
		for _, m := range h.at {
			start, end := max(m.start-at, 0), min(m.end-at, len(line))
			if start >= end || start < pos {
				continue
			}
			b.WriteString(line[pos:start])
			b.WriteString(theme.Paint("1;4", line[start:end]))
			pos = end
		}
		b.WriteString(line[pos:])
		if i == height-1 && len(wrapped) > height {
			out = append(out, ansi.Truncate(b.String(), width+2, "")+" …")
		} else {
			out = append(out, b.String())
		}
		at += len(line)
	}
	return out
}
