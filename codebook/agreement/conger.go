package agreement

// CongerKappa is Conger's (1980) kappa for any number of coders, also found by
// Hubert and by Davies & Fleiss (1982): chance agreement is the mean over coder
// pairs of the agreement that their own distributions would give by chance.
// With p̄ and s² the mean and (co)variance over coders of p_gk, coder g's share
// of category k,
//
//	p_e = Σ_kl w_kl (p̄_k p̄_l − s²_kl / r)
//
// Name: conger_kappa. Range −1 to 1. For two coders and complete data it is
// Cohen's kappa. Missing ratings allowed (Gwet 2014: a coder's share is taken
// over all units she rated). Undefined if all coders used one and the same
// category. A coder without data is left out, in a resample too.
func CongerKappa(weights Weights) Coefficient {
	return corrected("conger_kappa", weights, chance{apart: congerApart, unit: congerUnit})
}

// congerApart is 1 − p_e. The mean over ordered pairs of different coders is
// the sum over all pairs less that of each coder with herself.
func congerApart(x *weighting, s *sums) float64 {
	shares, r := coderShares(s)
	if r < 2 {
		return 0
	}
	total := make([]float64, x.q)
	own := 0.0
	for _, p := range shares {
		if p == nil {
			continue
		}
		for k, v := range p {
			total[k] += v
		}
		if x.w != nil {
			own += x.apart(p, p)
		}
	}
	pairs := float64(r) * float64(r-1)
	if x.w != nil {
		return (x.apart(total, total) - own) / pairs
	}
	agree := 0.0
	for k, v := range total {
		agree += v * v
		for _, p := range shares {
			if p != nil {
				agree -= p[k] * p[k]
			}
		}
	}
	return 1 - agree/pairs
}

// coderShares gives each coder's distribution over the categories, nil for one
// without data, and the number of coders with data.
func coderShares(s *sums) ([][]float64, int) {
	q := s.t.scale.Size()
	shares := make([][]float64, len(s.byCoder))
	r := 0
	for g, n := range s.byCoder {
		if n == 0 {
			continue
		}
		r++
		shares[g] = make([]float64, q)
		for k := range q {
			shares[g][k] = float64(s.coderCat[g*q+k]) / float64(n)
		}
	}
	return shares, r
}

// congerUnit prepares p_e|i of Gwet's variance: for every coder g, how much her
// rating of a unit moves her distribution, times how much that moves p_e.
func congerUnit(x *weighting, s *sums) func(int) float64 {
	shares, r := coderShares(s)
	total := make([]float64, x.q)
	for _, p := range shares {
		for k, v := range p {
			total[k] += v
		}
	}
	pairs := float64(r) * float64(r-1)
	pull := make([][]float64, len(shares)) // by category, of coder g's ratings
	mean := make([]float64, len(shares))   // of pull, over her ratings
	for g, p := range shares {
		if p == nil {
			continue
		}
		others := make([]float64, x.q)
		for k := range others {
			others[k] = total[k] - p[k]
		}
		pull[g] = x.apply(others)
		for k, v := range pull[g] {
			mean[g] += v * p[k]
		}
	}
	n := float64(s.units)
	return func(p int) float64 {
		sum := 0.0
		for g, v := range s.t.row(p) {
			if shares[g] == nil {
				continue
			}
			ng := float64(s.byCoder[g])
			if v != Missing {
				sum += n / ng * (pull[g][v] - (1-ng/n)*mean[g])
			} else {
				sum += mean[g]
			}
		}
		return sum / pairs
	}
}
