package reconcile

import (
	"slices"

	"concord/codebook"
	"concord/corpus"
)

// Filter narrows a queue of disagreements; the zero filter keeps all.
type Filter struct {
	Code       codebook.CodeID     // it is in question
	Pair       []codebook.CoderID  // two coders, who are on different sides of a question
	Transcript corpus.TranscriptID // the place is in it
	Kind       Kind                // a question is of this kind
	Undecided  bool                // it waits for a decision, or for a second look
}

// Filter gives the disagreements that a filter keeps, in their order.
func (l *RatingMatrix) Filter(ds []Disagreement, f Filter) []Disagreement {
	var out []Disagreement
	for _, d := range ds {
		keeps := (f.Transcript.IsZero() || l.Coded[d.Unit.Coded].Transcript.ID == f.Transcript) && (!f.Undecided || d.Open() || d.Review)
		if keeps && (slices.ContainsFunc(d.Questions, func(q Question) bool { return l.asks(q, f) })) {
			out = append(out, d)
		}
	}
	return out
}

// asks reports whether one question meets all that a filter says of questions.
func (l *RatingMatrix) asks(q Question, f Filter) bool {
	switch {
	case !f.Code.IsZero() && q.Code.ID != f.Code, f.Kind != "" && q.Kind != f.Kind:
		return false
	case len(f.Pair) < 2:
		return true
	}
	on := func(camp []int, c codebook.CoderID) bool {
		return slices.ContainsFunc(camp, func(i int) bool { return l.Coders[i].ID == c })
	}
	a, b := f.Pair[0], f.Pair[1]
	if q.Kind == OtherBounds {
		return on(q.Yes, a) && on(q.Yes, b)
	}
	return on(q.Yes, a) && on(q.No, b) || on(q.Yes, b) && on(q.No, a)
}

// Kinds are the kinds of disagreement.
var Kinds = []Kind{Omission, OtherCode, OtherBounds}
