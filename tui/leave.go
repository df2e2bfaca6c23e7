package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/theme"
)

// quit leaves once everything is saved and remembered; it asks if something
// cannot be saved just now, or takes long.
func (r *root) quit() tea.Cmd {
	switch {
	case len(r.jobs) == 0:
		return r.leaveNow()
	case r.stuck != "" || r.quitting:
		r.dialog = leaveDialog{root: r}
	default:
		r.tell("leaving as soon as everything is saved …")
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

func (d leaveDialog) Key(_ *host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	r := d.root
	if k == "y" || k == "ctrl+c" {
		return r.leaveNow(), true
	}
	r.quitting = false
	return nil, true
}

func (d leaveDialog) View(_ *host, width, _ int) []string {
	r := d.root
	if len(r.jobs) == 0 {
		return frame(r.host, "leave?", []string{"everything is saved now", "", theme.Paint(r.theme.Chrome, "y leaves · any other key stays")}, width)
	}
	lines := []string{counted(len(r.jobs), "change is", "changes are") + " not saved yet:"}
	for i, j := range r.jobs {
		if i == 6 {
			lines = append(lines, "  …")
			break
		}
		lines = append(lines, "  "+j.what)
	}
	lines = append(lines, wrapText(firstOf(r.stuck, "they are being written just now"), min(width-4, 72))...)
	return frame(r.host, "leave without saving?", append(lines, "", theme.Paint(r.theme.Alert, "y leaves, and loses them · any other key stays, and tries on")), width)
}
