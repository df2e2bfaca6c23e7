package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
	"concord/tui/widget"
)

// keepDraft remembers what is being written, if it has changed.
func keepDraft(h *app.Host) tea.Cmd {
	d, ok := h.Top().(*widget.MemoDialog)
	if !ok || d.Area.Value() == d.Draft || d.On != nil && d.On.Id.IsZero() {
		return nil
	}
	d.Draft = d.Area.Value()
	return widget.SetDraft(h, &app.Draft{Title: d.Title, About: d.Subject(), Old: d.Old, Text: d.Draft})
}
