package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
)

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

// keyMessage makes the message of a key that is named, for what stands for it.
func keyMessage(k string) tea.KeyMsg {
	return tea.KeyMsg{Type: map[string]tea.KeyType{"up": tea.KeyUp, "down": tea.KeyDown}[k]}
}

// pointed translates what is done with the mouse.
func pointed(msg tea.MouseMsg) app.Pointer {
	p := app.Pointer{X: msg.X, Y: msg.Y}
	switch {
	case msg.Button == tea.MouseButtonWheelUp:
		p.Does = app.PointUp
	case msg.Button == tea.MouseButtonWheelDown:
		p.Does = app.PointDown
	case msg.Action == tea.MouseActionRelease:
		p.Does = app.PointRelease
	case msg.Button == tea.MouseButtonLeft && msg.Action == tea.MouseActionMotion:
		p.Does = app.PointDrag
	case msg.Button == tea.MouseButtonLeft:
		p.Does = app.PointPress
	}
	return p
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
