package tui

import (
	"context"
	"regexp"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/store"
	"concord/store/study"
)

// A binding is one row of the table of keys, from which the footer, the help,
// the command palette and KEYS.md are made.
type binding struct {
	name string   // stable, for configuration and tests
	mode mode     // the screens it works on
	keys []string // any of them
	help string   // a sentence's worth
	part string   // the heading below which help lists it; "" goes on below the last
	foot string   // in the footer; "" keeps it out
	do   func() tea.Cmd
	why  func() string // why it is off just now; nil or "" means it is on
	// live gives the footer's words where they depend on the moment.
	live func() string
}

func (b *binding) off(t keyTable) string {
	if b.why == nil {
		return ""
	}
	return t.expand(b.why())
}

func (b *binding) label() string {
	if b.live != nil {
		return b.live()
	}
	return b.foot
}

// shown is how the first key is written for people; "" if there is none, and
// the action is only among the commands.
func (b *binding) shown() string {
	switch {
	case len(b.keys) == 0:
		return ""
	case b.name == "part":
		return "1–9"
	}
	return keyLabel(b.keys[0])
}

// allShown are all keys as they are written for people.
func (b *binding) allShown() []string {
	switch b.name {
	case "digit", "part":
		return []string{"1–9"}
	case "follow":
		return []string{"a–h"}
	case "keep-side":
		return []string{"a–f"}
	}
	var out []string
	for _, k := range b.keys {
		out = append(out, keyLabel(k))
	}
	return out
}

// modeNames are the screens as they are called in KEYS.md and the file of
// keys.
var modeNames = []struct {
	mode
	name string
}{{modeRead, "reading"}, {modeList, "transcripts"}, {modeHits, "passages"}, {modeAgree, "agreement"}, {modeBook, "codebook"}, {modeAuto, "auto-coding"},
	{modeRounds, "rounds"}, {modeReconcile, "reconciling"}, {modeConflicts, "conflicts"}, {modeVersions, "versions"}, {modeWork, "worklist"}, {modeSegment, "segmenting"}}

