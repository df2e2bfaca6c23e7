package span

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"

	"pgregory.net/rapid"
)

func TestUnitizingAlphaReferenceCases(t *testing.T) {
	for _, c := range spancase.Read(t, "unitizing.json") {
		t.Run(c.ID, func(t *testing.T) {
			u := UnitizingAlpha([]continuum.Continuum{c.Continuum(t)})
			c.Check(t, "u_alpha", u.UAlpha)
			c.Check(t, "bar_u_alpha", u.BarUAlpha)
			c.Check(t, "cu_alpha", u.CUAlpha)
			c.Check(t, "cu_coverage", u.CUCoverage)
			for name, got := range map[string]map[string]agreement.Value{"ku_alpha": u.KUAlpha, "ku_coverage": u.KUCoverage} {
				var want map[string]json.RawMessage
				if err := json.Unmarshal(c.Expected[name], &want); err != nil {
					t.Fatal(err)
				}
				if len(want) != len(got) {
					t.Errorf("%s has %d codes, want %d", name, len(got), len(want))
				}
				for code, raw := range want {
					spancase.Check(t, name+" "+code, raw, got[code], c.Tolerance)
				}
			}
		})
	}
}

// bruteUnitizing computes the family straight from its formulas, on arrays
// with one cell a position.
func bruteUnitizing(c continuum.Continuum) map[string]float64 {
	type cell struct {
		value   string
		segment int
	}
	m, length := float64(len(c.All())), c.Length()
	rows := make([][]cell, len(c.All()))
	q := map[string]float64{}
	for i, g := range c.All() {
		rows[i] = make([]cell, length)
		spans, _ := unitizingJoin(g.Spans)
		for n, s := range spans {
			for p := s.Start; p < s.End; p++ {
				rows[i][p-c.Begin()] = cell{s.Category, n + 1}
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
		text := spancase.Draw(t, true)
		u := UnitizingAlpha([]continuum.Continuum{text})
		want := bruteUnitizing(text)
		compare := func(what string, got agreement.Value) {
			spancase.Finite(t, what, got)
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
		for _, v := range []agreement.Value{u.UAlpha, u.BarUAlpha, u.CUAlpha} {
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
		text := spancase.Draw(t, true)
		a, b := UnitizingAlpha([]continuum.Continuum{text}), UnitizingAlpha([]continuum.Continuum{spancase.Permuted(t, text)})
		for i, pair := range [][2]agreement.Value{{a.UAlpha, b.UAlpha}, {a.BarUAlpha, b.BarUAlpha}, {a.CUAlpha, b.CUAlpha}} {
			if pair[0].Defined() != pair[1].Defined() || math.Abs(pair[0].Number-pair[1].Number) > 1e-12 {
				t.Fatalf("coefficient %d: %v and %v", i, pair[0], pair[1])
			}
		}
	})
}

func TestIdenticalCodersAgreePerfectly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := spancase.DrawSpans(t, 0, 30, true)
		m := rapid.IntRange(2, 5).Draw(t, "coders")
		var coders []continuum.CoderSpans
		for i := range m {
			coders = append(coders, continuum.CoderSpans{Coder: fmt.Sprint(i), Spans: spans})
		}
		u := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 30, coders...)})
		for _, v := range []agreement.Value{u.UAlpha, u.BarUAlpha, u.CUAlpha} {
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
		text := spancase.Draw(t, true)
		cut := rapid.IntRange(text.Begin()+1, max(text.Begin()+1, text.End()-1)).Draw(t, "cut")
		left, right := []continuum.CoderSpans{}, []continuum.CoderSpans{}
		for _, g := range text.All() {
			l, r := continuum.CoderSpans{Coder: g.Coder}, continuum.CoderSpans{Coder: g.Coder}
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
		if cut >= text.End() {
			t.Skip()
		}
		whole := UnitizingAlpha([]continuum.Continuum{text})
		parts := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, text.Begin(), cut, left...), spancase.Must(t, cut, text.End(), right...)})
		for i, pair := range [][2]agreement.Value{{whole.UAlpha, parts.UAlpha}, {whole.BarUAlpha, parts.BarUAlpha}, {whole.CUAlpha, parts.CUAlpha}} {
			if pair[0].Defined() != pair[1].Defined() || math.Abs(pair[0].Number-pair[1].Number) > 1e-9 {
				t.Fatalf("coefficient %d: %v whole, %v in parts", i, pair[0], pair[1])
			}
		}
	})
	one := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 100, continuum.CoderSpans{Coder: "a", Spans: []continuum.Span{{Start: 10, End: 50, Category: "x"}}}, continuum.CoderSpans{Coder: "b", Spans: []continuum.Span{{Start: 20, End: 60, Category: "x"}}})})
	two := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 100, continuum.CoderSpans{Coder: "a", Spans: []continuum.Span{{Start: 10, End: 30, Category: "x"}, {Start: 30, End: 50, Category: "x"}}}, continuum.CoderSpans{Coder: "b", Spans: []continuum.Span{{Start: 20, End: 60, Category: "x"}}})})
	if one.UAlpha.Number == two.UAlpha.Number {
		t.Error("splitting a unit left uα unchanged")
	}
}

