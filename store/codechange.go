package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"concord/codebook"
)

// codes are the changes that led to the working codebook, in their order. An
// action reads them once and adds its own, so that each of its changes is
// checked against the state the ones before it led to.
type codes struct {
	changes []codebook.Change
	book    *codebook.Codebook // nil if changes were added since
	bad     []codebook.Ineffective
}

func (c *codes) replay() (*codebook.Codebook, []codebook.Ineffective) {
	if c.book == nil {
		c.book, c.bad = codebook.Replay(c.changes)
	}
	return c.book, c.bad
}

func (c *codes) add(e *Event) error {
	change, err := changeOf(e)
	c.changes, c.book = append(c.changes, change), nil
	return err
}

// order gives the place of each code in the order of adding, those that were
// taken back counted too.
func (c *codes) order() map[codebook.CodeID]int {
	out := make(map[codebook.CodeID]int)
	for _, x := range c.changes {
		if _, known := out[x.Code]; !known && x.Kind == codebook.Add {
			out[x.Code] = len(out)
		}
	}
	return out
}

// readChanges reads all changes of codes for which keep holds (all, for nil).
func readChanges(v view, keep func(*Event) bool) (*codes, error) {
	out := &codes{}
	err := v.scan(bucketThing, []byte{byte(ClassCode)}, func(k, _ []byte) error {
		_, key := thingOfKey(k)
		e, err := readEvent(v, key)
		if err != nil || keep != nil && !keep(e) {
			return err
		}
		return out.add(e)
	})
	slices.SortFunc(out.changes, codebook.Change.Compare)
	return out, err
}

// codebook gives the working codebook as the action has left it so far.
func (a *action) codebook() (*codebook.Codebook, error) {
	if a.dirty.book == nil {
		var err error
		if a.dirty.book, err = readChanges(a, nil); err != nil {
			return nil, err
		}
	}
	b, _ := a.dirty.book.replay()
	return b, nil
}

// changeOf reads an event about a code as a change of the codebook.
func changeOf(e *Event) (codebook.Change, error) {
	c := codebook.Change{
		ID: codebook.ChangeID(e.ID), Clock: e.Clock, Kind: codebook.ChangeKind(e.Verb),
		Code: codebook.CodeID(e.Thing.ID), Author: e.Coder, Copy: e.Copy.String(), Time: e.Time,
	}
	if e.Verb == "redo" {
		c.Kind = codebook.Undo
	}
	payload := e.Payload
	if bytes.Contains(payload, []byte("null")) {
		var err error
		if payload, err = withoutNulls(payload); err != nil {
			return c, damagedChange(e, err)
		}
	}
	if err := json.Unmarshal(payload, &c.Values); err != nil {
		return c, damagedChange(e, err)
	}
	return c, nil
}

func damagedChange(e *Event, err error) error {
	return fmt.Errorf("%w: %s of a code: %w", errDamagedEvent, e.Verb, err)
}

// withoutNulls writes, for each value that is taken away, the one that a new
// code has.
func withoutNulls(payload []byte) ([]byte, error) {
	set, err := payloadFields(payload)
	if err != nil {
		return nil, err
	}
	for name, raw := range set {
		if string(raw) == "null" {
			set[name] = emptyValue[name]
		}
	}
	return json.Marshal(set)
}

var emptyValue = map[string]json.RawMessage{
	"name": json.RawMessage(`""`), "parent": json.RawMessage(`""`), "defined": json.RawMessage(`{}`),
	"examples": json.RawMessage(`{}`), "origin": json.RawMessage(`{"origin":"inductive"}`), "colour": json.RawMessage(`""`),
	"aliases": json.RawMessage(`[]`), "heading": json.RawMessage(`false`), "state": json.RawMessage(`{"status":"live"}`),
	"removed": json.RawMessage(`false`), "reason": json.RawMessage(`""`),
}
