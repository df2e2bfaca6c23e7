package segment

import (
	"fmt"
	"regexp"
	"unicode"

	"concord/corpus"
)

// Turns makes one segment of each turn, from its first spoken byte to its last.
// A turn in which nothing was spoken gives none.
func Turns(t *corpus.Text) []corpus.Segment {
	return cut(t, func(s string, yield func(piece)) { yield(piece{0, len(s)}) })
}

// Paragraphs cuts turns into paragraphs; the package comment says what those
// are. A turn without a blank line in a hard-wrapped text is one paragraph.
func Paragraphs(t *corpus.Text) []corpus.Segment {
	w := wrapped(t)
	return cut(t, func(s string, yield func(piece)) { paragraphs(s, w, yield) })
}

// FixedWords cuts turns into segments of n words; the last of a turn may be
// shorter. Words are what corpus.CountWords counts: "co-op" is one, and a dash
// between blanks is none but goes with the word before it. It is an error if n
// is less than one.
func FixedWords(t *corpus.Text, n int) ([]corpus.Segment, error) {
	if n < 1 {
		return nil, fmt.Errorf("segments of %d words cannot be made: give a number of at least 1", n)
	}
	return cut(t, func(s string, yield func(piece)) { fixedWords(s, n, yield) }), nil
}

func fixedWords(s string, n int, yield func(piece)) {
	from, words := 0, 0
	run, isWord := -1, false // where the run of non-blanks began, -1 outside; whether it is a word
	for i, r := range s {
		switch {
		case unicode.IsSpace(r):
			run, isWord = -1, false
			continue
		case run < 0:
			run = i
		}
		if isWord || !isWordRune(r) {
			continue
		}
		if isWord = true; words == n {
			yield(piece{from, run})
			from, words = run, 0
		}
		words++
	}
	yield(piece{from, len(s)})
}

// Pattern cuts turns wherever delimiter matches. What matches lies in no
// segment; a match of nothing cuts nothing. The pattern sees one turn's speech
// at a time, line ends included, so that ^ and $ stand for a turn's ends unless
// the pattern sets (?m). Time stamps inside a turn look like blanks to it.
func Pattern(t *corpus.Text, delimiter *regexp.Regexp) []corpus.Segment {
	return cut(t, func(s string, yield func(piece)) {
		from := 0
		for _, m := range delimiter.FindAllStringIndex(s, -1) {
			if m[0] == m[1] {
				continue
			}
			yield(piece{from, m[0]})
			from = m[1]
		}
		yield(piece{from, len(s)})
	})
}

// isWordRune reports whether r makes a word of what it stands in.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r)
}
