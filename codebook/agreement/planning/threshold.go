package planning

import (
	"fmt"
	"math"
	"strings"

	"concord/codebook/agreement"
	"concord/codebook/agreement/internal/distribution"
)

// Benchmark is a scale of interpretation: names for ranges of a coefficient.
// All such scales are conventions; their own authors call them arbitrary, and a
// range means other things for other coefficients and prevalences. Never show a
// class without the scale's name.
type Benchmark struct {
	Name   string
	Source string
	// From is the lower end of each class, the best class first; Class its name.
	From  []float64
	Class []string
}

// The usual scales.
var (
	KrippendorffBenchmark = Benchmark{"Krippendorff", "Krippendorff (2004) Content Analysis, p. 241",
		[]float64{0.800, 0.667, -1}, []string{"reliable", "tentative conclusions only", "unreliable"}}
	LandisKochBenchmark = Benchmark{"Landis & Koch", "Landis & Koch (1977) Biometrics 33, p. 165",
		[]float64{0.8, 0.6, 0.4, 0.2, 0, -1}, []string{"almost perfect", "substantial", "moderate", "fair", "slight", "poor"}}
	FleissBenchmark = Benchmark{"Fleiss", "Fleiss (1981) Statistical Methods for Rates and Proportions, p. 218",
		[]float64{0.75, 0.40, -1}, []string{"excellent", "fair to good", "poor"}}
	AltmanBenchmark = Benchmark{"Altman", "Altman (1991) Practical Statistics for Medical Research, p. 404",
		[]float64{0.8, 0.6, 0.4, 0.2, -1}, []string{"very good", "good", "moderate", "fair", "poor"}}
)

// Benchmarks are all of them.
var Benchmarks = []Benchmark{KrippendorffBenchmark, LandisKochBenchmark, FleissBenchmark, AltmanBenchmark}

// Of names the class that a value falls into, whatever its sampling error.
func (b Benchmark) Of(x float64) string {
	for i, from := range b.From {
		if x >= from {
			return b.Class[i]
		}
	}
	return b.Class[len(b.Class)-1]
}

// FindBenchmark gives the scale of a name, such as "krippendorff" or
// "landis-koch".
func FindBenchmark(name string) (Benchmark, error) {
	plain := func(s string) string {
		return strings.NewReplacer(" ", "", "&", "", "-", "").Replace(strings.ToLower(s))
	}
	var names []string
	for _, b := range Benchmarks {
		if plain(b.Name) == plain(name) {
			return b, nil
		}
		names = append(names, strings.ReplaceAll(strings.ToLower(b.Name), " & ", "-"))
	}
	return Benchmark{}, fmt.Errorf("%q is no scale of interpretation; there are %s", name, strings.Join(names, ", "))
}

// Classify names the class that the sampling error allows to claim, after Gwet
// (2014, ch. 6): the best class such that the true value lies in it or in a
// better one with a probability of at least 0.95. It takes the estimate for
// normally distributed within −1 and 1. cumulative is that probability for each
// class, best first. It needs a standard error, and fails with the reason if
// there is none.
func (b Benchmark) Classify(e agreement.Estimate) (class string, cumulative []float64, err error) {
	for i, from := range b.From {
		p := Exceeds(e, from)
		if !p.Defined() {
			return "", nil, fmt.Errorf("classifying agreement: %s", p.Undefined)
		}
		if from <= -1 {
			p = agreement.Number(1)
		}
		cumulative = append(cumulative, p.Number)
		if class == "" && p.Number >= 0.95 {
			class = b.Class[i]
		}
	}
	return class, cumulative, nil
}

// rounding is the size of a standard error that is nothing but rounding.
const rounding = 1e-12

const whyNoSpread = "all units contribute the same, so there is no variation from which to estimate an interval; there may be too few units"

