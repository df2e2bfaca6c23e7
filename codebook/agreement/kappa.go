package agreement

import (
	"fmt"
	"math"

	"concord/codebook/agreement/internal/distribution"
)

// CohenKappa is Cohen's (1960) kappa of two coders, with weights his weighted
// kappa (1968): p_e = Σ_kl w_kl p_k· p_·l from each coder's own distribution,
// over the units that both rated. Name: cohen_kappa.
//
// Range −1 to 1. Undefined unless there are two coders, and if both used one
// and the same category only. If one coder never uses a code that the other
// uses, it is exactly 0. It rises when the coders' distributions differ;
// Krippendorff's alpha and Scott's pi do not have this property.
//
// SE is the large-sample standard error for intervals, SE0 the one under chance
// agreement, both of Fleiss, Cohen & Everitt (1969); CI95 is value ± 1.96 SE,
// its upper end cut at 1. With quadratic weights it is nearly an intraclass
// correlation.
func CohenKappa(weights Weights) Coefficient {
	return Coefficient{name: "cohen_kappa" + weights.suffix(), bind: func(t *Table) bound {
		x := t.weigh(weights)
		return bound{
			value: func(s *sums) Value {
				c, why := newCross(x, s)
				if why != "" {
					return Undefined(why)
				}
				return c.kappa()
			},
			spread: func(s *sums, kappa float64) spread {
				c, why := newCross(x, s)
				if why != "" {
					return spread{se: Undefined(why), ci: CI{Undefined: why}}
				}
				return c.spread(kappa)
			},
		}
	}}
}

// KappaMax is the largest Cohen's kappa that the two coders' distributions
// allow: the one with Σ_k min(p_k·, p_·k) as observed agreement (Cohen 1960).
// Name: cohen_kappa_max. It helps to explain a low kappa. Undefined where kappa
// is.
func KappaMax() Coefficient {
	return Coefficient{name: "cohen_kappa_max", bind: func(t *Table) bound {
		x := t.weigh(Identity)
		return bound{value: func(s *sums) Value {
			c, why := newCross(x, s)
			if why != "" {
				return Undefined(why)
			}
			common := 0
			for k := range c.row {
				common += min(c.row[k], c.column[k])
			}
			apart := c.chanceApart()
			if apart <= 0 {
				return Undefined(whyNoVariation)
			}
			return Number(1 - float64(c.n-common)/float64(c.n)/apart)
		}}
	}}
}

// cross is the table of two coders, over the units that both rated.
type cross struct {
	x           *weighting
	s           *sums
	n           int
	row, column []int // the coders' distributions
	r, c        []float64
}

func newCross(x *weighting, s *sums) (cross, string) {
	if r := len(s.t.coders); r > 2 {
		return cross{}, fmt.Sprintf("Cohen's kappa compares two coders, and %d have data; see the pairs", r)
	}
	if why := s.chanceable(); why != "" {
		return cross{}, why
	}
	if x.reason != "" {
		return cross{}, x.reason
	}
	c := cross{x: x, s: s, n: s.pairable, row: make([]int, x.q), column: make([]int, x.q),
		r: make([]float64, x.q), c: make([]float64, x.q)}
	for p, n := range s.counts {
		if n > 0 && s.t.size[p] == 2 {
			c.row[s.t.values[2*p]] += n
			c.column[s.t.values[2*p+1]] += n
		}
	}
	for k := range x.q {
		c.r[k] = float64(c.row[k]) / float64(c.n)
		c.c[k] = float64(c.column[k]) / float64(c.n)
	}
	return c, ""
}

// chanceApart is 1 − p_e.
func (c cross) chanceApart() float64 { return c.x.apart(c.r, c.c) }

func (c cross) kappa() Value {
	apart := c.chanceApart()
	if apart <= 0 {
		return Undefined(whyNoVariation)
	}
	return finite(1-c.x.observed(c.s)/apart, whyNoVariation)
}

