package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"concord/corpus"
)

// sharedText is a text as one copy hands it to another, with what belongs to it
// but is no event.
type sharedText struct {
	text    *corpus.Text
	secrets map[[8]byte][]byte
}

// merge adds events, and texts they name, from another copy: set union. Events
// that are here already are skipped; the order of arrival does not matter. It
// is not an action of anybody here, and cannot be undone.
func (p *Project) merge(ctx context.Context, events []*Event, texts []sharedText) (added int, err error) {
	err = p.withFile(ctx, false, func(db *bolt.DB) error {
		return db.Update(func(tx *bolt.Tx) error {
			s := fileState{tx}
			d := newDirty()
			if err := mergeTexts(s, d, texts); err != nil {
				return err
			}
			var fresh []*Event
			for _, e := range events {
				old := s.get(bucketEvent, e.key())
				if old == nil {
					fresh = append(fresh, e)
				} else if !bytes.Equal(old, e.encode()) {
					return fmt.Errorf("the event %s is another here than in the other copy; one of the two was tampered with", e.ID)
				}
			}
			// What each thing was must be read before the first new event about
			// it is indexed.
			for _, e := range fresh {
				if err := d.touch(s, e.Thing); err != nil {
					return err
				}
			}
			for _, e := range fresh {
				if s.get(bucketEvent, e.key()) != nil {
					continue // twice in one delivery
				}
				added++
				if err := keep(tx, e); err != nil {
					return err
				}
			}
			return settle(s, d, nil)
		})
	})
	return added, writeError(p.file, err)
}

// mergeTexts keeps the texts that are not here yet. The summaries of their
// transcripts may have waited for them.
func mergeTexts(s state, d *dirty, texts []sharedText) error {
	for _, t := range texts {
		if corpus.HashText(t.text.Body, t.text.Turns) != t.text.ID {
			return errors.New("a text is not what its name says; the delivery is damaged")
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
		transcripts, err := readTranscripts(s)
		if err != nil {
			return err
		}
		for _, tr := range transcripts {
			if tr.Text() == t.text.ID {
				if err := d.touch(s, Thing{ClassTranscript, tr.ID}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
