package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/tui/theme"
)

func (p *picker) view(r *root, width, height int) []string {
	p.refresh(r)
	inner := min(width-4, 92)
	p.input.Width = inner - 4
	lines := []string{pad(p.input.View(), inner)}
	about := 5
	rows := max(3, min(height-about-5, 14))
	p.first = window(p.first, p.at, p.count(), rows)
	for i := p.first; i < p.count() && i < p.first+rows; i++ {
		mark, look := "  ", ""
		if i == p.at {
			mark, look = "▶ ", r.theme.Accent
		}
		lines = append(lines, pad(p.row(r, i, mark, look, inner), inner))
	}
	for len(lines) < 1+min(rows, max(p.count(), 3)) {
		lines = append(lines, pad("", inner))
	}
	lines = append(lines, theme.Paint(r.theme.Chrome, strings.Repeat("─", inner)))
	var words []string
	if p.at < len(p.rows) {
		words = definitionLines(p.rows[p.at], inner)
	} else if p.offersNew() {
		words = []string{"a new code, applied at once; define it when you know what it is"}
	}
	if len(words) > about-1 {
		words = append(words[:about-2], fit(words[about-2], inner-1)+"…")
	}
	for i := range about - 1 {
		if i < len(words) {
			lines = append(lines, pad(theme.Paint(r.theme.Quiet, fit(words[i], inner)), inner))
		} else {
			lines = append(lines, "")
		}
	}
	order := "Ctrl-O codebook order"
	if r.habits.Alphabet {
		order = "Ctrl-O recent first"
	}
	hints := []string{"Enter apply"}
	if p.coding {
		hints = append(hints, "Tab and another", "Ctrl-E and memo", "Ctrl-N new", "Shift-→ widen")
	}
	for _, l := range wrapText(strings.Join(append(hints, order, "Esc back"), " · "), inner) {
		lines = append(lines, theme.Paint(r.theme.Chrome, l))
	}
	return frame(r, p.title(r), lines, width)
}

// row is one code, or the offer to make a new one.
func (p *picker) row(r *root, i int, mark, look string, inner int) string {
	if i >= len(p.rows) {
		where := ""
		if path := r.over.Codebook.Path(r.parentForNew()); path != "" {
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
	name := min(34, inner/2)
	right := fmt.Sprintf("%-9s %2s %4s", c.Origin, digit, number(r.over.Counts[c.ID][r.coder().ID]))
	room := max(0, inner-2-name-2-len(right))
	path := ansi.Truncate(strings.ReplaceAll(r.over.Codebook.Path(c.Parent), "/", " › "), room, "…")
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
	for _, part := range []struct{ lead, words string }{{"", c.Definition.Text}, {"Use when: ", c.Definition.Include}, {"Not when: ", c.Definition.Exclude}} {
		if part.words == "" {
			continue
		}
		// Many codebooks say it in the words themselves.
		if first, _, _ := strings.Cut(part.lead, " "); first != "" && strings.HasPrefix(part.words, first) {
			part.lead = ""
		}
		out = append(out, wrapText(part.lead+part.words, width)...)
	}
	if len(out) == 0 {
		out = []string{"no definition yet"}
	}
	return out
}
