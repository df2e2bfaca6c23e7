package importer

import (
	"fmt"
	"time"

	"concord/corpus"
)

// checkTurns looks at the finished turns for what a person should see.
func checkTurns(d Document) []string {
	return append(warnNear(d.Speakers), warnRestart(d.Text)...)
}

// backwards is how far a time may go back before it is taken for the beginning
// of another recording: speakers who overlap are written one after the other.
const backwards = 10 * time.Second

// warnRestart says where the times begin again, as in a file that holds several
// recordings. Turns stay in the order of the text.
func warnRestart(t *corpus.Text) []string {
	last := corpus.NoTime
	n, first := 0, corpus.TurnIndex(0)
	for i, turn := range t.Turns {
		if turn.Start == corpus.NoTime {
			continue
		}
		if turn.Start+backwards < last {
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
		count(n, "time", "times"), first.Number(), corpus.FormatTime(t.Turns[first].Start))}
}
