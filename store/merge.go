package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"concord/corpus"
	"concord/store/projectfile"
)

// delivery is what one copy hands to another: events, and the texts with what
// belongs to them but is no event.
type delivery struct {
	events    []*Event
	texts     []sharedText
	originals map[[32]byte][]byte // deflated
}

type sharedText struct {
	text    *corpus.Text
	secrets map[[8]byte][]byte
}

// merge adds what another copy delivers: set union. Events that are here
// already are skipped; the order of arrival does not matter. check sees the
// transaction after the texts and before the events are added, and may refuse.
// A merge is not an action of anybody here, and cannot be undone.
func (p *Project) merge(ctx context.Context, d delivery, check func(v view, fresh []*Event) error, told steps) (fresh []*Event, err error) {
	err = p.withFile(ctx, false, func(db *bolt.DB) error {
		return db.Update(func(tx *bolt.Tx) error {
			s := fileState{tx}
			dirty := newDirty()
			if err := mergeTexts(s, dirty, d); err != nil {
				return err
			}
			if fresh, err = freshEvents(s, d.events, told); err != nil {
				return err
			}
			if check != nil {
				if err := check(s, fresh); err != nil {
					return err
				}
			}
			// What each thing was must be read before the first new event about
			// it is indexed.
			for i, e := range fresh {
				if err := errors.Join(dirty.touch(s, e.Thing), told.at("reading what there was", i, len(fresh))); err != nil {
					return err
				}
			}
			if err := keepAll(tx, fresh, told); err != nil {
				return err
			}
			dirty.told = told
			p.committed(tx)
			return settle(s, dirty, nil)
		})
	})
	return fresh, projectfile.WriteError(p.file, err)
}

// steps are told how far a long piece of work has come, and end it when its
// context is done. The zero steps are told nothing.
type steps struct {
	ctx  context.Context
	tell func(what string, done, of int)
}

// at is called for each of a number of things, before it is done.
func (s steps) at(what string, done, of int) error {
	if s.ctx == nil || done%1000 != 0 {
		return nil
	}
	if s.tell != nil {
		s.tell(what, done, of)
	}
	return s.ctx.Err()
}

// freshEvents gives those events that are not here, each once, in order. An
// event that is another here than in the delivery is refused.
func freshEvents(v view, events []*Event, told steps) ([]*Event, error) {
	var fresh []*Event
	for i, e := range events {
		if err := told.at("looking for what is new", i, len(events)); err != nil {
			return nil, err
		}
		old := v.get(bucketEvent, e.key())
		if old == nil {
			fresh = append(fresh, e)
		} else if !bytes.Equal(old, e.encode()) {
			return nil, fmt.Errorf("the event %s is another here than in the other copy; one of the two was tampered with", e.ID)
		}
	}
	slices.SortFunc(fresh, (*Event).Compare)
	return slices.CompactFunc(fresh, func(a, b *Event) bool { return a.ID == b.ID && a.Clock == b.Clock }), nil
}

// keepAll stores many events, each bucket in the order of its keys: random keys
// by the hundred thousand in one transaction take minutes.
func keepAll(tx *bolt.Tx, events []*Event, told steps) error {
	in, arrivals, things := tx.Bucket([]byte(bucketEvent)), tx.Bucket([]byte(bucketArrival)), tx.Bucket([]byte(bucketThing))
	in.FillPercent, arrivals.FillPercent = 0.95, 0.95
	keys := make([][]byte, 0, len(events))
	for i, e := range events {
		if err := told.at("keeping events", i, len(events)); err != nil {
			return err
		}
		if err := in.Put(e.key(), e.encode()); err != nil {
			return err
		}
		n, err := arrivals.NextSequence()
		if err != nil {
			return err
		}
		if err := arrivals.Put(u64(n), e.key()); err != nil {
			return err
		}
		keys = append(keys, thingKey(e.Thing, e.key()))
	}
	slices.SortFunc(keys, bytes.Compare)
	for _, k := range keys {
		if err := things.Put(k, nil); err != nil {
			return err
		}
	}
	return nil
}

// mergeTexts keeps the texts and originals that are not here yet. The summaries
// of their transcripts may have waited for them.
func mergeTexts(s state, d *dirty, from delivery) error {
	damaged := errors.New("a text is not what its name says; the delivery is damaged")
	for sum, packed := range from.originals {
		original, err := unpackOriginal(packed)
		if err != nil || sha256.Sum256(original) != sum {
			return damaged
		}
		if s.get(bucketOriginal, sum[:]) == nil {
			if err := s.put(bucketOriginal, sum[:], packed); err != nil {
				return err
			}
		}
	}
	var arrived []corpus.TextID
	for _, t := range from.texts {
		if corpus.HashText(t.text.Body, t.text.Turns) != t.text.ID {
			return damaged
		}
		for name, secret := range t.secrets {
			if err := s.put(bucketSecret, secretKey(t.text.ID, name), secret); err != nil {
				return err
			}
		}
		if s.get(bucketText, t.text.ID[:]) != nil {
			continue
		}
		if err := s.put(bucketText, t.text.ID[:], []byte(t.text.Body)); err != nil {
			return err
		}
		if err := s.put(bucketTurns, t.text.ID[:], corpus.EncodeTurns(t.text.Turns)); err != nil {
			return err
		}
		arrived = append(arrived, t.text.ID)
	}
	if len(arrived) == 0 {
		return nil
	}
	transcripts, err := readTranscripts(s)
	if err != nil {
		return err
	}
	for _, tr := range transcripts {
		if slices.Contains(arrived, tr.Text()) {
			if err := d.touch(s, Thing{ClassTranscript, tr.ID}); err != nil {
				return err
			}
		}
	}
	return nil
}
