package study

import (
	"context"
	"slices"
	"strings"
	"testing"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/store"
)

func TestRoundsAreDrawn(t *testing.T) {
	s, ctx := exampleStudy(t), context.Background()
	names := func(r codebook.Round) string {
		var out []string
		ts, err := s.Reader().Transcripts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range ts {
			if _, in := r.Assigned(x.ID); in {
				out = append(out, x.Name)
			}
		}
		return strings.Join(out, " ")
	}
	plan := RoundPlan{Name: "drawn", Random: 1, Stratify: "county", Seed: 7, Rules: reconcile.DefaultRules}
	one, err := s.planRound(ctx, plan)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := s.planRound(ctx, plan)
	if names(one) != names(again) || len(one.Assignments) != 2 {
		t.Errorf("the same seed draws %q, then %q", names(one), names(again))
	}
	plan.Fresh, plan.Stratify, plan.Random = true, "", 2
	if r, err := s.planRound(ctx, plan); err != nil || names(r) != "KI-07 KI-08" {
		t.Errorf("fresh transcripts: %q, %v", names(r), err)
	}
	plan.Random = 3
	if _, err := s.planRound(ctx, plan); err == nil {
		t.Error("three of two are drawn")
	}
	plan = RoundPlan{Name: "shared out", Transcripts: []string{"KI-01", "KI-02", "KI-07", "KI-08"}, Each: 2, Rules: reconcile.DefaultRules}
	r, err := s.planRound(ctx, plan)
	if err != nil {
		t.Fatal(err)
	}
	load := map[codebook.CoderID]int{}
	for _, a := range r.Assignments {
		if len(a.Coders) != 2 {
			t.Errorf("%d coders have a transcript", len(a.Coders))
		}
		for _, c := range a.Coders {
			load[c]++
		}
	}
	for _, n := range load {
		if n < 2 || n > 3 {
			t.Errorf("the load is not balanced: %v", load)
		}
	}
	for says, p := range map[string]RoundPlan{
		"which transcripts":     {Name: "x", Rules: reconcile.DefaultRules},
		"named or drawn":        {Name: "x", Random: 1, Transcripts: []string{"KI-01"}, Rules: reconcile.DefaultRules},
		"shoe size":             {Name: "x", Random: 1, Stratify: "shoe size", Rules: reconcile.DefaultRules},
		"nobody":                {Name: "x", Transcripts: []string{"KI-01"}, Coders: []string{"nobody"}, Rules: reconcile.DefaultRules},
		"v9":                    {Name: "x", Transcripts: []string{"KI-01"}, Version: "v9", Rules: reconcile.DefaultRules},
		"decided on one by one": {Name: "x", Transcripts: []string{"KI-01"}, Rules: reconcile.Rules{Unit: reconcile.UnitCharacter, Overlap: reconcile.OverlapAny}},
	} {
		if _, err := s.planRound(ctx, p); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("a plan that should be refused (%s): %v", says, err)
		}
	}
}

