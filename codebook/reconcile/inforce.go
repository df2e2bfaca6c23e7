package reconcile

import (
	"fmt"
	"slices"
	"strings"

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
type DecisionsInForce struct {
	last    map[place]codebook.Decision
	answers map[place]map[codebook.CodeID]given
}

type given struct {
	answer   codebook.Answer
	decision codebook.Decision
}

// Settle sorts out which of several decisions are in force.
func ResolveDecisions(decisions []codebook.Decision) DecisionsInForce {
	s := DecisionsInForce{map[place]codebook.Decision{}, map[place]map[codebook.CodeID]given{}}
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
func (s DecisionsInForce) At(t corpus.TranscriptID, text corpus.TextID, span corpus.Span) (codebook.Decision, bool) {
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
func (s DecisionsInForce) answer(w *codebook.CodedTranscript, span corpus.Span, code codebook.CodeID) (given, bool) {
	g, ok := s.answers[place{w.Transcript.ID, w.Text.ID, span}][code]
	return g, ok
}

// After gives the matrix with each decision in the place of every rating
// coder's answer, and the number of answers (unit × code) in which that replaced
// at least one coder's. Its figures say how far coders agree after talking; they
// are never reliability.
func (l *RatingMatrix) After(decisions []codebook.Decision) (RatingMatrix, int) {
	s := ResolveDecisions(decisions)
	out := *l
	out.Codes = slices.Clone(l.Codes)
	n, decided := len(l.Coders), 0
	for i := range out.Codes {
		out.Codes[i].Marks = slices.Clone(l.Codes[i].Marks)
		for u, p := range l.Units {
			g, ok := s.answer(l.Coded[p.Coded], p.Segment.Span, l.Codes[i].Code.ID)
			if !ok {
				continue
			}
			replaced := false
			for k := range n {
				m, now := &out.Codes[i].Marks[u*n+k], mark(g.answer.Applies)
				if *m != agreement.Missing && *m != now {
					*m, replaced = now, true
				}
			}
			if replaced {
				decided++
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

// Undecided says what the agreed layer holds where coders differ and nothing was
// decided, or the place was parked.
type Undecided string

// The rules for what was not decided.
const (
	LeaveOut Undecided = "leave-out" // nothing
	Majority Undecided = "majority"  // the codes that more than half of those who rated gave
	AnyCoder Undecided = "any"       // the codes that anybody gave
)

// UndecidedRules are all of them.
var UndecidedRules = []Undecided{LeaveOut, Majority, AnyCoder}

// ParseUndecided reads the name of a rule.
func ParseUndecided(s string) (Undecided, error) {
	if u := Undecided(strings.ToLower(s)); slices.Contains(UndecidedRules, u) {
		return u, nil
	}
	return "", fmt.Errorf("%q is no rule for what was not decided; the rules are %s", s, join(UndecidedRules))
}

// Sentence says the rule for people.
func (u Undecided) Sentence() string {
	return map[Undecided]string{
		LeaveOut: "Where coders differ and nothing was decided, the agreed layer holds nothing.",
		Majority: "Where coders differ and nothing was decided, the agreed layer holds the codes that more than half of them gave.",
		AnyCoder: "Where coders differ and nothing was decided, the agreed layer holds the codes that any of them gave.",
	}[u]
}

// takes says whether a code is taken on the coders' marks alone.
func (u Undecided) takes(marks []int8) bool {
	yes, rated := 0, 0
	for _, m := range marks {
		switch m {
		case 1:
			yes, rated = yes+1, rated+1
		case 0:
			rated++
		}
	}
	switch {
	case yes == 0:
		return false
	case yes == rated || u == AnyCoder:
		return true
	}
	return u == Majority && 2*yes > rated
}

// Agreed is one code of the agreed layer: on a unit, by all or by a decision.
type Agreed struct {
	Work   *codebook.CodedTranscript
	Unit   int
	Span   corpus.Span
	Code   codebook.Code
	Bounds Bounds
	// Coders applied it; Decision, if not nil, decided it.
	Coders   []codebook.Coder
	Decision *codebook.Decision
	// Assumed says that neither all coders gave it nor anybody decided: the rule
	// for what is undecided took it.
	Assumed bool
}

// AgreedCounts says how the agreed layer came about, in answers (unit × code).
type AgreedCounts struct {
	Unanimous int `json:"unanimous"`
	Decided   int `json:"decided"`   // for the code
	Rejected  int `json:"rejected"`  // decided against it
	Undecided int `json:"undecided"` // coders differ, nothing was decided
	Assumed   int `json:"assumed"`   // of those, taken by the rule
}

// Agreed gives the agreed layer: every code that all rating coders gave to a
// unit, what was decided, and what the rule for the undecided adds.
func (l *RatingMatrix) Agreed(decisions []codebook.Decision, undecided Undecided) ([]Agreed, AgreedCounts) {
	s := ResolveDecisions(decisions)
	spans := l.spansByUnit()
	var out []Agreed
	var counts AgreedCounts
	for u, p := range l.Units {
		w := l.Coded[p.Coded]
		for i, line := range l.Codes {
			marks, some := l.rated(u, i)
			g, decided := s.answer(w, p.Segment.Span, line.Code.ID)
			a := Agreed{Work: w, Unit: u, Code: line.Code}
			switch {
			case decided && !g.answer.Applies:
				counts.Rejected++
				continue
			case decided:
				counts.Decided++
			case !some || !slices.Contains(marks, 1):
				continue
			case !slices.Contains(marks, 0):
				counts.Unanimous++
			default:
				counts.Undecided++
				if !undecided.takes(marks) {
					continue
				}
				counts.Assumed++
				a.Assumed = true
			}
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
	return out, counts
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

// Standard holds the agreed answers of a round, yes and no, by unit and code:
// what coders are measured against.
type Standard struct {
	answers map[place]map[codebook.CodeID]bool
	// definitions the answers were given under, by code.
	definitions map[codebook.CodeID]codebook.ChangeID
	// Undecided is the number of answers (unit × code) that it has not, because
	// coders differ and nothing was decided; Unanimous and Decided are those it has.
	Undecided, Unanimous, Decided int
}

// Standard gives the agreed answers of the matrix: what all rating coders said,
// and what was decided.
func (l *RatingMatrix) Standard(decisions []codebook.Decision) Standard {
	out := Standard{answers: map[place]map[codebook.CodeID]bool{}, definitions: map[codebook.CodeID]codebook.ChangeID{}}
	s := ResolveDecisions(decisions)
	for i, line := range l.Codes {
		out.definitions[line.Code.ID] = line.Code.DefinedBy
		for u, p := range l.Units {
			w := l.Coded[p.Coded]
			marks, some := l.rated(u, i)
			yes := slices.Contains(marks, 1)
			if g, ok := s.answer(w, p.Segment.Span, line.Code.ID); ok {
				yes = g.answer.Applies
				out.Decided++
			} else if !some {
				continue
			} else if yes && slices.Contains(marks, 0) {
				out.Undecided++
				continue
			} else {
				out.Unanimous++
			}
			at := place{w.Transcript.ID, w.Text.ID, p.Segment.Span}
			if out.answers[at] == nil {
				out.answers[at] = map[codebook.CodeID]bool{}
			}
			out.answers[at][line.Code.ID] = yes
		}
	}
	return out
}

// Against pairs a coder's answers on one line with a standard: marks of two
// "coders", she and the standard, under the name given. Where the standard has
// no answer, or gave it under another definition of the code, its mark is
// missing.
func (l *RatingMatrix) Against(coder, line int, std Standard, name string) agreement.Marks {
	m := agreement.Marks{Coders: []string{l.Coders[coder].Name, name}}
	code := l.Codes[line].Code
	for u, p := range l.Units {
		marks, _ := l.rated(u, line)
		w := l.Coded[p.Coded]
		agreed := int8(agreement.Missing)
		if yes, ok := std.answers[place{w.Transcript.ID, w.Text.ID, p.Segment.Span}][code.ID]; ok && std.definitions[code.ID] == code.DefinedBy {
			agreed = mark(yes)
		}
		m.Marks = append(m.Marks, marks[coder], agreed)
	}
	return m
}
