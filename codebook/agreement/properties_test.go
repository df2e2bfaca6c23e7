package agreement

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawRatings makes small ratings with numeric categories, some missing if
// holes is set.
func drawRatings(t *rapid.T, level Level, coders int, holes bool) Ratings {
	q := rapid.IntRange(2, 5).Draw(t, "categories")
	n := rapid.IntRange(2, 25).Draw(t, "units")
	if coders == 0 {
		coders = rapid.IntRange(2, 5).Draw(t, "coders")
	}
	names := make([]string, q)
	for k := range names {
		names[k] = fmt.Sprint(k*k + k) // 0, 2, 6, 12, 20: not equally spaced
	}
	scale, err := NewScale(level, names...)
	if err != nil {
		t.Fatal(err)
	}
	r := Ratings{Scale: scale}
	for g := range coders {
		r.Coders = append(r.Coders, string(rune('A'+g)))
	}
	least := 0
	if holes {
		least = Missing
	}
	for range n {
		row := make([]int, coders)
		for g := range row {
			row[g] = rapid.IntRange(least, q-1).Draw(t, "rating")
		}
		r.Values = append(r.Values, row)
	}
	return r
}

func tabulated(t interface{ Fatal(...any) }, r Ratings) *Table {
	table, err := Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

var allLevels = []Level{Nominal, Ordinal, Interval, Ratio, Circular}

// everything lists every coefficient whatever the table allows.
func everything() []Coefficient {
	list := []Coefficient{PooledAgreement(), KrippendorffObserved(), UnanimousAgreement(), SpecificAgreement(), Holsti(),
		PABAK(), PositiveAgreement(), NegativeAgreement(), F1(), PrevalenceIndex(), BiasIndex(), KappaMax()}
	for _, l := range allLevels {
		list = append(list, KrippendorffAlpha(l))
	}
	for _, w := range knownWeights {
		list = append(list, PercentAgreement(w), AlphaWeighted(w), FleissKappa(w), CongerKappa(w), BrennanPrediger(w),
			GwetAC(w), CohenKappa(w), ScottPi(w), LightKappa(w))
	}
	return list
}

func same(a, b Value, tolerance float64) bool {
	if !a.Defined() || !b.Defined() {
		return a.Defined() == b.Defined()
	}
	return math.Abs(a.Number-b.Number) <= tolerance*(1+math.Abs(a.Number))
}

func sameEstimate(t *rapid.T, name string, a, b Estimate) {
	for _, x := range []struct {
		what string
		a, b Value
	}{{"value", a.Value, b.Value}, {"se", a.SE, b.SE}, {"se0", a.SE0, b.SE0}} {
		if !same(x.a, x.b, 1e-9) {
			t.Fatalf("%s: %s %+v and %+v", name, x.what, x.a, x.b)
		}
	}
}

func TestNothingIsEverNotANumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		level := rapid.SampledFrom(allLevels).Draw(t, "level")
		table := tabulated(t, drawRatings(t, level, 0, true))
		for _, c := range everything() {
			e := c.Of(table)
			for _, v := range append([]Value{e.Value, e.SE, e.SE0}, e.ByCategory...) {
				if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
					t.Fatalf("%s is %v", c.Name(), v.Number)
				}
				if v.Undefined != "" && v.Number != 0 {
					t.Fatalf("%s is %v and undefined", c.Name(), v.Number)
				}
			}
			if e.Value.Defined() && e.Value.Number > 1+1e-12 {
				t.Fatalf("%s is %v, above 1", c.Name(), e.Value.Number)
			}
			if ci := e.CI95; ci.Defined() && !(ci.Low <= ci.High && ci.High <= 1) {
				t.Fatalf("%s has the interval [%v, %v]", c.Name(), ci.Low, ci.High)
			}
		}
	})
}

func TestOrderOfUnitsDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Interval, 0, true)
		before := tabulated(t, r)
		r.Values = rapid.Permutation(r.Values).Draw(t, "order")
		after := tabulated(t, r)
		for _, c := range everything() {
			a, b := c.Of(before), c.Of(after)
			if a.Value != b.Value || a.SE != b.SE || a.CI95 != b.CI95 {
				t.Fatalf("%s: %+v and %+v, not the same to the last bit", c.Name(), a, b)
			}
		}
	})
}

func TestOrderOfCodersDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Ordinal, 0, true)
		before := tabulated(t, r)
		to := rapid.Permutation(count0(len(r.Coders))).Draw(t, "order")
		for i, row := range r.Values {
			r.Values[i] = permute(row, to)
		}
		r.Coders = permute(r.Coders, to)
		after := tabulated(t, r)
		for _, c := range everything() {
			if c.Name() != "bias_index" { // its sign says who marked more
				sameEstimate(t, c.Name(), c.Of(before), c.Of(after))
			}
		}
	})
}

