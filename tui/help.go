package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// helpDialog lists the keys of the screen below it.
type helpDialog struct{ first int }

func (d *helpDialog) Key(r *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	switch k {
	case "down", "j":
		d.first++
	case "up", "k":
		d.first--
	case "pgdown", "space":
		d.first += 10
	case "pgup":
		d.first -= 10
	default:
		return nil, true
	}
	return nil, false
}

func (d *helpDialog) View(r *app.Host, width, height int) []string {
	var lines []string
	inner := min(width-4, 100)
	for _, p := range r.WrongKeys {
		for _, l := range layout.WrapText(p, inner) {
			lines = append(lines, theme.Paint(r.Theme.Alert, l))
		}
	}
	for _, b := range r.Keys.On(r.Mode) {
		if b.Part != "" {
			if len(lines) > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, theme.Paint(r.Theme.Title, b.Part))
		}
		text := r.Keys.Expand(b.Help)
		look := ""
		if why := b.Off(r.Keys); why != "" {
			text += " — off: " + why
			look = r.Theme.Chrome
		}
		for n, l := range layout.WrapText(text, inner-20) {
			head := ""
			if n == 0 {
				head = strings.Join(b.AllShown(), "  ")
			}
			lines = append(lines, theme.Paint(r.Theme.Accent, layout.Pad(head, 18))+"  "+theme.Paint(look, l))
		}
	}
	rows := max(3, height-3)
	d.first = max(0, min(d.first, len(lines)-rows))
	end := min(len(lines), d.first+rows)
	shown := append([]string{}, lines[d.first:end]...)
	hint := "any other key closes"
	if len(lines) > rows {
		hint = fmt.Sprintf("↑ ↓ scroll (%d to %d of %d) · any other key closes", d.first+1, end, len(lines))
	}
	for i := range shown {
		shown[i] = layout.Pad(shown[i], inner)
	}
	return widget.Frame(r, "keys", append(shown, theme.Paint(r.Theme.Chrome, hint)), width)
}

// palette runs any command by name.
type palette struct {
	input textinput.Model
	at    int
	first int
}

func newPalette() *palette { return &palette{input: widget.NewInput("")} }

// commands gives the bindings that match what was typed: those of the screen
// first, then those of other screens, which cannot be run from here.
func (p *palette) commands(r *app.Host) []*keymap.Binding {
	here := r.Keys.On(r.Mode)
	for i := range r.Keys {
		if b := &r.Keys[i]; b.Mode&r.Mode == 0 {
			here = append(here, b)
		}
	}
	var all []*keymap.Binding
	var names []string
	for _, b := range here {
		if b.Name == "digit" || b.Name == "commands" {
			continue
		}
		all = append(all, b)
		names = append(names, strings.ReplaceAll(b.Name, "-", " ")+" "+r.Keys.Expand(b.Help))
	}
	if p.input.Value() == "" {
		return all
	}
	var out, elsewhere []*keymap.Binding
	for _, m := range fuzzy.Find(p.input.Value(), names) {
		if b := all[m.Index]; b.Mode&r.Mode != 0 {
			out = append(out, b)
		} else {
			elsewhere = append(elsewhere, b)
		}
	}
	return append(out, elsewhere...)
}

// off says why a command cannot be run just now.
func (p *palette) off(r *app.Host, b *keymap.Binding) string {
	if b.Mode&r.Mode == 0 {
		return "it belongs to " + b.Screens()
	}
	return b.Off(r.Keys)
}

func (p *palette) Key(r *app.Host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	list := p.commands(r)
	switch k {
	case "esc":
		return nil, true
	case "down", "ctrl+j":
		p.at = min(p.at+1, max(0, len(list)-1))
	case "up", "ctrl+k":
		p.at = max(0, p.at-1)
	case "pgdown":
		p.at = min(p.at+10, max(0, len(list)-1))
	case "pgup":
		p.at = max(0, p.at-10)
	case "enter":
		if p.at >= len(list) {
			return nil, false
		}
		b := list[p.at]
		if why := p.off(r, b); why != "" {
			r.Tell(why)
			return nil, true
		}
		r.Open(nil)
		return b.Do(), true
	default:
		p.input, _ = p.input.Update(msg)
		p.at = 0
	}
	return nil, false
}

func (p *palette) View(r *app.Host, width, height int) []string {
	inner := min(width-4, 92)
	p.input.Width = inner - 4
	list := p.commands(r)
	rows := max(3, min(height-4, 16))
	p.at = max(0, min(p.at, len(list)-1))
	p.first = layout.Window(p.first, p.at, len(list), rows)
	lines := []string{layout.Pad(p.input.View(), inner)}
	for i := p.first; i < len(list) && i < p.first+rows; i++ {
		b := list[i]
		sign, look := "  ", ""
		if i == p.at {
			sign, look = "▶ ", r.Theme.Accent
		}
		text := r.Keys.Expand(b.Help)
		if why := p.off(r, b); why != "" {
			text, look = "(off: "+why+") "+text, r.Theme.Chrome
		}
		lines = append(lines, layout.Pad(theme.Paint(look, sign+layout.Pad(b.Shown(), 10)+" "+layout.Fit(text, inner-14)), inner))
	}
	return widget.Frame(r, "commands", append(lines, theme.Paint(r.Theme.Chrome, "Enter runs · Esc back")), width)
}
