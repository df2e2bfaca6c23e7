package store

import (
	"context"
	"fmt"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"
)

// Format is the number of the file format that this program writes.
const Format = 3

// migration takes a file from one format to the next.
type migration struct {
	from  int // to from+1
	about string
	run   func(*bolt.Tx) error
}

// migrations are in order of from and never change once released. A migration
// never touches texts or events' meaning.
var migrations = []migration{
	{1, "themes; codings counted by the definition they were made under; rounds and decisions", remakeState},
	{2, "segmentations", remakeState},
}

// remakeState makes all state anew from the events, in buckets that are made if
// they are not there: enough wherever only the state has another form.
func remakeState(tx *bolt.Tx) error {
	for _, b := range allBuckets {
		if _, err := tx.CreateBucketIfNotExists([]byte(b)); err != nil {
			return err
		}
	}
	m, err := rebuild(fileState{tx}, nil)
	if err != nil {
		return err
	}
	for _, b := range stateBuckets {
		if err := tx.DeleteBucket([]byte(b)); err != nil {
			return err
		}
		to, err := tx.CreateBucket([]byte(b))
		if err != nil {
			return err
		}
		to.FillPercent = 0.95
		values := m.buckets[b].values
		for _, k := range slices.Sorted(maps.Keys(values)) {
			if err := to.Put([]byte(k), values[k]); err != nil {
				return err
			}
		}
	}
	return nil
}

// migrate brings a file of an older format up to date: one migration at a
// time, each after a backup and in a transaction of its own that also writes
// the new number. A newer file is refused.
func (p *Project) migrate(ctx context.Context, m metaRecord, steps []migration, target int) error {
	if m.Format > target {
		return fmt.Errorf("opening %s: it was written by a newer Concord (%s, format %d; this one knows format %d); install the newer version", p.file, m.Program, m.Format, target)
	}
	for _, step := range steps {
		if step.from < m.Format {
			continue
		}
		if step.from != m.Format {
			return fmt.Errorf("opening %s: no way leads from its format %d to format %d", p.file, m.Format, target)
		}
		if _, err := p.backupTo(ctx, fmt.Sprintf("before-format-%d", step.from+1)); err != nil {
			return fmt.Errorf("backing up before “%s”: %w", step.about, err)
		}
		err := p.withFile(ctx, false, func(db *bolt.DB) error {
			return db.Update(func(tx *bolt.Tx) error {
				if err := step.run(tx); err != nil {
					return err
				}
				m.Format, m.Program = step.from+1, p.program
				return writeMeta(tx, m)
			})
		})
		if err != nil {
			return fmt.Errorf("bringing %s from format %d to %d (%s): %w; the file is as it was", p.file, step.from, step.from+1, step.about, err)
		}
	}
	if m.Format != target {
		return fmt.Errorf("opening %s: no way leads from its format %d to format %d", p.file, m.Format, target)
	}
	return nil
}
