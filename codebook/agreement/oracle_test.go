package agreement

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// oracle computes coefficients from the definitions, unit by unit and pair by
// pair, sharing no code with the package. w[k][l] are agreement weights.
type oracle struct {
	values [][]int
	q      int
}

// alpha is 1 − D_o/D_e from all pairs of values, δ² given.
func (o oracle) alpha(difference func(c, k int) float64) (float64, bool) {
	var all []int
	observed := 0.0
	for _, row := range o.values {
		var unit []int
		for _, v := range row {
			if v >= 0 {
				unit = append(unit, v)
			}
		}
		if len(unit) < 2 {
			continue
		}
		all = append(all, unit...)
		for i, a := range unit {
			for j, b := range unit {
				if i != j {
					observed += difference(a, b) / float64(len(unit)-1)
				}
			}
		}
	}
	expected := 0.0
	for i, a := range all {
		for j, b := range all {
			if i != j {
				expected += difference(a, b)
			}
		}
	}
	n := float64(len(all))
	if expected == 0 {
		return 0, false
	}
	return 1 - (observed/n)/(expected/(n*(n-1))), true
}

// used counts the values on pairable units.
func (o oracle) used() []float64 {
	n := make([]float64, o.q)
	for _, row := range o.values {
		ratings := 0
		for _, v := range row {
			if v >= 0 {
				ratings++
			}
		}
		for _, v := range row {
			if v >= 0 && ratings > 1 {
				n[v]++
			}
		}
	}
	return n
}

// ordinal is Krippendorff's printed form of the ordinal difference.
func (o oracle) ordinal() func(c, k int) float64 {
	n := o.used()
	return func(c, k int) float64 {
		if c > k {
			c, k = k, c
		}
		sum := 0.0
		for g := c; g <= k; g++ {
			sum += n[g]
		}
		d := sum - (n[c]+n[k])/2
		return d * d
	}
}

// observed is p_a and shares π of Gwet.
func (o oracle) observed(w func(k, l int) float64) (pa float64, pi []float64, ok bool) {
	pi = make([]float64, o.q)
	units, pairable := 0.0, 0.0
	for _, row := range o.values {
		var unit []int
		for _, v := range row {
			if v >= 0 {
				unit = append(unit, v)
			}
		}
		if len(unit) == 0 {
			continue
		}
		units++
		for _, v := range unit {
			pi[v] += 1 / float64(len(unit))
		}
		if len(unit) < 2 {
			continue
		}
		pairable++
		sum := 0.0
		for i, a := range unit {
			for j, b := range unit {
				if i != j {
					sum += w(a, b)
				}
			}
		}
		pa += sum / float64(len(unit)*(len(unit)-1))
	}
	for k := range pi {
		pi[k] /= units
	}
	return pa / pairable, pi, pairable > 0
}

