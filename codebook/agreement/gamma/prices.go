package gamma

import "math"

// relax solves the linear programme
//
//	minimise Σ cost·x  subject to  Σ x = 1 over the candidates of each unit, x ≥ 0
//
// over n units by the revised simplex method, starting from the cover by
// single units, all of which must be among the candidates. It gives a price for
// each unit and x for each candidate; if it was ended early they are those of
// a cover that is not the best.
func relax(n int, candidates []candidate, stop func() bool) (prices, x []float64) {
	s := newSimplex(n, candidates)
	for i := 0; i < 40*n+200 && (i%64 != 0 || !stop()) && s.step(); i++ {
	}
	x = make([]float64, len(candidates))
	for i, j := range s.basis {
		x[j] = s.right[i]
	}
	return s.y, x
}

// priceBound turns prices into whole ones such that no candidate costs less
// than its units together; their sum is then a lower bound on any cover.
// Rounding in the programme, or ending it early, costs tightness but never
// correctness.
func priceBound(first [][]candidate, prices []float64) []int64 {
	whole := make([]int64, len(prices))
	for u, y := range prices {
		whole[u] = int64(math.Floor(y * fixedOne))
	}
	// Lower the price of a unit by what the candidates that begin with it
	// lack; then no candidate lacks anything.
	bound := make([]int64, len(prices))
	for u, list := range first {
		least := int64(0)
		for _, x := range list {
			over := x.cost
			for _, v := range x.units {
				over -= whole[v]
			}
			least = min(least, over)
		}
		bound[u] = whole[u] + least
	}
	return bound
}

// simplex is a linear programme over 0/1 columns with a dense inverse of
// the basis. The right-hand side is 1 with a small fixed disturbance, which
// keeps the method from going round in circles.
type simplex struct {
	columns []candidate
	cost    []float64
	basis   []int // the column basic in each row
	inverse [][]float64
	right   []float64 // values of the basic columns
	y       []float64
	change  []float64
}

func newSimplex(n int, columns []candidate) *simplex {
	s := &simplex{columns: columns, cost: make([]float64, len(columns)), basis: make([]int, n),
		inverse: make([][]float64, n), right: make([]float64, n), y: make([]float64, n), change: make([]float64, n)}
	for j, x := range columns {
		s.cost[j] = float64(x.cost) / fixedOne
		if len(x.units) == 1 {
			s.basis[x.units[0]] = j
		}
	}
	for i := range n {
		s.inverse[i] = make([]float64, n)
		s.inverse[i][i] = 1
		s.right[i] = 1 + 1e-6*(1+float64((i*7919)%997)/997)
		s.y[i] = s.cost[s.basis[i]]
	}
	return s
}

// step brings the column with the most negative reduced cost into the basis;
// it returns false at the optimum, or if rounding leaves nothing to pivot on.
func (s *simplex) step() bool {
	enter, least := -1, -1e-9
	for j, x := range s.columns {
		r := s.cost[j]
		for _, u := range x.units {
			r -= s.y[u]
		}
		if r < least {
			enter, least = j, r
		}
	}
	if enter < 0 {
		return false
	}
	leave, ratio := -1, math.Inf(1)
	for i, row := range s.inverse {
		d := 0.0
		for _, u := range s.columns[enter].units {
			d += row[u]
		}
		s.change[i] = d
		if d > 1e-9 && s.right[i]/d < ratio {
			leave, ratio = i, s.right[i]/d
		}
	}
	if leave < 0 {
		return false
	}
	pivot := s.inverse[leave]
	p := s.change[leave]
	for k := range pivot {
		pivot[k] /= p
		s.y[k] += least * pivot[k]
	}
	for i, row := range s.inverse {
		if d := s.change[i]; i != leave && d != 0 {
			for k, x := range pivot {
				row[k] -= d * x
			}
			s.right[i] -= d * ratio
		}
	}
	s.right[leave] = ratio
	s.basis[leave] = enter
	return true
}
