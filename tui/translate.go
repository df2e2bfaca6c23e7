package tui

import tea "github.com/charmbracelet/bubbletea"

// keyName is the one place where Bubble Tea's keys become ours: lower-case
// names such as "ctrl+d", "shift+left", "space", or the character typed.
func keyName(msg tea.KeyMsg) string {
	if msg.Paste {
		return "paste"
	}
	if s := msg.String(); s != " " {
		return s
	}
	return "space"
}
