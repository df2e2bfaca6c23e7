package search

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"concord/corpus"
)

// relation is how two passages stand to each other.
type relation int

const (
	overlaps relation = iota // they share a spoken word
	inside                   // all words of the first are the second's
	contains                 // all words of the second are the first's
	before                   // the first ends where the second begins, or earlier
	after                    // the first begins where the second ends, or later
	near                     // few turns lie between them, or none
)

var relationNames = []string{"overlaps", "inside", "contains", "before", "after", "near"}

// relationNode selects the facts of a that stand in a relation to another fact,
// of b.
type relationNode struct {
	at    int
	how   relation
	turns int // between the two, at most
	a, b  node
}

// related reads a term and the relations that follow it, each to a further
// term: code:a overlaps code:b.
//
// The names of relations are words like all others, unless they stand between
// two terms that may be passages, or are written in capitals.
func (p *parser) related() (node, error) {
	a, err := p.primary()
	if err != nil {
		return nil, err
	}
	for {
		start := p.at
		n, certain, err := p.relation()
		if err != nil {
			return nil, err
		}
		if n == nil {
			return a, nil
		}
		b, err := p.primary()
		if !certain && (err != nil || !mayBePassages(a) || !mayBePassages(b)) {
			p.at = start
			return a, nil
		}
		if err != nil {
			return nil, err
		}
		n.a, n.b = a, b
		a = n
	}
}

// relation reads the name of a relation with its number of turns, if they stand
// here. It is certain in capitals.
func (p *parser) relation() (n *relationNode, certain bool, err error) {
	p.skip()
	start := p.at
	for how, name := range relationNames {
		certain = p.keyword(strings.ToUpper(name))
		if !certain && !p.keyword(name) {
			continue
		}
		n = &relationNode{at: start, how: relation(how), turns: math.MaxInt}
		if n.how < before {
			return n, certain, nil
		}
		p.skip()
		at := p.at
		for p.at < len(p.query) && '0' <= p.query[p.at] && p.query[p.at] <= '9' {
			p.at++
		}
		switch turns, convErr := strconv.Atoi(p.query[at:p.at]); {
		case at == p.at && n.how == near && certain:
			return nil, true, p.wrong(start, "NEAR needs a number of turns, as in code:a NEAR 3 code:b")
		case at == p.at && n.how == near:
			p.at = start
			return nil, false, nil
		case at == p.at:
		case convErr != nil || turns > maxDistance:
			return nil, true, p.wrong(at, "so many turns are too many; the most is %d", maxDistance)
		default:
			n.turns = turns
			if !p.keyword("turns") {
				p.keyword("turn")
			}
		}
		return n, certain, nil
	}
	return nil, false, nil
}

// mayBePassages reports whether a part, not yet bound, may select facts.
func mayBePassages(n node) bool {
	switch n := n.(type) {
	case *fieldNode:
		return true
	case *relationNode:
		return true
	case *nearNode:
		return mayBePassages(n.a) && mayBePassages(n.b)
	case *orNode:
		return !slices.ContainsFunc(n.of, func(n node) bool { return !mayBePassages(n) })
	case *andNode:
		return slices.ContainsFunc(n.of, mayBePassages)
	}
	return false
}

func (b *binder) relation(n *relationNode) (_ node, err error) {
	for _, side := range []*node{&n.a, &n.b} {
		if *side, err = b.bind(*side); err != nil {
			return nil, err
		}
	}
	if whatSelects(n.a) != selectsFacts || whatSelects(n.b) != selectsFacts {
		name := relationNames[n.how]
		if n.how == near {
			name += " 3"
		}
		return nil, b.wrong(n.at, `%s stands between two coded passages, as in code:a %s code:b; to look for the word put it in quotes`, relationNames[n.how], name)
	}
	return n, nil
}

// passage is a fact's place, made ready for comparing.
type passage struct {
	*namedFact
	// words are the spoken parts of its span, without what stands around the
	// first and the last letter or digit of each; in order.
	words       []corpus.Span
	first, last corpus.TurnIndex // the turns it touches; outside if it touches none
}

// ends gives where the passage begins and ends: its words, or its span if it
// has none.
func (p *passage) ends() corpus.Span {
	if len(p.words) == 0 {
		return p.Span
	}
	return corpus.Span{Start: p.words[0].Start, End: p.words[len(p.words)-1].End}
}

// SpokenWords gives the words of a passage, as relations compare them: the
// spoken parts of a span, each without what stands around its first and its last
// letter or digit. There are none in a passage of signs alone, or of what nobody
// spoke.
func SpokenWords(text *corpus.Text, span corpus.Span) (words []corpus.Span) {
	from, to := text.TurnsIn(span)
	for i := from; i < to; i++ {
		for _, s := range span.Clip(text.Turns[i].Speech) {
			if s = text.TrimToWords(s); !s.Empty() {
				words = append(words, s)
			}
		}
	}
	return words
}

// ShareWords reports whether two passages' SpokenWords have a word in common.
func ShareWords(a, b []corpus.Span) bool {
	return slices.ContainsFunc(a, func(s corpus.Span) bool { return slices.ContainsFunc(b, s.Overlaps) })
}

func passageOf(text *corpus.Text, f *namedFact) passage {
	p := passage{namedFact: f, first: outside, last: outside}
	from, to := text.TurnsIn(f.Span)
	if from == to || f.Whole {
		return p
	}
	p.first, p.last, p.words = from, to-1, SpokenWords(text, f.Span)
	return p
}

// relatedFacts gives the facts of a relation's first side that stand in it.
func (e *evaluation) relatedFacts(n *relationNode) (set factSet, err error) {
	a, err := e.facts(n.a)
	if err != nil || len(a.facts) == 0 {
		return set, err
	}
	b, err := e.facts(n.b)
	if err != nil || len(b.facts) == 0 {
		return set, err
	}
	text, err := e.read()
	if err != nil {
		return set, err
	}
	others := make([]passage, len(b.facts))
	for i := range b.facts {
		others[i] = passageOf(text, &b.facts[i])
	}
	for i := range a.facts {
		f := passageOf(text, &a.facts[i])
		if slices.ContainsFunc(others, func(g passage) bool { return !f.same(g) && n.holds(&f, &g) }) {
			set.facts = append(set.facts, a.facts[i])
		}
	}
	if a.narrowed {
		touched, err := e.touched(factSet{facts: set.facts})
		if err != nil {
			return factSet{}, err
		}
		set.narrowed, set.turns = true, a.turns.and(touched)
	}
	return set, nil
}

// same reports whether two passages are one fact.
func (p *passage) same(q passage) bool {
	return p.ID != [16]byte{} && p.ID == q.ID && p.field.Kind == q.field.Kind
}

func (n *relationNode) holds(a, b *passage) bool {
	switch n.how {
	case overlaps:
		return ShareWords(a.words, b.words)
	case inside:
		return a.within(b)
	case contains:
		return b.within(a)
	}
	if a.first == outside || b.first == outside || int(max(a.first-b.last, b.first-a.last)) > n.turns {
		return false
	}
	switch n.how {
	case before:
		return a.ends().End <= b.ends().Start
	case after:
		return b.ends().End <= a.ends().Start
	}
	return true
}

// within reports whether p has words, and all of them are q's.
func (p *passage) within(q *passage) bool {
	return len(p.words) > 0 && !slices.ContainsFunc(p.words, func(s corpus.Span) bool {
		return !slices.ContainsFunc(q.words, func(t corpus.Span) bool { return t.Covers(s) })
	})
}
