package gamma

import "math"

// edge leads from a unit of the first coder to one of the second.
type edge struct {
	to   int
	cost int64
}

// assignment is a cheapest assignment of rows to columns, where a row may
// also stay alone at a fixed cost. It is found with one shortest augmenting
// path for each row (Jonker & Volgenant 1987), on the edges there are.
type assignment struct {
	edges    [][]edge
	alone    int64 // cost of a row without a column
	row, col []int // partner, or -1
	u, v     []int64

	// of one search:
	dist []int64
	from []int
	done []bool
	path []int // columns in the order they were settled
}

// assign finds it, or gives up and leaves rows alone once stop says so.
func assign(edges [][]edge, columns int, alone int64, stop func() bool) *assignment {
	a := &assignment{edges: edges, alone: alone,
		row: make([]int, len(edges)), col: make([]int, columns),
		u: make([]int64, len(edges)), v: make([]int64, columns),
		dist: make([]int64, columns), from: make([]int, columns), done: make([]bool, columns)}
	for i := range a.row {
		a.row[i] = -1
	}
	for j := range a.col {
		a.col[j] = -1
	}
	for i := range edges {
		if stop() {
			break
		}
		a.insert(i)
	}
	return a
}

// insert finds the cheapest way to give row s a column or leave it, or a row
// it displaces, alone. Where leaving alone costs the same, it is preferred.
func (a *assignment) insert(s int) {
	for j := range a.dist {
		a.dist[j], a.done[j] = math.MaxInt64, false
	}
	a.path = a.path[:0]
	best, lone, end := int64(math.MaxInt64), -1, -1
	for i, base := s, int64(0); ; {
		if d := base + a.alone - a.u[i]; d < best {
			best, lone = d, i
		}
		for _, e := range a.edges[i] {
			if d := base + e.cost - a.u[i] - a.v[e.to]; !a.done[e.to] && d < a.dist[e.to] {
				a.dist[e.to], a.from[e.to] = d, i
			}
		}
		next := -1
		for j, d := range a.dist {
			if !a.done[j] && d < best && (next < 0 || d < a.dist[next]) {
				next = j
			}
		}
		if next < 0 {
			break
		}
		if a.col[next] < 0 {
			best, end = a.dist[next], next
			break
		}
		a.done[next] = true
		a.path = append(a.path, next)
		i, base = a.col[next], a.dist[next]
	}
	a.u[s] += best
	for _, j := range a.path {
		a.u[a.col[j]] += best - a.dist[j]
		a.v[j] += a.dist[j] - best
	}
	// Hand the columns along the path back to s.
	i := lone
	if end >= 0 {
		i = a.from[end]
		end, a.row[i], a.col[end] = a.row[i], end, i
	} else {
		end, a.row[i] = a.row[i], -1
	}
	for i != s {
		i = a.from[end]
		end, a.row[i], a.col[end] = a.row[i], end, i
	}
}

// tied reports whether another assignment costs the same (within slack for
// each edge): whether the edges that cost nothing more, with the assigned ones
// reversed, hold a cycle. Being alone is the node after all rows and columns.
func (a *assignment) tied(slack int64) bool {
	rows, columns := len(a.row), len(a.col)
	outside := rows + columns
	next := make([][]int, outside+1)
	link := func(from, to int) { next[from] = append(next[from], to) }
	for i, edges := range a.edges {
		for _, e := range edges {
			switch {
			case a.row[i] == e.to:
				link(rows+e.to, i)
			case e.cost-a.u[i]-a.v[e.to] <= slack:
				link(i, rows+e.to)
			}
		}
		switch {
		case a.row[i] < 0:
			link(outside, i)
		case a.alone-a.u[i] <= slack:
			link(i, outside)
		}
	}
	for j := range columns {
		switch {
		case a.col[j] < 0:
			link(rows+j, outside)
		case -a.v[j] <= slack:
			link(outside, rows+j)
		}
	}
	return cyclic(next)
}

// cyclic reports whether a directed graph has a cycle, by taking away
// nodes that nothing leads to until none is left.
func cyclic(next [][]int) bool {
	into := make([]int, len(next))
	for _, list := range next {
		for _, j := range list {
			into[j]++
		}
	}
	var free []int
	for i, n := range into {
		if n == 0 {
			free = append(free, i)
		}
	}
	left := len(next)
	for len(free) > 0 {
		i := free[len(free)-1]
		free = free[:len(free)-1]
		left--
		for _, j := range next[i] {
			if into[j]--; into[j] == 0 {
				free = append(free, j)
			}
		}
	}
	return left > 0
}
