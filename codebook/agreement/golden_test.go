package agreement

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// digits makes ratings of two coders from strings of 0 and 1.
func digits(t testing.TB, coders ...string) *Table {
	t.Helper()
	r := Ratings{Scale: yesNo}
	for g, text := range coders {
		r.Coders = append(r.Coders, string(rune('A'+g)))
		for i, d := range text {
			if g == 0 {
				r.Values = append(r.Values, make([]int, len(coders)))
			}
			r.Values[i][g] = Missing
			if d != '.' {
				r.Values[i][g] = int(d - '0')
			}
		}
	}
	table, err := Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func near(t testing.TB, name string, got Value, want, tolerance float64) {
	t.Helper()
	if !got.Defined() || math.Abs(got.Number-want) > tolerance {
		t.Errorf("%s = %+v, want %v", name, got, want)
	}
}

// ATLAS.ti manual, "Measuring inter-coder agreement": ten segments, 60 %
// agreement, 56 % expected.
func TestATLASti(t *testing.T) {
	table := digits(t, "1100000000", "0110010100")
	near(t, "alpha", KrippendorffAlpha(Nominal).Value(table), 0.0952, 5e-5)
	near(t, "percent agreement", PercentAgreement(Identity).Value(table), 0.60, 1e-12)
}

// SAS/STAT User's Guide, PROC FREQ, Getting Started, "Agreement Study": two
// dermatologists and 88 patients (data SkinCondition). SAS weights linearly.
func TestLargeSampleErrorsOfKappa(t *testing.T) {
	counts := [4][4]int{{10, 4, 1, 0}, {5, 10, 12, 2}, {2, 4, 12, 5}, {0, 2, 6, 13}}
	scale, err := NewScale(Ordinal, "1", "2", "3", "4")
	if err != nil {
		t.Fatal(err)
	}
	r := Ratings{Scale: scale, Coders: []string{"A", "B"}}
	for a, row := range counts {
		for b, n := range row {
			for range n {
				r.Values = append(r.Values, []int{a, b})
			}
		}
	}
	table, err := Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	e := CohenKappa(Identity).Of(table)
	near(t, "kappa", e.Value, 0.3449, 5e-5)
	near(t, "standard error", e.SE, 0.0724, 5e-5)
	near(t, "standard error under chance", e.SE0, 0.0612, 5e-5)
	near(t, "lower limit", Number(e.CI95.Low), 0.2030, 5e-5)
	near(t, "upper limit", Number(e.CI95.High), 0.4868, 5e-5)
	w := CohenKappa(LinearWeights).Of(table)
	near(t, "weighted kappa", w.Value, 0.5082, 5e-5)
	near(t, "weighted: standard error", w.SE, 0.0655, 5e-5)
	near(t, "weighted: lower limit", Number(w.CI95.Low), 0.3798, 5e-5)
	near(t, "weighted: upper limit", Number(w.CI95.High), 0.6366, 5e-5)
}

// 50 units, two single marks on different units: 96 % agreement, and kappa below
// 0 (the paradox of rare codes, agreement.md section 7: κ −.020, α −.010, AC1 .958).
func TestRareCode(t *testing.T) {
	table := digits(t, "1"+strings.Repeat("0", 49), "01"+strings.Repeat("0", 48))
	near(t, "percent", PercentAgreement(Identity).Value(table), 0.96, 1e-12)
	near(t, "kappa", CohenKappa(Identity).Value(table), -0.020, 5e-4)
	near(t, "alpha", KrippendorffAlpha(Nominal).Value(table), -0.010, 5e-4)
	near(t, "AC1", GwetAC(Identity).Value(table), 0.958, 5e-4)
	near(t, "positive agreement", PositiveAgreement().Value(table), 0, 0)
	near(t, "prevalence index", PrevalenceIndex().Value(table), -0.96, 1e-12)
	near(t, "bias index", BiasIndex().Value(table), 0, 0)
}

// Krippendorff's 12-unit example: the three percentages differ (.818, .782,
// .800), and unit 6 pulls alpha down by .114 (dfbeta of R krippendorffsalpha).
func TestKrippendorffsExample(t *testing.T) {
	table := readCasesByID(t, "krippendorff2011-c")
	near(t, "percent", PercentAgreement(Identity).Value(table), 0.818, 5e-4)
	near(t, "pooled", PooledAgreement().Value(table), 0.782, 5e-4)
	near(t, "observed", KrippendorffObserved().Value(table), 0.800, 5e-4)
	alpha := KrippendorffAlpha(Nominal)
	whole := alpha.Value(table).Number
	influence := make([]float64, len(table.pattern))
	for i, p := range table.pattern {
		counts, s := slices.Clone(table.counts), table.newSums()
		counts[p]--
		s.fill(counts)
		influence[i] = whole - alpha.bind(table).value(s).Number
	}
	near(t, "influence of unit 6", Number(influence[5]), -0.114, 5e-4)
	for i, x := range influence {
		if i != 5 && x <= influence[5] {
			t.Errorf("unit %d has influence %v", i+1, x)
		}
	}
}

// One coder never uses a code that the other uses: kappa exactly 0, alpha and pi
// below 0.
func TestOneCoderNeverUsesTheCode(t *testing.T) {
	table := digits(t, "1100000000", "0000000000")
	near(t, "kappa", CohenKappa(Identity).Value(table), 0, 0)
	for _, c := range []Coefficient{KrippendorffAlpha(Nominal), ScottPi(Identity)} {
		if v := c.Value(table); !v.Defined() || v.Number >= 0 {
			t.Errorf("%s is %+v", c.Name(), v)
		}
	}
	// No codes at all: undefined, never 1.
	none := digits(t, "0000", "0000")
	for _, c := range []Coefficient{KrippendorffAlpha(Nominal), CohenKappa(Identity), ScottPi(Identity), FleissKappa(Identity), PositiveAgreement(), F1()} {
		if v := c.Value(none); v.Defined() {
			t.Errorf("%s is %v where nobody used the code", c.Name(), v.Number)
		}
	}
}

func TestReasons(t *testing.T) {
	one, err := NewScale(Nominal, "only")
	if err != nil {
		t.Fatal(err)
	}
	single, err := Tabulate(Ratings{Scale: one, Coders: []string{"A", "B"}, Values: [][]int{{0, 0}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		table *Table
		want  string
	}{
		{digits(t, "00..", "..00"), "no unit was coded by both"},
		{digits(t, "00..", "..0.", "...0"), "no unit was coded by two coders"},
		{digits(t, "0000", "...."), "fewer than two coders have data"},
		{digits(t, "0000", "0000"), "only one category was used"},
		{single, "the scale has only one category"},
	} {
		v := KrippendorffAlpha(Nominal).Value(c.table)
		if v.Defined() || !strings.Contains(v.Undefined, c.want) {
			t.Errorf("%+v does not say %q", v, c.want)
		}
	}
	if v := CohenKappa(Identity).Value(digits(t, "01", "01", "00")); !strings.Contains(v.Undefined, "two coders, and 3 have data") {
		t.Errorf("%+v", v)
	}
}

// A coder without data is left out and named; Conger's kappa would be 0/0.
func TestCoderWithoutData(t *testing.T) {
	with, without := digits(t, "0110", "0100", "...."), digits(t, "0110", "0100")
	if a, b := CongerKappa(Identity).Value(with), CongerKappa(Identity).Value(without); a != b {
		t.Errorf("Conger %v with a coder without data, %v without her", a, b)
	}
	if notes := strings.Join(with.Notes(), "\n"); !strings.Contains(notes, `"C"`) {
		t.Errorf("the notes %q do not name her", notes)
	}
	// A unit without data counts in nothing.
	if a, b := GwetAC(Identity).Of(digits(t, "01.10", "01.00")), GwetAC(Identity).Of(digits(t, "0110", "0100")); a.Value != b.Value || a.SE != b.SE {
		t.Errorf("AC1 %+v with an empty unit, %+v without it", a, b)
	}
}

// One unit, or no variation between units: no interval, and it says so.
func TestNoVariationNoInterval(t *testing.T) {
	for _, table := range []*Table{digits(t, "01", "10"), digits(t, "0011", "0011")} {
		e := GwetAC(Identity).Of(table)
		if e.CI95.Defined() || !strings.Contains(e.CI95.Undefined, "no variation") {
			t.Errorf("interval %+v", e.CI95)
		}
	}
	if e := GwetAC(Identity).Of(digits(t, "0", "1")); e.SE.Defined() || !strings.Contains(e.SE.Undefined, "only one unit") {
		t.Errorf("standard error %+v of one unit", e.SE)
	}
}

// Gwet (2014) weights of five ranks, computed by hand from the definitions.
func TestWeights(t *testing.T) {
	scale, err := NewScale(Ordinal, "a", "b", "c", "d", "e")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		weights Weights
		row     []float64 // the first row of the matrix
		b, d    float64   // the weight of "b" and "d"
	}{
		{LinearWeights, []float64{1, 0.75, 0.5, 0.25, 0}, 0.5, 0},
		{QuadraticWeights, []float64{1, 0.9375, 0.75, 0.4375, 0}, 0.75, 0},
		{OrdinalWeights, []float64{1, 0.9, 0.7, 0.4, 0}, 0.7, 0},
		{RadicalWeights, []float64{1, 0.5, 1 - math.Sqrt2/2, 1 - math.Sqrt(3)/2, 0}, 1 - math.Sqrt2/2, 0},
		{RatioWeights, []float64{1, 0.75, 1 - 0.25/(4.0/9), 1 - 0.36/(4.0/9), 0}, 1 - (1.0/9)/(4.0/9), 0},
		{CircularWeights, []float64{1, 1 - math.Pow(math.Sin(math.Pi/5)/math.Sin(2*math.Pi/5), 2), 0, 0, 1 - math.Pow(math.Sin(math.Pi/5)/math.Sin(2*math.Pi/5), 2)}, 0, 0},
		// d = (k−l)²/((k+l−2)(10−k−l)): 1/7, 4/12, 9/15, 1, and for b, d 4/16.
		{BipolarWeights, []float64{1, 6.0 / 7, 2.0 / 3, 0.4, 0}, 0.75, 0},
	} {
		m, reason := c.weights.matrix(scale)
		if reason != "" {
			t.Fatal(reason)
		}
		for l, want := range c.row {
			if math.Abs(m[l]-want) > 1e-12 {
				t.Errorf("%v: weight of 1 and %d is %v, want %v", c.weights, l+1, m[l], want)
			}
		}
		if math.Abs(m[1*5+3]-c.b) > 1e-12 {
			t.Errorf("%v: weight of 2 and 4 is %v, want %v", c.weights, m[1*5+3], c.b)
		}
	}
	for _, name := range []string{"", "cubic", "Linear"} {
		if _, err := ParseWeights(name); err == nil {
			t.Errorf("weights %q were accepted", name)
		}
	}
}

// At the ordinal level labels that look like numbers are ranks all the same; at
// the interval level they are numbers.
func TestPositionsFollowTheLevel(t *testing.T) {
	for _, c := range []struct {
		level Level
		want  float64
	}{{Ordinal, 1 - 1.0/2}, {Interval, 1 - 1.0/10}} {
		scale, err := NewScale(c.level, "0", "1", "10")
		if err != nil {
			t.Fatal(err)
		}
		m, _ := LinearWeights.matrix(scale)
		if math.Abs(m[1]-c.want) > 1e-15 {
			t.Errorf("%v: the weight of 0 and 1 is %v, want %v", c.level, m[1], c.want)
		}
	}
}

func TestTabulateRefusesWhatIsNoRating(t *testing.T) {
	ok := func() Ratings {
		return Ratings{Scale: yesNo, Coders: []string{"A", "B"}, Values: [][]int{{0, 1}, {1, 1}}}
	}
	for name, spoil := range map[string]func(*Ratings){
		"no scale":        func(r *Ratings) { r.Scale = Scale{} },
		"no such number":  func(r *Ratings) { r.Values[1][0] = 2 },
		"below missing":   func(r *Ratings) { r.Values[1][0] = -2 },
		"short row":       func(r *Ratings) { r.Values[1] = []int{0} },
		"two of a name":   func(r *Ratings) { r.Coders[1] = "A" },
		"no name":         func(r *Ratings) { r.Coders[1] = "" },
		"too few names":   func(r *Ratings) { r.Units = []string{"x"} },
		"too few cluster": func(r *Ratings) { r.Clusters = []string{"x"} },
		"circumference":   func(r *Ratings) { r.Scale.Circumference = math.Inf(1) },
	} {
		r := ok()
		spoil(&r)
		if _, err := Tabulate(r); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := Tabulate(ok()); err != nil {
		t.Error(err)
	}
	for _, names := range [][]string{{}, {"a", "a"}} {
		if _, err := NewScale(Nominal, names...); err == nil {
			t.Errorf("scale %q was accepted", names)
		}
	}
	for _, names := range [][]string{{"a", "1"}, {"1", "1.0"}, {"NaN"}, {"1e200"}, {"0x10"}, {"1_0"}} {
		if _, err := NewScale(Interval, names...); err == nil {
			t.Errorf("interval scale %q was accepted", names)
		}
	}
	if _, err := NewScale(Ratio, "-1", "1"); err == nil {
		t.Error("a negative ratio was accepted")
	}
}
