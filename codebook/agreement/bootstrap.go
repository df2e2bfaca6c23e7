package agreement

import (
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"concord/codebook/agreement/internal/resample"
)

// Drawn says what a bootstrap draws with replacement.
type Drawn int

const (
	// DrawAsFits draws clusters if the units belong to any, else units.
	DrawAsFits Drawn = iota
	// DrawUnits draws single units. It takes them for independent, which
	// segments of one interview are not: its intervals are then too narrow.
	DrawUnits
	// DrawClusters draws whole clusters (transcripts) with all their units.
	DrawClusters

	// drawPairs is what Krippendorff's own bootstraps draw.
	drawPairs
)

// String says what is drawn: "units", "clusters", or "pairs of values".
func (d Drawn) String() string {
	switch d {
	case DrawUnits:
		return "units"
	case DrawClusters:
		return "clusters"
	case drawPairs:
		return "pairs of values"
	}
	return "as fits"
}

// EnoughClusters is the number of clusters from which on a bootstrap over them is
// given as the interval. With fewer, too few different resamples exist, and its
// intervals are too narrow: the jackknife's is given.
const EnoughClusters = 10

// RoughClusters is the number of clusters below which a percentile bootstrap over
// them is still rough (Cameron, Gelbach & Miller 2008; MacKinnon, Nielsen & Webb
// 2023).
const RoughClusters = 30

// fitting is what DrawAsFits means for so many clusters.
func (d Drawn) fitting(clusters int) Drawn {
	switch {
	case d != DrawAsFits:
		return d
	case clusters > 0:
		return DrawClusters
	}
	return DrawUnits
}

// Resampling says how to bootstrap.
type Resampling struct {
	Resamples int    // 2,000 for the screen, 20,000 for print
	Seed      uint64 // same data, same seed: same interval
	Drawn     Drawn
	Workers   int // goroutines; 0 means as many as there are processors. The result does not depend on it.

	// Jackknife asks for the jackknife's interval in place of the percentiles,
	// however many clusters there are.
	Jackknife bool
}

// largestBootstrap keeps a typing error from filling the memory.
const largestBootstrap = 10_000_000

// Check refuses a number of resamples that is not possible.
func (r Resampling) Check() error {
	if r.Resamples < 1 || r.Resamples > largestBootstrap {
		return fmt.Errorf("bootstrapping: %d resamples are not possible; choose between 1 and %d", r.Resamples, largestBootstrap)
	}
	return nil
}

// Bootstrapped is what resamples say of a coefficient. Everything in them is
// computed again, the marginal distributions too.
type Bootstrapped struct {
	Resampling

	// CI95 is the interval to report: Percentile, or that of Jackknife where
	// fewer than EnoughClusters clusters were drawn or Resampling asks for it.
	CI95 CI

	// Percentile has the quantiles at 0.025 and 0.975 of the defined resamples,
	// interpolated as R does (type 7).
	Percentile CI

	// Jackknife leaves out each cluster, or unit, in turn. It is nil unless CI95
	// is its interval or fewer than RoughClusters clusters were drawn.
	Jackknife *Jackknifed

	// Clusters is the number of clusters drawn from that hold a unit which two
	// coders rated; 0 if units were drawn.
	Clusters int

	Mean, SE Value // mean and standard deviation of the defined resamples

	// Undefined is the number of resamples in which the coefficient has no
	// value; they count in none of the other figures.
	Undefined int

	// Below667 and Below800 are the shares of defined resamples below
	// Krippendorff's two customary thresholds, .667 and .800.
	Below667, Below800 Value

	sorted []float64
}

// Quantile is the p-quantile of the defined resamples (type 7).
func (b Bootstrapped) Quantile(p float64) Value {
	if len(b.sorted) == 0 || !(p >= 0 && p <= 1) {
		return Undefined("no resample has a value")
	}
	return Number(quantile(b.sorted, p))
}

// Below is the share of defined resamples below a limit. One less it is the
// bootstrap's answer to whether the coefficient exceeds the limit.
func (b Bootstrapped) Below(limit float64) Value {
	if len(b.sorted) == 0 {
		return Undefined("no resample has a value")
	}
	return Number(below(b.sorted, limit))
}

// Few reports whether so few clusters were drawn that CI95 is the jackknife's.
func (b Bootstrapped) Few() bool { return b.Drawn == DrawClusters && b.Clusters < EnoughClusters }

// Rough reports whether the percentiles of so few clusters are rough.
func (b Bootstrapped) Rough() bool { return b.Drawn == DrawClusters && b.Clusters < RoughClusters }

