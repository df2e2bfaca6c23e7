package agreement

import (
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
	// DrawAsFits draws clusters if EnoughClusters of them hold a unit that two
	// coders rated, else units.
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

// EnoughClusters is the number of clusters from which on DrawAsFits draws them
// and not units. With fewer, too few different resamples exist for an interval.
const EnoughClusters = 10

// fitting is what DrawAsFits means for so many clusters.
func (d Drawn) fitting(clusters int) Drawn {
	switch {
	case d != DrawAsFits:
		return d
	case clusters >= EnoughClusters:
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

	// CI95 is the percentile interval: the quantiles at 0.025 and 0.975 of the
	// defined resamples, interpolated as R does (type 7).
	CI95 CI

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

// Bootstrap resamples a table and computes coefficients on every resample. The
// result has one entry for each coefficient, in their order, and says what was
// drawn. It is an error to draw clusters from a table that has none.
//
// Intervals are rough for few units or clusters: with fewer than about ten of
// them take them as a hint only.
func Bootstrap(t *Table, coefficients []Coefficient, how Resampling) ([]Bootstrapped, error) {
	if err := how.Check(); err != nil {
		return nil, err
	}
	how.Drawn = how.Drawn.fitting(t.PairableClusters())
	draw, err := t.drawer(how.Drawn)
	if err != nil {
		return nil, err
	}
	results := t.resample(coefficients, how, draw)
	out := make([]Bootstrapped, len(coefficients))
	for i, values := range results {
		out[i] = summarise(values, how)
	}
	return out, nil
}

// drawer prepares how one resample is drawn: it fills counts, which are 0.
func (t *Table) drawer(drawn Drawn) (func(s *resample.Stream, counts []int), error) {
	if drawn == DrawClusters {
		clusters := t.clusters
		if len(clusters) == 0 {
			return nil, fmt.Errorf("bootstrapping over clusters: the units belong to none; name their clusters or draw units")
		}
		return func(s *resample.Stream, counts []int) {
			for range clusters {
				clusters[s.Below(len(clusters))].addTo(counts)
			}
		}, nil
	}
	// Units in the order of their patterns, so that the order in which they
	// were given does not matter.
	var units []int32
	for p, n := range t.counts {
		for range n {
			units = append(units, int32(p))
		}
	}
	return func(s *resample.Stream, counts []int) {
		for range units {
			counts[units[s.Below(len(units))]]++
		}
	}, nil
}

func (c cluster) addTo(counts []int) {
	for i, p := range c.at {
		counts[p] += int(c.n[i])
	}
}

// resample computes coefficients on every resample: [coefficient][resample],
// NaN where undefined.
func (t *Table) resample(coefficients []Coefficient, how Resampling, draw func(*resample.Stream, []int)) [][]float64 {
	ready := make([]bound, len(coefficients))
	results := make([][]float64, len(coefficients))
	for i, c := range coefficients {
		ready[i] = c.bind(t)
		results[i] = make([]float64, how.Resamples)
	}
	parallel(how, func(next func() (int, bool)) {
		var random resample.Stream
		counts, s := make([]int, len(t.counts)), t.newSums()
		for b, more := next(); more; b, more = next() {
			clear(counts)
			random.Start(how.Seed, b)
			draw(&random, counts)
			s.fill(counts)
			for i := range ready {
				results[i][b] = plain(ready[i].value(s))
			}
		}
	})
	return results
}

// ResampleClusters bootstraps statistics of n clusters, which are drawn whole and
// with replacement, n of them for a resample. Each statistic is told how many times
// each cluster was drawn; it is called from several goroutines. The result has one
// entry for each statistic. how must pass Check.
func ResampleClusters(n int, statistics []func(times []int) Value, how Resampling) []Bootstrapped {
	how.Drawn = DrawClusters
	values := make([][]float64, len(statistics))
	for i := range values {
		values[i] = make([]float64, how.Resamples)
	}
	parallel(how, func(next func() (int, bool)) {
		var random resample.Stream
		times := make([]int, n)
		for b, more := next(); more; b, more = next() {
			clear(times)
			random.Start(how.Seed, b)
			for range n {
				times[random.Below(n)]++
			}
			for i, s := range statistics {
				values[i][b] = plain(s(times))
			}
		}
	})
	out := make([]Bootstrapped, len(statistics))
	for i, v := range values {
		out[i] = summarise(v, how)
	}
	return out
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
		b.CI95 = CI{Undefined: why}
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
	b.CI95 = CI{Low: quantile(b.sorted, 0.025), High: quantile(b.sorted, 0.975)}
	if b.sorted[n-1]-b.sorted[0] <= rounding {
		b.CI95 = CI{Undefined: "all resamples give the same value, so there is no variation from which to tell an interval; there may be too few units"}
	}
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
