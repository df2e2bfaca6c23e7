package store

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// LogEntry is one event as the log shows it.
type LogEntry struct {
	// Number is the order of arrival in this copy, from 1; for a reader in a blind
	// round among what she may see: gaps would count the work of others.
	Number uint64           `json:"number"`
	Event  EventID          `json:"event"`
	Action ActionID         `json:"action"`
	Clock  uint64           `json:"clock,omitzero"` // zero for a reader in a blind round
	Time   time.Time        `json:"time"`
	Coder  codebook.CoderID `json:"coder,omitzero"`
	Verb   string           `json:"verb"`
	Thing  string           `json:"thing"` // its class
	ID     string           `json:"id"`
	Undoes ActionID         `json:"undoes,omitzero"`
	// ActionSummary says in words what the action did.
	Summary string `json:"summary"`
}

// LogFilter says which actions of the log are wanted; the zero filter wants all.
type LogFilter struct {
	After      uint64              // arrived after this number
	Last       int                 // only so many, the newest
	Coder      codebook.CoderID    // done by her
	Class      string              // about such things: "coding", "code" …
	Since      time.Time           // recorded at this time or later
	Until      time.Time           // recorded at this time or earlier
	Transcript corpus.TranscriptID // in this transcript, where it was in one place
}

// keeps decides on what can be told from an event alone.
func (f LogFilter) keeps(e *Event, by codebook.CoderID) bool {
	return (f.Coder.IsZero() || f.Coder == by) && (f.Class == "" || f.Class == e.Thing.Class.String()) &&
		(f.Since.IsZero() || !e.Time.Before(f.Since)) && (f.Until.IsZero() || !e.Time.After(f.Until))
}

// Log gives the actions that arrived in this copy, oldest first, one entry an
// action (that of its first event).
func (r Reader) Log(ctx context.Context, filter LogFilter) ([]LogEntry, error) {
	return readAll(ctx, r, func(v view) ([]LogEntry, error) {
		var actions [][]*Event
		var numbers []uint64
		blind, err := r.blind(v)
		if err != nil {
			return nil, err
		}
		seen := uint64(0)
		err = v.scan(bucketArrival, nil, func(k, key []byte) error {
			n := binary.BigEndian.Uint64(k)
			if n <= filter.After && !blind.any() {
				return nil
			}
			e, err := readEvent(v, key)
			if err != nil {
				return err
			}
			if hidden, err := blind.hides(v, e); err != nil || hidden {
				return err
			}
			if blind.any() {
				if seen++; seen <= filter.After {
					return nil
				}
				n = seen
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
		who, err := aliasesOf(v)
		if err != nil {
			return nil, err
		}
		out := []LogEntry{}
		for i, events := range slices.Backward(actions) {
			if filter.Last > 0 && len(out) == filter.Last {
				break
			}
			e := events[0]
			if !slices.ContainsFunc(events, func(e *Event) bool { return filter.keeps(e, who.of(e.Coder)) }) {
				continue
			}
			summary, err := describe(v, events)
			if err != nil {
				// One action that cannot be described must not hide all others.
				summary = ActionSummary{Text: fmt.Sprintf("%s of a %s (%v)", e.Verb, e.Thing.Class, err)}
			}
			if !filter.Transcript.IsZero() && summary.Transcript != filter.Transcript {
				continue
			}
			clock := e.Clock
			if blind.any() {
				clock = 0
			}
			out = append(out, LogEntry{numbers[i], e.ID, e.Action, clock, e.Time, who.of(e.Coder), e.Verb, e.Thing.Class.String(),
				hexID(e.Thing.ID), e.Undoes, summary.Text})
		}
		slices.Reverse(out)
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