// Exceeds is the probability that the true value exceeds a threshold, from the
// estimate and its standard error:
//
//	(Φ((κ−l)/SE) − Φ((κ−1)/SE)) / (Φ((κ+1)/SE) − Φ((κ−1)/SE))
//
// with l the threshold and Φ the normal distribution (Gwet 2014, ch. 6). For
// clustered units use the share of bootstrap resamples instead
// (Bootstrapped.Below). Undefined without a standard error above 0.
func Exceeds(e agreement.Estimate, threshold float64) agreement.Value {
	if !e.Value.Defined() {
		return e.Value
	}
	if !e.SE.Defined() {
		return e.SE
	}
	k, se := e.Value.Number, e.SE.Number
	if !(se > rounding) {
		return agreement.Undefined(whyNoSpread)
	}
	switch {
	case threshold >= 1:
		return agreement.Number(0)
	case threshold <= -1:
		return agreement.Number(1)
	}
	top := distribution.NormalCDF((k - 1) / se)
	whole := distribution.NormalCDF((k+1)/se) - top
	p := (distribution.NormalCDF((k-threshold)/se) - top) / whole
	if math.IsNaN(p) || math.IsInf(p, 0) {
		return agreement.Undefined("the value lies too far outside −1 to 1")
	}
	return agreement.Number(p)
}

// largestSample is beyond any study; a larger answer means "not attainable".
const largestSample = 1e9

// UnitsForWidth is the least number of units for which the analytic 95 %
// interval is expected to be no wider than width, given a pilot's estimate over
// so many units. It supposes that further units vary as the pilot's did, so that
// the standard error falls with the root of their number. Undefined without a
// standard error above 0.
func UnitsForWidth(pilot agreement.Estimate, units int, width float64) agreement.Value {
	switch {
	case !pilot.Value.Defined():
		return pilot.Value
	case !pilot.SE.Defined():
		return pilot.SE
	case !(pilot.SE.Number > rounding):
		return agreement.Undefined(whyNoSpread)
	case units < 2 || !(width > 0):
		return agreement.Undefined("a pilot of two units or more and a width above 0 are needed")
	}
	spread := pilot.SE.Number * math.Sqrt(float64(units))
	wide := func(n float64) bool { return 2*distribution.TQuantile(0.975, n-1)*spread/math.Sqrt(n) > width }
	low, high := 1.0, 2.0
	for wide(high) {
		if high > largestSample {
			return agreement.Undefined("more than a thousand million units would be needed")
		}
		low, high = high, 2*high
	}
	for high-low > 1 {
		middle := math.Floor((low + high) / 2)
		if wide(middle) {
			low = middle
		} else {
			high = middle
		}
	}
	return agreement.Number(high)
}

// UnitsForAlpha is Krippendorff's required number of units to show that alpha
// is not below a smallest acceptable value, for the rarest category that
// matters (Krippendorff 2019, from Bloch & Kraemer 1989, eq. 3.7):
//
//	N = r·z² · ( (1+α)(3−α) / (4·p(1−p)(1−α)) − α ), rounded up
//
// r coders, p the share of the category among the values (1/q if all q are as
// common), z the normal quantile at 1 − significance. Undefined unless smallest,
// share and significance lie between 0 and 1 and there are two coders or more.
func UnitsForAlpha(smallest, share, significance float64, coders int) agreement.Value {
	inside := func(x float64) bool { return x > 0 && x < 1 }
	if !inside(smallest) || !inside(share) || !inside(significance) || coders < 2 {
		return agreement.Undefined("the smallest alpha, the category's share and the significance must lie between 0 and 1, for two coders or more")
	}
	z := distribution.NormalQuantile(1 - significance)
	n := float64(coders) * z * z * ((1+smallest)*(3-smallest)/(4*share*(1-share)*(1-smallest)) - smallest)
	if !(n <= largestSample) {
		return agreement.Undefined("more than a thousand million units would be needed")
	}
	return agreement.Number(math.Ceil(n))
}
