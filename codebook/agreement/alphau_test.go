package agreement

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestAlphaU2004ReferenceCases(t *testing.T) {
	for _, c := range readSpanCases(t, "span-unitizing-2004.json") {
		t.Run(c.ID, func(t *testing.T) {
			u := UnitizingAlpha2004([]Continuum{c.continuum(t)})
			for name := range c.Expected {
				kind, code, ok := strings.Cut(strings.TrimSuffix(name, "]"), "[")
				v := u.Alpha
				if ok {
					by := u.ByCategory[code]
					v = map[string]Value{"alpha_U_2004": by.Alpha, "Do": by.Observed, "De": by.Expected}[kind]
				}
				c.check(t, name, v)
			}
		})
	}
}

// The published 1995 values are limits for ever finer positions, so the
// coefficient must move when the continuum is stretched. A user who compares
// words with characters has to know.
func TestAlphaU2004ChangesWithTheScale(t *testing.T) {
	a := func(k int) CoderSpans { return CoderSpans{"a", []Span{{2 * k, 10 * k, "x"}, {14 * k, 20 * k, "x"}}} }
	b := func(k int) CoderSpans { return CoderSpans{"b", []Span{{4 * k, 8 * k, "x"}, {15 * k, 17 * k, "x"}}} }
	one := UnitizingAlpha2004([]Continuum{spanMust(t, 0, 24, a(1), b(1))})
	fifty := UnitizingAlpha2004([]Continuum{spanMust(t, 0, 1200, a(50), b(50))})
	if one.Alpha.Number == fifty.Alpha.Number {
		t.Error("αU did not change with the scale")
	}
}

func TestAlphaU2004Properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawContinuum(t, false)
		u := UnitizingAlpha2004([]Continuum{text})
		v := UnitizingAlpha2004([]Continuum{permuted(t, text)})
		if u.Alpha.Defined() != v.Alpha.Defined() || math.Abs(u.Alpha.Number-v.Alpha.Number) > 1e-9 {
			t.Fatalf("%v, with coders in another order %v", u.Alpha, v.Alpha)
		}
		spanFinite(t, "αU", u.Alpha)
		for code, by := range u.ByCategory {
			spanFinite(t, code, by.Alpha)
			spanFinite(t, code, by.Expected)
		}
		same := spanMust(t, text.begin, text.end, CoderSpans{"a", text.coders[0].Spans}, CoderSpans{"b", text.coders[0].Spans})
		if got := UnitizingAlpha2004([]Continuum{same}).Alpha; got.Defined() && got.Number != 1 {
			t.Fatalf("identical coders: %v", got)
		}
	})
}

func TestAlphaU2004NeedsOneNumberOfCoders(t *testing.T) {
	x := []Span{{1, 5, "x"}}
	two := spanMust(t, 0, 20, CoderSpans{"a", x}, CoderSpans{"b", x})
	three := spanMust(t, 0, 20, CoderSpans{"a", x}, CoderSpans{"b", x}, CoderSpans{"c", x})
	if got := UnitizingAlpha2004([]Continuum{two, three}).Alpha; got.Defined() {
		t.Errorf("texts with two and with three coders gave %v", got.Number)
	}
	if got := UnitizingAlpha2004([]Continuum{two, two}).Alpha; !got.Defined() || got.Number != 1 {
		t.Errorf("two texts with identical coders gave %v", got)
	}
}
