package span

import (
	"cmp"
	"slices"

	"concord/codebook/agreement/continuum"
)

// unitizingTallies tallies every text that two coders looked at. merged is the
// number of spans joined to others. why is not "" if the coefficients are
// undefined for these spans; there are no tallies then.
func unitizingTallies(texts []continuum.Continuum, categories []string) (tallies []unitizingTally, merged int, why string) {
	texts, why = continuum.Pairable(texts)
	if why != "" {
		return nil, 0, why
	}
	for _, t := range texts {
		units := make([][]continuum.Span, len(t.All()))
		for i, g := range t.All() {
			var n int
			units[i], n = unitizingJoin(g.Spans)
			merged += n
			if why == "" {
				why = unitizingConflict(t, g.Coder, units[i])
			}
		}
		if why == "" {
			tallies = append(tallies, unitizingText(t.Length(), units, categories))
		}
	}
	if why != "" {
		tallies = nil
	}
	return tallies, merged, why
}

// unitizingText tallies one text of the given length; units holds each coder's
// spans, ordered and separate. Categories must be sorted.
func unitizingText(length int, units [][]continuum.Span, categories []string) unitizingTally {
	t := newUnitizingTally(len(categories))
	m := float64(len(units))
	t.all = m * float64(length)
	values := make([][]int, len(units)) // the category of each unit, as an index
	for i, spans := range units {
		values[i] = make([]int, len(spans))
		for g, s := range spans {
			c, _ := slices.BinarySearch(categories, s.Category)
			values[i][g] = c
			x := float64(s.End - s.Start)
			t.margin[c] += x
			t.squares[c] += x * x
		}
		t.gap += float64(length - covered(spans))
	}
	t.gapQ = t.gap
	t.coincidences(length, units, values)
	t.squaredMeetings(units, values)
	t.gapGap /= m - 1
	for c := range categories {
		t.same[c] /= m - 1
		t.met[c] /= m - 1
		t.metSquares[c] /= m - 1
	}
	return t
}

// unitizingStep is a place where a coder's value changes; -1 is a gap.
type unitizingStep struct{ at, coder, value int }

// coincidences sweeps over the boundaries and adds the lengths of agreeing and
// of marked-by-both stretches over ordered pairs of coders.
func (t *unitizingTally) coincidences(length int, units [][]continuum.Span, values [][]int) {
	var steps []unitizingStep
	for i, spans := range units {
		for g, s := range spans {
			steps = append(steps, unitizingStep{s.Start, i, values[i][g]})
			if g+1 == len(spans) || spans[g+1].Start > s.End {
				steps = append(steps, unitizingStep{s.End, i, -1})
			}
		}
	}
	slices.SortFunc(steps, func(a, b unitizingStep) int {
		return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.coder, b.coder))
	})
	now := make([]int, len(units))
	for i := range now {
		now[i] = -1
	}
	count := make([]int, len(t.margin))
	marked, covered := 0, 0
	at := 0
	if len(steps) > 0 {
		at = steps[0].at
	}
	for _, s := range steps {
		if w := s.at - at; w > 0 {
			covered += w
			gaps := len(units) - marked
			t.gapGap += float64(gaps) * float64(gaps-1) * float64(w)
			for _, c := range now {
				if c >= 0 {
					t.same[c] += float64(count[c]-1) * float64(w)
					t.met[c] += float64(marked-1) * float64(w)
				}
			}
			at = s.at
		}
		if c := now[s.coder]; c >= 0 {
			count[c]--
			marked--
		}
		if s.value >= 0 {
			count[s.value]++
			marked++
		}
		now[s.coder] = s.value
	}
	m := float64(len(units))
	t.gapGap += m * (m - 1) * float64(length-covered)
}

// squaredMeetings adds, for each unit and each other coder, the square of the
// length that this coder marked inside the unit with whatever code.
func (t *unitizingTally) squaredMeetings(units [][]continuum.Span, values [][]int) {
	for i := range units {
		for j := range units {
			if i == j {
				continue
			}
			h := 0
			for g, s := range units[i] {
				for h < len(units[j]) && units[j][h].End <= s.Start {
					h++
				}
				shared := 0
				for k := h; k < len(units[j]) && units[j][k].Start < s.End; k++ {
					shared += min(s.End, units[j][k].End) - max(s.Start, units[j][k].Start)
				}
				t.metSquares[values[i][g]] += float64(shared) * float64(shared)
			}
		}
	}
}
