// Package timestamp reads times in a recording as transcripts write them.
package timestamp

import (
	"strings"
	"time"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
)

// Parse reads a time in a recording at the beginning of s: m:ss, mm:ss,
// h:mm:ss, each with a fraction after a dot or comma, or h:mm:ss:ff with frames,
// which are dropped. It gives the number of bytes read, 0 if there is no time.
func Parse(s string) (d time.Duration, n int) {
	var fields [4]int
	have := 0
	for {
		value, digits := 0, 0
		for n < len(s) && chars.IsDigit(s[n]) && digits < 4 {
			value = value*10 + int(s[n]-'0')
			n++
			digits++
		}
		if digits == 0 || digits > 3 || have > 0 && digits != 2 {
			return 0, 0
		}
		fields[have] = value
		have++
		if have == 4 || n+1 >= len(s) || s[n] != ':' || !chars.IsDigit(s[n+1]) {
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
	if have < 4 && n+1 < len(s) && (s[n] == '.' || s[n] == ',') && chars.IsDigit(s[n+1]) {
		unit := time.Second / 10
		for n++; n < len(s) && chars.IsDigit(s[n]); n++ {
			d += time.Duration(s[n]-'0') * unit
			unit /= 10
		}
	}
	if n < len(s) && (chars.IsDigit(s[n]) || s[n] == ':' && n+1 < len(s) && chars.IsDigit(s[n+1])) {
		return 0, 0
	}
	return d, n
}

// ParseBracketed reads a time stamp in brackets at the beginning of s: [00:01:02],
// (00:31), {…}, <…>, \[01:46\] as Markdown escapes it, a range [00:01:02 -
// 00:01:09], or #00:01:23-4# with tenths. It gives the first time and the number
// of bytes read, 0 if there is no stamp.
func ParseBracketed(s string) (d time.Duration, n int) {
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
	n += chars.Blanks(s[n:])
	d, size := Parse(s[n:])
	if size == 0 {
		return 0, 0
	}
	n += size
	if opener == '#' && n+1 < len(s) && s[n] == '-' && chars.IsDigit(s[n+1]) {
		d += time.Duration(s[n+1]-'0') * time.Second / 10
		n += 2
	}
	rest := strings.TrimLeft(s[n:min(len(s), n+8)], " ")
	for _, dash := range []string{"-->", "-", "–", "—"} {
		if strings.HasPrefix(rest, dash) {
			at := n + strings.Index(s[n:], dash) + len(dash)
			at += chars.Blanks(s[at:])
			if _, size := Parse(s[at:]); size > 0 {
				n = at + size
			}
			break
		}
	}
	n += chars.Blanks(s[n:])
	if n < len(s) && s[n] == '\\' {
		n++
	}
	if n >= len(s) || s[n] != closer {
		return 0, 0
	}
	return d, n + 1
}

var closers = map[byte]byte{'[': ']', '(': ')', '{': '}', '<': '>', '#': '#'}

// ParseCueTiming reads a line "00:00:01.000 --> 00:00:04.000", with whatever
// settings follow. The hours may be missing and the fraction be set off by a
// comma or be missing.
func ParseCueTiming(line string) (start, end time.Duration, ok bool) {
	n := chars.Blanks(line)
	start, size := Parse(line[n:])
	if size == 0 {
		return corpus.NoTime, corpus.NoTime, false
	}
	n += size
	n += chars.Blanks(line[n:])
	if !strings.HasPrefix(line[n:], "-->") {
		return corpus.NoTime, corpus.NoTime, false
	}
	n += len("-->")
	n += chars.Blanks(line[n:])
	end, size = Parse(line[n:])
	if size == 0 || n+size < len(line) && chars.Blanks(line[n+size:]) == 0 {
		return corpus.NoTime, corpus.NoTime, false
	}
	return start, end, true
}

// IsCueID reports whether a line may be the number or name of the caption whose
// times stand below: digits, or the GUIDs of Teams.
func IsCueID(line string) bool {
	from, to := chars.TrimBlanks(line[:min(len(line), 100)], 0, min(len(line), 100))
	id := line[from:to]
	if id == "" || to < len(line) && chars.Blanks(line[to:]) < len(line)-to {
		return false
	}
	digits, hyphens := 0, 0
	for _, r := range id {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case r == '-' || r == '/':
			hyphens++
		case 'a' <= r && r <= 'f', 'A' <= r && r <= 'F':
		default:
			return false
		}
	}
	return digits == len(id) || len(id) >= 32 && hyphens >= 4
}