func TestUnitizingSaysWhyItIsUndefined(t *testing.T) {
	ana := continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 0, End: 10, Category: "x"}, {Start: 5, End: 12, Category: "y"}}}
	ben := continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 0, End: 10, Category: "x"}}}
	overlap := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 20, ana, ben)})
	if overlap.UAlpha.Defined() || overlap.KUAlpha["y"].Defined() {
		t.Error("overlapping codes of one coder were accepted")
	}
	single := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 20, ana, ben).Only("x")})
	if !single.UAlpha.Defined() || single.UAlpha.Number != 1 {
		t.Errorf("one code of the two: %v, want 1", single.UAlpha)
	}
	lone := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 20, ben)})
	empty := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 20, continuum.CoderSpans{Coder: "ana", Spans: nil}, continuum.CoderSpans{Coder: "ben", Spans: nil})})
	apart := UnitizingAlpha([]continuum.Continuum{
		mustNamed(t, "t1", 20, continuum.CoderSpans{Coder: "ana", Spans: nil}),
		mustNamed(t, "t2", 20, continuum.CoderSpans{Coder: "ben", Spans: nil}),
	})
	// Three coders of whom two meet once: ε* has no positive denominator.
	few := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 20, continuum.CoderSpans{Coder: "a", Spans: []continuum.Span{{Start: 1, End: 5, Category: "x"}}}, continuum.CoderSpans{Coder: "b", Spans: []continuum.Span{{Start: 1, End: 5, Category: "y"}}}, continuum.CoderSpans{Coder: "c", Spans: nil})})
	reasons := []string{overlap.UAlpha.Undefined, lone.UAlpha.Undefined, empty.UAlpha.Undefined, apart.UAlpha.Undefined,
		single.CUAlpha.Undefined, few.CUAlpha.Undefined}
	for i, r := range reasons {
		if r == "" || slices.Index(reasons, r) != i {
			t.Errorf("reason %d is %q: empty or not its own", i, r)
		}
	}
}

func mustNamed(t *testing.T, name string, end int, coders ...continuum.CoderSpans) continuum.Continuum {
	t.Helper()
	text, err := continuum.New(name, 0, end, coders)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestOverlapsOfOneCodeAreJoined(t *testing.T) {
	a := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 50, continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 5, End: 20, Category: "x"}, {Start: 10, End: 30, Category: "x"}}}, continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 8, End: 30, Category: "x"}}})})
	b := UnitizingAlpha([]continuum.Continuum{spancase.Must(t, 0, 50, continuum.CoderSpans{Coder: "ana", Spans: []continuum.Span{{Start: 5, End: 30, Category: "x"}}}, continuum.CoderSpans{Coder: "ben", Spans: []continuum.Span{{Start: 8, End: 30, Category: "x"}}})})
	if a.UAlpha != b.UAlpha || a.Merged != 1 || b.Merged != 0 {
		t.Errorf("joined %v (%d merged), in one piece %v (%d merged)", a.UAlpha, a.Merged, b.UAlpha, b.Merged)
	}
}

func BenchmarkUnitizingAlpha(b *testing.B) {
	text := spancase.Large(b, 3, 5000, 2_000_000)
	b.ReportAllocs()
	for b.Loop() {
		if u := UnitizingAlpha([]continuum.Continuum{text}); !u.UAlpha.Defined() {
			b.Fatal(u.UAlpha.Undefined)
		}
	}
}

// benchmarkContinuum spreads spans evenly and moves each coder's by a few
// positions, with every seventh code changed.
