package store

import (
	"encoding/json"
	"fmt"

	"concord/codebook"
)

// changeOf reads an event about a code as a change of the codebook.
func changeOf(e *Event) (codebook.Change, error) {
	c := codebook.Change{
		ID: codebook.ChangeID(e.ID), Clock: e.Clock, Kind: codebook.ChangeKind(e.Verb),
		Code: codebook.CodeID(e.Thing.ID), Author: e.Coder, Time: e.Time,
	}
	if e.Verb == "redo" {
		c.Kind = codebook.Undo
	}
	// A null takes a value away: it is then what a new code has.
	var set map[string]json.RawMessage
	if err := json.Unmarshal(e.Payload, &set); err != nil {
		return c, err
	}
	for name, raw := range set {
		if string(raw) == "null" {
			set[name] = emptyValue[name]
		}
	}
	filled, err := json.Marshal(set)
	if err != nil {
		return c, err
	}
	return c, json.Unmarshal(filled, &c.Values)
}

var emptyValue = map[string]json.RawMessage{
	"name": json.RawMessage(`""`), "parent": json.RawMessage(`""`), "defined": json.RawMessage(`{}`),
	"examples": json.RawMessage(`{}`), "origin": json.RawMessage(`{"origin":"inductive"}`), "colour": json.RawMessage(`""`),
	"aliases": json.RawMessage(`[]`), "state": json.RawMessage(`{"status":"live"}`), "removed": json.RawMessage(`false`),
	"reason": json.RawMessage(`""`),
}

// replayCodes rebuilds the working codebook from all events about codes.
func replayCodes(v view, keep func(*Event) bool) (*codebook.Codebook, []codebook.Ineffective, error) {
	var changes []codebook.Change
	err := v.scan(bucketThing, []byte{byte(ClassCode)}, func(k, _ []byte) error {
		_, key := thingOfKey(k)
		e, err := readEvent(v, key)
		if err != nil {
			return err
		}
		if keep != nil && !keep(e) {
			return nil
		}
		c, err := changeOf(e)
		if err != nil {
			return fmt.Errorf("%w: %s of a code: %w", errDamagedEvent, e.Verb, err)
		}
		changes = append(changes, c)
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	b, bad := codebook.Replay(changes)
	return b, bad, nil
}
