package gamma

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"concord/codebook/agreement/continuum"
)

// unit is a span as γ sees it. Random continua have fractional positions.
type unit struct {
	start, end float64
	category   int
	coder      int
}

// unitText is one text: its units ordered by position, category and coder,
// its coders numbered in order of their names so that the result does not
// depend on the order in which they were given.
type unitText struct {
	begin, end float64
	coders     int
	units      []unit
}

func newUnitText(t continuum.Continuum, categories []string) unitText {
	names := t.Coders()
	slices.Sort(names)
	g := unitText{begin: float64(t.Begin()), end: float64(t.End()), coders: len(names)}
	for _, c := range t.All() {
		coder, _ := slices.BinarySearch(names, c.Coder)
		for _, s := range c.Spans {
			category, _ := slices.BinarySearch(categories, s.Category)
			g.units = append(g.units, unit{float64(s.Start), float64(s.End), category, coder})
		}
	}
	g.sort()
	return g
}

func (g unitText) sort() {
	slices.SortFunc(g.units, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end),
			cmp.Compare(a.category, b.category), cmp.Compare(a.coder, b.coder))
	})
}

// perCoder is the mean number of units of a coder.
func (g unitText) perCoder() float64 { return float64(len(g.units)) / float64(g.coders) }

// dissimilarity is the dissimilarity of units.
type dissimilarity struct {
	alpha, beta, empty float64
	categories         [][]float64 // from 0 to 1
}

// newDissimilarity checks the weights and evaluates the categorical
// dissimilarity for every pair of categories.
func newDissimilarity(o Options, categories []string) (dissimilarity, error) {
	m := dissimilarity{alpha: o.Alpha, beta: o.Beta, empty: o.DeltaEmpty}
	for _, w := range []struct {
		name  string
		value float64
		zero  bool
	}{{"alpha", o.Alpha, true}, {"beta", o.Beta, true}, {"delta empty", o.DeltaEmpty, false}} {
		if !(w.value >= 0) || math.IsInf(w.value, 0) || w.value == 0 && !w.zero {
			return m, fmt.Errorf("gamma: the weight %s is %v: it must be a positive number", w.name, w.value)
		}
	}
	if o.Alpha+o.Beta == 0 {
		return m, fmt.Errorf("gamma: the weights alpha and beta are both 0: one must be positive")
	}
	m.categories = make([][]float64, len(categories))
	for i, a := range categories {
		m.categories[i] = make([]float64, len(categories))
		for j, b := range categories {
			switch {
			case o.Categorical != nil:
				m.categories[i][j] = o.Categorical(a, b)
			case i != j:
				m.categories[i][j] = 1
			}
		}
	}
	for i, a := range categories {
		for j, b := range categories {
			d := m.categories[i][j]
			if math.IsNaN(d) {
				return m, fmt.Errorf("gamma: the dissimilarity of categories %q and %q is not given", a, b)
			}
			if !(d >= 0 && d <= 1) || i == j && d != 0 || d != m.categories[j][i] {
				return m, fmt.Errorf("gamma: the dissimilarity of categories %q and %q is %v: it must lie between 0 and 1, be the same both ways, and be 0 for a category and itself", a, b, d)
			}
		}
	}
	return m, nil
}

// position is the positional dissimilarity d_pos, in units of Δ∅.
func (m dissimilarity) position(u, v unit) float64 {
	x := (math.Abs(u.start-v.start) + math.Abs(u.end-v.end)) / (u.end - u.start + v.end - v.start)
	return x * x
}

// pair is the dissimilarity of two units, in units of Δ∅.
func (m dissimilarity) pair(u, v unit) float64 {
	return m.alpha*m.position(u, v) + m.beta*m.categories[u.category][v.category]
}

// cluster is the disorder of a unitary alignment: the mean over all pairs of
// coders, where a pair in which one has no unit counts Δ∅.
func (m dissimilarity) cluster(g unitText, cluster []int) float64 {
	pairs := float64(g.coders * (g.coders - 1) / 2)
	sum := pairs
	for i, u := range cluster {
		for _, v := range cluster[:i] {
			sum += m.pair(g.units[u], g.units[v]) - 1
		}
	}
	return m.empty * sum / pairs
}

// The search for the best alignment runs on whole numbers, multiples of
// fixedOne to Δ∅, so that ties are ties on every machine and the result does
// not hang on the last bit of a float. The disorder itself is computed from
// the alignment found.
const fixedOne = 1 << 32

// link is a pair of units of different coders that may be aligned. Its
// excess is its dissimilarity less Δ∅: what joining the two adds to C(m,2)
// times the disorder of a unitary alignment.
type link struct {
	a, b   int // a < b
	excess int64
}

// maxLinks is the most pairs that may be looked at closely.
const maxLinks = 10_000_000

// links lists the pairs whose dissimilarity is at most limit times Δ∅; ok is
// false if there are more than maxLinks.
func (m dissimilarity) links(g unitText, limit float64) (links []link, ok bool) {
	// A unit so far off that its position alone rules it out ends the search:
	// |Δs|+|Δe| ≥ |Δs| ≥ reach·(len+len) for all later ones of this length or less.
	reach, longest := math.Inf(1), 0.0
	if m.alpha > 0 {
		reach = math.Sqrt(limit / m.alpha)
	}
	for _, u := range g.units {
		longest = max(longest, u.end-u.start)
	}
	for i, u := range g.units {
		if len(links) > maxLinks {
			return nil, false
		}
		far := u.start + reach*(u.end-u.start+longest)*(1+1e-9)
		for j := i + 1; j < len(g.units) && g.units[j].start <= far; j++ {
			if v := g.units[j]; v.coder != u.coder {
				if d := m.pair(u, v); d <= limit+1e-6 {
					links = append(links, link{i, j, int64(math.Round((d - 1) * fixedOne))})
				}
			}
		}
	}
	return links, true
}

// unitGroups splits n units into the groups that links connect, each in
// ascending order, ordered by their first unit.
type unitGroups struct{ parent []int }

func newUnitGroups(n int) unitGroups {
	g := unitGroups{make([]int, n)}
	for i := range g.parent {
		g.parent[i] = i
	}
	return g
}

func (g unitGroups) find(i int) int {
	for g.parent[i] != i {
		g.parent[i] = g.parent[g.parent[i]]
		i = g.parent[i]
	}
	return i
}

func (g unitGroups) join(a, b int) {
	a, b = g.find(a), g.find(b)
	g.parent[max(a, b)] = min(a, b)
}

func (g unitGroups) list() [][]int {
	at := make([]int, len(g.parent))
	var groups [][]int
	for i := range g.parent {
		r := g.find(i)
		if r == i {
			at[i] = len(groups)
			groups = append(groups, nil)
		}
		groups[at[r]] = append(groups[at[r]], i)
	}
	return groups
}
