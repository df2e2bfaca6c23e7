package agreement

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Marks and Ratings are two ways to say the same.
func TestMarksAreRatings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		coders := rapid.IntRange(1, 4).Draw(t, "coders")
		units := rapid.IntRange(1, 30).Draw(t, "units")
		m := Marks{ClusterNames: []string{"c", "a", "b", "never"}}
		r := Ratings{Scale: yesNo}
		for g := range coders {
			m.Coders = append(m.Coders, fmt.Sprint("coder", g))
		}
		r.Coders = m.Coders
		for range units {
			row := make([]int, coders)
			for g := range row {
				row[g] = rapid.IntRange(-1, 1).Draw(t, "mark")
				m.Marks = append(m.Marks, int8(row[g]))
			}
			c := rapid.Int32Range(0, 2).Draw(t, "cluster")
			m.Cluster = append(m.Cluster, c)
			r.Values = append(r.Values, row)
			r.Clusters = append(r.Clusters, m.ClusterNames[c])
		}
		a, err := TabulateMarks(m)
		if err != nil {
			t.Fatal(err)
		}
		b := tabulated(t, r)
		if !slices.Equal(a.counts, b.counts) || !slices.Equal(a.values, b.values) || !slices.Equal(a.coders, b.coders) ||
			!slices.Equal(a.dropped, b.dropped) || !slices.Equal(a.pattern, b.pattern) {
			t.Fatalf("tables differ: %+v and %+v", a, b)
		}
		if fmt.Sprint(a.clusters) != fmt.Sprint(b.clusters) {
			t.Fatalf("clusters differ: %v and %v", a.clusters, b.clusters)
		}
	})
}

func TestMarksRefuseNonsense(t *testing.T) {
	for name, m := range map[string]Marks{
		"no coder":        {Marks: []int8{1}},
		"uneven":          {Coders: []string{"A", "B"}, Marks: []int8{1, 0, 1}},
		"no mark":         {Coders: []string{"A"}, Marks: []int8{2}},
		"two of a name":   {Coders: []string{"A", "A"}, Marks: []int8{1, 1}},
		"clusters short":  {Coders: []string{"A"}, Marks: []int8{1, 1}, ClusterNames: []string{"x"}, Cluster: []int32{0}},
		"no such cluster": {Coders: []string{"A"}, Marks: []int8{1}, ClusterNames: []string{"x"}, Cluster: []int32{1}},
	} {
		if _, err := TabulateMarks(m); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestRow(t *testing.T) {
	row := digits(t, "1101000.1.", "1001010..1").Row(KrippendorffAlpha(Nominal), CohenKappa(Identity))
	if row.Units != 9 || row.Pairable != 7 || row.Both != 2 || row.OnlyFirst != 1 || row.OnlySecond != 1 || row.Neither != 3 {
		t.Errorf("%+v", row)
	}
	if row.All != 2 || row.Some != 2 || row.None != 3 || row.Disagreements() != 2 {
		t.Errorf("%+v", row)
	}
	if !slices.Equal(row.Rated, []int{8, 8}) || !slices.Equal(row.Marked, []int{4, 4}) {
		// Units that one coder rated count for her, not for agreement.
		t.Errorf("rated %v, marked %v", row.Rated, row.Marked)
	}
	near(t, "prevalence", row.Prevalence, 8.0/16, 1e-12)
	near(t, "alpha", row.Estimates[0].Value, KrippendorffAlpha(Nominal).Value(digits(t, "1101000", "1001010")).Number, 1e-12)
	near(t, "bias index", BiasIndex().Value(digits(t, "1110", "0010")), 0.5, 1e-12)
	near(t, "prevalence index", PrevalenceIndex().Value(digits(t, "1110", "1100")), 0.25, 1e-12)
	three := digits(t, "110", "100", "1.0").Row()
	if three.All != 1 || three.Some != 1 || three.None != 1 || three.Both != 0 {
		t.Errorf("%+v", three)
	}
}

// De Vries et al. (2008): one code gives its own kappa; several are averaged
// before they are corrected.
func TestPooledKappa(t *testing.T) {
	a, b := digits(t, "1100110000", "1010110000"), digits(t, "1000000000", "1100000000")
	near(t, "one code", PooledKappa([]*Table{a}), CohenKappa(Identity).Value(a).Number, 1e-12)
	// a: p_a .8, p_e .4·.4+.6·.6 = .52; b: p_a .9, p_e .1·.2+.9·.8 = .74.
	near(t, "two codes", PooledKappa([]*Table{a, b}), (0.85-0.63)/(1-0.63), 1e-12)
	// A code that nobody used counts with p_a = p_e = 1.
	near(t, "an unused code", PooledKappa([]*Table{a, b, digits(t, "0000000000", "0000000000")}), (0.9-2.26/3)/(1-2.26/3), 1e-12)
	// Units that only one coder rated do not count.
	near(t, "missing ratings", PooledKappa([]*Table{digits(t, "1100110000111", "1010110000..."), b}), (0.85-0.63)/(1-0.63), 1e-12)
	if v := PooledKappa(nil); v.Defined() {
		t.Error("the pooled kappa of nothing is defined")
	}
	if v := PooledKappa([]*Table{digits(t, "00", "00")}); v.Defined() {
		t.Error("the pooled kappa of unused codes is defined")
	}
}

func TestOnlyAndRecode(t *testing.T) {
	table := clustered(t, 12)
	pair, err := table.Only(0, 3)
	if err != nil {
		t.Fatal(err)
	}
	confusion := table.Confusion(0, 3)
	n, agree := 0, 0
	for k, row := range confusion {
		for l, x := range row {
			n += x
			if k == l {
				agree += x
			}
		}
	}
	if n != pair.Pairable() {
		t.Errorf("%d pairs in the confusion matrix, %d in the table of the pair", n, pair.Pairable())
	}
	near(t, "percent agreement of a pair", PercentAgreement(Identity).Value(pair), float64(agree)/float64(n), 1e-12)
	if pair.Clusters() != 12 {
		t.Errorf("%d clusters, want 12", pair.Clusters())
	}
	light := 0.0
	for g := range 4 {
		for h := range g {
			p, err := table.Only(g, h)
			if err != nil {
				t.Fatal(err)
			}
			light += CohenKappa(Identity).Value(p).Number / 6
		}
	}
	near(t, "Light's kappa", LightKappa(Identity).Value(table), light, 1e-12)
	// Category against the rest, as in by_category.
	for k, want := range KrippendorffAlpha(Nominal).Of(table).ByCategory {
		to := make([]int, table.Scale().Size())
		to[k] = 1
		binary, err := table.Recode(yesNo, to)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "alpha of a category", want, KrippendorffAlpha(Nominal).Value(binary).Number, 1e-12)
		near(t, "Fleiss of a category", FleissKappa(Identity).Of(table).ByCategory[k], FleissKappa(Identity).Value(binary).Number, 1e-12)
		boots, err := Bootstrap(binary, []Coefficient{KrippendorffAlpha(Nominal)}, Resampling{Resamples: 50, Seed: 2, Drawn: DrawClusters})
		if err != nil || math.IsNaN(boots[0].Mean.Number) {
			t.Errorf("%v %v", boots, err)
		}
	}
	for _, bad := range [][]int{{0, 9}, {-1}, {1, 1}} {
		if _, err := table.Only(bad...); err == nil {
			t.Errorf("coders %v were accepted", bad)
		}
	}
	if _, err := table.Recode(yesNo, []int{0, 1, 2, 0, 0}); err == nil {
		t.Error("a category beyond the scale was accepted")
	}
}
