package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/theme"
)

// chooseTheme takes a theme that the coder chose before, unless the command line
// named one.
func (r *root) chooseTheme(name string) {
	if name == "" || r.fixedTheme {
		return
	}
	if t, err := theme.New(name); err == nil {
		r.Theme = t
		r.Invalidate()
	}
}

// nextTheme goes through the themes.
func (r *root) nextTheme() tea.Cmd {
	at := slices.Index(theme.Names, r.Theme.Name)
	r.Habits.Theme = theme.Names[(at+1)%len(theme.Names)]
	r.fixedTheme = false
	r.chooseTheme(r.Habits.Theme)
	r.Tell("theme " + r.Habits.Theme)
	return r.KeepHabits()
}
