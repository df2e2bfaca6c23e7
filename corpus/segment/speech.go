package segment

import (
	"strings"
	"unicode"

	"concord/corpus"
)

// speech gives the spoken text of a turn as one string and where in the body it
// begins. Bytes between the parts of the speech (time stamps) are blanked out,
// so that positions in the string are positions in the body less start; line
// ends among them stay, because they may end a paragraph.
func speech(t *corpus.Text, i corpus.TurnIndex) (s string, start corpus.Offset) {
	turn := t.Turns[i]
	span := turn.SpeechSpan()
	if len(turn.Speech) <= 1 {
		return t.Slice(span), span.Start
	}
	b := []byte(t.Slice(span))
	for k, part := range turn.Speech[1:] {
		gap := b[turn.Speech[k].End-span.Start : part.Start-span.Start]
		for j, c := range gap {
			if c != '\n' {
				gap[j] = ' '
			}
		}
	}
	return string(b), span.Start
}

// piece is a part of a string, half-open.
type piece struct{ from, to int }

// trimmed shortens a piece of s by white space at both ends.
func (p piece) trimmed(s string) piece {
	w := s[p.from:p.to]
	left := strings.TrimLeftFunc(w, unicode.IsSpace)
	from := p.from + len(w) - len(left)
	return piece{from, from + len(strings.TrimRightFunc(left, unicode.IsSpace))}
}

// cut calls pieces on the speech of every turn and makes segments of what it
// yields, trimmed; blank pieces are dropped.
func cut(t *corpus.Text, pieces func(s string, yield func(piece))) []corpus.Segment {
	var out []corpus.Segment
	for i := range t.Turns {
		turn := corpus.TurnIndex(i)
		s, start := speech(t, turn)
		pieces(s, func(p piece) {
			if p = p.trimmed(s); p.from < p.to {
				span := corpus.Span{Start: start + corpus.Offset(p.from), End: start + corpus.Offset(p.to)}
				out = append(out, corpus.Segment{Span: span, Turn: turn})
			}
		})
	}
	return out
}

// paragraphs yields the paragraphs of s, untrimmed.
func paragraphs(s string, wrapped bool, yield func(piece)) {
	from, at := 0, 0
	for at < len(s) {
		end := len(s)
		if n := strings.IndexByte(s[at:], '\n'); n >= 0 {
			end = at + n
		}
		switch {
		case isBlank(s[at:end]):
			yield(piece{from, at})
			from = end
		case !wrapped:
			yield(piece{from, end})
			from = end
		}
		at = end + 1
	}
	if from < len(s) {
		yield(piece{from, len(s)})
	}
}
