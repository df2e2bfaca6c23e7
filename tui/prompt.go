package tui

import (
	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/theme"
)

// prompt asks for one line.
type prompt struct {
	title string
	input textinput.Model
	enter func(text string) tea.Cmd
	hint  string
}

func newInput(text string) textinput.Model {
	in := textinput.New()
	in.Prompt = "› "
	in.SetValue(text)
	in.CursorEnd()
	in.Cursor.SetMode(cursor.CursorStatic)
	in.Focus()
	return in
}

func newPrompt(title, text string, enter func(text string) tea.Cmd) *prompt {
	return &prompt{title: title, input: newInput(text), enter: enter, hint: "Enter · Esc back"}
}

func (p *prompt) Key(r *host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	switch k {
	case "esc":
		return nil, true
	case "enter":
		return p.enter(p.input.Value()), true
	}
	p.input, _ = p.input.Update(msg)
	return nil, false
}

func (p *prompt) View(r *host, width, _ int) []string {
	p.input.Width = min(width-8, 76)
	return frame(r, p.title, []string{pad(p.input.View(), min(width-4, 80)), theme.Paint(r.theme.Chrome, p.hint)}, width)
}
