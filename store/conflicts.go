package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// Conflict is a thing to which two copies gave different values, neither knowing of
// the other. Both are kept; which is in force is decided by the order of events
// until somebody resolves it.
type Conflict struct {
	Thing    Thing          `json:"-"`
	Class    string         `json:"class"`
	Name     string         `json:"name"`   // of the thing, in words
	Fields   []string       `json:"fields"` // the values they differ in
	Replaced EventID        `json:"replaced"`
	Sides    []ConflictSide `json:"sides"`
	Resolved bool           `json:"resolved"`
}

// ConflictSide is what one copy made of the thing.
type ConflictSide struct {
	Event  EventID           `json:"event"`
	Coder  codebook.CoderID  `json:"coder"`
	Copy   string            `json:"copy"`
	Time   time.Time         `json:"time"`
	Verb   string            `json:"verb"`
	Values map[string]string `json:"values"` // by field, in words
	// InForce says that at least one of its values is the one shown.
	InForce bool `json:"in_force"`
}

// Conflicts lists the conflicts that the reader may know of, those not resolved
// first, in order of things.
func (r Reader) Conflicts(ctx context.Context) ([]Conflict, error) {
	return readAll(ctx, r, func(v view) ([]Conflict, error) {
		blind, err := r.blind(v)
		if err != nil {
			return nil, err
		}
		var out []Conflict
		var things []Thing
		err = v.scan(bucketConflict, nil, func(k, _ []byte) error {
			t := Thing{Class(k[0]), [16]byte(k[1:17])}
			if len(things) == 0 || things[len(things)-1] != t {
				things = append(things, t)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, t := range things {
			th, err := fold(v, t, nil)
			if err != nil {
				return nil, err
			}
			if hidden, err := blind.hides(v, th.last()); err != nil || hidden {
				if err != nil {
					return nil, err
				}
				continue
			}
			found, err := conflictsOf(v, th)
			if err != nil {
				return nil, err
			}
			out = append(out, found...)
		}
		slices.SortStableFunc(out, func(a, b Conflict) int {
			switch {
			case a.Resolved == b.Resolved:
				return 0
			case a.Resolved:
				return 1
			}
			return -1
		})
		return out, nil
	})
}

func conflictsOf(v view, th *thing) ([]Conflict, error) {
	found, err := th.conflicts()
	if err != nil {
		return nil, err
	}
	set, err := th.values()
	if err != nil {
		return nil, err
	}
	var out []Conflict
	for _, e := range th.events {
		sides, ok := found[e.ID]
		if !ok {
			continue
		}
		c := Conflict{Thing: th.Thing, Class: th.Class.String(), Replaced: e.ID, Fields: sharedFields(sides)}
		c.Resolved = string(set[fieldSettles+e.ID.String()].value) == "true"
		if c.Name, err = thingName(v, th); err != nil {
			return nil, err
		}
		for _, s := range sides {
			x := ConflictSide{Event: s.first, Values: map[string]string{}}
			for _, name := range c.Fields {
				f, sets := s.values[name]
				if !sets {
					continue
				}
				// Who made the values, not who made the first step.
				x.Coder, x.Copy, x.Time, x.Verb = th.who.of(f.setter.Coder), f.setter.Copy.String(), f.setter.Time, f.setter.Verb
				x.InForce = x.InForce || set[name].setter == f.setter
				if x.Values[name], err = valueInWords(v, name, f.value); err != nil {
					return nil, err
				}
				if c.Resolved {
					// Another event set what stayed.
					stayed, err := valueInWords(v, name, set[name].value)
					if err != nil {
						return nil, err
					}
					x.InForce = x.InForce || stayed == x.Values[name]
				}
			}
			c.Sides = append(c.Sides, x)
		}
		out = append(out, c)
	}
	return out, nil
}

// thingName names a thing for people.
func thingName(v view, th *thing) (string, error) {
	switch th.Class {
	case ClassCode:
		name, err := codeName(v, codebook.CodeID(th.ID))
		return "the code “" + name + "”", err
	case ClassTranscript:
		return transcriptName(v, corpus.TranscriptID(th.ID), th.added())
	case ClassCoding:
		r, err := codingOf(th.asAdded())
		if err != nil || r == nil {
			return "a coding", err
		}
		code, err := codeName(v, r.Code)
		if err != nil {
			return "", err
		}
		on, err := transcriptName(v, r.Transcript, nil)
		return fmt.Sprintf("the coding %s on %s", code, on), err
	}
	set, err := th.values()
	if err != nil {
		return "", err
	}
	for _, field := range []string{"name", "title", "label"} {
		var name string
		if f := set[field]; !f.isNull() && json.Unmarshal(f.value, &name) == nil && name != "" {
			return fmt.Sprintf("the %s “%s”", th.Class, name), nil
		}
	}
	return "a " + th.Class.String(), nil
}

// valueInWords writes a value as people say it, or as it is.
func valueInWords(v view, field string, raw json.RawMessage) (string, error) {
	var text string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return "(nothing)", nil
	case field == "parent":
		var id codebook.CodeID
		if err := json.Unmarshal(raw, &id); err != nil {
			return "", err
		}
		if id.IsZero() {
			return "at the top", nil
		}
		name, err := codeName(v, id)
		return "below “" + name + "”", err
	case field == "defined":
		var d codebook.Defined
		if err := json.Unmarshal(raw, &d); err != nil {
			return "", err
		}
		return definitionInWords(d.Definition), nil
	case field == "code":
		var c appliedPayload
		if err := json.Unmarshal(raw, &c); err != nil {
			return "", err
		}
		return codeName(v, c.Code)
	case field == "text" && json.Unmarshal(raw, new(memoText)) == nil:
		var m memoText
		err := json.Unmarshal(raw, &m)
		return m.Words, err
	case field == "place":
		var p placePayload
		if err := json.Unmarshal(raw, &p); err != nil {
			return "", err
		}
		return fmt.Sprintf("bytes %d to %d", p.Start, p.End), nil
	case json.Unmarshal(raw, &text) == nil:
		return text, nil
	}
	return string(raw), nil
}

func definitionInWords(d codebook.Definition) string {
	var parts []string
	for _, p := range []struct{ head, text string }{{"", d.Text}, {"Use when ", d.Include}, {"Not when ", d.Exclude}} {
		if p.text != "" {
			parts = append(parts, p.head+p.text)
		}
	}
	if len(parts) == 0 {
		return "(no definition)"
	}
	return strings.Join(parts, " ")
}

// ResolveConflict decides which side of a conflict stays: its values come into force,
// or stay there. What the other side said remains in the events.
func (p *Project) ResolveConflict(ctx context.Context, by codebook.CoderID, t Thing, replaced, keep EventID, reason string) error {
	return p.act(ctx, by, func(a *action) error {
		if err := a.named(); err != nil {
			return err
		}
		th, err := a.thing(t)
		if err != nil {
			return err
		}
		if err := a.checkOwner(th); err != nil {
			return err
		}
		found, err := th.conflicts()
		if err != nil {
			return err
		}
		sides := found[replaced]
		i := slices.IndexFunc(sides, func(s side) bool { return s.first == keep })
		if i < 0 {
			return errors.New("resolving a conflict: this conflict is not in the project any more; list them anew")
		}
		set, err := th.values()
		if err != nil {
			return err
		}
		return a.resolveConflict(th, replaced, sides[i], sharedFields(sides), set, reason)
	})
}

// resolveConflict writes the values of a side that are not in force, with the verbs
// they were first set with, and the mark that the conflict is resolved.
func (a *action) resolveConflict(th *thing, replaced EventID, s side, fields []string, now map[string]field, reason string) error {
	byVerb := map[string]map[string]any{}
	var verbs []string
	for _, name := range fields {
		f, sets := s.values[name]
		if !sets || canonical(f.value) == canonical(now[name].value) {
			continue
		}
		verb := f.setter.Verb
		if byVerb[verb] == nil {
			byVerb[verb] = map[string]any{}
			verbs = append(verbs, verb)
		}
		value := any(f.value)
		if th.Class == ClassCode && name == "defined" {
			// The definition comes back under its own name, and with it the codings
			// made under it.
			var d codebook.Defined
			if err := json.Unmarshal(f.value, &d); err != nil {
				return err
			}
			if d.By.IsZero() {
				d.By = codebook.ChangeID(f.setter.ID)
			}
			value = d
		}
		byVerb[verb][name] = value
	}
	if len(verbs) == 0 {
		verbs, byVerb = []string{"settle"}, map[string]map[string]any{"settle": {}}
	}
	byVerb[verbs[0]][fieldSettles+replaced.String()] = true
	for _, verb := range verbs {
		if th.Class == ClassCode {
			byVerb[verb]["reason"] = reason
		}
		raw, err := withFields(struct{}{}, byVerb[verb])
		if err != nil {
			return err
		}
		if _, err := a.event(th.Thing, verb, raw); err != nil {
			return err
		}
	}
	return nil
}

// checkOwner refuses to settle what another coder made: her codings and memos
// are hers, in whichever copy she made them.
func (a *action) checkOwner(th *thing) error {
	var owner codebook.CoderID
	switch th.Class {
	case ClassCoding:
		r, err := codingOf(th.asAdded())
		if err != nil || r == nil {
			return err
		}
		owner = r.Coder
	case ClassMemo:
		_, _, value, err := jsonRecord(th.asAdded())
		m, ok := value.(codebook.Memo)
		if err != nil || !ok {
			return err
		}
		owner = m.Coder
	default:
		return nil
	}
	if owner != th.who.of(a.by) {
		var c codebook.Coder
		_ = readJSON(a, bucketCoder, owner[:], &c)
		return fmt.Errorf("resolving a conflict: %s is %s’s; only she resolves it", th.Class, c.Name)
	}
	return nil
}
