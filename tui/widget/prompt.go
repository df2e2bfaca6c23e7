package widget

import (
	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// prompt asks for one line.
type prompt struct {
	Title string
	input textinput.Model
	enter func(text string) tea.Cmd
	Hint  string
}

func NewInput(text string) textinput.Model {
	in := textinput.New()
	in.Prompt = "› "
	in.SetValue(text)
	in.CursorEnd()
	in.Cursor.SetMode(cursor.CursorStatic)
	in.Focus()
	return in
}

func NewPrompt(title, text string, enter func(text string) tea.Cmd) *prompt {
	return &prompt{Title: title, input: NewInput(text), enter: enter, Hint: "Enter · Esc back"}
}

func (p *prompt) Key(r *app.Host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	switch k {
	case "esc":
		return nil, true
	case "enter":
		return p.enter(p.input.Value()), true
	}
	p.input, _ = p.input.Update(msg)
	return nil, false
}

func (p *prompt) View(r *app.Host, width, _ int) []string {
	p.input.Width = min(width-8, 76)
	return Frame(r, p.Title, []string{layout.Pad(p.input.View(), min(width-4, 80)), theme.Paint(r.Theme.Chrome, p.Hint)}, width)
}
