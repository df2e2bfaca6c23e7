package agreement

import (
	"fmt"
	"math"
	"math/rand/v2"
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
			m := newSetMetric(table, table.sets.between(d)).(*setMetric)
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
