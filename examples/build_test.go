package examples_test

import (
	"context"
	"math"
	"slices"
	"testing"

	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/corpus"
	"concord/examples"
	"concord/store/study"
)

// whole is what a finished study holds.
type whole struct {
	transcripts, cases, codings, versions, themes, rounds int
	// worst is the code on which the coders agree least, under the last version.
	worst string
	// from and to bound α of the other codes that are used on ten turns or more.
	from, to float64
}

var wholes = map[string]whole{
	"overdose-coalitions": {transcripts: 8, cases: 8, codings: 757, versions: 2, rounds: 2},
	"response-teams":      {transcripts: 11, cases: 15, codings: 772, versions: 3, themes: 5, rounds: 2, worst: "communication/between partners", from: .55, to: .9},
	"shared-values":       {transcripts: 10, cases: 10, codings: 659, versions: 3, themes: 5, rounds: 2, worst: "interorganizational relations/legitimacy", from: .6, to: .9},
}

// quoted are figures of α, to two decimals, that memos quote.
var quoted = []struct {
	study, round, code string
	alpha              float64
}{
	{"response-teams", "round 1", "communication/between partners", .12},
	{"response-teams", "round 1", "experience/lived experience", .19},
	{"response-teams", "round 2", "experience/lived experience", .68},
	{"shared-values", "round 1", "interorganizational relations/legitimacy", .59},
	{"shared-values", "round 2", "interorganizational relations/legitimacy", .32},
}

// TestEveryStudyIsBuilt replays each study and checks the project that comes of
// it.
func TestEveryStudyIsBuilt(t *testing.T) {
	ctx := context.Background()
	for _, name := range examples.Studies() {
		t.Run(name, func(t *testing.T) {
			want, ok := wholes[name]
			if !ok {
				t.Fatal("nobody has said what it holds")
			}
			files, err := examples.Files(name)
			if err != nil {
				t.Fatal(err)
			}
			s, err := study.Replay(ctx, files, t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			if r, err := s.Project.Check(ctx); err != nil || len(r.Problems) > 0 {
				t.Errorf("check: %v %v", r.Problems, err)
			}
			o, err := s.Reader().Overview(ctx)
			if err != nil {
				t.Fatal(err)
			}
			codings, err := s.Reader().Codings(ctx, corpus.TranscriptID{})
			if err != nil {
				t.Fatal(err)
			}
			rounds, err := s.Reader().Rounds(ctx)
			if err != nil {
				t.Fatal(err)
			}
			got := whole{transcripts: len(o.Transcripts), cases: len(o.Cases), codings: len(codings), versions: len(o.Versions),
				themes: len(o.Codebook.Themes()), rounds: len(rounds), worst: want.worst, from: want.from, to: want.to}
			if got != want {
				t.Errorf("it holds %+v, want %+v", got, want)
			}
			if o.Changed {
				t.Error("the codebook was changed after it was saved")
			}
			if want.worst != "" {
				checkAgreement(t, s, want)
			}
			checkQuoted(t, s, name)
		})
	}
}

// checkAgreement: coders agree as careful people do, and least where the memos
// say so.
func checkAgreement(t *testing.T, s *study.Study, want whole) {
	t.Helper()
	a, err := s.Agreement(context.Background(), study.AgreementQuestion{Rules: reconcile.DefaultRules})
	if err != nil {
		t.Fatal(err)
	}
	worst, least := "", 1.0
	for _, c := range a.Codes {
		alpha := a.Value(c, "krippendorff_alpha_nominal")
		if !alpha.Defined() {
			t.Errorf("α of %s is not defined: %v", c.Path, alpha)
			continue
		}
		if alpha.Number < least {
			worst, least = c.Path, alpha.Number
		}
		if c.Path != want.worst && (alpha.Number < want.from || alpha.Number > want.to) {
			t.Errorf("α of %s is %.3f", c.Path, alpha.Number)
		}
	}
	if worst != want.worst || least < .2 {
		t.Errorf("coders agree least on %s, with %.3f", worst, least)
	}
}

func checkQuoted(t *testing.T, s *study.Study, name string) {
	t.Helper()
	for _, q := range quoted {
		if q.study != name {
			continue
		}
		r, err := s.RoundAgreement(context.Background(), q.round, study.AgreementQuestion{})
		if err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(r.Before.Codes, func(c report.CodeAgreement) bool { return c.Path == q.code })
		if i < 0 {
			t.Fatalf("%s: no code %s", q.round, q.code)
		}
		if alpha := r.Before.Value(r.Before.Codes[i], "krippendorff_alpha_nominal").Number; math.Abs(alpha-q.alpha) > .00501 {
			t.Errorf("%s: α of %s is %.4f, and a memo says %.2f", q.round, q.code, alpha, q.alpha)
		}
	}
}
