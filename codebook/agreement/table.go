package agreement

import (
	"fmt"
	"slices"
	"strings"
)

// Table is the form in which coefficients are computed: the distinct patterns
// of ratings (one row of categories, one for each coder) and how many units
// show each. It depends on the units only through these counts, so the order of
// units cannot matter (beyond 65,536 patterns: but for rounding and the choice of
// resamples), and a resample is just other counts.
//
// Make one with Tabulate or TabulateSets. A Table is not changed by anything in
// this package and may be used by several goroutines.
type Table struct {
	scale   Scale
	coders  []string // those with data
	dropped []string // those without
	rows    int      // units given, with or without data
	names   []string // of all units given; nil if they are numbered
	notes   []string // those that came with the ratings

	values []int32 // [pattern*len(coders)+coder]
	size   []int32 // ratings in a pattern, never 0
	slot   []int32 // index of that number in sizes
	start  []int32 // where the pattern's categories begin in cats and times
	cats   []int32 // the categories of a pattern, ascending
	times  []int32 // how many coders gave it
	sizes  []int   // the different numbers of ratings, ascending
	counts []int   // units with the pattern

	pattern  []int32 // of each unit given; -1 if it has no data
	clusters []cluster
	sets     *setCategories // what the categories stand for, if they are sets
}

// cluster is what is drawn in a bootstrap over clusters: the patterns of one
// transcript's units, and how many units show them.
type cluster struct {
	name string
	at   []int32
	n    []int32
}

// Tabulate checks ratings and aggregates them. Coders without any rating and
// units without any rating are left out: they carry no information, and would
// make Conger's kappa 0/0 and the number of units wrong. Notes says which.
func Tabulate(r Ratings) (*Table, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	t := tabulate(r.Scale, r.Coders, len(r.Values), func(u, g int) int32 { return int32(r.Values[u][g]) })
	t.names, t.notes = r.Units, r.Notes
	t.gather(numbered(r.Clusters))
	return t, nil
}

// finish orders the patterns, renumbers the units' patterns accordingly, and
// works out what is needed of each pattern. It returns the new numbers.
func (t *Table) finish(p *patterns) []int32 {
	order := p.order()
	rank := make([]int32, p.size)
	if order == nil {
		for i := range rank {
			rank[i] = int32(i)
		}
		t.values = p.values
	} else {
		r := len(t.coders)
		t.values = make([]int32, 0, len(p.values))
		for to, from := range order {
			rank[from] = int32(to)
			t.values = append(t.values, p.values[from*r:(from+1)*r]...)
		}
	}
	t.counts = make([]int, p.size)
	for i, x := range t.pattern {
		if x >= 0 {
			t.pattern[i] = rank[x]
			t.counts[rank[x]]++
		}
	}
	t.describe()
	return rank
}

// describe counts the categories of every pattern.
func (t *Table) describe() {
	n, r := len(t.counts), len(t.coders)
	t.size = make([]int32, n)
	t.slot = make([]int32, n)
	t.start = make([]int32, n+1)
	t.cats = make([]int32, 0, n)
	t.times = make([]int32, 0, n)
	seen := make([]bool, r+1)
	often := make([]int32, t.scale.Size())
	for p := range n {
		from, m := len(t.cats), int32(0)
		for _, v := range t.row(p) {
			if v == Missing {
				continue
			}
			m++
			if often[v] == 0 {
				t.cats = append(t.cats, v)
			}
			often[v]++
		}
		slices.Sort(t.cats[from:])
		for _, v := range t.cats[from:] {
			t.times = append(t.times, often[v])
			often[v] = 0
		}
		t.start[p+1] = int32(len(t.cats))
		t.size[p] = m
		seen[m] = true
	}
	slots := make([]int32, r+1)
	t.sizes = nil
	for m, yes := range seen {
		if yes {
			slots[m] = int32(len(t.sizes))
			t.sizes = append(t.sizes, m)
		}
	}
	for p, m := range t.size {
		t.slot[p] = slots[m]
	}
}

// row is the pattern itself: one category, or Missing, for each coder.
func (t *Table) row(p int) []int32 {
	r := len(t.coders)
	return t.values[p*r : (p+1)*r]
}

// categories are the pattern's categories, ascending, and how often each occurs.
func (t *Table) categories(p int) (cats, times []int32) {
	from, to := t.start[p], t.start[p+1]
	return t.cats[from:to], t.times[from:to]
}

