package agreement

import "math"

// chance is how a coefficient of the form (p_a − p_e)/(1 − p_e) sees chance.
type chance struct {
	// apart is 1 − p_e, exactly 0 if chance agreement is complete.
	apart func(x *weighting, s *sums) float64

	// unit prepares p_e|i, what a unit of pattern p contributes to p_e in the
	// linearised variance. Nil if p_e does not depend on the data.
	unit func(x *weighting, s *sums) func(p int) float64
}

// corrected makes a chance-corrected coefficient with Gwet's (2014) standard
// error and t interval.
func corrected(name string, weights Weights, c chance) Coefficient {
	return Coefficient{name: name + weights.suffix(), bind: func(t *Table) bound {
		x := t.weigh(weights)
		return bound{
			value: func(s *sums) Value {
				if why := s.chanceable(); why != "" {
					return Undefined(why)
				}
				if x.reason != "" {
					return Undefined(x.reason)
				}
				apart := c.apart(x, s)
				if apart <= 0 {
					return Undefined(whyNoVariation)
				}
				return finite(1-x.observed(s)/apart, whyNoVariation)
			},
			spread:  func(s *sums, kappa float64) spread { return c.spread(x, s, kappa) },
			singles: c.unit != nil,
		}
	}}
}

// spread is the linearised variance of section 6(a) of METHODS.md.
func (c chance) spread(x *weighting, s *sums, kappa float64) spread {
	apart := c.apart(x, s)
	expected := 1 - apart
	n, pairable := float64(s.units), float64(s.pairable)
	var unit func(p int) float64
	if c.unit != nil {
		unit = c.unit(x, s)
	}
	return linearised(s.counts, s.units, kappa, func(p int) float64 {
		k := 0.0
		if s.t.size[p] >= 2 {
			k = n / pairable * (1 - x.disagree[p] - expected) / apart
		}
		if unit != nil {
			k -= 2 * (1 - kappa) * (unit(p) - expected) / apart
		}
		return k
	})
}

// BrennanPrediger is Brennan and Prediger's (1981) coefficient: chance
// agreement is 1/q, for q categories on the scale offered; with weights T_w/q².
// It is also Bennett's S (two coders) and Randolph's (2005) free-marginal kappa.
// Name: brennan_prediger, with _linear etc. for weights.
//
// Range −1/(q−1) to 1. Any number of coders, pairwise (not von Eye's form for
// unanimity); missing ratings allowed. It depends on how many categories the
// scale has, used or not. Undefined for a scale of one category.
func BrennanPrediger(weights Weights) Coefficient {
	return corrected("brennan_prediger", weights, chance{
		apart: func(x *weighting, _ *sums) float64 {
			q := float64(x.q)
			return 1 - x.total/(q*q)
		},
	})
}

// PABAK is the prevalence-adjusted bias-adjusted kappa of Byrt, Bishop & Carlin
// (1993): 2·p_a − 1 for two categories, which is Brennan and Prediger's
// coefficient for q = 2. Name: pabak.
//
// Range −1 to 1. Undefined unless the scale has two categories.
func PABAK() Coefficient {
	inner := BrennanPrediger(Identity).bind
	return Coefficient{name: "pabak", bind: func(t *Table) bound {
		if t.scale.Size() != 2 {
			return undefinedBound("PABAK is defined for two categories")
		}
		return inner(t)
	}}
}

// GwetAC is Gwet's (2008) AC1, and with weights his AC2. Chance agreement is
//
//	p_e = T_w / (q(q−1)) · Σ_k π_k(1 − π_k)
//
// with π_k the mean over units of the share of ratings in k. Names: gwet_ac1;
// gwet_ac2_linear etc.
//
// Range: at most 1; defined even where all ratings are equal, if the scale has
// two categories or more. It depends on how many categories the scale has, used
// or not. Any number of coders; missing ratings allowed; units with a single
// rating count in π, as in R's irrCAC.
func GwetAC(weights Weights) Coefficient {
	factor := func(x *weighting) float64 {
		q := float64(x.q)
		return x.total / (q * (q - 1))
	}
	name := "gwet_ac2"
	if weights.define == nil {
		name = "gwet_ac1"
	}
	return corrected(name, weights, chance{
		apart: func(x *weighting, s *sums) float64 {
			sum := 0.0
			for _, p := range s.shares() {
				sum += p * (1 - p)
			}
			return 1 - factor(x)*sum
		},
		unit: func(x *weighting, s *sums) func(int) float64 {
			f, pi := factor(x), s.shares()
			return func(p int) float64 { return f * (1 - x.t.mean(p, pi)) }
		},
	})
}

