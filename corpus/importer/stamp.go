package importer

import (
	"strings"
	"time"
	"unicode/utf8"

	"concord/corpus"
)

// parseTime reads a time in a recording at the beginning of s: m:ss, mm:ss,
// h:mm:ss, each with a fraction after a dot or comma, or h:mm:ss:ff with frames,
// which are dropped. It gives the number of bytes read, 0 if there is no time.
func parseTime(s string) (d time.Duration, n int) {
	var fields [4]int
	have := 0
	for {
		value, digits := 0, 0
		for n < len(s) && isDigit(s[n]) && digits < 4 {
			value = value*10 + int(s[n]-'0')
			n++
			digits++
		}
		if digits == 0 || digits > 3 || have > 0 && digits != 2 {
			return 0, 0
		}
		fields[have] = value
		have++
		if have == 4 || n+1 >= len(s) || s[n] != ':' || !isDigit(s[n+1]) {
			break
		}
		n++
	}
	var hours, minutes, seconds int
	switch have {
	case 2:
		minutes, seconds = fields[0], fields[1]
	case 3, 4:
		if hours, minutes, seconds = fields[0], fields[1], fields[2]; minutes > 59 {
			return 0, 0
		}
	default:
		return 0, 0
	}
	if seconds > 59 {
		return 0, 0
	}
	d = time.Duration(hours*3600+minutes*60+seconds) * time.Second
	if have < 4 && n+1 < len(s) && (s[n] == '.' || s[n] == ',') && isDigit(s[n+1]) {
		unit := time.Second / 10
		for n++; n < len(s) && isDigit(s[n]); n++ {
			d += time.Duration(s[n]-'0') * unit
			unit /= 10
		}
	}
	if n < len(s) && (isDigit(s[n]) || s[n] == ':' && n+1 < len(s) && isDigit(s[n+1])) {
		return 0, 0
	}
	return d, n
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// parseStamp reads a time stamp in brackets at the beginning of s: [00:01:02],
// (00:31), {…}, <…>, \[01:46\] as Markdown escapes it, a range [00:01:02 -
// 00:01:09], or #00:01:23-4# with tenths. It gives the first time and the number
// of bytes read, 0 if there is no stamp.
func parseStamp(s string) (d time.Duration, n int) {
	if strings.HasPrefix(s, `\`) {
		n++
	}
	if n >= len(s) {
		return 0, 0
	}
	opener := s[n]
	closer, ok := closers[opener]
	if !ok {
		return 0, 0
	}
	n++
	n += blanks(s[n:])
	d, size := parseTime(s[n:])
	if size == 0 {
		return 0, 0
	}
	n += size
	if opener == '#' && n+1 < len(s) && s[n] == '-' && isDigit(s[n+1]) {
		d += time.Duration(s[n+1]-'0') * time.Second / 10
		n += 2
	}
	rest := strings.TrimLeft(s[n:min(len(s), n+8)], " ")
	for _, dash := range []string{"-->", "-", "–", "—"} {
		if strings.HasPrefix(rest, dash) {
			at := n + strings.Index(s[n:], dash) + len(dash)
			at += blanks(s[at:])
			if _, size := parseTime(s[at:]); size > 0 {
				n = at + size
			}
			break
		}
	}
	n += blanks(s[n:])
	if n < len(s) && s[n] == '\\' {
		n++
	}
	if n >= len(s) || s[n] != closer {
		return 0, 0
	}
	return d, n + 1
}

var closers = map[byte]byte{'[': ']', '(': ')', '{': '}', '<': '>', '#': '#'}

// blanks gives the number of bytes of white space and characters of no width at
// the beginning of s.
func blanks(s string) int {
	for i, r := range s {
		if !isBlankRune(r) {
			return i
		}
	}
	return len(s)
}

// isBlankRune reports whether r is blank space, of whatever width.
func isBlankRune(r rune) bool {
	switch r {
	case ' ', '\t', '\n', '\v', '\f', '\r', 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
		return true
	case 0x200B, 0x2060, 0xFEFF: // of no width
		return true
	}
	return 0x2000 <= r && r <= 0x200A
}

// trimBlanks shortens body[from:to] by blanks at both ends.
func trimBlanks(body string, from, to int) (int, int) {
	from += blanks(body[from:to])
	for to > from {
		r, size := utf8.DecodeLastRuneInString(body[from:to])
		if !isBlankRune(r) {
			break
		}
		to -= size
	}
	return from, to
}

// isClock reports whether a line holds nothing but the time of day at which a
// meeting began or ended, as "2:04 P.M. EDT" or "END 11:47 A.M. EST": it is
// nobody's words.
func isClock(line string) bool {
	line = strings.TrimPrefix(line[blanks(line):], "END")
	line = line[blanks(line):]
	if line == "" || !isDigit(line[0]) {
		return false
	}
	_, n := parseTime(line)
	if n == 0 || len(line) > 200 {
		return false
	}
	words := strings.FieldsFunc(line[n:], isBlankRune)
	if len(words) == 0 || len(words) > 2 {
		return false
	}
	switch strings.ToLower(strings.ReplaceAll(words[0], ".", "")) {
	case "am", "pm":
		return len(words) == 1 || len(words[1]) <= 4 && strings.ToUpper(words[1]) == words[1]
	}
	return false
}

// parseCueTiming reads a line "00:00:01.000 --> 00:00:04.000", with whatever
// settings follow. The hours may be missing and the fraction be set off by a
// comma or be missing.
func parseCueTiming(line string) (start, end time.Duration, ok bool) {
	n := blanks(line)
	start, size := parseTime(line[n:])
	if size == 0 {
		return corpus.NoTime, corpus.NoTime, false
	}
	n += size
	n += blanks(line[n:])
	if !strings.HasPrefix(line[n:], "-->") {
		return corpus.NoTime, corpus.NoTime, false
	}
	n += len("-->")
	n += blanks(line[n:])
	end, size = parseTime(line[n:])
	if size == 0 || n+size < len(line) && blanks(line[n+size:]) == 0 {
		return corpus.NoTime, corpus.NoTime, false
	}
	return start, end, true
}
