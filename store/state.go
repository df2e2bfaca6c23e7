package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// State names the state of this copy: the number of its events and the first
// half of the SHA-256 of their ids, sorted. Two copies with equal names hold
// the same events, and so the same state.
func (r Reader) State(ctx context.Context) (string, error) {
	return readAll(ctx, r, stateName)
}

func stateName(v view) (string, error) {
	var ids []EventID
	// By the index of things, which in a past state has the events of then.
	err := v.scan(bucketThing, nil, func(k, _ []byte) error {
		_, key := thingOfKey(k)
		ids = append(ids, EventID(key[8:]))
		return nil
	})
	return nameOf(ids), err
}

// nameOf names a set of events; it sorts them.
func nameOf(ids []EventID) string {
	slices.SortFunc(ids, EventID.Compare)
	h := sha256.New()
	for _, id := range ids {
		h.Write(id[:])
	}
	return fmt.Sprintf("%d-%s", len(ids), hex.EncodeToString(h.Sum(nil)[:16]))
}
