package tui

import (
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/tui/rank"
	"concord/tui/theme"
)

// codeChooser finds a code of the codebook by typing, for changes of the
// codebook: any code for which among holds, headings too.
type codeChooser struct {
	title string
	input textinput.Model
	among func(codebook.Code) bool
	first []codebook.CodeID // these come first
	none  string            // a row for “no code”, such as the root; "" if that is no answer
	pick  func(c codebook.Code) tea.Cmd
	rows  []codebook.Code
	at    int
	top   int
}

func (c *codeChooser) refresh(r *host) {
	typed := c.input.Value()
	c.rows = rank.Among(r.over.Codebook, typed, c.first, c.among)
	if c.none != "" && (typed == "" || strings.HasPrefix(c.none, typed)) {
		c.rows = append(c.rows, codebook.Code{})
	}
	c.at = max(0, min(c.at, len(c.rows)-1))
}

func (c *codeChooser) Key(r *host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
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
			return c.pick(c.rows[c.at]), true
		}
	default:
		was := c.input.Value()
		if c.input, _ = c.input.Update(msg); c.input.Value() != was {
			c.at = 0
		}
	}
	c.refresh(r)
	return nil, false
}

func (c *codeChooser) View(r *host, width, height int) []string {
	c.refresh(r)
	inner := min(width-4, 92)
	c.input.Width = inner - 4
	lines := []string{pad(c.input.View(), inner)}
	about := 4
	rows := max(3, min(height-about-5, 14))
	c.top = window(c.top, c.at, len(c.rows), rows)
	name := min(40, inner/2)
	for i := c.top; i < c.top+rows; i++ {
		if i >= len(c.rows) {
			lines = append(lines, pad("", inner))
			continue
		}
		mark, look := "  ", ""
		if i == c.at {
			mark, look = "▶ ", r.theme.Accent
		}
		k := c.rows[i]
		label := k.Name
		if k.ID.IsZero() {
			label = c.none
		}
		path := inWords(r.over.Codebook.Path(k.Parent))
		if k.Status != codebook.Live && k.Status != "" {
			path = r.over.Codebook.StatusLine(k)
		}
		lines = append(lines, pad(theme.Paint(look, mark+pad(label, name))+"  "+theme.Paint(r.theme.Chrome, ansi.Truncate(path, inner-name-4, "…")), inner))
	}
	lines = append(lines, theme.Paint(r.theme.Chrome, strings.Repeat("─", inner)))
	var told []string
	if c.at < len(c.rows) && !c.rows[c.at].ID.IsZero() {
		told = definitionLines(c.rows[c.at], inner)
	}
	if len(told) > about-1 {
		told = append(told[:about-2], fit(told[about-2], inner-1)+"…")
	}
	for i := range about - 1 {
		if i < len(told) {
			lines = append(lines, pad(theme.Paint(r.theme.Quiet, fit(told[i], inner)), inner))
		} else {
			lines = append(lines, "")
		}
	}
	return frame(r, c.title, append(lines, theme.Paint(r.theme.Chrome, "type to find · Enter takes it · Esc back")), width)
}
