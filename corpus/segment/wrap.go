package segment

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"

	"concord/corpus"
)

// The widths at which people and programs break lines. Narrower lines are
// captions or lists, wider ones paragraphs.
const (
	narrowestWrap = 40
	widestWrap    = 120
)

// WrapWidth gives the column, counted in code points, at which the lines of
// body were broken, or 0 if the body is not hard-wrapped.
//
// A body is hard-wrapped if the lines that another line follows directly are
// short, and nearly all of them (seven of ten) had no room for the first word
// of the line below. At least two such lines are needed to tell.
func WrapWidth(body string) int {
	return wrapWidth(func(yield func(joint) bool) { lineJoints(body, 0, len(body), yield) })
}

// wrapped reports whether the turns of t are hard-wrapped. Only line ends
// within a turn count, because those between turns are nobody's wrapping.
func wrapped(t *corpus.Text) bool {
	return 0 < wrapWidth(func(yield func(joint) bool) {
		for _, turn := range t.Turns {
			s := turn.SpeechSpan()
			if !lineJoints(t.Body, int(s.Start), int(s.End), yield) {
				return
			}
		}
	})
}

// joint is a place where one line follows another without a blank line between.
type joint struct {
	length int // of the upper line
	word   int // length of the lower line's first word
}

func wrapWidth(joints iter.Seq[joint]) int {
	var lengths [widestWrap + 2]int // the last counts all that are longer
	n := 0
	for j := range joints {
		lengths[min(j.length, widestWrap+1)]++
		n++
	}
	if n < 2 {
		return 0
	}
	// One line in fifty may stick out: an address cannot be broken.
	width, above := widestWrap+1, 0
	for width > 0 && above+lengths[width] <= n/50 {
		above += lengths[width]
		width--
	}
	if width < narrowestWrap || width > widestWrap {
		return 0
	}
	full := 0
	for j := range joints {
		if j.length+1+j.word > width {
			full++
		}
	}
	if full*10 < n*7 {
		return 0
	}
	return width
}

// lineJoints yields the joints of the lines that begin in body[from:to]. The
// first line is measured from its true beginning, before from. It reports
// whether yield wants more.
func lineJoints(body string, from, to int, yield func(joint) bool) bool {
	start := strings.LastIndexByte(body[:from], '\n') + 1
	for {
		n := strings.IndexByte(body[start:to], '\n')
		if n < 0 {
			return true
		}
		line, next := body[start:start+n], start+n+1
		if next >= to {
			return true
		}
		if !isBlank(line) {
			if word := firstWord(body[next:to]); word > 0 && !yield(joint{columns(line), word}) {
				return false
			}
		}
		start = next
	}
}

// columns counts code points without the blanks at the end. Beyond any wrap it
// stops counting.
func columns(line string) int {
	if len(line) > 4*widestWrap+4 {
		return widestWrap + 1
	}
	return utf8.RuneCountInString(strings.TrimRightFunc(line, unicode.IsSpace))
}

// firstWord gives the length in code points of the word that the line at the
// start of s begins with; 0 if that line is blank.
func firstWord(s string) int {
	n := 0
	for _, r := range s {
		if r == '\n' || n > 0 && unicode.IsSpace(r) || n > widestWrap {
			break
		}
		if !unicode.IsSpace(r) {
			n++
		}
	}
	return n
}

// isBlank reports whether a line ends a paragraph: it holds no more than white
// space and marks of quotation.
func isBlank(line string) bool {
	for _, r := range line {
		if r != '>' && !unicode.IsSpace(r) {
			return false
		}
	}
	return true
}
