package transcripts

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
)

func (r *Screen) Point(p app.Pointer) tea.Cmd {
	return r.PointRow(p, listTop, 1, r.first, len(r.Matching()), &r.at, "open")
}
