package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textarea"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/theme"
)

// form asks for several things at once. Up and down go through its fields, left
// and right through the choices of one, Space opens a list to be ticked, and
// Ctrl-S, or Enter on the last line, sends it.
type form struct {
	title  string
	send   string // what the last line says
	fields []*field
	at     int
	wrong  string // why it was not sent
	list   *ticks // of a field, open on top
	sure   bool   // Esc was pressed once with words unsaved
	kept   bool   // what it holds is there again when it is opened next
	// enter sends the form. An error is shown, and the form stays.
	enter func(f *form) (tea.Cmd, error)
}

// field is one line of a form, or, for prose, several.
type field struct {
	name    string
	hint    string
	input   textinput.Model
	prose   *textarea.Model
	choices []string // to choose one from, or, with ticked, several
	chosen  int
	ticked  []bool
	none    string               // what no tick means
	hidden  func(f *form) bool   // it does not matter just now
	warn    func(f *form) string // what is to be known about the choice
	apply   func(f *form)        // called when the choice has changed
	was     string               // what it held when the form was opened
	sends   bool                 // Enter sends the form
	height  int                  // of prose, in lines at least
}

func textField(name, value, hint string) *field {
	x := &field{name: name, hint: hint, input: newInput(value), was: value}
	x.input.Prompt = ""
	return x
}

func proseField(name, value string) *field {
	a := textarea.New()
	a.ShowLineNumbers, a.Prompt, a.CharLimit = false, "", 0
	a.Cursor.SetMode(cursor.CursorStatic)
	a.FocusedStyle, a.BlurredStyle = textarea.Style{}, textarea.Style{}
	a.SetHeight(3)
	a.SetValue(value)
	return &field{name: name, prose: &a, was: value}
}

// linesField holds words on several lines, as many as given at least.
func linesField(name, value, hint string, height int) *field {
	x := proseField(name, value)
	x.hint, x.height = hint, height
	return x
}

// reasonField is the last field of every change of the codebook.
func reasonField() *field {
	x := textField("reason", "", "why; it may be empty, and is kept with the change")
	x.sends = true
	return x
}

func choiceField(name string, chosen int, choices ...string) *field {
	return &field{name: name, choices: choices, chosen: chosen, was: choices[chosen]}
}

func ticksField(name, none string, choices []string) *field {
	return &field{name: name, choices: choices, ticked: make([]bool, len(choices)), none: none}
}

func (x *field) value() string {
	switch {
	case x.prose != nil:
		return strings.TrimSpace(x.prose.Value())
	case x.ticked != nil:
		return strings.Join(x.several(), ", ")
	case len(x.choices) > 0:
		return x.choices[x.chosen]
	}
	return strings.TrimSpace(x.input.Value())
}

// changed reports whether the field holds something else than at first.
func (x *field) changed() bool { return x.value() != strings.TrimSpace(x.was) }

