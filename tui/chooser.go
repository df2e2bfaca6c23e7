package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/theme"
)

// chooser is a list to choose from.
type chooser struct {
	title string
	rows  []string // painted
	enter func(i int) tea.Cmd
	// drop takes a row away, with x; nil where that cannot be done.
	drop  func(i int) tea.Cmd
	hint  string
	at    int
	first int
}

func (c *chooser) Key(r *host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	switch k {
	case "down", "j", "tab":
		c.at++
	case "up", "k", "shift+tab":
		c.at--
	case "pgdown", "space":
		c.at += 10
	case "pgup":
		c.at -= 10
	case "home":
		c.at = 0
	case "end":
		c.at = len(c.rows)
	case "enter", "right":
		if c.at < len(c.rows) {
			return c.enter(c.at), true
		}
	case "x":
		if c.drop != nil && c.at < len(c.rows) {
			cmd := c.drop(c.at)
			c.rows = append(c.rows[:c.at:c.at], c.rows[c.at+1:]...)
			return cmd, len(c.rows) == 0
		}
	case "esc", "q":
		return nil, true
	}
	c.at = max(0, min(c.at, len(c.rows)-1))
	return nil, false
}

func (c *chooser) View(r *host, width, height int) []string {
	inner := min(width-4, 92)
	rows := max(3, height-5)
	c.at = max(0, min(c.at, len(c.rows)-1))
	c.first = window(c.first, c.at, len(c.rows), rows)
	var lines []string
	for i := c.first; i < len(c.rows) && i < c.first+rows; i++ {
		sign := "  "
		if i == c.at {
			sign = theme.Paint(r.theme.Accent, "▶ ")
		}
		lines = append(lines, pad(sign+c.rows[i], inner))
	}
	hint := firstOf(c.hint, "Enter")
	if c.drop != nil {
		hint += " · x takes it away"
	}
	return frame(r, c.title, append(lines, theme.Paint(r.theme.Chrome, hint+" · Esc back")), width)
}
