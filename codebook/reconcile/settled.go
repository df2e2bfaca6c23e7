package reconcile

import (
	"slices"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/corpus"
)

// place names a unit by its text and words.
type place struct {
	transcript corpus.TranscriptID
	text       corpus.TextID
	span       corpus.Span
}

// Settled are the decisions in force: of several on one place the last, code by
// code.
type Settled struct {
	last    map[place]codebook.Decision
	answers map[place]map[codebook.CodeID]given
}

type given struct {
	answer   codebook.Answer
	decision codebook.Decision
}

// Settle sorts out which of several decisions are in force.
func Settle(decisions []codebook.Decision) Settled {
	s := Settled{map[place]codebook.Decision{}, map[place]map[codebook.CodeID]given{}}
	ordered := slices.Clone(decisions)
	slices.SortFunc(ordered, codebook.Decision.Compare)
	for _, d := range ordered {
		p := place{d.Transcript, d.Text, d.Span}
		if s.answers[p] == nil {
			s.answers[p] = map[codebook.CodeID]given{}
		}
		for _, a := range d.Answers {
			s.answers[p][a.Code] = given{a, d}
		}
		if d.Parked {
			// Parking puts off what was decided before.
			clear(s.answers[p])
		}
		s.last[p] = d
	}
	return s
}

// At gives what is in force at a place: the last decision, with the answers of
// earlier ones that it says nothing of.
func (s Settled) At(t corpus.TranscriptID, text corpus.TextID, span corpus.Span) (codebook.Decision, bool) {
	p := place{t, text, span}
	d, ok := s.last[p]
	if !ok {
		return d, false
	}
	d.Answers = slices.Clone(d.Answers)
	for code, g := range s.answers[p] {
		if !slices.ContainsFunc(d.Answers, func(a codebook.Answer) bool { return a.Code == code }) {
			d.Answers = append(d.Answers, g.answer)
		}
	}
	slices.SortFunc(d.Answers, func(a, b codebook.Answer) int { return a.Code.Compare(b.Code) })
	return d, true
}

// answer gives what was decided about a code at a place.
func (s Settled) answer(w *codebook.Work, span corpus.Span, code codebook.CodeID) (given, bool) {
	g, ok := s.answers[place{w.Transcript.ID, w.Text.ID, span}][code]
	return g, ok
}

// After gives the line-up with each decision in the place of every rating
// coder's answer, and the number of answers (unit × code) that decisions
// replaced. Its figures say how far coders agree after talking; they are never
// reliability.
func (l *Lineup) After(decisions []codebook.Decision) (Lineup, int) {
	s := Settle(decisions)
	out := *l
	out.Lines = slices.Clone(l.Lines)
	n, decided := len(l.Coders), 0
	for i := range out.Lines {
		out.Lines[i].Marks = slices.Clone(l.Lines[i].Marks)
		for u, p := range l.Places {
			g, ok := s.answer(l.Works[p.Work], p.Segment.Span, l.Lines[i].Code.ID)
			if !ok {
				continue
			}
			decided++
			for k := range n {
				if m := &out.Lines[i].Marks[u*n+k]; *m != agreement.Missing {
					*m = mark(g.answer.Applies)
				}
			}
		}
	}
	return out, decided
}

func mark(yes bool) int8 {
	if yes {
		return 1
	}
	return 0
}

// Bounds says where an agreed code's words come from.
type Bounds string

// The ways in which bounds are agreed.
const (
	CommonWords  Bounds = "common"  // the words that all who applied it marked
	UnionOfWords Bounds = "union"   // no word was marked by all: what any of them marked
	DecidedWords Bounds = "decided" // a decision said where
	WholeUnit    Bounds = "unit"    // a decision gave a code that nobody had applied here
)

// Agreed is one code of the agreed layer: on a unit, by all or by a decision.
type Agreed struct {
	Work   *codebook.Work
	Unit   int
	Span   corpus.Span
	Code   codebook.Code
	Bounds Bounds
	// Coders applied it; Decision, if not nil, decided it.
	Coders   []codebook.Coder
	Decision *codebook.Decision
}

// Agreed gives the agreed layer: every code that all rating coders gave to a
// unit, and what was decided. Places where coders differ and nothing was
// decided, and parked ones, are not in it.
func (l *Lineup) Agreed(decisions []codebook.Decision) []Agreed {
	s := Settle(decisions)
	spans := l.spansByUnit()
	var out []Agreed
	for u, p := range l.Places {
		w := l.Works[p.Work]
		for i, line := range l.Lines {
			marks, some := l.rated(u, i)
			g, decided := s.answer(w, p.Segment.Span, line.Code.ID)
			if !some && !decided {
				continue
			}
			unanimous := !slices.ContainsFunc(marks, func(m int8) bool { return m == 0 })
			if decided && !g.answer.Applies || !decided && (!unanimous || !some) {
				continue
			}
			a := Agreed{Work: w, Unit: u, Code: line.Code}
			var each [][]corpus.Span
			for k, m := range marks {
				if m == 1 {
					a.Coders = append(a.Coders, l.Coders[k])
					each = append(each, corpus.Union(spans[[3]int{u, i, k}]))
				}
			}
			a.Span, a.Bounds = agreedWords(w.Text, p.Segment.Span, each)
			if decided {
				d := g.decision
				a.Decision = &d
				if g.answer.Span != (corpus.Span{}) {
					a.Span, a.Bounds = g.answer.Span, DecidedWords
				}
			}
			out = append(out, a)
		}
	}
	return out
}

// agreedWords gives the words of a unit that all coders marked, else those that
// any did, else the unit.
func agreedWords(text *corpus.Text, unit corpus.Span, each [][]corpus.Span) (corpus.Span, Bounds) {
	if len(each) == 0 {
		return unit, WholeUnit
	}
	all := each[0]
	var any []corpus.Span
	for _, spans := range each {
		all = common(all, spans)
		any = append(any, spans...)
	}
	bounds := CommonWords
	if length(all) == 0 {
		all, bounds = corpus.Union(any), UnionOfWords
	}
	if len(all) == 0 {
		return unit, WholeUnit
	}
	hull := corpus.Span{Start: all[0].Start, End: all[len(all)-1].End}
	if t := text.Trim(hull); !t.Empty() {
		hull = t
	}
	return hull, bounds
}

// Against pairs a coder's answers with the agreed layer on one line: marks of
// two "coders", she and "agreed". Units without an agreed answer are missing for
// the second.
func (l *Lineup) Against(coder, line int, decisions []codebook.Decision) agreement.Marks {
	s := Settle(decisions)
	m := agreement.Marks{Coders: []string{l.Coders[coder].Name, "agreed"}}
	for u, p := range l.Places {
		marks, _ := l.rated(u, line)
		agreed := int8(agreement.Missing)
		if g, ok := s.answer(l.Works[p.Work], p.Segment.Span, l.Lines[line].Code.ID); ok {
			agreed = mark(g.answer.Applies)
		} else {
			for _, x := range marks {
				switch {
				case x == agreement.Missing:
				case agreed == agreement.Missing:
					agreed = x
				case agreed != x:
					agreed = 2 // they differ
				}
			}
			if agreed == 2 {
				agreed = agreement.Missing
			}
		}
		m.Marks = append(m.Marks, marks[coder], agreed)
	}
	return m
}
