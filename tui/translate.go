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

// eachKey takes apart what a terminal's input reads as one: letters typed faster
// than the program reads, and, outside dialogs, Esc with the key after it, which
// looks like Alt. Alt means nothing there; in a dialog it moves by words.
func eachKey(msg tea.KeyMsg, dialog bool) []tea.KeyMsg {
	var out []tea.KeyMsg
	if msg.Alt && !dialog {
		out = append(out, tea.KeyMsg{Type: tea.KeyEsc})
		msg.Alt = false
	}
	if msg.Type != tea.KeyRunes || msg.Paste || msg.Alt {
		return append(out, msg)
	}
	for _, c := range msg.Runes {
		out = append(out, tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{c}})
	}
	return out
}
