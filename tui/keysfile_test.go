package tui

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"concord/tui/keymap"
)

func TestOwnKeys(t *testing.T) {
	for _, c := range []struct {
		file string
		want map[string]string // keys of actions
		say  []string
	}{
		{"# nothing\n\n", map[string]string{"code": "c"}, nil},
		{"code = k Ctrl-T\nprevious-turn = up\n", map[string]string{"code": "k ctrl+t", "previous-turn": "up"}, []string{"line 1: k is code now and no longer previous-turn, which keeps ↑"}},
		{"previous-turn = up\ncode = k\n", map[string]string{"code": "k", "previous-turn": "up"}, nil},
		{"flag = x", map[string]string{"flag": "x", "remove": "delete"}, []string{"x is flag now and no longer remove, which keeps delete"}},
		{"flag = .", map[string]string{"flag": ".", "again": ""}, []string{". is flag now and no longer again, which has no key now"}},
		{"flag = y\nremove = y", map[string]string{"flag": "y", "remove": ""}, []string{"line 2: y means flag already, and not remove too"}},
		{"remove =", map[string]string{"remove": ""}, nil},
		{"bind = = #", map[string]string{"bind": "= #"}, nil},
		{"frob = x\nwhat\ncode = hyper+q ctrl+c ctrl+m PgUp\ncode = z\ndigit = 0", map[string]string{"code": "pgup", "digit": "1 2 3 4 5 6 7 8 9"},
			[]string{"line 1: there is no action called “frob”", "line 2: “what” is not “action = keys”", "line 3: there is no key called “hyper+q”",
				"line 3: Ctrl-C always leaves", "line 3: no program can tell Ctrl-M", "line 3: PgUp is code now", "line 4: code was given keys before", "line 5: the digits cannot be changed"}},
		// The same key may mean something on another screen.
		{"open = o", map[string]string{"open": "o", "next-uncoded-turn": "o"}, nil},
	} {
		table := defaultKeys()
		said := table.Configure(c.file)
		if len(said) != len(c.say) {
			t.Errorf("%q: it says %q, not %q", c.file, said, c.say)
			continue
		}
		for i := range said {
			if !strings.Contains(said[i], c.say[i]) {
				t.Errorf("%q: it says %q, not %q", c.file, said[i], c.say[i])
			}
		}
		for name, want := range c.want {
			if got := strings.Join(table.Action(name).Keys, " "); got != want {
				t.Errorf("%q: %s has the keys %q, not %q", c.file, name, got, want)
			}
		}
		for _, m := range keymap.ModeNames {
			seen := map[string]bool{}
			for _, b := range table.On(m.Mode) {
				for _, k := range b.Keys {
					if seen[k] {
						t.Errorf("%q: %s means two things on the screen %s", c.file, k, m.Name)
					}
					seen[k] = true
				}
			}
		}
	}
}

// The reference is a file of keys: reading it changes nothing.
func TestTheReferenceOfKeysIsAFileOfKeys(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("HOME", dir)
	t.Setenv("AppData", dir)
	actions, problems, err := Actions()
	if err != nil || len(problems) > 0 || len(actions) != len(defaultKeys()) {
		t.Fatalf("%d actions, %q, %v", len(actions), problems, err)
	}
	var b bytes.Buffer
	if err := keymap.WriteKeys(&b, "keys.conf", actions); err != nil {
		t.Fatal(err)
	}
	table := defaultKeys()
	if said := table.Configure(b.String()); len(said) > 0 {
		t.Errorf("it says %q", said)
	}
	for i, b := range defaultKeys() {
		if !slices.Equal(b.Keys, table[i].Keys) {
			t.Errorf("%s: %q, was %q", b.Name, table[i].Keys, b.Keys)
		}
	}
}

// Own keys work, are in the footer and the help, and in sentences; what is wrong
// with the file is said at the start and with the help.
func TestOwnKeysOnTheScreen(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", dir)
	t.Setenv("HOME", dir)
	t.Setenv("AppData", dir)
	path, err := keymap.KeysFile()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("code = z\nbind = +\nfrob = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d := drive(t, 120, 36)
	d.r.readKeys()
	d.sees("keys.conf, line 3: there is no action called “frob”")
	d.Open("KI-07")
	d.goTurn("4")
	d.sees("z code")
	d.press("c")
	if d.r.dialog != nil {
		t.Error("c still opens the picker")
	}
	d.press("z")
	d.typed("trust")
	d.press("enter", "7")
	d.sees("7 has no code; + binds one")
	d.press("?")
	d.sees("keys.conf, line 3")
	if len(d.codings("KI-07")) != 1 {
		t.Error("z did not code")
	}
}
