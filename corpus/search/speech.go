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

// eachTurnWith calls do with every turn whose folded speech may hold one of
// parts, in order, until do returns false. Without parts it is every turn.
func (f foldedSpeech) eachTurnWith(parts []string, do func(i int) bool) {
	next := make([]int, len(parts)) // where each part occurs next, or -1
	for k := range next {
		next[k] = strings.Index(f.all, parts[k])
	}
	for i := 0; i < f.turns(); i++ {
		if len(parts) > 0 {
			first := len(f.all)
			for k, at := range next {
				if 0 <= at && at < f.starts[i] {
					if at = strings.Index(f.all[f.starts[i]:], parts[k]); at >= 0 {
						at += f.starts[i]
					}
					next[k] = at
				}
				if at >= 0 {
					first = min(first, at)
				}
			}
			if first == len(f.all) {
				return
			}
			i += sort.Search(f.turns()-i-1, func(k int) bool { return f.starts[i+1+k] > first })
		}
		if !do(i) {
			return
		}
	}
}
