package importer

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"concord/corpus"
)

// look is a way in which the beginning of a line can name a speaker.
type look int

const (
	lookNone     look = iota // a time at most
	lookColon                // Name: text; **Name:** text; [Name]: text; Name (00:31): text
	lookAlone                // Name  00:13, with the text on the next line
	lookUnder                // 00:13 Name, with the text on the next line
	lookTab                  // Name, TAB, text
	lookBracket              // [SPEAKER_00] text
	lookQA                   // Q   text, as reporters write it
	lookDotQA                // Q. text
	lookNumbered             // Q1. text: a question whose answer follows without a label
	lookParen                // (Name) alone above a caption
)

// head is what the beginning of a line may say about its speaker. Positions
// count from the beginning of whatever parseHead was given.
type head struct {
	look   look
	label  string // clean; "" with lookNone
	at     int    // where it begins, marks of quotation and emphasis included
	speech int    // where the words begin
	time   time.Duration
	timed  bool // a time stands beside the label
	bare   bool // a time without brackets begins the line
	tight  bool // no blank between the colon and the words
}

// The most that a label can have. What is longer is prose.
const (
	labelWords = 5
	labelRunes = 45
)

// parseHead reads the beginning of a line for a label and a time. It reports
// false if there is neither. Whether a label is believed is decided over the
// whole text, in belief.go.
func parseHead(line string) (head, bool) {
	h := parseLead(line)
	lead := h
	if h.speech < len(line) && parseLabel(line, h.speech, &h) {
		h.timed = h.time != corpus.NoTime
		return h, true
	}
	return lead, lead.time != corpus.NoTime
}

// parseLabel reads a label at line[at:] into h.
func parseLabel(line string, at int, h *head) bool {
	s := line[at:]
	switch s[0] {
	case 'Q', 'A':
		if parseQA(s, at, h) {
			return true
		}
	case '[':
		return parseBracket(s, at, h)
	case '(':
		if end := strings.IndexByte(s[:min(len(s), labelRunes*2)], ')'); end > 0 && blanks(s[end+1:]) == len(s)-end-1 && isLabel(s[1:end]) {
			h.look, h.label, h.speech = lookParen, cleanLabel(s[1:end]), len(line)
			return true
		}
		return false
	}
	end, ok := scanLabel(s)
	if !ok {
		if h.time != corpus.NoTime && isLabel(s) && blanks(s) == 0 {
			h.look, h.label, h.speech = lookUnder, cleanLabel(s), len(line)
			return true
		}
		return false
	}
	label := strings.TrimRight(s[:end], "*_ \u00a0")
	if !isLabel(label) {
		return false
	}
	h.label = cleanLabel(label)
	return parseTail(line, at+end, h)
}

// parseQA reads the bare Q and A of depositions and numbered questions.
func parseQA(s string, at int, h *head) bool {
	n := 1
	for n < len(s) && n < 4 && isDigit(s[n]) {
		n++
	}
	numbered := n > 1
	n += emphasis(s[n:])
	dot := n < len(s) && (s[n] == '.' || numbered && (s[n] == ')' || s[n] == ':'))
	if dot {
		n++
		n += emphasis(s[n:])
	}
	gap := blanks(s[n:])
	wide := utf8.RuneCountInString(s[n:n+gap]) >= 2 || strings.HasPrefix(s[n:], "\t")
	switch {
	case n+gap == len(s):
		return false
	case numbered && dot && s[0] == 'Q' && gap > 0:
		h.look = lookNumbered
	case numbered:
		return false
	case dot && gap > 0:
		h.look = lookDotQA
	case !dot && wide:
		h.look = lookQA
	default:
		return false
	}
	h.label, h.speech = s[:1], at+n+gap
	return true
}

// parseBracket reads [SPEAKER_00]: text and [SPEAKER_00] text.
func parseBracket(s string, at int, h *head) bool {
	end := strings.IndexByte(s[:min(len(s), labelRunes*4)], ']')
	if end < 0 || !isLabel(s[1:end]) {
		return false
	}
	h.label = cleanLabel(s[1:end])
	n := end + 1
	n += emphasis(s[n:])
	if n < len(s) && s[n] == ':' {
		return parseTail(s, n, h) && shift(h, at)
	}
	if gap := blanks(s[n:]); gap > 0 && n+gap < len(s) {
		h.look, h.speech = lookBracket, at+n+gap
		return true
	}
	return false
}

func shift(h *head, by int) bool {
	h.speech += by
	return true
}

