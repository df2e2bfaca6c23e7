package span

import (
	"fmt"
	"slices"

	"concord/codebook/agreement"
)

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

// AgreeOnBoundaries measures agreement of segmentations. Each text holds the
// masses of every coder's segmentation of it; all coders must have segmented
// all texts.
//
// Undefined: where nobody placed a boundary, or every place is a boundary for
// everyone.
//
// Sources: Fournier (2013) for B; Fournier & Inkpen (2012) after Artstein &
// Poesio (2008) for the coefficients; chance as the program segeval computes it.
func AgreeOnBoundaries(texts []map[string][]int, nearMiss int) (BoundaryAgreement, error) {
	if nearMiss < 1 {
		return BoundaryAgreement{}, fmt.Errorf("agree on boundaries: near-miss span %d: must be at least 1", nearMiss)
	}
	var coders []string
	for i, t := range texts {
		var names []string
		for name := range t {
			names = append(names, name)
		}
		slices.Sort(names)
		if i == 0 {
			coders = names
		}
		if !slices.Equal(names, coders) {
			return BoundaryAgreement{}, fmt.Errorf("agree on boundaries: text %d was segmented by %q, text 1 by %q: every coder must have segmented every text", i+1, names, coders)
		}
	}
	var cells []boundaryCell
	for i, t := range texts {
		cell := boundaryCell{cuts: make([][]int, len(coders))}
		for g, name := range coders {
			cuts, n, err := boundaryCuts(t[name])
			if err != nil {
				return BoundaryAgreement{}, fmt.Errorf("text %d, coder %q: %w", i+1, name, err)
			}
			if g > 0 && n-1 != cell.potential {
				return BoundaryAgreement{}, fmt.Errorf("agree on boundaries: text %d has %d units for coder %q and %d for %q", i+1, n, name, cell.potential+1, coders[0])
			}
			cell.cuts[g], cell.potential = cuts, n-1
		}
		cells = append(cells, cell)
	}
	return boundaryAgreement(cells, nearMiss), nil
}

// boundaryCell is one text: its potential boundaries and each coder's cuts.
type boundaryCell struct {
	potential int
	cuts      [][]int
}

// boundaryAgreement expects the same coders, in the same order, in every cell.
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
