package corpus

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// TurnIndex counts turns of a text from zero; it indexes Text.Turns.
type TurnIndex int

// TurnNumber counts turns from one; it is what people see and type.
type TurnNumber int

// Number is the printed number of the turn.
func (i TurnIndex) Number() TurnNumber { return TurnNumber(i) + 1 }

// Index is the position of the turn in Text.Turns.
func (n TurnNumber) Index() TurnIndex { return TurnIndex(n) - 1 }

// NoTime is the time of a turn whose place in the recording is not known.
const NoTime = time.Duration(-1)

// Turn is one speaker's uninterrupted stretch, as imported.
//
// The label and any time stamps are part of the text, because analysts expect
// to see them, but they are nobody's words: Speech leaves them out, and so do
// units of analysis and counts of characters.
type Turn struct {
	// Extent runs from the turn's first byte (its label, where it has one) to
	// the end of its last word, without the blank lines that follow.
	Extent Span `json:"extent"`
	// Speech holds the spoken parts of Extent, ordered and separate. It may be
	// empty (a label with nothing after it).
	Speech []Span `json:"speech"`
	// Speaker is the label, without punctuation; "" where the text names none.
	Speaker string `json:"speaker,omitempty"`
	// Start and End are times in the recording; NoTime where unknown.
	Start time.Duration `json:"start_time"`
	End   time.Duration `json:"end_time"`
}

// SpeechSpan runs from the first spoken byte to the last; empty at the turn's
// end where nothing was spoken.
func (t Turn) SpeechSpan() Span {
	if len(t.Speech) == 0 {
		return Span{t.Extent.End, t.Extent.End}
	}
	return Span{t.Speech[0].Start, t.Speech[len(t.Speech)-1].End}
}

// FormatTime writes a time in a recording as m:ss, mm:ss or h:mm:ss; "" for
// NoTime.
func FormatTime(d time.Duration) string {
	if d < 0 {
		return ""
	}
	s := int(d / time.Second)
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%02d:%02d", s/60, s%60)
}

var clock = regexp.MustCompile(`^(?:(\d{1,3}):)?(\d{1,3}):(\d{2})$`)

// ParseTime reads a time in a recording as people write it: m:ss, mm:ss or
// h:mm:ss. ok is false for anything else.
func ParseTime(s string) (d time.Duration, ok bool) {
	m := clock.FindStringSubmatch(s)
	if m == nil {
		return 0, false
	}
	h, _ := strconv.Atoi(m[1])
	min, _ := strconv.Atoi(m[2])
	sec, _ := strconv.Atoi(m[3])
	return time.Duration(h)*time.Hour + time.Duration(min)*time.Minute + time.Duration(sec)*time.Second, true
}
