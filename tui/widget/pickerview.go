package widget

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

func (p *Picker) View(_ *app.Host, width, height int) []string {
	r := p.Host
	p.refresh()
	inner := min(width-4, 92)
	p.Input.Width = inner - 4
	lines := []string{layout.Pad(p.Input.View(), inner)}
	// The box leaves room for the words that are coded, and keeps its size.
	about := min(4, max(2, height/8))
	rows := min(max(4, min(14, height/2-5)), r.Over.Codebook.Len()+1)
	p.first = layout.Window(p.first, p.at, p.count(), rows)
	for i := p.first; i < p.first+rows; i++ {
		mark, look := "  ", ""
		if i == p.at {
			mark, look = "▶ ", r.Theme.Accent
		}
		if i >= p.count() {
			lines = append(lines, layout.Pad("", inner))
			continue
		}
		lines = append(lines, layout.Pad(p.row(i, mark, look, inner), inner))
	}
	order := pickerOrderNames[r.Habits.Picker]
	if n := p.count(); n > rows {
		order += fmt.Sprintf(" · %d to %d of %d", p.first+1, min(p.first+rows, n), n)
	}
	rule := "── " + order + " "
	lines = append(lines, theme.Paint(r.Theme.Chrome, rule+strings.Repeat("─", max(0, inner-ansi.StringWidth(rule)))))
	var words []string
	if p.at < len(p.Rows) {
		words = DefinitionLines(p.Rows[p.at], inner)
	} else if p.offersNew() {
		words = layout.WrapText("a new code, applied at once; define it when you know what it is"+proposedTo(r), inner)
	}
	if len(words) > about {
		words = append(words[:about-1], ansi.Truncate(words[about-1], inner-2, "")+" …")
	}
	for i := range about {
		if i < len(words) {
			lines = append(lines, layout.Pad(theme.Paint(r.Theme.Quiet, layout.Fit(words[i], inner)), inner))
		} else {
			lines = append(lines, "")
		}
	}
	hints := "Enter"
	if p.Coding {
		hints += " · Tab and more · Ctrl-E memo · Ctrl-N new"
		if inner > 80 {
			hints += " · Shift-→ widen"
		}
	}
	return Frame(r, p.Title(), append(lines, theme.Paint(r.Theme.Chrome, hints+" · Ctrl-O order · Esc")), width)
}

// row is one code, or the offer to make a new one.
func (p *Picker) row(i int, mark, look string, inner int) string {
	r := p.Host
	if i >= len(p.Rows) {
		where := ""
		if path := r.Over.Codebook.Path(r.NewCodeParent()); path != "" {
			where = " under " + path
		}
		return theme.Paint(look, fmt.Sprintf("%s+ new inductive code “%s”%s", mark, strings.TrimSpace(p.typed), where))
	}
	c := p.Rows[i]
	digit := ""
	for k, id := range r.Habits.Digits {
		if id == c.ID {
			digit = k
		}
	}
	name := min(34, inner*2/5)
	right := fmt.Sprintf("%-9s %2s %4s", c.Origin, digit, Number(r.Over.Counts[c.ID][r.Coder().ID]))
	room := max(0, inner-2-name-2-ansi.StringWidth(right))
	path := ansi.Truncate(layout.InWords(p.codes().Path(c.Parent)), max(0, room-1), "…")
	return theme.Paint(look, mark+layout.Pad(c.Name, name)) + "  " + theme.Paint(r.Theme.Chrome, layout.Pad(path, room)+right)
}
