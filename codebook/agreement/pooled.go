package agreement

// PooledKappa is the pooled kappa of several codes (de Vries, Elliott, Kanouse &
// Teleki 2008): observed and chance agreement are first averaged over the
// codes, then corrected once,
//
//	κ = (p̄_a − p̄_e) / (1 − p̄_e)
//
// Each table is one code's. Observed and chance agreement are Cohen's for two
// coders, over the units both rated; for more coders they are Conger's, which
// extends the definition to them. Every code weighs the same.
//
// Range −1 to 1. A code that nobody used, or all used everywhere, counts with
// p_a = p_e = 1, although its own kappa is undefined; a code without a pairable
// unit is left out. Undefined if no code is left or chance agreement is complete
// on all.
func PooledKappa(codes []*Table) Value {
	observed, chance, n := 0.0, 0.0, 0
	why := "there are no codes"
	for _, t := range codes {
		s := t.sum()
		if reason := s.chanceable(); reason != "" {
			why = reason
			continue
		}
		x := t.weigh(Identity)
		if len(t.coders) == 2 {
			s = s.pairsOnly()
		}
		observed += x.observed(s)
		chance += congerApart(x, s)
		n++
	}
	if n == 0 {
		return Undefined(why)
	}
	if chance <= 0 {
		return Undefined(whyNoVariation)
	}
	return Number(1 - observed/chance)
}
