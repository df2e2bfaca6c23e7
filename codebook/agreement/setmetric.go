package agreement

import (
	"math/bits"
	"runtime"
	"slices"
	"sync"
)

// setMetric is a set distance made ready for a table. Sets without a common code are
// mostly at distance 1, so sums run over the nearer pairs alone, and are taken off
// what they would be if all different sets were at distance 1.
type setMetric struct {
	sets    *setCategories
	between func(k, l int32) float64
	unit    []float64 // by pattern: Σ over ordered pairs of distances, over (ratings − 1)

	// table[(both·n+inA)·n+inB] is 1 − distance of different sets of these sizes, n
	// being one more than the largest size; nil where that would be too large. empty
	// says that it is not 0 between the empty set and others.
	distance SetDistance
	table    []float64
	n        int
	empty    bool

	whole     []float64 // apart of the table's own ratings, once it was asked for
	wholeOnce sync.Once
	kept      *nearPairs
	keptOnce  sync.Once
}

// largestTable is the largest size of a set for which closeness is looked up and not
// computed (16 MB).
const largestTable = 127

func newSetMetric(t *Table, d SetDistance) *setMetric {
	m := &setMetric{sets: t.sets, between: t.sets.between(d), distance: d, n: int(slices.Max(t.sets.sizes)) + 1}
	m.unit = t.perUnit(m.between)
	for size := 1; size < m.n && !m.empty; size++ {
		m.empty = d.of(0, 0, size) != 1
	}
	if m.n > largestTable+1 {
		return m
	}
	m.table = make([]float64, m.n*m.n*m.n)
	for both := range m.n {
		for a := both; a < m.n; a++ {
			for b := both; b < m.n; b++ {
				m.table[(both*m.n+a)*m.n+b] = 1 - d.of(both, a, b)
			}
		}
	}
	return m
}

// closeness is 1 − distance of two different sets, by the codes in both and in each.
func (m *setMetric) closeness(both, inA, inB int) float64 {
	if m.table == nil {
		return 1 - m.distance.of(both, inA, inB)
	}
	return m.table[(both*m.n+inA)*m.n+inB]
}

// nearSet is a category whose set is nearer than 1 to another: the number of codes
// in both, and in its own.
type nearSet struct{ category, both, size int32 }

// nearSets appends to list the categories other than k whose sets have a code in
// common with that of k, in ascending order; where a metric is not 1 between the
// empty set and others, these too.
func nearSets(metrics []*setMetric, k int, list []nearSet) []nearSet {
	s := metrics[0].sets
	empty := slices.ContainsFunc(metrics, func(m *setMetric) bool { return m.empty })
	set := s.set(k)
	switch {
	case s.sizes[k] == 0 && !empty:
	case s.words == 1 && !empty:
		for l, w := range s.bits {
			if x := w & set[0]; x != 0 && l != k {
				list = append(list, nearSet{int32(l), int32(bits.OnesCount64(x)), s.sizes[l]})
			}
		}
	default:
		for l, size := range s.sizes {
			both := 0
			for i, w := range s.set(l) {
				both += bits.OnesCount64(w & set[i])
			}
			if l != k && (both > 0 || empty && (s.sizes[k] == 0 || size == 0)) {
				list = append(list, nearSet{int32(l), int32(both), size})
			}
		}
	}
	return list
}

// closenesses fills, for the sets near category k, 1 − distance by each metric:
// out[i*len(metrics)+metric].
func closenesses(metrics []*setMetric, k int, list []nearSet, out []float64) []float64 {
	out = out[:0]
	inK := metrics[0].sets.sizes[k]
	for _, x := range list {
		for _, m := range metrics {
			out = append(out, m.closeness(int(x.both), int(inK), int(x.size)))
		}
	}
	return out
}

func (m *setMetric) observed(s *sums) float64 { return s.perPaired(m.unit) }

// apart computes, for each category, the sum of the distances to all pairable values.
func (m *setMetric) apart(s *sums, used []int) []float64 {
	if !s.isWhole() {
		return apartOf([]*setMetric{m}, used)[0]
	}
	m.wholeOnce.Do(func() { m.whole = apartOf([]*setMetric{m}, used)[0] })
	return slices.Clone(m.whole)
}

// apartOf is apart for several metrics of one table, in one pass. Each category is
// computed by one goroutine, in a fixed order, so the result does not depend on
// their number.
func apartOf(metrics []*setMetric, used []int) [][]float64 {
	all := 0
	for _, n := range used {
		all += n
	}
	out := make([][]float64, len(metrics))
	for i := range out {
		out[i] = make([]float64, len(used))
	}
	inBlocks(len(used), runtime.GOMAXPROCS(0), func(from, to int) {
		var list []nearSet
		var closeness []float64
		less := make([]float64, len(metrics))
		for k := from; k < to; k++ {
			list = nearSets(metrics, k, list[:0])
			closeness = closenesses(metrics, k, list, closeness)
			clear(less)
			for j, x := range list {
				n := float64(used[x.category])
				for i := range less {
					less[i] += closeness[j*len(less)+i] * n
				}
			}
			for i := range metrics {
				out[i][k] = float64(all-used[k]) - less[i]
			}
		}
	})
	return out
}

// inBlocks shares out the numbers below n among goroutines, a block each.
func inBlocks(n, workers int, work func(from, to int)) {
	workers = max(1, min(workers, n))
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() { work(n*w/workers, n*(w+1)/workers) })
	}
	group.Wait()
}

// nearPairs holds each pair of sets nearer than 1 once, for resamples of units.
type nearPairs struct {
	start []int   // where the pairs of category k begin
	other []int32 // the other set of a pair, before k in the order of categories
	near  []float64
}

// largestNear bounds the kept pairs (50 MB); beyond, they are found again for every
// resample.
const largestNear = 1 << 22

func (m *setMetric) pairs(q int) *nearPairs {
	m.keptOnce.Do(func() {
		p := &nearPairs{start: make([]int, q+1)}
		var list []nearSet
		for k := range q {
			list = nearSets([]*setMetric{m}, k, list[:0])
			for _, x := range list {
				if int(x.category) < k {
					p.other = append(p.other, x.category)
					p.near = append(p.near, m.closeness(int(x.both), int(m.sets.sizes[k]), int(x.size)))
				}
			}
			if len(p.near) > largestNear {
				return
			}
			p.start[k+1] = len(p.near)
		}
		m.kept = p
	})
	return m.kept
}

// total sums the distances over all ordered pairs of values.
func (m *setMetric) total(s *sums, used []int) float64 {
	if s.isWhole() {
		return total(used, m.apart(s, used))
	}
	p := m.pairs(len(used))
	if p == nil {
		return total(used, m.apart(s, used))
	}
	apart, near := 0, 0.0
	for k, n := range used {
		if n == 0 {
			continue
		}
		apart += n * (s.paired - n)
		from, to := p.start[k], p.start[k+1]
		row := 0.0
		for i, l := range p.other[from:to] {
			row += p.near[from+i] * float64(used[l])
		}
		near += row * float64(n)
	}
	return float64(apart) - 2*near
}

func total(used []int, apart []float64) float64 {
	sum := 0.0
	for k, n := range used {
		if n > 0 {
			sum += float64(n) * apart[k]
		}
	}
	return sum
}

func (m *setMetric) difference(*sums) func(k, l int32) float64 { return m.between }
