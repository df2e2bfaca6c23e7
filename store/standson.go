package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/corpus"
)

// standsOn refuses to remove a thing on which other live things stand, unless
// the same action made them. It is what keeps an undo from pulling the ground
// from under somebody's work.
func (a *action) standsOn(t Thing, mine map[EventID]bool) error {
	if err := a.roundsStandOn(t, mine); err != nil {
		return err
	}
	var codings, memos, codes, led, themes int
	isMine := func(t Thing) (bool, error) {
		th, err := a.thing(t)
		if err != nil {
			return false, err
		}
		added := th.added()
		return added != nil && mine[added.ID], nil
	}
	count := func(n *int, t Thing) error {
		is, err := isMine(t)
		if err == nil && !is {
			*n++
		}
		return err
	}
	// countSet counts a thing unless the same action set a value of it, which
	// is then taken back too.
	countSet := func(n *int, t Thing, name string) error {
		th, err := a.thing(t)
		if err != nil {
			return err
		}
		for _, e := range th.events {
			set, err := payloadFields(e.Payload)
			if _, sets := set[name]; err != nil || mine[e.ID] && sets {
				return err
			}
		}
		*n++
		return nil
	}
	eachCoding := func(prefix []byte, match func(codebook.Coding) bool) error {
		return a.scan(bucketCoding, prefix, func(k, v []byte) error {
			r, err := decodeCoding(k, v)
			if err != nil || !match(r.Coding) {
				return err
			}
			return count(&codings, Thing{ClassCoding, r.ID})
		})
	}
	eachMemo := func(match func(codebook.Memo) bool) error {
		return a.scan(bucketMemo, nil, func(_, v []byte) error {
			var m codebook.Memo
			if err := json.Unmarshal(v, &m); err != nil || !match(m) {
				return err
			}
			return count(&memos, Thing{ClassMemo, m.ID})
		})
	}
	var err error
	switch t.Class {
	case ClassTranscript:
		err = errors.Join(
			eachCoding(t.ID[:], func(codebook.Coding) bool { return true }),
			eachMemo(func(m codebook.Memo) bool { return m.About.Transcript == corpus.TranscriptID(t.ID) }))
	case ClassCode:
		id := codebook.CodeID(t.ID)
		err = errors.Join(
			eachCoding(nil, func(c codebook.Coding) bool { return c.Code == id }),
			eachMemo(func(m codebook.Memo) bool { return m.About.Code == id }),
			a.scan(bucketCode, nil, func(k, v []byte) error {
				var c codeRecord
				if err := json.Unmarshal(v, &c); err != nil {
					return err
				}
				if slices.Contains(c.Into, id) {
					return countSet(&led, Thing{ClassCode, c.ID}, "state")
				}
				if c.Parent != id {
					return nil
				}
				return count(&codes, Thing{ClassCode, c.ID})
			}),
			a.scan(bucketTheme, nil, func(_, v []byte) error {
				var t themeRecord
				if err := json.Unmarshal(v, &t); err != nil || !t.Holds(id) {
					return err
				}
				return countSet(&themes, Thing{ClassTheme, t.ID}, fieldCode+id.String())
			}))
	case ClassCoder:
		id := codebook.CoderID(t.ID)
		err = errors.Join(
			eachCoding(nil, func(c codebook.Coding) bool { return c.Coder == id }),
			eachMemo(func(m codebook.Memo) bool { return m.Coder == id }))
	case ClassCoding:
		err = eachMemo(func(m codebook.Memo) bool { return m.About.Coding == codebook.CodingID(t.ID) })
	}
	switch {
	case err != nil:
		return err
	case codings > 0:
		return fmt.Errorf("%d %s on it; take that back first", codings, plural(codings, "coding stands", "codings stand"))
	case memos > 0:
		return fmt.Errorf("%d %s on it; take that back first", memos, plural(memos, "memo stands", "memos stand"))
	case led > 0:
		return fmt.Errorf("%d %s into it; take that back first", led, plural(led, "code was merged or split", "codes were merged or split"))
	case themes > 0:
		return fmt.Errorf("%d %s it; take that back first", themes, plural(themes, "theme holds", "themes hold"))
	case codes > 0:
		return fmt.Errorf("%d %s below it; take that back first", codes, plural(codes, "code stands", "codes stand"))
	}
	return nil
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
