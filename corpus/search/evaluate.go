package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"concord/corpus"
)

// session is what all transcripts of one search share.
type session struct {
	source Source
	list   []Transcript
	root   node
	// posted holds what the index answered. Where a transcript is not ready,
	// the index does not know it as it is now, and it is scanned.
	posted map[node]*postings
	// narrowed holds where patterns may match in the transcripts that narrowedIn
	// names, of those for which the index could tell.
	narrowed   map[*term]*postings
	narrowedIn []bool
	ready      []bool
	turns      []int // of the transcripts that are ready

	bare   []string // the words of the query that stand without quotes
	fields []string // what may stand before a colon
}

// evaluation tells where a query holds in one transcript.
type evaluation struct {
	*session
	ctx   context.Context
	place int // of the transcript in the list

	text   *corpus.Text
	folded map[folding]foldedSpeech
	said   map[corpus.TurnIndex][]word
	found  map[node]factSet
}

func (s *session) at(ctx context.Context, place int) *evaluation {
	return &evaluation{session: s, ctx: ctx, place: place}
}

func (e *evaluation) transcript() Transcript { return e.list[e.place] }

// read gives the text, which is loaded only if it must be.
func (e *evaluation) read() (*corpus.Text, error) {
	if e.text == nil {
		text, err := e.source.Text(e.ctx, e.transcript().Text)
		if err != nil {
			return nil, fmt.Errorf("reading the text of %q: %w", e.transcript().Name, err)
		}
		e.text = text
	}
	return e.text, nil
}

// count gives the number of turns.
func (e *evaluation) count() (int, error) {
	if e.ready[e.place] {
		return e.turns[e.place], nil
	}
	text, err := e.read()
	if err != nil {
		return 0, err
	}
	return len(text.Turns), nil
}

// holds gives the turns, of those asked about, in which a part holds.
func (e *evaluation) holds(n node, of turnSet) (turnSet, error) {
	if of.empty() {
		return of, nil
	}
	if p, ok := e.posted[n]; ok && e.ready[e.place] {
		return of.and(p.turns[e.place]), nil
	}
	switch n := n.(type) {
	case *term:
		return e.says(n, of, true)
	case *allOf:
		var err error
		for _, surely := range []bool{false, true} {
			for _, t := range n.terms {
				if of, err = e.says(t, of, surely); err != nil || of.empty() {
					return of, err
				}
			}
		}
		return of, nil
	case *condition:
		return e.meets(n, of)
	case *notNode:
		return e.lacks(n, of)
	case *orNode:
		var any turnSet
		for _, part := range n.of {
			some, err := e.holds(part, of)
			if err != nil {
				return turnSet{}, err
			}
			any = any.or(some)
		}
		return any, nil
	case *nearNode:
		a, b, err := e.near(n)
		return of.and(a.or(b)), err
	case *andNode:
		if whatSelects(n) != selectsFacts {
			return e.holdsAll(n.plan, of)
		}
	}
	set, err := e.facts(n)
	if err != nil {
		return turnSet{}, err
	}
	touched, err := e.touched(set)
	return of.and(touched), err
}

// holdsAll gives the turns in which all parts of a plan hold, the cheapest to
// find first.
func (e *evaluation) holdsAll(p *plan, of turnSet) (turnSet, error) {
	for _, n := range p.cheapestFirst(e) {
		var err error
		if of, err = e.holds(n, of); err != nil || of.empty() {
			return of, err
		}
	}
	for _, d := range p.descriptions {
		set, err := e.described(d)
		if err != nil {
			return turnSet{}, err
		}
		touched, err := e.touched(set)
		if err != nil {
			return turnSet{}, err
		}
		of = of.and(touched)
	}
	return of, nil
}

// cheapestFirst orders the rest of a plan by what it costs to find out.
func (p *plan) cheapestFirst(e *evaluation) []node {
	rest := slices.Clone(p.rest)
	slices.SortStableFunc(rest, func(a, b node) int { return cmp.Compare(e.cost(a), e.cost(b)) })
	return rest
}

