package store

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"concord/codebook"
)

// SaveVersion saves the working codebook as an immutable version, with a
// reason. Its parents are the saved versions that no other has as a parent. Its
// number is one more than the highest that this copy knows to have been used,
// even by a version that was taken back: a figure may have been published under
// it. It is an error if nothing changed since the only parent.
func (p *Project) SaveVersion(ctx context.Context, by codebook.CoderID, reason string) (codebook.Version, error) {
	v := codebook.Version{Author: by, Reason: reason}
	err := p.act(ctx, by, func(a *action) error {
		working, err := a.codebook()
		if err != nil {
			return err
		}
		if working.Len() == 0 {
			return errors.New("saving the codebook: it has no codes yet")
		}
		themes, err := readThemes(a)
		if err != nil {
			return err
		}
		saved, err := readVersions(a)
		if err != nil {
			return err
		}
		book := codebook.New(working.Codes(), themes...)
		v.ID, v.Time, v.Codes, v.Themes, v.Digest = codebook.VersionID(newID()), a.time, book.Codes(), themes, codebook.Digest(book)
		v.Parents = nil
		heads := codebook.Heads(saved)
		for _, h := range heads {
			v.Parents = append(v.Parents, h.ID)
		}
		if len(heads) == 1 && heads[0].Digest == v.Digest {
			return fmt.Errorf("saving the codebook: nothing changed since %s", heads[0].Citation())
		}
		if v.Number, err = a.nextNumber(); err != nil {
			return err
		}
		if v.Held, err = a.held(); err != nil {
			return err
		}
		_, err = a.add(Thing{ClassVersion, v.ID}, versionPayload{Version: &v})
		return err
	})
	return v, err
}

// nextNumber gives the number that no version had yet, as far as this copy
// knows.
func (a *action) nextNumber() (int, error) {
	n := 0
	err := a.scan(bucketThing, []byte{byte(ClassVersion)}, func(k, _ []byte) error {
		_, key := thingOfKey(k)
		e, err := readEvent(a, key)
		if err != nil {
			return err
		}
		var p struct {
			Version struct {
				Number int `json:"number"`
			} `json:"version"`
		}
		err = json.Unmarshal(e.Payload, &p)
		n = max(n, p.Version.Number)
		return err
	})
	return n + 1, err
}

// held gives, for each copy of the project, the clock of the last change of the
// codebook that was made there and is here.
func (a *action) held() (map[string]uint64, error) {
	out := map[string]uint64{}
	for _, class := range []Class{ClassCode, ClassTheme} {
		err := a.scan(bucketThing, []byte{byte(class)}, func(k, _ []byte) error {
			_, key := thingOfKey(k)
			e, err := readEvent(a, key)
			if err == nil {
				out[e.Copy.String()] = max(out[e.Copy.String()], e.Clock)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// readVersions gives the saved versions in order of their numbers, those of one
// number in order of their ids, each with a label of its own.
func readVersions(v view) ([]codebook.Version, error) {
	out, err := records[codebook.Version](v, bucketVersion, nil)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out, func(a, b codebook.Version) int {
		return cmp.Or(cmp.Compare(a.Number, b.Number), a.ID.Compare(b.ID))
	})
	coders, err := readCoders(v)
	codebook.LabelVersions(out, coders)
	return out, err
}
