package agreement

import (
	"fmt"
	"math"
	"slices"

	"concord/codebook/agreement/internal/resample"
)

// Difference is how a coefficient changed between two rounds.
type Difference struct {
	Before, After Value
	Change        Value // after − before
	Bootstrap     Bootstrapped

	// Above0 is the share of defined resamples in which the coefficient rose.
	Above0 Value
}

// Compare bootstraps the change of a coefficient between two rounds, such as
// before and after a change of the codebook. The clusters (transcripts) of both
// rounds are drawn together: a resample takes the same transcripts in both, so
// that what is hard or easy about a transcript cancels out. Clusters are matched
// by name; one that only one round has is drawn too and adds nothing to the
// other. Below667 and Below800 of the bootstrap refer to the change and say
// nothing.
//
// Both tables need clusters. A resample is undefined if the coefficient is in
// either round.
func Compare(before, after *Table, c Coefficient, how Resampling) (Difference, error) {
	if err := how.Check(); err != nil {
		return Difference{}, err
	}
	if len(before.clusters) == 0 || len(after.clusters) == 0 {
		return Difference{}, fmt.Errorf("comparing two rounds: their units belong to no clusters; name the transcript of each unit")
	}
	how.Drawn = DrawClusters
	names := make([]string, 0, len(before.clusters)+len(after.clusters))
	for _, t := range []*Table{before, after} {
		for _, x := range t.clusters {
			names = append(names, x.name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	rounds := [2]*Table{before, after}
	var parts [2][]cluster // the cluster of each name in each round
	var ready [2]bound
	for r, t := range rounds {
		ready[r] = c.bind(t)
		parts[r] = make([]cluster, len(names))
		for _, x := range t.clusters {
			at, _ := slices.BinarySearch(names, x.name)
			parts[r][at] = x
		}
	}
	values := make([]float64, how.Resamples)
	parallel(how, func(next func() (int, bool)) {
		var random resample.Stream
		var counts [2][]int
		var s [2]*sums
		for r, t := range rounds {
			counts[r], s[r] = make([]int, len(t.counts)), t.newSums()
		}
		for b, more := next(); more; b, more = next() {
			clear(counts[0])
			clear(counts[1])
			random.Start(how.Seed, b)
			for range names {
				at := random.Below(len(names))
				parts[0][at].addTo(counts[0])
				parts[1][at].addTo(counts[1])
			}
			s[0].fill(counts[0])
			s[1].fill(counts[1])
			values[b] = plain(ready[1].value(s[1])) - plain(ready[0].value(s[0]))
		}
	})
	d := Difference{Before: c.Value(before), After: c.Value(after), Bootstrap: summarise(values, how)}
	d.Change = d.After
	switch {
	case !d.Before.Defined():
		d.Change = d.Before
	case d.After.Defined():
		d.Change = Number(d.After.Number - d.Before.Number)
	}
	d.Above0 = Undefined("no resample has a value")
	if sorted := d.Bootstrap.sorted; len(sorted) > 0 {
		// The first value above 0, not at it.
		at, _ := slices.BinarySearch(sorted, math.Nextafter(0, 1))
		d.Above0 = Number(1 - float64(at)/float64(len(sorted)))
	}
	return d, nil
}
