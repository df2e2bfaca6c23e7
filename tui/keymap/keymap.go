package keymap

import (
	"regexp"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/layout"
)

// A binding is one row of the table of keys, from which the footer, the help,
// the command palette and KEYS.md are made.
type Binding struct {
	Name string   // stable, for configuration and tests
	Mode Mode     // the screens it works on
	Keys []string // any of them
	Help string   // a sentence's worth
	Part string   // the heading below which help lists it; "" goes on below the last
	Foot string   // in the footer; "" keeps it out
	Do   func() tea.Cmd
	Why  func() string // why it is off just now; nil or "" means it is on
	// live gives the footer's words where they depend on the moment.
	Live func() string
}

func (b *Binding) Off(t Table) string {
	if b.Why == nil {
		return ""
	}
	return t.Expand(b.Why())
}

func (b *Binding) Label() string {
	if b.Live != nil {
		return b.Live()
	}
	return b.Foot
}

// shown is how the first key is written for people; "" if there is none, and
// the action is only among the commands.
func (b *Binding) Shown() string {
	switch {
	case len(b.Keys) == 0:
		return ""
	case b.Name == "part":
		return "1–9"
	}
	return keyLabel(b.Keys[0])
}

// allShown are all keys as they are written for people.
func (b *Binding) AllShown() []string {
	switch b.Name {
	case "digit", "part":
		return []string{"1–9"}
	case "follow":
		return []string{"a–h"}
	case "keep-side":
		return []string{"a–f"}
	}
	var out []string
	for _, k := range b.Keys {
		out = append(out, keyLabel(k))
	}
	return out
}

// modeNames are the screens as they are called in KEYS.md and the file of
// keys.
var ModeNames = []struct {
	Mode
	Name string
}{{ModeRead, "reading"}, {ModeList, "transcripts"}, {ModeHits, "passages"}, {ModeAgree, "agreement"}, {ModeBook, "codebook"}, {ModeAuto, "auto-coding"},
	{ModeRounds, "rounds"}, {ModeReconcile, "reconciling"}, {ModeConflicts, "conflicts"}, {ModeVersions, "versions"}, {ModeWork, "worklist"}, {ModeSegment, "segmenting"}}

// screens says where a binding works: “reading, passages” or “everywhere”.
func (b *Binding) Screens() string {
	var on []string
	for _, n := range ModeNames {
		if b.Mode&n.Mode != 0 {
			on = append(on, n.Name)
		}
	}
	if len(on) == len(ModeNames) {
		return "everywhere"
	}
	return strings.Join(on, ", ")
}

var keyLabels = map[string]string{"enter": "Enter", "esc": "Esc", "up": "↑", "down": "↓", "left": "←", "right": "→", "pgup": "PgUp", "pgdown": "PgDn",
	"shift+up": "Shift-↑", "shift+down": "Shift-↓", "shift+left": "Shift-←", "shift+right": "Shift-→", "tab": "Tab", "shift+tab": "Shift-Tab",
	"home": "Home", "end": "End", "space": "Space"}

func keyLabel(k string) string {
	if l, ok := keyLabels[k]; ok {
		return l
	}
	if rest, ok := strings.CutPrefix(k, "ctrl+"); ok {
		return "Ctrl-" + strings.ToUpper(rest)
	}
	return k
}

// keyTable is every binding of the workbench, in the order in which help and
// footer name them.
type Table []Binding

// find gives the binding of a key on a screen; nil if it has none.
func (t Table) Find(k string, m Mode) *Binding {
	for i := range t {
		if b := &t[i]; b.Mode&m != 0 && slices.Contains(b.Keys, k) {
			return b
		}
	}
	return nil
}

var inBraces = regexp.MustCompile(`\{[a-z-]+\}`)

// expand writes the keys of actions where a sentence has their names in braces,
// so that it is right after the user has changed her keys.
func (t Table) Expand(sentence string) string {
	return inBraces.ReplaceAllStringFunc(sentence, func(s string) string {
		b := t.Action(s[1 : len(s)-1])
		if b == nil {
			return s
		}
		return layout.FirstOf(b.Shown(), "“"+b.Name+"”")
	})
}

// under puts bindings below a heading of the help.
func Under(part string, bindings []Binding) []Binding {
	bindings[0].Part = part
	return bindings
}

// action gives the binding of a name; nil if there is none.
func (t Table) Action(name string) *Binding {
	for i := range t {
		if t[i].Name == name {
			return &t[i]
		}
	}
	return nil
}

// on lists the bindings of a screen, in their order.
func (t Table) On(m Mode) []*Binding {
	var out []*Binding
	for i := range t {
		if t[i].Mode&m != 0 {
			out = append(out, &t[i])
		}
	}
	return out
}
