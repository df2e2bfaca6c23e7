package segment

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"concord/corpus"
)

// GraphemeAt gives the grapheme cluster of body that holds the byte at: what a
// reader sees as one character. At or beyond the end it gives an empty span at
// the end; before the beginning, the first cluster.
func GraphemeAt(body string, at corpus.Offset) corpus.Span {
	end := corpus.Offset(len(body))
	if at >= end {
		return corpus.Span{Start: end, End: end}
	}
	at = max(at, 0)
	from := safeStart(body, int(at))
	it := graphemes.FromString(body[from:])
	for it.Next() {
		if s := (corpus.Span{Start: corpus.Offset(from + it.Start()), End: corpus.Offset(from + it.End())}); s.End > at {
			return s
		}
	}
	return corpus.Span{Start: end, End: end}
}

// SnapGraphemes widens a span until it cuts no grapheme cluster of body. A span
// beyond the body is brought back into it. An empty span stays empty and moves
// to the start of the cluster it falls in.
func SnapGraphemes(body string, s corpus.Span) corpus.Span {
	n := corpus.Offset(len(body))
	s.Start, s.End = min(max(s.Start, 0), n), min(max(s.End, 0), n)
	first := GraphemeAt(body, s.Start)
	if s.Empty() {
		return corpus.Span{Start: first.Start, End: first.Start}
	}
	last := GraphemeAt(body, s.End)
	if last.Start < s.End {
		return corpus.Span{Start: first.Start, End: last.End}
	}
	return corpus.Span{Start: first.Start, End: s.End}
}

// NextGrapheme gives where the cluster that holds at ends, PrevGrapheme where
// the one before at begins. They stop at the ends of body.
func NextGrapheme(body string, at corpus.Offset) corpus.Offset { return GraphemeAt(body, at).End }

// PrevGrapheme is described at NextGrapheme.
func PrevGrapheme(body string, at corpus.Offset) corpus.Offset {
	if at = min(at, corpus.Offset(len(body))); at <= 0 {
		return 0
	}
	return GraphemeAt(body, at-1).Start
}

// safeStart goes back from at to a place that surely lies between two clusters,
// without reading the body from its beginning: after an ASCII character none of
// the rules that look far back can apply, so two characters decide.
func safeStart(body string, at int) int {
	for at > 0 {
		if !utf8.RuneStart(body[at]) {
			at--
			continue
		}
		if body[at-1] < utf8.RuneSelf {
			_, size := utf8.DecodeRuneInString(body[at:])
			it := graphemes.FromString(body[at-1 : at+size])
			if it.Next() && it.End() == 1 {
				return at
			}
		}
		at--
	}
	return 0
}
