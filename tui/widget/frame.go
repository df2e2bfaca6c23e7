package widget

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// frame puts lines into a box with a title in its border.
func Frame(r *app.Host, title string, lines []string, width int) []string {
	inner := ansi.StringWidth(title) + 4
	for _, l := range lines {
		inner = max(inner, ansi.StringWidth(l))
	}
	inner = min(inner, width-4)
	for i, l := range lines {
		lines[i] = layout.Pad(l, inner)
	}
	box := strings.Split(r.Theme.Box().Width(inner+2).Render(strings.Join(lines, "\n")), "\n")
	if title != "" && len(box) > 0 {
		edge := strings.Repeat("─", max(0, inner+2-ansi.StringWidth(title)-3))
		box[0] = theme.Paint(r.Theme.Accent, "╭─ "+layout.Fit(title, inner-2)+" "+edge+"╮")
	}
	return box
}
