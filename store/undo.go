package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"concord/codebook"
)

// Each coder has two stacks in each copy: actions she can take back, and undos
// she can take back again.
const (
	stackUndo = 'u'
	stackRedo = 'r'
)

// stackEntry names an action by its place among the events. ActionSummary is the place
// of the action that an undo or redo is about in the end, for describing it.
type stackEntry struct {
	actionPlace
	Original actionPlace `json:"deed"`
}

type actionPlace struct {
	Action ActionID `json:"action"`
	Clock  uint64   `json:"clock"` // of its first event
	Events int      `json:"events"`
}

// remember puts the finished action on its stack. An ordinary action ends what
// could be redone.
func (a *action) remember() error {
	if a.stack == 0 {
		return nil
	}
	place := actionPlace{a.id, a.events[0].Clock, len(a.events)}
	if a.undoes.IsZero() {
		a.original = place
		if err := a.clear(stackRedo); err != nil {
			return err
		}
	}
	return a.push(a.stack, stackEntry{place, a.original})
}

func (a *action) push(stack byte, e stackEntry) error {
	depth, _, err := a.top(stack)
	if err != nil {
		return err
	}
	raw, err := json.Marshal(e)
	if err != nil {
		return err
	}
	return a.put(bucketUndo, undoKey(a.by, stack, depth+1), raw)
}

// top gives the newest entry of a stack and its depth, which is 0 if the stack
// is empty.
func (a *action) top(stack byte) (depth uint32, e stackEntry, err error) {
	c := a.tx.Bucket([]byte(bucketUndo)).Cursor()
	k, _ := c.Seek(undoKey(a.by, stack+1, 0))
	back := c.Prev
	if k == nil {
		back = c.Last
	}
	k, v := back()
	if !bytes.HasPrefix(k, append(a.by[:], stack)) {
		return 0, e, nil
	}
	return binary.BigEndian.Uint32(k[17:]), e, json.Unmarshal(v, &e)
}

func (a *action) clear(stack byte) error {
	depth, _, err := a.top(stack)
	for ; depth > 0; depth-- {
		err = errors.Join(err, a.del(bucketUndo, undoKey(a.by, stack, depth)))
	}
	return err
}

// ErrNothingToUndo and ErrNothingToRedo say that a coder's stack is empty.
var (
	ErrNothingToUndo = errors.New("there is nothing of yours to undo in this copy of the project")
	ErrNothingToRedo = errors.New("there is nothing to redo")
)

// Undo takes back the coder's last action made in this copy, by events that set
// the earlier values again, and says what it took back. If something later
// stands on the action it says what, and changes nothing.
func (p *Project) Undo(ctx context.Context, by codebook.CoderID) (ActionSummary, error) {
	return p.takeBack(ctx, by, stackUndo, stackRedo, "undo", ErrNothingToUndo)
}

// longToTell is the number of events of an action that Undoable reads no more: an
// import, say.
const longToTell = 200

// Undoable says what the reader's Undo would take back now; ok is false if there
// is nothing, or if the action is too large to be described at every turn.
func (r Reader) Undoable(ctx context.Context) (d ActionSummary, ok bool, err error) {
	err = r.read(ctx, func(v view) error {
		var last []byte
		if err := v.scan(bucketUndo, append(r.coder[:], stackUndo), func(_, value []byte) error {
			last = value
			return nil
		}); err != nil || last == nil {
			return err
		}
		var entry stackEntry
		if err := json.Unmarshal(last, &entry); err != nil || entry.Original.Events > longToTell {
			return err
		}
		events, err := eventsOf(v, entry.Original)
		if err != nil {
			return err
		}
		ok = true
		d, err = describe(v, events)
		return err
	})
	return d, ok && err == nil, err
}

// Redo does again what the coder's last Undo took back, if she did nothing else
// since.
func (p *Project) Redo(ctx context.Context, by codebook.CoderID) (ActionSummary, error) {
	return p.takeBack(ctx, by, stackRedo, stackUndo, "redo", ErrNothingToRedo)
}

func (p *Project) takeBack(ctx context.Context, by codebook.CoderID, from, to byte, verb string, empty error) (ActionSummary, error) {
	var summary ActionSummary
	err := p.act(ctx, by, func(a *action) error {
		depth, entry, err := a.top(from)
		if err != nil {
			return err
		}
		if depth == 0 {
			return empty
		}
		done, err := eventsOf(a, entry.Original)
		if err != nil {
			return err
		}
		if summary, err = describe(a, done); err != nil {
			return err
		}
		events, err := eventsOf(a, entry.actionPlace)
		if err != nil {
			return err
		}
		a.undoes, a.stack, a.original = entry.Action, to, entry.Original
		if err := a.invert(events, verb); err != nil {
			return fmt.Errorf("cannot %s “%s”: %w", verb, summary.Text, err)
		}
		return a.del(bucketUndo, undoKey(by, from, depth))
	})
	return summary, err
}

