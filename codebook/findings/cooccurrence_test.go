package findings

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// slowPairs counts pairs by their definition: for every two codes, word by word
// or turn by turn, looking at every coding each time.
func slowPairs(d Data, q CooccurrenceQuestion) []Pair {
	s := newSlow(d)
	type at struct {
		p    spot
		unit int // the word, or the turn
	}
	var units []at
	for t := range d.Transcripts {
		for _, p := range s.spots(t) {
			switch {
			case q.Within.Words && p.word != None:
				units = append(units, at{p, p.word})
			case !q.Within.Words && p.turn != None && !slices.ContainsFunc(units, func(u at) bool { return u.p.transcript == t && u.unit == p.turn }):
				units = append(units, at{p, p.turn})
			}
		}
	}
	on := func(u at, code int, coder int32) bool {
		return slices.ContainsFunc(d.Codings, func(c Coding) bool {
			covered := c.Turns
			if q.Within.Words {
				covered = c.Words
			}
			return int(c.Transcript) == u.p.transcript && int(covered.Start) <= u.unit && u.unit < int(covered.End) &&
				s.counts(int(c.Code), []int{code}, q.RollUp) && (coder == None || c.Coder == coder)
		})
	}
	near := func(u at, code int, coder int32) bool {
		reach := 0
		if !q.Within.Words {
			reach = q.Within.Turns
		}
		return slices.ContainsFunc(units, func(v at) bool {
			return v.p.transcript == u.p.transcript && max(v.unit-u.unit, u.unit-v.unit) <= reach && on(v, code, coder)
		})
	}
	coders := []int32{None}
	if q.SameCoder {
		coders = nil
		for c := range d.Coders {
			coders = append(coders, int32(c))
		}
	}
	var out []Pair
	for a := range d.Codes {
		for b := a + 1; b < len(d.Codes); b++ {
			if q.RollUp && s.counts(b, []int{a}, true) || q.Only != nil && (!slices.Contains(q.Only, a) || !slices.Contains(q.Only, b)) {
				continue
			}
			p := Pair{A: a, B: b}
			cases := map[int]bool{}
			for _, u := range units {
				onA, onB := on(u, a, None), on(u, b, None)
				aNear := slices.ContainsFunc(coders, func(c int32) bool { return on(u, a, c) && near(u, b, c) })
				bNear := slices.ContainsFunc(coders, func(c int32) bool { return on(u, b, c) && near(u, a, c) })
				for _, x := range []struct {
					holds bool
					count *int
				}{{onA, &p.AUnits}, {onB, &p.BUnits}, {onA || onB, &p.EitherUnits}, {aNear, &p.ANear}, {bNear, &p.BNear}, {aNear || bNear, &p.Units}} {
					if x.holds {
						*x.count++
					}
				}
				if aNear || bNear {
					for _, c := range s.casesAt(u.p) {
						cases[c] = true
					}
				}
			}
			if p.Cases = yes(cases); p.Units > 0 {
				out = append(out, p)
			}
		}
	}
	return out
}

func drawCooccurrence(t *rapid.T, d Data) CooccurrenceQuestion {
	q := CooccurrenceQuestion{Within: Nearness{Words: rapid.Bool().Draw(t, "words"), Turns: rapid.IntRange(0, 2).Draw(t, "turns")},
		SameCoder: rapid.Bool().Draw(t, "same coder"), RollUp: rapid.Bool().Draw(t, "roll up")}
	if rapid.Bool().Draw(t, "only") {
		q.Only = append([]int{}, drawSubset(t, len(d.Codes))...)
	}
	return q
}

func TestCooccurrenceIsWhatCountingUnitByUnitGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		q := drawCooccurrence(t, d)
		got, err := study(t, d).Cooccurrence(q)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(slowPairs(d, q), got.Pairs); diff != "" {
			t.Fatalf("%+v: %s", q, diff)
		}
		for _, p := range got.Pairs {
			for _, x := range []float64{p.Jaccard().Number, p.BGivenA().Number, p.AGivenB().Number} {
				if x < 0 || x > 1 {
					t.Fatalf("%+v leaves [0,1]", p)
				}
			}
			if len(got.Passages(p)) < 2 && !q.RollUp {
				t.Fatalf("%+v has %d passages", p, len(got.Passages(p)))
			}
		}
	})
}

// Passages opened from a pair are those without which the pair would not be.
func TestPassagesOfAPairMakeThePair(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawData(t)
		q := drawCooccurrence(t, d)
		all, err := study(t, d).Cooccurrence(q)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range all.Pairs {
			opened := all.Passages(p)
			alone := d
			alone.Codings = nil
			for _, i := range opened {
				alone.Codings = append(alone.Codings, d.Codings[i])
			}
			again, err := study(t, alone).Cooccurrence(q)
			if err != nil {
				t.Fatal(err)
			}
			i := slices.IndexFunc(again.Pairs, func(x Pair) bool { return x.A == p.A && x.B == p.B })
			if i < 0 || again.Pairs[i].Units != p.Units || again.Pairs[i].Cases != p.Cases {
				t.Fatalf("%+v: from its passages %v alone comes %+v", p, opened, again.Pairs)
			}
		}
	})
}

