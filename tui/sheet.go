package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/theme"
)

// sheet shows lines to be read, and asks for a yes where that makes sense.
type sheet struct {
	title string
	lines func(width int) []string
	// yes is what Enter does, and does what it is called; nil where Enter only
	// closes.
	yes   func() tea.Cmd
	does  string
	first int
	rows  int // shown last
}

// prose breaks paragraphs into lines for a sheet.
func prose(text string) func(width int) []string {
	return func(width int) []string {
		var lines []string
		for part := range strings.SplitSeq(text, "\n") {
			if part == "" {
				lines = append(lines, "")
			}
			lines = append(lines, wrapText(part, width)...)
		}
		return lines
	}
}

func (s *sheet) Key(r *host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	switch k {
	case "down", "j":
		s.first++
	case "up", "k":
		s.first--
	case "pgdown", "space":
		s.first += s.rows
	case "pgup":
		s.first -= s.rows
	case "home", "g":
		s.first = 0
	case "end", "G":
		s.first = 1 << 20
	case "enter":
		if s.yes != nil {
			return s.yes(), true
		}
		return nil, true
	case "esc", "q":
		return nil, true
	}
	return nil, false
}

func (s *sheet) View(r *host, width, height int) []string {
	inner := min(width-4, 92)
	lines := s.lines(inner)
	s.rows = max(3, height-3)
	s.first = max(0, min(s.first, len(lines)-s.rows))
	end := min(len(lines), s.first+s.rows)
	shown := append([]string{}, lines[s.first:end]...)
	for i := range shown {
		shown[i] = pad(shown[i], inner)
	}
	hint := "Esc back"
	if s.yes != nil {
		hint = "Enter " + s.does + " · Esc back"
	}
	if len(lines) > s.rows {
		hint = fmt.Sprintf("↑ ↓ scroll (%d to %d of %d) · ", s.first+1, end, len(lines)) + hint
	}
	return frame(r, s.title, append(shown, theme.Paint(r.theme.Chrome, hint)), width)
}