// eventsOf reads the events of an action. Events of other copies may lie
// between them.
func eventsOf(v view, at actionPlace) ([]*Event, error) {
	var out []*Event
	for clock := at.Clock; clock < at.Clock+uint64(at.Events); clock++ {
		err := v.scan(bucketEvent, u64(clock), func(k, value []byte) error {
			e, err := decodeEvent(k, value)
			if err == nil && e.Action == at.Action {
				out = append(out, e)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	if len(out) != at.Events {
		return nil, fmt.Errorf("%w: an action has %d of its %d events", errDamagedEvent, len(out), at.Events)
	}
	return out, nil
}

// inversion is an event to be written: the earlier values of a thing.
type inversion struct {
	thing  Thing
	values map[string]json.RawMessage
}

// invert writes, for each event of an action, last first, one that sets the
// values that were there before it. Everything is checked before anything is
// written.
func (a *action) invert(events []*Event, verb string) error {
	mine := map[EventID]bool{}
	for _, e := range events {
		mine[e.ID] = true
	}
	var inversions []inversion
	for _, e := range slices.Backward(events) {
		th, err := a.thing(e.Thing)
		if err != nil {
			return err
		}
		values, err := valuesBefore(th, e, mine)
		if err != nil {
			return err
		}
		// A coding may be removed whatever memos are on it, and so again by a redo.
		again := verb == "redo" && e.Thing.Class == ClassCoding
		if string(values["removed"]) == "true" && !again {
			if err := a.standsOn(e.Thing, mine); err != nil {
				return err
			}
		}
		inversions = append(inversions, inversion{e.Thing, values})
	}
	for _, i := range inversions {
		raw, err := json.Marshal(i.values)
		if err != nil {
			return err
		}
		if _, err := a.event(i.thing, verb, json.RawMessage(raw)); err != nil {
			return err
		}
	}
	return nil
}

// valuesBefore gives the values that an event set, as they were before it; for
// an event that adds a thing, that the thing is removed. It fails if somebody
// set one of them later.
func valuesBefore(th *thing, e *Event, mine map[EventID]bool) (map[string]json.RawMessage, error) {
	set, err := payloadFields(e.Payload)
	if err != nil {
		return nil, err
	}
	delete(set, "reason") // the reason of a change, not a value of the code
	now, err := th.values()
	if err != nil {
		return nil, err
	}
	earlier := &thing{Thing: th.Thing}
	for _, x := range th.events {
		if x.Compare(e) < 0 {
			earlier.events = append(earlier.events, x)
		}
	}
	was, err := earlier.values()
	if err != nil {
		return nil, err
	}
	out := map[string]json.RawMessage{}
	for name := range set {
		if s := now[name].setter; s.Compare(e) > 0 && !mine[s.ID] && !sameValue(th.Class, name, now[name], field{set[name], e}) {
			return nil, fmt.Errorf("it was changed again later, on %s", s.Time.Local().Format("2 Jan at 15:04"))
		}
		out[name] = json.RawMessage("null")
		f, ok := was[name]
		if !ok || f.isNull() {
			continue
		}
		if out[name], err = exactValue(th.Class, name, f); err != nil {
			return nil, err
		}
	}
	if e.Verb == "add" {
		return map[string]json.RawMessage{"removed": json.RawMessage("true")}, nil
	}
	return out, nil
}

// sameValue reports whether a field has the value it was once given: later
// events may have changed it and set it back.
func sameValue(c Class, name string, now, then field) bool {
	a, err1 := exactValue(c, name, now)
	b, err2 := exactValue(c, name, then)
	return err1 == nil && err2 == nil && (string(a) == string(b) || now.isNull() && then.isNull())
}

// exactValue writes a field's value so that setting it again sets the very same
// one: a code's definition with the name of the change that made it.
func exactValue(c Class, name string, f field) (json.RawMessage, error) {
	if c != ClassCode || name != "defined" || f.isNull() {
		return f.value, nil
	}
	var d codebook.Defined
	if err := json.Unmarshal(f.value, &d); err != nil {
		return nil, err
	}
	if d.By.IsZero() {
		d.By = codebook.ChangeID(f.setter.ID)
	}
	return json.Marshal(d)
}
