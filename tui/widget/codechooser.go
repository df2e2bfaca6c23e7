package widget

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/rank"
	"concord/tui/theme"
)

// codeChooser finds a code of the codebook by typing, for changes of the
// codebook: any code for which among holds, headings too.
type CodeChooser struct {
	Title string
	Input textinput.Model
	Among func(codebook.Code) bool
	First []codebook.CodeID // these come first
	None  string            // a row for “no code”, such as the root; "" if that is no answer
	Pick  func(c codebook.Code) tea.Cmd
	rows  []codebook.Code
	at    int
	top   int
}

func (c *CodeChooser) refresh(r *app.Host) {
	typed := c.Input.Value()
	c.rows = rank.Among(r.Over.Codebook, typed, c.First, c.Among)
	if c.None != "" && (typed == "" || strings.HasPrefix(c.None, typed)) {
		c.rows = append(c.rows, codebook.Code{})
	}
	c.at = max(0, min(c.at, len(c.rows)-1))
}

func (c *CodeChooser) Key(r *app.Host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	c.refresh(r)
	switch k {
	case "esc":
		return nil, true
	case "down", "ctrl+j":
		c.at++
	case "up", "ctrl+k":
		c.at--
	case "pgdown":
		c.at += 8
	case "pgup":
		c.at -= 8
	case "enter":
		if c.at < len(c.rows) {
			return c.Pick(c.rows[c.at]), true
		}
	default:
		was := c.Input.Value()
		if c.Input, _ = c.Input.Update(msg); c.Input.Value() != was {
			c.at = 0
		}
	}
	c.refresh(r)
	return nil, false
}

func (c *CodeChooser) View(r *app.Host, width, height int) []string {
	c.refresh(r)
	inner := min(width-4, 92)
	c.Input.Width = inner - 4
	lines := []string{layout.Pad(c.Input.View(), inner)}
	about := 4
	rows := max(3, min(height-about-5, 14))
	c.top = layout.Window(c.top, c.at, len(c.rows), rows)
	name := min(40, inner/2)
	for i := c.top; i < c.top+rows; i++ {
		if i >= len(c.rows) {
			lines = append(lines, layout.Pad("", inner))
			continue
		}
		mark, look := "  ", ""
		if i == c.at {
			mark, look = "▶ ", r.Theme.Accent
		}
		k := c.rows[i]
		label := k.Name
		if k.ID.IsZero() {
			label = c.None
		}
		path := layout.InWords(r.Over.Codebook.Path(k.Parent))
		if k.Status != codebook.Live && k.Status != "" {
			path = r.Over.Codebook.StatusLine(k)
		}
		lines = append(lines, layout.Pad(theme.Paint(look, mark+layout.Pad(label, name))+"  "+theme.Paint(r.Theme.Chrome, ansi.Truncate(path, inner-name-4, "…")), inner))
	}
	lines = append(lines, theme.Paint(r.Theme.Chrome, strings.Repeat("─", inner)))
	var told []string
	if c.at < len(c.rows) && !c.rows[c.at].ID.IsZero() {
		told = DefinitionLines(c.rows[c.at], inner)
	}
	if len(told) > about-1 {
		told = append(told[:about-2], layout.Fit(told[about-2], inner-1)+"…")
	}
	for i := range about - 1 {
		if i < len(told) {
			lines = append(lines, layout.Pad(theme.Paint(r.Theme.Quiet, layout.Fit(told[i], inner)), inner))
		} else {
			lines = append(lines, "")
		}
	}
	return Frame(r, c.Title, append(lines, theme.Paint(r.Theme.Chrome, "type to find · Enter takes it · Esc back")), width)
}
