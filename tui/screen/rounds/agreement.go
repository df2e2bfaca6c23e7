package rounds

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook/report"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// agreedMsg is how far the coders of a round agreed, before and after deciding,
// and each of them beside what was agreed.
type agreedMsg struct {
	title  string
	tables []report.Table
	err    error
}

// openRoundAgreement measures the chosen round in a command.
func (r *Screen) openRoundAgreement() tea.Cmd {
	row, _ := r.chosen()
	r.Tell("measuring " + row.Round.Name + " …")
	r.Hold()
	s, ctx, name := r.Study, r.Ctx, row.Round.Name
	return func() tea.Msg {
		m := agreedMsg{title: "agreement in " + layout.Clean(name)}
		both, err := s.RoundAgreement(ctx, name, study.AgreementQuestion{Bootstrap: app.ScreenResamples, Seed: 1})
		if err != nil {
			m.err = err
			return m
		}
		against, err := s.Against(ctx, name)
		if err != nil {
			m.err = err
			return m
		}
		m.tables = []report.Table{both.ByCode(report.Label{}).Shown(), against.ByCoder().Shown()}
		return m
	}
}

func (r *Screen) takeAgreed(m agreedMsg) tea.Cmd {
	if m.err != nil {
		r.Drop()
		r.Warn(m.err.Error())
		return nil
	}
	r.Said = ""
	r.Open(&widget.Sheet{Title: m.title, Lines: func(width int) []string {
		var lines []string
		for i, t := range m.tables {
			if i > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, r.tableLines(t, width)...)
		}
		return lines
	}})
	return r.Release()
}

// tableLines lays a table out in lines of a width. Where there is too little
// room the columns move together, and words lose their beginnings, since paths of
// codes differ at their ends.
func (r *Screen) tableLines(t report.Table, width int) []string {
	widths := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		widths[i] = ansi.StringWidth(c.Name)
		for _, row := range t.Rows {
			if i < len(row.Cells) {
				widths[i] = max(widths[i], ansi.StringWidth(row.Cells[i]))
			}
		}
	}
	gap, total := 2, 2*(len(widths)-1)
	for _, w := range widths {
		total += w
	}
	if total > width {
		gap, total = 1, total-(len(widths)-1)
	}
	for i := range widths {
		if !t.Columns[i].Numbers && total > width {
			cut := min(total-width, max(0, widths[i]-12))
			widths[i], total = widths[i]-cut, total-cut
		}
	}
	line := func(cell func(i int) string) string {
		var cells []string
		for i, w := range widths {
			c := layout.Clean(cell(i))
			if n := ansi.StringWidth(c); n > w {
				c = "…" + ansi.TruncateLeft(c, n-w+1, "")
			}
			if t.Columns[i].Numbers {
				c = strings.Repeat(" ", max(0, w-ansi.StringWidth(c))) + c
			}
			cells = append(cells, layout.Pad(c, w))
		}
		return strings.Join(cells, strings.Repeat(" ", gap))
	}
	var lines []string
	for _, l := range layout.WrapText(t.Title, width) {
		lines = append(lines, theme.Paint(r.Theme.Title, l))
	}
	lines = append(lines, "", theme.Paint(r.Theme.Chrome, line(func(i int) string { return t.Columns[i].Name })))
	for n, row := range t.Rows {
		if row.Apart && n > 0 {
			lines = append(lines, theme.Paint(r.Theme.Chrome, strings.Repeat("─", min(width, total))))
		}
		lines = append(lines, line(func(i int) string {
			if i < len(row.Cells) {
				return row.Cells[i]
			}
			return ""
		}))
	}
	lines = append(lines, "")
	for _, note := range t.Notes {
		for _, l := range layout.WrapText(note, width) {
			lines = append(lines, theme.Paint(r.Theme.Quiet, l))
		}
	}
	return lines
}