// gather makes the clusters from each unit's, given as a number into names,
// ordered by name so that the order of units does not matter. A cluster none of
// whose units has data is left out.
func (t *Table) gather(names []string, of []int32) {
	t.clusters = nil
	if len(names) == 0 {
		return
	}
	patterns := len(t.counts)
	if len(names)*patterns <= max(1<<16, 4*len(of)) {
		dense := make([]int32, len(names)*patterns)
		for i, c := range of {
			if p := t.pattern[i]; p >= 0 {
				dense[int(c)*patterns+int(p)]++
			}
		}
		for c, name := range names {
			t.cluster(name, dense[c*patterns:(c+1)*patterns])
		}
	} else {
		members := make([][]int32, len(names))
		for i, c := range of {
			if p := t.pattern[i]; p >= 0 {
				members[c] = append(members[c], p)
			}
		}
		for c, name := range names {
			t.addCluster(newCluster(name, members[c]))
		}
	}
	slices.SortFunc(t.clusters, func(a, b cluster) int { return strings.Compare(a.name, b.name) })
}

// cluster adds a cluster of which n[p] units show pattern p.
func (t *Table) cluster(name string, n []int32) {
	c := cluster{name: name}
	for p, x := range n {
		if x > 0 {
			c.at = append(c.at, int32(p))
			c.n = append(c.n, x)
		}
	}
	t.addCluster(c)
}

func (t *Table) addCluster(c cluster) {
	if len(c.at) > 0 {
		t.clusters = append(t.clusters, c)
	}
}

// newCluster counts the patterns of a cluster's units.
func newCluster(name string, patterns []int32) cluster {
	slices.Sort(patterns)
	c := cluster{name: name}
	for i, p := range patterns {
		if i > 0 && p == patterns[i-1] {
			c.n[len(c.n)-1]++
			continue
		}
		c.at = append(c.at, p)
		c.n = append(c.n, 1)
	}
	return c
}

// numbered turns names into numbers, in the order in which they are met.
func numbered(all []string) (names []string, of []int32) {
	at := make(map[string]int32)
	of = make([]int32, len(all))
	for i, name := range all {
		x, known := at[name]
		if !known {
			x = int32(len(names))
			at[name] = x
			names = append(names, name)
		}
		of[i] = x
	}
	return names, of
}

// Scale is the scale of the ratings.
func (t *Table) Scale() Scale { return t.scale }

// Coders are the coders who rated at least one unit, in the order given.
func (t *Table) Coders() []string { return slices.Clone(t.coders) }

// Units is the number of units that at least one coder rated.
func (t *Table) Units() int { return t.sum().units }

// Pairable is the number of units that at least two coders rated. Only these
// say anything about agreement.
func (t *Table) Pairable() int { return t.sum().pairable }

// Shares are the shares of the categories of the scale among the ratings of
// pairable units; all 0 if there is none.
func (t *Table) Shares() []float64 {
	s := t.sum()
	shares := make([]float64, t.scale.Size())
	for k, n := range s.pairedByCategory() {
		if n > 0 {
			shares[k] = float64(n) / float64(s.paired)
		}
	}
	return shares
}

// Clusters is the number of clusters that have data; 0 if none were named.
func (t *Table) Clusters() int { return len(t.clusters) }

// PairableClusters is the number of clusters that hold a unit which two coders
// or more rated: only these show how agreement varies from one to the next.
func (t *Table) PairableClusters() int {
	n := 0
	for _, counts := range t.pairableClusters() {
		if counts {
			n++
		}
	}
	return n
}

func (t *Table) pairableClusters() []bool {
	out := make([]bool, len(t.clusters))
	for i, c := range t.clusters {
		out[i] = slices.ContainsFunc(c.at, func(p int32) bool { return t.size[p] >= 2 })
	}
	return out
}

// Notes says in sentences what was left out of the table, after the notes that
// came with the ratings.
func (t *Table) Notes() []string {
	notes := slices.Clone(t.notes)
	for _, c := range t.dropped {
		notes = append(notes, fmt.Sprintf("coder %q rated no unit and is left out", c))
	}
	if n := t.rows - t.Units(); n > 0 {
		notes = append(notes, fmt.Sprintf("%s without any rating left out", count(n, "unit")))
	}
	return notes
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// Confusion counts how often coder g (rows) and coder h (columns) gave each
// pair of categories, over the units that both rated. Coders are numbered as
// in Coders; the result is indexed by category. It is nil if there is no such
// coder.
func (t *Table) Confusion(g, h int) [][]int {
	if g < 0 || h < 0 || g >= len(t.coders) || h >= len(t.coders) {
		return nil
	}
	q := t.scale.Size()
	table := make([][]int, q)
	for k := range table {
		table[k] = make([]int, q)
	}
	for p, n := range t.counts {
		row := t.row(p)
		if a, b := row[g], row[h]; a != Missing && b != Missing {
			table[a][b] += n
		}
	}
	return table
}
