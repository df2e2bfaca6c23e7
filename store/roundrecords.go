package store

import (
	"encoding/json"
	"slices"
	"strings"

	"concord/codebook"
)

// roundOf makes a round from its events; nil if there is none.
func roundOf(t *thing) (*codebook.Round, error) {
	var p roundPayload
	live, err := t.decode(&p)
	if err != nil || !live || p.Round == nil {
		return nil, err
	}
	set, err := t.values()
	if err != nil {
		return nil, err
	}
	r := *p.Round
	r.ID, r.Open = codebook.RoundID(t.ID), p.Open != nil && *p.Open
	r.Assignments = slices.Clone(r.Assignments)
	for i, a := range r.Assignments {
		var coders []codebook.CoderID
		for _, c := range a.Coders {
			if c = t.who.of(c); !slices.Contains(coders, c) {
				coders = append(coders, c)
			}
		}
		r.Assignments[i].Coders = coders
	}
	type at struct {
		f      field
		reopen bool
	}
	var marks []at
	for name, f := range set {
		if f.isNull() {
			continue
		}
		if strings.HasPrefix(name, fieldClose) {
			marks = append(marks, at{f, false})
		}
		if strings.HasPrefix(name, fieldReopen) {
			marks = append(marks, at{f, true})
		}
	}
	slices.SortFunc(marks, func(a, b at) int { return a.f.setter.Compare(b.f.setter) })
	for _, m := range marks {
		if m.reopen {
			var x codebook.Reopening
			if err := json.Unmarshal(m.f.value, &x); err != nil {
				return nil, err
			}
			r.Reopened = append(r.Reopened, x)
			continue
		}
		var x codebook.Close
		if err := json.Unmarshal(m.f.value, &x); err != nil {
			return nil, err
		}
		r.Closes = append(r.Closes, x)
	}
	return &r, nil
}

// decisionOf makes a decision from its events; nil if there is none.
func decisionOf(t *thing) (*codebook.Decision, error) {
	var p decisionPayload
	live, err := t.decode(&p)
	if err != nil || !live || p.Decision == nil {
		return nil, err
	}
	d := *p.Decision
	d.ID, d.Clock = codebook.DecisionID(t.ID), t.added().Clock
	return &d, nil
}

// round writes the record of a round, and who is blind because of it.
func (p *projection) round(th *thing, was *codebook.Round) error {
	now, err := roundOf(th)
	if err != nil {
		return err
	}
	if err := p.putJSON(bucketRound, th.ID[:], asAny(now)); err != nil {
		return err
	}
	if was != nil && was.Blind {
		if err := eachBlind(*was, func(key []byte) error { return p.s.del(bucketBlind, key) }); err != nil {
			return err
		}
	}
	if now == nil || !now.Open || !now.Blind {
		return nil
	}
	clock := u64(th.added().Clock)
	return eachBlind(*now, func(key []byte) error { return p.s.put(bucketBlind, key, clock) })
}

// eachBlind goes through the transcripts of a blind round and everybody who
// codes in it: she may see nothing of others on any of them, whoever was given
// them.
func eachBlind(r codebook.Round, f func(key []byte) error) error {
	coders := r.Coders()
	for _, a := range r.Assignments {
		for _, c := range coders {
			if err := f(blindKey(a.Transcript, c, r.ID)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *projection) decision(th *thing, was *codebook.Decision) error {
	now, err := decisionOf(th)
	if err != nil {
		return err
	}
	if was != nil {
		if err := p.s.del(bucketDecision, decisionKey(*was)); err != nil {
			return err
		}
	}
	if now == nil {
		return nil
	}
	return p.putJSON(bucketDecision, decisionKey(*now), now)
}

// asAny keeps a nil pointer from becoming a value that is not nil.
func asAny[T any](p *T) any {
	if p == nil {
		return nil
	}
	return p
}
