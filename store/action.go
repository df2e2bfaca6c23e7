package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"concord/codebook"
	"concord/store/projectfile"
)

// action writes the events of one action within one transaction. Methods that
// validate read through it, then call add and set; act projects and commits.
type action struct {
	fileState
	p        *Project
	by       codebook.CoderID
	id       ActionID
	time     time.Time
	clock    uint64 // of the last event in this copy
	events   []*Event
	dirty    *dirty
	undoes   ActionID
	stack    byte        // which stack the action goes to: stackUndo or stackRedo; 0 for one that undo does not take back
	original actionPlace // what an undo or redo is about in the end
}

var errNothingToDo = errors.New("nothing to do")

// act runs one action. If f fails, or makes no event, nothing is written. The
// action is on the disk when act returns nil.
func (p *Project) act(ctx context.Context, by codebook.CoderID, f func(*action) error) error {
	err := p.withFile(ctx, false, func(db *bolt.DB) error {
		return db.Update(func(tx *bolt.Tx) error {
			if err := p.notOlder(tx); err != nil {
				return err
			}
			a := &action{fileState: fileState{tx}, p: p, by: by, id: ActionID(newID()),
				time: p.now().UTC().Truncate(time.Millisecond), dirty: newDirty(), stack: stackUndo}
			a.clock = highestClock(tx)
			if err := f(a); err != nil {
				return err
			}
			if len(a.events) == 0 {
				return errNothingToDo
			}
			if err := settle(a, a.dirty, nil); err != nil {
				return err
			}
			p.committed(tx)
			return a.remember()
		})
	})
	if errors.Is(err, errNothingToDo) {
		return nil
	}
	return projectfile.WriteError(p.file, err)
}

func highestClock(tx *bolt.Tx) uint64 {
	k, _ := tx.Bucket([]byte(bucketEvent)).Cursor().Last()
	if len(k) < 8 {
		return 0
	}
	return binary.BigEndian.Uint64(k)
}

// add records that a thing comes to be.
func (a *action) add(t Thing, payload any) (EventID, error) { return a.event(t, "add", payload) }

// event records one change of one thing. payload is a JSON object of the values
// it sets.
func (a *action) event(t Thing, verb string, payload any) (EventID, error) {
	raw, ok := payload.(json.RawMessage)
	if !ok {
		var err error
		if raw, err = json.Marshal(payload); err != nil {
			return EventID{}, err
		}
	}
	if err := checkNames(t, raw); err != nil {
		return EventID{}, err
	}
	a.clock++
	e := &Event{ID: EventID(newID()), Clock: a.clock, Action: a.id, Coder: a.by, Copy: a.p.copy, Time: a.time,
		Verb: verb, Thing: t, Payload: raw, Undoes: a.undoes}
	var err error
	if e.Replaces, err = a.replaced(t, raw); err != nil {
		return EventID{}, err
	}
	if err := a.dirty.touch(a, t); err != nil {
		return EventID{}, err
	}
	a.events = append(a.events, e)
	if t.Class == ClassCode && a.dirty.book != nil {
		if err := a.dirty.book.add(e); err != nil {
			return EventID{}, err
		}
	}
	return e.ID, keep(a.tx, e)
}

// replaced finds the last event that set any of the values a payload sets. The
// reason of a change is no value of the thing.
func (a *action) replaced(t Thing, payload []byte) (EventID, error) {
	th, err := a.thing(t)
	if err != nil || len(th.events) == 0 {
		return EventID{}, err
	}
	set, err := payloadFields(payload)
	if err != nil {
		return EventID{}, err
	}
	old, err := th.values()
	if err != nil {
		return EventID{}, err
	}
	var last *Event
	for name := range set {
		if f, ok := old[name]; ok && name != "reason" && (last == nil || f.setter.Compare(last) > 0) {
			last = f.setter
		}
	}
	if last == nil {
		return EventID{}, nil
	}
	return last.ID, nil
}

// keep stores an event with its place in the order of arrival and in the index
// of things.
func keep(tx *bolt.Tx, e *Event) error {
	// Events and arrivals are mostly appended: full pages, not half-full ones.
	events, arrivals := tx.Bucket([]byte(bucketEvent)), tx.Bucket([]byte(bucketArrival))
	events.FillPercent, arrivals.FillPercent = 0.95, 0.95
	if err := events.Put(e.key(), e.encode()); err != nil {
		return err
	}
	n, err := arrivals.NextSequence()
	if err != nil {
		return err
	}
	if err := arrivals.Put(u64(n), e.key()); err != nil {
		return err
	}
	return tx.Bucket([]byte(bucketThing)).Put(thingKey(e.Thing, e.key()), nil)
}

// thing reads what the events about a thing amount to.
func (a *action) thing(t Thing) (*thing, error) { return fold(a, t, nil) }

// named refuses an action that needs a coder and has none, or has one that is
// not in the project.
func (a *action) named() error {
	if a.by.IsZero() {
		return errors.New("it is not said who codes; choose a coder with --coder, CONCORD_CODER or “concord coder choose”")
	}
	if a.get(bucketCoder, a.by[:]) == nil {
		return fmt.Errorf("the coder %s is not in this project; “concord coder list” shows who is", a.by)
	}
	return nil
}