func count0(n int) []int {
	list := make([]int, n)
	for i := range list {
		list[i] = i
	}
	return list
}

func permute[T any](list []T, to []int) []T {
	out := make([]T, len(list))
	for i, x := range list {
		out[to[i]] = x
	}
	return out
}

func TestNamesOfNominalCategoriesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Nominal, 0, true)
		before := tabulated(t, r)
		to := rapid.Permutation(count0(r.Scale.Size())).Draw(t, "names")
		for _, row := range r.Values {
			for g, v := range row {
				if v != Missing {
					row[g] = to[v]
				}
			}
		}
		after := tabulated(t, r)
		for _, c := range []Coefficient{PercentAgreement(Identity), PooledAgreement(), UnanimousAgreement(), Holsti(), KrippendorffAlpha(Nominal),
			FleissKappa(Identity), CongerKappa(Identity), BrennanPrediger(Identity), GwetAC(Identity), CohenKappa(Identity), LightKappa(Identity)} {
			sameEstimate(t, c.Name(), c.Of(before), c.Of(after))
		}
	})
}

func TestKnownIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		two := tabulated(t, drawRatings(t, Interval, 2, false))
		for _, w := range knownWeights {
			sameEstimate(t, "Fleiss = Scott, two coders "+w.String(), FleissKappa(w).Of(two), withoutNull(ScottPi(w).Of(two), FleissKappa(w).Of(two)))
			if a, b := CongerKappa(w).Value(two), CohenKappa(w).Value(two); !same(a, b, 1e-10) {
				t.Fatalf("Conger %v, Cohen %v with %v weights", a, b, w)
			}
			if a, b := LightKappa(w).Value(two), CohenKappa(w).Value(two); !same(a, b, 1e-10) {
				t.Fatalf("Light %v, Cohen %v with %v weights", a, b, w)
			}
		}
		if a, b := UnanimousAgreement().Value(two), PercentAgreement(Identity).Value(two); !same(a, b, 1e-12) {
			t.Fatalf("unanimous %v, percent %v for two coders", a, b)
		}
		if a, b := Holsti().Value(two), PercentAgreement(Identity).Value(two); !same(a, b, 1e-12) {
			t.Fatalf("Holsti %v, percent %v for two coders", a, b)
		}
		full := tabulated(t, drawRatings(t, Interval, 0, false))
		n := float64(full.Units() * len(full.coders))
		fleiss, alpha := FleissKappa(Identity).Value(full), KrippendorffAlpha(Nominal).Value(full)
		if fleiss.Defined() {
			fleiss.Number += (1 - fleiss.Number) / n
		}
		if !same(alpha, fleiss, 1e-10) {
			t.Fatalf("alpha %v, κ + (1−κ)/(nr) = %v", alpha, fleiss)
		}
		for _, c := range []Coefficient{PooledAgreement(), KrippendorffObserved()} {
			if a, b := c.Value(full), PercentAgreement(Identity).Value(full); !same(a, b, 1e-12) {
				t.Fatalf("%s %v, percent %v on complete data", c.Name(), a, b)
			}
		}
	})
}

// withoutNull ignores that Scott's pi has no standard error under chance.
func withoutNull(e, from Estimate) Estimate {
	e.SE0 = from.SE0
	return e
}

func TestQuadraticWeightsAreIntervalAlpha(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := tabulated(t, drawRatings(t, Interval, 0, true))
		sameEstimate(t, "interval alpha", KrippendorffAlpha(Interval).Of(table), AlphaWeighted(QuadraticWeights).Of(table))
		sameEstimate(t, "nominal alpha", KrippendorffAlpha(Nominal).Of(table), AlphaWeighted(Identity).Of(table))
		ratio := tabulated(t, drawRatings(t, Ratio, 0, true))
		sameEstimate(t, "ratio alpha", KrippendorffAlpha(Ratio).Of(ratio), AlphaWeighted(RatioWeights).Of(ratio))
		circle := tabulated(t, drawRatings(t, Circular, 0, true))
		sameEstimate(t, "circular alpha", KrippendorffAlpha(Circular).Of(circle), AlphaWeighted(CircularWeights).Of(circle))
	})
}

func TestYesNoIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Nominal, 0, true)
		to := make([]int, r.Scale.Size())
		for k := range to {
			to[k] = k % 2
		}
		table, err := tabulated(t, r).Recode(yesNo, to)
		if err != nil {
			t.Fatal(err)
		}
		sameEstimate(t, "PABAK", PABAK().Of(table), BrennanPrediger(Identity).Of(table))
		if percent := PercentAgreement(Identity).Value(table); percent.Defined() {
			if pabak := PABAK().Value(table); math.Abs(pabak.Number-(2*percent.Number-1)) > 1e-12 {
				t.Fatalf("PABAK %v, percent %v", pabak, percent)
			}
		}
		specific := SpecificAgreement().Of(table).ByCategory
		if a, b := PositiveAgreement().Value(table), specific[1]; a != b {
			t.Fatalf("positive agreement %v, specific %v", a, b)
		}
		if len(table.coders) == 2 {
			row := table.Row()
			if f1 := F1().Value(table); f1.Defined() {
				precision := float64(row.Both) / float64(row.Both+row.OnlySecond)
				recall := float64(row.Both) / float64(row.Both+row.OnlyFirst)
				if row.Both > 0 && math.Abs(f1.Number-2/(1/precision+1/recall)) > 1e-12 {
					t.Fatalf("F1 %v of %+v", f1, row)
				}
			}
			if row.Both+row.OnlyFirst+row.OnlySecond+row.Neither != row.Pairable {
				t.Fatalf("%+v does not add up", row)
			}
		}
		row := table.Row()
		if row.All+row.Some+row.None != row.Pairable {
			t.Fatalf("%+v does not add up", row)
		}
	})
}

func TestPerfectAgreementIsOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Ratio, 0, true)
		r.Values[0], r.Values[1] = make([]int, len(r.Coders)), make([]int, len(r.Coders))
		for i, row := range r.Values {
			for g, v := range row {
				if v != Missing || i < 2 {
					row[g] = i % r.Scale.Size()
				}
			}
		}
		table := tabulated(t, r)
		for _, c := range everything() {
			switch c.Name() {
			case "holsti", "prevalence_index", "bias_index":
				continue // Holsti counts units that only one coder rated
			}
			if v := c.Value(table); v.Defined() && v.Number != 1 {
				t.Fatalf("%s is %v", c.Name(), v.Number)
			}
		}
		for _, c := range []Coefficient{KrippendorffAlpha(Nominal), KrippendorffAlpha(Ordinal), KrippendorffAlpha(Interval),
			FleissKappa(Identity), CongerKappa(LinearWeights), GwetAC(Identity), BrennanPrediger(Identity)} {
			if v := c.Value(table); !v.Defined() {
				t.Fatalf("%s: %s", c.Name(), v.Undefined)
			}
		}
	})
}

func TestSystematicDisagreementIsBelowZero(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.IntRange(2, 6).Draw(t, "categories")
		n := rapid.IntRange(q, 40).Draw(t, "units")
		scale, err := NewScale(Nominal, []string{"a", "b", "c", "d", "e", "f"}[:q]...)
		if err != nil {
			t.Fatal(err)
		}
		r := Ratings{Scale: scale, Coders: []string{"A", "B"}}
		for i := range n {
			r.Values = append(r.Values, []int{i % q, (i + 1) % q})
		}
		table := tabulated(t, r)
		for _, c := range []Coefficient{KrippendorffAlpha(Nominal), FleissKappa(Identity), CongerKappa(Identity), CohenKappa(Identity),
			ScottPi(Identity), LightKappa(Identity), BrennanPrediger(Identity), GwetAC(Identity)} {
			if v := c.Value(table); !v.Defined() || v.Number >= 0 {
				t.Fatalf("%s is %+v", c.Name(), v)
			}
		}
	})
}

// Kappa, pi and nominal, ordinal and interval alpha do not depend on categories
// nobody used; Brennan-Prediger and AC1 do, by definition.
func TestUnusedCategories(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Interval, 0, true)
		before := tabulated(t, r)
		longer, err := NewScale(Interval, append(slices.Clone(r.Scale.Categories), "100", "101")...)
		if err != nil {
			t.Fatal(err)
		}
		r.Scale = longer
		after := tabulated(t, r)
		for _, c := range []Coefficient{PercentAgreement(Identity), KrippendorffAlpha(Nominal), KrippendorffAlpha(Ordinal), KrippendorffAlpha(Interval),
			FleissKappa(Identity), CongerKappa(Identity), CohenKappa(Identity), LightKappa(Identity), AlphaWeighted(QuadraticWeights)} {
			sameEstimate(t, c.Name(), c.Of(before), c.Of(after))
		}
		a, b := BrennanPrediger(Identity).Value(before), BrennanPrediger(Identity).Value(after)
		if a.Defined() && a.Number < 1 && !(b.Number > a.Number) {
			t.Fatalf("Brennan-Prediger does not rise with unused categories: %v, %v", a, b)
		}
	})
}

// Doubling every unit leaves what has no small-sample term as it is.
func TestDoublingTheData(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Ordinal, 0, true)
		before := tabulated(t, r)
		r.Values = append(r.Values, r.Values...)
		after := tabulated(t, r)
		for _, c := range everything() {
			if len(c.Name()) > 18 && c.Name()[:18] == "krippendorff_alpha" {
				continue
			}
			if a, b := c.Value(before), c.Value(after); !same(a, b, 1e-9) {
				t.Fatalf("%s moves from %v to %v", c.Name(), a, b)
			}
		}
	})
}
