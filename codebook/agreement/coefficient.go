package agreement

import (
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
func (c Coefficient) Of(t *Table) Estimate { return c.estimate(t, t.sum()) }

func (c Coefficient) estimate(t *Table, s *sums) Estimate {
	b := c.bind(t)
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

	// ByCategory has one value for each category of the scale, where the
	// coefficient has such values; otherwise it is nil.
	ByCategory []Value
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
	whyNoSpread = "all units contribute the same, so there is no variation from which to tell an interval; there may be too few units"
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