// scanLabel finds where a label at the beginning of s ends: at a colon, a TAB,
// or a time. It reports false if what stands there cannot be a label.
func scanLabel(s string) (end int, ok bool) {
	words, runes, wordStart := 0, 0, -1
	colon := -1 // a colon that may be a slip for the dot of a title: "MR: ZIENTS:"
	defer func() {
		if !ok && colon >= 0 {
			end, ok = colon, true
		}
	}()
	for i, r := range s {
		if runes++; runes > labelRunes {
			return 0, false
		}
		switch {
		case r == ':' || r == '：':
			if wordStart >= 0 && colon < 0 && titles[strings.ToLower(s[wordStart:i])] && strings.HasPrefix(s[i:], ": ") {
				colon = i
				wordStart = -1
				continue
			}
			return i, words > 0
		case r == '\t':
			return i, words > 0
		case isBlankRune(r):
			wordStart = -1
			next := i + blanks(s[i:])
			if next < len(s) && isDigit(s[next]) {
				if _, n := parseTime(s[next:]); n > 0 {
					return i, words > 0
				}
			}
		case r == '(' || r == '[' || r == '\\' || r == '#' || r == '{':
			if _, n := parseStamp(s[i:]); n > 0 {
				return i, words > 0
			}
			if r != '(' && r != '[' && r != '#' {
				return 0, false
			}
		case r == '.':
			if wordStart < 0 || !mayEndInDot(s[wordStart:i]) || i+1 == len(s) {
				return 0, false
			}
		case r == '*' || r == '_' && (i+1 == len(s) || s[i+1] == '_' || s[i+1] == ':' || s[i+1] == ' '):
			// The end of emphasis: a colon, a time or nothing may follow.
			n := i + emphasis(s[i:])
			gap := n + blanks(s[n:])
			if n < len(s) && s[n] == ':' {
				return n, words > 0
			}
			if _, size := parseStamp(s[gap:]); size > 0 {
				return i, words > 0
			}
			return 0, false
		case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
			if wordStart < 0 {
				wordStart = i
				if words++; words > labelWords {
					return 0, false
				}
			}
		case strings.ContainsRune("'’-‐‑&/_)]+", r):
		default:
			return 0, false
		}
	}
	return 0, false
}

// mayEndInDot reports whether a word can have a dot inside a label: titles and
// initials.
func mayEndInDot(word string) bool {
	return titles[strings.ToLower(word)] || utf8.RuneCountInString(word) <= 3 && strings.ToUpper(word) == word
}

// isLabel reports whether s, which may come out of brackets, has the shape of a
// label: a letter, few words, no sentence punctuation.
func isLabel(s string) bool {
	letters, words, runes, in := 0, 0, 0, false
	if len(s) > 4*labelRunes {
		return false
	}
	for _, r := range s {
		runes++
		switch {
		case isBlankRune(r):
			in = false
			continue
		case unicode.IsLetter(r):
			letters++
		case strings.ContainsRune(",;!?\"“”…<>|=@%$", r):
			return false
		}
		if !in {
			in = true
			words++
		}
	}
	return letters > 0 && words <= labelWords && runes <= labelRunes
}

// parseTail reads what follows a label that ends at line[at]: times, a colon, a
// TAB or a dash.
func parseTail(line string, at int, h *head) bool {
	if line[at] == '\t' {
		n := at + blanks(line[at:])
		if d, size := parseTime(line[n:]); size > 0 && h.time == corpus.NoTime {
			if gap := blanks(line[n+size:]); gap > 0 {
				h.time = d
				n += size + gap
			}
		}
		h.look, h.speech = lookTab, n
		return n < len(line)
	}
	bare, stamped := false, false
	at += emphasis(line[at:])
	if n := at + blanks(line[at:]); n < len(line) && line[n] != ':' {
		d, size := parseStamp(line[n:])
		stamped = size > 0
		if size == 0 {
			d, size = parseTime(line[n:])
			bare = size > 0
		}
		if size > 0 {
			h.time = d
			at = n + size
			at += emphasis(line[at:])
		}
	}
	rest := line[at:]
	gap := blanks(rest)
	switch {
	case gap == len(rest):
		if !bare && (!stamped || strings.HasSuffix(strings.TrimRight(line, " "), "#")) {
			return false
		}
		h.look, h.speech = lookAlone, len(line)
		return true
	case strings.HasPrefix(rest, ":"), strings.HasPrefix(rest, "："):
		at++
		if rest[0] != ':' {
			at += len("：") - 1
		}
		return parseAfterColon(line, at, h)
	case stamped || bare:
		for _, dash := range []string{"-", "–", "—"} {
			if strings.HasPrefix(rest[gap:], dash) {
				n := at + gap + len(dash)
				if size := blanks(line[n:]); size > 0 {
					h.look, h.speech = lookColon, n+size
					return true
				}
			}
		}
	}
	return false
}

// parseAfterColon reads from line[at:], just behind the colon of a label, to the
// first word.
func parseAfterColon(line string, at int, h *head) bool {
	at += emphasis(line[at:])
	gap := blanks(line[at:])
	h.look = lookColon
	if gap == 0 && at < len(line) {
		// "P1:Yes" is a slip of typists; "http://" and "12:30" are not labels.
		r, _ := utf8.DecodeRuneInString(line[at:])
		if !unicode.IsLetter(r) && !strings.ContainsRune("\"“‘([…—", r) {
			return false
		}
		h.tight = true
	}
	at += gap
	if d, n := parseStamp(line[at:]); n > 0 {
		if h.time == corpus.NoTime {
			h.time = d
		}
		at += n
		at += blanks(line[at:])
	} else if d, n := parseTime(line[at:]); n > 0 && blanks(line[at+n:]) == len(line)-at-n {
		if h.time == corpus.NoTime {
			h.time = d
		}
		at = len(line)
	}
	h.speech = at
	return true
}
