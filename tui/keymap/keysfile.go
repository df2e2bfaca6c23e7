package keymap

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"
)

// The user's own keys lie in a file of her configuration folder, one action a
// line: its name, "=", its keys with blanks between them. Lines that begin with
// "#" are remarks. Actions that the file does not name keep their keys.

// KeysFile says where the file of the user's own keys is, or would be.
func KeysFile() (string, error) {
	dir, err := os.UserConfigDir()
	if err != nil {
		return "", fmt.Errorf("finding the folder of your settings: %w", err)
	}
	return filepath.Join(dir, "concord", "keys.conf"), nil
}

// Action is something that a key of the workbench does.
type Action struct {
	Name    string   `json:"action"`
	Screens string   `json:"screens"` // where it works: “reading, passages”
	Keys    []string `json:"keys"`    // as the file of keys writes them
	Help    string   `json:"help"`
}

// WriteKeys writes actions in the form of the file of keys, as its reference.
func WriteKeys(w io.Writer, path string, actions []Action) error {
	var b strings.Builder
	fmt.Fprintf(&b, `# Keys of Concord, in the form of %s:
# an action, "=", and its keys with blanks between them; no key leaves the action
# to the list of commands. Actions that the file does not name keep their keys.
# A key is a character, or %s,
# f1 to f12, shift+ an arrow, or ctrl+ a letter but c, h, i, j and m.
`, path, strings.Join(namedKeys, ", "))
	on := ""
	for _, a := range actions {
		if a.Screens != on {
			on = a.Screens
			fmt.Fprintf(&b, "\n# -- %s --\n", on)
		}
		fixed := ""
		if a.Name == "digit" {
			fixed = "# these cannot be changed: "
		}
		fmt.Fprintf(&b, "\n# %s\n%s%s = %s\n", a.Help, fixed, a.Name, strings.Join(a.Keys, " "))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// configure puts the keys of a file into the table, and says in sentences what
// of the file cannot be. A key that the file gives to an action is taken from
// the action that has it by default.
func (t Table) Configure(content string) (problems []string) {
	own := map[string]bool{} // actions that the file names
	say := func(line int, format string, a ...any) {
		problems = append(problems, fmt.Sprintf("keys.conf, line %d: ", line+1)+fmt.Sprintf(format, a...))
	}
	for n, line := range strings.Split(content, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, keys, ok := strings.Cut(line, "=")
		name = strings.TrimSpace(name)
		b := t.Action(name)
		switch {
		case !ok:
			say(n, "“%s” is not “action = keys”", name)
			continue
		case b == nil:
			say(n, "there is no action called “%s”; “concord keys” lists them", name)
			continue
		case own[name]:
			say(n, "%s was given keys before; these are not used", name)
			continue
		case name == "digit":
			say(n, "the digits cannot be changed")
			continue
		}
		own[name] = true
		b.Keys = nil
		for _, word := range strings.Fields(keys) {
			k, why := parseKey(word)
			if why != "" {
				say(n, "%s", why)
				continue
			}
			if taken := t.claim(b, k, own); taken != "" {
				say(n, "%s", taken)
			}
		}
	}
	return problems
}

// claim gives a key to an action. If another has it on one of the same screens,
// it says which lost it.
func (t Table) claim(b *Binding, k string, own map[string]bool) (lost string) {
	for i := range t {
		other := &t[i]
		if other == b || other.Mode&b.Mode == 0 || !slices.Contains(other.Keys, k) {
			continue
		}
		if own[other.Name] {
			return fmt.Sprintf("%s means %s already, and not %s too", keyLabel(k), other.Name, b.Name)
		}
		other.Keys = slices.DeleteFunc(slices.Clone(other.Keys), func(x string) bool { return x == k })
		rest := "which has no key now"
		if len(other.Keys) > 0 {
			rest = "which keeps " + strings.Join(other.AllShown(), " ")
		}
		lost = fmt.Sprintf("%s is %s now and no longer %s, %s", keyLabel(k), b.Name, other.Name, rest)
	}
	b.Keys = append(b.Keys, k)
	return lost
}

// namedKeys are the keys that are written as a word. Every terminal sends them.
var namedKeys = []string{"enter", "esc", "tab", "shift+tab", "space", "backspace", "delete", "up", "down", "left", "right", "pgup", "pgdown", "home", "end"}

// parseKey reads a key as people write it: j, Ctrl-D, shift+left, PgUp. why says
// in a sentence what is wrong with it.
func parseKey(word string) (k, why string) {
	if utf8.RuneCountInString(word) == 1 {
		return word, ""
	}
	k = strings.ToLower(word)
	for _, with := range []string{"ctrl", "shift"} {
		if rest, ok := strings.CutPrefix(k, with+"-"); ok {
			k = with + "+" + rest
		}
	}
	letter, ctrl := strings.CutPrefix(k, "ctrl+")
	var f int
	n, _ := fmt.Sscanf(k, "f%d", &f)
	switch {
	case slices.Contains(namedKeys, k), slices.Contains([]string{"shift+up", "shift+down", "shift+left", "shift+right"}, k),
		n == 1 && f >= 1 && f <= 12 && k == fmt.Sprint("f", f):
		return k, ""
	case k == "ctrl+c":
		return "", "Ctrl-C always leaves, and cannot be anything else"
	case ctrl && len(letter) == 1 && strings.Contains("hijm[", letter):
		return "", "no program can tell " + keyLabel(k) + " from another key; choose another"
	case ctrl && len(letter) == 1 && letter[0] >= 'a' && letter[0] <= 'z':
		return k, ""
	}
	return "", "there is no key called “" + word + "”"
}
