package passages

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
)

func (r *Screen) Point(p app.Pointer) tea.Cmd {
	return r.PointRow(p, app.HitsTop, app.HitRows, r.first, len(r.Passages.Rows), &r.Passages.At, "open-hit")
}
