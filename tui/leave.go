package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// quit leaves once everything is saved and remembered; it asks if something
// cannot be saved just now, or takes long.
func (r *root) quit() tea.Cmd {
	switch {
	case len(r.jobs) == 0:
		return r.leaveNow()
	case r.Stuck != "" || r.quitting:
		r.dialog = leaveDialog{root: r}
	default:
		r.Tell("leaving as soon as everything is saved …")
	}
	r.quitting = true
	return nil
}

// leaveNow leaves when the place is remembered; a second time, at once.
func (r *root) leaveNow() tea.Cmd {
	if r.leaving {
		return tea.Quit
	}
	r.leaving = true
	cmd := r.keepPlaces()
	if !r.keeping {
		return tea.Quit
	}
	return cmd
}

// leaveDialog asks whether to leave without what is not saved.
type leaveDialog struct{ root *root }

func (d leaveDialog) Key(_ *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	r := d.root
	if k == "y" || k == "ctrl+c" {
		return r.leaveNow(), true
	}
	r.quitting = false
	return nil, true
}

func (d leaveDialog) View(_ *app.Host, width, _ int) []string {
	r := d.root
	if len(r.jobs) == 0 {
		return widget.Frame(r.Host, "leave?", []string{"everything is saved now", "", theme.Paint(r.Theme.Chrome, "y leaves · any other key stays")}, width)
	}
	lines := []string{layout.Counted(len(r.jobs), "change is", "changes are") + " not saved yet:"}
	for i, j := range r.jobs {
		if i == 6 {
			lines = append(lines, "  …")
			break
		}
		lines = append(lines, "  "+j.What)
	}
	lines = append(lines, layout.WrapText(layout.FirstOf(r.Stuck, "they are being written just now"), min(width-4, 72))...)
	return widget.Frame(r.Host, "leave without saving?", append(lines, "", theme.Paint(r.Theme.Alert, "y leaves, and loses them · any other key stays, and tries on")), width)
}
