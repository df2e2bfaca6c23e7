package tui

import (
	"fmt"
	"os"

	"concord/tui/keymap"
)

// Actions lists what keys do, with the user's own keys, and says in sentences
// what is wrong with her file of keys.
func Actions() (actions []keymap.Action, problems []string, err error) {
	table, problems, err := userKeys()
	for i := range table {
		b := &table[i]
		actions = append(actions, keymap.Action{Name: b.Name, Screens: b.Screens(), Keys: b.Keys, Help: table.Expand(b.Help)})
	}
	return actions, problems, err
}

// userKeys is the table of keys with the user's own.
func userKeys() (keymap.Table, []string, error) {
	table := defaultKeys()
	problems, err := readUserKeys(table)
	return table, problems, err
}

// readUserKeys puts the user's own keys into a table, and says in sentences what
// is wrong with them.
func readUserKeys(table keymap.Table) (problems []string, err error) {
	path, err := keymap.KeysFile()
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
	return table.Configure(string(content)), nil
}
