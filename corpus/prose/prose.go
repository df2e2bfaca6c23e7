// Package prose puts words and numbers together for people: plurals, lists, one
// line out of many, and how wide a line is on a screen. Everything that prints
// uses it, so that one thing is said one way and columns stand under each other.
//
// It measures as the screen does: in cells, of which a combining mark takes none
// and a wide letter (信) two.
package prose

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
)

// Plural chooses between the forms of a word for n of what it names: one for 1,
// many for any other number.
func Plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// Counted is a number with the word for what was counted: “1 coding”,
// “0 codings”.
func Counted(n int, one, many string) string { return fmt.Sprintf("%d %s", n, Plural(n, one, many)) }

// Times says how often: “once”, “twice”, “3 times”.
func Times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return fmt.Sprintf("%d times", n)
}

// And lists words as “a, b and c”; "" for none.
func And(words []string) string { return list(words, " and ") }

// Or lists words as “a, b or c”; "" for none.
func Or(words []string) string { return list(words, " or ") }

func list(words []string, last string) string {
	n := len(words) - 1
	if n < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:n], ", ") + last + words[n]
}

// Upper makes the first letter of a sentence a capital.
func Upper(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(first)) + s[n:]
}

// Printable keeps s on its line, and out of it what would do something to a
// terminal or turn the reading direction: line ends and tabs become blanks,
// control characters and bidirectional controls vanish.
func Printable(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n' || c == '\t' || c == '\r' || c == '\u2028' || c == '\u2029':
			return ' '
		case unicode.IsControl(c), unicode.Is(unicode.Bidi_Control, c):
			return -1
		}
		return c
	}, s)
}

// OneLine is Printable with every run of white space as one blank, and none at
// the ends.
func OneLine(s string) string { return strings.Join(strings.Fields(Printable(s)), " ") }

// Excerpt is the beginning of s on one line of at most most cells, with an
// ellipsis where something was left out.
func Excerpt(s string, most int) string { return Truncate(OneLine(s), most) }

// Width is the number of cells that a line takes on a screen. It must hold no
// escape sequences.
func Width(s string) int { return displaywidth.String(s) }

// Truncate cuts a line to at most most cells, the last of which is an ellipsis
// if something was cut. It never cuts within a letter and its marks.
func Truncate(s string, most int) string {
	if most <= 0 {
		return ""
	}
	return displaywidth.TruncateString(s, most, "…")
}

// Left fills a line with blanks on the right, so that it stands at the left of
// width cells. A longer line stays as it is.
func Left(s string, width int) string { return s + blanks(width-Width(s)) }

// Right fills a line with blanks on the left, so that it stands at the right of
// width cells. A longer line stays as it is.
func Right(s string, width int) string { return blanks(width-Width(s)) + s }

func blanks(n int) string { return strings.Repeat(" ", max(0, n)) }
