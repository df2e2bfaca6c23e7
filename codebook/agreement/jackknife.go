package agreement

import (
	"fmt"
	"math"
	"slices"

	"concord/codebook/agreement/internal/distribution"
)

// Jackknifed is the sampling error of a coefficient from leaving out each cluster, or
// each unit, in turn. Of N values θ_(i) with mean θ̄
//
//	SE² = (N−1)/N · Σ (θ_(i) − θ̄)²
//
// and the interval is θ ± t(.975, N−1)·SE, its upper end cut at 1. Where clusters
// are few this covers better than percentiles of a bootstrap, if anything too well.
//
// Sources: Tukey (1958) Ann Math Stat 29; Efron & Stein (1981) Ann Stat 9; for
// clusters MacKinnon, Nielsen & Webb (2023) J Appl Econometrics 38; for alpha
// Hughes (2022) arXiv 2210.13265.
type Jackknifed struct {
	Drawn Drawn // what was left out: DrawUnits or DrawClusters
	N     int   // how many there are: clusters that hold a unit which two coders rated, or units with a rating
	SE    Value
	CI95  CI
}

// Jackknife computes coefficients with each cluster left out in turn, or where the
// units belong to none, with each unit. Clusters without a unit that two coders rated
// are never left out. Undefined: with fewer than two of them; where leaving one out
// makes the coefficient undefined.
func Jackknife(t *Table, coefficients []Coefficient, drawn Drawn) ([]Jackknifed, error) {
	if drawn.fitting(len(t.clusters)) == DrawUnits {
		return t.jackknifeUnits(coefficients), nil
	}
	if len(t.clusters) == 0 {
		return nil, errNoClusters
	}
	return jackknifeClusters(t.pairableClusters(), len(coefficients), t.evaluator(coefficients)), nil
}

func jackknifeClusters(pairable []bool, statistics int, evaluator func() evaluation) []Jackknifed {
	var left []int
	for i, counts := range pairable {
		if counts {
			left = append(left, i)
		}
	}
	without := make([][]float64, statistics)
	for i := range without {
		without[i] = make([]float64, len(left))
	}
	parallel(Resampling{Resamples: len(left)}, func(next func() (int, bool)) {
		evaluate, out := evaluator(), make([]float64, statistics)
		times := slices.Repeat([]int{1}, len(pairable))
		for i, more := next(); more; i, more = next() {
			times[left[i]] = 0
			evaluate(times, out)
			times[left[i]] = 1
			for k, x := range out {
				without[k][i] = x
			}
		}
	})
	whole := make([]float64, statistics)
	evaluator()(slices.Repeat([]int{1}, len(pairable)), whole)
	out := make([]Jackknifed, statistics)
	for k := range out {
		weights := slices.Repeat([]int{1}, len(left))
		out[k] = jackknifed(whole[k], without[k], weights, DrawClusters)
	}
	return out
}

// jackknifeUnits leaves out units. Those of one pattern have the same influence, so
// the work is that of the distinct patterns.
func (t *Table) jackknifeUnits(coefficients []Coefficient) []Jackknifed {
	bounds := make([]bound, len(coefficients))
	without := make([][]float64, len(coefficients))
	var patterns, times []int
	for p, n := range t.counts {
		if n > 0 {
			patterns, times = append(patterns, p), append(times, n)
		}
	}
	for i, c := range coefficients {
		bounds[i] = c.bind(t)
		without[i] = make([]float64, len(patterns))
	}
	parallel(Resampling{Resamples: len(patterns)}, func(next func() (int, bool)) {
		counts, s := slices.Clone(t.counts), t.newSums()
		for i, more := next(); more; i, more = next() {
			counts[patterns[i]]--
			s.fill(counts)
			for k, b := range bounds {
				without[k][i] = plain(b.value(s))
			}
			counts[patterns[i]]++
		}
	})
	out := make([]Jackknifed, len(coefficients))
	for k, b := range bounds {
		out[k] = jackknifed(plain(b.value(t.sum())), without[k], times, DrawUnits)
	}
	return out
}

// jackknifed summarises the values without each of several groups of alike units or
// clusters, times[i] of which are in group i.
func jackknifed(whole float64, without []float64, times []int, drawn Drawn) Jackknifed {
	j := Jackknifed{Drawn: drawn}
	sum := 0.0
	for i, n := range times {
		j.N += n
		sum += float64(n) * without[i]
	}
	refuse := func(why string) Jackknifed {
		j.SE, j.CI95 = Undefined(why), CI{Undefined: why}
		return j
	}
	one, many := "unit has a rating", "units"
	if drawn == DrawClusters {
		one, many = "cluster holds units that two coders rated", "clusters"
	}
	switch {
	case j.N == 0:
		return refuse(fmt.Sprintf("no %s", one))
	case j.N == 1:
		return refuse(fmt.Sprintf("only one %s, so nothing is known of the variation between %s", one, many))
	case math.IsNaN(whole):
		return refuse("the coefficient is undefined")
	case math.IsNaN(sum):
		return refuse(fmt.Sprintf("without one of the %d %s the coefficient is undefined", j.N, many))
	}
	n := float64(j.N)
	mean, around := sum/n, 0.0
	for i, x := range without {
		around += float64(times[i]) * (x - mean) * (x - mean)
	}
	se := math.Sqrt((n - 1) / n * around)
	j.SE = Number(se)
	if !(se > rounding) {
		j.CI95 = CI{Undefined: fmt.Sprintf("leaving out any of the %s changes nothing, so there is no variation from which to estimate an interval", many)}
		return j
	}
	j.CI95 = interval(whole, se, distribution.TQuantile(0.975, n-1))
	return j
}
