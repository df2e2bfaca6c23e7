package span

import (
	"math"
	"slices"

	"concord/codebook/agreement"
)

// A text of N units has N−1 potential boundaries, numbered from 1: boundary p lies
// between unit p and the next. A segmentation is the sorted list of those that are
// one.

// DefaultNearMiss is the span within which a misplaced boundary counts as a
// near miss: 2 potential boundaries, that is, next to each other.
const DefaultNearMiss = 2

// BoundaryEdits counts what turns one set of boundaries into another
// (Fournier 2013). Additions are full misses; Shifted is the sum of the
// distances of the near misses.
type BoundaryEdits struct {
	Matches, Additions, NearMisses, Shifted int
	Potential                               int // N−1
	nearMiss                                int
}

// boundaryEdits finds the edits between two segmentations of one text. Boundaries
// up to nearMiss−1 apart that only one of the two has are taken as near misses, the
// closest first, then from left to right, each boundary once; at nearMiss 1 there
// are none. Its cost depends on the boundaries and not on the length of the text.
func boundaryEdits(a, b []int, potential, nearMiss int) BoundaryEdits {
	e := BoundaryEdits{Potential: potential, nearMiss: nearMiss}
	side := map[int]int{} // +1: a alone cuts here, −1: b alone
	for _, p := range a {
		side[p] = 1
	}
	for _, p := range b {
		if side[p] == 1 {
			delete(side, p)
			e.Matches++
		} else {
			side[p] = -1
		}
	}
	alone := make([]int, 0, len(side))
	for p := range side {
		alone = append(alone, p)
	}
	slices.Sort(alone)
	for d := 1; d < nearMiss && len(side) > 1; d++ {
		for _, p := range alone {
			if side[p] != 0 && side[p+d] == -side[p] {
				delete(side, p)
				delete(side, p+d)
				e.NearMisses++
				e.Shifted += d
			}
		}
	}
	e.Additions = len(side)
	return e
}

// cost is the weight of all edits: 1 for an addition, distance/span for a near miss.
func (e BoundaryEdits) cost() float64 {
	return float64(e.Additions) + float64(e.Shifted)/float64(e.nearMiss)
}

func (e BoundaryEdits) placed() float64 { return float64(e.Additions + e.NearMisses + e.Matches) }

// B is boundary similarity, from 0 to 1: 1 − cost of the edits / boundaries
// placed. It is 1 where neither segmentation has a boundary.
//
// Source: Fournier, Proceedings of ACL (2013) 1702–1712.
func (e BoundaryEdits) B() agreement.Value {
	if e.placed() == 0 {
		return agreement.Number(1)
	}
	return agreement.Number((e.placed() - e.cost()) / e.placed())
}

// S is segmentation similarity, from 0 to 1: 1 − cost of the edits / potential
// boundaries. Long segments push it towards 1. It is 1 for a text of one unit.
//
// Source: Fournier & Inkpen, Proceedings of NAACL (2012) 152–161.
func (e BoundaryEdits) S() agreement.Value {
	if e.Potential == 0 {
		return agreement.Number(1)
	}
	return agreement.Number(1 - e.cost()/float64(e.Potential))
}

// windowLength is k of WindowDiff and Pk: half the mean segment of the reference,
// rounded half to even, at least 2.
func windowLength(length, segments int) int {
	return max(2, int(math.RoundToEven(float64(length)/float64(segments)/2)))
}

// boundaryWindows counts the windows of k units in which the numbers of boundaries
// differ (WindowDiff), and those in which only one of the two has any (Pk). Window
// i, for i from 0 to windows−1, holds the boundaries p with i < p ≤ i+k. The counts
// change only at i = p−k and i = p, so it steps over these.
func boundaryWindows(h, r []int, k, windows int) (diff, miss int) {
	stops := []int{0, windows}
	for _, cuts := range [][]int{h, r} {
		for _, p := range cuts {
			for _, s := range []int{p - k, p} {
				if s > 0 && s < windows {
					stops = append(stops, s)
				}
			}
		}
	}
	slices.Sort(stops)
	stops = slices.Compact(stops)
	for i := 1; i < len(stops); i++ {
		at, width := stops[i-1], stops[i]-stops[i-1]
		a, b := boundaryCount(h, at, k), boundaryCount(r, at, k)
		if a != b {
			diff += width
		}
		if (a == 0) != (b == 0) {
			miss += width
		}
	}
	return diff, miss
}

// boundaryCount counts the cuts p with at < p ≤ at+k.
func boundaryCount(cuts []int, at, k int) int {
	from, _ := slices.BinarySearch(cuts, at+1)
	to, _ := slices.BinarySearch(cuts, at+k+1)
	return to - from
}
