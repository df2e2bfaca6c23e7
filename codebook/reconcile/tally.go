package reconcile

import "fmt"

// Tally counts how far the work on a list of disagreements is.
type Tally struct {
	Places  int `json:"places"`
	Decided int `json:"decided"`
	Parked  int `json:"parked"`
	Review  int `json:"review"` // decided, but on codings that no longer count
}

// Count makes a tally of disagreements.
func Count(ds []Disagreement) Tally {
	t := Tally{Places: len(ds)}
	for _, d := range ds {
		switch d.Stage() {
		case Parked:
			t.Parked++
		case Review:
			t.Review++
		case Decided:
			t.Decided++
		}
	}
	return t
}

// Left gives the number of places that nobody has decided, the parked and those
// to be reviewed among them.
func (t Tally) Left() int { return t.Places - t.Decided }

// Waiting gives the number of places that wait for a first decision.
func (t Tally) Waiting() int { return t.Places - t.Decided - t.Parked - t.Review }

// String says it for people: “14 of 70 decided, 1 parked”.
func (t Tally) String() string {
	s := fmt.Sprintf("%d of %d decided", t.Decided, t.Places)
	if t.Parked > 0 {
		s += fmt.Sprintf(", %d parked", t.Parked)
	}
	if t.Review > 0 {
		s += fmt.Sprintf(", %d to review", t.Review)
	}
	return s
}

// Stage is how far a place has come.
type Stage string

// The stages of a place.
const (
	Waiting Stage = "undecided"
	Parked  Stage = "parked"
	Review  Stage = "review" // decided, on codings that count no longer
	Decided Stage = "decided"
)

// Stage says how far the place has come.
func (d Disagreement) Stage() Stage {
	switch {
	case d.Review:
		return Review
	case d.Decision != nil && d.Decision.Parked:
		return Parked
	case d.Open():
		return Waiting
	}
	return Decided
}

// Answer gives what was decided about a code in question; ok is false if nothing
// was.
func (d Disagreement) Answer(q Question) (applies, ok bool) {
	if d.Decision == nil {
		return false, false
	}
	for _, a := range d.Decision.Answers {
		if a.Code == q.Code.ID {
			return a.Applies, true
		}
	}
	return false, false
}
