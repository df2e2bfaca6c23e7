package agreement

// SetDistance is how far apart two sets of codes are, between 0 (equal) and 1
// (nothing in common). Two empty sets are equal: the coders agree that no code
// applies.
type SetDistance struct {
	name string
	of   func(both, inA, inB int) float64
}

// The set distances. Jaccard, MASI and Dice put an empty set at distance 1 from
// any other; Passonneau's of 2004 at 1/3, since it is a subset of every set.
var (
	// JaccardDistance is 1 − |A∩B| / |A∪B|.
	JaccardDistance = SetDistance{"jaccard", func(both, inA, inB int) float64 {
		return 1 - fraction(both, inA+inB-both)
	}}
	// MASIDistance is 1 − M·|A∩B|/|A∪B| with M = 1 for equal sets, 2/3 if one
	// contains the other, 1/3 if they overlap, 0 if they are disjoint
	// (Passonneau 2006).
	MASIDistance = SetDistance{"masi", masi(2.0/3, 1.0/3)}
	// MASIRoundedDistance is MASI with .67 and .33 for 2/3 and 1/3, as NLTK and
	// its ports compute it. For comparison with them only.
	MASIRoundedDistance = SetDistance{"masi_nltk_067_033", masi(0.67, 0.33)}
	// DiceDistance is 1 − 2|A∩B| / (|A|+|B|).
	DiceDistance = SetDistance{"dice", func(both, inA, inB int) float64 {
		return 1 - fraction(2*both, inA+inB)
	}}
	// Passonneau2004Distance is 0 for equal sets, 1/3 if one contains the
	// other, 2/3 if they overlap, 1 if they are disjoint (Passonneau 2004).
	Passonneau2004Distance = SetDistance{"passonneau2004", func(both, inA, inB int) float64 {
		switch {
		case both == inA && both == inB:
			return 0
		case both == inA || both == inB:
			return 1.0 / 3
		case both > 0:
			return 2.0 / 3
		}
		return 1
	}}
)

// fraction is a ratio of counts; nothing out of nothing is all.
func fraction(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

func masi(subset, crossing float64) func(both, inA, inB int) float64 {
	return func(both, inA, inB int) float64 {
		m := crossing
		switch {
		case both == inA && both == inB:
			return 0
		case both == inA || both == inB:
			m = subset
		}
		return 1 - m*fraction(both, inA+inB-both)
	}
}

// Name is the name of the distance, such as "masi".
func (d SetDistance) Name() string { return d.name }

// Between is the distance of two sets of which inA and inB are the sizes and
// both is the number of codes they share.
func (d SetDistance) Between(both, inA, inB int) float64 { return d.of(both, inA, inB) }

// AlphaSets is Krippendorff's alpha with sets of codes as values and a set
// distance, used as it is, not squared, as the difference function
// (Passonneau 2004, 2006; Artstein & Poesio 2008). Names: alpha_jaccard,
// alpha_masi, alpha_dice, alpha_passonneau2004.
//
// For tables made by TabulateSets. Partial overlap is partial agreement, and
// coders who simply apply more codes are punished: report it together with the
// table of single codes. Range, edge cases and standard error as for
// KrippendorffAlpha.
func AlphaSets(distance SetDistance) Coefficient {
	return alpha("alpha_"+distance.name, func(t *Table) (metric, string) {
		if t.sets == nil {
			return nil, whyNoSets
		}
		return newSetMetric(t, distance), ""
	})
}

// AlphaExactSets is nominal alpha with sets of codes as plain values: a set
// agrees with its equal only. Name: alpha_nominal_sets.
func AlphaExactSets() Coefficient {
	inner := KrippendorffAlpha(Nominal).bind
	return Coefficient{name: "alpha_nominal_sets", bind: func(t *Table) bound {
		if t.sets == nil {
			return undefinedBound(whyNoSets)
		}
		b := inner(t)
		b.byCategory = nil
		return b
	}}
}

const whyNoSets = "the ratings are single categories, not sets of codes"

// between is the distance between the sets that two categories stand for.
func (s *setCategories) between(d SetDistance) func(k, l int32) float64 {
	return func(k, l int32) float64 {
		return d.of(overlap(s.set(int(k)), s.set(int(l))))
	}
}

// MeanSetSimilarity is the mean of 1 − distance over all pairs of coders on all
// units, in one pot: with JaccardDistance the usual mean Jaccard similarity.
// Names: mean_pairwise_jaccard_similarity etc. Not corrected for chance.
// Range 0 to 1. Undefined if no unit was coded by two coders.
func MeanSetSimilarity(distance SetDistance) Coefficient {
	return Coefficient{name: "mean_pairwise_" + distance.name + "_similarity", bind: func(t *Table) bound {
		if t.sets == nil {
			return undefinedBound(whyNoSets)
		}
		between := t.sets.between(distance)
		unit := make([]float64, len(t.counts)) // Σ over ordered pairs of coders
		for p := range unit {
			cats, times := t.categories(p)
			for i, k := range cats {
				for j, l := range cats[:i] {
					unit[p] += 2 * float64(times[i]) * float64(times[j]) * between(k, l)
				}
			}
		}
		return bound{value: func(s *sums) Value {
			if why := s.comparable(); why != "" {
				return Undefined(why)
			}
			apart, pairs := 0.0, 0
			for p, n := range s.counts {
				if m := int(t.size[p]); n > 0 && m > 1 {
					apart += float64(n) * unit[p]
					pairs += n * m * (m - 1)
				}
			}
			return Number(1 - apart/float64(pairs))
		}}
	}}
}

// ExactSetMatch is the share of all coder pairs, on all units, who gave the same
// set. Name: mean_pairwise_exact_match. Range 0 to 1.
func ExactSetMatch() Coefficient {
	c := PooledAgreement()
	c.name = "mean_pairwise_exact_match"
	return c
}
