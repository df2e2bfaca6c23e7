package span

import (
	"slices"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
)

// Pair compares what two coders marked with one code: by positions
// (characters, if the spans count characters) and by spans.
type Pair struct {
	First, Second string
	// Positions marked by both coders, by one of them, and by none, over all
	// texts that both looked at.
	Both, OnlyFirst, OnlySecond, Neither int
	// Numbers of spans; a span given twice counts once.
	FirstSpans, SecondSpans int
	exact, touching         int     // spans with a twin, spans that meet one of the other's
	shares                  []share // how much of each span the other marked, both coders'
}

// share is how much of one span the other coder marked.
type share struct{ marked, length int }

// Compare compares two coders on one code over all texts that both took
// part in. Spans of one coder that overlap or touch are joined for the
// positions and kept apart for the spans.
func Compare(texts []continuum.Continuum, code, first, second string) Pair {
	p := Pair{First: first, Second: second}
	for _, t := range texts {
		a, okA := t.Only(code).Spans(first)
		b, okB := t.Only(code).Spans(second)
		if !okA || !okB {
			continue
		}
		p.add(t.Length(), a, b)
	}
	return p
}

// add counts one text. The spans must be sorted and of one category.
func (p *Pair) add(length int, a, b []continuum.Span) {
	joinedA, joinedB := union(a, true), union(b, true)
	both := shared(joinedA, joinedB)
	onlyA, onlyB := covered(joinedA)-both, covered(joinedB)-both
	p.Both += both
	p.OnlyFirst += onlyA
	p.OnlySecond += onlyB
	p.Neither += length - both - onlyA - onlyB
	p.FirstSpans += len(a)
	p.SecondSpans += len(b)
	for _, s := range a {
		if _, ok := slices.BinarySearchFunc(b, s, continuum.Compare); ok {
			p.exact += 2
		}
	}
	p.mark(a, joinedB)
	p.mark(b, joinedA)
}

// mark records how much of each span the other coder's joined stretches cover.
func (p *Pair) mark(spans, other []continuum.Span) {
	from := 0
	for _, s := range spans {
		for from < len(other) && other[from].End <= s.Start {
			from++
		}
		covered := 0
		for i := from; i < len(other) && other[i].Start < s.End; i++ {
			covered += min(s.End, other[i].End) - max(s.Start, other[i].Start)
		}
		if covered > 0 {
			p.touching++
		}
		p.shares = append(p.shares, share{covered, s.End - s.Start})
	}
}

func (p Pair) spans() int { return p.FirstSpans + p.SecondSpans }

func (p Pair) positions() int { return p.Both + p.OnlyFirst + p.OnlySecond + p.Neither }

const (
	whyApart  = "the two coders share no transcript"
	whyUnused = "neither coder applied the code"
)

// ratio divides counts, or says that the code was not applied or that the two
// share no transcript.
func (p Pair) ratio(a, b int, why string) agreement.Value {
	switch {
	case p.positions() == 0:
		return agreement.Undefined(whyApart)
	case b == 0:
		return agreement.Undefined(why)
	}
	return agreement.Number(float64(a) / float64(b))
}

// Percent is the share of positions on which the two agree, marked or not:
// (both + neither) / all, from 0 to 1. It is the percentage that NVivo's Coding
// Comparison prints for one file. Long texts in which little is marked push it
// towards 1 whatever the coders do.
func (p Pair) Percent() agreement.Value { return p.ratio(p.Both+p.Neither, p.positions(), whyApart) }

// Kappa is Cohen's κ over positions, from −1 to 1: the κ that NVivo prints for
// one file. It depends on how much text lies around the spans. Undefined where
// both coders marked nothing, or both marked everything; 0 where one of them
// marked nothing or everything.
func (p Pair) Kappa() agreement.Value {
	a, b, c, d := float64(p.Both), float64(p.OnlyFirst), float64(p.OnlySecond), float64(p.Neither)
	chance := (a+b)*(b+d) + (a+c)*(c+d)
	switch {
	case p.positions() == 0:
		return agreement.Undefined(whyApart)
	case chance == 0 && p.Both == 0:
		return agreement.Undefined(whyUnused)
	case chance == 0:
		return agreement.Undefined("both coders applied the code everywhere")
	}
	return agreement.Number(2 * (a*d - b*c) / chance)
}

// Dice is 2·both / (first + second) over positions, from 0 to 1. It is the F1
// of one coder against the other, and the positive agreement.
func (p Pair) Dice() agreement.Value {
	return p.ratio(2*p.Both, 2*p.Both+p.OnlyFirst+p.OnlySecond, whyUnused)
}

// Jaccard is both / (both + one) over positions, from 0 to 1.
func (p Pair) Jaccard() agreement.Value {
	return p.ratio(p.Both, p.Both+p.OnlyFirst+p.OnlySecond, whyUnused)
}

// Negative is the negative agreement over positions, from 0 to 1:
// 2·neither / (2·neither + one).
func (p Pair) Negative() agreement.Value {
	return p.ratio(2*p.Neither, 2*p.Neither+p.OnlyFirst+p.OnlySecond, "both coders applied the code everywhere")
}

// ExactF1 is the F1 of whole spans with identical bounds, from 0 to 1:
// 2·identical / (spans of first + spans of second).
func (p Pair) ExactF1() agreement.Value { return p.ratio(p.exact, p.spans(), whyUnused) }

// OverlapF1 is the share of spans, both coders', that share at least one
// position with a span of the other, from 0 to 1.
func (p Pair) OverlapF1() agreement.Value { return p.ratio(p.touching, p.spans(), whyUnused) }

// Matched is the share of spans, both coders', of which the other coder marked
// at least percent per cent (0 < percent ≤ 100). It is the rule of MAXQDA's
// segment agreement, which sets 90 by default.
func (p Pair) Matched(percent int) agreement.Value {
	n := 0
	for _, s := range p.shares {
		if reaches(s, percent) {
			n++
		}
	}
	return p.ratio(n, p.spans(), whyUnused)
}

func reaches(s share, percent int) bool {
	return float64(s.marked)*100 >= float64(percent)*float64(s.length) && s.marked > 0
}

// MAXQDA gives the two figures of MAXQDA's segment agreement for a pair of
// coders over all codes: the share of segments, both coders', of which the
// other marked at least percent per cent with the same code; and the κ it
// derives from that share after Brennan & Prediger (1981), with 1/(number of
// codes) for chance. That κ rises as codes are added to the table, used or
// not, and knows nothing of how often a code is used: give it only beside a
// figure from MAXQDA. pairs holds the two coders' comparisons, one for each code.
func MAXQDA(pairs []Pair, percent int) (share, kappa agreement.Value) {
	hits, all := 0, 0
	for _, p := range pairs {
		all += p.spans()
		for _, s := range p.shares {
			if reaches(s, percent) {
				hits++
			}
		}
	}
	if all == 0 {
		no := agreement.Undefined("neither coder marked anything")
		return no, no
	}
	observed := float64(hits) / float64(all)
	if len(pairs) < 2 {
		return agreement.Number(observed), agreement.Undefined("with one code, MAXQDA's chance agreement is 1")
	}
	chance := 1 / float64(len(pairs))
	return agreement.Number(observed), agreement.Number((observed - chance) / (1 - chance))
}
