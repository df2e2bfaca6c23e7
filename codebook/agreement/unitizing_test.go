package agreement

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestUnitizingAlphaReferenceCases(t *testing.T) {
	for _, c := range readSpanCases(t, "span-unitizing.json") {
		t.Run(c.ID, func(t *testing.T) {
			u := UnitizingAlpha([]Continuum{c.continuum(t)})
			c.check(t, "u_alpha", u.UAlpha)
			c.check(t, "bar_u_alpha", u.BarUAlpha)
			c.check(t, "cu_alpha", u.CUAlpha)
			c.check(t, "cu_coverage", u.CUCoverage)
			for name, got := range map[string]map[string]Value{"ku_alpha": u.KUAlpha, "ku_coverage": u.KUCoverage} {
				var want map[string]json.RawMessage
				if err := json.Unmarshal(c.Expected[name], &want); err != nil {
					t.Fatal(err)
				}
				if len(want) != len(got) {
					t.Errorf("%s has %d codes, want %d", name, len(got), len(want))
				}
				for code, raw := range want {
					checkSpanValue(t, name+" "+code, raw, got[code], c.Tolerance)
				}
			}
		})
	}
}

// bruteUnitizing computes the family straight from its formulas, on arrays
// with one cell a position.
func bruteUnitizing(c Continuum) map[string]float64 {
	type cell struct {
		value   string
		segment int
	}
	m, length := float64(len(c.coders)), c.Length()
	rows := make([][]cell, len(c.coders))
	q := map[string]float64{}
	for i, g := range c.coders {
		rows[i] = make([]cell, length)
		spans, _ := unitizingJoin(g.Spans)
		for n, s := range spans {
			for p := s.Start; p < s.End; p++ {
				rows[i][p-c.begin] = cell{s.Category, n + 1}
			}
			x := float64(s.End - s.Start)
			q[s.Category] += x * x
		}
		for _, x := range rows[i] {
			if x.segment == 0 {
				q[""]++
			}
		}
	}
	all := m * float64(length)
	coincide, met, squared := map[[2]string]float64{}, map[string]float64{}, map[string]float64{}
	for i := range rows {
		for j := range rows {
			if i == j {
				continue
			}
			perSegment := map[cell]float64{}
			for p := range rows[i] {
				a, b := rows[i][p], rows[j][p]
				coincide[[2]string{a.value, b.value}] += 1 / (m - 1)
				if a.value != "" && b.value != "" {
					perSegment[a]++
					met[a.value] += 1 / (m - 1)
				}
			}
			for a, x := range perSegment {
				squared[a.value] += x * x / (m - 1)
			}
		}
	}
	margin := map[string]float64{}
	for k, x := range coincide {
		margin[k[0]] += x
	}
	sum := func(of map[string]float64) (s float64) {
		for _, x := range of {
			s += x
		}
		return s
	}
	expect := func(c, k string) float64 {
		e := margin[c] * margin[k]
		if c == k {
			e -= q[c]
		}
		return all * e / (all*all - sum(q))
	}
	star := sum(met)
	expectMet := func(c, k string) float64 {
		e := met[c] * met[k]
		if c == k {
			e -= squared[c]
		}
		return e / (star - sum(squared)/star)
	}
	out := map[string]float64{"values": float64(len(margin))}
	agreed, chance := 0.0, 0.0
	for c := range margin {
		agreed += coincide[[2]string{c, c}]
		chance += expect(c, c)
	}
	out["u"] = 1 - (all-agreed)/(all-chance)
	gapChance := 0.0
	for k := range margin {
		if k != "" {
			gapChance += expect("", k)
		}
	}
	out["bar"] = 1 - (margin[""]-coincide[[2]string{"", ""}])/gapChance
	agreed, chance = 0, 0
	for c := range met {
		agreed += coincide[[2]string{c, c}]
		chance += expectMet(c, c)
	}
	out["cu"] = 1 - (star-agreed)/(star-chance)
	for k := range met {
		row := 0.0
		for c := range met {
			row += expectMet(k, c)
		}
		out["ku "+k] = 1 - row/met[k]*(met[k]-coincide[[2]string{k, k}])/(row-expectMet(k, k))
	}
	return out
}

