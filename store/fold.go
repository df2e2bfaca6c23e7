package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// thing is what the events about one thing amount to. A thing exists from the
// event that adds it; each of its values is that of the last event that sets
// it.
type thing struct {
	Thing
	events []*Event // in order
	fields map[string]field
	who    aliases // who is whom, for things that name coders
}

// field is one value of a thing and the event that set it last.
type field struct {
	value  json.RawMessage // nil or null: taken away
	setter *Event
}

func (f field) isNull() bool { return len(f.value) == 0 || string(f.value) == "null" }

// fold reads the events about a thing. Events for which keep is false are left
// out; a nil keep keeps all.
func fold(v view, t Thing, keep func(*Event) bool) (*thing, error) {
	th := &thing{Thing: t}
	var err error
	if th.who, err = aliasesOf(v); err != nil {
		return th, err
	}
	err = v.scan(bucketThing, thingPrefix(t), func(k, _ []byte) error {
		_, key := thingOfKey(k)
		e, err := readEvent(v, key)
		if err != nil {
			return err
		}
		if keep == nil || keep(e) {
			th.events = append(th.events, e)
		}
		return nil
	})
	return th, err
}

func readEvent(v view, key []byte) (*Event, error) {
	value := v.get(bucketEvent, key)
	if value == nil {
		return nil, fmt.Errorf("%w: an index names an event that is not there", errDamagedEvent)
	}
	return decodeEvent(key, value)
}

// values gives the last value of every field.
func (t *thing) values() (map[string]field, error) {
	if t.fields != nil {
		return t.fields, nil
	}
	t.fields = map[string]field{}
	for _, e := range t.events {
		set, err := payloadFields(e.Payload)
		if err != nil {
			return nil, fmt.Errorf("%w: %s of a %s: %w", errDamagedEvent, e.Verb, t.Class, err)
		}
		for name, value := range set {
			t.fields[name] = field{value, e}
		}
	}
	return t.fields, nil
}

func payloadFields(payload []byte) (map[string]json.RawMessage, error) {
	var set map[string]json.RawMessage
	err := json.Unmarshal(payload, &set)
	return set, err
}

// asAdded is the thing as the event that added it says, whatever came later.
func (t *thing) asAdded() *thing {
	out := &thing{Thing: t.Thing, who: t.who}
	if e := t.added(); e != nil {
		out.events = []*Event{e}
	}
	return out
}

// added is the first event that adds the thing; nil if none is here yet.
func (t *thing) added() *Event {
	for _, e := range t.events {
		if e.Verb == "add" {
			return e
		}
	}
	return nil
}

// last is the last event about the thing; nil if there is none.
func (t *thing) last() *Event {
	if len(t.events) == 0 {
		return nil
	}
	return t.events[len(t.events)-1]
}

// decode reads the thing's values into a struct whose fields carry their JSON
// names. live is false if the thing was never added, or is removed.
func (t *thing) decode(into any) (live bool, err error) {
	if t.added() == nil {
		return false, nil
	}
	if len(t.events) == 1 {
		// Most codings are one event: read it as it is.
		var gone struct {
			Removed bool `json:"removed"`
		}
		payload := t.events[0].Payload
		if bytes.Contains(payload, []byte(`"removed"`)) {
			if err := json.Unmarshal(payload, &gone); err != nil {
				return false, err
			}
		}
		return !gone.Removed, json.Unmarshal(payload, into)
	}
	set, err := t.values()
	if err != nil {
		return false, err
	}
	return !t.removed(), json.Unmarshal(object(set), into)
}

func (t *thing) removed() bool {
	set, err := t.values()
	return err == nil && string(set["removed"].value) == "true"
}

// live reports whether the thing was added and is not removed.
func (t *thing) live() bool { return t.added() != nil && !t.removed() }

// object writes fields as one JSON object, names sorted, nulls left out.
func object(set map[string]field) []byte {
	var b bytes.Buffer
	b.WriteByte('{')
	for _, name := range slices.Sorted(maps.Keys(set)) {
		if set[name].isNull() {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		key, _ := json.Marshal(name)
		b.Write(key)
		b.WriteByte(':')
		b.Write(set[name].value)
	}
	b.WriteByte('}')
	return b.Bytes()
}