// Method names what CI95 comes from: "bootstrap over clusters", "bootstrap over
// units", "jackknife over clusters" …
func (b Bootstrapped) Method() string {
	if b.Few() || b.Resampling.Jackknife {
		return "jackknife over " + b.Drawn.String()
	}
	return "bootstrap over " + b.Drawn.String()
}

// Bootstrap resamples a table and computes coefficients on every resample. The
// result has one entry for each coefficient, in their order, and says what was
// drawn. It is an error to draw clusters from a table that has none.
//
// Percentiles are rough for fewer than RoughClusters clusters, and with fewer than
// EnoughClusters the interval reported is that of the jackknife over clusters.
func Bootstrap(t *Table, coefficients []Coefficient, how Resampling) ([]Bootstrapped, error) {
	if err := how.Check(); err != nil {
		return nil, err
	}
	how.Drawn = how.Drawn.fitting(len(t.clusters))
	if how.Drawn != DrawClusters {
		return t.bootstrapUnits(coefficients, how), nil
	}
	if len(t.clusters) == 0 {
		return nil, errNoClusters
	}
	return bootstrapClusters(t.pairableClusters(), len(coefficients), t.evaluator(coefficients), how), nil
}

var errNoClusters = errors.New("bootstrapping over clusters: the units belong to none; name their clusters or draw units")

func (t *Table) bootstrapUnits(coefficients []Coefficient, how Resampling) []Bootstrapped {
	out := make([]Bootstrapped, len(coefficients))
	for i, values := range t.resampleUnits(coefficients, how) {
		out[i] = summarise(values, how)
	}
	if how.Jackknife {
		for i, j := range t.jackknifeUnits(coefficients) {
			out[i].Jackknife, out[i].CI95 = &j, j.CI95
		}
	}
	return out
}

// evaluation computes statistics of a resample of clusters, NaN where undefined. It
// belongs to one goroutine. times says how often each cluster was drawn.
type evaluation func(times []int, out []float64)

// bootstrapClusters bootstraps statistics of clusters, of which pairable[t] says
// whether cluster t holds a unit that two coders rated.
func bootstrapClusters(pairable []bool, statistics int, evaluator func() evaluation, how Resampling) []Bootstrapped {
	how.Drawn = DrawClusters
	values := make([][]float64, statistics)
	for i := range values {
		values[i] = make([]float64, how.Resamples)
	}
	n := len(pairable)
	parallel(how, func(next func() (int, bool)) {
		var random resample.Stream
		evaluate, times, out := evaluator(), make([]int, n), make([]float64, statistics)
		for b, more := next(); more; b, more = next() {
			clear(times)
			random.Start(how.Seed, b)
			for range n {
				times[random.Below(n)]++
			}
			evaluate(times, out)
			for i, x := range out {
				values[i][b] = x
			}
		}
	})
	clusters := 0
	for _, counts := range pairable {
		if counts {
			clusters++
		}
	}
	out := make([]Bootstrapped, statistics)
	for i := range out {
		out[i] = summarise(values[i], how)
		out[i].Clusters = clusters
	}
	if clusters >= RoughClusters && !how.Jackknife {
		return out
	}
	for i, j := range jackknifeClusters(pairable, statistics, evaluator) {
		out[i].Jackknife = &j
		if out[i].Few() || how.Jackknife {
			out[i].CI95 = j.CI95
		}
	}
	return out
}

// evaluator prepares coefficients for resamples of clusters.
func (t *Table) evaluator(coefficients []Coefficient) func() evaluation {
	bounds := make([]bound, len(coefficients))
	var metrics []*setMetric
	var ofSets []int
	for i, c := range coefficients {
		bounds[i] = c.bind(t)
		if m := bounds[i].sets; m != nil && t.sum().chanceable() == "" {
			metrics, ofSets = append(metrics, m), append(ofSets, i)
		}
	}
	alphas := make([]*clusterAlpha, len(coefficients))
	if len(metrics) > 0 {
		for i, a := range t.overClusters(metrics) {
			alphas[ofSets[i]] = a
		}
	}
	counting := len(metrics) < len(coefficients)
	return func() evaluation {
		counts, s := make([]int, len(t.counts)), t.newSums()
		drawn := make([]int, 0, len(t.clusters))
		return func(times []int, out []float64) {
			drawn = drawn[:0]
			for i, n := range times {
				if n > 0 {
					drawn = append(drawn, i)
				}
			}
			if counting {
				clear(counts)
				for _, i := range drawn {
					t.clusters[i].addTo(counts, times[i])
				}
				s.fill(counts)
			}
			for i, b := range bounds {
				if alphas[i] != nil {
					out[i] = plain(alphas[i].value(times, drawn))
				} else {
					out[i] = plain(b.value(s))
				}
			}
		}
	}
}

