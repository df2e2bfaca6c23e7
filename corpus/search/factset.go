package search

import (
	"bytes"
	"fmt"
	"iter"
	"slices"

	"concord/corpus"
)

// A factSet is the facts that a part of a query selects in a transcript.
type factSet struct {
	facts []namedFact
	// turns are those in which the part holds, where that is less than all the
	// facts touch; narrowed says so.
	turns    turnSet
	narrowed bool
}

type namedFact struct {
	Fact
	field *FactField // the first of the query that selected it
}

// facts gives what a part that selects facts selects in the transcript.
func (e *evaluation) facts(n node) (set factSet, err error) {
	if set, ok := e.found[n]; ok {
		return set, nil
	}
	switch n := n.(type) {
	case *factNode:
		set, err = e.selected(n)
	case *orNode:
		set, err = e.anyFacts(n.of)
	case *nearNode:
		set, err = e.nearFacts(n)
	case *relationNode:
		set, err = e.relatedFacts(n)
	case *andNode:
		set, err = e.planned(n.plan)
	}
	if err != nil {
		return factSet{}, err
	}
	if e.found == nil {
		e.found = map[node]factSet{}
	}
	e.found[n] = set
	return set, nil
}

func (e *evaluation) selected(n *factNode) (set factSet, err error) {
	facts, err := n.facts(e.ctx, e.transcript())
	if err != nil {
		return set, fmt.Errorf("looking for %s in %q: %w", n.field.Name, e.transcript().Name, err)
	}
	for _, f := range facts {
		set.facts = append(set.facts, namedFact{f, &n.field})
	}
	return set, nil
}

func (e *evaluation) anyFacts(of []node) (any factSet, err error) {
	var parts []factSet
	for _, n := range of {
		set, err := e.facts(n)
		if err != nil {
			return any, err
		}
		any.narrowed = any.narrowed || set.narrowed
		any.facts = union(any.facts, set.facts)
		parts = append(parts, set)
	}
	if any.narrowed {
		for _, set := range parts {
			turns, err := e.touched(set)
			if err != nil {
				return any, err
			}
			any.turns = any.turns.or(turns)
		}
	}
	return any, nil
}

func (e *evaluation) nearFacts(n *nearNode) (set factSet, err error) {
	a, b, err := e.near(n)
	if err != nil {
		return set, err
	}
	set = factSet{turns: a.or(b), narrowed: true}
	for _, side := range []struct {
		n     node
		turns turnSet
	}{{n.a, a}, {n.b, b}} {
		has, err := e.facts(side.n)
		if err != nil {
			return set, err
		}
		touching, err := e.touching(has.facts, side.turns)
		if err != nil {
			return set, err
		}
		set.facts = union(set.facts, touching)
	}
	return set, nil
}

// planned gives the facts described by a plan that holds no words: if it
// describes several things, or has conditions, those facts that touch a turn
// where all of it holds.
func (e *evaluation) planned(p *plan) (set factSet, err error) {
	if len(p.descriptions) == 1 && len(p.rest) == 0 {
		return e.described(p.descriptions[0])
	}
	set.narrowed = true
	if set.turns, err = e.holdsAll(p, everything); err != nil || set.turns.empty() {
		return set, err
	}
	for _, d := range p.descriptions {
		has, err := e.described(d)
		if err != nil {
			return set, err
		}
		touching, err := e.touching(has.facts, set.turns)
		if err != nil {
			return set, err
		}
		set.facts = union(set.facts, touching)
	}
	return set, nil
}

// described gives the facts that a description selects.
func (e *evaluation) described(d *description) (set factSet, err error) {
	for i, part := range d.parts {
		has, err := e.facts(part)
		if err != nil {
			return set, err
		}
		if has.narrowed {
			if !set.narrowed {
				set.turns, set.narrowed = everything, true
			}
			set.turns = set.turns.and(has.turns)
		}
		if i == 0 {
			set.facts = has.facts
		} else {
			set.facts = intersection(set.facts, has.facts, true)
		}
	}
	for _, n := range d.minus {
		has, err := e.selected(n)
		if err != nil {
			return set, err
		}
		set.facts = intersection(set.facts, has.facts, false)
	}
	if set.narrowed {
		touched, err := e.touched(factSet{facts: set.facts})
		if err != nil {
			return set, err
		}
		set.turns = set.turns.and(touched)
		set.facts, err = e.touching(set.facts, set.turns)
		if err != nil {
			return set, err
		}
	}
	return set, nil
}

// touched gives the turns in which a set of facts holds.
func (e *evaluation) touched(set factSet) (turnSet, error) {
	if set.narrowed || len(set.facts) == 0 {
		return set.turns, nil
	}
	text, err := e.read()
	if err != nil {
		return turnSet{}, err
	}
	var out turnSet
	for _, f := range set.facts {
		if f.Whole {
			return everything.counted(len(text.Turns)), nil
		}
		for i := range turnsOf(text, f.Span) {
			out.add(i)
		}
	}
	return out, nil
}

// touching gives those facts that touch one of the turns.
func (e *evaluation) touching(facts []namedFact, turns turnSet) (out []namedFact, err error) {
	if turns.everything || len(facts) == 0 {
		return facts, nil
	}
	text, err := e.read()
	if err != nil {
		return nil, err
	}
	for _, f := range facts {
		if f.Whole && !turns.empty() {
			out = append(out, f)
			continue
		}
		for i := range turnsOf(text, f.Span) {
			if turns.has(i) {
				out = append(out, f)
				break
			}
		}
	}
	return out, nil
}

// turnsOf gives the turns that a span touches, or outside if there is none.
func turnsOf(text *corpus.Text, s corpus.Span) iter.Seq[corpus.TurnIndex] {
	return func(yield func(corpus.TurnIndex) bool) {
		from, to := text.TurnsIn(s)
		if from == to {
			yield(outside)
			return
		}
		for i := from; i < to && yield(i); i++ {
		}
	}
}

// union puts b's facts behind a's, those about one thing once.
func union(a, b []namedFact) []namedFact {
	out := slices.Clone(a)
	seen := indexFacts(a)
	for _, f := range b {
		if !seen.has(f) {
			out = append(out, f)
		}
	}
	return out
}

// intersection gives those of a that b has, or those that it has not.
func intersection(a, b []namedFact, has bool) []namedFact {
	in := indexFacts(b)
	var out []namedFact
	for _, f := range a {
		if in.has(f) == has {
			out = append(out, f)
		}
	}
	return out
}

// factIndex finds facts by what they are about.
type factIndex map[factKey]bool

type factKey struct {
	kind string
	fact Fact
}

func indexFacts(facts []namedFact) factIndex {
	m := factIndex{}
	for _, f := range facts {
		m[factKey{f.field.Kind, f.Fact}] = true
	}
	return m
}

func (m factIndex) has(f namedFact) bool {
	return f.ID != [16]byte{} && m[factKey{f.field.Kind, f.Fact}]
}

// order puts facts as a reader meets them.
func (f namedFact) order(g namedFact) int {
	if c := f.Span.Compare(g.Span); c != 0 {
		return c
	}
	return bytes.Compare(f.ID[:], g.ID[:])
}
