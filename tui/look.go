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
		r.theme = t
		r.Invalidate()
	}
}

// nextTheme goes through the themes.
func (r *root) nextTheme() tea.Cmd {
	at := slices.Index(theme.Names, r.theme.Name)
	r.habits.Theme = theme.Names[(at+1)%len(theme.Names)]
	r.fixedTheme = false
	r.chooseTheme(r.habits.Theme)
	r.tell("theme " + r.habits.Theme)
	return r.keepHabits()
}