// FleissKappa is Fleiss' (1971) kappa in Gwet's (2014) form, which allows
// missing ratings and weights: p_e = Σ_kl w_kl π_k π_l, with π_k the mean over
// units of the share of ratings in k. Name: fleiss_kappa.
//
// Range −1 to 1. For two coders and complete data it is Scott's pi. Undefined if
// only one category was used. Units with a single rating count in π, as in R's
// irrCAC.
//
// SE0, unweighted and with as many ratings on every unit, is that of Fleiss, Nee &
// Landis (1979). ByCategory, unweighted, is kappa of each category against the rest,
// which for complete data is Fleiss' own kappa of a category.
func FleissKappa(weights Weights) Coefficient {
	c := chance{
		apart: func(x *weighting, s *sums) float64 {
			pi := s.shares()
			return x.apart(pi, pi)
		},
		unit: func(x *weighting, s *sums) func(int) float64 {
			weighted := x.apply(s.shares())
			return func(p int) float64 { return x.t.mean(p, weighted) }
		},
	}
	fleiss := corrected("fleiss_kappa", weights, c)
	if weights.define != nil {
		return fleiss
	}
	plain := fleiss.bind
	fleiss.bind = func(t *Table) bound {
		b := plain(t)
		spreadOf := b.spread
		b.spread = func(s *sums, kappa float64) spread {
			sp := spreadOf(s, kappa)
			null := fleissNull(s)
			sp.se0 = &null
			return sp
		}
		b.byCategory = fleissByCategory
		return b
	}
	return fleiss
}

// mean is the mean of v over the ratings of pattern p.
func (t *Table) mean(p int, v []float64) float64 {
	cats, times := t.categories(p)
	sum := 0.0
	for i, k := range cats {
		sum += v[k] * float64(times[i])
	}
	return sum / float64(t.size[p])
}

// fleissNull is the standard error of Fleiss' kappa if coders agree by chance
// alone (Fleiss, Nee & Landis 1979); it presupposes as many ratings on every
// unit.
func fleissNull(s *sums) Value {
	m := 0
	for slot, n := range s.inSlot {
		if n == 0 {
			continue
		}
		if m != 0 {
			return Undefined("the standard error under chance agreement is defined only for as many ratings on every unit")
		}
		m = s.t.sizes[slot]
	}
	total, skew := 0.0, 0.0
	for _, p := range s.shares() {
		total += p * (1 - p)
		skew += p * (1 - p) * (1 - 2*p)
	}
	variance := 2 / (float64(s.units) * float64(m*(m-1)) * total * total) * (total*total - skew)
	return finite(math.Sqrt(math.Max(0, variance)), whyNoVariation)
}

// fleissByCategory is Fleiss' kappa of each category against all others.
func fleissByCategory(s *sums) []Value {
	q := s.t.scale.Size()
	values := make([]Value, q)
	why := s.chanceable()
	if why != "" {
		for k := range values {
			values[k] = Undefined(why)
		}
		return values
	}
	pi := s.shares()
	for k := range values {
		apart := 0.0
		for slot, m := range s.t.sizes {
			if m > 1 {
				apart += 2 * float64(s.cat[slot*q+k]*(m-1)-s.same[slot*q+k]) / float64(m*(m-1))
			}
		}
		switch {
		case pi[k] == 0:
			values[k] = Undefined(whyNeverUsed)
		case pi[k] == 1:
			values[k] = Undefined(whyNoVariation)
		default:
			values[k] = finite(1-apart/float64(s.pairable)/(2*pi[k]*(1-pi[k])), whyNoVariation)
		}
	}
	return values
}
