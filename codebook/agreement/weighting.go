package agreement

// weighting is a set of weights made ready for one table.
type weighting struct {
	t      *Table
	q      int
	w      []float64 // nil: identity
	total  float64   // sum of the weights, T_w
	reason string    // why there are no such weights on this scale

	// disagree is, for each pattern, the mean of 1 − w over the ordered pairs
	// of its ratings; 0 for a single rating. Disagreement rather than
	// agreement is summed throughout, so that full agreement is exactly 0 and
	// nothing is lost in subtracting from 1.
	disagree []float64
}

func (t *Table) weigh(weights Weights) *weighting {
	w, reason := weights.matrix(t.scale)
	x := &weighting{t: t, q: t.scale.Size(), w: w, reason: reason}
	if reason != "" {
		return x
	}
	x.total = float64(x.q)
	if w != nil {
		x.total = 0
		for _, v := range w {
			x.total += v
		}
	}
	x.disagree = make([]float64, len(t.counts))
	for p := range x.disagree {
		m := int(t.size[p])
		if m < 2 {
			continue
		}
		cats, times := t.categories(p)
		x.disagree[p] = x.between(cats, times) / float64(m*(m-1))
	}
	return x
}

// between sums 1 − w over the ordered pairs of a unit's ratings.
func (x *weighting) between(cats, times []int32) float64 {
	sum := 0.0
	for i, k := range cats {
		for j, l := range cats[:i] {
			sum += float64(times[i]) * float64(times[j]) * (1 - x.at(k, l))
		}
	}
	return 2 * sum
}

func (x *weighting) at(k, l int32) float64 {
	if x.w != nil {
		return x.w[int(k)*x.q+int(l)]
	}
	if k == l {
		return 1
	}
	return 0
}

// observed is 1 − p_a: the mean over pairable units of their disagreement.
func (x *weighting) observed(s *sums) float64 {
	sum := 0.0
	if x.w == nil {
		for slot, n := range s.inSlot {
			if pairs := x.t.sizes[slot] * (x.t.sizes[slot] - 1); pairs > 0 {
				sum += float64(n*pairs-s.agree[slot]) / float64(pairs)
			}
		}
	} else {
		for p, n := range s.counts {
			if n > 0 {
				sum += float64(n) * x.disagree[p]
			}
		}
	}
	return sum / float64(s.pairable)
}

// apply gives Wπ: for each category its mean weight with a rating drawn from pi.
func (x *weighting) apply(pi []float64) []float64 {
	out := make([]float64, x.q)
	if x.w == nil {
		copy(out, pi)
		return out
	}
	for k := range x.q {
		row := x.w[k*x.q : (k+1)*x.q]
		for l, v := range pi {
			if v != 0 {
				out[k] += row[l] * v
			}
		}
	}
	return out
}

// apart is the mean of 1 − w over two independent draws, one from a and one
// from b: chance disagreement.
func (x *weighting) apart(a, b []float64) float64 {
	sum := 0.0
	if x.w == nil {
		for k, v := range a {
			sum += v * (1 - b[k])
		}
		return sum
	}
	for k, v := range a {
		if v == 0 {
			continue
		}
		row := x.w[k*x.q : (k+1)*x.q]
		for l, u := range b {
			if u != 0 {
				sum += v * u * (1 - row[l])
			}
		}
	}
	return sum
}
