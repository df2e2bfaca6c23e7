package importer

import (
	"strings"
	"time"

	"concord/corpus"
)

// parseLead reads what may stand before a label or before speech: marks of
// quotation, bullets, emphasis, a time.
func parseLead(line string) head {
	h := head{time: corpus.NoTime}
	h.at = blanks(line)
	at := h.at
	at += marks(line[at:])
	at += emphasis(line[at:])
	if d, n := leadingTime(line[at:]); n > 0 {
		h.time, h.bare = d, isDigit(line[at])
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
		n += blanks(s[n:])
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
	d, n := parseStamp(s)
	if n == 0 {
		if d, n = parseTime(s); n == 0 {
			return 0, 0
		}
		if n+1 < len(s) && s[n] == ':' && s[n+1] == ' ' {
			n++
		}
		if n < len(s) && blanks(s[n:]) == 0 || isClock(s) {
			return 0, 0
		}
	}
	n += blanks(s[n:])
	for _, dash := range []string{"- ", "– ", "— ", "| "} {
		if strings.HasPrefix(s[n:], dash) {
			n += len(dash)
			n += blanks(s[n:])
			break
		}
	}
	return d, n
}
