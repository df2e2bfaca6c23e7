package agreement

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"concord/codebook/agreement/internal/resample"
)

// Given resamples (units by number) must give given alphas: source in the file.
func TestFixedResamples(t *testing.T) {
	for _, c := range readCases(t, "fixed-bootstrap-resamples.json") {
		table := c.Data.table(t)
		var want []*float64
		if err := json.Unmarshal(c.Expected["alpha_per_resample"], &want); err != nil {
			t.Fatal(err)
		}
		alpha := KrippendorffAlpha(Nominal).bind(table)
		s := table.newSums()
		var defined []float64
		for b, units := range c.Data.Resamples {
			counts := make([]int, len(table.counts))
			for _, u := range units {
				counts[table.pattern[u]]++
			}
			s.fill(counts)
			got := alpha.value(s)
			if got.Defined() != (want[b] != nil) {
				t.Fatalf("resample %d: %+v", b, got)
			}
			if got.Defined() {
				defined = append(defined, got.Number)
				if math.Abs(got.Number-*want[b]) > c.Tolerance {
					t.Errorf("resample %d: %.12g, want %.12g", b, got.Number, *want[b])
				}
			}
		}
		var ci [2]float64
		if err := json.Unmarshal(c.Expected["percentile_ci95_type7"], &ci); err != nil {
			t.Fatal(err)
		}
		got := summarise(defined, Resampling{Resamples: len(c.Data.Resamples)}).CI95
		if math.Abs(got.Low-ci[0]) > c.Tolerance || math.Abs(got.High-ci[1]) > c.Tolerance {
			t.Errorf("interval %v, want %v", got, ci)
		}
	}
}

// The bootstraps against R's icr and kripp.boot, which drew other resamples:
// tolerances as in the file.
func TestBootstrapReferenceCases(t *testing.T) {
	how := Resampling{Resamples: 40000, Seed: 1, Drawn: DrawUnits}
	for _, c := range readCases(t, "fixed-bootstrap.json") {
		t.Run(c.ID, func(t *testing.T) {
			table := c.Data.table(t)
			level, err := ParseLevel(c.Data.Metric)
			if err != nil {
				t.Fatal(err)
			}
			alpha := KrippendorffAlpha(level)
			units, err := Bootstrap(table, []Coefficient{alpha}, how)
			if err != nil {
				t.Fatal(err)
			}
			own, err := KrippendorffBootstrap(table, level, how)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]Value{
				"krippendorff_alpha":                 alpha.Value(table),
				"unit_bootstrap_ci95_low":            Number(units[0].CI95.Low),
				"unit_bootstrap_ci95_high":           Number(units[0].CI95.High),
				"unit_bootstrap_mean":                units[0].Mean,
				"krippendorff_bootstrap_ci95_low":    Number(own.CI95.Low),
				"krippendorff_bootstrap_ci95_high":   Number(own.CI95.High),
				"krippendorff_bootstrap_p_below_667": own.Below667,
				"krippendorff_bootstrap_p_below_800": own.Below800,
			}
			for name, want := range c.Expected {
				value, ok := got[name]
				if !ok {
					t.Errorf("%s is not computed", name)
					continue
				}
				checkNumber(t, name, value, want, c.tolerance(name))
			}
			var old []struct{ Value [2]float64 }
			if err := json.Unmarshal(c.Diverging["krippendorff_bootstrap_ci95"], &old); err != nil {
				t.Fatal(err)
			}
			older, err := KrippendorffBootstrap2006(table, level, how)
			if err != nil {
				t.Fatal(err)
			}
			if want := old[0].Value; math.Abs(older.CI95.Low-want[0]) > 0.012 || math.Abs(older.CI95.High-want[1]) > 0.012 {
				t.Errorf("text of 2006: %v, kripp.boot has %v", older.CI95, want)
			}
		})
	}
}

