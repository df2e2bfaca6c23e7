package turns

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/corpus/importer/internal/chars"
)

// The most that a long label can have: "P1 (female, 34)", "Maria, nurse", "Dr.
// Ana Maria de la Cruz y Lopez Garcia".
const (
	longLabelWords = 12
	longLabelRunes = 100
)

// parseLongLabel reads a label at line[at:] that has a comma or more words than
// others, into p. It must end in a colon. Prose looks like it, so it is accepted
// only with more evidence, see longLabels.
func parseLongLabel(line string, at int, p *linePrefix) bool {
	s := line[at:]
	first, _ := utf8.DecodeRuneInString(s)
	if !unicode.IsLetter(first) {
		return false
	}
	end, runes, depth := -1, 0, 0
	for i, r := range s {
		if runes++; runes > longLabelRunes {
			return false
		}
		switch {
		case r == ':' || r == '：':
			end = i
		case r == '(':
			depth++
		case r == ')':
			depth--
		case r == '.':
			if from := strings.LastIndexAny(s[:i], " \u00a0(,") + 1; from < i && !mayEndInDot(s[from:i]) {
				return false
			}
		case strings.ContainsRune(";!?\"“”…<>|=@%$\t", r):
			return false
		}
		if end >= 0 {
			break
		}
	}
	if end < 0 || depth != 0 {
		return false
	}
	label := strings.TrimRight(s[:end], "*_ \u00a0")
	if n := len(strings.Fields(label)); n == 0 || n > longLabelWords {
		return false
	}
	p.label, p.long = CleanLabel(label), true
	return parseTail(line, at+end, p)
}

// isLongName reports whether a long label can name a speaker: what stands before
// its comma or bracket is a role, a code or a name, or all of it is a name.
func isLongName(label string) bool {
	base := label
	if n := strings.IndexAny(label, ",("); n > 0 {
		base = label[:n]
	}
	base = chars.JoinBlanks(base)
	return base != "" && styleOf(base) <= styleTitle && !isStopped(base)
}

// longLabels decides about long labels: those of a role or code count if any
// other label does, names if they come twice.
func (b *acceptedLabels) longLabels(list []*labelStats) {
	var sure []*labelStats
	for _, t := range list {
		if !t.long || t.known || !isLongName(t.label) || t.block == 0 {
			continue
		}
		base, _, _ := strings.Cut(strings.ReplaceAll(t.label, "(", ","), ",")
		coded := styleOf(chars.JoinBlanks(base)) <= styleCode
		if t.block >= 2 || coded && b.any() {
			sure = append(sure, t)
		} else if coded {
			sure = append(sure, t)
		}
	}
	if !b.any() && len(sure) < 2 {
		return // a single label of this kind is a sentence with a colon
	}
	for _, t := range sure {
		b.accept(formColon, t)
	}
}

// matchKnown reads a label that a person named at the beginning of a line, in
// whatever way it is set off: a colon, a dot, brackets, TABs, two blanks, or alone
// on its line. known must be in lower case.
func matchKnown(line string, known []string) (linePrefix, bool) {
	p := parseMarks(line)
	s := line[p.speech:]
	open := 0
	if s != "" && strings.IndexByte("<[(", s[0]) >= 0 {
		open = 1
	}
	best := linePrefix{}
	for _, label := range known {
		n := foldedPrefix(s[open:], label)
		if n == 0 || len(label) <= len(best.label) {
			continue
		}
		rest := s[open+n:]
		if open == 1 {
			if rest == "" || strings.IndexByte(">])", rest[0]) < 0 {
				continue
			}
			rest = rest[1:]
		}
		size := emphasis(rest)
		if size < len(rest) && strings.IndexByte(":.)", rest[size]) >= 0 {
			size++
			size += emphasis(rest[size:])
		} else if gap := chars.Blanks(rest[size:]); open == 0 && size+gap < len(rest) && utf8.RuneCountInString(rest[size:size+gap]) < 2 && !strings.HasPrefix(rest[size:], "\t") {
			continue // the first word of a sentence
		}
		size += chars.Blanks(rest[size:])
		best = linePrefix{form: formColon, label: CleanLabel(s[open : open+n]), at: p.at, speech: len(line) - len(rest) + size, time: p.time, timed: p.time >= 0}
	}
	return best, best.label != ""
}

// foldedPrefix gives the number of bytes at the beginning of s that are label in
// any case, with blanks of any width; 0 if s does not begin with it.
func foldedPrefix(s, label string) int {
	n := 0
	for _, want := range label {
		if n >= len(s) {
			return 0
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		if want == ' ' {
			size = chars.Blanks(s[n:])
			if size == 0 {
				return 0
			}
		} else if unicode.ToLower(r) != want {
			return 0
		}
		n += size
	}
	return n
}
