package reconcile

import (
	"cmp"
	"slices"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/corpus"
)

// Kind says how coders differ about a code in a unit.
type Kind string

// The kinds of disagreement.
const (
	Omission    Kind = "omission"     // some applied the code, others nothing in its place
	OtherCode   Kind = "other code"   // others applied another code in its place
	OtherBounds Kind = "other bounds" // all applied it, to words that hardly overlap
)

// Question is one code on which coders differ in a unit. Yes and No hold
// indexes of coders, as in RatingMatrix.Coders.
type Question struct {
	RatedCode int
	Code      codebook.Code
	Kind      Kind
	Yes, No   []int
}

// Disagreement is a unit in which coders differ.
type Disagreement struct {
	Index     int // index into RatingMatrix.Units
	Unit      Unit
	Questions []Question // in the order of the matrix's codes
	Words     int        // of the unit
	Decision  *codebook.Decision
	// Review says that the decision judged codings that are not in the matrix:
	// it should be looked at again.
	Review bool
}

// Open reports whether the place still waits for a decision.
func (d Disagreement) Open() bool {
	return d.Decision == nil || d.Decision.Parked || len(unanswered(d)) > 0
}

// unanswered gives the questions that the decision in force says nothing of.
// That coders marked other words keeps a place open only while nothing at all
// was decided there: all of them gave the code.
func unanswered(d Disagreement) []Question {
	var out []Question
	for _, q := range d.Questions {
		if _, answered := d.Answer(q); !answered && (d.Decision == nil || q.Kind != OtherBounds) {
			out = append(out, q)
		}
	}
	return out
}

// Disagreements lists the units in which coders differ, worst first: those not
// decided before those parked before those decided; then by the number of codes
// that some gave and others did not, by that of all codes in question, by how evenly coders are split, by the length of the unit, and in
// reading order. With bounds, units that all coders gave a code to, but on words
// of which less than half are common, are listed too.
func (l *RatingMatrix) Disagreements(decisions []codebook.Decision, bounds bool) []Disagreement {
	settled := ResolveDecisions(decisions)
	spans := l.spansByUnit()
	n := len(l.Coders)
	var out []Disagreement
	for u, p := range l.Units {
		d := Disagreement{Index: u, Unit: p}
		for i, line := range l.Codes {
			q := Question{RatedCode: i, Code: line.Code}
			for g := range n {
				switch line.Marks[u*n+g] {
				case 1:
					q.Yes = append(q.Yes, g)
				case 0:
					q.No = append(q.No, g)
				}
			}
			switch {
			case len(q.Yes) > 0 && len(q.No) > 0:
				q.Kind = l.kind(u, q)
			case bounds && len(q.Yes) > 1 && apart(spans, u, q):
				q.Kind = OtherBounds
			default:
				continue
			}
			d.Questions = append(d.Questions, q)
		}
		if len(d.Questions) == 0 {
			continue
		}
		w := l.Coded[p.Coded]
		d.Words = corpus.CountWords(w.Text.Slice(p.Segment.Span))
		if made, ok := settled.At(w.Transcript.ID, w.Text.ID, p.Segment.Span); ok {
			d.Decision = &made
			d.Review = slices.ContainsFunc(made.Judged, func(id codebook.CodingID) bool {
				return !slices.ContainsFunc(w.Codings, func(c codebook.Coding) bool { return c.ID == id })
			})
		}
		out = append(out, d)
	}
	slices.SortStableFunc(out, func(a, b Disagreement) int {
		return cmp.Or(cmp.Compare(a.stage(), b.stage()), cmp.Compare(b.contested(), a.contested()), cmp.Compare(len(b.Questions), len(a.Questions)),
			cmp.Compare(b.split(), a.split()), cmp.Compare(b.Words, a.Words), cmp.Compare(a.Index, b.Index))
	})
	return out
}

