package findings

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Dunning (1993), table 1: "the swiss" 110, 2442, 111, 29114 gives 270.72.
func TestLogLikelihoodOfDunning(t *testing.T) {
	if g := logLikelihood(110, 2442, 111, 29114).Number; math.Abs(g-270.72) > 0.005 {
		t.Errorf("G² is %.4f; Dunning prints 270.72", g)
	}
	if g := logLikelihood(2, 98, 20, 380).Number; g >= 0 {
		t.Errorf("a word said less often near than elsewhere has %v", g)
	}
	if g := logLikelihood(5, 95, 20, 380).Number; g != 0 {
		t.Errorf("a word said as often near as elsewhere has %v", g)
	}
	if v := logLikelihood(5, 5, 0, 0); v.Defined() {
		t.Errorf("with all words near: %+v", v)
	}
}

func TestCountWords(t *testing.T) {
	texts := [][]string{strings.Fields("no no the van"), strings.Fields("the no"), nil}
	want := []WordCount{{"no", 3, 2}, {"the", 2, 2}, {"van", 1, 1}}
	if d := cmp.Diff(want, CountWords(texts, nil)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]WordCount{{"no", 3, 2}, {"van", 1, 1}}, CountWords(texts, map[string]bool{"the": true})); d != "" {
		t.Error(d)
	}
}

// a b NODE c d e NODE f: within two words. c is right of the first node, e left
// of the second, d between both (two from each: right of the first).
func TestCollocatesByHand(t *testing.T) {
	turn := Said{strings.Fields("x a b N c d e N f"), []Span{{3, 4}, {7, 8}}}
	got, err := Collocates([]Said{turn, {Words: strings.Fields("x x a")}}, 2, 1, nil)
	if err != nil {
		t.Fatal(err)
	}
	sides := map[string][4]int{}
	for _, c := range got {
		sides[c.Word] = [4]int{c.Near, c.Left, c.Right, c.Elsewhere}
	}
	want := map[string][4]int{"a": {1, 1, 0, 1}, "b": {1, 1, 0, 0}, "c": {1, 0, 1, 0}, "d": {1, 0, 1, 0}, "e": {1, 1, 0, 0}, "f": {1, 0, 1, 0}}
	if d := cmp.Diff(want, sides); d != "" {
		t.Error(d)
	}
	if e := got[0].Expected; math.Abs(e-6.0/10) > 1e-12 { // one of ten words, six of which are near
		t.Errorf("expected %v", e)
	}
	if _, err := Collocates(nil, 0, 1, nil); err == nil {
		t.Error("a window of no words is taken")
	}
}

// Word by word: the nearest node within the window decides.
func TestCollocatesAreWhatLookingFromEachWordGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		window := rapid.IntRange(1, 4).Draw(t, "window")
		var turns []Said
		want := map[string][4]int{}
		for range rapid.IntRange(0, 4).Draw(t, "turns") {
			s := Said{Words: rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "c"}), 0, 10).Draw(t, "words")}
			at := int32(0)
			for range rapid.IntRange(0, 3).Draw(t, "nodes") {
				start := at + rapid.Int32Range(0, 3).Draw(t, "gap")
				end := start + rapid.Int32Range(1, 2).Draw(t, "length")
				if int(end) <= len(s.Words) {
					s.Nodes = append(s.Nodes, Span{start, end})
				}
				at = end
			}
			turns = append(turns, s)
			for k := range s.Words {
				left, right, in := window+1, window+1, false // distances to the nearest node after and before
				for _, n := range s.Nodes {
					in = in || int(n.Start) <= k && k < int(n.End)
					if int(n.Start) > k {
						left = min(left, int(n.Start)-k)
					}
					if int(n.End) <= k {
						right = min(right, k-int(n.End)+1)
					}
				}
				c := want[s.Words[k]]
				switch {
				case in:
					continue
				case left > window && right > window:
					c[3]++
				case left < right:
					c[0]++
					c[1]++
				default:
					c[0]++
					c[2]++
				}
				want[s.Words[k]] = c
			}
		}
		got, err := Collocates(turns, window, 1, nil)
		if err != nil {
			t.Fatal(err)
		}
		for w, c := range want {
			if c[0] == 0 {
				delete(want, w)
			}
		}
		sides := map[string][4]int{}
		for _, c := range got {
			sides[c.Word] = [4]int{c.Near, c.Left, c.Right, c.Elsewhere}
		}
		if d := cmp.Diff(want, sides); d != "" {
			t.Fatal(d)
		}
	})
}

func ExampleCollocates() {
	said := func(words string, nodes ...Span) Said { return Said{strings.Fields(words), nodes} }
	found, err := Collocates([]Said{
		said("we trust the clinic", Span{1, 2}),
		said("nobody can trust the county", Span{2, 3}),
		said("the van came on friday and again on monday"),
	}, 1, 2, nil)
	if err != nil {
		panic(err)
	}
	for _, c := range found {
		fmt.Printf("%s: %d near, %.2f expected, G² %.2f\n", c.Word, c.Near, c.Expected, c.LogLikelihood.Number)
	}
	// Output: the: 2 near, 0.75 expected, G² 3.01
}
