package span

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"

	"pgregory.net/rapid"
)

// Two codes overlap if some position carries both for one coder; counted position by
// position.
func TestOverlapsAreThoseOfPositions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := spancase.Draw(t, false)
		want := map[[2]string]bool{}
		for _, g := range text.All() {
			for at := text.Begin(); at < text.End(); at++ {
				codes := map[string]bool{}
				for _, s := range g.Spans {
					if s.Start <= at && at < s.End {
						codes[s.Category] = true
					}
				}
				for a := range codes {
					for b := range codes {
						if a < b {
							want[[2]string{a, b}] = true
						}
					}
				}
			}
		}
		r, err := Panel(context.Background(), []continuum.Continuum{text}, PanelOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Overlaps) != len(want) {
			t.Fatalf("overlaps %v, position by position %v", r.Overlaps, want)
		}
		for _, x := range r.Overlaps {
			if !want[[2]string{x.First, x.Second}] || x.Places < 1 {
				t.Fatalf("%v does not overlap", x)
			}
		}
		clash := len(want) > 0
		if refused := strings.Contains(r.Unitizing.UAlpha.Undefined, "overlapping spans of different codes"); refused != clash {
			t.Fatalf("overlaps %v, uα %+v", r.Overlaps, r.Unitizing.UAlpha)
		}
		// What overlaps no other may be taken together.
		if u := UnitizingAlpha([]continuum.Continuum{text.Only(r.Separate...)}); strings.Contains(u.UAlpha.Undefined, "overlapping spans") {
			t.Fatalf("separate %v: %s", r.Separate, u.UAlpha.Undefined)
		}
	})
}

// A domain has the coefficients of its codes alone, with intervals, although all codes
// together have none.
func TestDomainsAreMeasuredAlone(t *testing.T) {
	var texts []continuum.Continuum
	for i := range 12 {
		texts = append(texts, mustNamed(t, string(rune('a'+i)), 100,
			continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 0, End: 20 + i, Category: "x"}, {Start: 40, End: 60, Category: "y"}, {Start: 5, End: 50, Category: "tone"}}},
			continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 2, End: 20, Category: "x"}, {Start: 40 + i, End: 66, Category: []string{"x", "y"}[i%2]}}}))
	}
	r, err := Panel(context.Background(), texts, PanelOptions{Domains: []Domain{{"content", []string{"y", "x"}}, {"all", []string{"x", "y", "tone"}}}, Resamples: 50, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	want := UnitizingAlpha(restricted(texts, []string{"x", "y"}))
	got := r.Domains[0]
	if !got.Unitizing.UAlpha.Defined() || got.Unitizing.UAlpha != want.UAlpha || got.Unitizing.CUAlpha != want.CUAlpha {
		t.Errorf("%+v, want %+v", got.Unitizing, want)
	}
	if b := got.Intervals["u_alpha"]; !b.CI95.Defined() || b.CI95.Low > want.UAlpha.Number {
		t.Errorf("interval %+v", b.CI95)
	}
	if r.Domains[1].Unitizing.UAlpha.Defined() || r.Unitizing.UAlpha.Defined() {
		t.Error("codes that overlap are taken together")
	}
	if notes := strings.Join(r.Notes, "\n"); !strings.Contains(notes, `"tone" with "x" (12)`) || !strings.Contains(notes, "every code overlaps another") {
		t.Errorf("notes %q", notes)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"domains":{"all":`, `"overlaps":[{"codes":["tone","x"],"places":12}`, `"separate_codes":[]`} {
		if !strings.Contains(string(raw), part) {
			t.Errorf("%s is not in the JSON %s", part, raw)
		}
	}
	if _, err := Panel(context.Background(), texts, PanelOptions{Domains: []Domain{{"none", []string{"z"}}}}); err == nil || !strings.Contains(err.Error(), `no code "z"`) {
		t.Errorf("a code that is not there: %v", err)
	}
}
