package tui

import tea "github.com/charmbracelet/bubbletea"

// rows is a list that is gone through: the number of the row chosen, how many
// there are, and how many a page shows.
type rows struct {
	at      *int
	n, page int
}

// moveKeys are the keys that go through the rows of a screen. prefix begins
// their names, row says what a row is.
func moveKeys(prefix, row string, m mode, list func() rows) []binding {
	move := func(name, help string, to func(l rows) int, keys ...string) binding {
		return binding{name: prefix + "-" + name, mode: m, keys: keys, help: help, do: func() tea.Cmd {
			l := list()
			*l.at = max(0, min(to(l), l.n-1))
			return nil
		}}
	}
	return []binding{
		move("down", "next "+row, func(l rows) int { return *l.at + 1 }, "down", "j"),
		move("up", row+" before", func(l rows) int { return *l.at - 1 }, "up", "k"),
		move("page-down", "a page down", func(l rows) int { return *l.at + l.page }, "pgdown", "ctrl+d"),
		move("page-up", "a page up", func(l rows) int { return *l.at - l.page }, "pgup", "ctrl+u"),
		move("first", "first "+row, func(rows) int { return 0 }, "home", "g"),
		move("last", "last "+row, func(l rows) int { return l.n - 1 }, "end", "G"),
	}
}

// fill makes the lines of a screen as many as it has, the last of them the news
// or the footer.
func (r *host) fill(lines []string) []string {
	for len(lines) < r.height-1 {
		lines = append(lines, "")
	}
	return append(lines[:r.height-1], r.bottom())
}
