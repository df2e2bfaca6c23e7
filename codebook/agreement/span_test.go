package agreement

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// spanCase is one reference case of testdata/span-*.json. Each names its source.
type spanCase struct {
	ID         string                     `json:"id"`
	Source     string                     `json:"source"`
	Data       json.RawMessage            `json:"data"`
	Expected   map[string]json.RawMessage `json:"expected"`
	Tolerance  float64                    `json:"tolerance"`
	Tolerances map[string]float64         `json:"tolerances"`
}

// spanData is the data of a case: spans [start, end, code], units [offset,
// length, code], or masses, as the layout says.
type spanData struct {
	Begin  int `json:"begin"`
	End    int `json:"end"`
	Length int `json:"length"`
	Coders []struct {
		Name  string   `json:"name"`
		Spans [][3]any `json:"spans"`
		Units [][3]any `json:"units"`
	} `json:"coders"`
}

func readSpanCases(t *testing.T, file string) []spanCase {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var cases []spanCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("%s holds no case", file)
	}
	return cases
}

func (c spanCase) continuum(t *testing.T) Continuum {
	t.Helper()
	var d spanData
	if err := json.Unmarshal(c.Data, &d); err != nil {
		t.Fatal(err)
	}
	end := d.End
	if end == 0 {
		end = d.Begin + d.Length
	}
	var coders []CoderSpans
	for _, g := range d.Coders {
		spans := []Span{}
		for _, s := range g.Spans {
			spans = append(spans, Span{int(s[0].(float64)), int(s[1].(float64)), s[2].(string)})
		}
		for _, u := range g.Units {
			start := int(u[0].(float64))
			spans = append(spans, Span{start, start + int(u[1].(float64)), u[2].(string)})
		}
		for _, s := range spans {
			if d.End == 0 && d.Length == 0 { // gamma cases give no end: the last span's
				end = max(end, s.End)
			}
		}
		coders = append(coders, CoderSpans{g.Name, spans})
	}
	text, err := NewContinuum("", d.Begin, end, coders)
	if err != nil {
		t.Fatalf("%s: %v", c.ID, err)
	}
	return text
}

// check compares a value with what the case expects under the name.
func (c spanCase) check(t *testing.T, name string, got Value) {
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
	checkSpanValue(t, c.ID+" "+name, raw, got, tolerance)
}

func checkSpanValue(t *testing.T, what string, want json.RawMessage, got Value, tolerance float64) {
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

// spanFinite fails if a value is neither a finite number nor explained.
func spanFinite(t interface{ Fatalf(string, ...any) }, what string, v Value) {
	if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
		t.Fatalf("%s = %v", what, v.Number)
	}
	if !v.Defined() && v.Number != 0 {
		t.Fatalf("%s is undefined but has a number", what)
	}
}

func spanMust(t interface{ Fatalf(string, ...any) }, begin, end int, coders ...CoderSpans) Continuum {
	text, err := NewContinuum("", begin, end, coders)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return text
}

// drawSpans draws spans on [begin,end) from the codes a, b, c; separate ones
// do not overlap.
func drawSpans(t *rapid.T, begin, end int, separate bool) []Span {
	var spans []Span
	at := begin
	for range rapid.IntRange(0, 5).Draw(t, "spans") {
		if at >= end {
			break
		}
		s := rapid.IntRange(at, end-1).Draw(t, "start")
		e := rapid.IntRange(s+1, min(end, s+9)).Draw(t, "end")
		spans = append(spans, Span{s, e, rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "code")})
		if separate {
			at = e
		}
	}
	return spans
}

func drawContinuum(t *rapid.T, separate bool) Continuum {
	begin := rapid.IntRange(-3, 3).Draw(t, "begin")
	end := begin + rapid.IntRange(1, 40).Draw(t, "length")
	var coders []CoderSpans
	for i := range rapid.IntRange(2, 4).Draw(t, "coders") {
		coders = append(coders, CoderSpans{fmt.Sprintf("coder%d", i+1), drawSpans(t, begin, end, separate)})
	}
	return spanMust(t, begin, end, coders...)
}

// permuted is the continuum with its coders in another order.
func permuted(t *rapid.T, c Continuum) Continuum {
	return spanMust(t, c.begin, c.end, rapid.Permutation(c.coders).Draw(t, "order")...)
}

func TestNewContinuumRefusesWhatIsNotOne(t *testing.T) {
	one := func(s Span) []CoderSpans { return []CoderSpans{{"ana", []Span{s}}} }
	for _, c := range []struct {
		begin, end int
		coders     []CoderSpans
		want       string
	}{
		{5, 5, nil, "the end must be greater"},
		{0, 1 << 60, nil, "2^53"},
		{0, 9, []CoderSpans{{"", nil}}, "without a name"},
		{0, 9, []CoderSpans{{"ana", nil}, {"ana", nil}}, `"ana" twice`},
		{0, 9, one(Span{3, 3, "x"}), "covers nothing"},
		{0, 9, one(Span{4, 2, "x"}), "covers nothing"},
		{0, 9, one(Span{4, 10, "x"}), "outside the continuum"},
		{2, 9, one(Span{1, 5, "x"}), "outside the continuum"},
		{0, 9, one(Span{1, 5, ""}), "no category"},
	} {
		_, err := NewContinuum("t1", c.begin, c.end, c.coders)
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.Contains(err.Error(), `"t1"`) {
			t.Errorf("NewContinuum(%d, %d, %v) = %v, want an error that names the transcript and says %q", c.begin, c.end, c.coders, err, c.want)
		}
	}
}

func TestASpanGivenTwiceCountsOnce(t *testing.T) {
	text := spanMust(t, 0, 9, CoderSpans{"ana", []Span{{4, 6, "x"}, {1, 2, "x"}, {4, 6, "x"}, {4, 6, "y"}}})
	got, ok := text.Spans("ana")
	if want := []Span{{1, 2, "x"}, {4, 6, "x"}, {4, 6, "y"}}; !ok || !slices.Equal(got, want) {
		t.Errorf("spans %v, want %v", got, want)
	}
	if _, ok := text.Spans("ben"); ok {
		t.Error("a coder who took no part has spans")
	}
}
