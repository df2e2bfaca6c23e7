package agreement

import (
	"fmt"
	"math"

	"concord/codebook/agreement/internal/distribution"
)

// Coefficient is one way of saying how far coders agree: a definition that can
// be applied to a Table, to its resamples and to parts of it. The functions
// that make one (FleissKappa, KrippendorffAlpha, …) state the definition.
type Coefficient struct {
	name string
	bind func(*Table) bound
}

// bound is a coefficient made ready for one table's scale and patterns. Only
// value is always there. Its functions do not change the table and may be
// called by several goroutines, each with sums of its own.
type bound struct {
	value      func(*sums) Value
	spread     func(*sums, float64) spread
	byCategory func(*sums) []Value

	// singles says that units with one rating count in what chance would give.
	singles bool

	// sets is the metric of an alpha of sets: over clusters it is resampled by
	// clusterAlpha, which counts nothing again.
	sets *setMetric
}

// spread is how far the value may be off. se0 is nil where no standard error
// under chance agreement is published.
type spread struct {
	se  Value
	se0 *Value
	ci  CI
}

// Name is the name under which the coefficient stands in reports, such as
// "fleiss_kappa_linear".
func (c Coefficient) Name() string { return c.name }

// Value computes the coefficient.
func (c Coefficient) Value(t *Table) Value { return c.bind(t).value(t.sum()) }

// Of computes the coefficient with what is known of its sampling error.
func (c Coefficient) Of(t *Table) Estimate { return Estimates(t, []Coefficient{c})[0] }

// Estimates computes several coefficients with what is known of their sampling
// error. For alphas of sets it is faster than one at a time.
func Estimates(t *Table, coefficients []Coefficient) []Estimate {
	s := t.sum()
	bounds := make([]bound, len(coefficients))
	var metrics []*setMetric
	for i, c := range coefficients {
		bounds[i] = c.bind(t)
		if m := bounds[i].sets; m != nil {
			metrics = append(metrics, m)
		}
	}
	if len(metrics) > 1 {
		for i, apart := range apartOf(metrics, s.pairedByCategory()) {
			metrics[i].wholeOnce.Do(func() { metrics[i].whole = apart })
		}
	}
	out := make([]Estimate, len(coefficients))
	for i, b := range bounds {
		out[i] = b.estimate(s)
	}
	return out
}

func (b bound) estimate(s *sums) Estimate {
	e := Estimate{Value: b.value(s)}
	none := Undefined(whyNoError)
	e.SE, e.SE0 = none, Undefined("no standard error under chance agreement is published for this coefficient")
	e.CI95 = CI{Undefined: none.Undefined}
	if !e.Value.Defined() {
		e.SE, e.SE0, e.CI95 = e.Value, e.Value, CI{Undefined: e.Value.Undefined}
	} else if b.spread != nil {
		sp := b.spread(s, e.Value.Number)
		e.SE, e.CI95 = sp.se, sp.ci
		if sp.se0 != nil {
			e.SE0 = *sp.se0
		}
	}
	if b.byCategory != nil {
		e.ByCategory = b.byCategory(s)
	}
	if b.singles && s.units > s.pairable && e.Value.Defined() {
		v := b.value(s.pairsOnly())
		e.PairableOnly = &v
	}
	return e
}

// Estimate is a coefficient with its sampling error.
type Estimate struct {
	Value Value

	// SE is the standard error for the sampling of units, for intervals. SE0
	// is the one under the hypothesis that coders agree by chance alone, for
	// tests of that hypothesis only.
	SE, SE0 Value

	// CI95 is the analytic 95 % interval that belongs to SE. It treats units
	// as independent, which segments of one interview are not.
	CI95 CI

	// PairableOnly is the value without the units that only one coder rated. It is
	// nil where there are none and where they do not count, as in alpha; in Fleiss'
	// and Conger's kappa and in AC1 they count in what chance would give.
	PairableOnly *Value

	// ByCategory has one value for each category of the scale, where the
	// coefficient has such values; otherwise it is nil.
	ByCategory []Value
}

// unpairedShift is the difference from which it is said what units with one rating
// do to a coefficient.
const unpairedShift = 0.05

// Warning says, without a capital and a full stop, what units that only one coder
// rated make of the value, where leaving them out changes it by .05 or more or leaves
// it undefined; "" for nothing.
func (e Estimate) Warning() string {
	p := e.PairableOnly
	switch {
	case p == nil:
		return ""
	case !p.Defined():
		return "what chance would give is estimated also from units that only one coder rated (Gwet 2014); without them there is no value: " + p.Undefined
	case math.Abs(p.Number-e.Value.Number) < unpairedShift:
		return ""
	}
	return fmt.Sprintf("what chance would give is estimated also from units that only one coder rated (Gwet 2014); without them the value is %.2f", p.Number)
}

// finite guards the border of the package: what is not a finite number is
// undefined.
func finite(x float64, reason string) Value {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Undefined(reason)
	}
	return Number(x)
}

const (
	whyNoError  = "no standard error is published for this coefficient"
	whyOneUnit  = "there is only one unit, so nothing is known of the variation between units"
	whyNoSpread = "all units contribute the same, so there is no variation from which to estimate an interval; there may be too few units"
)

// linearised is Gwet's (2014) standard error: contribution(p) is what a unit of
// pattern p contributes, and the value is the mean of these contributions over
// n units. The interval is the value ± t(0.975, n−1)·SE, its upper end cut at 1.
func linearised(counts []int, n int, value float64, contribution func(p int) float64) spread {
	if n < 2 {
		return spread{se: Undefined(whyOneUnit), ci: CI{Undefined: whyOneUnit}}
	}
	squares := 0.0
	for p, c := range counts {
		if c > 0 {
			d := contribution(p) - value
			squares += float64(c) * d * d
		}
	}
	se := math.Sqrt(squares / float64(n) / float64(n-1))
	return spread{se: finite(se, "the standard error is too large"), ci: interval(value, se, distribution.TQuantile(0.975, float64(n-1)))}
}

// rounding is the size of a standard error that is nothing but rounding.
const rounding = 1e-12

// interval is value ± factor·se, its upper end cut at 1. An interval of no
// width is not one: it would say that the value is certain.
func interval(value, se, factor float64) CI {
	if !(se > rounding) {
		return CI{Undefined: whyNoSpread}
	}
	return CI{Low: value - factor*se, High: math.Min(1, value+factor*se)}
}
