// Package span measures how far coders agree who mark spans of text themselves:
// Krippendorff's unitizing coefficients, agreement by character and span, and
// agreement on boundaries. Panel puts them together, with γ if asked for.
// METHODS.md of package agreement holds the formulas.
package span

import (
	"fmt"
	"slices"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
)

// Unitizing holds the coefficients of Krippendorff, Mathet, Bouvry &
// Widlöcher (2016) for one set of continua. All are at most 1; 1 is perfect
// agreement, 0 what chance would give, and they have no common lower bound.
//
// They take the spans of one coder to exclude each other: a set of codes whose
// spans overlap is refused with a reason, and belongs into one call per code
// or per group of codes that exclude each other (ATLAS.ti's semantic domains).
type Unitizing struct {
	// UAlpha is uα: all segments, gaps included, by value and extent.
	UAlpha agreement.Value
	// BarUAlpha is |uα: marked against unmarked matter, whatever the code
	// (ATLAS.ti's alpha-binary).
	BarUAlpha agreement.Value
	// CUAlpha is cuα: the codes given where two coders both marked something
	// (ATLAS.ti's cu-alpha).
	CUAlpha agreement.Value
	// CUCoverage is the share of the continuum that CUAlpha speaks of, from 0 to 1.
	CUCoverage agreement.Value
	// KUAlpha is (k)uα for each code (ATLAS.ti's csu-alpha).
	KUAlpha map[string]agreement.Value
	// KUCoverage is, for each code, the share of the matter marked with it
	// that KUAlpha speaks of, from 0 to 1.
	KUCoverage map[string]agreement.Value
	// Merged counts spans that were joined to another because one coder had
	// marked overlapping stretches with the same code.
	Merged int
}

// UnitizingAlpha computes the 2016 unitizing family over one or more continua.
//
// Variant: nominal values; coincidences, lengths and squared lengths add up
// over the continua, each with its own number of coders m and its own factor
// 1/(m−1), so that a coder may be absent from some of them. The correction in
// cuα and (k)uα uses intersections pair by pair, which gives the published
// .724 for the paper's example (a reading with the union of the other coders
// gives .7256).
//
// Spans of one coder and one code that overlap are joined first (Merged counts
// them); spans that touch stay separate units, as the definition wants.
// Cost: O(m²·s) for m coders with s spans; the length of the text plays no part.
//
// Undefined: everything, with fewer than two coders or with overlapping spans
// of different codes; UAlpha where all segments have one value; BarUAlpha
// where all or nothing is marked; CUAlpha where marked matter does not meet or
// meets with a single code; KUAlpha likewise for each code. With three or more
// coders and very few intersections the expected coincidences of cuα and
// (k)uα can turn zero or negative; that is undefined too.
//
// Source: Quality & Quantity 50 (2016) 2347–2364; Krippendorff, Content
// Analysis (4th ed. 2019) §12.6.
func UnitizingAlpha(texts []continuum.Continuum) Unitizing {
	return unitizingAlpha(texts, continuum.Categories(texts))
}

// unitizingAlpha expects sorted categories, among them all that are used.
func unitizingAlpha(texts []continuum.Continuum, categories []string) Unitizing {
	tallies, merged, why := unitizingTallies(texts, categories)
	u := unitizingSum(tallies, nil).coefficients(categories)
	if why != "" {
		u = unitizingRefused(categories, why)
	}
	u.Merged = merged
	return u
}

func unitizingRefused(categories []string, why string) Unitizing {
	no := agreement.Undefined(why)
	u := Unitizing{UAlpha: no, BarUAlpha: no, CUAlpha: no, CUCoverage: no,
		KUAlpha: map[string]agreement.Value{}, KUCoverage: map[string]agreement.Value{}}
	for _, c := range categories {
		u.KUAlpha[c], u.KUCoverage[c] = no, no
	}
	return u
}

// unitizingTally holds the sums the coefficients are made of. They add up
// over texts, so a resample of texts is a weighted sum of tallies.
type unitizingTally struct {
	all               float64   // ℓ.. = Σ mL
	gap, gapGap, gapQ float64   // ℓ_φ., ℓ_φφ, q_φ
	margin, same      []float64 // ℓ_c., ℓ_cc for each category
	squares           []float64 // q_c = Σ |S|²
	met               []float64 // ℓ*_c.
	metSquares        []float64 // t_c
}

func newUnitizingTally(categories int) unitizingTally {
	rows := make([]float64, 5*categories)
	row := func(i int) []float64 { return rows[i*categories : (i+1)*categories : (i+1)*categories] }
	return unitizingTally{margin: row(0), same: row(1), squares: row(2), met: row(3), metSquares: row(4)}
}

// unitizingSum adds up tallies, each times[i] times (once if times is nil).
func unitizingSum(tallies []unitizingTally, times []int) unitizingTally {
	if len(tallies) == 0 {
		return unitizingTally{}
	}
	sum := newUnitizingTally(len(tallies[0].margin))
	for i, t := range tallies {
		w := 1.0
		if times != nil {
			w = float64(times[i])
		}
		if w == 0 {
			continue
		}
		sum.all += w * t.all
		sum.gap += w * t.gap
		sum.gapGap += w * t.gapGap
		sum.gapQ += w * t.gapQ
		for c := range t.margin {
			sum.margin[c] += w * t.margin[c]
			sum.same[c] += w * t.same[c]
			sum.squares[c] += w * t.squares[c]
			sum.met[c] += w * t.met[c]
			sum.metSquares[c] += w * t.metSquares[c]
		}
	}
	return sum
}

