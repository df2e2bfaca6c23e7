package span

import (
	"encoding/json"
	"testing"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"
)

// The segmentation cases, with the segments as spans: the panel of spans says of
// the two coders what the functions say of the masses.
func TestBoundariesOfSpans(t *testing.T) {
	for _, c := range spancase.Read(t, "segmentation.json") {
		var d struct{ Hypothesis, Reference []int }
		if err := json.Unmarshal(c.Data, &d); err != nil {
			t.Fatal(err)
		}
		t.Run(c.ID, func(t *testing.T) {
			spans := func(masses []int) (list []continuum.Span, end int) {
				end = 7
				for _, m := range masses {
					list = append(list, continuum.Span{Start: end, End: end + m, Category: "s"})
					end += m
				}
				return list, end
			}
			a, end := spans(d.Hypothesis)
			b, _ := spans(d.Reference)
			text, err := continuum.New("", 7, end, []continuum.CoderSpans{{Coder: "a", Spans: a}, {Coder: "b", Spans: b}})
			if err != nil {
				t.Fatal(err)
			}
			got := pairBoundaries([]continuum.Continuum{text}, "a", "b", DefaultNearMiss)
			c.Check(t, "boundary_similarity", got.B)
			c.Check(t, "segmentation_similarity", got.S)
			c.Check(t, "windowdiff", got.WindowDiff)
			c.Check(t, "pk", got.Pk)
			twice := pairBoundaries([]continuum.Continuum{text, text}, "a", "b", DefaultNearMiss)
			if twice != got {
				t.Errorf("the same text twice gives %v", twice)
			}
		})
	}
	empty, err := continuum.New("", 0, 50, []continuum.CoderSpans{{Coder: "a"}, {Coder: "b"}})
	if err != nil {
		t.Fatal(err)
	}
	if p := pairBoundaries([]continuum.Continuum{empty}, "a", "b", DefaultNearMiss); p.B.Defined() || p.S.Number != 1 || p.WindowDiff.Number != 0 {
		t.Errorf("of coders who marked nothing: %+v", p)
	}
	if p := pairBoundaries([]continuum.Continuum{empty}, "a", "c", DefaultNearMiss); p.B.Defined() || p.Pk.Defined() {
		t.Errorf("of a coder who did not look: %+v", p)
	}
}
