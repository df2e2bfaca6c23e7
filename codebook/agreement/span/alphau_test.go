package span

import (
	"math"
	"strings"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"

	"pgregory.net/rapid"
)

func TestAlphaU2004ReferenceCases(t *testing.T) {
	for _, c := range spancase.Read(t, "unitizing-2004.json") {
		t.Run(c.ID, func(t *testing.T) {
			u := UnitizingAlpha2004([]continuum.Continuum{c.Continuum(t)})
			for name := range c.Expected {
				kind, code, ok := strings.Cut(strings.TrimSuffix(name, "]"), "[")
				v := u.Alpha
				if ok {
					by := u.ByCategory[code]
					v = map[string]agreement.Value{"alpha_U_2004": by.Alpha, "Do": by.Observed, "De": by.Expected}[kind]
				}
				c.Check(t, name, v)
			}
		})
	}
}

// The published 1995 values are limits for ever finer positions, so the
// coefficient must move when the continuum is stretched. A user who compares
// words with characters has to know.
func TestAlphaU2004ChangesWithTheScale(t *testing.T) {
	a := func(k int) continuum.CoderSpans {
		return continuum.CoderSpans{Coder: "a", Spans: []continuum.Span{{Start: 2 * k, End: 10 * k, Category: "x"}, {Start: 14 * k, End: 20 * k, Category: "x"}}}
	}
	b := func(k int) continuum.CoderSpans {
		return continuum.CoderSpans{Coder: "b", Spans: []continuum.Span{{Start: 4 * k, End: 8 * k, Category: "x"}, {Start: 15 * k, End: 17 * k, Category: "x"}}}
	}
	one := UnitizingAlpha2004([]continuum.Continuum{spancase.Must(t, 0, 24, a(1), b(1))})
	fifty := UnitizingAlpha2004([]continuum.Continuum{spancase.Must(t, 0, 1200, a(50), b(50))})
	if one.Alpha.Number == fifty.Alpha.Number {
		t.Error("αU did not change with the scale")
	}
}

func TestAlphaU2004Properties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := spancase.Draw(t, false)
		u := UnitizingAlpha2004([]continuum.Continuum{text})
		v := UnitizingAlpha2004([]continuum.Continuum{spancase.Permuted(t, text)})
		if u.Alpha.Defined() != v.Alpha.Defined() || math.Abs(u.Alpha.Number-v.Alpha.Number) > 1e-9 {
			t.Fatalf("%v, with coders in another order %v", u.Alpha, v.Alpha)
		}
		spancase.Finite(t, "αU", u.Alpha)
		for code, by := range u.ByCategory {
			spancase.Finite(t, code, by.Alpha)
			spancase.Finite(t, code, by.Expected)
		}
		same := spancase.Must(t, text.Begin(), text.End(), continuum.CoderSpans{Coder: "a", Spans: text.All()[0].Spans}, continuum.CoderSpans{Coder: "b", Spans: text.All()[0].Spans})
		if got := UnitizingAlpha2004([]continuum.Continuum{same}).Alpha; got.Defined() && got.Number != 1 {
			t.Fatalf("identical coders: %v", got)
		}
	})
}

func TestAlphaU2004NeedsOneNumberOfCoders(t *testing.T) {
	x := []continuum.Span{{Start: 1, End: 5, Category: "x"}}
	two := spancase.Must(t, 0, 20, continuum.CoderSpans{Coder: "a", Spans: x}, continuum.CoderSpans{Coder: "b", Spans: x})
	three := spancase.Must(t, 0, 20, continuum.CoderSpans{Coder: "a", Spans: x}, continuum.CoderSpans{Coder: "b", Spans: x}, continuum.CoderSpans{Coder: "c", Spans: x})
	if got := UnitizingAlpha2004([]continuum.Continuum{two, three}).Alpha; got.Defined() {
		t.Errorf("texts with two and with three coders gave %v", got.Number)
	}
	if got := UnitizingAlpha2004([]continuum.Continuum{two, two}).Alpha; !got.Defined() || got.Number != 1 {
		t.Errorf("two texts with identical coders gave %v", got)
	}
}
