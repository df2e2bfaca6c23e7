package span

import (
	"math"
	"slices"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
)

// PairBoundaries says how far two coders agree on where spans begin and end,
// whatever the codes: every start and end of a span inside the text is a
// boundary.
type PairBoundaries struct {
	// B is boundary similarity and S segmentation similarity, edits of all texts
	// together.
	B, S agreement.Value
	// WindowDiff and Pk are errors, 0 is perfect: the share of all texts' windows
	// that differ. The second coder is the reference, from whom each text's
	// window is made.
	WindowDiff, Pk agreement.Value
}

// pairBoundaries compares two coders on the texts that both looked at.
func pairBoundaries(texts []continuum.Continuum, first, second string, nearMiss int) PairBoundaries {
	var edits BoundaryEdits
	edits.nearMiss = nearMiss
	compared, windows, diff, miss := 0, 0, 0, 0
	for _, t := range texts {
		a, ok1 := cutsOf(t, first)
		b, ok2 := cutsOf(t, second)
		if !ok1 || !ok2 || t.Length() < 1 {
			continue
		}
		compared++
		e := boundaryEdits(a, b, t.Length()-1, nearMiss)
		edits.Matches += e.Matches
		edits.Additions += e.Additions
		edits.NearMisses += e.NearMisses
		edits.Shifted += e.Shifted
		edits.Potential += e.Potential
		k := max(2, int(math.RoundToEven(float64(t.Length())/float64(len(b)+1)/2)))
		if n := t.Length() - k; n > 0 {
			d, m := boundaryWindows(a, b, k, n)
			windows, diff, miss = windows+n, diff+d, miss+m
		}
	}
	if compared == 0 {
		no := agreement.Undefined("no transcript was coded by both")
		return PairBoundaries{no, no, no, no}
	}
	p := PairBoundaries{B: edits.B(), S: edits.S()}
	if edits.placed() == 0 {
		p.B = agreement.Undefined("nobody placed a boundary")
	}
	if windows == 0 {
		p.WindowDiff = agreement.Undefined("no window fits into the text")
		p.Pk = p.WindowDiff
		return p
	}
	p.WindowDiff, p.Pk = agreement.Number(float64(diff)/float64(windows)), agreement.Number(float64(miss)/float64(windows))
	return p
}

// cutsOf gives the starts and ends of a coder's spans inside the text, counted from
// its beginning, each once; false if she did not look at it.
func cutsOf(t continuum.Continuum, coder string) ([]int, bool) {
	spans, looked := t.Spans(coder)
	var cuts []int
	for _, s := range spans {
		for _, p := range []int{s.Start, s.End} {
			if p > t.Begin() && p < t.End() {
				cuts = append(cuts, p-t.Begin())
			}
		}
	}
	slices.Sort(cuts)
	return slices.Compact(cuts), looked
}
