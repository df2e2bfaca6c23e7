package planning

import (
	"math"
	"strings"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/internal/distribution"
	"concord/codebook/agreement/internal/resample"
)

// digits makes a table of two categories from one string of 0 and 1 a coder.
func digits(t testing.TB, coders ...string) *agreement.Table {
	t.Helper()
	scale, err := agreement.NewScale(agreement.Nominal, "no", "yes")
	if err != nil {
		t.Fatal(err)
	}
	r := agreement.Ratings{Scale: scale, Coders: []string{"A", "B"}}
	for i := range coders[0] {
		r.Values = append(r.Values, []int{int(coders[0][i] - '0'), int(coders[1][i] - '0')})
	}
	table, err := agreement.Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func near(t testing.TB, name string, got agreement.Value, want, tolerance float64) {
	t.Helper()
	if !got.Defined() || math.Abs(got.Number-want) > tolerance {
		t.Errorf("%s = %+v, want %v", name, got, want)
	}
}

// Krippendorff's table of required sample sizes, as the ATLAS.ti manual quotes
// it ("Sample size and decision rules"): a domain of four codes, level .05, two
// coders: 139 units for .800 and 81 for .667.
func TestUnitsForAlpha(t *testing.T) {
	near(t, ".800", UnitsForAlpha(0.800, 0.25, 0.05, 2), 139, 0)
	near(t, ".667", UnitsForAlpha(0.667, 0.25, 0.05, 2), 81, 0)
	for _, v := range []agreement.Value{UnitsForAlpha(1, 0.25, 0.05, 2), UnitsForAlpha(0.8, 0, 0.05, 2), UnitsForAlpha(0.8, 0.25, 0.05, 1), UnitsForAlpha(math.NaN(), 0.25, 0.05, 2)} {
		if v.Defined() {
			t.Errorf("%+v is defined", v)
		}
	}
}

func TestUnitsForWidth(t *testing.T) {
	table := digits(t, strings.Repeat("1100110010", 10), strings.Repeat("1100111000", 9)+"1111100000")
	e := agreement.GwetAC(agreement.Identity).Of(table)
	width := 2 * distribution.TQuantile(0.975, 99) * e.SE.Number
	near(t, "the width there is", UnitsForWidth(e, 100, width*(1+1e-12)), 100, 0)
	n := UnitsForWidth(e, 100, width/2)
	if !n.Defined() || n.Number < 390 || n.Number > 400 {
		t.Errorf("half the width needs %+v units, want a little less than four times as many", n)
	}
	for _, v := range []agreement.Value{UnitsForWidth(e, 100, 0), UnitsForWidth(e, 1, 0.1), UnitsForWidth(agreement.GwetAC(agreement.Identity).Of(digits(t, "01", "01")), 2, 0.1), UnitsForWidth(e, 100, 1e-12)} {
		if v.Defined() {
			t.Errorf("%+v is defined", v)
		}
	}
}

func TestExceedsAndClassify(t *testing.T) {
	e := agreement.Estimate{Value: agreement.Number(0.75), SE: agreement.Number(0.05)}
	// Φ(1.66) = 0.95154, the normal distribution cut at ±1 hardly matters.
	near(t, "above .667", Exceeds(e, 0.667), 0.95154, 1e-5)
	near(t, "above .800", Exceeds(e, 0.800), 0.15866, 1e-5)
	near(t, "above -1", Exceeds(e, -1), 1, 0)
	near(t, "above 1", Exceeds(e, 1), 0, 0)
	class, cumulative, err := KrippendorffBenchmark.Classify(e)
	if err != nil || class != "tentative conclusions only" || len(cumulative) != 3 {
		t.Errorf("%q %v %v", class, cumulative, err)
	}
	e.SE = agreement.Number(0.06) // now .667 is not cleared with .95
	if class, _, _ := KrippendorffBenchmark.Classify(e); class != "unreliable" {
		t.Errorf("%q", class)
	}
	if class, _, _ := LandisKochBenchmark.Classify(e); class != "substantial" {
		t.Errorf("%q", class)
	}
	if _, _, err := FleissBenchmark.Classify(agreement.PooledAgreement().Of(digits(t, "01", "01"))); err == nil {
		t.Error("a coefficient without a standard error was classified")
	}
	for _, b := range Benchmarks {
		if len(b.From) != len(b.Class) || b.From[len(b.From)-1] != -1 {
			t.Errorf("%s is not complete", b.Name)
		}
	}
}

func TestShafferRho(t *testing.T) {
	rho := func(kappa float64, g Generalisation) float64 {
		t.Helper()
		v, err := ShafferRho(kappa, g)
		if err != nil || !v.Defined() {
			t.Fatalf("%+v %v", v, err)
		}
		return v.Number
	}
	g := Generalisation{BaseRate: 0.2, TestSet: 80, Seed: 4}
	// R's rhoR finds that perfect agreement on 80 units clears .65 and that
	// kappa .4 does not.
	if x := rho(1, g); x > 0.01 {
		t.Errorf("rho of 1 is %v", x)
	}
	if x := rho(0.4, g); x != 1 {
		t.Errorf("rho of .4 is %v", x)
	}
	last := 1.0
	for _, kappa := range []float64{0.65, 0.75, 0.85, 0.95} {
		x := rho(kappa, g)
		if x > last {
			t.Errorf("rho rises to %v at kappa %v", x, kappa)
		}
		last = x
	}
	// A larger test set tells more; the same seed gives the same answer.
	small, large := g, g
	small.TestSet, large.TestSet = 40, 400
	if rho(0.75, small) <= rho(0.75, large) {
		t.Errorf("rho is %v for 40 units, %v for 400", rho(0.75, small), rho(0.75, large))
	}
	if rho(0.8, g) != rho(0.8, g) {
		t.Error("rho differs with the same seed")
	}
	inflated := g
	inflated.Positives = 16
	if x := rho(0.9, inflated); x > 0.05 {
		t.Errorf("rho of .9 with 16 chosen units is %v", x)
	}
	for _, bad := range []Generalisation{
		{TestSet: 80}, {BaseRate: 0.2}, {BaseRate: 1, TestSet: 80}, {BaseRate: 0.2, TestSet: 80, Population: 40},
		{BaseRate: 0.2, TestSet: 80, LeastKappa: 0.9}, {BaseRate: 0.2, TestSet: 80, Positives: 81}, {BaseRate: 0.2, TestSet: 80, Simulations: -1},
		{BaseRate: math.NaN(), TestSet: 80}, {BaseRate: 0.2, TestSet: 80, Threshold: math.NaN()},
	} {
		if v, err := ShafferRho(0.8, bad); err == nil {
			t.Errorf("%+v gave %+v", bad, v)
		}
	}
	if v, err := ShafferRho(0.8, Generalisation{BaseRate: 0.9, TestSet: 80, MostPrecision: 0.7}); err != nil || v.Defined() {
		t.Errorf("impossible coders: %+v %v", v, err)
	}
}

// A test set of nothing but units the first coder marked has kappa 0, or counts
// as agreement if the second marked all of them too.
func TestChosenUnitsAreThoseTheFirstCoderMarked(t *testing.T) {
	g, err := Generalisation{BaseRate: 0.2, TestSet: 30, Positives: 30}.filled()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		var random resample.Stream
		random.Start(2, i)
		c, _ := g.simulate(&random)
		if kappa := g.testSet(c, &random); math.Abs(kappa) > 1e-12 && kappa != 1 {
			t.Fatalf("kappa is %v", kappa)
		}
	}
}

// The simulated population has the kappa that was drawn for it.
func TestSimulatedPopulationHasItsKappa(t *testing.T) {
	g, err := Generalisation{BaseRate: 0.2, TestSet: 80, LeastKappa: 0.55, Threshold: 0.55}.filled()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		var random resample.Stream
		random.Start(9, i)
		c, ok := g.simulate(&random)
		if !ok {
			t.Fatal("no population")
		}
		all := g
		all.TestSet = g.Population
		if kappa := all.testSet(c, &random); math.Abs(kappa-0.55) > 0.002 {
			t.Errorf("kappa is %v, want .55", kappa)
		}
		if c[0]+c[1] != 2000 || c[0]+c[1]+c[2]+c[3] != 10000 {
			t.Errorf("%v", c)
		}
	}
}