func (c *cluster) addTo(counts []int, times int) {
	for i, p := range c.at {
		counts[p] += times * int(c.n[i])
	}
}

// resampleUnits computes coefficients on every resample of units:
// [coefficient][resample], NaN where undefined.
func (t *Table) resampleUnits(coefficients []Coefficient, how Resampling) [][]float64 {
	ready := make([]bound, len(coefficients))
	results := make([][]float64, len(coefficients))
	for i, c := range coefficients {
		ready[i] = c.bind(t)
		results[i] = make([]float64, how.Resamples)
	}
	// Units in the order of their patterns, so that the order in which they
	// were given does not matter.
	var units []int32
	for p, n := range t.counts {
		for range n {
			units = append(units, int32(p))
		}
	}
	parallel(how, func(next func() (int, bool)) {
		var random resample.Stream
		counts, s := make([]int, len(t.counts)), t.newSums()
		for b, more := next(); more; b, more = next() {
			clear(counts)
			random.Start(how.Seed, b)
			for range units {
				counts[units[random.Below(len(units))]]++
			}
			s.fill(counts)
			for i := range ready {
				results[i][b] = plain(ready[i].value(s))
			}
		}
	})
	return results
}

// ResampleClusters bootstraps statistics of n clusters, which are drawn whole and
// with replacement, n of them for a resample. Each statistic is given how many times
// each cluster was drawn; it is called from several goroutines. The result has one
// entry for each statistic. how must pass Check.
func ResampleClusters(n int, statistics []func(times []int) Value, how Resampling) []Bootstrapped {
	return bootstrapClusters(slices.Repeat([]bool{true}, n), len(statistics), func() evaluation {
		return func(times []int, out []float64) {
			for i, s := range statistics {
				out[i] = plain(s(times))
			}
		}
	}, how)
}

// parallel runs work in several goroutines; next hands out the resamples.
func parallel(how Resampling, work func(next func() (int, bool))) {
	workers := how.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	var last atomic.Int64
	next := func() (int, bool) {
		b := int(last.Add(1)) - 1
		return b, b < how.Resamples
	}
	var group sync.WaitGroup
	for range min(workers, how.Resamples) {
		group.Go(func() { work(next) })
	}
	group.Wait()
}

// plain is a value as a bare number, NaN if undefined. It must not leave the
// package.
func plain(v Value) float64 {
	if !v.Defined() {
		return math.NaN()
	}
	return v.Number
}

// summarise turns the values of resamples into figures. It keeps the slice.
func summarise(values []float64, how Resampling) Bootstrapped {
	slices.Sort(values) // NaN come first
	missing := 0
	for missing < len(values) && math.IsNaN(values[missing]) {
		missing++
	}
	b := Bootstrapped{Resampling: how, Undefined: missing, sorted: values[missing:]}
	n := len(b.sorted)
	if n == 0 {
		why := "the coefficient is undefined in every resample"
		b.Percentile = CI{Undefined: why}
		b.CI95 = b.Percentile
		b.Mean, b.SE, b.Below667, b.Below800 = Undefined(why), Undefined(why), Undefined(why), Undefined(why)
		return b
	}
	sum := 0.0
	for _, v := range b.sorted {
		sum += v
	}
	mean := sum / float64(n)
	around := 0.0
	for _, v := range b.sorted {
		around += (v - mean) * (v - mean)
	}
	b.Mean = Number(mean)
	b.SE = Undefined("there is only one resample with a value")
	if n > 1 {
		b.SE = Number(math.Sqrt(around / float64(n-1)))
	}
	b.Below667 = Number(below(b.sorted, 0.667))
	b.Below800 = Number(below(b.sorted, 0.800))
	b.Percentile = CI{Low: quantile(b.sorted, 0.025), High: quantile(b.sorted, 0.975)}
	if b.sorted[n-1]-b.sorted[0] <= rounding {
		b.Percentile = CI{Undefined: "all resamples give the same value, so there is no variation from which to estimate an interval; there may be too few units"}
	}
	b.CI95 = b.Percentile
	return b
}

// below is the share of sorted values that are below a limit.
func below(sorted []float64, limit float64) float64 {
	at, _ := slices.BinarySearch(sorted, limit)
	return float64(at) / float64(len(sorted))
}

// quantile is the p-quantile of sorted values, interpolated linearly between
// order statistics (Hyndman & Fan 1996, type 7; the default of R and numpy).
func quantile(sorted []float64, p float64) float64 {
	at := p * float64(len(sorted)-1)
	i := int(at)
	if i+1 >= len(sorted) {
		return sorted[len(sorted)-1]
	}
	return sorted[i] + (at-float64(i))*(sorted[i+1]-sorted[i])
}
