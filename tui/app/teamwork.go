package app

import (
	"slices"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/store"
	"concord/store/study"
	"concord/tui/layout"
)

// nameOf gives a coder's name; "" if she is not known here.
func (r *Host) NameOf(id codebook.CoderID) string {
	for _, c := range r.Over.Coders {
		if c.ID == id {
			return layout.Clean(c.Name)
		}
	}
	return ""
}

// coderLetters are the keys that follow a coder.
var CoderLetters = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

func CoderLetter(g int) rune {
	if g < len(CoderLetters) {
		return rune(CoderLetters[g][0])
	}
	return '+'
}

// teamwork is what is known of coding apart and together: the rounds, and what
// copies changed differently. Several screens say something of it.
type teamwork struct {
	Rows      []RoundRow // newest first
	Conflicts []store.Conflict
	Read      bool   // rows are there
	Shows     uint64 // the last event that they show
	Busy      bool
	Err       error
}

// roundRow is a round as the screen shows it.
type RoundRow struct {
	study.RoundStatus
	Standing
	Shut string // why its work cannot be seen by this reader
	Work workKey
}

// standing is how far a closed round is. It is kept in this copy, since it takes
// all of the round's codings to find it out.
type Standing struct {
	Key       workKey         `json:"key"`
	Sentences []string        `json:"sentences"`
	Tally     reconcile.Tally `json:"tally"`
	Agreed    int             `json:"agreed"` // places on which all agree and that nobody has looked at
}

const StandingName = "rounds"

// workKey stands for what a round's standing was made of: while it is the same,
// so is the standing.
type workKey struct {
	Program   string              `json:"program"` // whose rules it follows
	Closes    int                 `json:"closes"`
	Decisions int                 `json:"decisions"`
	Last      codebook.DecisionID `json:"last"`
}

func WorkKeyOf(round codebook.Round, decisions []codebook.Decision, program string) workKey {
	k := workKey{Program: program, Closes: len(round.Closes)}
	for _, d := range decisions {
		if d.Round == round.ID {
			k.Decisions, k.Last = k.Decisions+1, d.ID
		}
	}
	return k
}

// blindOn reports whether a reader codes one of a round's transcripts in an open
// blind round.
func BlindOn(rounds []codebook.Round, round codebook.Round, reader codebook.CoderID) bool {
	for _, x := range rounds {
		if !x.Open || !x.Blind || !reader.IsZero() && !slices.Contains(x.Coders(), reader) {
			continue
		}
		for _, a := range round.Assignments {
			if _, in := x.Assigned(a.Transcript); in {
				return true
			}
		}
	}
	return false
}

func (r *Host) ByWhom(id codebook.CoderID) string {
	if name := r.NameOf(id); name != "" {
		return "by " + name + " "
	}
	return ""
}
