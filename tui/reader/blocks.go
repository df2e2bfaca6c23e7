package reader

import (
	"strings"
	"unicode"

	"github.com/charmbracelet/x/ansi"

	"concord/corpus"
	"concord/corpus/segment"
)

// Block is a stretch of text that is shown together: a turn, or a paragraph
// that nobody spoke (a title, front matter).
type Block struct {
	// Turn is the turn; -1 for matter that nobody spoke.
	Turn corpus.TurnIndex
	// Span is what is shown: a turn's words without its label, which stands in
	// the gutter. It may be empty, for a label without words.
	Span corpus.Span
	// Extent is all of the text the block stands for, its label included.
	Extent corpus.Span
}

// Text is a transcript's text prepared for showing. It caches rows for one
// width at a time and is not for use by several goroutines at once.
type Text struct {
	*corpus.Text
	Blocks []Block
	wraps  bool // the source was broken into lines to fit a width
	// longestSpeaker and longestTime are the widths of the gutter's parts, in
	// cells.
	longestSpeaker, longestTime int
	width                       int
	rows                        map[int][]Row
}

// New prepares a text.
func New(t *corpus.Text) *Text {
	out := &Text{Text: t, wraps: segment.WrapWidth(t.Body) > 0, rows: map[int][]Row{}}
	at := corpus.Offset(0)
	for i, turn := range t.Turns {
		out.longestSpeaker = max(out.longestSpeaker, ansi.StringWidth(turn.Speaker))
		out.longestTime = max(out.longestTime, len(corpus.FormatTime(turn.Start)))
		out.addUnspoken(corpus.Span{Start: at, End: turn.Extent.Start})
		out.Blocks = append(out.Blocks, Block{corpus.TurnIndex(i), t.Trim(turn.SpeechSpan()), turn.Extent})
		at = turn.Extent.End
	}
	out.addUnspoken(corpus.Span{Start: at, End: corpus.Offset(len(t.Body))})
	if len(out.Blocks) == 0 {
		out.Blocks = []Block{{Turn: -1}}
	}
	return out
}

// addUnspoken adds the paragraphs between turns.
func (t *Text) addUnspoken(s corpus.Span) {
	at := s.Start
	for at < s.End {
		rest := t.Body[at:s.End]
		n := strings.Index(rest, "\n\n")
		end := s.End
		if n >= 0 {
			end = at + corpus.Offset(n)
		}
		if p := t.Trim(corpus.Span{Start: at, End: end}); !p.Empty() {
			t.Blocks = append(t.Blocks, Block{-1, p, p})
		}
		at = end + 2
	}
}

// BlockAt gives the number of the block that shows at, or the last before it.
func (t *Text) BlockAt(at corpus.Offset) int {
	lo, hi := 0, len(t.Blocks)
	for lo < hi {
		mid := (lo + hi) / 2
		if t.Blocks[mid].Extent.Start <= at {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return max(lo-1, 0)
}

// BlockOf gives the number of the block of a turn.
func (t *Text) BlockOf(turn corpus.TurnIndex) int {
	if int(turn) < 0 || int(turn) >= len(t.Turns) {
		return 0
	}
	return t.BlockAt(t.Turns[turn].Extent.Start)
}

// lineEnd says how a line end inside a block is shown.
type lineEnd int

const (
	asBlank     lineEnd = iota // a hard wrap: the sentence goes on
	asLine                     // a line of its own
	asParagraph                // a blank line
)

// lineEndAt decides about the line end at a position: hard-wrapped sources are
// re-flowed, others keep their lines. A blank line is kept everywhere.
func (t *Text) lineEndAt(at, end corpus.Offset) lineEnd {
	for _, r := range t.Body[at+1 : end] {
		if r == '\n' {
			return asParagraph
		}
		if !unicode.IsSpace(r) {
			break
		}
	}
	if t.wraps {
		return asBlank
	}
	return asLine
}
