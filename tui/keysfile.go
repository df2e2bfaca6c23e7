package tui

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

// Actions lists what keys do, with the user's own keys, and says in sentences
// what is wrong with her file of keys.
func Actions() (actions []Action, problems []string, err error) {
	table, problems, err := userKeys()
	for i := range table {
		b := &table[i]
		actions = append(actions, Action{b.name, b.screens(), b.keys, table.expand(b.help)})
	}
	return actions, problems, err
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

// userKeys is the table of keys with the user's own.
func userKeys() (keyTable, []string, error) {
	table := defaultKeys()
	problems, err := readUserKeys(table)
	return table, problems, err
}

// readUserKeys puts the user's own keys into a table, and says in sentences what
// is wrong with them.
func readUserKeys(table keyTable) (problems []string, err error) {
	path, err := KeysFile()
	if err != nil {
		return nil, nil // there is no such folder, and so no file
	}
	content, err := os.ReadFile(path)
	switch {
	case os.IsNotExist(err):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("reading your keys: %w", err)
	}
	return table.configure(string(content)), nil
}

// configure puts the keys of a file into the table, and says in sentences what
// of the file cannot be. A key that the file gives to an action is taken from
// the action that has it by default.
func (t keyTable) configure(content string) (problems []string) {
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
		b := t.action(name)
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
		b.keys = nil
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
func (t keyTable) claim(b *binding, k string, own map[string]bool) (lost string) {
	for i := range t {
		other := &t[i]
		if other == b || other.mode&b.mode == 0 || !slices.Contains(other.keys, k) {
			continue
		}
		if own[other.name] {
			return fmt.Sprintf("%s means %s already, and not %s too", keyLabel(k), other.name, b.name)
		}
		other.keys = slices.DeleteFunc(slices.Clone(other.keys), func(x string) bool { return x == k })
		rest := "which has no key now"
		if len(other.keys) > 0 {
			rest = "which keeps " + strings.Join(other.allShown(), " ")
		}
		lost = fmt.Sprintf("%s is %s now and no longer %s, %s", keyLabel(k), b.name, other.name, rest)
	}
	b.keys = append(b.keys, k)
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
