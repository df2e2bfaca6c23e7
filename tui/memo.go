package tui

import (
	"concord/tui/app"
	"concord/tui/widget"

	tea "github.com/charmbracelet/bubbletea"
)

// keepDraft remembers what is being written, if it has changed.
func (r *root) keepDraft() tea.Cmd {
	d, ok := r.dialog.(*widget.MemoDialog)
	if !ok || d.Area.Value() == d.Draft || d.On != nil && d.On.Id.IsZero() {
		return nil
	}
	d.Draft = d.Area.Value()
	return widget.SetDraft(r.Host, &app.Draft{Title: d.Title, About: d.Subject(), Old: d.Old, Text: d.Draft})
}
