package widget

import (
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/bubbles/cursor"
	"github.com/charmbracelet/bubbles/textarea"
	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// asking is a form for a change of the codebook.
type Asking struct {
	Title  string
	Fields []*Field
	// refuse says why the change cannot be made as it is; nil or "" if it can.
	Refuse func(f *Form) string
	Save   func(f *Form) tea.Cmd
}

func OpenForm(r *app.Host, a Asking) {
	f := &Form{Title: a.Title, Send: "save", Fields: a.Fields, Enter: func(f *Form) (tea.Cmd, error) {
		if a.Refuse != nil {
			if wrong := a.Refuse(f); wrong != "" {
				return nil, errors.New(wrong)
			}
		}
		return a.Save(f), nil
	}}
	f.step(0)
	r.Open(f)
}

func DefinitionOf(f *Form) codebook.Definition {
	return codebook.Definition{Text: f.Value("definition"), Include: f.Value("use when"), Exclude: f.Value("not when")}
}

// form asks for several things at once. Up and down go through its fields, left
// and right through the choices of one, Space opens a list to be ticked, and
// Ctrl-S, or Enter on the last line, sends it.
type Form struct {
	Title  string
	Send   string // what the last line says
	Fields []*Field
	At     int
	wrong  string // why it was not sent
	List   *ticks // of a field, open on top
	sure   bool   // Esc was pressed once with words unsaved
	Kept   bool   // what it holds is there again when it is opened next
	// enter sends the form. An error is shown, and the form stays.
	Enter func(f *Form) (tea.Cmd, error)
}

// field is one line of a form, or, for prose, several.
type Field struct {
	Name    string
	Hint    string
	Input   textinput.Model
	prose   *textarea.Model
	Choices []string // to choose one from, or, with ticked, several
	Chosen  int
	Ticked  []bool
	none    string               // what no tick means
	Hidden  func(f *Form) bool   // it does not matter just now
	Warn    func(f *Form) string // what is to be known about the choice
	Apply   func(f *Form)        // called when the choice has changed
	Was     string               // what it held when the form was opened
	sends   bool                 // Enter sends the form
	height  int                  // of prose, in lines at least
}

func TextField(name, value, hint string) *Field {
	x := &Field{Name: name, Hint: hint, Input: NewInput(value), Was: value}
	x.Input.Prompt = ""
	return x
}

func proseField(name, value string) *Field {
	a := textarea.New()
	a.ShowLineNumbers, a.Prompt, a.CharLimit = false, "", 0
	a.Cursor.SetMode(cursor.CursorStatic)
	a.FocusedStyle, a.BlurredStyle = textarea.Style{}, textarea.Style{}
	a.SetHeight(3)
	a.SetValue(value)
	return &Field{Name: name, prose: &a, Was: value}
}

// linesField holds words on several lines, as many as given at least.
func LinesField(name, value, hint string, height int) *Field {
	x := proseField(name, value)
	x.Hint, x.height = hint, height
	return x
}

// reasonField is the last field of every change of the codebook.
func ReasonField() *Field {
	x := TextField("reason", "", "why; it may be empty, and is kept with the change")
	x.sends = true
	return x
}

func ChoiceField(name string, chosen int, choices ...string) *Field {
	return &Field{Name: name, Choices: choices, Chosen: chosen, Was: choices[chosen]}
}

func TicksField(name, none string, choices []string) *Field {
	return &Field{Name: name, Choices: choices, Ticked: make([]bool, len(choices)), none: none}
}

func (x *Field) Value() string {
	switch {
	case x.prose != nil:
		return strings.TrimSpace(x.prose.Value())
	case x.Ticked != nil:
		return strings.Join(x.Several(), ", ")
	case len(x.Choices) > 0:
		return x.Choices[x.Chosen]
	}
	return strings.TrimSpace(x.Input.Value())
}

// changed reports whether the field holds something else than at first.
func (x *Field) Changed() bool { return x.Value() != strings.TrimSpace(x.Was) }

// items are the lines of the field that are not empty.
func (x *Field) Items() []string {
	var out []string
	for line := range strings.Lines(x.Value()) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	return out
}

// set puts other words into the field.
func (x *Field) Set(text string) {
	if x.prose != nil {
		x.prose.SetValue(text)
	} else {
		x.Input.SetValue(layout.OneLine(text, 1<<20))
	}
}

// several are the choices that are ticked.
func (x *Field) Several() []string {
	var out []string
	for i, on := range x.Ticked {
		if on {
			out = append(out, x.Choices[i])
		}
	}
	return out
}

func (f *Form) Field(name string) *Field {
	for _, x := range f.Fields {
		if x.Name == name {
			return x
		}
	}
	return nil
}

// value is what a field of the form holds.
func (f *Form) Value(name string) string { return f.Field(name).Value() }

// touched reports whether words would be lost.
func (f *Form) touched() bool {
	for _, x := range f.Fields {
		if x.Ticked == nil && x.Choices == nil && x.Changed() {
			return true
		}
	}
	return false
}

// step goes to the next field that matters; the last line is beyond the last
// field.
func (f *Form) step(n int) {
	for at := f.At + n; at >= 0 && at <= len(f.Fields); at += n {
		if at == len(f.Fields) || f.Fields[at].Hidden == nil || !f.Fields[at].Hidden(f) {
			f.At = at
			break
		}
	}
	for i, x := range f.Fields {
		if x.prose == nil {
			continue
		}
		if i == f.At {
			x.prose.Focus()
		} else {
			x.prose.Blur()
		}
	}
}

func (f *Form) Key(r *app.Host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	if f.List != nil {
		if f.List.Key(k) {
			f.List = nil
		}
		return nil, false
	}
	f.wrong = ""
	if k == "esc" && f.touched() && !f.sure && !f.Kept {
		f.sure = true
		return nil, false
	}
	f.sure = false
	var x *Field
	if f.At < len(f.Fields) {
		x = f.Fields[f.At]
	}
	prose := x != nil && x.prose != nil
	switch {
	case k == "esc":
		return nil, true
	case k == "ctrl+e" && x != nil && x.Ticked == nil && x.Choices == nil:
		return app.EditCmd(x.Value()), false
	case k == "ctrl+s" || k == "enter" && (x == nil || x.sends):
		cmd, err := f.Enter(f)
		if err != nil {
			f.wrong = err.Error()
			return nil, false
		}
		return cmd, true
	case k == "tab", k == "down" && !prose, k == "enter" && !prose && (x.Ticked == nil):
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
	case x.Ticked != nil:
		if k == "space" || k == "enter" || k == "right" {
			f.List = &ticks{field: x}
		}
	case len(x.Choices) > 0:
		n := map[string]int{"right": 1, "space": 1, "left": -1}[k]
		if n != 0 {
			x.Chosen = (x.Chosen + n + len(x.Choices)) % len(x.Choices)
			if x.Apply != nil {
				x.Apply(f)
			}
		}
	default:
		x.Input, _ = x.Input.Update(msg)
	}
	return nil, false
}

func (f *Form) View(r *app.Host, width, height int) []string {
	if f.List != nil {
		return f.List.View(r, width, height)
	}
	inner := min(width-4, 92)
	label := 10
	for _, x := range f.Fields {
		label = max(label, len(x.Name))
	}
	var lines []string
	first := 0
	for i, x := range f.Fields {
		if x.Hidden != nil && x.Hidden(f) {
			continue
		}
		sign, look := "  ", r.Theme.Chrome
		if i == f.At {
			sign, look = "▶ ", r.Theme.Accent
			first = len(lines)
		}
		for n, l := range x.lines(r, i == f.At, inner-label-5) {
			head := layout.Pad("", label+2)
			if n == 0 {
				head = sign + layout.Pad(x.Name, label)
			}
			lines = append(lines, layout.Pad(theme.Paint(look, head)+"  "+l, inner))
		}
	}
	sign, look := "  ", r.Theme.Chrome
	if f.At == len(f.Fields) {
		sign, look = "▶ ", r.Theme.Accent
		first = len(lines)
	}
	lines = append(lines, theme.Paint(look, sign+f.Send))
	var foot []string
	for _, x := range f.Fields {
		if x.Warn != nil && (x.Hidden == nil || !x.Hidden(f)) {
			for _, l := range layout.WrapText(x.Warn(f), inner-2) {
				foot = append(foot, "  "+theme.Paint(r.Theme.Quiet, l))
			}
		}
	}
	if f.sure {
		foot = append(foot, "  "+theme.Paint(r.Theme.Alert, "not saved: Esc again loses the words, Ctrl-S saves them"))
	}
	for _, l := range layout.WrapText(f.wrong, inner-2) {
		foot = append(foot, "  "+theme.Paint(r.Theme.Alert, l))
	}
	foot = append(foot, theme.Paint(r.Theme.Chrome, "↑ ↓ lines · ← → choose · Space ticks · Ctrl-S "+f.Send+" · Esc back"))
	if room := max(3, height-2-len(foot)); len(lines) > room {
		from := max(0, min(first-room/2, len(lines)-room))
		lines = lines[from : from+room]
	}
	return Frame(r, f.Title, append(lines, foot...), width)
}

// lines show a field's value.
func (x *Field) lines(r *app.Host, here bool, width int) []string {
	switch {
	case x.prose != nil:
		if x.Value() == "" && !here && x.Hint != "" {
			return []string{theme.Paint(r.Theme.Chrome, layout.Fit(x.Hint, width))}
		}
		x.prose.SetWidth(width)
		if x.height > 0 {
			words := Prose(x.prose.Value())(width)
			if !here { // told in short
				if len(words) > x.height {
					words = append(words[:x.height-1:x.height-1], layout.Fit(words[x.height-1], width-2)+" …")
				}
				return append(words, make([]string, max(0, 1-len(words)))...)
			}
			x.prose.SetHeight(max(x.height, min(len(words)+1, 10)))
		}
		return strings.Split(strings.TrimRight(x.prose.View(), "\n"), "\n")
	case x.Ticked != nil:
		words := x.none
		if s := x.Several(); len(s) > 0 {
			words = fmt.Sprintf("%d of %d: %s", len(s), len(x.Choices), layout.Clean(strings.Join(s, ", ")))
		}
		return []string{layout.Fit(words, width)}
	case len(x.Choices) > 0:
		if !here {
			return []string{layout.Fit(layout.Clean(x.Choices[x.Chosen]), width)}
		}
		return []string{layout.Fit("‹ "+layout.Clean(x.Choices[x.Chosen])+" ›"+theme.Paint(r.Theme.Chrome, fmt.Sprintf("  %d of %d", x.Chosen+1, len(x.Choices))), width)}
	}
	x.Input.Width = width - 1
	if !here {
		if v := x.Value(); v != "" {
			return []string{layout.Fit(layout.Clean(v), width)}
		}
		return []string{theme.Paint(r.Theme.Chrome, layout.Fit(x.Hint, width))}
	}
	line := x.Input.View()
	if x.Value() == "" && x.Hint != "" {
		line = strings.TrimRight(line, " ") + " " + theme.Paint(r.Theme.Chrome, x.Hint)
	}
	return []string{layout.Fit(line, width)}
}

// ticks is the list of a field from which several may be chosen.
type ticks struct {
	field     *Field
	At, first int
}

// key handles a key and says whether the list is done with.
func (t *ticks) Key(k string) bool {
	x := t.field
	switch k {
	case "esc", "enter", "tab":
		return true
	case "down", "j":
		t.At++
	case "up", "k":
		t.At--
	case "pgdown":
		t.At += 10
	case "pgup":
		t.At -= 10
	case "space", "x":
		if t.At < len(x.Ticked) {
			x.Ticked[t.At] = !x.Ticked[t.At]
			t.At++
		}
	case "a":
		on := len(x.Several()) < len(x.Ticked)
		for i := range x.Ticked {
			x.Ticked[i] = on
		}
	}
	t.At = max(0, min(t.At, len(x.Choices)-1))
	return false
}

func (t *ticks) View(r *app.Host, width, height int) []string {
	x := t.field
	inner := min(width-4, 60)
	rows := max(3, height-4)
	t.first = layout.Window(t.first, t.At, len(x.Choices), rows)
	var lines []string
	for i := t.first; i < len(x.Choices) && i < t.first+rows; i++ {
		sign, box := "  ", "[ ] "
		if i == t.At {
			sign = theme.Paint(r.Theme.Accent, "▶ ")
		}
		if x.Ticked[i] {
			box = "[x] "
		}
		lines = append(lines, layout.Pad(sign+box+layout.Clean(x.Choices[i]), inner))
	}
	return Frame(r, fmt.Sprintf("%s: %d of %d", x.Name, len(x.Several()), len(x.Choices)), append(lines, theme.Paint(r.Theme.Chrome, "Space ticks · a all or none · Enter done")), width)
}
