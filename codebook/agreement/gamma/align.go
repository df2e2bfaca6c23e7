package gamma

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// alignment is a best alignment of one text: sets of units, of different
// coders each, that together hold every unit once.
type alignment struct {
	clusters [][]int // units ascending, clusters by their first unit
	exact    bool    // no limit of the search was hit
	tied     bool    // another alignment is as good
	sure     bool    // whether that is known
}

// solver finds best alignments.
type solver struct {
	measure    dissimilarity
	nodes      int // limit of the search for three and more coders, for each group of units
	candidates int // limit of unitary alignments to consider, for each text
}

const (
	maxNodes      = 1_000_000
	maxCandidates = 200_000
)

// slack is how far apart, in multiples of fixedOne to Δ∅, two pairs may
// be through rounding alone.
const slack = 2

// sizeError says that a text has too many candidates.
type sizeError struct{ units, coders, limit int }

func (e sizeError) Error() string {
	return fmt.Sprintf("the %d spans of %d coders lie so close together that more than %d ways to align them would have to be compared: take fewer coders or shorter texts at a time", e.units, e.coders, e.limit)
}

// align finds an alignment of least disorder. Only if ties is set does it look
// for a second one.
func (s solver) align(ctx context.Context, g unitText, ties bool) (alignment, error) {
	a := alignment{exact: true, sure: true}
	var err error
	if g.coders == 2 {
		err = s.alignTwo(ctx, g, ties, &a)
	} else {
		err = s.alignMany(ctx, g, ties, &a)
	}
	if err == nil {
		err = ctx.Err()
	}
	slices.SortFunc(a.clusters, func(x, y []int) int { return cmp.Compare(x[0], y[0]) })
	return a, err
}

// alignTwo solves an assignment problem for each group of units that could be
// aligned with one another.
func (s solver) alignTwo(ctx context.Context, g unitText, ties bool, a *alignment) error {
	links, ok := s.measure.links(g, 2)
	if !ok {
		return sizeError{len(g.units), g.coders, maxLinks}
	}
	groups := newUnitGroups(len(g.units))
	for _, l := range links {
		groups.join(l.a, l.b)
	}
	place := make([]int, len(g.units)) // number among its coder's units of the group
	at := make([]int, len(g.units))    // group
	sides := make([][2][]int, 0)
	for k, group := range groups.list() {
		sides = append(sides, [2][]int{})
		for _, u := range group {
			c := g.units[u].coder
			place[u], at[u] = len(sides[k][c]), k
			sides[k][c] = append(sides[k][c], u)
		}
	}
	edges := make([][][]edge, len(sides))
	for k, side := range sides {
		edges[k] = make([][]edge, len(side[0]))
	}
	for _, l := range links {
		row, col := l.a, l.b
		if g.units[row].coder == 1 {
			row, col = col, row
		}
		k := at[row]
		edges[k][place[row]] = append(edges[k][place[row]], edge{place[col], fixedOne + l.excess})
	}
	stop := func() bool { return ctx.Err() != nil }
	for k, side := range sides {
		found := assign(edges[k], len(side[1]), 2*fixedOne, stop)
		for i, j := range found.row {
			if j < 0 {
				a.clusters = append(a.clusters, []int{side[0][i]})
				continue
			}
			u, v := side[0][i], side[1][j]
			a.clusters = append(a.clusters, []int{min(u, v), max(u, v)})
		}
		for j, i := range found.col {
			if i < 0 {
				a.clusters = append(a.clusters, []int{side[1][j]})
			}
		}
		a.tied = a.tied || ties && found.tied(slack)
	}
	return nil
}

// alignMany covers each group of units that share candidates.
func (s solver) alignMany(ctx context.Context, g unitText, ties bool, a *alignment) error {
	candidates, ok := listCandidates(g, s.measure, s.candidates)
	if !ok {
		return sizeError{len(g.units), g.coders, s.candidates}
	}
	groups := newUnitGroups(len(g.units))
	for _, x := range candidates {
		for _, u := range x.units[1:] {
			groups.join(x.units[0], u)
		}
	}
	list := groups.list()
	at := make([]int, len(g.units))
	for k, group := range list {
		for _, u := range group {
			at[u] = k
		}
	}
	split := make([][]candidate, len(list))
	for _, x := range candidates {
		split[at[x.units[0]]] = append(split[at[x.units[0]]], x)
	}
	stop := func() bool { return ctx.Err() != nil }
	for k, group := range list {
		if len(group) == 1 {
			a.clusters = append(a.clusters, group)
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		c := newCoverSearch(group, split[k], s.nodes, stop)
		cover, exact := c.solve()
		a.exact = a.exact && exact
		for _, x := range cover {
			units := make([]int, len(x.units))
			for i, u := range x.units {
				units[i] = group[u]
			}
			a.clusters = append(a.clusters, units)
		}
		if ties && exact && !a.tied {
			tied, sure := c.tied(int64(len(group)*g.coders) * slack / 2)
			a.tied, a.sure = tied, a.sure && (sure || tied)
		}
	}
	a.sure = a.sure && a.exact || a.tied
	return nil
}

// disorder is the sum of the disorders of all unitary alignments.
func (s solver) disorder(g unitText, a alignment) float64 {
	sum := 0.0
	for _, cluster := range a.clusters {
		sum += s.measure.cluster(g, cluster)
	}
	return sum
}
