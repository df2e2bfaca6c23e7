package study

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/codebook/report"
)

func agreed(t *testing.T, s *Study, q AgreementQuestion) *report.Agreement {
	t.Helper()
	if q.Rules == (reconcile.Rules{}) {
		q.Rules = reconcile.DefaultRules
	}
	a, err := s.Agreement(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func written(t *testing.T, m report.Matrix) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	if err := m.Write(&b); err != nil {
		t.Fatal(err)
	}
	return &b
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	raw, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// The matrix of a code, read again as the printed command reads it, gives the
// very same figures and intervals, for every code.
func TestTheMatrixGivesTheSameFigures(t *testing.T) {
	s := exampleStudy(t)
	for _, q := range []AgreementQuestion{
		{Bootstrap: 50, Seed: 7},
		{Bootstrap: 50, Seed: 7, Drawn: agreement.DrawClusters, Coders: []string{"ana", "chloe"}},
		{Bootstrap: 20, Seed: 3, Rules: reconcile.Rules{Unit: reconcile.UnitSentence, Overlap: reconcile.OverlapHalf}, Version: "v1"},
	} {
		a := agreed(t, s, q)
		for i, c := range a.Codes {
			m, err := a.Matrix(i)
			if err != nil {
				t.Fatal(err)
			}
			ratings, err := agreement.ReadMatrix(written(t, m), agreement.MatrixOptions{Scale: strings.Split(m.Scale(), ","), Cluster: "transcript"})
			if err != nil {
				t.Fatal(err)
			}
			table, err := agreement.Tabulate(ratings)
			if err != nil {
				t.Fatal(err)
			}
			report, err := agreement.Panel(table, agreement.PanelOptions{Resamples: q.Bootstrap, Seed: q.Seed, Drawn: q.Drawn})
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range a.Reported(c).Coefficients {
				got, ok := report.Find(want.Name)
				if !ok || want.Name == "light_kappa" && len(c.Row.Coders) < 3 {
					continue
				}
				if d := cmp.Diff(asJSON(t, want), asJSON(t, got)); d != "" {
					t.Errorf("%s, %s: %s", c.Path, want.Name, d)
				}
			}
		}
	}
}

func TestTheMatrixOfSetsGivesTheSameFigures(t *testing.T) {
	a := agreed(t, exampleStudy(t), AgreementQuestion{Bootstrap: 30, Seed: 7, Transcripts: []string{"KI-01", "KI-02", "KI-03"}, Version: "v1"})
	m, err := a.Matrix(-1)
	if err != nil {
		t.Fatal(err)
	}
	ratings, err := agreement.ReadSetMatrix(written(t, m), agreement.MatrixOptions{Scale: m.Codes, Cluster: "transcript"})
	if err != nil {
		t.Fatal(err)
	}
	table, err := agreement.TabulateSets(ratings)
	if err != nil {
		t.Fatal(err)
	}
	report, err := agreement.Panel(table, agreement.PanelOptions{Resamples: 30, Seed: 7})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range a.Panel.Overall.Sets {
		got, _ := report.Find(want.Name)
		if d := cmp.Diff(asJSON(t, want), asJSON(t, got)); d != "" {
			t.Errorf("%s: %s", want.Name, d)
		}
	}
	// Every code has an answer everywhere in the first round, so that the codes'
	// own figures and the pooled κ are the same too.
	if report.PooledKappa != a.Panel.Overall.Pooled {
		t.Errorf("pooled κ %+v, want %+v", report.PooledKappa, a.Panel.Overall.Pooled)
	}
	for i, c := range a.Codes {
		if d := cmp.Diff(asJSON(t, a.Reported(c)), asJSON(t, report.Codes[i])); d != "" {
			t.Errorf("%s: %s", c.Path, d)
		}
	}
}

// The lines of Python for sets need no package, and give what stands beside them.
func TestPythonGivesTheSameFigures(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("there is no Python here")
	}
	a := agreed(t, exampleStudy(t), AgreementQuestion{})
	m, err := a.Matrix(-1)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "sets.csv"), written(t, m).Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	script := a.ScriptPython(m, "sets.csv", -1)
	cmd := exec.Command(python, "-c", script)
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want := regexp.MustCompile(`# alpha_\w+ (\S+)`).FindAllStringSubmatch(script, -1)
	got := strings.Fields(string(out))
	if len(want) != 2 || len(got) != 2 {
		t.Fatalf("expected %v, printed %v", want, got)
	}
	for i := range want {
		x, _ := strconv.ParseFloat(want[i][1], 64)
		if y, err := strconv.ParseFloat(got[i], 64); err != nil || x-y > 1e-10 || y-x > 1e-10 {
			t.Errorf("Python says %s, expected %s", got[i], want[i][1])
		}
	}
}

