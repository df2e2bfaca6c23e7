package agreement

// Coefficients lists what can be said about a table: every coefficient that its
// scale and its number of coders allow, in a fixed order. Weighted coefficients
// are those asked for and, from the ordinal level on, linear, quadratic and
// ordinal ones.
func (t *Table) Coefficients(weights ...Weights) []Coefficient {
	if t.sets != nil {
		return setCoefficients()
	}
	two, q, level := len(t.coders) <= 2, t.scale.Size(), t.scale.Level
	list := []Coefficient{
		PercentAgreement(Identity), PooledAgreement(), KrippendorffObserved(), UnanimousAgreement(),
		SpecificAgreement(), Holsti(),
		KrippendorffAlpha(Nominal), FleissKappa(Identity), CongerKappa(Identity),
		BrennanPrediger(Identity), GwetAC(Identity),
	}
	if two {
		list = append(list, CohenKappa(Identity), KappaMax(), ScottPi(Identity))
	} else {
		list = append(list, LightKappa(Identity))
	}
	if q == 2 {
		list = append(list, PABAK(), PositiveAgreement(), NegativeAgreement())
		if two {
			list = append(list, F1(), PrevalenceIndex(), BiasIndex())
		}
	}
	switch level {
	case Ordinal, Interval, Ratio:
		list = append(list, KrippendorffAlpha(Ordinal))
		if t.scale.numbers != nil {
			list = append(list, KrippendorffAlpha(Interval))
		}
		if level == Ratio {
			list = append(list, KrippendorffAlpha(Ratio))
		}
		weights = append([]Weights{LinearWeights, QuadraticWeights, OrdinalWeights}, weights...)
	case Circular:
		list = append(list, KrippendorffAlpha(Circular))
		weights = append([]Weights{CircularWeights}, weights...)
	}
	done := map[string]bool{Identity.String(): true}
	for _, w := range weights {
		if done[w.String()] {
			continue
		}
		done[w.String()] = true
		list = append(list, PercentAgreement(w), AlphaWeighted(w), FleissKappa(w), CongerKappa(w),
			BrennanPrediger(w), GwetAC(w))
		if two {
			list = append(list, CohenKappa(w), ScottPi(w))
		} else {
			list = append(list, LightKappa(w))
		}
	}
	return list
}

// setCoefficients are those of a table whose categories are sets of codes.
func setCoefficients() []Coefficient {
	return []Coefficient{
		AlphaSets(JaccardDistance), AlphaSets(MASIDistance), AlphaSets(MASIRoundedDistance),
		AlphaSets(DiceDistance), AlphaSets(Passonneau2004Distance), AlphaExactSets(),
		ExactSetMatch(), MeanSetSimilarity(JaccardDistance),
	}
}
