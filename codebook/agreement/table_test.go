package agreement

import (
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"concord/codebook/agreement/internal/resample"

	"pgregory.net/rapid"
)

// Beyond a number of units the table stops looking for repeated patterns. What
// it computes must not depend on that.
func TestManyDifferentUnits(t *testing.T) {
	const units, coders, q = patience + 5000, 8, 20
	random := rand.New(rand.NewPCG(8, 8))
	r := Ratings{}
	for g := range coders {
		r.Coders = append(r.Coders, fmt.Sprint("coder ", g))
	}
	var names []string
	for k := range q {
		names = append(names, fmt.Sprint("category ", k))
	}
	var err error
	if r.Scale, err = NewScale(Nominal, names...); err != nil {
		t.Fatal(err)
	}
	apart, n := 0.0, 0.0
	var used [q]float64
	for range units {
		row := make([]int, coders)
		for g := range row {
			row[g] = min(random.IntN(q), random.IntN(q))
			used[row[g]]++
			n++
			for _, v := range row[:g] {
				if v != row[g] {
					apart += 2
				}
			}
		}
		r.Values = append(r.Values, row)
	}
	expected := 0.0
	for _, x := range used {
		expected += x * (n - x)
	}
	table, err := Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	if table.Units() != units || len(table.counts) <= units/2 {
		t.Fatalf("%d units, %d patterns: the data are too regular to test anything", table.Units(), len(table.counts))
	}
	near(t, "alpha", KrippendorffAlpha(Nominal).Value(table), 1-(apart/(coders-1)/n)/(expected/n/(n-1)), 1e-12)
}

// A table rewritten is the table of rewritten ratings, clusters and all.
func TestRecodingIsTabulatingRecodedRatings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Nominal, 0, true)
		for range r.Values {
			r.Clusters = append(r.Clusters, rapid.StringMatching("[abc]").Draw(t, "cluster"))
		}
		table := tabulated(t, r)
		to := make([]int, r.Scale.Size())
		for k := range to {
			to[k] = rapid.IntRange(-1, 1).Draw(t, "to")
		}
		got, err := table.Recode(yesNo, to)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range r.Values {
			for g, v := range row {
				if v != Missing {
					row[g] = to[v]
				}
			}
		}
		r.Scale = yesNo
		want := tabulated(t, r)
		if fmt.Sprint(got.counts, got.values, got.clusters, got.pattern, got.coders) != fmt.Sprint(want.counts, want.values, want.clusters, want.pattern, want.coders) {
			t.Fatalf("recoded %+v, tabulated %+v", got, want)
		}
	})
}

