// Package chars holds what readers of foreign text share: blanks of every width,
// lines, and the pieces of sentences for people.
package chars

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// IsDigit reports whether c is one of the digits 0 to 9.
func IsDigit(c byte) bool { return '0' <= c && c <= '9' }

// Blanks gives the number of bytes of white space and characters of no width at
// the beginning of s.
func Blanks(s string) int {
	for i, r := range s {
		if !IsBlank(r) {
			return i
		}
	}
	return len(s)
}

// IsBlank reports whether r is blank space, of whatever width.
func IsBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
		return true
	case 0x200B, 0x2060, 0xFEFF: // of no width
		return true
	}
	return 0x2000 <= r && r <= 0x200A
}

// TrimBlanks shortens body[from:to] by blanks at both ends.
func TrimBlanks(body string, from, to int) (int, int) {
	from += Blanks(body[from:to])
	for to > from {
		r, size := utf8.DecodeLastRuneInString(body[from:to])
		if !IsBlank(r) {
			break
		}
		to -= size
	}
	return from, to
}

// JoinBlanks makes each run of white space one space and drops it at the ends.
func JoinBlanks(s string) string { return strings.Join(strings.Fields(s), " ") }

// WordSet makes a set of words set off by commas or line ends.
func WordSet(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.FieldsFunc(list, func(r rune) bool { return r == ',' || r == '\n' }) {
		m[strings.TrimSpace(w)] = true
	}
	return m
}

// NextLine gives the line of body that begins at from, without its line end,
// and where the next one begins.
func NextLine(body string, from int) (line string, next int) {
	if n := strings.IndexByte(body[from:], '\n'); n >= 0 {
		return body[from : from+n], from + n + 1
	}
	return body[from:], len(body)
}

// Count writes a number with its noun.
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// Shorten cuts a value to what fits into a sentence.
func Shorten(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
