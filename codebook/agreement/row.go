package agreement

// Row is one code's line in the table that reviewers expect: how often it was
// applied, by whom, and how far coders agree on it.
type Row struct {
	Units    int // rated by at least one coder
	Pairable int // rated by at least two: the units of all counts below
	Clusters int // that hold one of these

	// All, Some and None count the pairable units that all of their coders
	// marked, some but not all, and none.
	All, Some, None int

	// Both, OnlyFirst, OnlySecond and Neither count them for two coders; they
	// are 0 if there are more.
	Both, OnlyFirst, OnlySecond, Neither int

	Coders       []string
	Rated        []int   // units each coder rated
	Marked       []int   // of these, units each coder marked
	PrevalenceBy []Value // the ratio of the two
	Prevalence   Value   // of all coders together

	// Estimates are the coefficients asked for, in their order.
	Estimates []Estimate
}

// Disagreements is the number of pairable units on which coders differ.
func (r Row) Disagreements() int { return r.Some }

// RowCoefficients are the usual ones for a code's row: percent agreement,
// positive and negative agreement, Krippendorff's alpha, Gwet's AC1, Fleiss' and
// Conger's kappa, Brennan and Prediger's coefficient (PABAK), and for two coders
// Cohen's kappa, its maximum, Scott's pi, prevalence and bias index.
func RowCoefficients(coders int) []Coefficient {
	list := []Coefficient{
		PercentAgreement(Identity), PositiveAgreement(), NegativeAgreement(),
		KrippendorffAlpha(Nominal), GwetAC(Identity), FleissKappa(Identity), CongerKappa(Identity),
		BrennanPrediger(Identity), PABAK(),
	}
	if coders <= 2 {
		return append(list, CohenKappa(Identity), KappaMax(), ScottPi(Identity), F1(), PrevalenceIndex(), BiasIndex())
	}
	return append(list, LightKappa(Identity))
}

// Row counts a yes/no table (made by TabulateMarks, or by Code of a table of
// sets) and computes coefficients on it. For any other table the counts of yes
// and no are 0 and the coefficients say why they are undefined, if they are.
func (t *Table) Row(coefficients ...Coefficient) Row {
	s := t.sum()
	row := Row{Units: s.units, Pairable: s.pairable, Clusters: t.PairableClusters(), Coders: t.Coders(), Rated: make([]int, len(t.coders)),
		Marked: make([]int, len(t.coders)), Prevalence: t.Prevalence(), PrevalenceBy: t.PrevalenceBy()}
	copy(row.Rated, s.byCoder)
	for _, c := range coefficients {
		row.Estimates = append(row.Estimates, c.bind(t).estimate(s))
	}
	if t.scale.Size() != 2 {
		return row
	}
	for g := range t.coders {
		row.Marked[g] = s.coderCat[2*g+1]
	}
	for p, n := range t.counts {
		if t.size[p] < 2 {
			continue
		}
		switch cats, _ := t.categories(p); {
		case len(cats) == 2:
			row.Some += n
		case cats[0] == 1:
			row.All += n
		default:
			row.None += n
		}
	}
	if len(t.coders) == 2 {
		row.Both, row.OnlyFirst, row.OnlySecond, row.Neither = s.fourfold()
	}
	return row
}
