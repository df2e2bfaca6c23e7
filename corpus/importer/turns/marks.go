package turns

import (
	"strings"
	"time"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/internal/timestamp"
)

// parseMarks reads what may stand before a label or before speech: marks of
// quotation, bullets, emphasis, a time.
func parseMarks(line string) linePrefix {
	h := linePrefix{time: corpus.NoTime}
	h.at = chars.Blanks(line)
	at := h.at
	at += marks(line[at:])
	at += emphasis(line[at:])
	if d, n := leadingTime(line[at:]); n > 0 {
		h.time, h.bare = d, chars.IsDigit(line[at])
		at += n
		at += emphasis(line[at:])
	}
	h.speech = at
	return h
}

// marks skips quotation marks "> " and ">>" and the bullets of lists.
func marks(s string) int {
	n := 0
	for n < len(s) {
		switch c := s[n]; {
		case c == '>':
			n++
		case (c == '-' || c == '*' || c == '+') && n+1 < len(s) && s[n+1] == ' ':
			n += 2
		case strings.HasPrefix(s[n:], "• "):
			n += len("• ")
		default:
			return n
		}
		n += chars.Blanks(s[n:])
	}
	return n
}

// emphasis skips the asterisks or underscores that make Markdown bold.
func emphasis(s string) int {
	n := 0
	for n < len(s) && n < 3 && (s[n] == '*' || s[n] == '_') {
		n++
	}
	return n
}

// leadingTime reads a time before a label or before speech, with the dash or
// bar that may follow it.
func leadingTime(s string) (time.Duration, int) {
	d, n := timestamp.ParseBracketed(s)
	if n == 0 {
		if d, n = timestamp.Parse(s); n == 0 {
			return 0, 0
		}
		if n+1 < len(s) && s[n] == ':' && s[n+1] == ' ' {
			n++
		}
		if n < len(s) && chars.Blanks(s[n:]) == 0 || isClock(s) {
			return 0, 0
		}
	}
	n += chars.Blanks(s[n:])
	for _, dash := range []string{"- ", "– ", "— ", "| "} {
		if strings.HasPrefix(s[n:], dash) {
			n += len(dash)
			n += chars.Blanks(s[n:])
			break
		}
	}
	return d, n
}