// screens says where a binding works: “reading, passages” or “everywhere”.
func (b *binding) screens() string {
	var on []string
	for _, n := range modeNames {
		if b.mode&n.mode != 0 {
			on = append(on, n.name)
		}
	}
	if len(on) == len(modeNames) {
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
type keyTable []binding

// newKeyTable is the table before the user's own keys are put into it.
func newKeyTable(r *root, screens registry) keyTable {
	var t keyTable
	for _, e := range screens {
		t = append(t, e.Bindings()...)
	}
	return append(t, under("everywhere", r.anyKeys())...)
}

// defaultKeys is the table of a workbench that shows no study.
func defaultKeys() keyTable { return newRoot(context.Background(), nil, nil).keys }

// find gives the binding of a key on a screen; nil if it has none.
func (t keyTable) find(k string, m mode) *binding {
	for i := range t {
		if b := &t[i]; b.mode&m != 0 && slices.Contains(b.keys, k) {
			return b
		}
	}
	return nil
}

var inBraces = regexp.MustCompile(`\{[a-z-]+\}`)

// expand writes the keys of actions where a sentence has their names in braces,
// so that it is right after the user has changed her keys.
func (t keyTable) expand(sentence string) string {
	return inBraces.ReplaceAllStringFunc(sentence, func(s string) string {
		b := t.action(s[1 : len(s)-1])
		if b == nil {
			return s
		}
		return firstOf(b.shown(), "“"+b.name+"”")
	})
}

// under puts bindings below a heading of the help.
func under(part string, bindings []binding) []binding {
	bindings[0].part = part
	return bindings
}

// action gives the binding of a name; nil if there is none.
func (t keyTable) action(name string) *binding {
	for i := range t {
		if t[i].name == name {
			return &t[i]
		}
	}
	return nil
}

// on lists the bindings of a screen, in their order.
func (t keyTable) on(m mode) []*binding {
	var out []*binding
	for i := range t {
		if t[i].mode&m != 0 {
			out = append(out, &t[i])
		}
	}
	return out
}

// anyKeys work on every screen.
func (r *root) anyKeys() []binding {
	return []binding{
		{name: "undo", mode: modeAny, keys: []string{"u"}, help: "undo your last action; says what it takes back", foot: "undo",
			do: r.undo, why: r.noCoder, live: r.undoWords},
		{name: "redo", mode: modeAny, keys: []string{"ctrl+r", "U"}, help: "redo what was undone last", do: r.redo, why: r.noCoder},
		{name: "search", mode: modeAny, keys: []string{"/"}, help: "search all transcripts: words, “phrases”, code:trust, coder:ana, county:…", foot: "search",
			do: func() tea.Cmd { return r.GoTo(askSearchRequest{}) }},
		{name: "auto", mode: modeAny &^ (modeAuto | modeSegment), keys: []string{"@"}, help: "auto-code what a search finds (words, a /pattern/, a speaker:…), after a look at the list", do: func() tea.Cmd { return r.GoTo(askAutoRequest{}) }, why: r.noCoder},
		{name: "codebook", mode: modeList | modeRead | modeHits | modeAgree, keys: []string{"B"}, help: "the codebook, with definitions and counts", foot: "codebook",
			do: func() tea.Cmd { r.Enter(modeBook); return nil }},
		{name: "worklist", mode: modeList | modeHits | modeAgree | modeBook | modeVersions, keys: []string{"w"}, help: "your passages that wait for a look since their code changed", foot: "worklist",
			do: func() tea.Cmd { return r.GoTo(worklistRequest{}) }, why: r.noCoder},
		{name: "agreement", mode: modeList | modeRead | modeHits | modeBook, keys: []string{"A"}, help: "how far coders agree, code by code", foot: "agreement",
			do: func() tea.Cmd { return r.GoTo(agreeRequest{}) }},
		{name: "back", mode: modeAny &^ modeList, keys: []string{"esc", "q"}, help: "back to where you were",
			do: r.escape},
		{name: "memo-on", mode: modeAny, keys: []string{"M"}, help: "memo on something here: coding, words, transcript, case, code, the whole study", do: r.chooseSubject, why: r.noCoder},
		{name: "quit", mode: modeList, keys: []string{"q"}, help: "leave Concord", foot: "leave", do: r.quit},
		{name: "leave", mode: modeAny, keys: []string{"Q"}, help: "leave Concord from anywhere", do: r.quit},
		{name: "mouse", mode: modeAny, keys: []string{"f2"}, help: "the mouse, on or off: drag selects, click focuses, wheel scrolls", do: r.toggleMouse},
		{name: "theme", mode: modeAny, keys: []string{"f3"}, help: "another theme: dark, light, none", do: r.nextTheme},
		{name: "commands", mode: modeAny, keys: []string{":", "ctrl+p"}, help: "all commands by name", do: func() tea.Cmd { r.dialog = newPalette(); return nil }},
		{name: "help", mode: modeAny, keys: []string{"?", "f1"}, help: "the keys of this screen, and why one is off just now",
			do: func() tea.Cmd { r.dialog = &helpDialog{}; return nil }},
	}
}

// undoWords say what undo would take back, where there is room for them.
func (r *host) undoWords() string {
	if r.width < 100 {
		return "undo"
	}
	return strings.TrimSpace("undo " + oneLine(r.undoes, 24))
}

func (r *root) undo() tea.Cmd {
	var d store.ActionSummary
	return r.Do(&job{what: "undo", run: func(ctx context.Context, st *study.Study) (string, error) {
		var err error
		d, err = st.Project.Undo(ctx, st.Coder.ID)
		return "undone: " + d.Text, err
	}, after: func() tea.Cmd { return r.GoTo(undoneRequest{d}) }})
}

func (r *root) redo() tea.Cmd {
	return r.Do(&job{what: "redo", run: func(ctx context.Context, st *study.Study) (string, error) {
		d, err := st.Project.Redo(ctx, st.Coder.ID)
		return "done again: " + d.Text, err
	}})
}
