package rounds

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
)

func (r *Screen) Point(p app.Pointer) tea.Cmd {
	return r.PointRow(p, 2, 1, r.first, min(len(r.Team.Rows), r.first+r.roundRows()), &r.at, "reconcile")
}
