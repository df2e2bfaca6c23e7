package turns

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/internal/timestamp"
)

// labelForm is a way in which the beginning of a line can name a speaker.
type labelForm int

const (
	formNone     labelForm = iota // a time at most
	formColon                     // Name: text; **Name:** text; [Name]: text; Name (00:31): text
	formAlone                     // Name  00:13, with the text on the next line
	formUnder                     // 00:13 Name, with the text on the next line
	formTab                       // Name, TAB, text
	formBracket                   // [SPEAKER_00] text
	formQA                        // Q   text, as reporters write it
	formDotQA                     // Q. text
	formNumbered                  // Q1. text: a question whose answer follows without a label
	formParen                     // (Name) alone above a caption
)

// linePrefix is what the beginning of a line may say about its speaker. Positions
// count from the beginning of whatever parsePrefix was given.
type linePrefix struct {
	form   labelForm
	label  string // clean; "" with formNone
	at     int    // where it begins, marks of quotation and emphasis included
	speech int    // where the words begin
	time   time.Duration
	timed  bool // a time stands beside the label
	bare   bool // a time without brackets begins the line
	long   bool // the label has a comma, or more words than labelWords
	tight  bool // no blank between the colon and the words
}

// The most that a label can have. What is longer is prose.
const (
	labelWords = 5
	labelRunes = 45
)

// parsePrefix reads the beginning of a line for a label and a time. It reports
// false if there is neither. Whether a label is accepted is decided over the
// whole text, in detect.go.
func parsePrefix(line string) (linePrefix, bool) {
	h := parseMarks(line)
	lead := h
	if h.speech < len(line) && parseLabel(line, h.speech, &h) {
		h.timed = h.time != corpus.NoTime
		return h, true
	}
	if h = lead; h.speech < len(line) && parseLongLabel(line, h.speech, &h) {
		h.timed = h.time != corpus.NoTime
		return h, true
	}
	return lead, lead.time != corpus.NoTime
}

// parseLabel reads a label at line[at:] into h.
func parseLabel(line string, at int, h *linePrefix) bool {
	s := line[at:]
	switch s[0] {
	case 'Q', 'A':
		if parseQA(s, at, h) {
			return true
		}
	case '[':
		return parseBracket(s, at, h)
	case '(':
		if end := strings.IndexByte(s[:min(len(s), labelRunes*2)], ')'); end > 0 && chars.Blanks(s[end+1:]) == len(s)-end-1 && isLabel(s[1:end]) {
			h.form, h.label, h.speech = formParen, CleanLabel(s[1:end]), len(line)
			return true
		}
		return false
	}
	end, ok := scanLabel(s)
	if !ok {
		if h.time != corpus.NoTime && isLabel(s) && chars.Blanks(s) == 0 {
			h.form, h.label, h.speech = formUnder, CleanLabel(s), len(line)
			return true
		}
		return false
	}
	label := strings.TrimRight(s[:end], "*_ \u00a0")
	if !isLabel(label) {
		return false
	}
	h.label = CleanLabel(label)
	return parseTail(line, at+end, h)
}

// parseQA reads the bare Q and A of depositions and numbered questions.
func parseQA(s string, at int, h *linePrefix) bool {
	n := 1
	for n < len(s) && n < 4 && chars.IsDigit(s[n]) {
		n++
	}
	numbered := n > 1
	n += emphasis(s[n:])
	dot := n < len(s) && (s[n] == '.' || numbered && (s[n] == ')' || s[n] == ':'))
	if dot {
		n++
		n += emphasis(s[n:])
	}
	gap := chars.Blanks(s[n:])
	wide := utf8.RuneCountInString(s[n:n+gap]) >= 2 || strings.HasPrefix(s[n:], "\t")
	switch {
	case n+gap == len(s):
		return false
	case numbered && dot && s[0] == 'Q' && gap > 0:
		h.form = formNumbered
	case numbered:
		return false
	case dot && gap > 0:
		h.form = formDotQA
	case !dot && wide:
		h.form = formQA
	default:
		return false
	}
	h.label, h.speech = s[:1], at+n+gap
	return true
}