// stage orders what is to be done before what was put off and what is done.
func (d Disagreement) stage() int {
	switch d.Stage() {
	case Parked:
		return 1
	case Decided:
		return 2
	}
	return 0
}

// contested is how many codes some gave and others did not.
func (d Disagreement) contested() int {
	n := 0
	for _, q := range d.Questions {
		if q.Kind != OtherBounds {
			n++
		}
	}
	return n
}

// split is how many coders are in the smaller camps.
func (d Disagreement) split() int {
	n := 0
	for _, q := range d.Questions {
		n += min(len(q.Yes), len(q.No))
	}
	return n
}

// kind tells an omission from another code in its place: every coder who did
// not apply it applied, in the same unit, a code that none of the others did.
func (l *RatingMatrix) kind(u int, q Question) Kind {
	n := len(l.Coders)
	for _, no := range q.No {
		other := false
		for i, line := range l.Codes {
			if i == q.RatedCode || line.Marks[u*n+no] != 1 {
				continue
			}
			shared := slices.ContainsFunc(q.Yes, func(yes int) bool { return line.Marks[u*n+yes] == 1 })
			other = other || !shared
		}
		if !other {
			return Omission
		}
	}
	return OtherCode
}

// byUnit holds the words a coder marked with a code in a unit.
type byUnit map[[3]int][]corpus.Span

// spansByUnit gathers the codings in the matrix by unit, line and coder, cut to
// the unit.
func (l *RatingMatrix) spansByUnit() byUnit {
	out := byUnit{}
	number := index(l.Codes)
	coder := map[codebook.CoderID]int{}
	for g, c := range l.Coders {
		coder[c.ID] = g
	}
	first := map[int]int{} // of each work
	for u := len(l.Units) - 1; u >= 0; u-- {
		first[l.Units[u].Coded] = u
	}
	for i, w := range l.Coded {
		for _, c := range w.Codings {
			code, standing, _ := l.Codebook.StatusOf(c)
			g, rates := coder[c.Coder]
			if !rates || standing != codebook.Current {
				continue
			}
			for u := first[i]; u < len(l.Units) && l.Units[u].Coded == i && l.Units[u].Segment.Span.Start < c.Span.End; u++ {
				cut := l.Units[u].Segment.Span.Intersect(c.Span)
				if cut.Empty() {
					continue
				}
				for _, k := range number[code.ID] {
					out[[3]int{u, k, g}] = append(out[[3]int{u, k, g}], cut)
				}
			}
		}
	}
	return out
}

// apart reports whether any two of the coders marked words of which less than
// half are common.
func apart(spans byUnit, u int, q Question) bool {
	for i, a := range q.Yes {
		for _, b := range q.Yes[i+1:] {
			x, y := corpus.Union(spans[[3]int{u, q.RatedCode, a}]), corpus.Union(spans[[3]int{u, q.RatedCode, b}])
			both := length(common(x, y))
			if all := length(x) + length(y) - both; 2*both < all {
				return true
			}
		}
	}
	return false
}

func length(spans []corpus.Span) int {
	n := 0
	for _, s := range spans {
		n += s.Len()
	}
	return n
}

// common gives what two ordered sets of separate spans both cover.
func common(a, b []corpus.Span) []corpus.Span {
	var out []corpus.Span
	for _, s := range a {
		out = append(out, s.Clip(b)...)
	}
	return out
}

// Rating gives a coder's mark on a unit for a line.
func (l *RatingMatrix) Rating(unit, line, coder int) int {
	return int(l.Codes[line].Marks[unit*len(l.Coders)+coder])
}

// rated reports whether any mark of a unit on a line is not missing.
func (l *RatingMatrix) rated(unit, line int) (marks []int8, some bool) {
	n := len(l.Coders)
	marks = l.Codes[line].Marks[unit*n : (unit+1)*n]
	return marks, slices.ContainsFunc(marks, func(m int8) bool { return m != agreement.Missing })
}
