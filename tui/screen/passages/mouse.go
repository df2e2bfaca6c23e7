package passages

import (
	"concord/tui/app"

	tea "github.com/charmbracelet/bubbletea"
)

func (r *Screen) Point(p app.Pointer) tea.Cmd {
	return r.PointRow(p, app.HitsTop, app.HitRows, r.first, len(r.Passages.Rows), &r.Passages.At, "open-hit")
}