// items are the lines of the field that are not empty.
func (x *field) items() []string {
	var out []string
	for line := range strings.Lines(x.value()) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// set puts other words into the field.
func (x *field) set(text string) {
	if x.prose != nil {
		x.prose.SetValue(text)
	} else {
		x.input.SetValue(oneLine(text, 1<<20))
	}
}

// several are the choices that are ticked.
func (x *field) several() []string {
	var out []string
	for i, on := range x.ticked {
		if on {
			out = append(out, x.choices[i])
		}
	}
	return out
}

func (f *form) field(name string) *field {
	for _, x := range f.fields {
		if x.name == name {
			return x
		}
	}
	return nil
}

// value is what a field of the form holds.
func (f *form) value(name string) string { return f.field(name).value() }

// touched reports whether words would be lost.
func (f *form) touched() bool {
	for _, x := range f.fields {
		if x.ticked == nil && x.choices == nil && x.changed() {
			return true
		}
	}
	return false
}

// step goes to the next field that matters; the last line is beyond the last
// field.
func (f *form) step(n int) {
	for at := f.at + n; at >= 0 && at <= len(f.fields); at += n {
		if at == len(f.fields) || f.fields[at].hidden == nil || !f.fields[at].hidden(f) {
			f.at = at
			break
		}
	}
	for i, x := range f.fields {
		if x.prose == nil {
			continue
		}
		if i == f.at {
			x.prose.Focus()
		} else {
			x.prose.Blur()
		}
	}
}

func (f *form) Key(r *host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	if f.list != nil {
		if f.list.Key(k) {
			f.list = nil
		}
		return nil, false
	}
	f.wrong = ""
	if k == "esc" && f.touched() && !f.sure && !f.kept {
		f.sure = true
		return nil, false
	}
	f.sure = false
	var x *field
	if f.at < len(f.fields) {
		x = f.fields[f.at]
	}
	prose := x != nil && x.prose != nil
	switch {
	case k == "esc":
		return nil, true
	case k == "ctrl+e" && x != nil && x.ticked == nil && x.choices == nil:
		return editCmd(x.value()), false
	case k == "ctrl+s" || k == "enter" && (x == nil || x.sends):
		cmd, err := f.enter(f)
		if err != nil {
			f.wrong = err.Error()
			return nil, false
		}
		return cmd, true
	case k == "tab", k == "down" && !prose, k == "enter" && !prose && (x.ticked == nil):
		f.step(1)
	case k == "shift+tab", k == "up" && !prose:
		f.step(-1)
	case x == nil:
	case prose:
		if k == "up" && x.prose.Line() == 0 {
			f.step(-1)
			return nil, false
		}
		if k == "down" && x.prose.Line() == x.prose.LineCount()-1 {
			f.step(1)
			return nil, false
		}
		*x.prose, _ = x.prose.Update(msg)
	case x.ticked != nil:
		if k == "space" || k == "enter" || k == "right" {
			f.list = &ticks{field: x}
		}
	case len(x.choices) > 0:
		n := map[string]int{"right": 1, "space": 1, "left": -1}[k]
		if n != 0 {
			x.chosen = (x.chosen + n + len(x.choices)) % len(x.choices)
			if x.apply != nil {
				x.apply(f)
			}
		}
	default:
		x.input, _ = x.input.Update(msg)
	}
	return nil, false
}

func (f *form) View(r *host, width, height int) []string {
	if f.list != nil {
		return f.list.View(r, width, height)
	}
	inner := min(width-4, 92)
	label := 10
	for _, x := range f.fields {
		label = max(label, len(x.name))
	}
	var lines []string
	first := 0
	for i, x := range f.fields {
		if x.hidden != nil && x.hidden(f) {
			continue
		}
		sign, look := "  ", r.theme.Chrome
		if i == f.at {
			sign, look = "▶ ", r.theme.Accent
			first = len(lines)
		}
		for n, l := range x.lines(r, i == f.at, inner-label-5) {
			head := pad("", label+2)
			if n == 0 {
				head = sign + pad(x.name, label)
			}
			lines = append(lines, pad(theme.Paint(look, head)+"  "+l, inner))
		}
	}
	sign, look := "  ", r.theme.Chrome
	if f.at == len(f.fields) {
		sign, look = "▶ ", r.theme.Accent
		first = len(lines)
	}
	lines = append(lines, theme.Paint(look, sign+f.send))
	var foot []string
	for _, x := range f.fields {
		if x.warn != nil && (x.hidden == nil || !x.hidden(f)) {
			for _, l := range wrapText(x.warn(f), inner-2) {
				foot = append(foot, "  "+theme.Paint(r.theme.Quiet, l))
			}
		}
	}
	if f.sure {
		foot = append(foot, "  "+theme.Paint(r.theme.Alert, "not saved: Esc again loses the words, Ctrl-S saves them"))
	}
	for _, l := range wrapText(f.wrong, inner-2) {
		foot = append(foot, "  "+theme.Paint(r.theme.Alert, l))
	}
	foot = append(foot, theme.Paint(r.theme.Chrome, "↑ ↓ lines · ← → choose · Space ticks · Ctrl-S "+f.send+" · Esc back"))
	if room := max(3, height-2-len(foot)); len(lines) > room {
		from := max(0, min(first-room/2, len(lines)-room))
		lines = lines[from : from+room]
	}
	return frame(r, f.title, append(lines, foot...), width)
}

// lines show a field's value.
func (x *field) lines(r *host, here bool, width int) []string {
	switch {
	case x.prose != nil:
		if x.value() == "" && !here && x.hint != "" {
			return []string{theme.Paint(r.theme.Chrome, fit(x.hint, width))}
		}
		x.prose.SetWidth(width)
		if x.height > 0 {
			words := prose(x.prose.Value())(width)
			if !here { // told in short
				if len(words) > x.height {
					words = append(words[:x.height-1:x.height-1], fit(words[x.height-1], width-2)+" …")
				}
				return append(words, make([]string, max(0, 1-len(words)))...)
			}
			x.prose.SetHeight(max(x.height, min(len(words)+1, 10)))
		}
		return strings.Split(strings.TrimRight(x.prose.View(), "\n"), "\n")
	case x.ticked != nil:
		words := x.none
		if s := x.several(); len(s) > 0 {
			words = fmt.Sprintf("%d of %d: %s", len(s), len(x.choices), clean(strings.Join(s, ", ")))
		}
		return []string{fit(words, width)}
	case len(x.choices) > 0:
		if !here {
			return []string{fit(clean(x.choices[x.chosen]), width)}
		}
		return []string{fit("‹ "+clean(x.choices[x.chosen])+" ›"+theme.Paint(r.theme.Chrome, fmt.Sprintf("  %d of %d", x.chosen+1, len(x.choices))), width)}
	}
	x.input.Width = width - 1
	if !here {
		if v := x.value(); v != "" {
			return []string{fit(clean(v), width)}
		}
		return []string{theme.Paint(r.theme.Chrome, fit(x.hint, width))}
	}
	line := x.input.View()
	if x.value() == "" && x.hint != "" {
		line = strings.TrimRight(line, " ") + " " + theme.Paint(r.theme.Chrome, x.hint)
	}
	return []string{fit(line, width)}
}

// ticks is the list of a field from which several may be chosen.
type ticks struct {
	field     *field
	at, first int
}

// key handles a key and says whether the list is done with.
func (t *ticks) Key(k string) bool {
	x := t.field
	switch k {
	case "esc", "enter", "tab":
		return true
	case "down", "j":
		t.at++
	case "up", "k":
		t.at--
	case "pgdown":
		t.at += 10
	case "pgup":
		t.at -= 10
	case "space", "x":
		if t.at < len(x.ticked) {
			x.ticked[t.at] = !x.ticked[t.at]
			t.at++
		}
	case "a":
		on := len(x.several()) < len(x.ticked)
		for i := range x.ticked {
			x.ticked[i] = on
		}
	}
	t.at = max(0, min(t.at, len(x.choices)-1))
	return false
}

func (t *ticks) View(r *host, width, height int) []string {
	x := t.field
	inner := min(width-4, 60)
	rows := max(3, height-4)
	t.first = window(t.first, t.at, len(x.choices), rows)
	var lines []string
	for i := t.first; i < len(x.choices) && i < t.first+rows; i++ {
		sign, box := "  ", "[ ] "
		if i == t.at {
			sign = theme.Paint(r.theme.Accent, "▶ ")
		}
		if x.ticked[i] {
			box = "[x] "
		}
		lines = append(lines, pad(sign+box+clean(x.choices[i]), inner))
	}
	return frame(r, fmt.Sprintf("%s: %d of %d", x.name, len(x.several()), len(x.choices)), append(lines, theme.Paint(r.theme.Chrome, "Space ticks · a all or none · Enter done")), width)
}
