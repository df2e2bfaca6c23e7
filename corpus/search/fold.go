package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folding says which differences between characters do not count. Composed and
// decomposed forms of a character never differ: text and query are always
// compared in NFC.
type folding uint8

const (
	// foldCase: upper and lower case, as regexp's (?i) understands them.
	foldCase folding = 1 << iota
	// foldLooks: the forms of the apostrophe, and a no-break blank and a blank.
	foldLooks
	// foldBlanks: every white-space character is a blank, and characters that
	// show nothing (soft hyphen, zero-width blank) are left out.
	foldBlanks
	// foldBreaks: but a zero-width blank is a blank, since it parts words.
	foldBreaks

	// foldWords is how words are compared, in the index and in a scan.
	foldWords = foldCase | foldLooks | foldBlanks | foldBreaks
)

// lookalikes are groups of characters that foldLooks makes one; the first of a
// group stands for all.
var lookalikes = [][]rune{
	{'\'', '\u2018', '\u2019', '\u02BC', '\uFF07'},
	{' ', '\u00A0', '\u2007', '\u202F'},
}

// rune gives the character that stands for r, or -1 if r is left out.
func (how folding) rune(r rune) rune {
	if how&foldLooks != 0 {
		switch r {
		case '\u2018', '\u2019', '\u02BC', '\uFF07':
			return '\''
		case '\u00A0', '\u2007', '\u202F':
			return ' '
		}
	}
	if how&foldBlanks != 0 {
		switch {
		case r == '\u200B' && how&foldBreaks != 0:
			return ' '
		case r == '\u00AD', r == '\u200B', r == '\u2060', r == '\uFEFF':
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
	}
	if how&foldCase != 0 {
		return oneCase(r)
	}
	return r
}

// oneCase gives the same character for all that differ by case alone: the
// lower-case form of the first of them. It is an equivalence, which lower case
// alone is not ("ſ" is lower case, and a form of "s").
func oneCase(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r < rune(len(caseTable)):
		return caseTable[r]
	}
	return computeCase(r)
}

// caseTable holds oneCase of the alphabets that have case and are common.
var caseTable = func() (t [0x590]rune) {
	for r := range t {
		t[r] = computeCase(rune(r))
	}
	return t
}()

func computeCase(r rune) rune {
	first := r
	for next := unicode.SimpleFold(r); next != r; next = unicode.SimpleFold(next) {
		first = min(first, next)
	}
	lower := unicode.ToLower(first)
	for next := unicode.SimpleFold(first); next != first; next = unicode.SimpleFold(next) {
		if next == lower {
			return lower
		}
	}
	return first
}

// A folded text is what is compared, with the way back to the original.
type folded struct {
	text string
	size int   // bytes of the original
	runs []run // where the distance to the original changes; nil: nowhere
}

// A run is a stretch of a folded text, to the start of the next. In step, each
// of its offsets stands as far from the run's start as in the original; else
// the run stands as a whole for the original up to the next run.
type run struct {
	at, from int // start, in the folded text and in the original
	inStep   bool
}

// fold folds s and keeps the way back.
func fold(s string, how folding) folded {
	f := folder{how: how, out: make([]byte, 0, len(s)), track: true, inStep: true}
	f.add(s)
	return folded{text: string(f.out), size: len(s), runs: f.runs}
}

// foldString folds s.
func foldString(s string, how folding) string {
	f := folder{how: how, out: make([]byte, 0, len(s))}
	f.add(s)
	return string(f.out)
}

// back gives the range of the original that a range of the folded text stands
// for. Where a character was composed of several, it is all of them.
func (f folded) back(start, end int) (int, int) {
	if len(f.runs) == 0 || start >= end {
		return start, end
	}
	if n := f.runBefore(start + 1); n >= 0 {
		if r := f.runs[n]; r.inStep {
			start += r.from - r.at
		} else {
			start = r.from
		}
	}
	if n := f.runBefore(end); n >= 0 {
		switch r := f.runs[n]; {
		case r.inStep:
			end += r.from - r.at
		case n+1 < len(f.runs):
			end = f.runs[n+1].from
		default:
			end = f.size
		}
	}
	return start, end
}

// runBefore gives the last run that starts before p, or -1.
func (f folded) runBefore(p int) int {
	n, _ := slices.BinarySearchFunc(f.runs, p, func(r run, p int) int {
		if r.at < p {
			return -1
		}
		return 1
	})
	return n - 1
}

// folder folds text piece by piece onto out.
type folder struct {
	how    folding
	out    []byte
	track  bool
	runs   []run
	inStep bool // the last run is in step, and goes on
	done   int  // bytes of the original folded so far
}

func (f *folder) add(s string) {
	for len(s) > 0 {
		n := 0
		for n < len(s) && s[n] < utf8.RuneSelf {
			n++
		}
		if n < len(s) && n > 0 {
			n-- // what follows may combine with the last of them
		}
		if n > 0 {
			f.ascii(s[:n])
			s = s[n:]
			continue
		}
		n = 1
		for n < len(s) && s[n] >= utf8.RuneSelf {
			n++
		}
		f.stretch(s[:n])
		s = s[n:]
	}
}

// asciiFolds holds the folded form of every ASCII character, by folding.
var asciiFolds = func() (t [foldWords + 1][utf8.RuneSelf]byte) {
	for how := range t {
		for r := range t[how] {
			t[how][r] = byte(folding(how).rune(rune(r)))
		}
	}
	return t
}()

func (f *folder) ascii(s string) {
	f.step(true)
	at := len(f.out)
	f.out = append(f.out, s...)
	f.done += len(s)
	table := &asciiFolds[f.how]
	for i, b := range f.out[at:] {
		f.out[at+i] = table[b&0x7F]
	}
}

// stretch folds a stretch that begins and ends where no characters combine.
func (f *folder) stretch(s string) {
	if isPlain(s) || norm.NFC.IsNormalString(s) {
		f.runes(s)
		return
	}
	for len(s) > 0 {
		n := norm.NFC.NextBoundaryInString(s, true)
		if n <= 0 {
			n = len(s)
		}
		if whole := norm.NFC.String(s[:n]); whole == s[:n] {
			f.runes(whole)
		} else {
			f.step(false)
			for _, r := range whole {
				if r = f.how.rune(r); r >= 0 {
					f.out = utf8.AppendRune(f.out, r)
				}
			}
			f.done += n
		}
		s = s[n:]
	}
}

// isPlain reports that s is in NFC, quickly, for what Western transcripts hold:
// no character below U+0300 and no typographic dash or quote ever combines.
func isPlain(s string) bool {
	for _, r := range s {
		if r >= 0x300 && (r < 0x2010 || r > 0x2027) {
			return false
		}
	}
	return true
}

func (f *folder) runes(s string) {
	for i, r := range s {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(s[i:])
		}
		to := f.how.rune(r)
		switch {
		case to < 0:
			f.inStep = false
		case utf8.RuneLen(to) == size:
			f.step(true)
			f.out = utf8.AppendRune(f.out, to)
		default:
			f.step(false)
			f.out = utf8.AppendRune(f.out, to)
		}
		f.done += size
	}
}

// step begins a new run here, unless the one before goes on in step.
func (f *folder) step(inStep bool) {
	if !f.track || inStep && f.inStep {
		return
	}
	f.runs = append(f.runs, run{len(f.out), f.done, inStep})
	f.inStep = inStep
}

// isWordRune reports whether r is part of a word rather than between words.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// foldName folds a name as people type it, so that equal ones are the same.
func foldName(s string) string { return foldString(strings.TrimSpace(s), foldWords) }
