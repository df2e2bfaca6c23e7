package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/theme"
)

// page is text to be read, scrolled where it is long.
type page struct {
	title, text string
	first       int
}

func (p *page) key(_ *root, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	switch k {
	case "down", "j":
		p.first++
	case "up", "k":
		p.first--
	case "pgdown", "space":
		p.first += 10
	case "pgup":
		p.first -= 10
	default:
		return nil, true
	}
	return nil, false
}

func (p *page) view(r *root, width, height int) []string {
	inner := min(width-4, 92)
	var lines []string
	for part := range strings.SplitSeq(p.text, "\n") {
		if part == "" {
			lines = append(lines, "")
		}
		lines = append(lines, wrapText(part, inner)...)
	}
	rows := max(3, height-3)
	p.first = max(0, min(p.first, len(lines)-rows))
	end := min(len(lines), p.first+rows)
	shown := append([]string{}, lines[p.first:end]...)
	hint := "any key closes"
	if len(lines) > rows {
		hint = fmt.Sprintf("↑ ↓ scroll (%d to %d of %d) · any other key closes", p.first+1, end, len(lines))
	}
	for i := range shown {
		shown[i] = pad(shown[i], inner)
	}
	return frame(r, p.title, append(shown, theme.Paint(r.theme.Chrome, hint)), width)
}
