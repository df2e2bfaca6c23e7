package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// pastView shows the state of a past moment over the texts of today. What a
// reader may not see today she may not see of yesterday either.
type pastView struct {
	past *memoryState
	now  view
}

func (v pastView) get(b bucket, key []byte) []byte {
	if mb := v.past.buckets[b]; mb != nil && b != bucketBlind {
		return mb.values[string(key)]
	}
	return v.now.get(b, key)
}

func (v pastView) scan(b bucket, prefix []byte, f func(k, v []byte) error) error {
	if v.past.buckets[b] != nil && b != bucketBlind {
		return v.past.scan(b, prefix, f)
	}
	return v.now.scan(b, prefix, f)
}

// AsOf gives the readings as they would have been at a past moment: a saved
// version of the codebook ("v2"), the last close of a round (its name), a state
// as exports name it ("1234-ab12…"), or a day or time ("2026-03-11",
// "2026-03-11 15:00", RFC 3339; a day counts to its end, in the local zone). By
// date, events count whose recorded time is not later.
func (r Reader) AsOf(ctx context.Context, moment string) (Reader, error) {
	err := r.read(ctx, func(v view) error {
		keep, err := momentOf(v, strings.TrimSpace(moment))
		if err != nil {
			return fmt.Errorf("reading as of %q: %w", moment, err)
		}
		r.past, err = rebuild(v, keep)
		if err != nil {
			return err
		}
		r.past.base = nil // dies with the transaction
		return nil
	})
	return r, err
}

// momentOf gives which events count at a moment.
func momentOf(v view, s string) (func(*Event) bool, error) {
	upTo := func(last *Event) func(*Event) bool {
		return func(e *Event) bool { return e.Compare(last) <= 0 }
	}
	versions, err := readVersions(v)
	if err != nil {
		return nil, err
	}
	for _, x := range versions {
		if strings.EqualFold(x.Label(), s) {
			th, err := fold(v, Thing{ClassVersion, x.ID}, nil)
			if err != nil {
				return nil, err
			}
			return upTo(th.added()), nil
		}
	}
	rounds, err := readRounds(v)
	if err != nil {
		return nil, err
	}
	for _, x := range rounds {
		if !strings.EqualFold(x.Name, s) {
			continue
		}
		th, err := fold(v, Thing{ClassRound, x.ID}, nil)
		if err != nil {
			return nil, err
		}
		for _, e := range slices.Backward(th.events) {
			if e.Verb == "close" {
				return upTo(e), nil
			}
		}
		return nil, fmt.Errorf("the round “%s” was not closed yet", x.Name)
	}
	if keep, ok, err := stateMoment(v, s); ok || err != nil {
		return keep, err
	}
	if t, length, err := ParseMoment(s); err == nil {
		last := t.Add(length)
		return func(e *Event) bool { return !e.Time.After(last) }, nil
	}
	return nil, fmt.Errorf("it is no saved version (such as v2), no round, no state and no date (such as 2026-03-11)")
}

// ParseMoment reads a day or a time as people write it: "2026-03-11",
// "2026-03-11 15:00", "2026-03-11 15:00:30" in the local zone, or RFC 3339. It
// gives where what was named begins and how long it lasts, less a millisecond: a
// day for a day, nothing for a time.
func ParseMoment(s string) (start time.Time, length time.Duration, err error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04", time.DateOnly} {
		t, err := time.ParseInLocation(layout, strings.TrimSpace(s), time.Local)
		if err != nil {
			continue
		}
		if layout == time.DateOnly {
			length = t.AddDate(0, 0, 1).Add(-time.Millisecond).Sub(t)
		}
		return t, length, nil
	}
	return start, 0, fmt.Errorf("%q is no date or time; write 2026-03-11 or “2026-03-11 15:00”", s)
}

// stateMoment finds the state with a name: the events that had arrived in this
// copy when it had as many as the name says.
func stateMoment(v view, s string) (func(*Event) bool, bool, error) {
	count, _, ok := strings.Cut(s, "-")
	n, err := strconv.Atoi(count)
	if !ok || err != nil || len(s) < len(count)+9 || strings.Count(s, "-") != 1 {
		return nil, false, nil
	}
	in := map[EventID]bool{}
	var ids []EventID
	err = v.scan(bucketArrival, nil, func(_, key []byte) error {
		if len(ids) < n {
			id := EventID(bytes.Clone(key[8:]))
			ids = append(ids, id)
			in[id] = true
		}
		return nil
	})
	if err != nil {
		return nil, true, err
	}
	if name := nameOf(ids); !strings.HasPrefix(name, s) {
		return nil, true, fmt.Errorf("this copy never held that state; when it had %d events its state was %s", len(ids), name)
	}
	return func(e *Event) bool { return in[e.ID] }, true, nil
}