func TestScriptsQuoteNames(t *testing.T) {
	a := agreed(t, exampleStudy(t), AgreementQuestion{Codes: []string{"trust"}})
	m, err := a.Matrix(0)
	if err != nil {
		t.Fatal(err)
	}
	r, err := a.ScriptR(m, `C:\data "new".csv`, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`read.csv("C:\\data \"new\".csv"`, `c("ana", "ben", "chloe")`, "krippendorff_alpha_nominal 0.755"} {
		if !strings.Contains(r, want) {
			t.Errorf("no %q in\n%s", want, r)
		}
	}
	if got, want := m.Command("it's.csv", agreement.Resampling{}), `concord agree --matrix 'it'\''s.csv' --cluster transcript --scale 0,1`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	m.Code, m.Codes = "", []string{"a, b", `say "c"`, "d"}
	if got, want := m.Scale(), `"a, b","say ""c""",d`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

// What is discussed are the very passages that the counts count.
func TestDiscussionListsTheDifferences(t *testing.T) {
	a := agreed(t, exampleStudy(t), AgreementQuestion{})
	d, err := a.Discuss()
	if err != nil {
		t.Fatal(err)
	}
	count := map[string]int{}
	for _, p := range d.Passages {
		count[p.Code]++
		if len(p.Yes) == 0 || len(p.No) == 0 || p.Quote == "" || p.Turn == 0 || p.End <= p.Start {
			t.Errorf("%+v", p)
		}
	}
	for _, c := range a.Codes {
		if count[c.Path] != c.Some {
			t.Errorf("%s: %d passages, %d differences", c.Path, count[c.Path], c.Some)
		}
	}
	raw := asJSON(t, d)
	for _, word := range []string{"alpha", "kappa", "coefficient", "ci95"} {
		if strings.Contains(raw, word) {
			t.Errorf("the discussion speaks of %s", word)
		}
	}
}

// Two coders agree as a part exactly as they do when only they are asked for.
func TestPartsAreWhatTheyWouldBeAlone(t *testing.T) {
	s := exampleStudy(t)
	pairs := agreed(t, s, AgreementQuestion{By: "pair", Bootstrap: 20, Seed: 5})
	if len(pairs.Parts) != 3 {
		t.Fatalf("%d pairs", len(pairs.Parts))
	}
	alone := agreed(t, s, AgreementQuestion{Coders: []string{"ana", "chloe"}, Bootstrap: 20, Seed: 5})
	if d := cmp.Diff(asJSON(t, alone.Part.JSON()), asJSON(t, pairs.Parts[1].JSON())); d != "" {
		t.Error(d)
	}
	bare := agreed(t, s, AgreementQuestion{By: "pair", Bootstrap: 20, Seed: 5, BareParts: true})
	for i, p := range bare.Parts {
		for k, c := range p.Codes {
			if c.Bootstrapped != nil {
				t.Errorf("%s, %s: an interval that was not asked for", p.Name, c.Path)
			}
			if v, want := p.Value(c, "krippendorff_alpha_nominal"), pairs.Parts[i].Value(pairs.Parts[i].Codes[k], "krippendorff_alpha_nominal"); v != want {
				t.Errorf("%s, %s: %v without intervals, %v with", p.Name, c.Path, v, want)
			}
		}
	}
	if bare.Codes[0].Bootstrapped == nil {
		t.Error("the whole has no intervals")
	}
	transcripts := agreed(t, s, AgreementQuestion{By: "transcript"})
	alone = agreed(t, s, AgreementQuestion{Transcripts: []string{"KI-05"}})
	for _, p := range transcripts.Parts {
		if p.Name == "KI-05" {
			if d := cmp.Diff(asJSON(t, alone.Part.JSON()), asJSON(t, p.JSON())); d != "" {
				t.Error(d)
			}
		}
	}
	version := agreed(t, s, AgreementQuestion{By: "version"})
	alone = agreed(t, s, AgreementQuestion{Version: "v1"})
	if d := cmp.Diff(asJSON(t, alone.Part.JSON()), asJSON(t, version.Parts[0].JSON())); d != "" {
		t.Error(d)
	}
	if county := agreed(t, s, AgreementQuestion{By: "COUNTY"}); len(county.Parts) != 2 || county.Parts[0].Name != "Ansgar" {
		t.Errorf("%d parts", len(county.Parts))
	}
	if years := agreed(t, s, AgreementQuestion{By: "years_in_role"}); len(years.Parts) < 3 || years.Parts[0].Name == "12" {
		t.Errorf("numbers are not in order: %s first", years.Parts[0].Name)
	}
}

func TestRemarkExplainsTheParadox(t *testing.T) {
	a := agreed(t, exampleStudy(t), AgreementQuestion{Codes: []string{"incentives", "trust"}})
	got := a.Remark(a.Codes[0], "krippendorff_alpha_nominal")
	for _, want := range []string{"−.01 although coders agree on 98 % of the units", "chance alone would make them agree on 99 %", "0 % of the time"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in %q", want, got)
		}
	}
	if got := a.Remark(a.Codes[1], "krippendorff_alpha_nominal"); got != "" {
		t.Errorf("trust: %s", got)
	}
	if got := a.Remark(a.Codes[1], "cohen_kappa"); !strings.Contains(got, "not for this number of coders") {
		t.Errorf("%s", got)
	}
}

func TestMeasuringCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	s := exampleStudy(t)
	m, err := s.Material(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, err := Measure(ctx, m, AgreementQuestion{Rules: reconcile.DefaultRules}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// What is easily misread is explained where it stands.
func TestRemarks(t *testing.T) {
	s := exampleStudy(t)
	a := agreed(t, s, AgreementQuestion{Coders: []string{"ana", "chloe"}})
	remark := func(code, name string) string {
		t.Helper()
		for _, c := range a.Codes {
			if c.Code.Name == code {
				return a.Remark(c, name)
			}
		}
		t.Fatalf("there is no code %q", code)
		return ""
	}
	for _, x := range []struct{ code, name, words string }{
		{"resolved conflict", "krippendorff_alpha_nominal", "is undefined: only one category was used"},
		{"incentives", "krippendorff_alpha_nominal", "although coders agree on 99 % of the units"},
		{"incentives", "gwet_ac1", "because coders agree on where the code is not"},
		{"incentives", "fleiss_kappa", "22 units that only one coder rated (Gwet 2014); without them κ Fleiss is .00"},
	} {
		if got := remark(x.code, x.name); !strings.Contains(got, x.words) {
			t.Errorf("%s, %s: %q", x.code, x.name, got)
		}
	}
	for _, name := range []string{"krippendorff_alpha_nominal", "cohen_kappa", "gwet_ac1"} {
		if got := remark("advocacy", name); got != "" {
			t.Errorf("advocacy, %s: %q", name, got)
		}
	}
}
