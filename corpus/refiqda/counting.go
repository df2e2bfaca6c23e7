package refiqda

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/corpus"
)

// Unit is what a position counts.
type Unit int

// The units that programs count in.
const (
	CodePoints Unit = iota // as the standard says
	UTF16Units             // NVivo
)

// Convention is how the positions of a source count its text. In a text with LF
// line ends, no byte order mark and nothing outside the Basic Multilingual Plane
// all conventions agree.
type Convention struct {
	Unit Unit
	// LineEndIsOne counts a CR LF as one position instead of two.
	LineEndIsOne bool
	// MarkCounts counts a byte order mark at the beginning of the file.
	MarkCounts bool
}

func (c Convention) String() string {
	s := "code points"
	if c.Unit == UTF16Units {
		s = "UTF-16 units"
	}
	if c.LineEndIsOne {
		s += ", a line end as one"
	}
	if c.MarkCounts {
		s += ", with the byte order mark"
	}
	return s
}

// rawText is the content of a text file before its line ends are made LF.
type rawText struct {
	body string // UTF-8, without byte order mark
	mark bool   // the file began with a byte order mark
}

// normal gives the text with LF line ends.
func (t rawText) normal() string {
	if !strings.Contains(t.body, "\r") {
		return t.body
	}
	return strings.ReplaceAll(strings.ReplaceAll(t.body, "\r\n", "\n"), "\r", "\n")
}