// spread is Fleiss, Cohen & Everitt (1969), formulas for weighted kappa. Their
// differences of a mean square and a squared mean are written as variances,
// which cannot fall below 0.
func (c cross) spread(kappa float64) spread {
	x, n := c.x, float64(c.n)
	byRow := x.apply(c.c)    // w̄_k· , of the row coder's category k
	byColumn := x.apply(c.r) // w̄_·l
	apart := c.chanceApart()
	expected := 1 - apart
	off := kappa - expected*(1-kappa) // the mean of what follows
	square := 0.0
	for p, count := range c.s.counts {
		if count > 0 && c.s.t.size[p] == 2 {
			k, l := c.s.t.values[2*p], c.s.t.values[2*p+1]
			d := x.at(k, l) - (byRow[k]+byColumn[l])*(1-kappa) - off
			square += float64(count) / n * d * d
		}
	}
	null := 0.0
	for k, a := range c.r {
		for l, b := range c.c {
			if a > 0 && b > 0 {
				d := x.at(int32(k), int32(l)) - (byRow[k] + byColumn[l]) + expected
				null += a * b * d * d
			}
		}
	}
	se, se0 := math.Sqrt(square/n)/apart, math.Sqrt(null/n)/apart
	const why = "the standard error is too large"
	nullError := finite(se0, why)
	return spread{se: finite(se, why), se0: &nullError, ci: interval(kappa, se, distribution.NormalQuantile(0.975))}
}

// LightKappa is Light's (1971) kappa of any number of coders: the mean of
// Cohen's kappas of all pairs, each over the units both rated. Name:
// light_kappa.
//
// Range −1 to 1. Undefined as soon as one pair's kappa is.
func LightKappa(weights Weights) Coefficient {
	return Coefficient{name: "light_kappa" + weights.suffix(), bind: func(t *Table) bound {
		x := t.weigh(weights)
		return bound{value: func(s *sums) Value {
			if why := s.chanceable(); why != "" {
				return Undefined(why)
			}
			if x.reason != "" {
				return Undefined(x.reason)
			}
			sum, pairs := 0.0, 0
			for g := range t.coders {
				for h := range g {
					kappa := pairKappa(x, s, h, g)
					if !kappa.Defined() {
						return Undefined(fmt.Sprintf("Cohen's kappa of %s and %s is undefined: %s", t.coders[h], t.coders[g], kappa.Undefined))
					}
					sum += kappa.Number
					pairs++
				}
			}
			return Number(sum / float64(pairs))
		}}
	}}
}

// pairKappa is Cohen's kappa of coders g and h.
func pairKappa(x *weighting, s *sums, g, h int) Value {
	row, column := make([]float64, x.q), make([]float64, x.q)
	n, apart := 0, 0.0
	for p, count := range s.counts {
		if count == 0 {
			continue
		}
		ratings := s.t.row(p)
		a, b := ratings[g], ratings[h]
		if a == Missing || b == Missing {
			continue
		}
		n += count
		row[a] += float64(count)
		column[b] += float64(count)
		apart += float64(count) * (1 - x.at(a, b))
	}
	if n == 0 {
		return Undefined(whyNotBoth)
	}
	for k := range row {
		row[k] /= float64(n)
		column[k] /= float64(n)
	}
	chance := x.apart(row, column)
	if chance <= 0 {
		return Undefined(whyNoVariation)
	}
	return finite(1-apart/float64(n)/chance, whyNoVariation)
}

// ScottPi is Scott's (1955) pi of two coders: like Cohen's kappa, but chance
// agreement comes from the distribution of both coders' ratings together, over
// the units that both rated. It is Fleiss' kappa of those units, with its
// standard error. Name: scott_pi.
//
// Range −1 to 1. Undefined unless there are two coders, and if only one
// category was used.
func ScottPi(weights Weights) Coefficient {
	fleiss := FleissKappa(weights).bind
	return Coefficient{name: "scott_pi" + weights.suffix(), bind: func(t *Table) bound {
		if r := len(t.coders); r > 2 {
			return undefinedBound(fmt.Sprintf("Scott's pi compares two coders, and %d have data; Fleiss' kappa is its form for more", r))
		}
		b := fleiss(t)
		return bound{
			value:  func(s *sums) Value { return b.value(s.pairsOnly()) },
			spread: func(s *sums, value float64) spread { return b.spread(s.pairsOnly(), value) },
		}
	}}
}

// pairsOnly are the sums without the units that fewer than two coders rated.
func (s *sums) pairsOnly() *sums {
	if s.pairable == s.units {
		return s
	}
	counts := make([]int, len(s.counts))
	for p, n := range s.counts {
		if s.t.size[p] >= 2 {
			counts[p] = n
		}
	}
	out := s.t.newSums()
	out.fill(counts)
	return out
}

// undefinedBound is a coefficient that a table does not allow.
func undefinedBound(reason string) bound {
	return bound{value: func(*sums) Value { return Undefined(reason) }}
}