// parseBracket reads [SPEAKER_00]: text and [SPEAKER_00] text.
func parseBracket(s string, at int, h *linePrefix) bool {
	end := strings.IndexByte(s[:min(len(s), labelRunes*4)], ']')
	if end < 0 || !isLabel(s[1:end]) {
		return false
	}
	h.label = CleanLabel(s[1:end])
	n := end + 1
	n += emphasis(s[n:])
	if n < len(s) && s[n] == ':' {
		return parseTail(s, n, h) && shift(h, at)
	}
	if gap := chars.Blanks(s[n:]); gap > 0 && n+gap < len(s) {
		h.form, h.speech = formBracket, at+n+gap
		return true
	}
	return false
}

func shift(h *linePrefix, by int) bool {
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
		case chars.IsBlank(r):
			wordStart = -1
			next := i + chars.Blanks(s[i:])
			if next < len(s) && chars.IsDigit(s[next]) {
				if _, n := timestamp.Parse(s[next:]); n > 0 {
					return i, words > 0
				}
			}
		case r == '(' || r == '[' || r == '\\' || r == '#' || r == '{':
			if _, n := timestamp.ParseBracketed(s[i:]); n > 0 {
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
			gap := n + chars.Blanks(s[n:])
			if n < len(s) && s[n] == ':' {
				return n, words > 0
			}
			if _, size := timestamp.ParseBracketed(s[gap:]); size > 0 {
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
		case chars.IsBlank(r):
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
func parseTail(line string, at int, h *linePrefix) bool {
	if line[at] == '\t' {
		n := at + chars.Blanks(line[at:])
		if d, size := timestamp.Parse(line[n:]); size > 0 && h.time == corpus.NoTime {
			if gap := chars.Blanks(line[n+size:]); gap > 0 {
				h.time = d
				n += size + gap
			}
		}
		h.form, h.speech = formTab, n
		return n < len(line)
	}
	bare, stamped := false, false
	at += emphasis(line[at:])
	if n := at + chars.Blanks(line[at:]); n < len(line) && line[n] != ':' {
		d, size := timestamp.ParseBracketed(line[n:])
		stamped = size > 0
		if size == 0 {
			d, size = timestamp.Parse(line[n:])
			bare = size > 0
		}
		if size > 0 {
			h.time = d
			at = n + size
			at += emphasis(line[at:])
		}
	}
	rest := line[at:]
	gap := chars.Blanks(rest)
	switch {
	case gap == len(rest):
		if !bare && (!stamped || strings.HasSuffix(strings.TrimRight(line, " "), "#")) {
			return false
		}
		h.form, h.speech = formAlone, len(line)
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
				if size := chars.Blanks(line[n:]); size > 0 {
					h.form, h.speech = formColon, n+size
					return true
				}
			}
		}
	}
	return false
}

// parseAfterColon reads from line[at:], just behind the colon of a label, to the
// first word.
func parseAfterColon(line string, at int, h *linePrefix) bool {
	at += emphasis(line[at:])
	gap := chars.Blanks(line[at:])
	h.form = formColon
	if gap == 0 && at < len(line) {
		// "P1:Yes" is a slip of typists; "http://" and "12:30" are not labels.
		r, _ := utf8.DecodeRuneInString(line[at:])
		if !unicode.IsLetter(r) && !strings.ContainsRune("\"“‘([…—", r) {
			return false
		}
		h.tight = true
	}
	at += gap
	if d, n := timestamp.ParseBracketed(line[at:]); n > 0 {
		if h.time == corpus.NoTime {
			h.time = d
		}
		at += n
		at += chars.Blanks(line[at:])
	} else if d, n := timestamp.Parse(line[at:]); n > 0 && chars.Blanks(line[at+n:]) == len(line)-at-n {
		if h.time == corpus.NoTime {
			h.time = d
		}
		at = len(line)
	}
	h.speech = at
	return true
}