func TestSetsRefuseNonsense(t *testing.T) {
	ok := func() SetRatings {
		return SetRatings{Codes: []string{"a", "b"}, Coders: []string{"A", "B"}, Values: [][][]int{{{0}, {1, 0}}, {nil, {}}}}
	}
	for name, spoil := range map[string]func(*SetRatings){
		"code twice":    func(r *SetRatings) { r.Codes[1] = "a" },
		"no such code":  func(r *SetRatings) { r.Values[0][0] = []int{2} },
		"below 0":       func(r *SetRatings) { r.Values[0][0] = []int{-1} },
		"short row":     func(r *SetRatings) { r.Values[0] = r.Values[0][:1] },
		"names":         func(r *SetRatings) { r.Units = []string{"x"} },
		"two of a name": func(r *SetRatings) { r.Coders[1] = "A" },
	} {
		r := ok()
		spoil(&r)
		if _, err := TabulateSets(r); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	table, err := TabulateSets(ok())
	if err != nil {
		t.Fatal(err)
	}
	if table.Units() != 2 || table.Pairable() != 1 {
		t.Errorf("%d units, %d pairable", table.Units(), table.Pairable())
	}
	for _, code := range []int{-1, 2} {
		if _, err := table.Code(code); err == nil {
			t.Errorf("code %d was found", code)
		}
	}
	if v := AlphaSets(MASIDistance).Value(digits(t, "01", "01")); v.Defined() {
		t.Error("a set distance was applied to single categories")
	}
}

// More than 64 codes need more than one word a set.
func TestManyCodes(t *testing.T) {
	r := SetRatings{Coders: []string{"A", "B"}}
	for c := range 130 {
		r.Codes = append(r.Codes, fmt.Sprint("code ", c))
	}
	r.Values = [][][]int{{{0, 64, 129}, {129, 64}}, {{1}, {1}}, {{128}, {127}}, {{}, {}}}
	table, err := TabulateSets(r)
	if err != nil {
		t.Fatal(err)
	}
	near(t, "mean Jaccard", MeanSetSimilarity(JaccardDistance).Value(table), (2.0/3+1+0+1)/4, 1e-12)
	last, err := table.Code(129)
	if err != nil {
		t.Fatal(err)
	}
	if row := last.Row(); row.Both != 1 || row.Neither != 3 {
		t.Errorf("%+v", row)
	}
}

// Rejection keeps large bounds even: without it the lower third would be met
// too often.
func TestDrawsAreEvenForLargeBounds(t *testing.T) {
	const bound = 3 << 61
	low := 0
	var s resample.Stream
	s.Start(1, 1)
	for range 40000 {
		x := s.Below(bound)
		if x < 0 || x >= bound {
			t.Fatalf("drew %d", x)
		}
		if x < bound/3 {
			low++
		}
	}
	if share := float64(low) / 40000; math.Abs(share-1.0/3) > 0.012 {
		t.Errorf("%.4f of the draws are in the lower third", share)
	}
}

// Keeping only the near pairs of sets gives what all pairs give.
func TestNearPairsOfSetsAreEnough(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := SetRatings{Codes: []string{"a", "b", "c", "d", "e"}, Coders: []string{"A", "B", "C"}}
		for range rapid.IntRange(1, 30).Draw(t, "units") {
			row := make([][]int, 3)
			for g := range row {
				if rapid.IntRange(0, 9).Draw(t, "seen") > 0 {
					row[g] = append([]int{}, rapid.SliceOfNDistinct(rapid.IntRange(0, 4), 0, 3, rapid.ID).Draw(t, "set")...)
				}
			}
			r.Values = append(r.Values, row)
		}
		table, err := TabulateSets(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []SetDistance{JaccardDistance, MASIDistance, MASIRoundedDistance, DiceDistance, Passonneau2004Distance} {
			all := alpha("all pairs", func(t *Table) (metric, string) { return fixedMetric(t, t.sets.between(d)), "" })
			sameEstimate(t, d.Name(), all.Of(table), AlphaSets(d).Of(table))
			s := table.sum()
			used := s.pairedByCategory()
			m := newSetMetric(table, d)
			sum := 0.0
			for k, x := range m.apart(s, used) {
				sum += float64(used[k]) * x
			}
			if total := m.total(s, used); math.Abs(total-sum) > 1e-9*(1+sum) {
				t.Fatalf("%s: total %v, by category %v", d.Name(), total, sum)
			}
		}
	})
}

// drawSets draws set-valued ratings in a few clusters.
func drawSets(t *rapid.T) SetRatings {
	codes := rapid.SampledFrom([]int{1, 5, 70}).Draw(t, "codes")
	r := SetRatings{Coders: []string{"A", "B", "C"}}
	for c := range codes {
		r.Codes = append(r.Codes, fmt.Sprint("code ", c))
	}
	for range rapid.IntRange(1, 30).Draw(t, "units") {
		row := make([][]int, 3)
		for g := range row {
			if rapid.IntRange(0, 9).Draw(t, "seen") > 0 {
				row[g] = append([]int{}, rapid.SliceOfNDistinct(rapid.IntRange(0, codes-1), 0, 3, rapid.ID).Draw(t, "set")...)
			}
		}
		r.Values = append(r.Values, row)
		r.Clusters = append(r.Clusters, rapid.StringMatching("[abcd]").Draw(t, "cluster"))
	}
	return r
}

// A resample of clusters by weights is α of the units of the clusters drawn, computed
// from the definition: every pair of values, every distance.
func TestAlphaOfClustersIsAlphaOfTheirUnits(t *testing.T) {
	distances := []SetDistance{JaccardDistance, MASIDistance, MASIRoundedDistance, DiceDistance, Passonneau2004Distance}
	rapid.Check(t, func(t *rapid.T) {
		r := drawSets(t)
		table, err := TabulateSets(r)
		if err != nil {
			t.Fatal(err)
		}
		var coefficients []Coefficient
		for _, d := range distances {
			coefficients = append(coefficients, AlphaSets(d))
		}
		times := make([]int, len(table.clusters))
		var units []int
		for i, c := range table.clusters {
			times[i] = rapid.IntRange(0, 3).Draw(t, "times")
			for range times[i] {
				for u := range r.Values {
					if r.Clusters[u] == c.name {
						units = append(units, u)
					}
				}
			}
		}
		got := make([]float64, len(distances))
		table.evaluator(coefficients)()(times, got)
		for i, d := range distances {
			want := plainAlpha(r, units, d)
			if math.IsNaN(got[i]) != math.IsNaN(want) || math.Abs(got[i]-want) > 1e-10 {
				t.Fatalf("%s of clusters drawn %v: %v, from the definition %v", d.Name(), times, got[i], want)
			}
		}
	})
}

