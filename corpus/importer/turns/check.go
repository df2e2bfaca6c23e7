package turns

import (
	"fmt"
	"time"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
)

// MaxTurns bounds what one file may become. The longest interviews have a few
// thousand turns.
const MaxTurns = 1_000_000

// Check looks at finished turns for what a person should see: labels that may be
// one speaker in two spellings, times that run backwards.
func Check(list []corpus.Turn, speakers []Speaker) []string {
	return append(warnSimilar(speakers), warnRestart(list)...)
}

// Backwards is how far a time may go back before it is taken for the beginning
// of another recording: speakers who overlap are written one after the other.
const Backwards = 10 * time.Second

// warnRestart says where the times begin again, as in a file that holds several
// recordings. Turns stay in the order of the text.
func warnRestart(list []corpus.Turn) []string {
	last := corpus.NoTime
	n, first := 0, corpus.TurnIndex(0)
	for i, turn := range list {
		if turn.Start == corpus.NoTime {
			continue
		}
		if turn.Start+Backwards < last {
			if n++; n == 1 {
				first = corpus.TurnIndex(i)
			}
		}
		last = turn.Start
	}
	if n == 0 {
		return nil
	}
	return []string{fmt.Sprintf("the times go back %s, first at turn %d (%s): the file may hold several recordings, and turns stay in its order",
		chars.Count(n, "time", "times"), first.Number(), corpus.FormatTime(list[first].Start))}
}

// Speaker is a label on turns of one document.
type Speaker struct {
	Label string
	Turns int
	// Role is guessed from the label; corpus.RoleUnknown if that says nothing.
	Role corpus.Role
}

// CountSpeakers lists the labels of turns in order of first appearance, and
// counts the turns that have none.
func CountSpeakers(list []corpus.Turn) (speakers []Speaker, unnamed int) {
	index := map[string]int{}
	for _, t := range list {
		if t.Speaker == "" {
			unnamed++
			continue
		}
		i, ok := index[t.Speaker]
		if !ok {
			i = len(speakers)
			index[t.Speaker] = i
			speakers = append(speakers, Speaker{Label: t.Speaker, Role: GuessRole(t.Speaker)})
		}
		speakers[i].Turns++
	}
	return speakers, unnamed
}
