package span

import (
	"encoding/json"
	"math"
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
			e, err := CompareBoundaries(d.Hypothesis, d.Reference, d.NearMiss)
			if err != nil {
				t.Fatal(err)
			}
			w, err := CompareWindows(d.Hypothesis, d.Reference)
			if err != nil {
				t.Fatal(err)
			}
			c.Check(t, "boundary_similarity", e.B())
			c.Check(t, "segmentation_similarity", e.S())
			c.Check(t, "window_size", agreement.Number(float64(w.Window)))
			c.Check(t, "windowdiff", w.WindowDiff)
			c.Check(t, "pk", w.Pk)
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
			var texts []map[string][]int
			for _, item := range d.Items {
				texts = append(texts, item)
			}
			a, err := AgreeOnBoundaries(texts, d.NearMiss)
			if err != nil {
				t.Fatal(err)
			}
			c.Check(t, "actual_agreement_B", a.Actual)
			c.Check(t, "fleiss_pi_B", a.Pi)
			c.Check(t, "fleiss_kappa_B", a.Kappa)
		})
	}
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
		e, err := CompareBoundaries(a, b, nearMiss)
		if err != nil {
			t.Fatal(err)
		}
		swapped, _ := CompareBoundaries(b, a, nearMiss)
		if e != swapped {
			t.Fatalf("%v, swapped %v", e, swapped)
		}
		if 2*(e.Matches+e.NearMisses)+e.Additions != len(a)+len(b)-2 {
			t.Fatalf("%+v does not account for %d and %d boundaries", e, len(a)-1, len(b)-1)
		}
		for _, v := range []agreement.Value{e.B(), e.S()} {
			if !v.Defined() || v.Number < 0 || v.Number > 1 {
				t.Fatalf("similarity %v", v)
			}
		}
		if same, _ := CompareBoundaries(a, a, nearMiss); same.B().Number != 1 || same.S().Number != 1 {
			t.Fatalf("a segmentation differs from itself: %+v", same)
		}
		w, err := CompareWindows(a, b)
		if err != nil {
			t.Fatal(err)
		}
		wd, pk := bruteWindows(a, b, w.Window)
		if w.WindowDiff.Defined() && (math.Abs(w.WindowDiff.Number-wd) > 1e-12 || math.Abs(w.Pk.Number-pk) > 1e-12) {
			t.Fatalf("WindowDiff %v, Pk %v; window by window %v, %v", w.WindowDiff, w.Pk, wd, pk)
		}
		if same, _ := CompareWindows(a, a); same.WindowDiff.Number != 0 || same.Pk.Number != 0 {
			t.Fatalf("a segmentation has errors against itself: %+v", same)
		}
	})
}

func bruteWindows(a, b []int, k int) (diff, miss float64) {
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
	n := float64(len(x) - k)
	return diff / n, miss / n
}

func TestBoundariesRefuseWhatDoesNotFit(t *testing.T) {
	if _, err := CompareBoundaries([]int{2, 3}, []int{2, 4}, 2); err == nil {
		t.Error("segmentations of different lengths were compared")
	}
	if _, err := CompareBoundaries([]int{2, 0}, []int{2}, 2); err == nil {
		t.Error("an empty segment was accepted")
	}
	if _, err := CompareWindows(nil, nil); err == nil {
		t.Error("no segments were accepted")
	}
	if _, err := AgreeOnBoundaries([]map[string][]int{{"a": {3}, "b": {3}}, {"a": {3}}}, 2); err == nil {
		t.Error("a missing segmentation was accepted")
	}
	a, err := AgreeOnBoundaries([]map[string][]int{{"a": {3}, "b": {3}}}, 2)
	if err != nil || a.Pi.Defined() {
		t.Errorf("nobody placed a boundary, and π is %v (%v)", a.Pi, err)
	}
}

// Half the mean reference segment is 2.5 and 3.5 units: both round to the even
// neighbour.
func TestWindowRoundsHalfToEven(t *testing.T) {
	for _, c := range []struct {
		reference []int
		want      int
	}{{[]int{4, 6}, 2}, {[]int{6, 8}, 4}, {[]int{1, 1, 1}, 2}} {
		w, err := CompareWindows(c.reference, c.reference)
		if err != nil || w.Window != c.want {
			t.Errorf("window for %v is %d (%v), want %d", c.reference, w.Window, err, c.want)
		}
	}
}
