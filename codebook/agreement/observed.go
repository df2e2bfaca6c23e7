package agreement

import "math"

// PercentAgreement is the mean over pairable units of the share of coder pairs
// who agree on the unit; every unit weighs the same. With weights, pairs agree
// in part. Name: percent_agreement.
//
// Range 0 to 1. Not corrected for chance. Undefined if no unit was coded by two
// coders. Standard error: Gwet (2014), linearised over units, cut at 0 and 1.
// It equals the mean of the coder pairs' shares when nothing is missing.
func PercentAgreement(weights Weights) Coefficient {
	return Coefficient{name: "percent_agreement" + weights.suffix(), bind: func(t *Table) bound {
		x := t.weigh(weights)
		return bound{
			value: func(s *sums) Value {
				if why := s.comparable(); why != "" {
					return Undefined(why)
				}
				if x.reason != "" {
					return Undefined(x.reason)
				}
				return Number(1 - x.observed(s))
			},
			spread: func(s *sums, value float64) spread {
				n, pairable := float64(s.units), float64(s.pairable)
				sp := linearised(s.counts, s.units, value, func(p int) float64 {
					if t.size[p] < 2 {
						return 0
					}
					return n / pairable * (1 - x.disagree[p])
				})
				sp.ci.Low = math.Max(0, sp.ci.Low)
				return sp
			},
		}
	}}
}

// PooledAgreement is the number of agreeing coder pairs by that of all coder
// pairs, all units in one pot: units with more coders weigh more. Name:
// percent_agreement_pooled.
//
// Range 0 to 1. Equals PercentAgreement when nothing is missing. Undefined if no
// unit was coded by two coders.
func PooledAgreement() Coefficient {
	return simple("percent_agreement_pooled", func(s *sums) Value {
		agree, pairs := 0, 0
		for slot, n := range s.inSlot {
			agree += s.agree[slot]
			pairs += n * s.t.sizes[slot] * (s.t.sizes[slot] - 1)
		}
		return Number(float64(agree) / float64(pairs))
	})
}

// KrippendorffObserved is 1 − D_o, the observed agreement within Krippendorff's
// alpha: a unit weighs by its number of values. Name:
// observed_agreement_krippendorff.
//
// Range 0 to 1. Equals PercentAgreement when nothing is missing. Undefined if no
// unit was coded by two coders. Source: Krippendorff (2004) Content Analysis,
// ch. 11.
func KrippendorffObserved() Coefficient {
	return simple("observed_agreement_krippendorff", func(s *sums) Value {
		sum := 0.0
		for slot, agree := range s.agree {
			if m := s.t.sizes[slot]; m > 1 {
				sum += float64(agree) / float64(m-1)
			}
		}
		return Number(sum / float64(s.paired))
	})
}

// UnanimousAgreement is the share of pairable units on which all coders who
// rated the unit agree. Name: percent_agreement_unanimous. R's irr::agree and
// tidycomm call this "agreement".
//
// Range 0 to 1. Falls with every coder added; equals PercentAgreement for two
// coders. Undefined if no unit was coded by two coders.
func UnanimousAgreement() Coefficient {
	return simple("percent_agreement_unanimous", func(s *sums) Value {
		return Number(float64(s.unanimous) / float64(s.pairable))
	})
}

// SpecificAgreement is, for each category, the share of agreement among the
// coder pairs in which it occurs (Cicchetti & Feinstein 1990, in the form for
// any number of coders):
//
//	SA_k = Σ_i r_ik(r_ik − 1) / Σ_i r_ik(r_i − 1)
//
// The overall value is the mean of these weighted by use, which is
// PooledAgreement. Name: specific_agreement. Range 0 to 1; a category never
// used on a pairable unit is undefined.
func SpecificAgreement() Coefficient {
	c := PooledAgreement()
	pooled := c.bind
	c.name = "specific_agreement"
	c.bind = func(t *Table) bound {
		b := pooled(t)
		b.byCategory = func(s *sums) []Value {
			values := make([]Value, t.scale.Size())
			for k := range values {
				values[k] = s.specific(k)
			}
			return values
		}
		return b
	}
	return c
}

// specific is the specific agreement on one category.
func (s *sums) specific(k int) Value {
	if why := s.comparable(); why != "" {
		return Undefined(why)
	}
	q := s.t.scale.Size()
	both, any := 0, 0
	for slot, m := range s.t.sizes {
		both += s.same[slot*q+k]
		any += s.cat[slot*q+k] * (m - 1)
	}
	if any == 0 {
		return Undefined(whyNeverUsed)
	}
	return Number(float64(both) / float64(any))
}

// Holsti is Holsti's (1969) coefficient of reliability: the mean over coder
// pairs of 2M / (N1 + N2), where M is the number of decisions on which the two
// agree and N1, N2 the numbers of decisions each made. Name: holsti.
//
// Range 0 to 1. Not corrected for chance. For two coders who both rated every
// unit it is percent agreement; units that only one of them rated lower it.
func Holsti() Coefficient {
	return simple("holsti", func(s *sums) Value {
		t, r := s.t, len(s.t.coders)
		agreed := make([]int, r*r)
		for p, n := range s.counts {
			if n == 0 {
				continue
			}
			row := t.row(p)
			for g, a := range row {
				for h, b := range row[:g] {
					if a == b && a != Missing {
						agreed[g*r+h] += n
					}
				}
			}
		}
		sum, pairs := 0.0, 0
		for g := range r {
			for h := range g {
				if decisions := s.byCoder[g] + s.byCoder[h]; decisions > 0 {
					sum += 2 * float64(agreed[g*r+h]) / float64(decisions)
					pairs++
				}
			}
		}
		return Number(sum / float64(pairs))
	})
}

// simple is a coefficient that needs only the sums and is defined wherever two
// coders rated one unit.
func simple(name string, value func(*sums) Value) Coefficient {
	return Coefficient{name: name, bind: func(*Table) bound {
		return bound{value: func(s *sums) Value {
			if why := s.comparable(); why != "" {
				return Undefined(why)
			}
			return value(s)
		}}
	}}
}
