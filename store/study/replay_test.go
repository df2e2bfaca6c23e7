package study

import (
	"context"
	"math"
	"testing"

	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/examples"
)

// exampleStudy replays the example study into a folder of the test's.
func exampleStudy(t testing.TB) *Study {
	t.Helper()
	files, err := examples.Files("overdose-coalitions")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Replay(context.Background(), files, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		r, err := s.Project.Check(context.Background())
		if err != nil || len(r.Problems) > 0 {
			t.Errorf("check: %v %v", r.Problems, err)
		}
	})
	return s
}

func TestReplayedStudyIsWhole(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	if s.Coder.Name != "ana" {
		t.Errorf("%q sits at the example", s.Coder.Name)
	}
	o, err := s.Reader().Overview(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if len(o.Transcripts) != 8 || len(o.Coders) != 3 || len(o.Versions) != 2 || o.Changed || len(o.Cases) != 8 {
		t.Errorf("%d transcripts, %d coders, %d versions, changed %v, %d cases", len(o.Transcripts), len(o.Coders), len(o.Versions), o.Changed, len(o.Cases))
	}
	codings, _ := s.Reader().Codings(ctx, corpus.TranscriptID{})
	if len(codings) != 757 {
		t.Errorf("%d codings", len(codings))
	}
	for _, tr := range o.Transcripts {
		if tr.TurnCount < 40 || tr.WordCount < 1300 || len(tr.Cases) != 1 {
			t.Errorf("%s: %d turns, %d words, %d cases", tr.Name, tr.TurnCount, tr.WordCount, len(tr.Cases))
		}
		if m := o.Summaries[tr.ID][s.Coder.ID]; (m.Completed) != (tr.Name <= "KI-06") {
			t.Errorf("%s: ana's summary is %+v", tr.Name, m)
		}
	}
	memos, _ := s.Reader().Memos(ctx, nil)
	if len(memos) != 97+14 {
		t.Errorf("%d memos", len(memos))
	}
}

// The agreement on trust in the second round is what an independent script,
// written by another hand, gave when the example was made, rounded: .76, .79
// and .94 over the participants' turns.
func TestAgreementOfTheExample(t *testing.T) {
	s := exampleStudy(t)
	a, err := s.Agreement(context.Background(), AgreementQuestion{Rules: reconcile.DefaultRules, Transcripts: []string{"KI-04", "KI-05", "KI-06"},
		Codes: []string{"trust", "fatality review", "informal channel"}})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{"trust": .755, "informal channel": .790, "fatality review": .936}
	for _, c := range a.Codes {
		for i, k := range a.Panel.Coefficients {
			if got := c.Estimates[i].Value.Number; k.Name() == "krippendorff_alpha_nominal" && math.Abs(got-want[c.Code.Name]) > .0006 {
				t.Errorf("alpha of %s is %.4f, want %.3f", c.Path, got, want[c.Code.Name])
			}
		}
		if c.Pairable != 69 {
			t.Errorf("%s: %d pairable units", c.Path, c.Pairable)
		}
	}
	if n := a.RatingMatrix.Counts; n.Completions != 8 || n.Incomplete != 1 || n.InterviewerUnits != 69 {
		t.Errorf("counts %+v", n)
	}
}

func mustTranscript(t testing.TB, s *Study, name string) corpus.TranscriptID {
	t.Helper()
	x, err := s.Transcript(context.Background(), name)
	if err != nil {
		t.Fatal(err)
	}
	return x.ID
}
