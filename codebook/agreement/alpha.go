package agreement

import (
	"concord/codebook/agreement/internal/distribution"
)

// KrippendorffAlpha is Krippendorff's alpha, 1 − D_o/D_e, with the difference
// function of the level:
//
//	nominal   0 if equal, else 1
//	ordinal   (Σ_{g=c..k} n_g − (n_c + n_k)/2)², from the observed use n_g of
//	          the categories in their order
//	interval  (c − k)²
//	ratio     ((c − k)/(c + k))², and 0 between two zeros
//	circular  sin²(π(c − k)/U), U the circumference
//
// Names: krippendorff_alpha_nominal, _ordinal, _interval, _ratio, _circular.
//
// Any number of coders; missing ratings allowed; units with fewer than two
// ratings are left out completely. Range: at most 1; 0 if coders agree as by
// chance; −1 and less for systematic disagreement in small samples. D_e is
// corrected for small samples (n−1), so for complete nominal data
// α = κ + (1−κ)/(n·r) with κ that of Fleiss. Undefined, never 1, if all values
// are the same: such data say nothing about reliability. At the interval and
// ratio levels the categories must be numbers.
//
// SE and CI95 are Gwet's (2014), in the form of irrCAC 1.4: the variance over the
// pairable units, degrees of freedom from all units with a rating. At the ordinal level there are none, for the difference
// function itself depends on the data: use a bootstrap or the jackknife.
// ByCategory (nominal only) is alpha of each category against the rest.
//
// Sources: Krippendorff (2004) Content Analysis, ch. 11; Krippendorff (2011)
// Computing Krippendorff's Alpha-Reliability.
func KrippendorffAlpha(level Level) Coefficient {
	c := alpha("krippendorff_alpha_"+level.String(), func(t *Table) (metric, string) {
		return levelMetric(level, t)
	})
	if level != Nominal {
		return c
	}
	inner := c.bind
	c.bind = func(t *Table) bound {
		b := inner(t)
		b.byCategory = alphaByCategory
		return b
	}
	return c
}

// AlphaWeighted is Krippendorff's alpha with 1 − w as the difference function,
// w being Gwet's agreement weights. Names: krippendorff_alpha_weights_linear
// etc. With quadratic weights it is interval alpha (on the same positions); with
// ordinal weights it is not ordinal alpha. Otherwise like KrippendorffAlpha.
func AlphaWeighted(weights Weights) Coefficient {
	return alpha("krippendorff_alpha_weights_"+weights.String(), func(t *Table) (metric, string) {
		x := t.weigh(weights)
		if x.reason != "" {
			return nil, x.reason
		}
		return fixedMetric(t, func(k, l int32) float64 { return 1 - x.at(k, l) }), ""
	})
}

// metric is a difference function made ready for a table.
type metric interface {
	// observed is D_o, exactly 0 if no two values of a unit differ.
	observed(s *sums) float64
	// apart sums, for each category, δ² to all pairable values. It is exactly 0
	// everywhere if only one category is used.
	apart(s *sums, used []int) []float64
	// difference is δ² itself. At the ordinal level it depends on s.
	difference(s *sums) func(k, l int32) float64
}

// expected is D_e.
func expected(m metric, s *sums) float64 {
	used := s.pairedByCategory()
	n := float64(s.paired)
	if sets, ok := m.(*setMetric); ok {
		return sets.total(s, used) / n / (n - 1)
	}
	return total(used, m.apart(s, used)) / n / (n - 1)
}

// alpha makes a coefficient of the alpha family.
func alpha(name string, choose func(*Table) (metric, string)) Coefficient {
	return Coefficient{name: name, bind: func(t *Table) bound {
		m, reason := choose(t)
		b := bound{value: func(s *sums) Value {
			if why := s.chanceable(); why != "" {
				return Undefined(why)
			}
			if reason != "" {
				return Undefined(reason)
			}
			chance := expected(m, s)
			if chance <= 0 {
				return Undefined(whyNoVariation)
			}
			return finite(1-m.observed(s)/chance, whyNoVariation)
		}}
		if reason != "" {
			return b
		}
		b.sets, _ = m.(*setMetric)
		b.spread = func(s *sums, value float64) spread {
			if _, moving := m.(ordinal); moving {
				why := "the ordinal difference function depends on the data, so there is no analytic standard error; use a bootstrap"
				return spread{se: Undefined(why), ci: CI{Undefined: why}}
			}
			return alphaSpread(s, value, m)
		}
		return b
	}}
}

// alphaByCategory is nominal alpha of each category against the rest.
func alphaByCategory(s *sums) []Value {
	q := s.t.scale.Size()
	values := make([]Value, q)
	used := s.pairedByCategory()
	why := s.chanceable()
	for k := range values {
		n, n1 := float64(s.paired), float64(used[k])
		both := 0.0
		for slot, m := range s.t.sizes {
			if m > 1 {
				both += float64(s.same[slot*q+k]) / float64(m-1)
			}
		}
		switch {
		case why != "":
			values[k] = Undefined(why)
		case used[k] == 0:
			values[k] = Undefined(whyNeverUsed)
		case used[k] == s.paired:
			values[k] = Undefined(whyNoVariation)
		default:
			values[k] = Number(1 - (n-1)*(n1-both)/(n1*(n-n1)))
		}
	}
	return values
}

// alphaSpread is Gwet's (2014) linearised variance of alpha as irrCAC 1.4 has
// it, with 1 − δ² as weights; see section 6(a) of METHODS.md. The unit of δ²
// cancels out. Only pairable units count.
func alphaSpread(s *sums, value float64, m metric) spread {
	t := s.t
	difference := m.difference(s)
	units, values := float64(s.pairable), float64(s.paired)
	mean := values / units // r̄
	used := s.pairedByCategory()
	weighted := m.apart(s, used) // to become Wπ, π_k = n_c/n..
	chance := 0.0
	for k, n := range used {
		weighted[k] = 1 - weighted[k]/values
		chance += weighted[k] * float64(n) / values
	}
	agreement := make([]float64, len(s.counts))
	total := 0.0
	for p, n := range s.counts {
		size := float64(t.size[p])
		if n == 0 || size < 2 {
			continue
		}
		cats, times := t.categories(p)
		sum := 0.0
		for i, k := range cats {
			star := -1.0
			for j, l := range cats {
				star += (1 - difference(k, l)) * float64(times[j])
			}
			sum += float64(times[i]) * star
		}
		agreement[p] = sum / (mean * (size - 1))
		total += float64(n) * agreement[p]
	}
	observed := total / units // p'_a
	plain := (observed - chance) / (1 - chance)
	star := func(p int) float64 {
		off := (float64(t.size[p]) - mean) / mean
		a := agreement[p] - observed*off
		e := t.mean(p, weighted)*float64(t.size[p])/mean - chance*off
		return (a-chance)/(1-chance) - 2*(1-plain)*(e-chance)/(1-chance)
	}
	sp := linearised(s.pairsOnly().counts, s.pairable, plain, star)
	if sp.ci.Defined() {
		// Around alpha itself, which has the small-sample term; degrees of
		// freedom as in irrCAC, from all units with a rating.
		sp.ci = interval(value, sp.se.Number, distribution.TQuantile(0.975, float64(s.units-1)))
	}
	return sp
}
