package agreement

import (
	"encoding/json"
	"math"
	"testing"

	"pgregory.net/rapid"
)

// figures gives a comparison under the names of the reference cases.
func (p SpanPair) figures() map[string]Value {
	return map[string]Value{
		"both": number(float64(p.Both)), "only_first": number(float64(p.OnlyFirst)),
		"only_second": number(float64(p.OnlySecond)), "neither": number(float64(p.Neither)),
		"char_percent_agreement": p.Percent(), "char_cohen_kappa": p.Kappa(),
		"char_dice_f1": p.Dice(), "char_jaccard": p.Jaccard(),
		"positive_agreement": p.Dice(), "negative_agreement": p.Negative(),
		"exact_span_f1": p.ExactF1(), "overlap_span_f1": p.OverlapF1(),
		"segment_matched_90": p.Matched(90), "segment_matched_50": p.Matched(50),
	}
}

func TestSpanPairReferenceCases(t *testing.T) {
	for _, c := range readSpanCases(t, "span-overlap.json") {
		t.Run(c.ID, func(t *testing.T) {
			text := []Continuum{c.continuum(t)}
			var codes map[string]struct {
				Char  json.RawMessage                       `json:"char_krippendorff_alpha"`
				Unit  json.RawMessage                       `json:"unitizing_u_alpha"`
				Pairs map[string]map[string]json.RawMessage `json:"pairs"`
			}
			if err := json.Unmarshal(c.Expected["per_code"], &codes); err != nil {
				t.Fatal(err)
			}
			for code, want := range codes {
				checkSpanValue(t, code+" char α", want.Char, CharAlpha(text, code), c.Tolerance)
				unit := UnitizingAlpha([]Continuum{text[0].Only(code)}).UAlpha
				checkSpanValue(t, code+" uα", want.Unit, unit, c.Tolerance)
				got := CompareSpans(text, code, "coder1", "coder2").figures()
				for name, x := range want.Pairs["coder1|coder2"] {
					checkSpanValue(t, code+" "+name, x, got[name], c.Tolerance)
				}
			}
		})
	}
}

func TestPositionsEqualArrays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := drawContinuum(t, false)
		cells := make([][]bool, len(text.coders))
		for i, g := range text.coders {
			cells[i] = make([]bool, text.Length())
			for _, s := range g.Spans {
				for p := s.Start; p < s.End && s.Category == "a"; p++ {
					cells[i][p-text.begin] = true
				}
			}
		}
		var want SpanPair
		marked, unmarked, differ := 0.0, 0.0, 0.0
		for p := range text.Length() {
			switch a, b := cells[0][p], cells[1][p]; {
			case a && b:
				want.Both++
			case a:
				want.OnlyFirst++
			case b:
				want.OnlySecond++
			default:
				want.Neither++
			}
			for i := range cells {
				if cells[i][p] {
					marked++
				} else {
					unmarked++
				}
				for j := range cells {
					if cells[i][p] != cells[j][p] {
						differ += 0.5 / float64(len(cells)-1)
					}
				}
			}
		}
		got := CompareSpans([]Continuum{text}, "a", "coder1", "coder2")
		if got.Both != want.Both || got.OnlyFirst != want.OnlyFirst || got.OnlySecond != want.OnlySecond || got.Neither != want.Neither {
			t.Fatalf("both, only first, only second, neither: %v, arrays give %v", got, want)
		}
		for name, v := range got.figures() {
			spanFinite(t, name, v)
		}
		alpha := CharAlpha([]Continuum{text}, "a")
		if marked > 0 && unmarked > 0 {
			x := 1 - differ/(marked*unmarked/(marked+unmarked-1))
			if !alpha.Defined() || math.Abs(alpha.Number-x) > 1e-9 {
				t.Fatalf("α = %v, arrays give %v", alpha, x)
			}
		} else if alpha.Defined() {
			t.Fatalf("α = %v though only one value occurs", alpha.Number)
		}
	})
}

func TestSwappingCodersSwapsOnlyTheSides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []Continuum{drawContinuum(t, false)}
		a, b := CompareSpans(text, "a", "coder1", "coder2"), CompareSpans(text, "a", "coder2", "coder1")
		if a.OnlyFirst != b.OnlySecond || a.OnlySecond != b.OnlyFirst || a.FirstSpans != b.SecondSpans {
			t.Fatalf("%v swapped is %v", a, b)
		}
		fb := b.figures()
		for name, v := range a.figures() {
			if name != "only_first" && name != "only_second" && v != fb[name] {
				t.Fatalf("%s: %v, swapped %v", name, v, fb[name])
			}
		}
	})
}

func TestCodersWithoutACommonTranscript(t *testing.T) {
	x := []Span{{1, 5, "x"}}
	texts := []Continuum{mustNamed(t, "t1", 20, CoderSpans{"ana", x}), mustNamed(t, "t2", 20, CoderSpans{"ben", x})}
	p := CompareSpans(texts, "x", "ana", "ben")
	for name, v := range map[string]Value{"percent": p.Percent(), "κ": p.Kappa(), "dice": p.Dice(), "exact": p.ExactF1(), "matched": p.Matched(90)} {
		if v.Undefined != spanPairApart {
			t.Errorf("%s of coders who share no transcript: %v", name, v)
		}
	}
	if got := CharAlpha(texts, "x"); got.Defined() {
		t.Errorf("α of coders who share no transcript: %v", got.Number)
	}
}

// NVivo's help: both coders marking nothing is no evidence of agreement, and κ
// is 0 exactly when one of them never applied the code.
func TestKappaOfOneSidedCode(t *testing.T) {
	none := CompareSpans([]Continuum{spanMust(t, 0, 9, CoderSpans{"a", nil}, CoderSpans{"b", nil})}, "x", "a", "b")
	if got := none.Kappa(); got.Defined() {
		t.Errorf("κ of an unused code = %v", got.Number)
	}
	one := CompareSpans([]Continuum{spanMust(t, 0, 9, CoderSpans{"a", []Span{{0, 9, "x"}}}, CoderSpans{"b", []Span{{2, 3, "x"}}})}, "x", "a", "b")
	if got := one.Kappa(); !got.Defined() || got.Number != 0 {
		t.Errorf("κ where one coder marked everything = %v, want 0", got)
	}
}

// Four segments, three matched at 90 %, two codes: share .75, and κ = (.75 − .5)/(1 − .5).
// A third code that nobody used raises κ to (.75 − 1/3)/(1 − 1/3).
func TestMAXQDAsKappaRisesWithUnusedCodes(t *testing.T) {
	text := []Continuum{spanMust(t, 0, 100,
		CoderSpans{"a", []Span{{0, 10, "x"}, {20, 40, "y"}}},
		CoderSpans{"b", []Span{{0, 10, "x"}, {20, 37, "y"}}})}
	pair := func(code string) SpanPair { return CompareSpans(text, code, "a", "b") }
	share, two := MAXQDA([]SpanPair{pair("x"), pair("y")}, 90)
	_, three := MAXQDA([]SpanPair{pair("x"), pair("y"), pair("unused")}, 90)
	if math.Abs(share.Number-.75) > 1e-12 || math.Abs(two.Number-.5) > 1e-12 || math.Abs(three.Number-.625) > 1e-12 {
		t.Errorf("share %v, κ %v, with an unused code %v; want .75, .5, .625", share, two, three)
	}
	if _, one := MAXQDA([]SpanPair{pair("x")}, 90); one.Defined() {
		t.Errorf("κ with one code = %v", one.Number)
	}
}
