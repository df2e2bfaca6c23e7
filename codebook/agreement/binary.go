package agreement

// PositiveAgreement is the specific agreement on "yes", the second category of
// a two-category scale: for two coders 2a/(2a+b+c), with a units both marked and
// b, c units one of them marked (Cicchetti & Feinstein 1990). Name:
// positive_agreement. Range 0 to 1. Undefined if nobody marked a unit, or if
// there are not two categories. It does not count agreement on absence, so it
// is the companion of kappa and alpha for rare codes.
func PositiveAgreement() Coefficient { return specificOf("positive_agreement", 1) }

// NegativeAgreement is the same for "no", the first category: for two coders
// 2d/(2d+b+c). Name: negative_agreement.
func NegativeAgreement() Coefficient { return specificOf("negative_agreement", 0) }

// F1 is the harmonic mean of precision and recall of either coder against the
// other on "yes", the second of two categories. It is symmetric and equals
// PositiveAgreement and the Dice coefficient. Name: f1. Two coders only.
func F1() Coefficient {
	inner := specificOf("f1", 1).bind
	return Coefficient{name: "f1", bind: func(t *Table) bound {
		if len(t.coders) > 2 {
			return undefinedBound("F1 compares two coders; positive agreement is its form for more")
		}
		return inner(t)
	}}
}

const whyNotYesNo = "the scale does not have two categories, yes and no"

func specificOf(name string, category int) Coefficient {
	return Coefficient{name: name, bind: func(t *Table) bound {
		if t.scale.Size() != 2 {
			return undefinedBound(whyNotYesNo)
		}
		return bound{value: func(s *sums) Value { return s.specific(category) }}
	}}
}

// PrevalenceIndex is (a − d)/n for two coders and two categories: how much more
// often both say "yes" than both say "no" (Byrt, Bishop & Carlin 1993, with its
// sign). Name: prevalence_index. Range −1 to 1; far from 0, kappa is low even if
// coders agree on nearly all units.
func PrevalenceIndex() Coefficient {
	return fourfold("prevalence_index", func(a, b, c, d int) int { return a - d })
}

// BiasIndex is (b − c)/n for two coders and two categories: how much more often
// the first says "yes" where the other does not than the reverse (Byrt, Bishop
// & Carlin 1993, with its sign). Name: bias_index. Range −1 to 1.
func BiasIndex() Coefficient {
	return fourfold("bias_index", func(a, b, c, d int) int { return b - c })
}

func fourfold(name string, difference func(a, b, c, d int) int) Coefficient {
	return Coefficient{name: name, bind: func(t *Table) bound {
		if t.scale.Size() != 2 {
			return undefinedBound(whyNotYesNo)
		}
		if len(t.coders) > 2 {
			return undefinedBound("the index is defined for two coders")
		}
		return bound{value: func(s *sums) Value {
			if why := s.comparable(); why != "" {
				return Undefined(why)
			}
			a, b, c, d := s.fourfold()
			return Number(float64(difference(a, b, c, d)) / float64(s.pairable))
		}}
	}}
}

// fourfold counts, for two coders and two categories, the units that both
// marked, only the first, only the second, and neither.
func (s *sums) fourfold() (a, b, c, d int) {
	for p, n := range s.counts {
		if s.t.size[p] < 2 {
			continue
		}
		switch row := s.t.row(p); {
		case row[0] == 1 && row[1] == 1:
			a += n
		case row[0] == 1:
			b += n
		case row[1] == 1:
			c += n
		default:
			d += n
		}
	}
	return a, b, c, d
}

// Prevalence is the share of "yes", the second of two categories, among all
// ratings. It is undefined for other scales and without ratings.
func (t *Table) Prevalence() Value {
	s := t.sum()
	yes := 0
	for g := range t.coders {
		if t.scale.Size() == 2 {
			yes += s.coderCat[g*2+1]
		}
	}
	return s.prevalence(yes, s.ratings)
}

// PrevalenceBy is the share of "yes" among the ratings of each coder, numbered
// as in Coders.
func (t *Table) PrevalenceBy() []Value {
	s := t.sum()
	shares := make([]Value, len(t.coders))
	for g := range shares {
		yes := 0
		if t.scale.Size() == 2 {
			yes = s.coderCat[g*2+1]
		}
		shares[g] = s.prevalence(yes, s.byCoder[g])
	}
	return shares
}

func (s *sums) prevalence(yes, ratings int) Value {
	switch {
	case s.t.scale.Size() != 2:
		return Undefined(whyNotYesNo)
	case ratings == 0:
		return Undefined("there are no ratings")
	}
	return Number(float64(yes) / float64(ratings))
}
