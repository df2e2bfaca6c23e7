package generate

import (
	"math/rand/v2"
	"slices"
	"time"

	"concord/corpus"
)

// Coding is one coding of an interview. Coder and Code are indexes into Coders
// and Codes of the study; Code is never a heading.
type Coding struct {
	Coder, Code int
	Turn        corpus.TurnIndex
	Span        corpus.Span // in bytes of the body; inside the turn
	Created     time.Time
}

// place is a code on consecutive sentences of one turn.
type place struct {
	turn, from, to int // sentences [from,to)
	code           int
}

// CodersOf gives the coders of interview i, as indexes into Coders.
func (s *Study) CodersOf(i int) []int {
	each := s.Size.codersEach()
	coders := make([]int, each)
	for k := range coders {
		coders[k] = (i*each + k) % s.Size.Coders
	}
	slices.Sort(coders)
	return coders
}

// code gives the interview its codings. Passages to which codes apply are drawn
// first; then each coder finds most of them. What one leaves out, puts under the
// neighbouring code or bounds otherwise depends on how clear the code is, so
// that agreement differs from code to code as it does among people. Each coder
// has codings of her own, too.
func (s *Study) code(i int, x *Interview) {
	r := s.random(partCodings, i)
	coders := s.CodersOf(i)
	total := share(s.Size.Codings, s.Size.Interviews, i)
	apply := make([]place, total/len(coders)*11/10+1)
	for k := range apply {
		apply[k] = s.draw(r, x)
	}
	for k, coder := range coders {
		want := share(total, len(coders), k)
		made := map[place]bool{}
		for _, p := range apply {
			if found, ok := s.find(r, x, p); ok && len(made) < want {
				made[found] = true
			}
		}
		for len(made) < want {
			made[s.draw(r, x)] = true
		}
		x.Codings = append(x.Codings, s.inOrder(i, x, coder, made)...)
	}
}

// draw draws a passage of the participant and a code for it.
func (s *Study) draw(r *rand.Rand, x *Interview) place {
	t := 2*r.IntN(len(x.turns)/2) + 1
	p := place{turn: t, to: len(x.turns[t].sentences), code: drawWeighted(r, s.often)}
	if p.to > 1 && r.IntN(10) < 4 {
		p.from = r.IntN(p.to)
		p.to = p.from + 1 + r.IntN(min(3, p.to-p.from))
	}
	return p
}

// find is what a coder makes of a passage to which a code applies; ok is false
// where she leaves it out.
func (s *Study) find(r *rand.Rand, x *Interview, p place) (found place, ok bool) {
	if r.IntN(1000) >= s.Codes[p.code].clear {
		if r.IntN(3) > 0 {
			return p, false
		}
		// The neighbour in the tree, of the same heading where there is one.
		if p.code+1 < len(s.Codes) && !s.Codes[p.code+1].Heading {
			p.code++
		} else if !s.Codes[p.code-1].Heading {
			p.code--
		}
	}
	if r.IntN(4) == 0 {
		switch n := len(x.turns[p.turn].sentences); {
		case p.to < n:
			p.to++
		case p.from > 0:
			p.from--
		case p.to-p.from > 1:
			p.to--
		}
	}
	return p, true
}

// inOrder turns a coder's places into codings, a few seconds after one another.
func (s *Study) inOrder(i int, x *Interview, coder int, made map[place]bool) []Coding {
	codings := make([]Coding, 0, len(made))
	for p := range made {
		sentences := x.turns[p.turn].sentences
		codings = append(codings, Coding{Coder: coder, Code: p.code, Turn: corpus.TurnIndex(p.turn), Span: corpus.Span{Start: sentences[p.from].Start, End: sentences[p.to-1].End}})
	}
	slices.SortFunc(codings, func(a, b Coding) int {
		if n := a.Span.Compare(b.Span); n != 0 {
			return n
		}
		return a.Code - b.Code
	})
	// A working day for each interview, and no two codings of a coder at once.
	when := s.codedFrom(i).Add(time.Duration(coder) * time.Minute)
	for k := range codings {
		codings[k].Created = when.Add(time.Duration(k) * 20 * time.Second)
	}
	return codings
}

// codedFrom is when coding of interview i begins.
func (s *Study) codedFrom(i int) time.Time {
	return begin.Add(24 * time.Hour).Add(time.Duration(i) * 8 * time.Hour)
}
