package reconcile

import (
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
)

// Unit is what is rated: which pieces of the transcripts a coder either gives a
// code to or does not.
type Unit string

// The units there are.
const (
	UnitTurn       Unit = "turn"
	UnitSentence   Unit = "sentence"
	UnitParagraph  Unit = "paragraph"
	UnitTranscript Unit = "transcript"
)

var units = []Unit{UnitTurn, UnitSentence, UnitParagraph, UnitTranscript}

// ParseUnit reads a unit's name.
func ParseUnit(s string) (Unit, error) {
	if u := Unit(strings.ToLower(s)); slices.Contains(units, u) {
		return u, nil
	}
	return "", fmt.Errorf("%q is not a unit; units are %s", s, join(units))
}

// Overlap is how much of a unit's words a coding must cover for the unit to
// carry its code. Codings of one code by one coder count together, and white
// space and punctuation at a coding's ends not at all.
type Overlap string

// The rules of overlap.
const (
	OverlapAny  Overlap = "any"  // at least one of its words
	OverlapHalf Overlap = "half" // at least half of its words
	OverlapAll  Overlap = "all"  // all of its words
)

var overlaps = []Overlap{OverlapAny, OverlapHalf, OverlapAll}

// ParseOverlap reads the name of a rule of overlap.
func ParseOverlap(s string) (Overlap, error) {
	if o := Overlap(strings.ToLower(s)); slices.Contains(overlaps, o) {
		return o, nil
	}
	return "", fmt.Errorf("%q is not a rule of overlap; the rules are %s", s, join(overlaps))
}

func join[T ~string](names []T) string {
	var out []string
	for _, n := range names {
		out = append(out, string(n))
	}
	return strings.Join(out, ", ")
}

// Rules say how codings become ratings. The zero value is not valid; start
// from DefaultRules.
type Rules struct {
	Unit    Unit
	Overlap Overlap
	// AllSpeakers counts units spoken by interviewers too.
	AllSpeakers bool
	// AssumeComplete counts every transcript on which a coder has a coding as
	// finished by her, for all codes.
	AssumeComplete bool
}

// DefaultRules are: turns of participants, any overlap, only what was declared
// complete.
var DefaultRules = Rules{Unit: UnitTurn, Overlap: OverlapAny}

// segments cuts a text into the units of the rules, those spoken by an
// interviewer left out, and says how many were.
func (r Rules) segments(w *codebook.Work) (kept []corpus.Segment, left int) {
	var all []corpus.Segment
	switch r.Unit {
	case UnitSentence:
		all = segment.Sentences(w.Text)
	case UnitParagraph:
		all = segment.Paragraphs(w.Text)
	case UnitTranscript:
		if turns := segment.Turns(w.Text); len(turns) > 0 {
			all = []corpus.Segment{{Span: corpus.Span{Start: turns[0].Span.Start, End: turns[len(turns)-1].Span.End}, Turn: -1}}
		}
	default:
		all = segment.Turns(w.Text)
	}
	for _, s := range all {
		if !r.AllSpeakers && w.SpokenBy(s.Turn) == corpus.RoleInterviewer {
			left++
			continue
		}
		kept = append(kept, s)
	}
	return kept, left
}
