package rounds

import (
	"concord/tui/app"

	tea "github.com/charmbracelet/bubbletea"
)

func (r *Screen) Point(p app.Pointer) tea.Cmd {
	return r.PointRow(p, 2, 1, r.first, min(len(r.Team.Rows), r.first+r.roundRows()), &r.at, "reconcile")
}