func clustered(t testing.TB, clusters int) *Table {
	t.Helper()
	r := readCases(t, "fixed-coding.json")[slices.IndexFunc(readCases(t, "fixed-coding.json"), func(c referenceCase) bool {
		return c.ID == "rand-coding-05"
	})].Data.ratings(t)
	for i := range r.Values {
		r.Clusters = append(r.Clusters, fmt.Sprintf("interview %02d", i%clusters))
	}
	table, err := Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func TestResamplesDoNotDependOnTheNumberOfGoroutines(t *testing.T) {
	table := clustered(t, 12)
	for _, drawn := range []Drawn{DrawUnits, DrawClusters} {
		var first []Bootstrapped
		for _, workers := range []int{1, 2, 7} {
			got, err := Bootstrap(table, table.Coefficients(), Resampling{Resamples: 200, Seed: 7, Drawn: drawn, Workers: workers})
			if err != nil {
				t.Fatal(err)
			}
			if first == nil {
				first = got
				continue
			}
			for i := range got {
				if !slices.Equal(got[i].sorted, first[i].sorted) || got[i].Undefined != first[i].Undefined {
					t.Errorf("%v, %s: %d goroutines give other values than one", drawn, table.Coefficients()[i].Name(), workers)
				}
			}
		}
	}
}

// These numbers pin the resamples themselves: they must be the same on every
// machine and in every later version, or stored intervals cannot be checked.
func TestResamplesStayTheSame(t *testing.T) {
	table := clustered(t, 12)
	for _, c := range []struct {
		drawn     Drawn
		low, high float64
	}{
		{DrawUnits, 0.236075200442249, 0.455210624320848},
		{DrawClusters, 0.218598973514713, 0.487354153947217},
	} {
		got, err := Bootstrap(table, []Coefficient{KrippendorffAlpha(Nominal)}, Resampling{Resamples: 500, Seed: 20261122, Drawn: c.drawn})
		if err != nil {
			t.Fatal(err)
		}
		if math.Abs(got[0].CI95.Low-c.low) > 1e-12 || math.Abs(got[0].CI95.High-c.high) > 1e-12 {
			t.Errorf("%v: [%.15g, %.15g], want [%.15g, %.15g]", c.drawn, got[0].CI95.Low, got[0].CI95.High, c.low, c.high)
		}
	}
	var s resample.Stream
	s.Start(42, 3)
	got := []int{s.Below(10), s.Below(1000), s.Below(1 << 40)}
	if want := []int{7, 941, 91771389746}; !slices.Equal(got, want) {
		t.Errorf("stream (42, 3) draws %v, want %v", got, want)
	}
}

// Streams of neighbouring resamples must not resemble one another.
func TestStreamsAreIndependent(t *testing.T) {
	const bins, resamples = 20, 40000
	var count, joint [bins * bins]int
	var last int
	for b := range resamples {
		var s resample.Stream
		s.Start(5, b)
		x := s.Below(bins)
		count[x]++
		if b > 0 {
			joint[last*bins+x]++
		}
		last = x
	}
	chi := func(observed []int, total int) float64 {
		sum, want := 0.0, float64(total)/float64(len(observed))
		for _, o := range observed {
			sum += (float64(o) - want) * (float64(o) - want) / want
		}
		return sum
	}
	// Mean df, standard deviation sqrt(2 df): five standard deviations away.
	if x := chi(count[:bins], resamples); x > 19+5*math.Sqrt(38) {
		t.Errorf("first draws are not even: chi-square %.1f on 19 degrees of freedom", x)
	}
	if x := chi(joint[:], resamples-1); math.Abs(x-399) > 5*math.Sqrt(798) {
		t.Errorf("first draws of neighbouring resamples are related: chi-square %.1f on 399 degrees of freedom", x)
	}
}

func TestBootstrapRefusesWhatItCannotDo(t *testing.T) {
	table := readCases(t, "fixed-coding.json")[0].Data.table(t)
	alpha := []Coefficient{KrippendorffAlpha(Nominal)}
	if _, err := Bootstrap(table, alpha, Resampling{Resamples: 100, Drawn: DrawClusters}); err == nil {
		t.Error("clusters were drawn where there are none")
	}
	for _, n := range []int{0, -1, largestBootstrap + 1} {
		if _, err := Bootstrap(table, alpha, Resampling{Resamples: n}); err == nil {
			t.Errorf("%d resamples were accepted", n)
		}
	}
}

func TestUndefinedResamplesAreCounted(t *testing.T) {
	r := Ratings{Coders: []string{"a", "b"}, Values: [][]int{{0, 0}, {0, 0}, {1, 1}, {0, 1}}}
	r.Scale, _ = NewScale(Nominal, "no", "yes")
	table, err := Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Bootstrap(table, []Coefficient{KrippendorffAlpha(Nominal)}, Resampling{Resamples: 20000, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	// All four units from the two "0,0", or all four the one "1,1".
	want := math.Pow(0.5, 4) + math.Pow(0.25, 4)
	if share := float64(got[0].Undefined) / 20000; math.Abs(share-want) > 0.01 {
		t.Errorf("%.4f of the resamples are undefined, want about %.4f", share, want)
	}
	if got[0].CI95.Low < -1 || got[0].CI95.High > 1 || len(got[0].sorted)+got[0].Undefined != 20000 {
		t.Errorf("%+v", got[0].CI95)
	}
}
