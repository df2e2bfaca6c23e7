package agreement

import "slices"

// SpanPair compares what two coders marked with one code: by positions
// (characters, if the spans count characters) and by spans.
type SpanPair struct {
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

// CompareSpans compares two coders on one code over all texts that both took
// part in. Spans of one coder that overlap or touch are joined for the
// positions and kept apart for the spans.
func CompareSpans(texts []Continuum, code, first, second string) SpanPair {
	p := SpanPair{First: first, Second: second}
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
func (p *SpanPair) add(length int, a, b []Span) {
	joinedA, joinedB := spanUnion(a, true), spanUnion(b, true)
	both := spanShared(joinedA, joinedB)
	onlyA, onlyB := spanLength(joinedA)-both, spanLength(joinedB)-both
	p.Both += both
	p.OnlyFirst += onlyA
	p.OnlySecond += onlyB
	p.Neither += length - both - onlyA - onlyB
	p.FirstSpans += len(a)
	p.SecondSpans += len(b)
	for _, s := range a {
		if _, ok := slices.BinarySearchFunc(b, s, spanCompare); ok {
			p.exact += 2
		}
	}
	p.mark(a, joinedB)
	p.mark(b, joinedA)
}

// mark records how much of each span the other coder's joined stretches cover.
func (p *SpanPair) mark(spans, other []Span) {
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

func (p SpanPair) spans() int { return p.FirstSpans + p.SecondSpans }

func (p SpanPair) positions() int { return p.Both + p.OnlyFirst + p.OnlySecond + p.Neither }

const (
	spanPairApart  = "the two coders share no transcript"
	spanPairUnused = "neither coder applied the code"
)

// ratio divides counts, or says that the code was not applied or that the two
// share no transcript.
func (p SpanPair) ratio(a, b int, why string) Value {
	switch {
	case p.positions() == 0:
		return undefined(spanPairApart)
	case b == 0:
		return undefined(why)
	}
	return number(float64(a) / float64(b))
}

// Percent is the share of positions on which the two agree, marked or not:
// (both + neither) / all, from 0 to 1. It is the percentage that NVivo's Coding
// Comparison prints for one file. Long texts in which little is marked push it
// towards 1 whatever the coders do.
func (p SpanPair) Percent() Value { return p.ratio(p.Both+p.Neither, p.positions(), spanPairApart) }

// Kappa is Cohen's κ over positions, from −1 to 1: the κ that NVivo prints for
// one file. It depends on how much text lies around the spans. Undefined where
// both coders marked nothing, or both marked everything; 0 where one of them
// marked nothing or everything.
func (p SpanPair) Kappa() Value {
	a, b, c, d := float64(p.Both), float64(p.OnlyFirst), float64(p.OnlySecond), float64(p.Neither)
	chance := (a+b)*(b+d) + (a+c)*(c+d)
	switch {
	case p.positions() == 0:
		return undefined(spanPairApart)
	case chance == 0 && p.Both == 0:
		return undefined(spanPairUnused)
	case chance == 0:
		return undefined("both coders applied the code everywhere")
	}
	return number(2 * (a*d - b*c) / chance)
}

// Dice is 2·both / (first + second) over positions, from 0 to 1. It is the F1
// of one coder against the other, and the positive agreement.
func (p SpanPair) Dice() Value {
	return p.ratio(2*p.Both, 2*p.Both+p.OnlyFirst+p.OnlySecond, spanPairUnused)
}

// Jaccard is both / (both + one) over positions, from 0 to 1.
func (p SpanPair) Jaccard() Value {
	return p.ratio(p.Both, p.Both+p.OnlyFirst+p.OnlySecond, spanPairUnused)
}

// Negative is the negative agreement over positions, from 0 to 1:
// 2·neither / (2·neither + one).
func (p SpanPair) Negative() Value {
	return p.ratio(2*p.Neither, 2*p.Neither+p.OnlyFirst+p.OnlySecond, "both coders applied the code everywhere")
}

// ExactF1 is the F1 of whole spans with identical bounds, from 0 to 1:
// 2·identical / (spans of first + spans of second).
func (p SpanPair) ExactF1() Value { return p.ratio(p.exact, p.spans(), spanPairUnused) }

// OverlapF1 is the share of spans, both coders', that share at least one
// position with a span of the other, from 0 to 1.
func (p SpanPair) OverlapF1() Value { return p.ratio(p.touching, p.spans(), spanPairUnused) }

// Matched is the share of spans, both coders', of which the other coder marked
// at least percent per cent (0 < percent ≤ 100). It is the rule of MAXQDA's
// segment agreement, which sets 90 by default.
func (p SpanPair) Matched(percent int) Value {
	n := 0
	for _, s := range p.shares {
		if spanReaches(s, percent) {
			n++
		}
	}
	return p.ratio(n, p.spans(), spanPairUnused)
}

func spanReaches(s share, percent int) bool {
	return float64(s.marked)*100 >= float64(percent)*float64(s.length) && s.marked > 0
}

// MAXQDA gives the two figures of MAXQDA's segment agreement for a pair of
// coders over all codes: the share of segments, both coders', of which the
// other marked at least percent per cent with the same code; and the κ it
// derives from that share after Brennan & Prediger (1981), with 1/(number of
// codes) for chance. That κ rises as codes are added to the table, used or
// not, and knows nothing of how often a code is used: give it only beside a
// figure from MAXQDA. pairs holds the two coders' comparisons, one for each code.
func MAXQDA(pairs []SpanPair, percent int) (share, kappa Value) {
	hits, all := 0, 0
	for _, p := range pairs {
		all += p.spans()
		for _, s := range p.shares {
			if spanReaches(s, percent) {
				hits++
			}
		}
	}
	if all == 0 {
		no := undefined("neither coder marked anything")
		return no, no
	}
	observed := float64(hits) / float64(all)
	if len(pairs) < 2 {
		return number(observed), undefined("with one code, MAXQDA's chance agreement is 1")
	}
	chance := 1 / float64(len(pairs))
	return number(observed), number((observed - chance) / (1 - chance))
}
