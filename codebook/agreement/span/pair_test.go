package span

import (
	"encoding/json"
	"math"
	"testing"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/internal/spancase"

	"pgregory.net/rapid"
)

// figures gives a comparison under the names of the reference cases.
func (p Pair) figures() map[string]agreement.Value {
	return map[string]agreement.Value{
		"both": agreement.Number(float64(p.Both)), "only_first": agreement.Number(float64(p.OnlyFirst)),
		"only_second": agreement.Number(float64(p.OnlySecond)), "neither": agreement.Number(float64(p.Neither)),
		"char_percent_agreement": p.Percent(), "char_cohen_kappa": p.Kappa(),
		"char_dice_f1": p.Dice(), "char_jaccard": p.Jaccard(),
		"positive_agreement": p.Dice(), "negative_agreement": p.Negative(),
		"exact_span_f1": p.ExactF1(), "overlap_span_f1": p.OverlapF1(),
		"segment_matched_90": p.Matched(90), "segment_matched_50": p.Matched(50),
	}
}

func TestSpanPairReferenceCases(t *testing.T) {
	for _, c := range spancase.Read(t, "overlap.json") {
		t.Run(c.ID, func(t *testing.T) {
			text := []continuum.Continuum{c.Continuum(t)}
			var codes map[string]struct {
				Char  json.RawMessage                       `json:"char_krippendorff_alpha"`
				Unit  json.RawMessage                       `json:"unitizing_u_alpha"`
				Pairs map[string]map[string]json.RawMessage `json:"pairs"`
			}
			if err := json.Unmarshal(c.Expected["per_code"], &codes); err != nil {
				t.Fatal(err)
			}
			for code, want := range codes {
				spancase.Check(t, code+" char α", want.Char, CharAlpha(text, code), c.Tolerance)
				unit := UnitizingAlpha([]continuum.Continuum{text[0].Only(code)}).UAlpha
				spancase.Check(t, code+" uα", want.Unit, unit, c.Tolerance)
				got := Compare(text, code, "coder1", "coder2").figures()
				for name, x := range want.Pairs["coder1|coder2"] {
					spancase.Check(t, code+" "+name, x, got[name], c.Tolerance)
				}
			}
		})
	}
}

func TestPositionsEqualArrays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := spancase.Draw(t, false)
		cells := make([][]bool, len(text.All()))
		for i, g := range text.All() {
			cells[i] = make([]bool, text.Length())
			for _, s := range g.Spans {
				for p := s.Start; p < s.End && s.Category == "a"; p++ {
					cells[i][p-text.Begin()] = true
				}
			}
		}
		var want Pair
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
		got := Compare([]continuum.Continuum{text}, "a", "coder1", "coder2")
		if got.Both != want.Both || got.OnlyFirst != want.OnlyFirst || got.OnlySecond != want.OnlySecond || got.Neither != want.Neither {
			t.Fatalf("both, only first, only second, neither: %v, arrays give %v", got, want)
		}
		for name, v := range got.figures() {
			spancase.Finite(t, name, v)
		}
		alpha := CharAlpha([]continuum.Continuum{text}, "a")
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
		text := []continuum.Continuum{spancase.Draw(t, false)}
		a, b := Compare(text, "a", "coder1", "coder2"), Compare(text, "a", "coder2", "coder1")
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
	x := []continuum.Span{{Start: 1, End: 5, Category: "x"}}
	texts := []continuum.Continuum{mustNamed(t, "t1", 20, continuum.CoderSpans{Coder: "ana", Spans: x}), mustNamed(t, "t2", 20, continuum.CoderSpans{Coder: "ben", Spans: x})}
	p := Compare(texts, "x", "ana", "ben")
	for name, v := range map[string]agreement.Value{"percent": p.Percent(), "κ": p.Kappa(), "dice": p.Dice(), "exact": p.ExactF1(), "matched": p.Matched(90)} {
		if v.Undefined != whyApart {
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
	none := Compare([]continuum.Continuum{spancase.Must(t, 0, 9, continuum.CoderSpans{Coder: "a", Spans: nil}, continuum.CoderSpans{Coder: "b", Spans: nil})}, "x", "a", "b")
	if got := none.Kappa(); got.Defined() {
		t.Errorf("κ of an unused code = %v", got.Number)
	}
	one := Compare([]continuum.Continuum{spancase.Must(t, 0, 9, continuum.CoderSpans{Coder: "a", Spans: []continuum.Span{{Start: 0, End: 9, Category: "x"}}}, continuum.CoderSpans{Coder: "b", Spans: []continuum.Span{{Start: 2, End: 3, Category: "x"}}})}, "x", "a", "b")
	if got := one.Kappa(); !got.Defined() || got.Number != 0 {
		t.Errorf("κ where one coder marked everything = %v, want 0", got)
	}
}

// Four segments, three matched at 90 %, two codes: share .75, and κ = (.75 − .5)/(1 − .5).
// A third code that nobody used raises κ to (.75 − 1/3)/(1 − 1/3).
func TestMAXQDAsKappaRisesWithUnusedCodes(t *testing.T) {
	text := []continuum.Continuum{spancase.Must(t, 0, 100,
		continuum.CoderSpans{Coder: "a", Spans: []continuum.Span{{Start: 0, End: 10, Category: "x"}, {Start: 20, End: 40, Category: "y"}}},
		continuum.CoderSpans{Coder: "b", Spans: []continuum.Span{{Start: 0, End: 10, Category: "x"}, {Start: 20, End: 37, Category: "y"}}})}
	pair := func(code string) Pair { return Compare(text, code, "a", "b") }
	share, two := MAXQDA([]Pair{pair("x"), pair("y")}, 90)
	_, three := MAXQDA([]Pair{pair("x"), pair("y"), pair("unused")}, 90)
	if math.Abs(share.Number-.75) > 1e-12 || math.Abs(two.Number-.5) > 1e-12 || math.Abs(three.Number-.625) > 1e-12 {
		t.Errorf("share %v, κ %v, with an unused code %v; want .75, .5, .625", share, two, three)
	}
	if _, one := MAXQDA([]Pair{pair("x")}, 90); one.Defined() {
		t.Errorf("κ with one code = %v", one.Number)
	}
}
