package gamma

import (
	"math"
	"reflect"
	"slices"
	"testing"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"

	"pgregory.net/rapid"
)

func drawUnitText(t *rapid.T) unitText {
	c := spancase.Draw(t, false)
	return newUnitText(c, []string{"a", "b", "c"})
}

// A shuffled coder is a real one, turned round the text by a whole number.
func TestShuffleTurnsRealCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawUnitText(t)
		s := shuffle(g, streamOf(rapid.Uint64().Draw(t, "seed"), 0))
		length := g.end - g.begin
		// turned lists a coder's units by place on the circle from the first one's.
		turned := func(g unitText, coder int, from float64) (list [][3]float64) {
			for _, u := range g.units {
				if u.coder == coder {
					at := math.Mod(u.start-from+2*length, length)
					list = append(list, [3]float64{at, u.end - u.start, float64(u.category)})
				}
			}
			slices.SortFunc(list, func(a, b [3]float64) int { return slices.Compare(a[:], b[:]) })
			return list
		}
		for coder := range g.coders {
			found := false
			for from := range g.coders {
				for shift := 0.0; shift < length; shift++ {
					found = found || reflect.DeepEqual(turned(s, coder, g.begin+shift), turned(g, from, g.begin))
				}
			}
			if !found {
				t.Fatalf("coder %d of %v is none of %v", coder, s.units, g.units)
			}
		}
		for _, u := range s.units {
			if u.start < g.begin || u.start >= g.end {
				t.Fatalf("a span starts at %v, the text runs from %v to %v", u.start, g.begin, g.end)
			}
		}
	})
}

// The statistical sampler must meet the figures it draws from, in the mean.
func TestInventedTextsMeetTheirFigures(t *testing.T) {
	g := newUnitText(spancase.Must(t, 0, 200,
		continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 10, End: 20, Category: "a"}, {Start: 40, End: 60, Category: "a"}, {Start: 100, End: 120, Category: "b"}, {Start: 150, End: 160, Category: "a"}}},
		continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 12, End: 24, Category: "a"}, {Start: 90, End: 120, Category: "b"}, {Start: 121, End: 130, Category: "a"}, {Start: 150, End: 158, Category: "a"}}}), []string{"a", "b"})
	units, long, b := 0.0, 0.0, 0.0
	const n = 20000
	for i := range n {
		for _, u := range invent(g, streamOf(1, i)).units {
			units++
			long += u.end - u.start
			b += float64(u.category)
		}
	}
	if got := units / n; got != 8 {
		t.Errorf("%v spans a text, want 8", got)
	}
	// 14.875, and a little more because negative lengths are turned positive.
	if got := long / units; got < 14.8 || got > 15.1 {
		t.Errorf("mean length %v, want about 14.9", got)
	}
	if got := b / units; math.Abs(got-0.25) > 0.01 {
		t.Errorf("share of the second category %v, want .25", got)
	}
}

func TestStreamsDiffer(t *testing.T) {
	seen := map[uint64]bool{}
	for seed := range uint64(100) {
		for i := range 100 {
			seen[streamOf(seed, i).Uint64()] = true
		}
	}
	if len(seen) != 10000 {
		t.Errorf("%d different first numbers of 10000 streams", len(seen))
	}
	if a, b := streamOf(7, 3).Uint64(), streamOf(7, 3).Uint64(); a != b {
		t.Error("one stream gave two numbers")
	}
}

// Real coders are taken with replacement: of two with one and two spans, a
// quarter of the shuffled texts hold two spans, half three, a quarter four.
func TestShuffleTakesCodersWithReplacement(t *testing.T) {
	g := newUnitText(spancase.Must(t, 0, 50, continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 1, End: 5, Category: "a"}}}, continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 1, End: 5, Category: "a"}, {Start: 20, End: 30, Category: "a"}}}), []string{"a"})
	count := map[int]int{}
	const n = 4000
	for i := range n {
		count[len(shuffle(g, streamOf(2, i)).units)]++
	}
	for units, share := range map[int]float64{2: .25, 3: .5, 4: .25} {
		if got := float64(count[units]) / n; math.Abs(got-share) > 0.03 {
			t.Errorf("%.3f of the shuffled texts hold %d spans, want %v", got, units, share)
		}
	}
}
