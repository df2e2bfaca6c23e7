package agreement

// setMetric is a set distance made ready for a table. Most sets have no code in
// common and are at distance 1, so only the closer pairs are kept: thousands of
// different sets and thousands of resamples stay affordable.
type setMetric struct {
	between func(k, l int32) float64
	unit    []float64
	start   []int     // where the pairs of category k begin
	other   []int32   // the other set of a pair, before k in the order of categories
	near    []float64 // 1 − distance
}

// largestNear bounds the kept pairs (50 MB); beyond, distances are computed
// again whenever needed.
const largestNear = 1 << 22

func newSetMetric(t *Table, between func(k, l int32) float64) metric {
	q := t.scale.Size()
	m := &setMetric{between: between, unit: t.perUnit(between), start: make([]int, q+1)}
	for k := range int32(q) {
		for l := range k {
			if d := between(k, l); d < 1 {
				m.other = append(m.other, l)
				m.near = append(m.near, 1-d)
			}
		}
		if len(m.near) > largestNear {
			return fixedMetric(t, between)
		}
		m.start[k+1] = len(m.near)
	}
	return m
}

func (m *setMetric) observed(s *sums) float64 { return s.perPaired(m.unit) }

func (m *setMetric) apart(s *sums, used []int) []float64 {
	apart := make([]float64, len(used))
	for k, n := range used {
		apart[k] = float64(s.paired - n) // as if all others were at distance 1
	}
	for k, n := range used {
		from, to := m.start[k], m.start[k+1]
		others, near := m.other[from:to], m.near[from:to]
		less := 0.0
		for i, l := range others {
			less += near[i] * float64(used[l])
			apart[l] -= near[i] * float64(n)
		}
		apart[k] -= less
	}
	return apart
}

// total sums the distances over all ordered pairs of values. A resample lacks
// many of the sets, and pairs are kept once, so this takes a third of the time
// of apart, which is what a bootstrap feels.
func (m *setMetric) total(s *sums, used []int) float64 {
	apart, near := 0, 0.0
	for k, n := range used {
		if n == 0 {
			continue
		}
		apart += n * (s.paired - n)
		from, to := m.start[k], m.start[k+1]
		row := 0.0
		for i, l := range m.other[from:to] {
			row += m.near[from+i] * float64(used[l])
		}
		near += row * float64(n)
	}
	return float64(apart) - 2*near
}

func (m *setMetric) difference(*sums) func(k, l int32) float64 { return m.between }
