package store

import (
	"bytes"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// view reads buckets. What it returns dies with the transaction behind it:
// decode or copy before the call returns.
type view interface {
	get(b bucket, key []byte) []byte
	// scan calls f for each key with the prefix, in order, until f fails. f
	// must not write to the same bucket.
	scan(b bucket, prefix []byte, f func(key, value []byte) error) error
}

// state is a view that can be written to. The projection of events to state is
// written against it, so that the file and a rebuild in memory share it.
type state interface {
	view
	put(b bucket, key, value []byte) error
	del(b bucket, key []byte) error
}

// fileState is a bbolt transaction. A bucket that the file does not have yet,
// because it was made before there were such things, is empty.
type fileState struct{ tx *bolt.Tx }

func (s fileState) get(b bucket, key []byte) []byte {
	if in := s.tx.Bucket([]byte(b)); in != nil {
		return in.Get(key)
	}
	return nil
}

func (s fileState) scan(b bucket, prefix []byte, f func(k, v []byte) error) error {
	in := s.tx.Bucket([]byte(b))
	if in == nil {
		return nil
	}
	c := in.Cursor()
	for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
		if err := f(k, v); err != nil {
			return err
		}
	}
	return nil
}

func (s fileState) put(b bucket, key, value []byte) error {
	in := s.tx.Bucket([]byte(b))
	if in == nil {
		var err error
		if in, err = s.tx.CreateBucket([]byte(b)); err != nil {
			return err
		}
	}
	return in.Put(key, value)
}

func (s fileState) del(b bucket, key []byte) error {
	if in := s.tx.Bucket([]byte(b)); in != nil {
		return in.Delete(key)
	}
	return nil
}

// memoryState holds the state buckets in memory, over a view that holds the
// events and texts. It serves to rebuild state from events. Scanning sorts a
// bucket once after it was written to, so write in bulk, then scan.
type memoryState struct {
	base    view
	buckets map[bucket]*memoryBucket
}

type memoryBucket struct {
	values map[string][]byte
	sorted []string // nil if out of date
}

func newMemoryState(base view) *memoryState {
	m := &memoryState{base: base, buckets: map[bucket]*memoryBucket{}}
	for _, b := range stateBuckets {
		m.buckets[b] = &memoryBucket{values: map[string][]byte{}}
	}
	return m
}

func (m *memoryState) get(b bucket, key []byte) []byte {
	if mb := m.buckets[b]; mb != nil {
		return mb.values[string(key)]
	}
	return m.base.get(b, key)
}

func (m *memoryState) scan(b bucket, prefix []byte, f func(k, v []byte) error) error {
	mb := m.buckets[b]
	if mb == nil {
		return m.base.scan(b, prefix, f)
	}
	keys := mb.keys()
	from, _ := slices.BinarySearch(keys, string(prefix))
	for _, k := range keys[from:] {
		if !strings.HasPrefix(k, string(prefix)) {
			break
		}
		if err := f([]byte(k), mb.values[k]); err != nil {
			return err
		}
	}
	return nil
}

func (mb *memoryBucket) keys() []string {
	if mb.sorted == nil {
		mb.sorted = make([]string, 0, len(mb.values))
		for k := range mb.values {
			mb.sorted = append(mb.sorted, k)
		}
		slices.Sort(mb.sorted)
	}
	return mb.sorted
}

func (m *memoryState) put(b bucket, key, value []byte) error {
	mb := m.buckets[b]
	if _, there := mb.values[string(key)]; !there {
		mb.sorted = nil
	}
	mb.values[string(key)] = bytes.Clone(value)
	return nil
}

func (m *memoryState) del(b bucket, key []byte) error {
	mb := m.buckets[b]
	if _, there := mb.values[string(key)]; there {
		delete(mb.values, string(key))
		mb.sorted = nil
	}
	return nil
}