// What a coder does after a round does not change the round's figures, its
// layers or its ledger.
func TestARoundStaysWhatItWas(t *testing.T) {
	s, ctx := exampleStudy(t), context.Background()
	tell := func() string {
		a, err := s.RoundAgreement(ctx, "round 1", AgreementQuestion{})
		if err != nil {
			t.Fatal(err)
		}
		a.Before.State, a.After.State = "", ""
		var layers []int
		for _, q := range []LayerQuestion{{Layer: Independent, Round: "round 1"}, {Layer: Agreed, Round: "round 1"}, {Layer: Agreed, Round: "round 1", Undecided: reconcile.AnyCoder}} {
			l, err := s.OnLayer(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			m, err := l.Material(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for _, w := range m.Coded {
				n += len(w.Codings)
			}
			layers = append(layers, n)
		}
		whole, err := s.Ledger(ctx, "round 1")
		ledger := whole.Entries
		if err != nil {
			t.Fatal(err)
		}
		return asJSON(t, []any{a.JSON(), layers, ledger})
	}
	before := tell()
	cs, err := s.Reader().Codings(ctx, mustTranscript(t, s, "KI-01"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cs[:10] {
		if err := s.Project.RemoveCoding(ctx, c.Coder, c.ID); err != nil {
			t.Fatal(err)
		}
	}
	trust, _ := s.Reader().Codebook(ctx)
	code, err := trust.Find("trust")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Project.ChangeCodes(ctx, s.Coder.ID, store.CodeChange{Code: code.ID, Kind: codebook.Redefine, Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: "something else"}}}}); err != nil {
		t.Fatal(err)
	}
	if after := tell(); after != before {
		t.Error("the round is another one after later work")
	}
}

// A training round takes its places from its standard and measures against what
// was agreed there.
func TestTrainingAgainstAStandard(t *testing.T) {
	s, ctx := exampleStudy(t), context.Background()
	dora, err := s.Project.AddCoder(ctx, "dora", "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.NewRound(ctx, RoundPlan{Name: "training", Standard: "round 1", Version: "v1", Coders: []string{"dora"}, Rules: reconcile.DefaultRules, Blind: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(r.Assignments) != 3 {
		t.Fatalf("%d transcripts", len(r.Assignments))
	}
	hers := New(s.Project, dora)
	t1 := mustTranscript(t, s, "KI-01")
	if _, err := hers.Project.CompleteIn(ctx, r.ID, dora.ID, dora.ID, t1); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Project.CloseRound(ctx, s.Coder.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	a, err := s.Against(ctx, "training")
	if err != nil {
		t.Fatal(err)
	}
	if a.Standard != "round 1" || len(a.Coders) != 1 || a.Coders[0].Coder != "dora" {
		t.Fatalf("%+v", a)
	}
	// She applied nothing: all that she gets wrong is missed. Trust was redefined
	// since the standard was set; her silence on it means something else.
	w, err := s.RoundWork(ctx, r.Standard)
	if err != nil {
		t.Fatal(err)
	}
	agreed, _ := w.RatingMatrix.Agreed(w.Decisions, reconcile.LeaveOut)
	want := 0
	for _, x := range agreed {
		if x.Work.Transcript.ID == t1 && x.Code.Name != "trust" {
			want++
		}
	}
	c := a.Coders[0]
	if want == 0 || c.Added != 0 || c.Same+c.Missed != c.Compared {
		t.Errorf("%+v", c)
	}
	if c.Missed != want {
		t.Errorf("%d missed, and the standard holds %d in KI-01", c.Missed, want)
	}
}

func TestVerdictsAsPeopleWriteThem(t *testing.T) {
	s, ctx := exampleStudy(t), context.Background()
	r, err := s.Round(ctx, "ROUND 2")
	if err != nil {
		t.Fatal(err)
	}
	w, err := s.RoundWork(ctx, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"", "perhaps", "trust=maybe", "code nothing at all", "trust=yes, gloom=no"} {
		if v, err := w.ParseAdjudication(bad); err == nil {
			t.Errorf("%q is taken for %+v", bad, v)
		}
	}
	ds := w.Disagreements(false)
	before := len(ds)
	if _, err := s.Decide(ctx, w, ds[0].Index, reconcile.Adjudication{Yes: true, Reason: "so be it"}); err != nil {
		t.Fatal(err)
	}
	ds = w.Disagreements(false)
	if len(ds) != before || ds[before-1].Stage() != reconcile.Decided {
		t.Error("a decided place is not last")
	}
	if _, err := s.Project.Undo(ctx, s.Coder.ID); err != nil {
		t.Fatal(err)
	}
	if again, _ := s.RoundWork(ctx, r.ID); len(again.Decisions) != 0 {
		t.Error("undone, the decision is still there")
	}
	ledger, err := s.Ledger(ctx, "")
	entries := ledger.Entries
	if err != nil || len(entries) != 14 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for _, e := range entries {
		if e.Passage == "" || e.Place == e.Transcript || e.By != "ana" || len(e.Judged) == 0 || e.Review || !slices.Contains(e.Present, "ana") {
			t.Errorf("%+v", e)
		}
	}
}
