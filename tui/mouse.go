package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
)

// wheelRows is how far one notch of the wheel scrolls a transcript.
const wheelRows = 3

// toggleMouse switches the mouse on or off.
func (r *root) toggleMouse() tea.Cmd {
	keep := r.Toggle(&r.Habits.Mouse, "the mouse is on: drag selects, click focuses, wheel scrolls; Shift selects as your terminal does; {mouse} ends it",
		"the mouse is left to your terminal")
	return tea.Batch(keep, mouseCmd(r.Habits.Mouse))
}

// point does what is done with the mouse.
func (r *root) Point(p app.Pointer) tea.Cmd {
	switch {
	case !r.Habits.Mouse || !r.Loaded || r.opening || p.Does == app.PointNothing:
		return nil
	case p.Does == app.PointUp || p.Does == app.PointDown:
		if s, ok := r.screens.at(r.Mode).(interface{ Scroll(rows int) }); ok && r.dialog == nil {
			s.Scroll(map[app.Pointing]int{app.PointUp: -wheelRows, app.PointDown: wheelRows}[p.Does])
			return nil
		}
		k := map[app.Pointing]string{app.PointUp: "up", app.PointDown: "down"}[p.Does]
		return r.Key(k, keyMessage(k))
	case r.dialog != nil:
		return nil
	}
	if p.Does == app.PointPress {
		r.Said, r.Alert = "", false
	}
	if s, ok := r.screens.at(r.Mode).(interface{ Point(app.Pointer) tea.Cmd }); ok {
		return s.Point(p)
	}
	return nil
}
