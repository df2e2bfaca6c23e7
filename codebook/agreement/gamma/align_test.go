package gamma

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"

	"pgregory.net/rapid"
)

// caseOptions are the default options with the weights of a reference case.
func caseOptions(t *testing.T, c spancase.Case) Options {
	t.Helper()
	o, w := DefaultOptions(), c.Weights(t)
	o.Alpha, o.Beta, o.DeltaEmpty, o.Categorical = w.Alpha, w.Beta, w.DeltaEmpty, w.Categorical
	return o
}

func solverFor(t interface{ Fatal(...any) }, o Options, categories []string) solver {
	m, err := newDissimilarity(o, categories)
	if err != nil {
		t.Fatal(err)
	}
	return solver{m, maxNodes, maxCandidates}
}

func TestBestAlignmentReferenceCases(t *testing.T) {
	for _, c := range spancase.Read(t, "gamma.json") {
		t.Run(c.ID, func(t *testing.T) {
			text := c.Continuum(t)
			categories := continuum.Categories([]continuum.Continuum{text})
			s := solverFor(t, caseOptions(t, c), categories)
			g := newUnitText(text, categories)
			a, err := s.align(context.Background(), g, true)
			if err != nil || !a.exact || !a.sure {
				t.Fatalf("align: %v, exact %v, sure %v", err, a.exact, a.sure)
			}
			c.Check(t, "best_alignment_disorder", agreement.Number(s.disorder(g, a)/g.perCoder()))
			if raw, ok := c.Expected["optimal_alignments_not_unique"]; ok && string(raw) != "true" || ok != a.tied {
				t.Errorf("another alignment is as good: %v, want %v", a.tied, ok)
			}
			if raw, ok := c.Expected["best_alignment"]; ok {
				var want [][]*int
				if err := json.Unmarshal(raw, &want); err != nil {
					t.Fatal(err)
				}
				checkAlignment(t, g, a, want)
			}
		})
	}
}

// checkAlignment compares with rows of one index (or null) for each coder.
func checkAlignment(t *testing.T, g unitText, a alignment, want [][]*int) {
	t.Helper()
	nth, counts := make([]int, len(g.units)), make([]int, g.coders)
	for i, u := range g.units {
		nth[i] = counts[u.coder]
		counts[u.coder]++
	}
	row := func(cluster []int) []int {
		r := make([]int, g.coders)
		for i := range r {
			r[i] = -1
		}
		for _, u := range cluster {
			r[g.units[u].coder] = nth[u]
		}
		return r
	}
	var got, wanted [][]int
	for _, cluster := range a.clusters {
		got = append(got, row(cluster))
	}
	for _, w := range want {
		r := make([]int, len(w))
		for i, x := range w {
			r[i] = -1
			if x != nil {
				r[i] = *x
			}
		}
		wanted = append(wanted, r)
	}
	slices.SortFunc(got, slices.Compare)
	slices.SortFunc(wanted, slices.Compare)
	if !slices.EqualFunc(got, wanted, slices.Equal) {
		t.Errorf("alignment %v, want %v", got, wanted)
	}
}

// bruteAlign tries every partition of the units into unitary alignments, and
// counts how many reach the least disorder.
func bruteAlign(m dissimilarity, g unitText) (least float64, best int) {
	least = math.Inf(1)
	var clusters [][]int
	var place func(u int)
	place = func(u int) {
		if u == len(g.units) {
			sum := 0.0
			for _, c := range clusters {
				sum += m.cluster(g, c)
			}
			switch {
			case sum < least-1e-9:
				least, best = sum, 1
			case sum <= least+1e-9:
				best++
			}
			return
		}
		for i := range clusters {
			c := clusters[i]
			if !slices.ContainsFunc(c, func(v int) bool { return g.units[v].coder == g.units[u].coder }) {
				clusters[i] = append(slices.Clone(c), u)
				place(u + 1)
				clusters[i] = c
			}
		}
		clusters = append(clusters, []int{u})
		place(u + 1)
		clusters = clusters[:len(clusters)-1]
	}
	place(0)
	return least, best
}

func TestBestAlignmentEqualsTryingAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := DefaultOptions()
		o.Alpha = rapid.SampledFrom([]float64{0, 0.5, 1, 3}).Draw(t, "alpha")
		o.Beta = rapid.SampledFrom([]float64{0.25, 1, 2}).Draw(t, "beta")
		o.DeltaEmpty = rapid.SampledFrom([]float64{0.5, 1, 7}).Draw(t, "empty")
		coders := rapid.IntRange(2, 4).Draw(t, "coders")
		g := unitText{end: 30, coders: coders}
		for range rapid.IntRange(1, 8).Draw(t, "units") {
			start := rapid.IntRange(0, 20).Draw(t, "start")
			g.units = append(g.units, unit{float64(start), float64(start + rapid.IntRange(1, 9).Draw(t, "length")),
				rapid.IntRange(0, 2).Draw(t, "category"), rapid.IntRange(0, coders-1).Draw(t, "coder")})
		}
		g.sort()
		s := solverFor(t, o, []string{"a", "b", "c"})
		a, err := s.align(context.Background(), g, true)
		if err != nil || !a.exact || !a.sure {
			t.Fatalf("align: %v, exact %v, sure %v", err, a.exact, a.sure)
		}
		seen := make([]bool, len(g.units))
		for _, c := range a.clusters {
			used := map[int]bool{}
			for _, u := range c {
				if seen[u] || used[g.units[u].coder] {
					t.Fatalf("%v is no alignment", a.clusters)
				}
				seen[u], used[g.units[u].coder] = true, true
			}
		}
		if slices.Contains(seen, false) {
			t.Fatalf("%v leaves a unit out", a.clusters)
		}
		least, best := bruteAlign(s.measure, g)
		if got := s.disorder(g, a); math.Abs(got-least) > 1e-8*(1+least) {
			t.Fatalf("disorder %v, the least is %v", got, least)
		}
		if a.tied != (best > 1) {
			t.Fatalf("tied %v, but %d alignments reach the least disorder %v", a.tied, best, least)
		}
	})
}

// The search for many coders and the assignment for two must agree.
func TestTwoCodersBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := unitText{end: 200, coders: 2}
		for range rapid.IntRange(1, 40).Draw(t, "units") {
			start := rapid.IntRange(0, 100).Draw(t, "start")
			g.units = append(g.units, unit{float64(start), float64(start + rapid.IntRange(1, 30).Draw(t, "length")),
				rapid.IntRange(0, 2).Draw(t, "category"), rapid.IntRange(0, 1).Draw(t, "coder")})
		}
		g.sort()
		s := solverFor(t, DefaultOptions(), []string{"a", "b", "c"})
		one := alignment{exact: true, sure: true}
		two := one
		if err := s.alignTwo(context.Background(), g, true, &one); err != nil {
			t.Fatal(err)
		}
		if err := s.alignMany(context.Background(), g, true, &two); err != nil || !two.exact {
			t.Fatalf("search: %v, exact %v", err, two.exact)
		}
		a, b := s.disorder(g, one), s.disorder(g, two)
		if math.Abs(a-b) > 1e-8*(1+a) {
			t.Fatalf("assignment %v, search %v", a, b)
		}
		if two.sure && one.tied != two.tied {
			t.Fatalf("tied: assignment %v, search %v", one.tied, two.tied)
		}
	})
}

// The lower bound of the search must hold for any weights: no candidate may
// cost less than the prices of its units.
func TestPricesBoundEveryCandidate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 9).Draw(t, "units")
		group := make([]int, n)
		var list []candidate
		for u := range group {
			group[u] = u
			list = append(list, candidate{[]int{u}, 3 * fixedOne})
		}
		for range rapid.IntRange(0, 40).Draw(t, "sets") {
			var units []int
			for u := range group {
				if rapid.Bool().Draw(t, "in") {
					units = append(units, u)
				}
			}
			if len(units) > 1 {
				list = append(list, candidate{units, rapid.Int64Range(0, 9*fixedOne).Draw(t, "cost")})
			}
		}
		c := newCoverSearch(group, list, 1e6, func() bool { return false })
		sum := int64(0)
		for _, p := range c.price {
			sum += p
		}
		for _, x := range c.candidates() {
			if x.cost < c.priced(x) {
				t.Fatalf("%v costs %d, its prices are %d", x.units, x.cost, c.priced(x))
			}
		}
		first := c.bestCost
		best, exact := c.solve()
		cost := int64(0)
		for _, x := range best {
			cost += x.cost
		}
		if least := bruteCover(list, n, 0); !exact || cost != least || sum > cost || cost > first {
			t.Fatalf("bound %d, found %d (exact %v), rounded %d; the least is %d", sum, cost, exact, first, least)
		}
	})
}

// bruteCover is the least cost of covering the units not in covered, each once.
func bruteCover(list []candidate, n int, covered uint) int64 {
	u := 0
	for covered>>u&1 == 1 {
		u++
	}
	if u == n {
		return 0
	}
	least := int64(math.MaxInt64)
	for _, x := range list {
		set := uint(0)
		for _, v := range x.units {
			set |= 1 << v
		}
		if set>>u&1 == 1 && set&covered == 0 {
			least = min(least, x.cost+bruteCover(list, n, covered|set))
		}
	}
	return least
}