// conventions lists those under which positions in the text may differ, the
// likeliest for the program of origin first.
func (t rawText) conventions(origin string) []Convention {
	units, ends, marks := []Unit{CodePoints}, []bool{false}, []bool{false}
	if strings.IndexFunc(t.body, func(r rune) bool { return r > 0xFFFF }) >= 0 {
		units = []Unit{CodePoints, UTF16Units}
	}
	if strings.Contains(t.body, "\r\n") {
		ends = []bool{false, true}
	}
	if t.mark {
		marks = []bool{false, true}
	}
	var out []Convention
	for _, m := range marks {
		for _, e := range ends {
			for _, u := range units {
				out = append(out, Convention{u, e, m})
			}
		}
	}
	usual := usualFor(origin)
	distance := func(c Convention) int {
		n := 0
		for _, differs := range []bool{c.Unit != usual.Unit, c.LineEndIsOne != usual.LineEndIsOne, c.MarkCounts != usual.MarkCounts} {
			if differs {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(out, func(a, b Convention) int { return cmp.Compare(distance(a), distance(b)) })
	return out
}

// usualFor is the convention that a program is known to write with.
func usualFor(origin string) Convention {
	origin = strings.ToLower(origin)
	switch {
	case strings.Contains(origin, "nvivo"):
		return Convention{Unit: UTF16Units}
	case strings.Contains(origin, "atlas"):
		return Convention{Unit: UTF16Units, LineEndIsOne: true}
	case strings.Contains(origin, "maxqda"):
		return Convention{Unit: UTF16Units}
	case strings.Contains(origin, "qualcoder"):
		return Convention{LineEndIsOne: true}
	}
	return Convention{}
}

// outside marks a position that does not lie on a character of the text.
const outside = corpus.Offset(-1)

// translate gives, for positions in ascending order, the byte offsets in the
// text with LF line ends. A position beyond the end or inside a character is
// outside; one between CR and LF is the line end's.
func (t rawText) translate(c Convention, positions []int64) []corpus.Offset {
	out := make([]corpus.Offset, len(positions))
	var at int64 // position of the character at hand
	var to corpus.Offset
	i := 0
	reach := func() { // what stands at the character at hand
		for i < len(positions) && positions[i] <= at {
			out[i] = outside
			if positions[i] == at {
				out[i] = to
			}
			i++
		}
	}
	if t.mark && c.MarkCounts {
		for i < len(positions) && positions[i] < 1 {
			out[i] = 0
			if positions[i] < 0 {
				out[i] = outside
			}
			i++
		}
		at = 1
	}
	for n := 0; n < len(t.body) && i < len(positions); {
		reach()
		r, size := utf8.DecodeRuneInString(t.body[n:])
		n += size
		if r == '\r' {
			r = '\n'
			if n < len(t.body) && t.body[n] == '\n' {
				n++
				if !c.LineEndIsOne {
					at++ // between CR and LF
					reach()
				}
			}
		}
		at++
		if r > 0xFFFF && c.Unit == UTF16Units {
			at++
		}
		to += corpus.Offset(utf8.RuneLen(r))
	}
	reach()
	for ; i < len(positions); i++ {
		out[i] = outside
	}
	return out
}

// passage is a selection as the file has it: positions not yet translated.
type passage struct {
	start, end int64
	name       string
}

// spans translates passages; ok[i] is false where one is not on the text.
func (t rawText) spans(c Convention, passages []passage) (spans []corpus.Span, ok []bool) {
	positions := make([]int64, 0, 2*len(passages))
	for _, p := range passages {
		positions = append(positions, p.start, p.end)
	}
	slices.Sort(positions)
	positions = slices.Compact(positions)
	offsets := t.translate(c, positions)
	find := func(p int64) corpus.Offset {
		i, _ := slices.BinarySearch(positions, p)
		return offsets[i]
	}
	spans, ok = make([]corpus.Span, len(passages)), make([]bool, len(passages))
	for i, p := range passages {
		s := corpus.Span{Start: find(p.start), End: find(p.end)}
		spans[i], ok[i] = s, s.Start != outside && s.End != outside
	}
	return spans, ok
}

// fit is how well a convention explains the passages of a source.
type fit struct {
	named   int // passages that read as their name says
	names   int // passages with a name that could be read
	onWords int // ends of passages that fall between words
	ends    int // ends of passages
}

// enoughNames is how many passages must read as their names say for names to
// decide: fewer may be chance.
const enoughNames = 3

// counting finds out how the positions of a text were counted: by which
// convention passages read as their names say, else by which their ends fall
// between words, else as the program of origin is known to count. Evidence says
// in words what was found.
func (t rawText) counting(origin string, passages []passage) (c Convention, evidence string) {
	candidates := t.conventions(origin)
	if len(candidates) == 1 || len(passages) == 0 {
		return candidates[0], "every way of counting gives the same"
	}
	text := t.normal()
	fits := make([]fit, len(candidates))
	best := 0
	for i, c := range candidates {
		fits[i] = t.fit(text, c, passages)
		if i > 0 && fits[i].better(fits[best]) {
			best = i
		}
	}
	f := fits[best]
	if f.named >= enoughNames {
		evidence = fmt.Sprintf("%d of %d passages read as they are named", f.named, f.names)
	} else {
		evidence = fmt.Sprintf("%d of %d ends of passages fall between words", f.onWords, f.ends)
	}
	return candidates[best], evidence
}

func (a fit) better(b fit) bool {
	if a.named >= enoughNames || b.named >= enoughNames {
		if a.named != b.named {
			return a.named > b.named
		}
	}
	return a.onWords > b.onWords
}

func (t rawText) fit(text string, c Convention, passages []passage) fit {
	var f fit
	spans, ok := t.spans(c, passages)
	for i, p := range passages {
		f.ends += 2
		name := folded(p.name)
		if name != "" {
			f.names++
		}
		s := spans[i]
		if !ok[i] || s.End < s.Start {
			continue
		}
		if name != "" && strings.HasPrefix(folded(text[s.Start:s.End]), name) {
			f.named++
		}
		if betweenWords(text, s.Start) {
			f.onWords++
		}
		if betweenWords(text, s.End) {
			f.onWords++
		}
	}
	return f
}

// folded makes a name and a passage comparable: white space as single blanks,
// and the ellipsis of a shortened name off.
func folded(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(s, "…"), "..."))
}

// betweenWords reports whether an offset does not lie inside a word.
func betweenWords(text string, at corpus.Offset) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at:])
	letter := func(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
	return !letter(before) || !letter(after)
}
