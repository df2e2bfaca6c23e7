package reconcile

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"concord/corpus/prose"
)

// Unit is what is rated: which pieces of the transcripts a coder either gives a
// code to or does not.
type UnitKind string

// The units there are. UnitCharacter is the continuum: no units, but every
// character that was spoken; see BuildSpans.
const (
	UnitTurn       UnitKind = "turn"
	UnitSentence   UnitKind = "sentence"
	UnitParagraph  UnitKind = "paragraph"
	UnitSegment    UnitKind = "segment" // of so many words, or cut by a pattern
	UnitTranscript UnitKind = "transcript"
	UnitCharacter  UnitKind = "character"
)

// Units are all of them, from the smallest pieces of talk to none.
var Units = []UnitKind{UnitTurn, UnitSentence, UnitParagraph, UnitSegment, UnitTranscript, UnitCharacter}

// ParseUnit reads a unit's name.
func ParseUnit(s string) (UnitKind, error) {
	if u := UnitKind(strings.ToLower(s)); slices.Contains(Units, u) {
		return u, nil
	}
	return "", fmt.Errorf("%q is not a unit; units are %s", s, join(Units))
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

// Overlaps are all of them.
var Overlaps = []Overlap{OverlapAny, OverlapHalf, OverlapAll}

// ParseOverlap reads the name of a rule of overlap.
func ParseOverlap(s string) (Overlap, error) {
	if o := Overlap(strings.ToLower(s)); slices.Contains(Overlaps, o) {
		return o, nil
	}
	return "", fmt.Errorf("%q is not a rule of overlap; the rules are %s", s, join(Overlaps))
}

func join[T ~string](names []T) string {
	var out []string
	for _, n := range names {
		out = append(out, string(n))
	}
	return strings.Join(out, ", ")
}

// Rules say how codings become ratings. The zero value is not valid; start
// from DefaultRules. Two rules are equal if all their fields are.
type Rules struct {
	Unit    UnitKind
	Overlap Overlap
	// Words is the length of a segment; Pattern, a regular expression, is what
	// stands between two; Segmentation names the one whose segments the works
	// hold. UnitSegment needs one of them, no other unit any.
	Words        int
	Pattern      string
	Segmentation string
	// AllSpeakers counts what interviewers said too.
	AllSpeakers bool
	// AssumeComplete counts every transcript on which a coder has a coding as
	// finished by her, for all codes.
	AssumeComplete bool
	// RollUp lets a coding count for the codes above its own as well.
	RollUp bool
	// Depth is the number of levels of the code tree that are told apart: a code
	// below counts as the one above it on the last of them, and no longer as
	// itself. 0 tells all apart.
	Depth int
	// Themes rates themes in place of codes: a coding counts for every theme
	// that holds its code or one above it.
	Themes bool
}

// DefaultRules are: turns of participants, any overlap, only what was declared
// complete.
var DefaultRules = Rules{Unit: UnitTurn, Overlap: OverlapAny}

// Check says what is wrong with rules that people made.
func (r Rules) Check() error {
	switch {
	case r.Unit != UnitSegment && (r.Words != 0 || r.Pattern != "" || r.Segmentation != ""):
		return fmt.Errorf("a number of words, a pattern or a segmentation makes segments, and the unit is the %s; choose the unit segment", r.Unit)
	case r.Unit == UnitSegment && count(r.Words != 0, r.Pattern != "", r.Segmentation != "") != 1:
		return errors.New("the unit segment needs a number of words, a pattern or a segmentation, one of the three")
	case r.Words < 0:
		return fmt.Errorf("segments of %d words cannot be made; give a number of at least 1", r.Words)
	case r.Themes && (r.RollUp || r.Depth > 0):
		return errors.New("themes take codes together, and so do roll-up and depth: choose one of them")
	case r.Depth < 0:
		return fmt.Errorf("%d levels of codes cannot be told apart; give a number of at least 1", r.Depth)
	}
	if _, err := regexp.Compile(r.Pattern); err != nil {
		return fmt.Errorf("the pattern between segments: %w", err)
	}
	return nil
}

func count(yes ...bool) int {
	n := 0
	for _, y := range yes {
		if y {
			n++
		}
	}
	return n
}

// Noun names so many units: "1 turn", "396 segments of 40 words".
func (r Rules) Noun(n int) string {
	s := fmt.Sprintf("%d %s", n, prose.Plural(n, string(r.Unit), string(r.Unit)+"s"))
	switch {
	case r.Words > 0:
		s += fmt.Sprintf(" of %d words", r.Words)
	case r.Pattern != "":
		s += fmt.Sprintf(" cut by the pattern %q", r.Pattern)
	case r.Segmentation != "":
		s += fmt.Sprintf(" of the segmentation “%s”", r.Segmentation)
	}
	return s
}
