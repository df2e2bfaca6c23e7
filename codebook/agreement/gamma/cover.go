package gamma

import (
	"cmp"
	"slices"
)

// coverSearch finds the cheapest set of candidates in which every unit of one
// group occurs exactly once. It takes the first unit not yet covered and
// tries the candidates that begin with it, cheapest first, and turns back
// where a lower bound on what is left reaches the best cover known. Both come
// from a linear programme, which mostly leaves no gap between them: the bound
// is a price for each unit such that no candidate costs less than its units
// together, the first cover is its solution in whole numbers.
//
// Of several cheapest covers the first in this order is taken, so the result
// does not depend on the bound.
type coverSearch struct {
	first     [][]candidate // by their first unit, units numbered within the group
	price     []int64
	limit     int         // nodes to visit at most
	stop      func() bool // asked now and then
	nodes     int
	covered   []uint64
	seen      map[string]int64 // cost at which a set of covered units was reached
	chosen    []candidate
	best      []candidate
	bestCost  int64 // covers must be cheaper
	counting  bool  // count covers of at most bestCost instead
	found     int
	exhausted bool // the limit was hit
}

// newCoverSearch numbers the candidates' units from 0 within group.
func newCoverSearch(group []int, candidates []candidate, limit int, stop func() bool) *coverSearch {
	c := &coverSearch{first: make([][]candidate, len(group)), limit: limit, stop: stop,
		covered: make([]uint64, (len(group)+63)/64)}
	for _, x := range candidates {
		units := make([]int, len(x.units))
		for i, u := range x.units {
			units[i], _ = slices.BinarySearch(group, u)
		}
		c.first[units[0]] = append(c.first[units[0]], candidate{units, x.cost})
	}
	for _, list := range c.first {
		slices.SortFunc(list, func(a, b candidate) int {
			return cmp.Or(cmp.Compare(a.cost*int64(len(b.units)), b.cost*int64(len(a.units))), slices.Compare(a.units, b.units))
		})
	}
	prices, x := relax(len(group), c.candidates(), stop)
	c.price = priceBound(c.first, prices)
	c.best, c.bestCost = c.round(x)
	return c
}

// candidates lists the candidates all of whose units are free.
func (c *coverSearch) candidates() []candidate {
	var list []candidate
	for _, l := range c.first {
		for _, x := range l {
			if c.free(x) {
				list = append(list, x)
			}
		}
	}
	return list
}

// solve searches for the best cover.
func (c *coverSearch) solve() ([]candidate, bool) {
	c.bestCost++ // so that the search itself finds the first of equals
	c.run()
	return c.best, !c.exhausted
}

// tied reports whether a second cover costs as much as the best, within slack,
// and whether the search was complete or found one.
func (c *coverSearch) tied(slack int64) (tied, sure bool) {
	cost := int64(0)
	for _, x := range c.best {
		cost += x.cost
	}
	c.counting, c.found, c.bestCost = true, 0, cost+slack
	c.run()
	return c.found > 1, c.found > 1 || !c.exhausted
}

func (c *coverSearch) run() {
	c.nodes, c.exhausted = 0, false
	c.seen = map[string]int64{}
	clear(c.covered)
	left := int64(0)
	for _, p := range c.price {
		left += p
	}
	c.visit(0, 0, left)
}

// round makes a good cover from the solution x of the linear programme for all
// free candidates: it takes those that are all but 1, or else the largest one,
// and solves the programme again for the units left.
func (c *coverSearch) round(x []float64) (cover []candidate, cost int64) {
	clear(c.covered)
	for list := c.candidates(); len(list) > 0; {
		largest := 0
		for j := range list {
			if x[j] > x[largest] {
				largest = j
			}
		}
		for j, k := range list {
			if (j == largest || x[j] > 0.99) && c.free(k) {
				c.flip(k)
				cover, cost = append(cover, k), cost+k.cost
			}
		}
		if list = c.candidates(); len(list) == 0 {
			break
		}
		place := make([]int, len(c.first))
		n := 0
		for u := range place {
			if !c.has(u) {
				place[u], n = n, n+1
			}
		}
		small := make([]candidate, len(list))
		for j, k := range list {
			small[j] = candidate{make([]int, len(k.units)), k.cost}
			for i, u := range k.units {
				small[j].units[i] = place[u]
			}
		}
		_, x = relax(n, small, c.stop)
	}
	return cover, cost
}

// visit continues a partial cover of cost g from unit u on; left is the price
// of the units not covered.
func (c *coverSearch) visit(u int, g, left int64) {
	for u < len(c.first) && c.has(u) {
		u++
	}
	if u == len(c.first) {
		if c.counting {
			c.found++
		} else {
			c.best, c.bestCost = slices.Clone(c.chosen), g
		}
		return
	}
	if c.nodes++; c.nodes > c.limit || c.nodes%1024 == 0 && c.stop() {
		c.exhausted = true
		return
	}
	found := c.found
	key := c.key(u)
	if before, ok := c.seen[key]; ok && before <= g {
		return
	}
	for _, x := range c.first[u] {
		rest := left - c.priced(x)
		if f := g + x.cost + rest; c.counting && f > c.bestCost || !c.counting && f >= c.bestCost || !c.free(x) {
			continue
		}
		c.flip(x)
		c.chosen = append(c.chosen, x)
		c.visit(u+1, g+x.cost, rest)
		c.chosen = c.chosen[:len(c.chosen)-1]
		c.flip(x)
		if c.exhausted || c.found > 1 {
			return
		}
	}
	if c.found == found { // a set that did lead to covers is counted again
		c.seen[key] = g
	}
}

func (c *coverSearch) has(u int) bool { return c.covered[u/64]>>(u%64)&1 == 1 }

func (c *coverSearch) free(x candidate) bool {
	for _, u := range x.units {
		if c.has(u) {
			return false
		}
	}
	return true
}

func (c *coverSearch) flip(x candidate) {
	for _, u := range x.units {
		c.covered[u/64] ^= 1 << (u % 64)
	}
}

func (c *coverSearch) priced(x candidate) int64 {
	sum := int64(0)
	for _, u := range x.units {
		sum += c.price[u]
	}
	return sum
}

// key names the set of covered units, given that all before u are.
func (c *coverSearch) key(u int) string {
	words := c.covered[u/64:]
	for len(words) > 0 && words[len(words)-1] == 0 {
		words = words[:len(words)-1]
	}
	b := make([]byte, 0, 8*len(words)+4)
	b = append(b, byte(u), byte(u>>8), byte(u>>16), byte(u>>24))
	for _, w := range words {
		for s := 0; s < 64; s += 8 {
			b = append(b, byte(w>>s))
		}
	}
	return string(b)
}
