package span

import (
	"cmp"
	"fmt"
	"slices"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
)

// CharAlpha is Krippendorff's nominal α for one code over positions: every
// character (or whatever the spans count) is a unit that each coder marked or
// did not mark. At most 1; 0 is chance.
//
// Variant: the small-sample correction uses n = Σ mL values, m coders and L
// positions of each text; texts may have different coders. Overlapping or
// touching spans of one coder are joined. Positions next to each other are not
// independent, so no interval from positions is sound; take transcripts.
//
// Undefined: fewer than two coders; a code that nobody applied, or that every
// coder applied everywhere.
func CharAlpha(texts []continuum.Continuum, code string) agreement.Value {
	texts, why := continuum.Pairable(texts)
	if why != "" {
		return agreement.Undefined(why)
	}
	var sum charTally
	for _, t := range texts {
		sum.add(charText(t, code), 1)
	}
	return sum.alpha(code)
}

// charTally holds what α over positions is made of; tallies add up over texts.
type charTally struct {
	marked, unmarked float64 // values n_1, n_0
	differ           float64 // coincidences o_01 + o_10, over 2
}

func (t *charTally) add(x charTally, times float64) {
	t.marked += times * x.marked
	t.unmarked += times * x.unmarked
	t.differ += times * x.differ
}

func (t charTally) alpha(code string) agreement.Value {
	switch {
	case t.marked == 0:
		return agreement.Undefined(fmt.Sprintf("nobody applied %q", code))
	case t.unmarked == 0:
		return agreement.Undefined(fmt.Sprintf("every coder applied %q everywhere", code))
	}
	n := t.marked + t.unmarked
	return agreement.Number(1 - (n-1)*t.differ/(t.marked*t.unmarked))
}

// charText sweeps over the places where the number of coders who marked a
// position changes.
func charText(t continuum.Continuum, code string) charTally {
	type step struct{ at, change int }
	var steps []step
	for _, g := range t.Only(code).All() {
		for _, s := range union(g.Spans, true) {
			steps = append(steps, step{s.Start, 1}, step{s.End, -1})
		}
	}
	slices.SortFunc(steps, func(a, b step) int { return cmp.Compare(a.at, b.at) })
	m := float64(len(t.All()))
	var sum charTally
	at, v := t.Begin(), 0
	for _, s := range steps {
		w := float64(s.at - at)
		sum.marked += float64(v) * w
		sum.differ += float64(v) * (m - float64(v)) * w
		at, v = s.at, v+s.change
	}
	sum.unmarked = m*float64(t.Length()) - sum.marked
	sum.differ /= m - 1
	return sum
}
