package corpus

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Text is one immutable text of a transcript with its table of turns. It is
// decoded once, at import, and never rewritten: LF line ends, no leading byte
// order mark, otherwise exactly as it came. Matter outside every turn (a title,
// front matter) is text that nobody spoke.
type Text struct {
	ID    TextID
	Body  string
	Turns []Turn
}

// HashText names a text by its content: the first 16 bytes of the SHA-256 of
// its body's length, its body and its turn table as EncodeTurns writes it. The
// turns count, so that one body cut into turns in two ways (by two versions of
// an importer) is two texts, and every copy of a project shows the same one.
func HashText(body string, turns []Turn) TextID {
	h := sha256.New()
	fmt.Fprintf(h, "%d:", len(body))
	h.Write([]byte(body))
	h.Write(EncodeTurns(turns))
	return TextID(h.Sum(nil)[:16])
}

// NewText makes a text of a body and its turns and checks that the turns are
// what the rest of Concord relies on: ordered, separate, inside the body, on
// code-point boundaries, with their speech inside them.
func NewText(body string, turns []Turn) (*Text, error) {
	if !utf8.ValidString(body) {
		return nil, fmt.Errorf("the text is not valid UTF-8 at byte %d", firstInvalid(body))
	}
	t := &Text{ID: HashText(body, turns), Body: body, Turns: turns}
	var end Offset
	for i, turn := range turns {
		n := TurnIndex(i).Number()
		if turn.Extent.Start < end {
			return nil, fmt.Errorf("turn %d begins before the turn before it ends", n)
		}
		if err := t.CheckSpan(turn.Extent); err != nil {
			return nil, fmt.Errorf("turn %d: %w", n, err)
		}
		at := turn.Extent.Start
		for _, s := range turn.Speech {
			if err := t.CheckSpan(s); err != nil {
				return nil, fmt.Errorf("speech of turn %d: %w", n, err)
			}
			if s.Start < at || !turn.Extent.Covers(s) {
				return nil, fmt.Errorf("speech of turn %d is out of order or outside its turn", n)
			}
			at = s.End
		}
		end = turn.Extent.End
	}
	return t, nil
}

func firstInvalid(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return i
			}
		}
	}
	return len(s)
}

// CheckSpan says why a span cannot stand on this text: it is empty, reversed,
// beyond the end, or cuts a code point in two. Nil if it can.
func (t *Text) CheckSpan(s Span) error {
	switch {
	case s.Start < 0 || s.End > Offset(len(t.Body)):
		return fmt.Errorf("the span %v lies beyond the text, which has %d bytes", s, len(t.Body))
	case s.End <= s.Start:
		return fmt.Errorf("the span %v is empty", s)
	case !t.onBoundary(s.Start) || !t.onBoundary(s.End):
		return fmt.Errorf("the span %v cuts a character in two", s)
	}
	return nil
}

func (t *Text) onBoundary(at Offset) bool {
	return int(at) == len(t.Body) || utf8.RuneStart(t.Body[at])
}

// Slice gives the words a span covers. The span must lie inside the text.
func (t *Text) Slice(s Span) string { return t.Body[s.Start:s.End] }

// TurnAt gives the turn whose extent contains at. If at lies between turns it
// gives the last turn before it, with inside false; -1 if there is none.
func (t *Text) TurnAt(at Offset) (i TurnIndex, inside bool) {
	n, found := slices.BinarySearchFunc(t.Turns, at, func(turn Turn, at Offset) int {
		return int(turn.Extent.Start - at)
	})
	if !found {
		n--
	}
	if n < 0 {
		return -1, false
	}
	return TurnIndex(n), t.Turns[n].Extent.Contains(at)
}

// TurnAtTime gives the last turn that begins at a time in the recording or before
// it; ok is false if none is known to.
func (t *Text) TurnAtTime(at time.Duration) (i TurnIndex, ok bool) {
	for n, turn := range t.Turns {
		if turn.Start >= 0 && turn.Start <= at {
			i, ok = TurnIndex(n), true
		}
	}
	return i, ok
}

// TurnsIn gives the half-open range of turns whose extents overlap s.
func (t *Text) TurnsIn(s Span) (from, to TurnIndex) {
	n, _ := slices.BinarySearchFunc(t.Turns, s.Start, func(turn Turn, at Offset) int {
		if turn.Extent.End <= at {
			return -1
		}
		return 1
	})
	from, to = TurnIndex(n), TurnIndex(n)
	for int(to) < len(t.Turns) && t.Turns[to].Extent.Start < s.End {
		to++
	}
	return from, to
}

// Trim shortens a span by white space at both ends; an all-blank span becomes
// empty at its start.
func (t *Text) Trim(s Span) Span {
	return t.trimFunc(s, unicode.IsSpace)
}

// TrimToWords shortens a span by white space, punctuation and symbols at both
// ends, as the rule from codings to units asks.
func (t *Text) TrimToWords(s Span) Span {
	return t.trimFunc(s, func(r rune) bool { return !isWordRune(r) })
}

func (t *Text) trimFunc(s Span, drop func(rune) bool) Span {
	words := t.Slice(s)
	left := strings.TrimLeftFunc(words, drop)
	start := s.Start + Offset(len(words)-len(left))
	end := start + Offset(len(strings.TrimRightFunc(left, drop)))
	if left == "" {
		return Span{s.Start, s.Start}
	}
	return Span{start, end}
}

// isWordRune reports whether r is part of a word rather than between words.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// CountWords counts the runs of non-space characters that hold at least one
// letter or digit: "co-op" is one word, a dash between blanks is none.
func CountWords(s string) int {
	n, inWord, has := 0, false, false
	for _, r := range s {
		if unicode.IsSpace(r) {
			if inWord && has {
				n++
			}
			inWord, has = false, false
			continue
		}
		inWord = true
		has = has || isWordRune(r)
	}
	if inWord && has {
		n++
	}
	return n
}

// SpokenWords counts the words of all turns, labels and times left out.
func (t *Text) SpokenWords() int {
	n := 0
	for _, turn := range t.Turns {
		for _, s := range turn.Speech {
			n += CountWords(t.Slice(s))
		}
	}
	return n
}