// plainAlpha is α of sets by the definition, NaN if undefined.
func plainAlpha(r SetRatings, units []int, d SetDistance) float64 {
	between := func(a, b []int) float64 {
		both := 0
		for _, x := range a {
			if slices.Contains(b, x) {
				both++
			}
		}
		return d.Between(both, len(a), len(b))
	}
	var values [][]int
	observed, different := 0.0, false
	for _, u := range units {
		var seen [][]int
		for _, set := range r.Values[u] {
			if set != nil {
				seen = append(seen, set)
			}
		}
		if len(seen) < 2 {
			continue
		}
		for i, a := range seen {
			for j, b := range seen {
				if i != j {
					observed += between(a, b) / float64(len(seen)-1)
				}
			}
		}
		values = append(values, seen...)
	}
	expected := 0.0
	for i, a := range values {
		for j, b := range values {
			if i != j {
				expected += between(a, b)
				different = different || between(a, b) > 0
			}
		}
	}
	if !different {
		return math.NaN()
	}
	n := float64(len(values))
	return 1 - observed/n/(expected/n/(n-1))
}

// The figures of sets are the same to the last bit for any number of processors.
func TestSetsDoNotDependOnProcessors(t *testing.T) {
	table, err := TabulateSets(manySets())
	if err != nil {
		t.Fatal(err)
	}
	list := []Coefficient{AlphaSets(JaccardDistance), AlphaSets(MASIDistance)}
	measure := func() string {
		boots, err := Bootstrap(table, list, Resampling{Resamples: 50, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		text := fmt.Sprintf("%x", []float64{list[0].Value(table).Number, list[1].Of(table).SE.Number})
		for _, b := range boots {
			text += fmt.Sprintf(" %x", b.sorted)
		}
		return text
	}
	first := measure()
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	for _, n := range []int{1, 3, 8} {
		runtime.GOMAXPROCS(n)
		if measure() != first {
			t.Errorf("with %d processors the figures are others", n)
		}
	}
}

// Marks of several codes make the table that their sets make.
func TestTabulateSetMarksIsTabulateSets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawSets(t)
		names, cluster := numbered(r.Clusters)
		marks := make([]Marks, len(r.Codes))
		for c := range marks {
			marks[c] = Marks{Coders: r.Coders, ClusterNames: names, Cluster: cluster}
			for _, row := range r.Values {
				for _, set := range row {
					mark := int8(0)
					if set == nil && (c == 0 || rapid.Bool().Draw(t, "gap")) {
						mark = Missing
					} else if slices.Contains(set, c) {
						mark = 1
					}
					marks[c].Marks = append(marks[c].Marks, mark)
				}
			}
		}
		got, err := TabulateSetMarks(r.Codes, marks)
		if err != nil {
			t.Fatal(err)
		}
		want, err := TabulateSets(r)
		if err != nil {
			t.Fatal(err)
		}
		got.sets.sizes, want.sets.sizes = nil, nil
		if fmt.Sprint(got.counts, got.values, got.clusters, got.pattern, got.coders, got.scale, *got.sets) != fmt.Sprint(want.counts, want.values, want.clusters, want.pattern, want.coders, want.scale, *want.sets) {
			t.Fatalf("from marks %+v, from sets %+v", got, want)
		}
	})
	ok := Marks{Coders: []string{"a", "b"}, Marks: []int8{1, 0}}
	for name, wrong := range map[string]Marks{
		"other coders": {Coders: []string{"a", "c"}, Marks: []int8{1, 0}},
		"other units":  {Coders: []string{"a", "b"}, Marks: []int8{1, 0, 1, 1}},
		"no mark":      {Coders: []string{"a", "b"}, Marks: []int8{1, 2}},
	} {
		if _, err := TabulateSetMarks([]string{"x", "y"}, []Marks{ok, wrong}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := TabulateSetMarks([]string{"x"}, []Marks{ok, ok}); err == nil {
		t.Error("marks without a code were accepted")
	}
}
