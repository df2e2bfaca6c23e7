package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"
	"github.com/sahilm/fuzzy"

	"concord/tui/theme"
)

// helpDialog lists the keys of the screen below it.
type helpDialog struct{ first int }

func (d *helpDialog) Key(r *host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
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

func (d *helpDialog) View(r *host, width, height int) []string {
	var lines []string
	inner := min(width-4, 100)
	for _, p := range r.wrongKeys {
		for _, l := range wrapText(p, inner) {
			lines = append(lines, theme.Paint(r.theme.Alert, l))
		}
	}
	for _, b := range r.keys.on(r.mode) {
		if b.part != "" {
			if len(lines) > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, theme.Paint(r.theme.Title, b.part))
		}
		text := r.keys.expand(b.help)
		look := ""
		if why := b.off(r.keys); why != "" {
			text += " — off: " + why
			look = r.theme.Chrome
		}
		for n, l := range wrapText(text, inner-20) {
			head := ""
			if n == 0 {
				head = strings.Join(b.allShown(), "  ")
			}
			lines = append(lines, theme.Paint(r.theme.Accent, pad(head, 18))+"  "+theme.Paint(look, l))
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
		shown[i] = pad(shown[i], inner)
	}
	return frame(r, "keys", append(shown, theme.Paint(r.theme.Chrome, hint)), width)
}

// palette runs any command by name.
type palette struct {
	input textinput.Model
	at    int
	first int
}

func newPalette() *palette { return &palette{input: newInput("")} }

// commands gives the bindings that match what was typed: those of the screen
// first, then those of other screens, which cannot be run from here.
func (p *palette) commands(r *host) []*binding {
	here := r.keys.on(r.mode)
	for i := range r.keys {
		if b := &r.keys[i]; b.mode&r.mode == 0 {
			here = append(here, b)
		}
	}
	var all []*binding
	var names []string
	for _, b := range here {
		if b.name == "digit" || b.name == "commands" {
			continue
		}
		all = append(all, b)
		names = append(names, strings.ReplaceAll(b.name, "-", " ")+" "+r.keys.expand(b.help))
	}
	if p.input.Value() == "" {
		return all
	}
	var out, elsewhere []*binding
	for _, m := range fuzzy.Find(p.input.Value(), names) {
		if b := all[m.Index]; b.mode&r.mode != 0 {
			out = append(out, b)
		} else {
			elsewhere = append(elsewhere, b)
		}
	}
	return append(out, elsewhere...)
}

// off says why a command cannot be run just now.
func (p *palette) off(r *host, b *binding) string {
	if b.mode&r.mode == 0 {
		return "it belongs to " + b.screens()
	}
	return b.off(r.keys)
}

func (p *palette) Key(r *host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
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
			r.tell(why)
			return nil, true
		}
		r.Open(nil)
		return b.do(), true
	default:
		p.input, _ = p.input.Update(msg)
		p.at = 0
	}
	return nil, false
}

func (p *palette) View(r *host, width, height int) []string {
	inner := min(width-4, 92)
	p.input.Width = inner - 4
	list := p.commands(r)
	rows := max(3, min(height-4, 16))
	p.at = max(0, min(p.at, len(list)-1))
	p.first = window(p.first, p.at, len(list), rows)
	lines := []string{pad(p.input.View(), inner)}
	for i := p.first; i < len(list) && i < p.first+rows; i++ {
		b := list[i]
		sign, look := "  ", ""
		if i == p.at {
			sign, look = "▶ ", r.theme.Accent
		}
		text := r.keys.expand(b.help)
		if why := p.off(r, b); why != "" {
			text, look = "(off: "+why+") "+text, r.theme.Chrome
		}
		lines = append(lines, pad(theme.Paint(look, sign+pad(b.shown(), 10)+" "+fit(text, inner-14)), inner))
	}
	return frame(r, "commands", append(lines, theme.Paint(r.theme.Chrome, "Enter runs · Esc back")), width)
}
