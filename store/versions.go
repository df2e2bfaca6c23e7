package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"concord/codebook"
)

// SaveVersion saves the working codebook as an immutable version, with a
// reason. Its parents are the saved versions that no other has as a parent; its
// number is one more than the highest. It is an error if nothing changed since
// the only parent.
func (p *Project) SaveVersion(ctx context.Context, by codebook.CoderID, reason string) (codebook.Version, error) {
	v := codebook.Version{Author: by, Reason: reason}
	err := p.act(ctx, by, func(a *action) error {
		book, _, err := replayCodes(a, nil)
		if err != nil {
			return err
		}
		if book.Len() == 0 {
			return errors.New("saving the codebook: it has no codes yet")
		}
		saved, err := readVersions(a)
		if err != nil {
			return err
		}
		v.ID, v.Time, v.Codes, v.Digest = codebook.VersionID(newID()), a.time, book.Codes(), codebook.Digest(book)
		v.Number, v.Parents = 1, nil
		for _, old := range saved {
			v.Number = max(v.Number, old.Number+1)
			isParent := slices.ContainsFunc(saved, func(x codebook.Version) bool { return slices.Contains(x.Parents, old.ID) })
			if !isParent {
				v.Parents = append(v.Parents, old.ID)
			}
			if old.Digest == v.Digest && !isParent {
				return fmt.Errorf("saving the codebook: nothing changed since %s (%s)", old.Label(), old.ShortDigest())
			}
		}
		_, err = a.add(Thing{ClassVersion, v.ID}, versionPayload{Version: &v})
		return err
	})
	return v, err
}

// readVersions gives the saved versions in order of their numbers.
func readVersions(v view) ([]codebook.Version, error) {
	var out []codebook.Version
	err := v.scan(bucketVersion, nil, func(_, raw []byte) error {
		var x codebook.Version
		err := json.Unmarshal(raw, &x)
		out = append(out, x)
		return err
	})
	slices.SortStableFunc(out, func(a, b codebook.Version) int {
		if a.Number != b.Number {
			return a.Number - b.Number
		}
		return a.ID.Compare(b.ID)
	})
	return out, err
}
