package findings

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func drawIncidence(t *rapid.T) Incidence {
	x := Incidence{Codes: rapid.IntRange(0, 70).Draw(t, "codes")}
	for range rapid.IntRange(0, 12).Draw(t, "interviews") {
		var codes []int
		if x.Codes > 0 {
			codes = rapid.SliceOfN(rapid.IntRange(0, x.Codes-1), 0, 6).Draw(t, "has")
		}
		x.Interviews = append(x.Interviews, codes)
	}
	return x
}

// slowOutcome applies the rule by looking back over all interviews for every
// code of every run.
func slowOutcome(x Incidence, r SaturationRule) (base int, news []int, after int) {
	has := func(code, from, to int) bool {
		for i := from; i < to; i++ {
			if slices.Contains(x.Interviews[i], code) {
				return true
			}
		}
		return false
	}
	n := len(x.Interviews)
	if n < r.Base {
		return 0, nil, 0
	}
	for c := range x.Codes {
		if has(c, 0, r.Base) {
			base++
		}
	}
	for first := r.Base; first+r.Run <= n; first++ {
		fresh := 0
		for c := range x.Codes {
			if has(c, first, first+r.Run) && !has(c, 0, first) {
				fresh++
			}
		}
		news = append(news, fresh)
		if after == 0 && base > 0 && float64(fresh)/float64(base) <= r.Threshold {
			after = first + r.Run
		}
	}
	return base, news, after
}

func drawRule(t *rapid.T) SaturationRule {
	return SaturationRule{rapid.IntRange(1, 6).Draw(t, "base"), rapid.IntRange(1, 3).Draw(t, "run"), rapid.SampledFrom([]float64{0, 0.05, 0.5, 1}).Draw(t, "threshold")}
}

func TestSaturationIsWhatLookingBackGives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, r := drawIncidence(t), drawRule(t)
		got, err := x.Saturation([]SaturationRule{r})
		if err != nil {
			t.Fatal(err)
		}
		o := got.Outcomes[0]
		base, news, after := slowOutcome(x, r)
		var runs []int
		for i, run := range o.Runs {
			runs = append(runs, run.New)
			if run.First != r.Base+i || run.NewInformation.Defined() != (base > 0) {
				t.Fatalf("run %d: %+v", i, run)
			}
		}
		if o.BaseCodes != base || o.After != after || (o.Why == "") != (after > 0) || !cmp.Equal(runs, news) {
			t.Fatalf("%+v; looking back: base %d, new %v, after %d", o, base, news, after)
		}
	})
}

// Each random order is one of Saturation's, so the band must come from the same
// curves: here they are computed from the orders themselves.
func TestTheBandIsThatOfTheOrdersDrawn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := drawIncidence(t)
		rules := []SaturationRule{drawRule(t), drawRule(t)}
		how := Permutations{rapid.IntRange(1, 50).Draw(t, "orders"), rapid.Uint64().Draw(t, "seed")}
		got, err := x.Permute(rules, how)
		if err != nil {
			t.Fatal(err)
		}
		n := len(x.Interviews)
		d := newOrders(x, how.Seed)
		counts, ends := make([][]int, n), make([][]int, len(rules))
		for k := range how.Orders {
			d.draw(k)
			y := Incidence{Codes: x.Codes}
			for _, i := range d.order {
				y.Interviews = append(y.Interviews, x.Interviews[i])
			}
			s, err := y.Saturation(rules)
			if err != nil {
				t.Fatal(err)
			}
			for i, c := range s.Cumulative {
				counts[i] = append(counts[i], c)
			}
			for i, o := range s.Outcomes {
				end := o.After
				if end == 0 {
					end = math.MaxInt
				}
				ends[i] = append(ends[i], end)
			}
		}
		at := func(of []int, p float64) int {
			slices.Sort(of)
			return of[max(int(math.Ceil(p*float64(len(of)))), 1)-1]
		}
		for i := range n {
			if low, mid, high := at(counts[i], .025), at(counts[i], .5), at(counts[i], .975); got.Low[i] != low || got.Median[i] != mid || got.High[i] != high {
				t.Fatalf("after %d interviews %d %d %d; the orders give %d %d %d", i+1, got.Low[i], got.Median[i], got.High[i], low, mid, high)
			}
		}
		for i, o := range got.Outcomes {
			want := RuleBand{Rule: rules[i], Reached: countFunc(ends[i], func(e int) bool { return e < math.MaxInt })}
			for _, q := range []struct {
				to *int
				p  float64
			}{{&want.Low, .025}, {&want.Median, .5}, {&want.High, .975}} {
				if e := at(ends[i], q.p); e < math.MaxInt {
					*q.to = e
				}
			}
			if diff := cmp.Diff(want, o); diff != "" {
				t.Fatal(diff)
			}
		}
	})
}