// interview is one interview of so many turns of ten words, by one coder, with
// codings given as code, first turn and turn after the last.
func interview(codes, turns int, codings ...[3]int32) Data {
	d := Data{Coders: []Coder{{Name: "ana"}}, Transcripts: []Transcript{{Name: "KI-01", Words: 10 * turns}}}
	for i := range codes {
		d.Codes = append(d.Codes, Code{string(rune('A' + i)), None})
	}
	for i := range turns {
		d.Transcripts[0].Turns = append(d.Transcripts[0].Turns, Turn{Span{int32(10 * i), int32(10*i + 10)}, None, None})
	}
	for _, c := range codings {
		d.Codings = append(d.Codings, Coding{Code: c[0], Turns: Span{c[1], c[2]}, Words: Span{10 * c[1], 10 * c[2]}})
	}
	return d
}

// By hand: A on turns 0, 1, 5; B on turns 1, 2, 9. Together on turn 1 alone:
// J = 1/5. Within one turn: of A's turns 0 and 1 have B near, of B's 1 and 2
// have A near; 0, 1 and 2 are three of the five turns with either.
func TestCooccurrenceByHand(t *testing.T) {
	s := study(t, interview(2, 10, [3]int32{0, 0, 2}, [3]int32{0, 5, 6}, [3]int32{1, 1, 3}, [3]int32{1, 9, 10}))
	for _, c := range []struct {
		within Nearness
		want   Pair
	}{
		{Nearness{}, Pair{A: 0, B: 1, Units: 1, AUnits: 3, BUnits: 3, EitherUnits: 5, ANear: 1, BNear: 1, Cases: 1}},
		{Nearness{Turns: 1}, Pair{A: 0, B: 1, Units: 3, AUnits: 3, BUnits: 3, EitherUnits: 5, ANear: 2, BNear: 2, Cases: 1}},
		{Nearness{Turns: 3}, Pair{A: 0, B: 1, Units: 4, AUnits: 3, BUnits: 3, EitherUnits: 5, ANear: 3, BNear: 2, Cases: 1}},
		{Nearness{Words: true}, Pair{A: 0, B: 1, Units: 10, AUnits: 30, BUnits: 30, EitherUnits: 50, ANear: 10, BNear: 10, Cases: 1}},
	} {
		got, err := s.Cooccurrence(CooccurrenceQuestion{Within: c.within})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]Pair{c.want}, got.Pairs); diff != "" {
			t.Errorf("within %s: %s", c.within, diff)
		}
	}
}

// ATLAS.ti counts pairs of overlapping quotations, n12/(n1+n2−n12), and warns of
// values out of range where one long passage of A holds several of B. In units
// the same passages stay within [0,1].
func TestJaccardOfALongPassageOverSeveralShortOnesStaysInRange(t *testing.T) {
	d := interview(2, 6, [3]int32{0, 0, 6}, [3]int32{1, 0, 1}, [3]int32{1, 2, 3}, [3]int32{1, 4, 5})
	n12, n1, n2 := 3.0, 1.0, 3.0 // pairs of quotations, quotations of A, of B
	if pairs := n12 / (n1 + n2 - n12); pairs <= 1 {
		// n1+n2−n12 = 1: three overlaps over one.
		t.Fatalf("the example is not out of range by pairs: %v", pairs)
	}
	got, err := study(t, d).Cooccurrence(CooccurrenceQuestion{})
	if err != nil {
		t.Fatal(err)
	}
	if j := got.Pairs[0].Jaccard().Number; j != 0.5 {
		t.Errorf("J is %v; three of the six turns hold both", j)
	}
}

// Two pairs that go together, and a code that goes a little with each: the pairs
// stay whole, and the code comes to stand where it touches.
func TestClusteredOrder(t *testing.T) {
	d := interview(5, 20,
		[3]int32{0, 0, 4}, [3]int32{3, 0, 4}, // A and D always together
		[3]int32{1, 10, 14}, [3]int32{4, 10, 14}, // B and E
		[3]int32{3, 15, 16}, [3]int32{1, 15, 16}) // D and B once
	got, err := study(t, d).Cooccurrence(CooccurrenceQuestion{})
	if err != nil {
		t.Fatal(err)
	}
	if order := got.Clustered(); fmt.Sprint(order) != "[0 3 1 4]" {
		t.Errorf("order %v; C stands alone, A with D and B with E, and D touches B", order)
	}
}

func TestClusteredOrderHoldsEveryCodeOfAPairOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, err := study(t, drawData(t)).Cooccurrence(CooccurrenceQuestion{Within: Nearness{Turns: 1}})
		if err != nil {
			t.Fatal(err)
		}
		want := map[int]bool{}
		for _, p := range c.Pairs {
			want[p.A], want[p.B] = true, true
		}
		got := map[int]bool{}
		for _, code := range c.Clustered() {
			if got[code] {
				t.Fatalf("code %d stands twice", code)
			}
			got[code] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}
