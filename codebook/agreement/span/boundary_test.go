package span

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/internal/spancase"

	"pgregory.net/rapid"
)

func TestSegmentationReferenceCases(t *testing.T) {
	for _, c := range spancase.Read(t, "segmentation.json") {
		t.Run(c.ID, func(t *testing.T) {
			var d struct {
				Hypothesis, Reference []int
				NearMiss              int `json:"n_t"`
			}
			if err := json.Unmarshal(c.Data, &d); err != nil {
				t.Fatal(err)
			}
			text := segmented(d.Hypothesis, d.Reference)
			e := boundaryEdits(text.cuts[0], text.cuts[1], text.potential, d.NearMiss)
			c.Check(t, "boundary_similarity", e.B())
			c.Check(t, "segmentation_similarity", e.S())
			k := windowLength(text.potential+1, len(d.Reference))
			c.Check(t, "window_size", agreement.Number(float64(k)))
			if windows := text.potential + 1 - k; windows > 0 {
				diff, miss := boundaryWindows(text.cuts[0], text.cuts[1], k, windows)
				c.Check(t, "windowdiff", agreement.Number(float64(diff)/float64(windows)))
				c.Check(t, "pk", agreement.Number(float64(miss)/float64(windows)))
			}
		})
	}
}

func TestSegmentationAgreementReferenceCases(t *testing.T) {
	for _, c := range spancase.Read(t, "segmentation-coders.json") {
		t.Run(c.ID, func(t *testing.T) {
			var d struct {
				Items    map[string]map[string][]int
				NearMiss int `json:"n_t"`
			}
			if err := json.Unmarshal(c.Data, &d); err != nil {
				t.Fatal(err)
			}
			var texts []boundaryCell
			for _, item := range d.Items {
				var masses [][]int
				for _, coder := range slices.Sorted(maps.Keys(item)) {
					masses = append(masses, item[coder])
				}
				texts = append(texts, segmented(masses...))
			}
			a := boundaryAgreement(texts, d.NearMiss)
			c.Check(t, "actual_agreement_B", a.Actual)
			c.Check(t, "fleiss_pi_B", a.Pi)
			c.Check(t, "fleiss_kappa_B", a.Kappa)
		})
	}
}

// segmented makes a text of segmentations given by the lengths of their segments in
// order, as the cases and the literature give them: [2 3 6] cuts a text of 11 units
// after the second and the fifth.
func segmented(masses ...[]int) boundaryCell {
	var text boundaryCell
	for _, list := range masses {
		length, cuts := 0, []int{}
		for _, m := range list {
			length += m
			cuts = append(cuts, length)
		}
		text.cuts, text.potential = append(text.cuts, cuts[:len(cuts)-1]), length-1
	}
	return text
}

// drawMasses cuts n units at random.
func drawMasses(t *rapid.T, n int, label string) []int {
	masses := []int{1}
	for range n - 1 {
		if rapid.IntRange(0, 3).Draw(t, label) == 0 {
			masses = append(masses, 1)
		} else {
			masses[len(masses)-1]++
		}
	}
	return masses
}

func TestBoundaryProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "units")
		nearMiss := rapid.IntRange(1, 4).Draw(t, "span")
		a, b := drawMasses(t, n, "a"), drawMasses(t, n, "b")
		text := segmented(a, b)
		x, y := text.cuts[0], text.cuts[1]
		e := boundaryEdits(x, y, n-1, nearMiss)
		if swapped := boundaryEdits(y, x, n-1, nearMiss); e != swapped {
			t.Fatalf("%v, swapped %v", e, swapped)
		}
		if 2*(e.Matches+e.NearMisses)+e.Additions != len(x)+len(y) {
			t.Fatalf("%+v does not account for %d and %d boundaries", e, len(x), len(y))
		}
		for _, v := range []agreement.Value{e.B(), e.S()} {
			if !v.Defined() || v.Number < 0 || v.Number > 1 {
				t.Fatalf("similarity %v", v)
			}
		}
		if same := boundaryEdits(x, x, n-1, nearMiss); same.B().Number != 1 || same.S().Number != 1 {
			t.Fatalf("a segmentation differs from itself: %+v", same)
		}
		k := windowLength(n, len(b))
		if n <= k {
			return
		}
		diff, miss := boundaryWindows(x, y, k, n-k)
		if wantDiff, wantMiss := bruteWindows(a, b, k); diff != wantDiff || miss != wantMiss {
			t.Fatalf("WindowDiff %v, Pk %v; window by window %v, %v", diff, miss, wantDiff, wantMiss)
		}
		if diff, miss := boundaryWindows(x, x, k, n-k); diff != 0 || miss != 0 {
			t.Fatalf("a segmentation has errors against itself: %d, %d", diff, miss)
		}
	})
}

func bruteWindows(a, b []int, k int) (diff, miss int) {
	cells := func(masses []int) []int {
		var out []int
		for s, m := range masses {
			for range m {
				out = append(out, s)
			}
		}
		return out
	}
	x, y := cells(a), cells(b)
	for i := 0; i+k < len(x); i++ {
		p, q := x[i+k]-x[i], y[i+k]-y[i]
		if p != q {
			diff++
		}
		if (p == 0) != (q == 0) {
			miss++
		}
	}
	return diff, miss
}

func TestBoundariesThatNobodyPlaced(t *testing.T) {
	if a := boundaryAgreement([]boundaryCell{segmented([]int{3}, []int{3})}, 2); a.Pi.Defined() {
		t.Errorf("π is %v", a.Pi)
	}
}

// Half the mean reference segment is 2.5 and 3.5 units: both round to the even
// neighbour.
func TestWindowRoundsHalfToEven(t *testing.T) {
	for _, c := range []struct {
		reference []int
		want      int
	}{{[]int{4, 6}, 2}, {[]int{6, 8}, 4}, {[]int{1, 1, 1}, 2}} {
		length := 0
		for _, m := range c.reference {
			length += m
		}
		if got := windowLength(length, len(c.reference)); got != c.want {
			t.Errorf("window for %v is %d, want %d", c.reference, got, c.want)
		}
	}
}
