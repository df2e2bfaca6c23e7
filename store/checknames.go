package store

import (
	"encoding/json"
	"fmt"
	"strings"

	"concord/corpus/prose"
)

// checkNames refuses a payload that gives a thing, or an attribute of it, a name
// with control characters. Names stand in lists, tables and messages, and a
// control character in one could hide what stands beside it.
func checkNames(t Thing, payload []byte) error {
	switch t.Class {
	case ClassCoding, ClassCompletion, ClassMemo:
		return nil // they have no names, and there are many
	}
	var value any
	if err := json.Unmarshal(payload, &value); err != nil {
		return nil // whoever reads the payload says what is wrong
	}
	return checkNamesIn(value)
}

func checkNamesIn(value any) error {
	switch value := value.(type) {
	case []any:
		for _, x := range value {
			if err := checkNamesIn(x); err != nil {
				return err
			}
		}
	case map[string]any:
		for field, x := range value {
			name, named := "", false
			switch field {
			case "name", "title", "label":
				name, named = x.(string)
			default:
				name, named = strings.CutPrefix(field, fieldAttribute)
			}
			if named {
				if wrong := prose.CheckName(name); wrong != "" {
					return fmt.Errorf("the name %q cannot be taken: %s", name, wrong)
				}
			}
			if err := checkNamesIn(x); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkDelivered refuses events from another copy that give names with control
// characters: no Concord makes them.
func checkDelivered(events []*Event) error {
	for _, e := range events {
		if err := checkNames(e.Thing, e.Payload); err != nil {
			return fmt.Errorf("%w; Concord takes no such names: another program made them, or the file was tampered with", err)
		}
	}
	return nil
}
