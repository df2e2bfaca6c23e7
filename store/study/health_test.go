package study

import (
	"context"
	"strings"
	"testing"

	"concord/codebook"
	"concord/store"
)

func TestHealth(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	for _, n := range []store.NewCode{{Name: "Informal channels"}, {Name: "grief & burn-out", Definition: codebook.Definition{Text: "x"}}, {Name: "round 1"}, {Name: "round 2"}, {Name: "data shraing"}} {
		if _, err := s.Project.AddCode(ctx, s.Coder.ID, n, ""); err != nil {
			t.Fatal(err)
		}
	}
	// A code that stands only where trust does: on each of ana's passages.
	shadow, err := s.Project.AddCode(ctx, s.Coder.ID, store.NewCode{Name: "shadow"}, "")
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.Material(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	trust := code(t, s, "trust")
	for _, work := range w.Coded {
		for _, c := range work.Codings {
			if c.Code == trust.ID && c.Coder == s.Coder.ID {
				if _, err := s.Project.Apply(ctx, s.Coder.ID, store.NewCoding{Transcript: c.Transcript, Span: c.Span, Code: shadow.ID}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	h, err := s.Health(ctx)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, f := range h.Findings {
		said[string(f.Kind)+": "+strings.Join(f.Paths, " + ")] = true
	}
	for _, want := range []string{
		"no definition: Informal channels", "names alike: inter-organizational/informal channel + Informal channels",
		"names alike: inter-organizational/data sharing + data shraing", "unused: round 1", "no example: shadow",
		"one coder only: shadow", "unused: intra-organizational/resolved conflict", "always within another: shadow + inter-organizational/trust",
	} {
		if !said[want] {
			t.Errorf("it does not say %q", want)
		}
	}
	for _, not := range []string{"names alike: round 1 + round 2", "unused: shadow", "no definition: grief & burn-out", "always together: shadow + inter-organizational/trust", "unused: context"} {
		if said[not] {
			t.Errorf("it says %q", not)
		}
	}
	if len(h.Findings) == 0 || h.Findings[0].Kind != Undefined {
		t.Error("codes without definition do not come first")
	}
}

func TestNearlyTheSameName(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"trust", "Trust", true}, {"data sharing", "sharing data", true}, {"data sharing", "data-sharings", true}, {"alliance building", "aliance building", true},
		{"recieve help", "receive help", true}, {"trust", "truss", false}, {"level 1 of it", "level 2 of it", false}, {"leadership", "membership", false}, {"conflict", "conflict solved", false},
	} {
		if got := nearly([]rune(plainName(c.a)), []rune(plainName(c.b))); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
