package prose

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// IsControl reports whether a character does something to a terminal, or to the
// order in which the characters around it are shown, rather than being shown
// itself: the C0 controls with line break and tab, delete, the C1 controls, and
// the bidirectional embeddings, overrides and isolates. The implicit marks
// (U+200E, U+200F, U+061C) are none: names in right-to-left scripts need them,
// and they reorder nothing but their neighbours.
func IsControl(r rune) bool {
	switch {
	case r < ' ', r >= 0x7f && r <= 0x9f:
		return true
	case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
		return true
	}
	return false
}

// CheckName says what is wrong with the characters of a name; "" if nothing is.
func CheckName(name string) string {
	if !utf8.ValidString(name) {
		return "it is not valid UTF-8"
	}
	if i := strings.IndexFunc(name, IsControl); i >= 0 {
		r, _ := utf8.DecodeRuneInString(name[i:])
		return fmt.Sprintf("it holds the control character U+%04X; leave that out", r)
	}
	return ""
}

// Visible gives s with its control characters and what is no UTF-8 written out
// (\x1b, \u202e), except for line breaks and tabs. What it gives does nothing to
// a terminal.
func Visible(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n <= 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
			n = 1
		case r == '\n' || r == '\t' || !IsControl(r):
			b.WriteString(s[i : i+n])
		case r < utf8.RuneSelf:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
		i += n
	}
	return b.String()
}

func clean(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r != '\n' && r != '\t' && IsControl(r) })
}

// EscapeJSON gives JSON text with the control characters that encoding/json
// leaves as they are (delete, C1, bidirectional) as escapes. In JSON they stand
// in strings only.
func EscapeJSON(s string) string {
	if clean(s) {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if r != '\n' && r != '\t' && IsControl(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}
