package search

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"concord/corpus"
)

// Word is one word of a turn as searching sees it.
type Word struct {
	Span corpus.Span // in the stored text
	Word string      // in NFC and lower case, with one apostrophe: as words are compared
	Stem string
}

// WordsOf gives the words that were said in a turn, in order. Scripts that are
// written without blanks and that Unicode's rules do not cut (Thai, Lao, Khmer)
// give none.
func WordsOf(text *corpus.Text, turn corpus.TurnIndex) []Word {
	said := wordsOf(speechOf(text, turn))
	out := make([]Word, len(said))
	for i, w := range said {
		out[i] = Word{w.at, w.word, w.stem}
	}
	return out
}

// Context is a hit, or one of its words, between the words around it.
type Context struct {
	Hit   int              // which of the hits, from 0
	Turn  corpus.TurnIndex // in which the match begins
	Match corpus.Span
	// Before and After are the words to either side within the turn, the nearest
	// first.
	Before, After []Word
	// Left, Middle and Right are what was said, on one line: side by side they
	// read as in the text, with the signs between. Left begins with the farthest
	// word of Before, Right ends with that of After.
	Left, Middle, Right string
}

// Contexts gives hits of one text in their context: each word found, or, for a
// hit that is a passage, the passage, with at most so many words of the same
// turn to either side. A hit that has neither (a turn found by who speaks, a fact
// about a whole transcript) has no context.
func Contexts(text *corpus.Text, hits []Hit, words int) []Context {
	said := map[corpus.TurnIndex][]Word{}
	in := func(turn corpus.TurnIndex) []Word {
		if _, ok := said[turn]; !ok {
			said[turn] = WordsOf(text, turn)
		}
		return said[turn]
	}
	var out []Context
	for i, h := range hits {
		for _, s := range h.matches() {
			from, to := text.TurnsIn(s)
			if from == to {
				continue
			}
			c := Context{Hit: i, Turn: from, Match: s}
			for _, w := range slices.Backward(in(from)) {
				if w.Span.End <= s.Start && len(c.Before) < words {
					c.Before = append(c.Before, w)
				}
			}
			for _, w := range in(to - 1) {
				if w.Span.Start >= s.End && len(c.After) < words {
					c.After = append(c.After, w)
				}
			}
			c.write(text, to-1)
			out = append(out, c)
		}
	}
	return out
}

// matches gives the places of a hit that are looked at in context.
func (h Hit) matches() []corpus.Span {
	if h.Fact != [16]byte{} {
		if h.Span.Empty() {
			return nil
		}
		return []corpus.Span{h.Span}
	}
	var out []corpus.Span
	for _, m := range h.Marks {
		if m.Field == "" {
			out = append(out, m.Span)
		}
	}
	return out
}

// write fills in what was said around the match and in it, to the turn last.
func (c *Context) write(text *corpus.Text, last corpus.TurnIndex) {
	left := corpus.Span{Start: c.Match.Start, End: c.Match.Start}
	if n := len(c.Before); n > 0 {
		left.Start = c.Before[n-1].Span.Start
	}
	right := corpus.Span{Start: c.Match.End, End: c.Match.End}
	if n := len(c.After); n > 0 {
		right.End = c.After[n-1].Span.End
	}
	c.Left, c.Middle, c.Right = spoken(text, left, c.Turn, c.Turn), spoken(text, c.Match, c.Turn, last), spoken(text, right, last, last)
}

// spoken gives what was said in a span of some turns, on one line: white space,
// and what nobody spoke, is one blank.
func spoken(text *corpus.Text, s corpus.Span, from, to corpus.TurnIndex) string {
	var b strings.Builder
	blank := false
	for i := from; i <= to; i++ {
		for k, part := range s.Clip(text.Turns[i].Speech) {
			blank = blank || k > 0 || i > from
			for _, r := range text.Slice(part) {
				if unicode.IsSpace(r) {
					blank = true
					continue
				}
				if blank {
					b.WriteByte(' ')
				}
				blank = false
				b.WriteRune(r)
			}
		}
	}
	if blank {
		b.WriteByte(' ')
	}
	return b.String()
}

// ContextOrder says how contexts are sorted.
type ContextOrder string

// The orders of contexts.
const (
	ByText  ContextOrder = "text"  // as they stand
	ByLeft  ContextOrder = "left"  // by the words before, the nearest first, then by those after
	ByRight ContextOrder = "right" // by the words after, the nearest first, then by those before
	ByMatch ContextOrder = "match" // by what was found, then as ByRight
)

// ParseContextOrder reads the name of an order.
func ParseContextOrder(s string) (ContextOrder, error) {
	switch by := ContextOrder(s); by {
	case ByText, ByLeft, ByRight, ByMatch:
		return by, nil
	}
	return "", fmt.Errorf("words in context can be sorted by text, left, right or match, not %q", s)
}

// SortContexts sorts contexts; those that are equal stay in their order. Words
// are compared as they are looked for, letter by letter in the order of Unicode;
// where there is no further word comes first.
func SortContexts(of []Context, by ContextOrder) {
	words := func(a, b []Word) int {
		return slices.CompareFunc(a, b, func(v, w Word) int { return cmp.Compare(v.Word, w.Word) })
	}
	slices.SortStableFunc(of, func(a, b Context) int {
		switch by {
		case ByLeft:
			return cmp.Or(words(a.Before, b.Before), words(a.After, b.After))
		case ByRight:
			return cmp.Or(words(a.After, b.After), words(a.Before, b.Before))
		case ByMatch:
			return cmp.Or(cmp.Compare(foldString(a.Middle, foldWords), foldString(b.Middle, foldWords)), words(a.After, b.After), words(a.Before, b.Before))
		}
		return 0
	})
}
