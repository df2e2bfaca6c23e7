package findings

import (
	"cmp"
	"fmt"
	"math/bits"
	"slices"
)

// Presence says whether a case mentions a theme.
type Presence uint8

// The three answers. Unknown is for a case nobody has coded.
const (
	Absent Presence = iota
	Present
	Unknown
)

// Presence reads a matrix whose rows are cases, by case and column: Unknown where
// the cell's case has no words (n = 0).
func (m *Matrix) Presence() [][]Presence {
	out := make([][]Presence, len(m.Rows))
	for i, row := range m.Values {
		for _, c := range row {
			switch {
			case c.Count > 0:
				out[i] = append(out[i], Present)
			case m.Rows[i].Cases == 0:
				out[i] = append(out[i], Unknown)
			default:
				out[i] = append(out[i], Absent)
			}
		}
	}
	return out
}

// Contrast is two cases that differ in outcome.
type Contrast struct {
	A, B int // cases, A before B
	// Differ are the themes that one of the two mentions and the other does not:
	// candidates for what made the difference, and no more than that.
	Differ []int
	// Shared is the number of themes that both mention, Unknown of those that are
	// unknown of at least one.
	Shared, Unknown int
}

// Compare lists pairs of cases that differ in outcome, those that differ in the
// fewest themes first; of equals those of which less is unknown, then those that
// share more, then by case. It gives at most limit pairs; 0 means all.
//
// outcome is the outcome of each case, None where there is none: such cases are
// in no pair. says has, for each case, the answer for each theme. A theme that is
// unknown of one of the two is never a difference.
//
// This is the most-similar-cases comparison (Mill's method of difference;
// Przeworski & Teune 1970) by simple matching; it proves nothing by itself. The
// work grows with the square of the number of cases.
func Compare(outcome []int, says [][]Presence, limit int) ([]Contrast, error) {
	if len(says) != len(outcome) {
		return nil, fmt.Errorf("comparing cases: there are outcomes of %d cases and themes of %d", len(outcome), len(says))
	}
	present, known := make([][]uint64, len(says)), make([][]uint64, len(says))
	themes := 0
	for i, of := range says {
		if i > 0 && len(of) != themes {
			return nil, fmt.Errorf("comparing cases: case %d has %d themes, the first has %d", i, len(of), themes)
		}
		themes = len(of)
		present[i], known[i] = make([]uint64, (themes+63)/64), make([]uint64, (themes+63)/64)
		for t, p := range of {
			if p == Present {
				present[i][t/64] |= 1 << (t % 64)
			}
			if p != Unknown {
				known[i][t/64] |= 1 << (t % 64)
			}
		}
	}
	type pair struct{ a, b, differ, unknown, shared int32 }
	var pairs []pair
	for a := range says {
		for b := a + 1; b < len(says); b++ {
			if outcome[a] == None || outcome[b] == None || outcome[a] == outcome[b] {
				continue
			}
			p := pair{a: int32(a), b: int32(b), unknown: int32(themes)}
			for w := range present[a] {
				both := known[a][w] & known[b][w]
				p.unknown -= int32(bits.OnesCount64(both))
				p.differ += int32(bits.OnesCount64((present[a][w] ^ present[b][w]) & both))
				p.shared += int32(bits.OnesCount64(present[a][w] & present[b][w]))
			}
			pairs = append(pairs, p)
		}
	}
	slices.SortFunc(pairs, func(p, q pair) int {
		return cmp.Or(cmp.Compare(p.differ, q.differ), cmp.Compare(p.unknown, q.unknown), cmp.Compare(q.shared, p.shared),
			cmp.Compare(p.a, q.a), cmp.Compare(p.b, q.b))
	})
	if limit > 0 && len(pairs) > limit {
		pairs = pairs[:limit]
	}
	out := make([]Contrast, len(pairs))
	for i, p := range pairs {
		c := Contrast{A: int(p.a), B: int(p.b), Shared: int(p.shared), Unknown: int(p.unknown)}
		for t := range themes {
			if x, y := says[p.a][t], says[p.b][t]; x != y && x != Unknown && y != Unknown {
				c.Differ = append(c.Differ, t)
			}
		}
		out[i] = c
	}
	return out, nil
}
