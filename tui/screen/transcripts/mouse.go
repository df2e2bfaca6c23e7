package transcripts

import (
	"concord/tui/app"

	tea "github.com/charmbracelet/bubbletea"
)

func (r *Screen) Point(p app.Pointer) tea.Cmd {
	return r.PointRow(p, listTop, 1, r.first, len(r.Matching()), &r.at, "open")
}
