package store

import (
	"context"
	"encoding/binary"
	"time"

	"concord/codebook"
)

// LogEntry is one event as the log shows it.
type LogEntry struct {
	Number uint64           `json:"number"` // order of arrival in this copy, from 1
	Event  EventID          `json:"event"`
	Action ActionID         `json:"action"`
	Clock  uint64           `json:"clock"`
	Time   time.Time        `json:"time"`
	Coder  codebook.CoderID `json:"coder,omitzero"`
	Verb   string           `json:"verb"`
	Thing  string           `json:"thing"` // its class
	ID     string           `json:"id"`
	Undoes ActionID         `json:"undoes,omitzero"`
	// Deed says in words what the action did.
	Deed string `json:"deed"`
}

// Log gives the actions that arrived in this copy after number since, oldest
// first, one entry an action (that of its first event); at most limit of the
// newest if limit is above zero.
func (r Reader) Log(ctx context.Context, since uint64, limit int) ([]LogEntry, error) {
	return readAll(ctx, r, func(v view) ([]LogEntry, error) {
		var actions [][]*Event
		var numbers []uint64
		blind, err := r.blind(v)
		if err != nil {
			return nil, err
		}
		err = v.scan(bucketArrival, nil, func(k, key []byte) error {
			n := binary.BigEndian.Uint64(k)
			if n <= since {
				return nil
			}
			e, err := readEvent(v, key)
			if err != nil {
				return err
			}
			if hidden, err := blind.hides(v, e); err != nil || hidden {
				return err
			}
			if last := len(actions) - 1; last >= 0 && actions[last][0].Action == e.Action {
				actions[last] = append(actions[last], e)
				return nil
			}
			actions, numbers = append(actions, []*Event{e}), append(numbers, n)
			return nil
		})
		if err != nil {
			return nil, err
		}
		if limit > 0 && len(actions) > limit {
			actions, numbers = actions[len(actions)-limit:], numbers[len(numbers)-limit:]
		}
		out := make([]LogEntry, len(actions))
		for i, events := range actions {
			e := events[0]
			deed, err := describe(v, events)
			if err != nil {
				return nil, err
			}
			out[i] = LogEntry{numbers[i], e.ID, e.Action, e.Clock, e.Time, e.Coder, e.Verb, e.Thing.Class.String(),
				hexID(e.Thing.ID), e.Undoes, deed.Text}
		}
		return out, nil
	})
}

// Arrived is the number of the last event that arrived in this copy; it grows
// with every change and says how far an index has come.
func (r Reader) Arrived(ctx context.Context) (uint64, error) {
	return readAll(ctx, r, func(v view) (uint64, error) {
		var n uint64
		if fs, ok := v.(fileState); ok {
			if k, _ := fs.tx.Bucket([]byte(bucketArrival)).Cursor().Last(); len(k) == 8 {
				n = binary.BigEndian.Uint64(k)
			}
		}
		return n, nil
	})
}

func hexID(id [16]byte) string { return EventID(id).String() }
