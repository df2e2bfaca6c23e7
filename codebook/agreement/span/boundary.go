package span

import (
	"fmt"
	"math"
	"slices"

	"concord/codebook/agreement"
)

// Segmentations of one text are given by the lengths of their segments in
// order ("masses"): [2 3 6] cuts a text of 11 units after the second and the
// fifth. All segmentations of a text add up to the same length. The places
// where a text of N units can be cut are its N−1 potential boundaries.

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

// CompareBoundaries finds the edits between two segmentations of one text.
// Boundaries up to nearMiss−1 apart that only one of the two has are taken as
// near misses, the closest first, then from left to right, each boundary
// once. nearMiss is at least 1; at 1 there are no near misses.
func CompareBoundaries(a, b []int, nearMiss int) (BoundaryEdits, error) {
	if nearMiss < 1 {
		return BoundaryEdits{}, fmt.Errorf("compare boundaries: near-miss span %d: must be at least 1", nearMiss)
	}
	cutsA, lengthA, err := boundaryCuts(a)
	if err != nil {
		return BoundaryEdits{}, err
	}
	cutsB, lengthB, err := boundaryCuts(b)
	if err != nil {
		return BoundaryEdits{}, err
	}
	if lengthA != lengthB {
		return BoundaryEdits{}, fmt.Errorf("compare boundaries: one segmentation covers %d units, the other %d: both must cover the same text", lengthA, lengthB)
	}
	return boundaryEdits(cutsA, cutsB, lengthA-1, nearMiss), nil
}

// boundaryCuts turns masses into positions of boundaries.
func boundaryCuts(masses []int) (cuts []int, length int, err error) {
	for i, m := range masses {
		if m < 1 {
			return nil, 0, fmt.Errorf("compare boundaries: segment %d has length %d: must be at least 1", i+1, m)
		}
		length += m
		cuts = append(cuts, length)
	}
	if length == 0 {
		return nil, 0, fmt.Errorf("compare boundaries: a segmentation without segments")
	}
	return cuts[:len(cuts)-1], length, nil
}

// boundaryEdits works on sorted positions, so that its cost depends on the
// boundaries and not on the length of the text.
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

// WindowMeasures holds two older measures of error; 0 is perfect. They need
// one segmentation to be the reference and are not corrected for chance.
type WindowMeasures struct {
	Window         int // k, in units
	WindowDiff, Pk agreement.Value
}

// CompareWindows computes WindowDiff and Pk of a hypothesis against a
// reference: the share of windows of k units in which the numbers of
// boundaries differ (WindowDiff), or in which only one of the two has a
// boundary (Pk). k is half the mean reference segment, rounded half to even,
// at least 2; the share is of the N−k windows that fit. Undefined if none fits.
//
// Sources: Pevzner & Hearst, Computational Linguistics 28 (2002) 19–36;
// Beeferman, Berger & Lafferty, Machine Learning 34 (1999) 177–210.
func CompareWindows(hypothesis, reference []int) (WindowMeasures, error) {
	h, length, err := boundaryCuts(hypothesis)
	if err != nil {
		return WindowMeasures{}, err
	}
	r, other, err := boundaryCuts(reference)
	if err != nil {
		return WindowMeasures{}, err
	}
	if length != other {
		return WindowMeasures{}, fmt.Errorf("compare boundaries: the hypothesis covers %d units, the reference %d: both must cover the same text", length, other)
	}
	k := max(2, int(math.RoundToEven(float64(length)/float64(len(reference))/2)))
	m := WindowMeasures{Window: k}
	windows := length - k
	if windows < 1 {
		m.WindowDiff = agreement.Undefined(fmt.Sprintf("no window of %d units fits into a text of %d", k, length))
		m.Pk = m.WindowDiff
		return m, nil
	}
	diff, miss := boundaryWindows(h, r, k, windows)
	m.WindowDiff = agreement.Number(float64(diff) / float64(windows))
	m.Pk = agreement.Number(float64(miss) / float64(windows))
	return m, nil
}

// boundaryWindows counts the windows that differ. Window i, for i from 0 to
// windows−1, holds the boundaries p with i < p ≤ i+k. The counts change only
// at i = p−k and i = p, so it steps over these.
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
