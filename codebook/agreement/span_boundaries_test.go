package agreement

import (
	"encoding/json"
	"testing"
)

// The segmentation cases, with the segments as spans: the panel of spans says of
// the two coders what the functions say of the masses.
func TestBoundariesOfSpans(t *testing.T) {
	for _, c := range readSpanCases(t, "span-segmentation.json") {
		var d struct{ Hypothesis, Reference []int }
		if err := json.Unmarshal(c.Data, &d); err != nil {
			t.Fatal(err)
		}
		t.Run(c.ID, func(t *testing.T) {
			spans := func(masses []int) (list []Span, end int) {
				end = 7
				for _, m := range masses {
					list = append(list, Span{end, end + m, "s"})
					end += m
				}
				return list, end
			}
			a, end := spans(d.Hypothesis)
			b, _ := spans(d.Reference)
			text, err := NewContinuum("", 7, end, []CoderSpans{{"a", a}, {"b", b}})
			if err != nil {
				t.Fatal(err)
			}
			got := pairBoundaries([]Continuum{text}, "a", "b", DefaultNearMiss)
			c.check(t, "boundary_similarity", got.B)
			c.check(t, "segmentation_similarity", got.S)
			c.check(t, "windowdiff", got.WindowDiff)
			c.check(t, "pk", got.Pk)
			twice := pairBoundaries([]Continuum{text, text}, "a", "b", DefaultNearMiss)
			if twice != got {
				t.Errorf("the same text twice gives %v", twice)
			}
		})
	}
	empty, err := NewContinuum("", 0, 50, []CoderSpans{{"a", nil}, {"b", nil}})
	if err != nil {
		t.Fatal(err)
	}
	if p := pairBoundaries([]Continuum{empty}, "a", "b", DefaultNearMiss); p.B.Defined() || p.S.Number != 1 || p.WindowDiff.Number != 0 {
		t.Errorf("of coders who marked nothing: %+v", p)
	}
	if p := pairBoundaries([]Continuum{empty}, "a", "c", DefaultNearMiss); p.B.Defined() || p.Pk.Defined() {
		t.Errorf("of a coder who did not look: %+v", p)
	}
}
