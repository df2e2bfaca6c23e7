package agreement

import (
	"fmt"
	"math"

	"concord/codebook/agreement/internal/resample"
)

// KrippendorffBootstrap is Krippendorff's own bootstrap of his alpha, in the
// text of 2016 that R's icr follows. It keeps the expected disagreement and
// redraws observed disagreements: for every unit and each of its pairs of
// values, one of all observed pairs is drawn, and
//
//	α* = 1 − Σ 2δ² / (n.. · D_e · (m_u − 1)),  at least −1
//
// It takes the pairs inside a unit for independent, so it is much narrower than
// resampling units. For comparison with icr only. Drawn of how is ignored.
func KrippendorffBootstrap(t *Table, level Level, how Resampling) (Bootstrapped, error) {
	p, err := newPairs(t, level, how)
	if err != nil {
		return Bootstrapped{}, err
	}
	// Pairs drawn for units of m values, in order of m.
	type draws struct {
		pairs int
		scale float64
	}
	var plan []draws
	for slot, n := range p.s.inSlot {
		if m := t.sizes[slot]; m > 1 && n > 0 {
			plan = append(plan, draws{n * m * (m - 1) / 2, 2 / (float64(p.s.paired) * p.expected * float64(m-1))})
		}
	}
	values := make([]float64, how.Resamples)
	parallel(how, func(next func() (int, bool)) {
		var random resample.Stream
		for b, more := next(); more; b, more = next() {
			random.Start(how.Seed, b)
			alpha := 1.0
			for _, d := range plan {
				sum := 0.0
				for range d.pairs {
					sum += p.difference[p.of[random.Below(len(p.of))]]
				}
				alpha -= sum * d.scale
			}
			values[b] = math.Max(-1, alpha)
		}
	})
	how.Drawn = drawPairs
	return summarise(values, how), nil
}

// KrippendorffBootstrap2006 is the older text of Krippendorff's bootstrap (2006,
// revised 2011), which the SPSS macro KALPHA and R's kripp.boot follow. With Q
// the number of non-zero cells of the coincidence matrix and m coders, it draws
//
//	M = min(25Q, (m−1)n../2)
//
// pairs from the cells and computes α* = 1 − Σδ²/(M·D_e), at least −1. A
// resample of matching pairs only would count as perfect; where only one value
// has matching pairs it is set to 0, and otherwise as many as chance would give
// resamples of one value only (a number next to 0) are. For comparison with
// KALPHA only. Drawn of how is ignored.
func KrippendorffBootstrap2006(t *Table, level Level, how Resampling) (Bootstrapped, error) {
	p, err := newPairs(t, level, how)
	if err != nil {
		return Bootstrapped{}, err
	}
	draws := min(25*p.cells, (len(t.coders)-1)*p.s.paired/2)
	values := make([]float64, how.Resamples)
	parallel(how, func(next func() (int, bool)) {
		var random resample.Stream
		for b, more := next(); more; b, more = next() {
			random.Start(how.Seed, b)
			sum := 0.0
			for range draws {
				sum += p.difference[p.coincidence(&random)]
			}
			alpha := math.Max(-1, 1-sum/(float64(draws)*p.expected))
			if alpha == 1 && len(p.matching) == 1 {
				alpha = 0
			}
			values[b] = alpha
		}
	})
	uniform := 0.0 // resamples expected to consist of one value only
	if len(p.matching) > 1 {
		for _, o := range p.matching {
			uniform += math.Pow(o/float64(p.s.paired), float64(draws))
		}
		uniform = math.Round(uniform * float64(how.Resamples))
	}
	for b, v := range values {
		if v == 1 && uniform > 0 {
			values[b] = 0
			uniform--
		}
	}
	how.Drawn = drawPairs
	return summarise(values, how), nil
}

// pairs are all observed pairs of values.
type pairs struct {
	s          *sums
	expected   float64   // D_e
	difference []float64 // δ² of each kind of pair
	of         []int32   // kind of each unordered pair of values inside a unit
	cells      int       // Q: non-zero cells of the coincidence matrix
	matching   []float64 // its non-zero diagonal cells

	values []pairValue // one for every pairable value
}

// pairValue leads from a value to the pairs it takes part in: of[from:to].
type pairValue struct{ from, to int }

func newPairs(t *Table, level Level, how Resampling) (*pairs, error) {
	if err := how.Check(); err != nil {
		return nil, err
	}
	p := &pairs{s: t.sum()}
	if why := p.s.chanceable(); why != "" {
		return nil, fmt.Errorf("bootstrapping alpha: %s", why)
	}
	m, reason := levelMetric(level, t)
	if reason != "" {
		return nil, fmt.Errorf("bootstrapping alpha: %s", reason)
	}
	if p.expected = expected(m, p.s); p.expected <= 0 {
		return nil, fmt.Errorf("bootstrapping alpha: %s", whyNoVariation)
	}
	difference := m.difference(p.s)
	kinds := make(map[[2]int32]int32)
	match := make([]float64, t.scale.Size())
	for pattern, n := range t.counts {
		size := int(t.size[pattern])
		if size < 2 {
			continue
		}
		cats, times := t.categories(pattern)
		var unit []int32 // kinds of this unit's pairs
		for i, k := range cats {
			for j, l := range cats[:i+1] {
				pairs := int(times[i]) * int(times[j])
				if i == j {
					pairs = int(times[i]) * int(times[i]-1) / 2
					match[k] += float64(n) * 2 * float64(pairs) / float64(size-1)
				}
				if pairs == 0 {
					continue
				}
				kind, known := kinds[[2]int32{k, l}]
				if !known {
					kind = int32(len(p.difference))
					kinds[[2]int32{k, l}] = kind
					p.difference = append(p.difference, difference(k, l))
					p.cells++
					if k != l {
						p.cells++
					}
				}
				for range pairs {
					unit = append(unit, kind)
				}
			}
		}
		for range n {
			from := len(p.of)
			p.of = append(p.of, unit...)
			for range size {
				p.values = append(p.values, pairValue{from, len(p.of)})
			}
		}
	}
	for _, o := range match {
		if o > 0 {
			p.matching = append(p.matching, o)
		}
	}
	return p, nil
}

// coincidence draws a cell of the coincidence matrix with its probability
// o_ck/n..: a pairable value, then one of its unit's pairs. A unit of m values
// is met with m/n.. and each of its m(m−1)/2 pairs then with 2/(m(m−1)), which
// makes 2/(n..(m−1)), the share of a pair and its mirror image.
func (p *pairs) coincidence(random *resample.Stream) int32 {
	v := p.values[random.Below(len(p.values))]
	return p.of[v.from+random.Below(v.to-v.from)]
}
