package agreement

// levelMetric is Krippendorff's difference function of a level of measurement.
func levelMetric(level Level, t *Table) (metric, string) {
	x := t.scale.numbers
	switch level {
	case Nominal:
		return nominal{}, ""
	case Ordinal:
		return ordinal{}, ""
	case Interval:
		if x == nil {
			return nil, "the categories are not numbers, so they have no interval"
		}
		return newInterval(t, x), ""
	case Ratio:
		if x == nil {
			return nil, "the categories are not numbers, so they have no ratio"
		}
		between, reason := ratioDistance(t.scale, x)
		if reason != "" {
			return nil, "the ratio level has no negative values"
		}
		return fixedMetric(t, func(k, l int32) float64 { return between(int(k), int(l)) }), ""
	case Circular:
		between, _ := circularDistance(t.scale, circlePlaces(t.scale))
		return fixedMetric(t, func(k, l int32) float64 { return between(int(k), int(l)) }), ""
	}
	return nil, "there is no such level of measurement"
}

// circlePlaces are the places of the categories on a circle.
func circlePlaces(s Scale) []float64 {
	s.Level = Circular
	return s.positions()
}

// nominal differences need no more than whole sums.
type nominal struct{}

func (nominal) observed(s *sums) float64 {
	sum := 0.0
	for slot, n := range s.inSlot {
		if m := s.t.sizes[slot]; m > 1 {
			sum += float64(n*m*(m-1)-s.agree[slot]) / float64(m-1)
		}
	}
	return sum / float64(s.paired)
}

func (nominal) apart(s *sums, used []int) []float64 {
	apart := make([]float64, len(used))
	for k, n := range used {
		apart[k] = float64(s.paired - n)
	}
	return apart
}

func (nominal) difference(*sums) func(k, l int32) float64 {
	return func(k, l int32) float64 {
		if k == l {
			return 0
		}
		return 1
	}
}

// squares sums (x_c − x_k)² over the ordered pairs of a unit's ratings, as
// twice the number of ratings times their sum of squares around the mean.
func squares(x []float64, cats, times []int32) float64 {
	if len(cats) < 2 {
		return 0
	}
	m, sum := 0.0, 0.0
	for i, k := range cats {
		m += float64(times[i])
		sum += float64(times[i]) * x[k]
	}
	around := 0.0
	for i, k := range cats {
		d := x[k] - sum/m
		around += float64(times[i]) * d * d
	}
	return 2 * m * around
}

// squaresApart sums (x_k − x_l)² from each category to all values, as their sum
// of squares around the mean plus that of the mean itself.
func squaresApart(x []float64, used []int) []float64 {
	apart := make([]float64, len(used))
	n, sum, kinds := 0.0, 0.0, 0
	for k, u := range used {
		if u > 0 {
			kinds++
			n += float64(u)
			sum += float64(u) * x[k]
		}
	}
	if kinds < 2 {
		return apart
	}
	around := 0.0
	for k, u := range used {
		d := x[k] - sum/n
		around += float64(u) * d * d
		apart[k] = n * d * d
	}
	for k := range apart {
		apart[k] += around
	}
	return apart
}

// ordinal differences are differences of mid-ranks among the values of the
// data: Σ_{g=c..k} n_g − (n_c+n_k)/2 is the distance between the middles of two
// categories when all values are rated. They move with every resample.
type ordinal struct{}

func midRanks(used []int) []float64 {
	x := make([]float64, len(used))
	before := 0
	for k, n := range used {
		x[k] = float64(before) + float64(n)/2
		before += n
	}
	return x
}

func (ordinal) observed(s *sums) float64 {
	x := midRanks(s.pairedByCategory())
	sum := 0.0
	for p, n := range s.counts {
		if m := s.t.size[p]; n > 0 && m > 1 {
			cats, times := s.t.categories(p)
			sum += float64(n) * squares(x, cats, times) / float64(m-1)
		}
	}
	return sum / float64(s.paired)
}

func (ordinal) apart(_ *sums, used []int) []float64 {
	return squaresApart(midRanks(used), used)
}

