package agreement

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// csvOf writes a continuum as ReadSpans reads it.
func csvOf(c Continuum) string {
	var b strings.Builder
	b.WriteString("coder,start,end,category\n")
	for _, g := range c.coders {
		if len(g.Spans) == 0 {
			fmt.Fprintf(&b, "%s\n", g.Coder)
		}
		for _, s := range g.Spans {
			fmt.Fprintf(&b, "%s,%d,%d,%s\n", g.Coder, s.Start, s.End, s.Category)
		}
	}
	return b.String()
}

// spanJSON takes a continuum all the way from CSV to the printed JSON.
func spanJSON(t *testing.T, c Continuum, o SpanPanelOptions) map[string]any {
	t.Helper()
	texts, _, err := ReadSpans(strings.NewReader(csvOf(c)), SpanBounds{Begin: c.begin, End: c.end})
	if err != nil {
		t.Fatal(err)
	}
	r, err := SpanPanel(context.Background(), texts, o)
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
	for _, file := range []string{"span-overlap.json", "span-unitizing.json", "span-unitizing-2004.json", "span-gamma.json"} {
		for _, c := range readSpanCases(t, file) {
			t.Run(c.ID, func(t *testing.T) {
				o := SpanPanelOptions{}
				if file == "span-gamma.json" {
					g := gammaCaseOptions(t, c)
					g.MaxSamples = 30
					o.Gamma, o.Samplers = &g, []GammaSampler{ShuffleSampler, StatisticalSampler}
				}
				got := spanJSON(t, c.continuum(t), o)
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
	text := spanMust(t, 0, 100,
		CoderSpans{"ana", []Span{{0, 10, "x"}, {5, 12, "y"}, {6, 11, "x"}}},
		CoderSpans{"ben", []Span{{0, 10, "x"}}})
	got := any(spanJSON(t, text, SpanPanelOptions{Codes: []string{"unused"}}))
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
	var texts []Continuum
	for i := range 12 {
		texts = append(texts, mustNamed(t, fmt.Sprint("t", i), 100+i,
			CoderSpans{"ana", []Span{{10, 30 + i, "x"}, {50, 70, "y"}}},
			CoderSpans{"ben", []Span{{12, 30, "x"}, {50 + i, 72, []string{"x", "y"}[i%2]}}}))
	}
	o := SpanPanelOptions{Resamples: 500, Seed: 4}
	r, err := SpanPanel(context.Background(), texts, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := SpanPanel(context.Background(), texts, o)
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
	times, drawn := make([]int, len(texts)), []Continuum{}
	for _, i := range []int{3, 3, 7, 0, 7, 7} {
		times[i]++
		drawn = append(drawn, texts[i])
	}
	for what, pair := range map[string][2]Value{
		"uα":     {unitizingSum(tallies, times).uAlpha(), UnitizingAlpha(drawn).UAlpha},
		"|uα":    {unitizingSum(tallies, times).barUAlpha(), UnitizingAlpha(drawn).BarUAlpha},
		"char α": {spanCodeTimes(texts, times, "x"), CharAlpha(drawn, "x")},
	} {
		if !pair[0].Defined() || math.Abs(pair[0].Number-pair[1].Number) > 1e-12 {
			t.Errorf("%s of a resample: %v, of its texts: %v", what, pair[0], pair[1])
		}
	}
	few, err := SpanPanel(context.Background(), texts[:3], o)
	if err != nil || !slices.ContainsFunc(few.Notes, func(n string) bool { return strings.Contains(n, "only 3 transcripts") }) {
		t.Errorf("three transcripts: %q, %v", few.Notes, err)
	}
}

func spanCodeTimes(texts []Continuum, times []int, code string) Value {
	var sum charTally
	for i, n := range times {
		sum.add(charText(texts[i], code), float64(n))
	}
	return sum.alpha(code)
}

func TestSpanPanelNeverFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := []Continuum{}
		for range rapid.IntRange(0, 3).Draw(t, "texts") {
			x := drawContinuum(t, rapid.Bool().Draw(t, "separate"))
			x.coders = x.coders[:rapid.IntRange(0, len(x.coders)).Draw(t, "kept")]
			texts = append(texts, x)
		}
		g := quickGamma()
		r, err := SpanPanel(context.Background(), texts, SpanPanelOptions{Gamma: &g, Resamples: 5, Codes: []string{"a", "unused"}})
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
	for _, o := range []SpanPanelOptions{{Matched: []int{0}}, {Matched: []int{101}}, {NearMiss: -1}} {
		if _, err := SpanPanel(context.Background(), nil, o); err == nil {
			t.Errorf("%+v was accepted", o)
		}
	}
	two := []Continuum{mustNamed(t, "a", 9, CoderSpans{"x", nil}, CoderSpans{"y", nil}), mustNamed(t, "b", 9, CoderSpans{"x", nil}, CoderSpans{"y", nil})}
	if _, err := SpanPanel(context.Background(), two, SpanPanelOptions{Resamples: 1 << 40}); err == nil {
		t.Error("a trillion resamples were accepted")
	}
}

func BenchmarkSpanPanel(b *testing.B) {
	texts := make([]Continuum, 45)
	for i := range texts {
		texts[i] = benchmarkContinuum(b, 3, 300, 60_000)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := SpanPanel(context.Background(), texts, SpanPanelOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
