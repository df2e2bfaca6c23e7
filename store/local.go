package store

import (
	"context"
	"encoding/json"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"concord/codebook"
	"concord/corpus"
)

// The local bucket belongs to this copy alone: where readers stopped, which
// coder sits here. It never travels and counts in no digest.

var (
	localCopy  = []byte("copy")
	localCoder = []byte("coder")
)

// SetLocal keeps a value under a name for one coder (the zero coder for
// everyone) in this copy. It is not an action and cannot be undone.
func (p *Project) SetLocal(ctx context.Context, coder codebook.CoderID, name string, value any) error {
	raw, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return p.putLocal(ctx, localKey(coder, name), raw)
}

func (p *Project) putLocal(ctx context.Context, key, value []byte) error {
	return p.withFile(ctx, false, func(db *bolt.DB) error {
		return db.Update(func(tx *bolt.Tx) error {
			return tx.Bucket([]byte(bucketLocal)).Put(key, value)
		})
	})
}

// Local reads what SetLocal kept into value. ok is false if there is nothing.
func (p *Project) Local(ctx context.Context, coder codebook.CoderID, name string, value any) (ok bool, err error) {
	err = p.view(ctx, func(v view) error {
		raw := v.get(bucketLocal, localKey(coder, name))
		ok = raw != nil
		if !ok {
			return nil
		}
		return json.Unmarshal(raw, value)
	})
	return ok, err
}

func localKey(coder codebook.CoderID, name string) []byte {
	return append(append([]byte("for/"), coder[:]...), name...)
}

// ChooseCoder makes a coder the one who sits at this copy.
func (p *Project) ChooseCoder(ctx context.Context, coder codebook.CoderID) error {
	return p.putLocal(ctx, localCoder, coder[:])
}

// ChosenCoder is the coder who sits at this copy; the zero id if nobody was
// chosen.
func (p *Project) ChosenCoder(ctx context.Context) (codebook.CoderID, error) {
	var c codebook.CoderID
	err := p.view(ctx, func(v view) error {
		copy(c[:], v.get(bucketLocal, localCoder))
		return nil
	})
	return c, err
}

// Place is where a coder stopped reading a transcript: a position in a text,
// never a row of a screen.
type ReadingPosition struct {
	Text   corpus.TextID `json:"text"`
	Top    corpus.Offset `json:"top"`    // first byte on the screen
	Cursor corpus.Offset `json:"cursor"` // where the cursor stood
}

// SetReadingPosition remembers where a coder stopped in a transcript.
func (p *Project) SetReadingPosition(ctx context.Context, coder codebook.CoderID, t corpus.TranscriptID, at ReadingPosition) error {
	return p.SetLocal(ctx, coder, "place/"+t.String(), at)
}

// PlaceOf gives where a coder stopped in a transcript; ok is false if she has
// not read it here.
func (p *Project) ReadingPosition(ctx context.Context, coder codebook.CoderID, t corpus.TranscriptID) (at ReadingPosition, ok bool, err error) {
	ok, err = p.Local(ctx, coder, "place/"+t.String(), &at)
	return at, ok, err
}

// WhoCodes decides who acts: the coder of that name or id, else this copy's
// chosen coder, else the project's only one, else nobody (the zero coder).
func (p *Project) WhoCodes(ctx context.Context, name string) (codebook.Coder, error) {
	coders, err := p.As(codebook.CoderID{}).Coders(ctx)
	if err != nil {
		return codebook.Coder{}, err
	}
	if name != "" {
		return FindCoder(coders, name)
	}
	chosen, err := p.ChosenCoder(ctx)
	if err != nil {
		return codebook.Coder{}, err
	}
	for _, c := range coders {
		if c.ID == chosen {
			return c, nil
		}
	}
	if len(coders) == 1 {
		return coders[0], nil
	}
	return codebook.Coder{}, nil
}

// FindCoder gives the coder that a person means by s: a name or an id. An
// unknown one is an error that names those there are.
func FindCoder(coders []codebook.Coder, s string) (codebook.Coder, error) {
	var found []codebook.Coder
	var names []string
	for _, c := range coders {
		if c.ID.String() == s {
			return c, nil
		}
		if equalFold(c.Name, s) {
			found = append(found, c)
		}
		names = append(names, c.Name)
	}
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return codebook.Coder{}, fmt.Errorf("the coder %q is ambiguous: %s or %s; give the id", s, found[0].ID, found[1].ID)
	case len(names) == 0:
		return codebook.Coder{}, fmt.Errorf("there is no coder %q, nor any other yet; “concord coder add %s” adds one", s, s)
	}
	return codebook.Coder{}, fmt.Errorf("there is no coder %q; there are %s; “concord coder add %s” adds one", s, list(names), s)
}