func TestUnitizingSweepEqualsArrays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawContinuum(t, true)
		u := UnitizingAlpha([]Continuum{text})
		want := bruteUnitizing(text)
		compare := func(what string, got Value) {
			spanFinite(t, what, got)
			if x := want[what]; got.Defined() && math.Abs(got.Number-x) > 1e-9*(1+math.Abs(x)) {
				t.Fatalf("%s = %v, arrays give %v for %v", what, got.Number, x, text)
			}
		}
		compare("u", u.UAlpha)
		compare("bar", u.BarUAlpha)
		compare("cu", u.CUAlpha)
		for k, v := range u.KUAlpha {
			compare("ku "+k, v)
		}
		for _, v := range []Value{u.UAlpha, u.BarUAlpha, u.CUAlpha} {
			if v.Defined() && v.Number > 1+1e-12 {
				t.Fatalf("a coefficient of %v", v.Number)
			}
		}
		if one := want["values"] < 2; u.UAlpha.Defined() == one {
			t.Fatalf("uα is %v (%q) where %v values occur", u.UAlpha.Number, u.UAlpha.Undefined, want["values"])
		}
	})
}

func TestUnitizingIsTheSameForAnyOrderOfCoders(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawContinuum(t, true)
		a, b := UnitizingAlpha([]Continuum{text}), UnitizingAlpha([]Continuum{permuted(t, text)})
		for i, pair := range [][2]Value{{a.UAlpha, b.UAlpha}, {a.BarUAlpha, b.BarUAlpha}, {a.CUAlpha, b.CUAlpha}} {
			if pair[0].Defined() != pair[1].Defined() || math.Abs(pair[0].Number-pair[1].Number) > 1e-12 {
				t.Fatalf("coefficient %d: %v and %v", i, pair[0], pair[1])
			}
		}
	})
}

func TestIdenticalCodersAgreePerfectly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := drawSpans(t, 0, 30, true)
		m := rapid.IntRange(2, 5).Draw(t, "coders")
		var coders []CoderSpans
		for i := range m {
			coders = append(coders, CoderSpans{fmt.Sprint(i), spans})
		}
		u := UnitizingAlpha([]Continuum{spanMust(t, 0, 30, coders...)})
		for _, v := range []Value{u.UAlpha, u.BarUAlpha, u.CUAlpha} {
			if v.Defined() && math.Abs(v.Number-1) > 1e-12 {
				t.Fatalf("%v for identical spans %v", v.Number, spans)
			}
		}
	})
}

// A gap counts by its length, a unit by the square of its length: cutting a
// text where no unit lies changes nothing, cutting units does.
func TestSplittingGapsLeavesUAlphaUnchanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawContinuum(t, true)
		cut := rapid.IntRange(text.begin+1, max(text.begin+1, text.end-1)).Draw(t, "cut")
		left, right := []CoderSpans{}, []CoderSpans{}
		for _, g := range text.coders {
			l, r := CoderSpans{Coder: g.Coder}, CoderSpans{Coder: g.Coder}
			for _, s := range g.Spans {
				switch {
				case s.End <= cut:
					l.Spans = append(l.Spans, s)
				case s.Start >= cut:
					r.Spans = append(r.Spans, s)
				default:
					t.Skip("the cut is inside a unit")
				}
			}
			left, right = append(left, l), append(right, r)
		}
		if cut >= text.end {
			t.Skip()
		}
		whole := UnitizingAlpha([]Continuum{text})
		parts := UnitizingAlpha([]Continuum{spanMust(t, text.begin, cut, left...), spanMust(t, cut, text.end, right...)})
		for i, pair := range [][2]Value{{whole.UAlpha, parts.UAlpha}, {whole.BarUAlpha, parts.BarUAlpha}, {whole.CUAlpha, parts.CUAlpha}} {
			if pair[0].Defined() != pair[1].Defined() || math.Abs(pair[0].Number-pair[1].Number) > 1e-9 {
				t.Fatalf("coefficient %d: %v whole, %v in parts", i, pair[0], pair[1])
			}
		}
	})
	one := UnitizingAlpha([]Continuum{spanMust(t, 0, 100, CoderSpans{"a", []Span{{10, 50, "x"}}}, CoderSpans{"b", []Span{{20, 60, "x"}}})})
	two := UnitizingAlpha([]Continuum{spanMust(t, 0, 100, CoderSpans{"a", []Span{{10, 30, "x"}, {30, 50, "x"}}}, CoderSpans{"b", []Span{{20, 60, "x"}}})})
	if one.UAlpha.Number == two.UAlpha.Number {
		t.Error("splitting a unit left uα unchanged")
	}
}

