package search

import (
	"sort"
	"strings"

	"concord/corpus"
)

// A speech is what was said in one turn, as index and scan see it: the turn
// from its first spoken byte to its last, with blanks in place of whatever
// stands between and was not spoken (a time stamp, a note). Byte i of words is
// byte base+i of the stored text; so words, phrases and expressions run on
// from one spoken part to the next, and what is found stands where it was
// found.
type speech struct {
	words string
	base  corpus.Offset
}

// speechOf gives the speech of a turn; words is empty if nothing was said.
func speechOf(t *corpus.Text, i corpus.TurnIndex) speech {
	turn := t.Turns[i]
	whole := turn.SpeechSpan()
	if len(turn.Speech) <= 1 {
		return speech{t.Slice(whole), whole.Start}
	}
	var b strings.Builder
	b.Grow(whole.Len())
	at := whole.Start
	for _, s := range turn.Speech {
		for ; at < s.Start; at++ {
			b.WriteByte(' ')
		}
		b.WriteString(t.Slice(s))
		at = s.End
	}
	return speech{b.String(), whole.Start}
}

// span gives the place in the stored text of a range of the speech.
func (s speech) span(start, end int) corpus.Span {
	return corpus.Span{Start: s.base + corpus.Offset(start), End: s.base + corpus.Offset(end)}
}

// A foldedSpeech holds the folded speech of all turns of a text, one after the
// other, so that one search over it tells which turns may hold something.
type foldedSpeech struct {
	all    string
	starts []int // of each turn in all, and the end of the last; a line feed ends each turn
}

func foldSpeech(t *corpus.Text, how folding) foldedSpeech {
	f := folder{how: how, out: make([]byte, 0, len(t.Body)+len(t.Turns))}
	starts := make([]int, 0, len(t.Turns)+1)
	for i := range t.Turns {
		starts = append(starts, len(f.out))
		f.add(speechOf(t, corpus.TurnIndex(i)).words)
		f.out = append(f.out, '\n')
	}
	return foldedSpeech{string(f.out), append(starts, len(f.out))}
}

func (f foldedSpeech) turns() int { return len(f.starts) - 1 }

func (f foldedSpeech) turn(i int) string { return f.all[f.starts[i] : f.starts[i+1]-1] }

// eachTurnWith calls do with every turn whose folded speech may hold part, in
// order, until do returns false. An empty part may be anywhere.
func (f foldedSpeech) eachTurnWith(part string, do func(i int) bool) {
	for i := 0; i < f.turns(); i++ {
		if part != "" {
			n := strings.Index(f.all[f.starts[i]:], part)
			if n < 0 {
				return
			}
			at := f.starts[i] + n
			i += sort.Search(f.turns()-i-1, func(k int) bool { return f.starts[i+1+k] > at })
		}
		if !do(i) {
			return
		}
	}
}