func (t unitizingTally) coefficients(categories []string) Unitizing {
	if t.all == 0 {
		return Unitizing{}
	}
	u := Unitizing{UAlpha: t.uAlpha(), BarUAlpha: t.barUAlpha(),
		KUAlpha: map[string]agreement.Value{}, KUCoverage: map[string]agreement.Value{}}
	u.CUAlpha, u.CUCoverage = t.cuAlpha()
	for c, name := range categories {
		u.KUAlpha[name], u.KUCoverage[name] = t.kuAlpha(c, name)
	}
	return u
}

const (
	unitizingNothing = "nobody marked anything"
	unitizingAll     = "every coder marked everything"
	unitizingApart   = "no two coders marked the same matter"
	unitizingFew     = "too little matter was marked by two coders to estimate what chance would give"
)

// expected is ε_cc, or ε_φφ with the gap's figures.
func (t unitizingTally) expected(margin, squares float64) float64 {
	q := t.gapQ
	for _, x := range t.squares {
		q += x
	}
	return t.all * (margin*margin - squares) / (t.all*t.all - q)
}

func (t unitizingTally) uAlpha() agreement.Value {
	values, last := 0, -1
	if t.gap > 0 {
		values++
	}
	for c, x := range t.margin {
		if x > 0 {
			values, last = values+1, c
		}
	}
	switch {
	case values == 1 && last < 0:
		return agreement.Undefined(unitizingNothing)
	case values == 1:
		return agreement.Undefined(unitizingAll + " with one code")
	}
	agreed, chance := t.gapGap, t.expected(t.gap, t.gapQ)
	for c := range t.margin {
		agreed += t.same[c]
		chance += t.expected(t.margin[c], t.squares[c])
	}
	return agreement.Number(1 - (t.all-agreed)/(t.all-chance))
}

func (t unitizingTally) barUAlpha() agreement.Value {
	switch t.gap {
	case 0:
		return agreement.Undefined(unitizingAll)
	case t.all:
		return agreement.Undefined(unitizingNothing)
	}
	q := t.gapQ
	for _, x := range t.squares {
		q += x
	}
	chance := t.all * t.gap * (t.all - t.gap) / (t.all*t.all - q) // ε_φ. − ε_φφ
	return agreement.Number(1 - (t.gap-t.gapGap)/chance)
}

// intersections gives ℓ*.. and ℓ*..² − Σ t_c, the denominator of ε* times
// ℓ*.., which is 0 where it is not positive beyond rounding.
func (t unitizingTally) intersections() (all, room float64) {
	for _, x := range t.met {
		all += x
	}
	room = all * all
	for _, x := range t.metSquares {
		room -= x
	}
	if room <= 1e-12*all*all {
		room = 0
	}
	return all, room
}

func (t unitizingTally) cuAlpha() (alpha, coverage agreement.Value) {
	all, room := t.intersections()
	coverage = agreement.Number(all / t.all)
	if all == 0 {
		return agreement.Undefined(unitizingApart), coverage
	}
	agreed, mixed, used := 0.0, all*all, 0
	for c, x := range t.met {
		agreed += t.same[c]
		mixed -= x * x
		if x > 0 {
			used++
		}
	}
	switch {
	case used == 1:
		return agreement.Undefined("where two coders both marked something, only one code occurs"), coverage
	case room == 0:
		return agreement.Undefined(unitizingFew), coverage
	}
	// ℓ*.. − Σ ε*_cc = (ℓ*..² − Σ ℓ*_c.²) / (ℓ*.. − Σ t_c/ℓ*..)
	return agreement.Number(1 - (all-agreed)*room/(mixed*all)), coverage
}

func (t unitizingTally) kuAlpha(c int, name string) (alpha, coverage agreement.Value) {
	if t.margin[c] == 0 {
		no := agreement.Undefined(fmt.Sprintf("nobody applied %q", name))
		return no, no
	}
	coverage = agreement.Number(t.met[c] / t.margin[c])
	all, room := t.intersections()
	met := t.met[c]
	expected := met*all - t.metSquares[c] // ε*_k. times the common denominator
	switch {
	case met == 0:
		return agreement.Undefined(fmt.Sprintf("where one coder applied %q, no other marked anything", name)), coverage
	case met == all:
		return agreement.Undefined("where two coders both marked something, only one code occurs"), coverage
	case room == 0 || expected <= 1e-12*met*all:
		return agreement.Undefined(unitizingFew), coverage
	}
	return agreement.Number(1 - expected*(met-t.same[c])/(met*met*(all-met))), coverage
}

// unitizingConflict says where spans of one coder and different categories
// overlap; the spans must be sorted, and joined within each category.
func unitizingConflict(t continuum.Continuum, coder string, spans []continuum.Span) string {
	for i := 1; i < len(spans); i++ {
		a, b := spans[i-1], spans[i]
		if b.Start < a.End {
			return fmt.Sprintf("in %s coder %q has overlapping spans of different codes (%q and %q from %d to %d): compare the codes one at a time, or in groups whose spans do not overlap",
				t.Title(), coder, a.Category, b.Category, b.Start, min(a.End, b.End))
		}
	}
	return ""
}

// unitizingJoin joins overlapping spans of the same category, and returns the
// spans in order with the number that were absorbed.
func unitizingJoin(spans []continuum.Span) ([]continuum.Span, int) {
	byCategory := map[string][]continuum.Span{}
	for _, s := range spans {
		byCategory[s.Category] = append(byCategory[s.Category], s)
	}
	joined := make([]continuum.Span, 0, len(spans))
	for _, list := range byCategory {
		joined = append(joined, union(list, false)...)
	}
	slices.SortFunc(joined, continuum.Compare)
	return joined, len(spans) - len(joined)
}