// cost ranks parts by what must be read: 0 nothing, 1 the index's answer,
// 2 facts, 3 the text, 4 the text and its words.
func (e *evaluation) cost(n node) int {
	most := func(of ...node) int {
		c := 0
		for _, n := range of {
			c = max(c, e.cost(n))
		}
		return c
	}
	if _, ok := e.posted[n]; ok && e.ready[e.place] {
		return 1
	}
	switch n := n.(type) {
	case *condition:
		if n.ofTranscript != nil {
			return 0
		}
		return 3
	case *factNode:
		return 2
	case *notNode:
		return most(n.of)
	case *orNode:
		return most(n.of...)
	case *nearNode:
		return most(n.a, n.b)
	case *relationNode:
		return max(3, most(n.a, n.b))
	case *andNode:
		return most(n.of...)
	}
	return 4
}

func (e *evaluation) meets(c *condition, of turnSet) (turnSet, error) {
	if c.ofTranscript != nil {
		if c.ofTranscript(e.transcript()) {
			return of, nil
		}
		return turnSet{}, nil
	}
	text, err := e.read()
	if err != nil {
		return turnSet{}, err
	}
	met := map[string]bool{} // by label
	var out turnSet
	for i, turn := range text.Turns {
		if !of.has(corpus.TurnIndex(i)) {
			continue
		}
		ok, known := met[turn.Speaker]
		if !known {
			s := corpus.Speaker{Label: turn.Speaker}
			for _, listed := range e.transcript().Speakers {
				if listed.Label == turn.Speaker {
					s = listed
				}
			}
			ok = c.ofSpeaker(s)
			met[turn.Speaker] = ok
		}
		if ok {
			out.add(corpus.TurnIndex(i))
		}
	}
	return out, nil
}

func (e *evaluation) lacks(n *notNode, of turnSet) (turnSet, error) {
	has, err := e.holds(n.of, of)
	if err != nil {
		return turnSet{}, err
	}
	if of.everything {
		count, err := e.count()
		if err != nil {
			return turnSet{}, err
		}
		of = of.counted(count)
	}
	return of.minus(has), nil
}

// near gives the turns of each side of a nearNode that have one of the other
// side near enough.
func (e *evaluation) near(n *nearNode) (a, b turnSet, err error) {
	if a, err = e.holds(n.a, everything); err != nil {
		return
	}
	if b, err = e.holds(n.b, everything); err != nil {
		return
	}
	count, err := e.count()
	if err != nil {
		return
	}
	a, b = a.counted(count), b.counted(count)
	return a.and(b.near(n.distance, count)), b.and(a.near(n.distance, count)), nil
}

// says gives the turns, of those asked about, that say a term, by scanning; or
// that may say it, which is quicker to tell than surely.
func (e *evaluation) says(t *term, of turnSet, surely bool) (turnSet, error) {
	p, narrow := e.narrowed[t]
	narrow = narrow && e.narrowedIn[e.place]
	if narrow {
		if of = of.and(p.turns[e.place]); of.empty() {
			return of, nil
		}
	}
	text, err := e.read()
	if err != nil {
		return turnSet{}, err
	}
	if narrow {
		return e.matching(t.pattern, of)
	}
	how := foldWords
	if t.pattern != nil {
		how = t.pattern.how
	}
	folded, ok := e.folded[how]
	if !ok {
		if e.folded == nil {
			e.folded = map[folding]foldedSpeech{}
		}
		folded = foldSpeech(text, how)
		e.folded[how] = folded
	}
	var out turnSet
	folded.eachTurnWith(t.parts, func(k int) bool {
		i := corpus.TurnIndex(k)
		said := folded.turn(k)
		switch {
		case !of.has(i):
		case t.pattern != nil && t.pattern.matches(said), t.pattern == nil && t.mayBeIn(said) && (!surely || t.isIn(e.words(i))):
			out.add(i)
		}
		if k%256 == 255 {
			err = e.ctx.Err()
		}
		return err == nil
	})
	return out, err
}

// matching gives the turns, of a few, in which a pattern matches.
func (e *evaluation) matching(p *Pattern, of turnSet) (out turnSet, err error) {
	for i := range of.each {
		if int(i) >= len(e.text.Turns) {
			return out, errUnfit
		}
		if p.matches(foldString(speechOf(e.text, i).words, p.how)) {
			out.add(i)
		}
		if err := e.ctx.Err(); err != nil {
			return out, err
		}
	}
	return out, nil
}

// words gives the words of a turn of the text that was read.
func (e *evaluation) words(i corpus.TurnIndex) []word {
	said, ok := e.said[i]
	if !ok {
		if e.said == nil {
			e.said = map[corpus.TurnIndex][]word{}
		}
		said = wordsOf(speechOf(e.text, i))
		e.said[i] = said
	}
	return said
}
