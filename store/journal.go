package store

import (
	"context"
	"encoding/json"
	"time"

	bolt "go.etcd.io/bbolt"
)

// JournalEntry is something that happened to this copy and is no event: a bundle
// read, a backup, a migration.
type JournalEntry struct {
	Time time.Time `json:"time"`
	What string    `json:"what"`
}

var journalPrefix = []byte("journal/")

// journal notes something in this copy's journal.
func (p *Project) journal(ctx context.Context, what string) error {
	raw, err := json.Marshal(JournalEntry{p.now().UTC().Truncate(time.Millisecond), what})
	if err != nil {
		return err
	}
	return p.withFile(ctx, false, func(db *bolt.DB) error {
		return db.Update(func(tx *bolt.Tx) error {
			b := tx.Bucket([]byte(bucketLocal))
			n, err := b.NextSequence()
			if err != nil {
				return err
			}
			return b.Put(append(journalPrefix[:len(journalPrefix):len(journalPrefix)], u64(n)...), raw)
		})
	})
}

// Journal gives this copy's journal, oldest first.
func (r Reader) Journal(ctx context.Context) ([]JournalEntry, error) {
	return readAll(ctx, r, func(v view) ([]JournalEntry, error) {
		return records[JournalEntry](v, bucketLocal, journalPrefix)
	})
}
