package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"concord/corpus"
	"concord/store/projectfile"
)

// CheckReport is what Check found.
type CheckReport struct {
	Events, Transcripts, Texts, Codings int
	// State names the state: the number of events and the digest of their ids.
	State string
	// Conflicts is the number of places where two events replace the same one.
	// Both are kept; it is no damage.
	Conflicts int
	// Problems are sentences; empty if all is well.
	Problems []string
}

// maxProblems keeps the report of a badly damaged file readable.
const maxProblems = 50

func (r *CheckReport) problem(format string, args ...any) {
	switch n := len(r.Problems); {
	case n < maxProblems:
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	case n == maxProblems:
		r.Problems = append(r.Problems, "… and more")
	}
}

// Check verifies the whole project and changes nothing: the file's structure;
// every event; that the state kept is the state the events lead to, byte for
// byte; that every text is the text it was, and every original; that every
// coding's quote is what it was when the coding was made.
func (p *Project) Check(ctx context.Context) (CheckReport, error) {
	var r CheckReport
	err := p.withFile(ctx, true, func(db *bolt.DB) error { return r.all(ctx, db) })
	return r, err
}

// CheckFile is Check on a project file that nobody works with, such as a backup.
func CheckFile(ctx context.Context, path string) (CheckReport, error) {
	var r CheckReport
	err := projectfile.UseAlone(path, func(db *bolt.DB) error {
		if _, err := readMeta(db); err != nil {
			return fmt.Errorf("opening %s: %w", path, err)
		}
		return r.all(ctx, db)
	})
	return r, err
}

func (r *CheckReport) all(ctx context.Context, db *bolt.DB) error {
	faults, err := projectfile.WalkFile(db.Path(), nil)
	for _, f := range faults {
		r.problem("the file's structure: %s", f)
	}
	if err != nil || len(faults) > 0 {
		return err
	}
	// The state and the words are checked side by side, each in a transaction
	// of its own: transactions are not for two goroutines.
	var words CheckReport
	done := make(chan error, 1)
	go func() {
		done <- projectfile.Guard(db.Path(), func() error {
			return checkSteps(ctx, db, &words, (*checking).texts, (*checking).originals, (*checking).codings)
		})
	}()
	// Whatever happens here, the other ends before the file is closed.
	err = projectfile.Guard(db.Path(), func() error {
		return checkSteps(ctx, db, r, (*checking).events, (*checking).state, (*checking).name)
	})
	err = errors.Join(err, <-done)
	r.Transcripts, r.Texts, r.Codings = words.Transcripts, words.Texts, words.Codings
	for _, problem := range words.Problems {
		r.problem("%s", problem)
	}
	return err
}

func checkSteps(ctx context.Context, db *bolt.DB, r *CheckReport, steps ...func(*checking) error) error {
	return db.View(func(tx *bolt.Tx) error {
		c := &checking{fileState{tx}, r}
		for _, step := range steps {
			if err := errors.Join(step(c), ctx.Err()); err != nil {
				return err
			}
		}
		return nil
	})
}

type checking struct {
	fileState
	r *CheckReport
}

// events checks that every event can be read, is indexed and has arrived.
func (c *checking) events() error {
	arrived := map[string]bool{}
	err := c.scan(bucketArrival, nil, func(_, key []byte) error {
		if arrived[string(key)] {
			c.r.problem("the event %x stands twice in the order of arrival", key)
		}
		arrived[string(key)] = true
		return nil
	})
	if err != nil {
		return err
	}
	err = c.scan(bucketEvent, nil, func(k, v []byte) error {
		c.r.Events++
		e, err := decodeEvent(k, v)
		if err != nil {
			c.r.problem("the event %x cannot be read", k)
			return nil
		}
		if !json.Valid(e.Payload) {
			c.r.problem("the event %s (%s of a %s) has a damaged payload", e.ID, e.Verb, e.Thing.Class)
		}
		if !arrived[string(k)] {
			c.r.problem("the event %s is missing from the order of arrival", e.ID)
		}
		return nil
	})
	if len(arrived) != c.r.Events {
		c.r.problem("%d events arrived, %d are there", len(arrived), c.r.Events)
	}
	return err
}

