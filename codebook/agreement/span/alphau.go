package span

import (
	"fmt"
	"math"
	"slices"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
)

// AlphaU2004 holds the older unitizing coefficient αU.
type AlphaU2004 struct {
	// Alpha is αU over all codes: 1 − ΣDo/ΣDe. 1 is perfect agreement, 0 what
	// chance would give; it has no lower bound.
	Alpha agreement.Value
	// ByCategory holds αU, observed and expected disagreement for each code.
	ByCategory map[string]AlphaUCategory
}

// AlphaUCategory is αU for one code with the two disagreements it is made of.
type AlphaUCategory struct {
	Alpha              agreement.Value
	Observed, Expected agreement.Value // Do and De
}

// UnitizingAlpha2004 computes αU as Krippendorff defined it in 1995 and 2004,
// which the 2016 family replaced. It is here to compare with older papers and
// with DKPro and INCEpTION. The squared lengths make it change when positions
// are counted in another unit (words for characters), and it is hard to
// interpret for more than two coders.
//
// Each code is taken by itself against everything else, so spans of different
// codes may overlap; overlapping spans of one coder and one code are joined
// first. Over several continua the unit lengths, the gaps and the length L add
// up, and no gap crosses from one text to the next; this needs the same number
// of coders in every text.
//
// Undefined: with fewer than two coders, with texts that differ in their
// number of coders, and where De is 0 (the code is not used, or covers
// everything as one unit of length 1).
//
// Source: Krippendorff, Sociological Methodology 25 (1995) 47–76; Content
// Analysis (2nd ed. 2004) 251–256; Quality & Quantity 38 (2004) 787–800.
func UnitizingAlpha2004(texts []continuum.Continuum) AlphaU2004 {
	categories := continuum.Categories(texts)
	result := AlphaU2004{ByCategory: map[string]AlphaUCategory{}}
	texts, why := continuum.Pairable(texts)
	if why == "" {
		for _, t := range texts[1:] {
			if len(t.All()) != len(texts[0].All()) {
				why = "αU of 2004 needs the same number of coders in every transcript"
			}
		}
	}
	if why != "" {
		no := agreement.Undefined(why)
		result.Alpha = no
		for _, c := range categories {
			result.ByCategory[c] = AlphaUCategory{no, no, no}
		}
		return result
	}
	observed, expected := 0.0, 0.0
	for _, c := range categories {
		o, e := alphaUObserved(texts, c), alphaUExpected(texts, c)
		observed += o
		expected += e
		result.ByCategory[c] = AlphaUCategory{alphaURatio(o, e, fmt.Sprintf("nobody applied %q", c)), agreement.Number(o), agreement.Number(e)}
	}
	result.Alpha = alphaURatio(observed, expected, unitizingNothing)
	return result
}

func alphaURatio(observed, expected float64, unused string) agreement.Value {
	if !(expected > 0) || math.IsInf(expected, 0) {
		if observed == 0 {
			return agreement.Undefined(unused + ", or no other unitizing is possible")
		}
		return agreement.Undefined("no disagreement is expected by chance")
	}
	return agreement.Number(1 - observed/expected)
}

// alphaUUnits gives each coder's units of one code, ordered and separate.
func alphaUUnits(t continuum.Continuum, category string) [][]continuum.Span {
	units := make([][]continuum.Span, len(t.All()))
	for i, g := range t.All() {
		for _, s := range g.Spans {
			if s.Category == category {
				units[i] = append(units[i], s)
			}
		}
		units[i] = union(units[i], false)
	}
	return units
}

// alphaUObserved is Do: the squared differences of overlapping units, and the
// squared lengths of units that lie wholly in another coder's gap.
func alphaUObserved(texts []continuum.Continuum, category string) float64 {
	sum, length := 0.0, 0.0
	for _, t := range texts {
		length += float64(t.Length())
		units := alphaUUnits(t, category)
		for i := range units {
			for j := range i {
				sum += alphaUPair(units[i], units[j])
			}
		}
	}
	m := float64(len(texts[0].All()))
	return 2 * sum / (m * (m - 1) * length * length)
}

func alphaUPair(a, b []continuum.Span) float64 {
	sum := alphaUAlone(a, b) + alphaUAlone(b, a)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if a[i].Start < b[j].End && b[j].Start < a[i].End {
			x, y := float64(a[i].Start-b[j].Start), float64(a[i].End-b[j].End)
			sum += x*x + y*y
		}
		if a[i].End < b[j].End {
			i++
		} else {
			j++
		}
	}
	return sum
}

// alphaUAlone adds the squared lengths of the units that meet none of the others.
func alphaUAlone(units, others []continuum.Span) float64 {
	sum, j := 0.0, 0
	for _, s := range units {
		for j < len(others) && others[j].End <= s.Start {
			j++
		}
		if j == len(others) || others[j].Start >= s.End {
			x := float64(s.End - s.Start)
			sum += x * x
		}
	}
	return sum
}

// alphaUExpected is De: what all placements of the units that leave the number
// and the lengths of units and gaps as they are would give.
func alphaUExpected(texts []continuum.Continuum, category string) float64 {
	var lengths, gaps []float64
	all := 0.0 // L
	for _, t := range texts {
		all += float64(t.Length())
		for _, units := range alphaUUnits(t, category) {
			at := t.Begin()
			for _, s := range units {
				lengths = append(lengths, float64(s.End-s.Start))
				if s.Start > at {
					gaps = append(gaps, float64(s.Start-at))
				}
				at = s.End
			}
			if at < t.End() {
				gaps = append(gaps, float64(t.End()-at))
			}
		}
	}
	slices.Sort(gaps)
	room := make([]float64, len(gaps)+1) // room[i] = Σ of gaps from i on
	for i := len(gaps) - 1; i >= 0; i-- {
		room[i] = room[i+1] + gaps[i]
	}
	sum, fixed, n := 0.0, 0.0, float64(len(lengths))
	for _, l := range lengths {
		from, _ := slices.BinarySearch(gaps, l)
		wide := float64(len(gaps) - from)
		sum += (n-1)/3*(2*l*l*l-3*l*l+l) + l*l*(room[from]-wide*(l-1))
		fixed += l * (l - 1)
	}
	ml := float64(len(texts[0].All())) * all
	if ml*(ml-1) <= fixed {
		return 0
	}
	return 2 / all * sum / (ml*(ml-1) - fixed)
}
