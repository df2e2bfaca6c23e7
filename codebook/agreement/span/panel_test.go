package span

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/gamma"
	"concord/codebook/agreement/internal/spancase"

	"pgregory.net/rapid"
)

// csvOf writes a continuum as continuum.Read reads it.
func csvOf(c continuum.Continuum) string {
	var b strings.Builder
	b.WriteString("coder,start,end,category\n")
	for _, g := range c.All() {
		if len(g.Spans) == 0 {
			fmt.Fprintf(&b, "%s\n", g.Coder)
		}
		for _, s := range g.Spans {
			fmt.Fprintf(&b, "%s,%d,%d,%s\n", g.Coder, s.Start, s.End, s.Category)
		}
	}
	return b.String()
}

// marshalled takes a continuum all the way from CSV to the printed JSON.
func marshalled(t *testing.T, c continuum.Continuum, o PanelOptions) map[string]any {
	t.Helper()
	texts, _, err := continuum.Read(strings.NewReader(csvOf(c)), continuum.Bounds{Begin: c.Begin(), End: c.End()})
	if err != nil {
		t.Fatal(err)
	}
	r, err := Panel(context.Background(), texts, o)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var out map[string]any
	if err := json.Unmarshal(raw, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// at follows keys into decoded JSON.
func at(t *testing.T, v any, keys ...string) any {
	t.Helper()
	for i, k := range keys {
		m, ok := v.(map[string]any)
		if ok {
			v, ok = m[k]
		}
		if !ok {
			t.Fatalf("no %q under %q", k, keys[:i])
		}
	}
	return v
}

// sameJSON compares expected with printed values, objects key by key.
func sameJSON(t *testing.T, what string, want, got any, tolerance float64) {
	t.Helper()
	switch w := want.(type) {
	case map[string]any:
		for k, x := range w {
			sameJSON(t, what+" "+k, x, at(t, got, k), tolerance)
		}
	case float64:
		if g, ok := got.(float64); !ok || math.Abs(g-w) > tolerance {
			t.Errorf("%s = %v, want %v", what, got, w)
		}
	default:
		if got != want {
			t.Errorf("%s = %v, want %v", what, got, want)
		}
	}
}

// The whole way from CSV to JSON, under the names that outsiders use.
func TestReferenceCasesFromCSVToJSON(t *testing.T) {
	for _, file := range []string{"overlap.json", "unitizing.json", "unitizing-2004.json", "../../gamma/testdata/gamma.json"} {
		for _, c := range spancase.Read(t, file) {
			t.Run(c.ID, func(t *testing.T) {
				o := PanelOptions{}
				if file == "../../gamma/testdata/gamma.json" {
					g, w := gamma.DefaultOptions(), c.Weights(t)
					g.Alpha, g.Beta, g.DeltaEmpty, g.Categorical, g.MaxSamples = w.Alpha, w.Beta, w.DeltaEmpty, w.Categorical, 30
					o.Gamma, o.Samplers = &g, []gamma.Sampler{gamma.ShuffleSampler, gamma.StatisticalSampler}
				}
				got := marshalled(t, c.Continuum(t), o)
				for name, raw := range c.Expected {
					var want any
					if err := json.Unmarshal(raw, &want); err != nil {
						t.Fatal(err)
					}
					path := []string{"coefficients", name, "value"}
					switch code, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(name, "alpha_U_2004["), "Do["), "De["), "]"); {
					case name == "per_code":
						path = []string{"per_code"}
					case name == "cu_coverage":
						path = []string{"coefficients", "cu_alpha", "coverage"}
					case name == "ku_alpha":
						path = []string{"coefficients", "ku_alpha", "by_category"}
					case name == "ku_coverage":
						path = []string{"coefficients", "ku_alpha", "coverage_by_category"}
					case strings.HasPrefix(name, "alpha_U_2004["):
						path = []string{"coefficients", "alpha_U_2004", "by_category", code}
					case strings.HasPrefix(name, "Do["):
						path = []string{"coefficients", "alpha_U_2004", "observed_by_category", code}
					case strings.HasPrefix(name, "De["):
						path = []string{"coefficients", "alpha_U_2004", "expected_by_category", code}
					case name == "optimal_alignments_not_unique":
						path, want = []string{"coefficients", "gamma", "best_alignment_unique"}, false
					case name == "best_alignment" || strings.Contains(name, "sample"):
						continue // tested on the way; samples are Monte Carlo
					}
					tolerance := max(c.Tolerance, c.Tolerances[name])
					sameJSON(t, name, want, at(t, any(got), path...), tolerance)
				}
			})
		}
	}
}

