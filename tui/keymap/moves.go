package keymap

import (
	tea "github.com/charmbracelet/bubbletea"
)

// rows is a list that is gone through: the number of the row chosen, how many
// there are, and how many a page shows.
type Rows struct {
	At      *int
	N, Page int
}

// moveKeys are the keys that go through the rows of a screen. prefix begins
// their names, row says what a row is.
func MoveKeys(prefix, row string, m Mode, list func() Rows) []Binding {
	move := func(name, help string, to func(l Rows) int, keys ...string) Binding {
		return Binding{Name: prefix + "-" + name, Mode: m, Keys: keys, Help: help, Do: func() tea.Cmd {
			l := list()
			*l.At = max(0, min(to(l), l.N-1))
			return nil
		}}
	}
	return []Binding{
		move("down", "next "+row, func(l Rows) int { return *l.At + 1 }, "down", "j"),
		move("up", row+" before", func(l Rows) int { return *l.At - 1 }, "up", "k"),
		move("page-down", "a page down", func(l Rows) int { return *l.At + l.Page }, "pgdown", "ctrl+d"),
		move("page-up", "a page up", func(l Rows) int { return *l.At - l.Page }, "pgup", "ctrl+u"),
		move("first", "first "+row, func(Rows) int { return 0 }, "home", "g"),
		move("last", "last "+row, func(l Rows) int { return l.N - 1 }, "end", "G"),
	}
}
