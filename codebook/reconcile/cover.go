package reconcile

import (
	"slices"
	"unicode"

	"concord/corpus"
)

// unitsUnder gives the indexes of the units that codings cover by the rule of
// overlap. Spans of one coder and one code count together. A word is covered if
// any letter of it is.
func (r Rules) unitsUnder(text *corpus.Text, units []unit, spans []corpus.Span) []int {
	var out []int
	union := corpus.Union(spans)
	for i, span := range union {
		first, _ := slices.BinarySearchFunc(units, span.Start, func(u unit, at corpus.Offset) int {
			if u.Span.End <= at {
				return -1
			}
			return 1
		})
		for u := first; u < len(units) && units[u].Span.Start < span.End; u++ {
			if n := len(out); n > 0 && out[n-1] == u {
				continue // a span before this one covered it already
			}
			near := union[i:]
			if n, _ := slices.BinarySearchFunc(near, units[u].Span.End, func(s corpus.Span, at corpus.Offset) int { return int(s.Start - at) }); n < len(near) {
				near = near[:n]
			}
			if r.covers(text, units[u].speech, near) {
				out = append(out, u)
			}
		}
	}
	return out
}

// covers decides one unit. spans are ordered and separate and begin before the
// unit ends.
func (r Rules) covers(text *corpus.Text, speech, spans []corpus.Span) bool {
	if r.Overlap == OverlapAny {
		for _, part := range speech {
			for _, s := range spans {
				if !text.TrimToWords(part.Intersect(s)).Empty() {
					return true
				}
			}
		}
		return false
	}
	words, hit := 0, 0
	for _, part := range speech {
		for _, w := range wordsOf(text, part) {
			words++
			if slices.ContainsFunc(spans, w.Overlaps) {
				hit++
			}
		}
	}
	if r.Overlap == OverlapAll {
		return words > 0 && hit == words
	}
	return words > 0 && 2*hit >= words
}

// wordsOf gives the words of a span: runs of characters between white space,
// trimmed of punctuation, as corpus.CountWords counts them.
func wordsOf(text *corpus.Text, s corpus.Span) []corpus.Span {
	var out []corpus.Span
	start := corpus.Offset(-1)
	end := func(at corpus.Offset) {
		if start >= 0 {
			if w := text.TrimToWords(corpus.Span{Start: start, End: at}); !w.Empty() {
				out = append(out, w)
			}
			start = -1
		}
	}
	for i, r := range text.Slice(s) {
		at := s.Start + corpus.Offset(i)
		if unicode.IsSpace(r) {
			end(at)
		} else if start < 0 {
			start = at
		}
	}
	end(s.End)
	return out
}