func TestSpanReportSaysWhyItIsNull(t *testing.T) {
	text := spancase.Must(t, 0, 100,
		continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 0, End: 10, Category: "x"}, {Start: 5, End: 12, Category: "y"}, {Start: 6, End: 11, Category: "x"}}},
		continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 0, End: 10, Category: "x"}}})
	got := any(marshalled(t, text, PanelOptions{Codes: []string{"unused"}}))
	for _, path := range [][]string{
		{"coefficients", "u_alpha", "reason"},
		{"coefficients", "ku_alpha", "reason_by_category", "x"},
		{"per_code", "unused", "undefined", "unitizing_u_alpha"},
		{"per_code", "unused", "pairs", "ana|ben", "undefined", "char_cohen_kappa"},
	} {
		if s, _ := at(t, got, path...).(string); s == "" {
			t.Errorf("no reason at %q", path)
		}
	}
	if v := at(t, got, "coefficients", "u_alpha", "value"); v != nil {
		t.Errorf("u_alpha of overlapping codes is %v", v)
	}
	// The codes by themselves are well defined.
	if _, ok := at(t, got, "per_code", "x", "unitizing_u_alpha").(float64); !ok {
		t.Error("no u_alpha for one code")
	}
	if notes := fmt.Sprint(at(t, got, "notes")); !strings.Contains(notes, "1 spans overlap another") {
		t.Errorf("joined spans are not noted: %s", notes)
	}
	if gamma := got.(map[string]any)["coefficients"].(map[string]any)["gamma"]; gamma != nil {
		t.Error("gamma was not asked for")
	}
}

// Twelve texts: every interval must hold its estimate, and a resample must give
// what the coefficient of the texts drawn gives.
func TestSpanBootstrapDrawsTranscripts(t *testing.T) {
	var texts []continuum.Continuum
	for i := range 12 {
		texts = append(texts, mustNamed(t, fmt.Sprint("t", i), 100+i,
			continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 10, End: 30 + i, Category: "x"}, {Start: 50, End: 70, Category: "y"}}},
			continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 12, End: 30, Category: "x"}, {Start: 50 + i, End: 72, Category: []string{"x", "y"}[i%2]}}}))
	}
	o := PanelOptions{Resamples: 500, Seed: 4}
	r, err := Panel(context.Background(), texts, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Panel(context.Background(), texts, o)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := json.Marshal(r)
	if b, _ := json.Marshal(again); !bytes.Equal(a, b) {
		t.Error("the same seed gave another report")
	}
	u := r.Intervals["u_alpha"].CI95
	if !u.Defined() || u.Low >= r.Unitizing.UAlpha.Number || u.High <= r.Unitizing.UAlpha.Number {
		t.Errorf("u_alpha %v, interval %v", r.Unitizing.UAlpha.Number, u)
	}
	tallies, _, _ := unitizingTallies(texts, r.Categories)
	times, drawn := make([]int, len(texts)), []continuum.Continuum{}
	for _, i := range []int{3, 3, 7, 0, 7, 7} {
		times[i]++
		drawn = append(drawn, texts[i])
	}
	for what, pair := range map[string][2]agreement.Value{
		"uα":     {unitizingSum(tallies, times).uAlpha(), UnitizingAlpha(drawn).UAlpha},
		"|uα":    {unitizingSum(tallies, times).barUAlpha(), UnitizingAlpha(drawn).BarUAlpha},
		"char α": {codeTimes(texts, times, "x"), CharAlpha(drawn, "x")},
	} {
		if !pair[0].Defined() || math.Abs(pair[0].Number-pair[1].Number) > 1e-12 {
			t.Errorf("%s of a resample: %v, of its texts: %v", what, pair[0], pair[1])
		}
	}
	few, err := Panel(context.Background(), texts[:3], o)
	if err != nil || !slices.ContainsFunc(few.Notes, func(n string) bool { return strings.Contains(n, "there are only 3") }) {
		t.Errorf("three transcripts: %q, %v", few.Notes, err)
	}
}

func codeTimes(texts []continuum.Continuum, times []int, code string) agreement.Value {
	var sum charTally
	for i, n := range times {
		sum.add(charText(texts[i], code), float64(n))
	}
	return sum.alpha(code)
}

func TestSpanPanelNeverFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := []continuum.Continuum{}
		for range rapid.IntRange(0, 3).Draw(t, "texts") {
			x := spancase.Draw(t, rapid.Bool().Draw(t, "separate"))
			kept := x.All()[:rapid.IntRange(0, len(x.All())).Draw(t, "kept")]
			texts = append(texts, spancase.Must(t, x.Begin(), x.End(), kept...))
		}
		g := gamma.DefaultOptions()
		g.MinSamples, g.MaxSamples = 2, 2
		r, err := Panel(context.Background(), texts, PanelOptions{Gamma: &g, Resamples: 5, Codes: []string{"a", "unused"}})
		if err != nil {
			t.Fatal(err)
		}
		raw, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid(raw) || bytes.Contains(raw, []byte("NaN")) {
			t.Fatalf("%s", raw)
		}
	})
}

func TestSpanPanelRefusesWrongOptions(t *testing.T) {
	for _, o := range []PanelOptions{{Matched: []int{0}}, {Matched: []int{101}}, {NearMiss: -1}} {
		if _, err := Panel(context.Background(), nil, o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
	two := []continuum.Continuum{mustNamed(t, "a", 9, continuum.CoderSpans{Coder: "x", Spans: nil}, continuum.CoderSpans{Coder: "y", Spans: nil}), mustNamed(t, "b", 9, continuum.CoderSpans{Coder: "x", Spans: nil}, continuum.CoderSpans{Coder: "y", Spans: nil})}
	if _, err := Panel(context.Background(), two, PanelOptions{Resamples: 1 << 40}); err == nil {
		t.Error("a trillion resamples were accepted")
	}
}

func BenchmarkSpanPanel(b *testing.B) {
	texts := make([]continuum.Continuum, 45)
	for i := range texts {
		texts[i] = spancase.Large(b, 3, 300, 60_000)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Panel(context.Background(), texts, PanelOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
