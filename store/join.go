package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"concord/codebook"
)

// aliases says which coders turned out to be the same person as others. It is
// nearly always empty.
type aliases map[codebook.CoderID]codebook.CoderID

// of gives who a coder is.
func (a aliases) of(c codebook.CoderID) codebook.CoderID {
	for range a {
		into, joined := a[c]
		if !joined {
			return c
		}
		c = into
	}
	return c
}

func aliasesOf(v view) (aliases, error) {
	var out aliases
	err := v.scan(bucketJoin, nil, func(k, value []byte) error {
		if out == nil {
			out = aliases{}
		}
		out[codebook.CoderID(k)] = codebook.CoderID(value)
		return nil
	})
	return out, err
}

// changedAliases gives everybody whom a change of aliases concerns.
func changedAliases(was, now aliases) map[codebook.CoderID]bool {
	out := map[codebook.CoderID]bool{}
	for _, pair := range [][2]aliases{{was, now}, {now, was}} {
		for c := range pair[0] {
			if pair[0].of(c) != pair[1].of(c) {
				out[c], out[pair[0].of(c)], out[pair[1].of(c)] = true, true, true
			}
		}
	}
	return out
}

// touchWorkOf makes everything dirty that is kept as the work of some coders.
// What it was is what is kept: the aliases have changed already.
func (d *dirty) touchWorkOf(s state, coders map[codebook.CoderID]bool) error {
	if len(coders) == 0 {
		return nil
	}
	touch := func(t Thing, b *before) {
		if d.things[t] == nil {
			d.things[t] = b
		}
	}
	return errors.Join(
		s.scan(bucketCoding, nil, func(k, v []byte) error {
			r, err := decodeCoding(k, v)
			if err == nil && coders[r.Coder] {
				touch(Thing{ClassCoding, r.ID}, &before{coding: &r})
			}
			return err
		}),
		s.scan(bucketCompletion, nil, func(_, v []byte) error {
			var c codebook.Completion
			err := json.Unmarshal(v, &c)
			if err == nil && coders[c.Coder] {
				touch(Thing{ClassCompletion, c.ID}, &before{completion: &c})
			}
			return err
		}),
		s.scan(bucketMemo, nil, func(_, v []byte) error {
			var m codebook.Memo
			err := json.Unmarshal(v, &m)
			if err == nil && coders[m.Coder] {
				touch(Thing{ClassMemo, m.ID}, &before{})
			}
			return err
		}),
		s.scan(bucketRound, nil, func(_, v []byte) error {
			var r codebook.Round
			err := json.Unmarshal(v, &r)
			if err == nil {
				touch(Thing{ClassRound, r.ID}, &before{round: &r})
			}
			return err
		}))
}

// join keeps in its bucket that a coder is another.
func (p *projection) join(record any, id codebook.CoderID) error {
	c, live := record.(codebook.Coder)
	if !live || c.Joined.IsZero() || c.Joined == id {
		return p.s.del(bucketJoin, id[:])
	}
	return p.s.put(bucketJoin, id[:], c.Joined[:])
}

// JoinCoders says that two coders, made in two copies, are one person: the work
// of the first is from now on, and was always, that of the second. Undo parts
// them again.
func (p *Project) JoinCoders(ctx context.Context, by, coder, into codebook.CoderID) error {
	return p.act(ctx, by, func(a *action) error {
		for _, id := range []codebook.CoderID{coder, into} {
			if a.get(bucketCoder, id[:]) == nil {
				return fmt.Errorf("joining coders: the coder %s is not in this project", id)
			}
		}
		who, err := aliasesOf(a)
		if err != nil {
			return err
		}
		if who.of(into) == who.of(coder) {
			return errors.New("joining coders: they are one already")
		}
		err = a.scan(bucketRound, nil, func(_, v []byte) error {
			var r codebook.Round
			if err := json.Unmarshal(v, &r); err != nil || !r.Open {
				return err
			}
			for _, as := range r.Assignments {
				if r.Codes(who.of(coder), as.Transcript) && r.Codes(who.of(into), as.Transcript) {
					return fmt.Errorf("joining coders: both code in the open round “%s”; close it first", r.Name)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		_, err = a.event(Thing{ClassCoder, coder}, "join", coderPayload{Joined: ptr(who.of(into))})
		return err
	})
}
