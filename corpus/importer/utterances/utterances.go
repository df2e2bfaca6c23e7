// Package utterances writes the text of formats that hold what is said as a list
// of pieces with speakers and times: captions, the output of speech programs,
// annotation tiers.
package utterances

import (
	"strings"
	"time"

	"concord/corpus"
	"concord/corpus/importer/turns"
)

// Utterance is what one voice says at one time. Times are corpus.NoTime where
// the file has none.
type Utterance struct {
	Speaker    string
	Text       string
	Start, End time.Duration
}

// Compose makes the text: for each turn a paragraph "Name: words", or the words
// alone where nobody is named. Utterances of one speaker are one turn while the
// silence between them is shorter than gap; a gap below 0 joins none. Where no
// speaker is named, a turn ends with a sentence, or after unnamedTurn. Utterances
// without words are left out.
func Compose(list []Utterance, gap time.Duration) turns.Transcript {
	list = spoken(list)
	var t turns.Transcript
	var b strings.Builder
	for i := 0; i < len(list); {
		first := list[i]
		turn := corpus.Turn{Speaker: first.Speaker, Start: first.Start, End: first.End}
		turn.Extent.Start = corpus.Offset(b.Len())
		if first.Speaker != "" {
			b.WriteString(first.Speaker + ": ")
		}
		from := b.Len()
		b.WriteString(first.Text)
		for i++; i < len(list) && joins(list[i-1], list[i], turn.Start, gap); i++ {
			b.WriteByte(' ')
			b.WriteString(list[i].Text)
			if end := list[i].End; end >= turn.Start {
				turn.End = max(turn.End, end)
			}
		}
		turn.Extent.End = corpus.Offset(b.Len())
		turn.Speech = []corpus.Span{{Start: corpus.Offset(from), End: turn.Extent.End}}
		b.WriteString("\n\n")
		t.Turns = append(t.Turns, turn)
	}
	t.Body = strings.TrimSuffix(b.String(), "\n")
	return t
}

func spoken(list []Utterance) []Utterance {
	var out []Utterance
	for _, u := range list {
		if u.Text != "" {
			out = append(out, u)
		}
	}
	return out
}

// unnamedTurn is the length at which a turn of nobody ends, although its
// sentence does not: captions made by machines have no full stops.
const unnamedTurn = 60 * time.Second

// joins reports whether the utterance next goes on with the turn that began at
// start and of which last is the last.
func joins(last, next Utterance, start, gap time.Duration) bool {
	if last.Speaker != next.Speaker || gap < 0 {
		return false
	}
	from := last.End
	if from == corpus.NoTime {
		from = last.Start
	}
	if next.Start != corpus.NoTime && from != corpus.NoTime && (next.Start-from >= gap || next.Start+turns.Backwards < last.Start) {
		return false
	}
	if last.Speaker != "" {
		return true
	}
	text := strings.TrimRight(last.Text, "\"'”’)] ")
	ended := text != "" && strings.ContainsAny(text[len(text)-1:], ".?!") || strings.HasSuffix(text, "…")
	return !ended && (next.Start == corpus.NoTime || start == corpus.NoTime || next.Start-start < unnamedTurn)
}
