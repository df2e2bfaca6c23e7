package reconcile

import (
	"fmt"
	"slices"
	"strings"

	"concord/corpus"
)

// Label names a unit within its transcript for people: "turn 14", "turn 14,
// sentence 3", "segment 5", "the whole transcript".
func (l *RatingMatrix) Label(unit int) string {
	p := l.Units[unit]
	turn, n, several := l.number(unit)
	switch {
	case l.Rules.Unit == UnitTranscript:
		return "the whole transcript"
	case turn < 0:
		return fmt.Sprintf("%s %d", l.Rules.Unit, n)
	case several:
		return fmt.Sprintf("turn %d, %s %d", p.Segment.Turn.Number(), l.Rules.Unit, n)
	}
	return fmt.Sprintf("turn %d", turn.Number())
}

// Ref names a unit for scripts: "KI-07:14", "KI-07:14.3"; where units are not
// within turns, by their place in the transcript, "KI-07:5"; "KI-07" for a
// whole transcript.
func (l *RatingMatrix) Ref(unit int) string {
	name := l.Coded[l.Units[unit].Coded].Transcript.Name
	turn, n, several := l.number(unit)
	switch {
	case l.Rules.Unit == UnitTranscript:
		return name
	case turn < 0:
		return fmt.Sprintf("%s:%d", name, n)
	case several:
		return fmt.Sprintf("%s:%d.%d", name, turn.Number(), n)
	}
	return fmt.Sprintf("%s:%d", name, turn.Number())
}

// number gives a unit's turn and its number in it, from 1; where units are not
// within turns, -1 and its number in the transcript. several says that the
// numbers in a turn are needed to tell units apart.
func (l *RatingMatrix) number(unit int) (turn corpus.TurnIndex, n int, several bool) {
	p := l.Units[unit]
	turn = p.Segment.Turn
	within := l.Rules.Unit == UnitTurn || l.Rules.Unit == UnitSentence || l.Rules.Unit == UnitParagraph
	if !within {
		turn = -1
	}
	for u := unit; u >= 0 && l.Units[u].Coded == p.Coded && (turn < 0 || l.Units[u].Segment.Turn == turn); u-- {
		n++
	}
	return turn, n, turn >= 0 && l.Rules.Unit != UnitTurn
}

// Find gives the unit that a reference names; case does not matter.
func (l *RatingMatrix) Find(ref string) (int, error) {
	unit := slices.IndexFunc(l.Units, func(p Unit) bool {
		return strings.HasPrefix(strings.ToLower(ref), strings.ToLower(l.Coded[p.Coded].Transcript.Name))
	})
	for u := max(unit, 0); unit >= 0 && u < len(l.Units); u++ {
		if strings.EqualFold(l.Ref(u), ref) {
			return u, nil
		}
	}
	return -1, fmt.Errorf("there is no unit %q in the round; units are named like %s", ref, l.example())
}

func (l *RatingMatrix) example() string {
	if len(l.Units) == 0 {
		return "KI-07:14"
	}
	return l.Ref(0)
}
