// Package spancase reads the reference cases for spans and draws random ones,
// for the tests of the packages that measure agreement on spans.
package spancase

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"

	"pgregory.net/rapid"
)

// Case is one reference case of a testdata folder. Each names its source.
type Case struct {
	ID         string                     `json:"id"`
	Source     string                     `json:"source"`
	Data       json.RawMessage            `json:"data"`
	Expected   map[string]json.RawMessage `json:"expected"`
	Tolerance  float64                    `json:"tolerance"`
	Tolerances map[string]float64         `json:"tolerances"`
}

// caseData is the data of a case: spans [start, end, code], units [offset,
// length, code], or masses, as the layout says.
type caseData struct {
	Begin  int `json:"begin"`
	End    int `json:"end"`
	Length int `json:"length"`
	Coders []struct {
		Name  string   `json:"name"`
		Spans [][3]any `json:"spans"`
		Units [][3]any `json:"units"`
	} `json:"coders"`
}

// Read reads the cases of a file in the test's testdata folder.
func Read(t *testing.T, file string) []Case {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var cases []Case
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("%s holds no case", file)
	}
	return cases
}

// Continuum makes the continuum of a case.
func (c Case) Continuum(t *testing.T) continuum.Continuum {
	t.Helper()
	var d caseData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		t.Fatal(err)
	}
	end := d.End
	if end == 0 {
		end = d.Begin + d.Length
	}
	var coders []continuum.CoderSpans
	for _, g := range d.Coders {
		spans := []continuum.Span{}
		for _, s := range g.Spans {
			spans = append(spans, continuum.Span{Start: int(s[0].(float64)), End: int(s[1].(float64)), Category: s[2].(string)})
		}
		for _, u := range g.Units {
			start := int(u[0].(float64))
			spans = append(spans, continuum.Span{Start: start, End: start + int(u[1].(float64)), Category: u[2].(string)})
		}
		for _, s := range spans {
			if d.End == 0 && d.Length == 0 { // gamma cases give no end: the last span's
				end = max(end, s.End)
			}
		}
		coders = append(coders, continuum.CoderSpans{Coder: g.Name, Spans: spans})
	}
	text, err := continuum.New("", d.Begin, end, coders)
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	return text
}

// Check compares a value with what the case expects under the name.
func (c Case) Check(t *testing.T, name string, got agreement.Value) {
	t.Helper()
	raw, ok := c.Expected[name]
	if !ok {
		t.Errorf("%s: the case has no %s", c.ID, name)
		return
	}
	tolerance := c.Tolerance
	if x, ok := c.Tolerances[name]; ok {
		tolerance = x
	}
	Check(t, c.ID+" "+name, raw, got, tolerance)
}

// Check compares a value with the expected one, null for undefined.
func Check(t *testing.T, what string, want json.RawMessage, got agreement.Value, tolerance float64) {
	t.Helper()
	var x *float64
	if err := json.Unmarshal(want, &x); err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	switch {
	case x == nil && got.Defined():
		t.Errorf("%s = %v, want undefined", what, got.Number)
	case x != nil && !got.Defined():
		t.Errorf("%s is undefined (%s), want %v", what, got.Undefined, *x)
	case x != nil && !(math.Abs(got.Number-*x) <= tolerance):
		t.Errorf("%s = %.12g, want %.12g ± %g", what, got.Number, *x, tolerance)
	}
}

// Finite fails if a value is neither a finite number nor explained.
func Finite(t interface{ Fatalf(string, ...any) }, what string, v agreement.Value) {
	if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
		t.Fatalf("%s = %v", what, v.Number)
	}
	if !v.Defined() && v.Number != 0 {
		t.Fatalf("%s is undefined but has a number", what)
	}
}

// Must makes a continuum without a name.
func Must(t interface{ Fatalf(string, ...any) }, begin, end int, coders ...continuum.CoderSpans) continuum.Continuum {
	text, err := continuum.New("", begin, end, coders)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return text
}

// DrawSpans draws spans on [begin,end) from the codes a, b, c; separate ones
// do not overlap.
func DrawSpans(t *rapid.T, begin, end int, separate bool) []continuum.Span {
	var spans []continuum.Span
	at := begin
	for range rapid.IntRange(0, 5).Draw(t, "spans") {
		if at >= end {
			break
		}
		s := rapid.IntRange(at, end-1).Draw(t, "start")
		e := rapid.IntRange(s+1, min(end, s+9)).Draw(t, "end")
		spans = append(spans, continuum.Span{Start: s, End: e, Category: rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "code")})
		if separate {
			at = e
		}
	}
	return spans
}

// Draw draws a continuum of two to four coders.
func Draw(t *rapid.T, separate bool) continuum.Continuum {
	begin := rapid.IntRange(-3, 3).Draw(t, "begin")
	end := begin + rapid.IntRange(1, 40).Draw(t, "length")
	var coders []continuum.CoderSpans
	for i := range rapid.IntRange(2, 4).Draw(t, "coders") {
		coders = append(coders, continuum.CoderSpans{Coder: fmt.Sprintf("coder%d", i+1), Spans: DrawSpans(t, begin, end, separate)})
	}
	return Must(t, begin, end, coders...)
}

// Permuted is the continuum with its coders in another order.
func Permuted(t *rapid.T, c continuum.Continuum) continuum.Continuum {
	return Must(t, c.Begin(), c.End(), rapid.Permutation(c.All()).Draw(t, "order")...)
}

// Large makes a continuum for benchmarks: each coder has so many spans of twelve
// codes, which mostly meet those of the others.
func Large(b testing.TB, coders, spans, length int) continuum.Continuum {
	b.Helper()
	step := length / spans
	var all []continuum.CoderSpans
	for g := range coders {
		list := make([]continuum.Span, spans)
		for i := range list {
			code := i % 12
			if (i+g)%7 == 0 {
				code = (code + g) % 12
			}
			start := i*step + (i*7+g*13)%(step/3)
			list[i] = continuum.Span{Start: start, End: start + step/2, Category: fmt.Sprintf("c%d", code)}
		}
		all = append(all, continuum.CoderSpans{Coder: fmt.Sprintf("coder%d", g+1), Spans: list})
	}
	return Must(b, 0, length, all...)
}

// Weights are those of a γ case: of positions, of categories and of units without a
// partner, with the dissimilarity of categories if the case has one.
type Weights struct {
	Alpha, Beta, DeltaEmpty float64
	Categorical             func(a, b string) float64
}

// Weights reads the weights of a γ case.
func (c Case) Weights(t *testing.T) Weights {
	t.Helper()
	var d struct {
		Params struct {
			Alpha  float64
			Beta   float64
			Empty  float64 `json:"delta_empty"`
			Matrix map[string]map[string]float64
		}
	}
	if err := json.Unmarshal(c.Data, &d); err != nil {
		t.Fatal(err)
	}
	w := Weights{Alpha: d.Params.Alpha, Beta: d.Params.Beta, DeltaEmpty: d.Params.Empty}
	if d.Params.Matrix != nil {
		w.Categorical = func(a, b string) float64 { return d.Params.Matrix[a][b] }
	}
	return w
}