// Over all 120 orders of five interviews the mean curve is the one computed.
func TestExpectedIsTheMeanOverAllOrders(t *testing.T) {
	x := Incidence{Codes: 6, Interviews: [][]int{{0, 1}, {1, 2, 3}, {}, {0, 1, 4}, {4}}}
	sums, orders := make([]float64, 5), 0
	var walk func(order []int)
	walk = func(order []int) {
		if len(order) == 5 {
			orders++
			seen := map[int]bool{}
			for i, k := range order {
				for _, c := range x.Interviews[k] {
					seen[c] = true
				}
				sums[i] += float64(len(seen))
			}
			return
		}
		for k := range 5 {
			if !slices.Contains(order, k) {
				walk(append(slices.Clone(order), k))
			}
		}
	}
	walk(nil)
	for i, e := range x.expected() {
		if want := sums[i] / float64(orders); math.Abs(e-want) > 1e-12 {
			t.Errorf("%d interviews: %v, mean over all orders %v", i+1, e, want)
		}
	}
}

// By hand, after the worked form of Guest, Namey & Chen (2020): base 4 with 10
// codes; interviews 5 to 8 bring 2, 0, 0, 1. Runs 5–6: 2 of 10, 6–7: none, 7–8:
// 1 of 10.
func TestSaturationByHand(t *testing.T) {
	x := Incidence{Codes: 13, Interviews: [][]int{{0, 1, 2, 3}, {2, 4, 5, 6}, {7}, {8, 9, 0}, {10, 11, 1}, {2}, {3, 4}, {12, 0}}}
	got, err := x.Saturation([]SaturationRule{{4, 2, 0.05}, {4, 2, 0.2}, {4, 3, 0}, {6, 3, 0}})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got.New) != "[4 3 1 2 2 0 0 1]" || fmt.Sprint(got.Cumulative) != "[4 7 8 10 12 12 12 13]" {
		t.Errorf("new %v, cumulative %v", got.New, got.Cumulative)
	}
	var shares []float64
	for _, r := range got.Outcomes[0].Runs {
		shares = append(shares, r.NewInformation.Number)
	}
	if fmt.Sprint(shares) != "[0.2 0 0.1]" {
		t.Errorf("new information %v", shares)
	}
	for i, want := range []struct {
		after int
		why   string
	}{{7, ""}, {6, ""}, {0, "no run brought so little new"}, {0, "there are 8 interviews; base and run take 9"}} {
		if o := got.Outcomes[i]; o.After != want.after || o.Why != want.why {
			t.Errorf("%s: after %d, %q; want %d, %q", o.Rule.Short(), o.After, o.Why, want.after, want.why)
		}
	}
}

func TestAMergedCodeCountsOnce(t *testing.T) {
	d := Data{Codes: []Code{{"A", None}, {"B", None}, {"C", None}}, Coders: []Coder{{Name: "ana"}}, Transcripts: []Transcript{{Name: "1"}, {Name: "2"}},
		Codings: []Coding{{Code: 0}, {Code: 1}, {Code: 1, Transcript: 1}, {Code: 2, Transcript: 1}}}
	x, err := study(t, d).Incidence([]int{1, 0}, []int{0, 0, None})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([][]int{{0}, {0}}, x.Interviews); diff != "" {
		t.Error(diff)
	}
}