// name names the state that was checked.
func (c *checking) name() (err error) {
	c.r.State, err = stateName(c)
	return err
}

// rebuild makes the state anew from the events for which keep holds (all, for
// nil), in memory.
func rebuild(base view, keep func(*Event) bool) (*memoryState, error) {
	m := newMemoryState(base)
	d := newDirty()
	err := base.scan(bucketEvent, nil, func(k, v []byte) error {
		e, err := decodeEvent(k, v)
		if err != nil || keep != nil && !keep(e) {
			return err
		}
		d.things[e.Thing] = &before{}
		return m.put(bucketThing, thingKey(e.Thing, k), nil)
	})
	if err != nil {
		return nil, err
	}
	return m, settle(m, d, nil)
}

// state rebuilds the state and compares it with what is kept.
func (c *checking) state() error {
	if len(c.r.Problems) > 0 {
		return nil // what cannot be read cannot be rebuilt
	}
	m, err := rebuild(c.fileState, nil)
	if err != nil {
		c.r.problem("the state cannot be rebuilt from the events: %v", err)
		return nil
	}
	for _, b := range stateBuckets {
		want := m.buckets[b]
		seen := 0
		err := c.scan(b, nil, func(k, v []byte) error {
			w, ok := want.values[string(k)]
			switch {
			case !ok:
				c.r.problem("the bucket %q holds %x, which no event leads to", b, k)
			case !bytes.Equal(w, v):
				c.r.problem("the bucket %q holds another value under %x than the events lead to", b, k)
			}
			if ok {
				seen++
			}
			return nil
		})
		if err != nil {
			return err
		}
		if seen < len(want.values) {
			c.r.problem("the bucket %q lacks %d records that the events lead to", b, len(want.values)-seen)
		}
		if b == bucketConflict {
			c.r.Conflicts = seen
		}
	}
	return nil
}

// texts checks that each text hashes to its name.
func (c *checking) texts() error {
	err := c.scan(bucketText, nil, func(k, body []byte) error {
		c.r.Texts++
		turns, err := corpus.DecodeTurns(c.get(bucketTurns, k))
		if err != nil {
			c.r.problem("the turns of the text %x cannot be read", k)
			return nil
		}
		if t, err := corpus.NewText(string(body), turns); err != nil {
			c.r.problem("the text %x is damaged: %v", k, err)
		} else if !bytes.Equal(t.ID[:], k) {
			c.r.problem("the text %x is not what it was", k)
		}
		return nil
	})
	if err != nil {
		return err
	}
	ts, err := readTranscripts(c)
	for _, t := range ts {
		c.r.Transcripts++
		for _, id := range t.Texts {
			if c.get(bucketText, id[:]) == nil {
				c.r.problem("the text %s of %q is missing", id, t.Name)
			}
		}
	}
	return err
}

func (c *checking) originals() error {
	return c.scan(bucketOriginal, nil, func(sum, packed []byte) error {
		original, err := unpackOriginal(packed)
		if err != nil {
			c.r.problem("the original %x cannot be unpacked", sum)
		} else if got := sha256.Sum256(original); !bytes.Equal(got[:], sum) {
			c.r.problem("the original %x is not what it was", sum)
		}
		return nil
	})
}

// codings checks each coding against its own text.
func (c *checking) codings() error {
	return c.scan(bucketCoding, nil, func(k, v []byte) error {
		c.r.Codings++
		r, err := decodeCoding(k, v)
		if err != nil {
			c.r.problem("the coding %x cannot be read", k)
			return nil
		}
		quote, err := passage(c, r.Text, r.Span)
		if err != nil {
			c.r.problem("the coding %s: %v", r.ID, err)
			return nil
		}
		secret := c.get(bucketSecret, secretKey(r.Text, r.digest.Secret))
		if secret == nil {
			c.r.problem("the coding %s: the secret of its quote's digest is missing", r.ID)
		} else if keyedDigest(r.digest.Secret, secret, quote) != r.digest {
			c.r.problem("the coding %s: its quote is not what it was when the coding was made", r.ID)
		}
		return nil
	})
}
