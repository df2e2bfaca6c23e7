package segment

import (
	"sort"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"

	"concord/corpus"
)

// Unit is what Bounds looks for.
type Unit int

// The units that the screen moves by and selects, besides turns and graphemes.
const (
	Word Unit = iota
	Sentence
	Paragraph
)

// Bounds finds the words, sentences and paragraphs around places in one text.
// It keeps those of the turns looked at last, so that a second question about
// the same turn costs a search. It is not for use by several goroutines at once.
type Bounds struct {
	text    *corpus.Text
	wrapped bool
	seen    [3]turnUnits // by Unit
}

// turnUnits holds the units of one kind in one turn, in order.
type turnUnits struct {
	turn  corpus.TurnIndex
	spans []corpus.Span
	known bool
}

// NewBounds prepares to answer questions about t. It reads the text once.
func NewBounds(t *corpus.Text) *Bounds { return &Bounds{text: t, wrapped: wrapped(t)} }

// WordAt gives the word that holds at; if at lies between words, the next one
// of the turn, else the last before it. Words are those of Unicode Standard
// Annex 29 that hold a letter or a digit: "don't" is one, "co-op" two. It
// reports false if the text has no words.
func (b *Bounds) WordAt(at corpus.Offset) (corpus.Span, bool) { return b.At(Word, at) }

// SentenceAt gives the sentence, as Sentences cuts them, that holds at; between
// sentences and outside speech it chooses as WordAt does.
func (b *Bounds) SentenceAt(at corpus.Offset) (corpus.Span, bool) { return b.At(Sentence, at) }

// At gives the unit that holds at. If none does it gives the next unit of the
// same turn; if there is none, the last before at; failing that, the first of
// the text. It reports false if the text has no such unit.
func (b *Bounds) At(u Unit, at corpus.Offset) (corpus.Span, bool) {
	turn, _ := b.text.TurnAt(at)
	if turn >= 0 {
		spans := b.units(u, turn)
		if n := firstEndingAfter(spans, at); n < len(spans) {
			return spans[n], true
		}
	}
	if s, ok := b.Prev(u, at); ok {
		return s, true
	}
	return b.Next(u, -1)
}

// Next gives the first unit that begins after at, in this turn or a later one.
func (b *Bounds) Next(u Unit, at corpus.Offset) (corpus.Span, bool) {
	turn, _ := b.text.TurnAt(at)
	for turn = max(turn, 0); int(turn) < len(b.text.Turns); turn++ {
		spans := b.units(u, turn)
		if n := sort.Search(len(spans), func(i int) bool { return spans[i].Start > at }); n < len(spans) {
			return spans[n], true
		}
	}
	return corpus.Span{}, false
}

// Prev gives the last unit that begins before at, in this turn or an earlier
// one. Inside a unit that is the unit itself.
func (b *Bounds) Prev(u Unit, at corpus.Offset) (corpus.Span, bool) {
	turn, _ := b.text.TurnAt(at)
	for ; turn >= 0; turn-- {
		spans := b.units(u, turn)
		if n := sort.Search(len(spans), func(i int) bool { return spans[i].Start >= at }); n > 0 {
			return spans[n-1], true
		}
	}
	return corpus.Span{}, false
}

func firstEndingAfter(spans []corpus.Span, at corpus.Offset) int {
	return sort.Search(len(spans), func(i int) bool { return spans[i].End > at })
}

// units gives the units of a turn, from memory if it was the last one asked for.
func (b *Bounds) units(u Unit, turn corpus.TurnIndex) []corpus.Span {
	if c := &b.seen[u]; c.known && c.turn == turn {
		return c.spans
	}
	s, start := speech(b.text, turn)
	var spans []corpus.Span
	keep := func(p piece) {
		if p = p.trimmed(s); p.from < p.to {
			spans = append(spans, corpus.Span{Start: start + corpus.Offset(p.from), End: start + corpus.Offset(p.to)})
		}
	}
	switch u {
	case Word:
		wordsOf(s, keep)
	case Sentence:
		sentencesOf(s, b.wrapped, keep)
	case Paragraph:
		paragraphs(s, b.wrapped, keep)
	}
	b.seen[u] = turnUnits{turn, spans, true}
	return spans
}

// wordsOf yields the words of s, without punctuation and blanks.
func wordsOf(s string, yield func(piece)) {
	for it := words.FromString(s); it.Next(); {
		for _, r := range it.Value() {
			if isWordRune(r) && !unicode.IsMark(r) {
				yield(piece{it.Start(), it.End()})
				break
			}
		}
	}
}