func TestAnEmptyBaseSaturatesNothing(t *testing.T) {
	x := Incidence{Codes: 2, Interviews: [][]int{{}, {}, {}, {}}}
	got, err := x.Saturation([]SaturationRule{{2, 1, 0.05}})
	if err != nil {
		t.Fatal(err)
	}
	if o := got.Outcomes[0]; o.After != 0 || o.Why != "the base has no code" || o.Runs[0].NewInformation.Defined() {
		t.Errorf("%+v", o)
	}
}

// The tree counts of Barro Colorado Island, 50 plots and 225 species, as the R
// package vegan prints them for specpool(BCI): chao 236.3732, with 21 species in
// one plot and 19 in two.
func TestChao2OfBarroColorado(t *testing.T) {
	x := Incidence{Codes: 225, Interviews: make([][]int, 50)}
	for c := range 225 {
		plots := 3 + c%40 // of the others it is enough that they are in more than two
		switch {
		case c < 21:
			plots = 1
		case c < 40:
			plots = 2
		}
		for p := range plots {
			x.Interviews[p] = append(x.Interviews[p], c)
		}
	}
	u := x.Unseen()
	if u.Observed != 225 || u.Once != 21 || u.Twice != 19 || math.Abs(u.Chao2.Number-236.3732) > 5e-5 {
		t.Errorf("%+v; vegan prints 236.3732", u)
	}
}

func TestUnseenAtItsEdges(t *testing.T) {
	for _, c := range []struct {
		name            string
		x               Incidence
		chao2, coverage string
	}{
		// Q1 = 3, Q2 = 0: 3 + 2/3·3·2/2 = 5; C = 1 − 3/3 · (2·2)/(2·2+2) = 1/3.
		{"every code once", Incidence{3, [][]int{{0}, {1}, {2}}}, "5", "0.33333333333333337"},
		// Q1 = 0: nothing is unseen.
		{"every code in all", Incidence{2, [][]int{{0, 1}, {0, 1}}}, "2", "1"},
		// Q1 = 2, Q2 = 1, n = 2: 3 + 1/2·4/2 = 4; C = 1 − 2/4 · 2/(2+2) = 3/4.
		{"two once, one twice", Incidence{3, [][]int{{0, 1}, {0, 2}}}, "4", "0.75"},
		{"one interview", Incidence{1, [][]int{{0}}}, "there are fewer than two interviews", "there are fewer than two interviews"},
		{"no code", Incidence{1, [][]int{{}, {}}}, "0", "no interview has a code"},
	} {
		u := c.x.Unseen()
		say := func(v interface{ Defined() bool }, n float64, why string) string {
			if v.Defined() {
				return fmt.Sprint(n)
			}
			return why
		}
		if a, b := say(u.Chao2, u.Chao2.Number, u.Chao2.Undefined), say(u.Coverage, u.Coverage.Number, u.Coverage.Undefined); a != c.chao2 || b != c.coverage {
			t.Errorf("%s: Chao2 %s, coverage %s; want %s, %s", c.name, a, b, c.chao2, c.coverage)
		}
	}
}

func TestMeaningGrid(t *testing.T) {
	x := Incidence{Codes: 3, Interviews: [][]int{{0}, {0, 1}, {}, {0, 1}, {0, 1, 1}, {0}}}
	got, err := x.Meaning([][]int{{0}, {0}, nil, nil, {1}, nil}, 3)
	if err != nil {
		t.Fatal(err)
	}
	want := []CodeMeaning{
		{0, []Mark{First, NewAspect, NotMentioned, Repeated, Repeated, Repeated}, 5, 2, 1, 3, true},
		{1, []Mark{NotMentioned, First, NotMentioned, Repeated, NewAspect, NotMentioned}, 3, 2, 4, 0, false},
		{2, make([]Mark, 6), 0, 0, None, 0, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if _, err := x.Meaning([][]int{nil, nil, {0}, nil, nil, nil}, 3); err == nil {
		t.Error("a new aspect of a code that the interview does not have is taken")
	}
}

func FuzzGroupsBy(f *testing.F) {
	f.Add("1|2|3|40|50|60|7|8|9|10|11|12", int(NumberValues), "")
	f.Add("2026-01-02|2026-05|2025", int(DateValues), "2026-01-01|2026-02-01")
	f.Fuzz(func(t *testing.T, values string, kind int, edges string) { checkGroups(t, values, kind, edges) })
}
