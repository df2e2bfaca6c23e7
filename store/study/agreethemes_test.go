package study

import (
	"context"
	"slices"
	"strings"
	"testing"

	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/store"
)

// A theme's line is 1 where any of its codes is, and its silence waits for all.
func TestAgreementOnThemes(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	if _, err := s.Agreement(ctx, AgreementQuestion{Rules: reconcile.Rules{Unit: reconcile.UnitTurn, Overlap: reconcile.OverlapAny, Themes: true}}); err == nil {
		t.Error("themes are measured where there are none")
	}
	codes := agreed(t, s, AgreementQuestion{})
	pick := func(name string) report.CodeAgreement {
		t.Helper()
		i := slices.IndexFunc(codes.Codes, func(c report.CodeAgreement) bool { return c.Code.Name == name })
		if i < 0 {
			t.Fatalf("there is no code %q", name)
		}
		return codes.Codes[i]
	}
	members := []report.CodeAgreement{pick("leadership"), pick("viability")}
	theme := store.NewTheme{Name: "holding together"}
	for _, m := range members {
		theme.Codes = append(theme.Codes, m.Code.ID)
	}
	if _, err := s.Project.AddTheme(ctx, s.Coder.ID, theme, ""); err != nil {
		t.Fatal(err)
	}
	rules := reconcile.DefaultRules
	rules.Themes = true
	a := agreed(t, s, AgreementQuestion{Rules: rules})
	if len(a.Codes) != 1 || a.Codes[0].Path != "holding together" {
		t.Fatalf("lines: %v", a.Codes)
	}
	n := len(a.RatingMatrix.Coders)
	for u := range a.RatingMatrix.Units {
		for c := range n {
			want := int8(0)
			for _, m := range members {
				switch mark := codes.RatingMatrix.Codes[m.Line].Marks[u*n+c]; {
				case mark == 1:
					want = 1
				case mark < 0 && want == 0:
					want = mark
				}
			}
			if got := a.RatingMatrix.Codes[0].Marks[u*n+c]; got != want {
				t.Fatalf("unit %d, coder %d: %d, the codes say %d", u, c, got, want)
			}
		}
	}
	if named := agreed(t, s, AgreementQuestion{Rules: rules, Codes: []string{"holding together"}}); named.Codes[0].All != a.Codes[0].All {
		t.Error("a theme asked for by name has other figures")
	}
	if _, err := s.Agreement(ctx, AgreementQuestion{Rules: rules, Codes: []string{"leadership"}}); err == nil {
		t.Error("a code passes for a theme")
	}
	if rounds := agreed(t, s, AgreementQuestion{Rules: rules, By: "round"}); len(rounds.Parts) != 0 || !strings.Contains(rounds.PartsNote, "without themes") {
		t.Errorf("rounds under codebooks without themes: %d parts, %q", len(rounds.Parts), rounds.PartsNote)
	}
	rules.Unit = reconcile.UnitCharacter
	if spans := agreed(t, s, AgreementQuestion{Rules: rules}); spans.Report.Codes[0].Code != "holding together" {
		t.Error("themes are not measured on characters")
	}
	rules.RollUp = true
	if rules.Check() == nil {
		t.Error("themes and roll-up go together")
	}
}

// By round: each on its independent work, under its own codebook.
func TestAgreementByRound(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	a := agreed(t, s, AgreementQuestion{By: "round"})
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Parts) != len(rounds) || len(rounds) < 2 {
		t.Fatalf("%d parts for %d rounds", len(a.Parts), len(rounds))
	}
	for i, r := range rounds {
		w, err := s.RoundWork(ctx, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		alone, err := Measure(ctx, w.Material, AgreementQuestion{Rules: reconcile.DefaultRules})
		if err != nil {
			t.Fatal(err)
		}
		if a.Parts[i].Name != r.Name || asJSON(t, a.Parts[i].JSON()["codes"]) != asJSON(t, alone.Part.JSON()["codes"]) {
			t.Errorf("the part of %s is not what the round gives alone", r.Name)
		}
	}
	pair := agreed(t, s, AgreementQuestion{By: "round", Coders: []string{"ana", "ben"}})
	for _, p := range pair.Parts {
		if len(p.RatingMatrix.Coders) != 2 {
			t.Errorf("%s has %d coders", p.Name, len(p.RatingMatrix.Coders))
		}
	}
}
