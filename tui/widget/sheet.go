package widget

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// sheet shows lines to be read, and asks for a yes where that makes sense.
type Sheet struct {
	Title string
	Lines func(width int) []string
	// yes is what Enter does, and does what it is called; nil where Enter only
	// closes.
	Yes   func() tea.Cmd
	Does  string
	first int
	rows  int // shown last
}

// prose breaks paragraphs into lines for a sheet.
func Prose(text string) func(width int) []string {
	return func(width int) []string {
		var lines []string
		for part := range strings.SplitSeq(text, "\n") {
			if part == "" {
				lines = append(lines, "")
			}
			lines = append(lines, layout.WrapText(part, width)...)
		}
		return lines
	}
}

func (s *Sheet) Key(r *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
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
		if s.Yes != nil {
			return s.Yes(), true
		}
		return nil, true
	case "esc", "q":
		return nil, true
	}
	return nil, false
}

func (s *Sheet) View(r *app.Host, width, height int) []string {
	inner := min(width-4, 92)
	lines := s.Lines(inner)
	s.rows = max(3, height-3)
	s.first = max(0, min(s.first, len(lines)-s.rows))
	end := min(len(lines), s.first+s.rows)
	shown := append([]string{}, lines[s.first:end]...)
	for i := range shown {
		shown[i] = layout.Pad(shown[i], inner)
	}
	hint := "Esc back"
	if s.Yes != nil {
		hint = "Enter " + s.Does + " · Esc back"
	}
	if len(lines) > s.rows {
		hint = fmt.Sprintf("↑ ↓ scroll (%d to %d of %d) · ", s.first+1, end, len(lines)) + hint
	}
	return Frame(r, s.Title, append(shown, theme.Paint(r.Theme.Chrome, hint)), width)
}
