package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/tui/theme"
)

func (p *picker) View(_ *host, width, height int) []string {
	r := p.host
	p.refresh()
	inner := min(width-4, 92)
	p.input.Width = inner - 4
	lines := []string{pad(p.input.View(), inner)}
	// The box leaves room for the words that are coded, and keeps its size.
	about := min(4, max(2, height/8))
	rows := min(max(4, min(14, height/2-5)), r.over.Codebook.Len()+1)
	p.first = window(p.first, p.at, p.count(), rows)
	for i := p.first; i < p.first+rows; i++ {
		mark, look := "  ", ""
		if i == p.at {
			mark, look = "▶ ", r.theme.Accent
		}
		if i >= p.count() {
			lines = append(lines, pad("", inner))
			continue
		}
		lines = append(lines, pad(p.row(i, mark, look, inner), inner))
	}
	order := pickerOrderNames[r.habits.Picker]
	if n := p.count(); n > rows {
		order += fmt.Sprintf(" · %d to %d of %d", p.first+1, min(p.first+rows, n), n)
	}
	rule := "── " + order + " "
	lines = append(lines, theme.Paint(r.theme.Chrome, rule+strings.Repeat("─", max(0, inner-ansi.StringWidth(rule)))))
	var words []string
	if p.at < len(p.rows) {
		words = definitionLines(p.rows[p.at], inner)
	} else if p.offersNew() {
		words = wrapText("a new code, applied at once; define it when you know what it is"+r.proposedTo(), inner)
	}
	if len(words) > about {
		words = append(words[:about-1], ansi.Truncate(words[about-1], inner-2, "")+" …")
	}
	for i := range about {
		if i < len(words) {
			lines = append(lines, pad(theme.Paint(r.theme.Quiet, fit(words[i], inner)), inner))
		} else {
			lines = append(lines, "")
		}
	}
	hints := "Enter"
	if p.coding {
		hints += " · Tab and more · Ctrl-E memo · Ctrl-N new"
		if inner > 80 {
			hints += " · Shift-→ widen"
		}
	}
	return frame(r, p.title(), append(lines, theme.Paint(r.theme.Chrome, hints+" · Ctrl-O order · Esc")), width)
}

// proposedTo says who decides on a code that the coder makes, if it is not she.
func (r *host) proposedTo() string {
	if lead := r.over.Lead; !lead.IsZero() && lead != r.coder().ID {
		for _, c := range r.over.Coders {
			if c.ID == lead {
				return "; it is proposed to " + c.Name
			}
		}
	}
	return ""
}

// row is one code, or the offer to make a new one.
func (p *picker) row(i int, mark, look string, inner int) string {
	r := p.host
	if i >= len(p.rows) {
		where := ""
		if path := r.over.Codebook.Path(r.newCodeParent()); path != "" {
			where = " under " + path
		}
		return theme.Paint(look, fmt.Sprintf("%s+ new inductive code “%s”%s", mark, strings.TrimSpace(p.typed), where))
	}
	c := p.rows[i]
	digit := ""
	for k, id := range r.habits.Digits {
		if id == c.ID {
			digit = k
		}
	}
	name := min(34, inner*2/5)
	right := fmt.Sprintf("%-9s %2s %4s", c.Origin, digit, number(r.over.Counts[c.ID][r.coder().ID]))
	room := max(0, inner-2-name-2-ansi.StringWidth(right))
	path := ansi.Truncate(inWords(p.codes().Path(c.Parent)), max(0, room-1), "…")
	return theme.Paint(look, mark+pad(c.Name, name)) + "  " + theme.Paint(r.theme.Chrome, pad(path, room)+right)
}

func number(n int) string {
	if n == 0 {
		return "·"
	}
	return fmt.Sprint(n)
}

// definitionLines writes what a code means, in lines of a width.
func definitionLines(c codebook.Code, width int) []string {
	var out []string
	for _, part := range c.Definition.Sentences() {
		out = append(out, wrapText(part, width)...)
	}
	if len(out) == 0 {
		out = []string{"no definition yet"}
	}
	return out
}
