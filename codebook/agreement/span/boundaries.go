package span

import (
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
	// that differ (see boundaryWindows). The second coder is the reference, from
	// whom each text's window is made. They are not corrected for chance.
	//
	// Sources: Pevzner & Hearst, Computational Linguistics 28 (2002) 19–36;
	// Beeferman, Berger & Lafferty, Machine Learning 34 (1999) 177–210.
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
		k := windowLength(t.Length(), len(b)+1)
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

// BoundaryAgreement is the agreement of several coders on where segments
// begin, by boundary similarity. All three are at most 1; Pi and Kappa are 0
// at chance.
type BoundaryAgreement struct {
	// Actual is the sum of B's numerators over the sum of its denominators,
	// over all texts and pairs of coders.
	Actual agreement.Value
	// Pi and Kappa correct it for chance, which is taken to be that both
	// coders of a pair place a boundary: for Pi with one density for all (the
	// plain mean over coders and texts), for Kappa with each coder's own.
	Pi, Kappa agreement.Value
}

// boundaryCell is one text: its potential boundaries and each coder's cuts.
type boundaryCell struct {
	potential int
	cuts      [][]int
}

// boundaryAgreement measures agreement of several coders' segmentations of several
// texts. It expects the same coders, in the same order, in every cell. Undefined:
// where nobody placed a boundary, or every place is a boundary for everyone.
//
// Sources: Fournier (2013) for B; Fournier & Inkpen (2012) after Artstein &
// Poesio (2008) for the coefficients; chance as the program segeval computes it.
func boundaryAgreement(cells []boundaryCell, nearMiss int) BoundaryAgreement {
	if len(cells) == 0 || len(cells[0].cuts) < 2 {
		no := agreement.Undefined("there are fewer than two coders")
		return BoundaryAgreement{no, no, no}
	}
	m := len(cells[0].cuts)
	kept, placed := 0.0, 0.0
	density, means := make([]float64, m), 0.0 // each coder's own; the sum over coders and texts
	potential, counted := 0, 0
	for _, c := range cells {
		for i := range m {
			for j := range i {
				e := boundaryEdits(c.cuts[i], c.cuts[j], c.potential, nearMiss)
				placed += e.placed()
				kept += e.placed() - e.cost()
			}
		}
		potential += c.potential
		if c.potential == 0 {
			continue
		}
		for i, cuts := range c.cuts {
			density[i] += float64(len(cuts))
			means += float64(len(cuts)) / float64(c.potential)
			counted++
		}
	}
	if placed == 0 {
		no := agreement.Undefined("nobody placed a boundary")
		return BoundaryAgreement{no, no, no}
	}
	actual := kept / placed
	common := means / float64(counted)
	pairs := 0.0
	for i := range m {
		for j := range i {
			pairs += density[i] * density[j] / (float64(potential) * float64(potential))
		}
	}
	pairs /= float64(m * (m - 1) / 2)
	return BoundaryAgreement{agreement.Number(actual), boundaryCorrected(actual, common*common), boundaryCorrected(actual, pairs)}
}

func boundaryCorrected(actual, chance float64) agreement.Value {
	if chance >= 1 {
		return agreement.Undefined("every coder placed a boundary everywhere")
	}
	return agreement.Number((actual - chance) / (1 - chance))
}
