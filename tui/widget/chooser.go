package widget

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// chooser is a list to choose from.
type Chooser struct {
	Title string
	Rows  []string // painted
	Enter func(i int) tea.Cmd
	// drop takes a row away, with x; nil where that cannot be done.
	Drop  func(i int) tea.Cmd
	Hint  string
	At    int
	first int
}

func (c *Chooser) Key(r *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	switch k {
	case "down", "j", "tab":
		c.At++
	case "up", "k", "shift+tab":
		c.At--
	case "pgdown", "space":
		c.At += 10
	case "pgup":
		c.At -= 10
	case "home":
		c.At = 0
	case "end":
		c.At = len(c.Rows)
	case "enter", "right":
		if c.At < len(c.Rows) {
			return c.Enter(c.At), true
		}
	case "x":
		if c.Drop != nil && c.At < len(c.Rows) {
			cmd := c.Drop(c.At)
			c.Rows = append(c.Rows[:c.At:c.At], c.Rows[c.At+1:]...)
			c.At = max(0, min(c.At, len(c.Rows)-1))
			return cmd, len(c.Rows) == 0
		}
	case "esc", "q":
		return nil, true
	}
	c.At = max(0, min(c.At, len(c.Rows)-1))
	return nil, false
}

func (c *Chooser) View(r *app.Host, width, height int) []string {
	inner := min(width-4, 92)
	rows := max(3, height-5)
	c.At = max(0, min(c.At, len(c.Rows)-1))
	c.first = layout.Window(c.first, c.At, len(c.Rows), rows)
	var lines []string
	for i := c.first; i < len(c.Rows) && i < c.first+rows; i++ {
		sign := "  "
		if i == c.At {
			sign = theme.Paint(r.Theme.Accent, "▶ ")
		}
		lines = append(lines, layout.Pad(sign+c.Rows[i], inner))
	}
	hint := layout.FirstOf(c.Hint, "Enter")
	if c.Drop != nil {
		hint += " · x takes it away"
	}
	return Frame(r, c.Title, append(lines, theme.Paint(r.Theme.Chrome, hint+" · Esc back")), width)
}
