package reconcile

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"concord/corpus"
)

// Units under codings, found by search, are those found by asking every word of every
// unit whether some coding overlaps it; each stands there once, in order.
func TestUnitsUnderAskEveryWord(t *testing.T) {
	w := workOf(t, "P: we met again", "P: and then it was over", "INT: go on", "P: yes", "P: it took a very long while to end")
	body := w.Text.Body
	rapid.Check(t, func(t *rapid.T) {
		rules := Rules{Unit: UnitTurn, Overlap: rapid.SampledFrom([]Overlap{OverlapAny, OverlapHalf, OverlapAll}).Draw(t, "overlap")}
		units, _ := rules.units(w)
		var spans []corpus.Span
		for range rapid.IntRange(0, 6).Draw(t, "codings") {
			from := rapid.IntRange(0, len(body)-1).Draw(t, "from")
			to := rapid.IntRange(from+1, min(len(body), from+25)).Draw(t, "to")
			spans = append(spans, corpus.Span{Start: corpus.Offset(from), End: corpus.Offset(to)})
		}
		var want []int
		for i, u := range units {
			words, hit := 0, 0
			for _, part := range u.speech {
				at := int(part.Start)
				for word := range strings.FieldsSeq(body[part.Start:part.End]) {
					at += strings.Index(body[at:], word)
					span := corpus.Span{Start: corpus.Offset(at), End: corpus.Offset(at + len(word))}
					words++
					if slices.ContainsFunc(spans, func(s corpus.Span) bool { return s.Start < span.End && span.Start < s.End }) {
						hit++
					}
					at += len(word)
				}
			}
			if rules.Overlap == OverlapAny && hit > 0 || rules.Overlap == OverlapHalf && 2*hit >= words || rules.Overlap == OverlapAll && hit == words {
				want = append(want, i)
			}
		}
		if d := cmp.Diff(want, rules.unitsUnder(w.Text, units, spans)); d != "" {
			t.Fatalf("%s of %v: %s", rules.Overlap, spans, d)
		}
	})
}
