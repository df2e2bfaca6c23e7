package agreement

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// jackknife leaves out each cluster of a table, or each unit if it has none.
func jackknife(t testing.TB, table *Table, c Coefficient) Jackknifed {
	t.Helper()
	list, err := Jackknife(table, []Coefficient{c}, DrawAsFits)
	if err != nil {
		t.Fatal(err)
	}
	return list[0]
}

// The jackknife of a mean is its usual standard error.
func TestJackknifeOfAMean(t *testing.T) {
	units := jackknife(t, digits(t, "1110001010", "1111001011"), PercentAgreement(Identity))
	near(t, "standard error of a mean", units.SE, math.Sqrt(0.8*0.2/9), 1e-12)
	// t(.975, 9) = 2.262157, from a printed table.
	near(t, "lower end", Number(units.CI95.Low), 0.8-2.262157*math.Sqrt(0.8*0.2/9), 1e-6)
	near(t, "upper end", Number(units.CI95.High), 1, 0)
	if units.N != 10 || units.Drawn != DrawUnits {
		t.Errorf("%+v", units)
	}
	if j := jackknife(t, digits(t, "10", "00"), KrippendorffAlpha(Nominal)); j.SE.Defined() || j.CI95.Defined() {
		t.Error("the standard error is defined though alpha is not without unit 1")
	}
}

// Leaving out a cluster is computing the coefficient on a table without its units.
func TestJackknifeLeavesClustersOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRatings(t, Nominal, 0, true)
		for range r.Values {
			r.Clusters = append(r.Clusters, rapid.StringMatching("[abc]").Draw(t, "cluster"))
		}
		table := tabulated(t, r)
		tells := map[string]bool{}
		for i, row := range r.Values {
			seen := 0
			for _, v := range row {
				if v != Missing {
					seen++
				}
			}
			tells[r.Clusters[i]] = tells[r.Clusters[i]] || seen > 1
		}
		for _, c := range []Coefficient{PercentAgreement(Identity), KrippendorffAlpha(Nominal), GwetAC(Identity)} {
			var without []float64
			undefined := false
			for _, name := range []string{"a", "b", "c"} {
				if !tells[name] {
					continue
				}
				counts, s := make([]int, len(table.counts)), table.newSums()
				for i, p := range table.pattern {
					if p >= 0 && r.Clusters[i] != name {
						counts[p]++
					}
				}
				s.fill(counts)
				v := c.bind(table).value(s)
				undefined = undefined || !v.Defined()
				without = append(without, v.Number)
			}
			if len(table.clusters) == 0 {
				return
			}
			list, err := Jackknife(table, []Coefficient{c}, DrawClusters)
			if err != nil {
				t.Fatal(err)
			}
			got, n := list[0], float64(len(without))
			if got.N != len(without) {
				t.Fatalf("%d clusters left out, want %d", got.N, len(without))
			}
			if got.SE.Defined() != (len(without) > 1 && !undefined && c.Value(table).Defined()) {
				t.Fatalf("%s: %+v, values %v", c.Name(), got, without)
			}
			if !got.SE.Defined() {
				continue
			}
			mean, around := 0.0, 0.0
			for _, x := range without {
				mean += x / n
			}
			for _, x := range without {
				around += (x - mean) * (x - mean)
			}
			if want := math.Sqrt((n - 1) / n * around); math.Abs(got.SE.Number-want) > 1e-12 {
				t.Fatalf("%s: %v, want %v", c.Name(), got.SE, want)
			}
		}
	})
}

// With few clusters the interval is that of the jackknife over clusters, and never
// one over units, which would be narrower.
func TestFewClustersGiveTheJackknife(t *testing.T) {
	alpha := []Coefficient{KrippendorffAlpha(Nominal)}
	for _, clusters := range []int{2, 9, 10, 12, 30, 40} {
		table := clustered(t, clusters)
		got, err := Bootstrap(table, alpha, Resampling{Resamples: 200, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		b := got[0]
		clusters := table.PairableClusters()
		if b.Drawn != DrawClusters || b.Clusters != clusters {
			t.Fatalf("%d clusters: drew %d %v", clusters, b.Clusters, b.Drawn)
		}
		if few := clusters < EnoughClusters; b.Few() != few || strings.HasPrefix(b.Method(), "jackknife") != few {
			t.Errorf("%d clusters: few %v, by %s", clusters, b.Few(), b.Method())
		}
		want := b.Percentile
		if b.Few() {
			want = jackknife(t, table, alpha[0]).CI95
		}
		if b.CI95 != want {
			t.Errorf("%d clusters: %+v, want %+v", clusters, b.CI95, want)
		}
		if (b.Jackknife != nil) != (clusters < RoughClusters) {
			t.Errorf("%d clusters: the jackknife is %v", clusters, b.Jackknife)
		}
	}
	one, err := Bootstrap(clustered(t, 1), alpha, Resampling{Resamples: 200, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if one[0].CI95.Defined() || !strings.Contains(one[0].CI95.Undefined, "only one cluster") {
		t.Errorf("one cluster: %+v", one[0].CI95)
	}
	asked, err := Bootstrap(clustered(t, 40), alpha, Resampling{Resamples: 200, Seed: 1, Jackknife: true})
	if err != nil {
		t.Fatal(err)
	}
	if asked[0].Jackknife == nil || asked[0].CI95 != asked[0].Jackknife.CI95 || asked[0].Method() != "jackknife over clusters" {
		t.Errorf("the jackknife was asked for: %+v", asked[0])
	}
}