func TestUnitizingSaysWhyItIsUndefined(t *testing.T) {
	ana := CoderSpans{"ana", []Span{{0, 10, "x"}, {5, 12, "y"}}}
	ben := CoderSpans{"ben", []Span{{0, 10, "x"}}}
	overlap := UnitizingAlpha([]Continuum{spanMust(t, 0, 20, ana, ben)})
	if overlap.UAlpha.Defined() || overlap.KUAlpha["y"].Defined() {
		t.Error("overlapping codes of one coder were accepted")
	}
	single := UnitizingAlpha([]Continuum{spanMust(t, 0, 20, ana, ben).Only("x")})
	if !single.UAlpha.Defined() || single.UAlpha.Number != 1 {
		t.Errorf("one code of the two: %v, want 1", single.UAlpha)
	}
	lone := UnitizingAlpha([]Continuum{spanMust(t, 0, 20, ben)})
	empty := UnitizingAlpha([]Continuum{spanMust(t, 0, 20, CoderSpans{"ana", nil}, CoderSpans{"ben", nil})})
	apart := UnitizingAlpha([]Continuum{
		mustNamed(t, "t1", 20, CoderSpans{"ana", nil}),
		mustNamed(t, "t2", 20, CoderSpans{"ben", nil}),
	})
	// Three coders of whom two meet once: ε* has no positive denominator.
	few := UnitizingAlpha([]Continuum{spanMust(t, 0, 20, CoderSpans{"a", []Span{{1, 5, "x"}}}, CoderSpans{"b", []Span{{1, 5, "y"}}}, CoderSpans{"c", nil})})
	reasons := []string{overlap.UAlpha.Undefined, lone.UAlpha.Undefined, empty.UAlpha.Undefined, apart.UAlpha.Undefined,
		single.CUAlpha.Undefined, few.CUAlpha.Undefined}
	for i, r := range reasons {
		if r == "" || slices.Index(reasons, r) != i {
			t.Errorf("reason %d is %q: empty or not its own", i, r)
		}
	}
}

func mustNamed(t *testing.T, name string, end int, coders ...CoderSpans) Continuum {
	t.Helper()
	text, err := NewContinuum(name, 0, end, coders)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestOverlapsOfOneCodeAreJoined(t *testing.T) {
	a := UnitizingAlpha([]Continuum{spanMust(t, 0, 50, CoderSpans{"ana", []Span{{5, 20, "x"}, {10, 30, "x"}}}, CoderSpans{"ben", []Span{{8, 30, "x"}}})})
	b := UnitizingAlpha([]Continuum{spanMust(t, 0, 50, CoderSpans{"ana", []Span{{5, 30, "x"}}}, CoderSpans{"ben", []Span{{8, 30, "x"}}})})
	if a.UAlpha != b.UAlpha || a.Merged != 1 || b.Merged != 0 {
		t.Errorf("joined %v (%d merged), in one piece %v (%d merged)", a.UAlpha, a.Merged, b.UAlpha, b.Merged)
	}
}

func BenchmarkUnitizingAlpha(b *testing.B) {
	text := benchmarkContinuum(b, 3, 5000, 2_000_000)
	b.ReportAllocs()
	for b.Loop() {
		if u := UnitizingAlpha([]Continuum{text}); !u.UAlpha.Defined() {
			b.Fatal(u.UAlpha.Undefined)
		}
	}
}

// benchmarkContinuum spreads spans evenly and moves each coder's by a few
// positions, with every seventh code changed.
func benchmarkContinuum(b *testing.B, coders, spans, length int) Continuum {
	b.Helper()
	step := length / spans
	var all []CoderSpans
	for g := range coders {
		list := make([]Span, spans)
		for i := range list {
			code := i % 12
			if (i+g)%7 == 0 {
				code = (code + g) % 12
			}
			start := i*step + (i*7+g*13)%(step/3)
			list[i] = Span{start, start + step/2, fmt.Sprintf("c%d", code)}
		}
		all = append(all, CoderSpans{fmt.Sprintf("coder%d", g+1), list})
	}
	return spanMust(b, 0, length, all...)
}