func TestCoefficientsAgainstTheirDefinitions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		level := rapid.SampledFrom([]Level{Nominal, Ordinal, Interval, Ratio}).Draw(t, "level")
		r := drawRatings(t, level, 0, true)
		table := tabulated(t, r)
		if table.Pairable() == 0 || len(table.coders) < 2 {
			t.Skip()
		}
		o := oracle{values: r.Values, q: r.Scale.Size()}
		Number := func(k int) float64 { return float64(k*k + k) } // as drawRatings makes them
		position := func(k int) float64 {
			if level == Interval || level == Ratio {
				return Number(k)
			}
			return float64(k + 1)
		}
		last := float64(o.q - 1)
		width := position(o.q-1) - position(0)
		weights := map[string]func(k, l int) float64{
			"":           func(k, l int) float64 { return map[bool]float64{true: 1}[k == l] },
			"_linear":    func(k, l int) float64 { return 1 - math.Abs(position(k)-position(l))/width },
			"_quadratic": func(k, l int) float64 { return 1 - math.Pow((position(k)-position(l))/width, 2) },
			"_radical":   func(k, l int) float64 { return 1 - math.Sqrt(math.Abs(position(k)-position(l))/width) },
			"_ordinal": func(k, l int) float64 {
				d := math.Abs(float64(k - l))
				return 1 - d*(d+1)/(last*(last+1))
			},
		}
		want := make(map[string]float64)
		for suffix, w := range weights {
			pa, pi, _ := o.observed(w)
			total, fleiss, spread := 0.0, 0.0, 0.0
			for k := range o.q {
				spread += pi[k] * (1 - pi[k])
				for l := range o.q {
					total += w(k, l)
					fleiss += w(k, l) * pi[k] * pi[l]
				}
			}
			q := float64(o.q)
			conger, coders := 0.0, 0.0
			for g := range r.Coders {
				for h := range r.Coders {
					if g != h && o.share(g, 0) >= 0 && o.share(h, 0) >= 0 {
						coders++
						for k := range o.q {
							for l := range o.q {
								conger += w(k, l) * o.share(g, k) * o.share(h, l)
							}
						}
					}
				}
			}
			ac := "gwet_ac2" + suffix
			if suffix == "" {
				ac = "gwet_ac1"
			}
			for name, pe := range map[string]float64{"fleiss_kappa" + suffix: fleiss, "brennan_prediger" + suffix: total / q / q,
				ac: total / q / (q - 1) * spread, "conger_kappa" + suffix: conger / coders} {
				if 1-pe > 1e-9 {
					want[name] = (pa - pe) / (1 - pe)
				}
			}
			want["percent_agreement"+suffix] = pa
			if x, ok := o.alpha(func(c, k int) float64 { return 1 - w(c, k) }); ok {
				if suffix != "" {
					want["krippendorff_alpha_weights"+suffix] = x
				}
			}
		}
		for name, d := range map[string]func(c, k int) float64{
			"nominal": func(c, k int) float64 { return 1 - weights[""](c, k) }, "ordinal": o.ordinal(),
			"interval": func(c, k int) float64 { return math.Pow(Number(c)-Number(k), 2) },
			"ratio": func(c, k int) float64 {
				if c == k {
					return 0
				}
				return math.Pow((Number(c)-Number(k))/(Number(c)+Number(k)), 2)
			},
			"circular": func(c, k int) float64 {
				return math.Pow(math.Sin(math.Pi*float64(c-k)/float64(o.q)), 2)
			}} {
			if x, ok := o.alpha(d); ok {
				want["krippendorff_alpha_"+name] = x
			}
		}
		checked := 0
		for _, c := range everything() {
			x, ok := want[c.Name()]
			if !ok {
				continue
			}
			checked++
			if got := c.Value(table); !got.Defined() || math.Abs(got.Number-x) > 1e-9*(1+math.Abs(x)) {
				t.Fatalf("%s = %+v, by definition %v", c.Name(), got, x)
			}
		}
		if checked < len(want) {
			t.Fatalf("only %d of %d were compared", checked, len(want))
		}
	})
}

// share is the share of category k among the ratings of coder g; −1 if she has
// none.
func (o oracle) share(g, k int) float64 {
	n, of := 0.0, 0.0
	for _, row := range o.values {
		if row[g] >= 0 {
			of++
			if row[g] == k {
				n++
			}
		}
	}
	if of == 0 {
		return -1
	}
	return n / of
}

// Gwet's standard errors are derivatives: leaving one unit out of many moves the
// value by about what the unit contributes, so the jackknife must come close.
func TestLinearisedErrorsAreNearTheJackknife(t *testing.T) {
	table := readCasesByID(t, "rand-coding-15")
	for _, c := range []Coefficient{PercentAgreement(Identity), FleissKappa(Identity), CongerKappa(Identity), GwetAC(Identity), BrennanPrediger(Identity),
		KrippendorffAlpha(Nominal), KrippendorffAlpha(Interval), KrippendorffAlpha(Circular), FleissKappa(RadicalWeights), CongerKappa(BipolarWeights), GwetAC(CircularWeights), AlphaWeighted(RatioWeights)} {
		e := c.Of(table)
		jack := jackknife(t, table, c).SE
		if !e.SE.Defined() || !jack.Defined() || math.Abs(e.SE.Number/jack.Number-1) > 0.02 {
			t.Errorf("%s: linearised %+v, jackknife %+v", c.Name(), e.SE, jack)
		}
	}
}

func readCasesByID(t testing.TB, id string) *Table {
	t.Helper()
	for _, c := range readCases(t, "fixed-coding.json") {
		if c.ID == id {
			return c.Data.table(t)
		}
	}
	t.Fatalf("there is no case %s", id)
	return nil
}