func (ordinal) difference(s *sums) func(k, l int32) float64 {
	x := midRanks(s.pairedByCategory())
	return func(k, l int32) float64 { d := x[k] - x[l]; return d * d }
}

// interval differences are squares, so that no matrix of all pairs of values is
// needed: measurements may have thousands of values.
type intervalMetric struct {
	x    []float64
	unit []float64 // by pattern: Σ over ordered pairs δ²/(m−1)
}

func newInterval(t *Table, numbers []float64) intervalMetric {
	low, high := limits(numbers)
	x := make([]float64, len(numbers))
	for k, v := range numbers {
		if high > low {
			x[k] = (v - low) / (high - low) // alpha does not depend on the unit
		}
	}
	m := intervalMetric{x: x, unit: make([]float64, len(t.counts))}
	for p := range m.unit {
		if t.size[p] > 1 {
			cats, times := t.categories(p)
			m.unit[p] = squares(x, cats, times) / float64(t.size[p]-1)
		}
	}
	return m
}

func (m intervalMetric) observed(s *sums) float64 { return s.perPaired(m.unit) }

func (m intervalMetric) apart(_ *sums, used []int) []float64 { return squaresApart(m.x, used) }

func (m intervalMetric) difference(*sums) func(k, l int32) float64 {
	return func(k, l int32) float64 { d := m.x[k] - m.x[l]; return d * d }
}

// perPaired sums what patterns contribute and divides by the pairable values.
func (s *sums) perPaired(unit []float64) float64 {
	sum := 0.0
	for p, n := range s.counts {
		if n > 0 {
			sum += float64(n) * unit[p]
		}
	}
	return sum / float64(s.paired)
}

// fixed is any difference function that does not depend on the data.
type fixed struct {
	q       int
	between func(k, l int32) float64
	matrix  []float64 // all differences, for a scale of moderate size
	unit    []float64
}

// largestMatrix is the largest scale whose differences are computed once and
// kept (32 MB); beyond, they are computed again whenever needed.
const largestMatrix = 2000

func fixedMetric(t *Table, between func(k, l int32) float64) *fixed {
	m := &fixed{q: t.scale.Size(), between: between}
	if m.q <= largestMatrix {
		m.matrix = make([]float64, m.q*m.q)
		for k := range m.q {
			for l := range k {
				d := between(int32(k), int32(l))
				m.matrix[k*m.q+l], m.matrix[l*m.q+k] = d, d
			}
		}
	}
	m.unit = t.perUnit(between)
	return m
}

// perUnit sums δ² over the ordered pairs of a unit's ratings and divides by
// their number less one, for each pattern.
func (t *Table) perUnit(between func(k, l int32) float64) []float64 {
	unit := make([]float64, len(t.counts))
	for p := range unit {
		if t.size[p] < 2 {
			continue
		}
		cats, times := t.categories(p)
		sum := 0.0
		for i, k := range cats {
			for j, l := range cats[:i] {
				sum += float64(times[i]) * float64(times[j]) * between(k, l)
			}
		}
		unit[p] = 2 * sum / float64(t.size[p]-1)
	}
	return unit
}

func (m *fixed) observed(s *sums) float64 { return s.perPaired(m.unit) }

func (m *fixed) apart(_ *sums, used []int) []float64 {
	apart := make([]float64, len(used))
	at := make([]int32, 0, len(used))
	for k, n := range used {
		if n > 0 {
			at = append(at, int32(k))
		}
	}
	for _, k := range at {
		for _, l := range at {
			if m.matrix != nil {
				apart[k] += float64(used[l]) * m.matrix[int(k)*m.q+int(l)]
			} else if l != k {
				apart[k] += float64(used[l]) * m.between(k, l)
			}
		}
	}
	return apart
}

func (m *fixed) difference(*sums) func(k, l int32) float64 {
	return func(k, l int32) float64 {
		if m.matrix != nil {
			return m.matrix[int(k)*m.q+int(l)]
		}
		return m.between(k, l)
	}
}
