package agreement

import (
	"fmt"
	"math/bits"
	"slices"
	"strings"
)

// SetRatings are codings in which a unit may carry any number of codes. Nil is
// missing: the coder did not see the unit. An empty set that is not nil is a
// value: she saw it, and no code applies.
type SetRatings struct {
	Codes  []string // all codes that could be applied; all different
	Coders []string
	Values [][][]int // [unit][coder]: indexes into Codes, in any order; nil is missing

	Units    []string // as in Ratings
	Clusters []string
	Notes    []string
}

// setCategories says which set of codes each category of a table stands for.
type setCategories struct {
	codes []string
	words int      // 64-bit words in a set
	bits  []uint64 // [category*words+word]
}

// TabulateSets checks set-valued ratings and aggregates them to a Table whose
// categories are the distinct sets that occur. Coefficients for single
// categories then measure agreement on the exact set (KrippendorffAlpha(Nominal)
// is alpha with sets as plain values); AlphaSets uses how much sets overlap; Code
// gives the yes/no table of one code.
func TabulateSets(r SetRatings) (*Table, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	words := max(1, (len(r.Codes)+63)/64)
	Number := make(map[string]int)
	var sets [][]uint64
	values := make([][]int, len(r.Values))
	key := make([]byte, 0, 8*words)
	for i, row := range r.Values {
		values[i] = make([]int, len(row))
		for g, codes := range row {
			if codes == nil {
				values[i][g] = Missing
				continue
			}
			set := make([]uint64, words)
			for _, c := range codes {
				set[c/64] |= 1 << (c % 64)
			}
			key = key[:0]
			for _, w := range set {
				for b := range 8 {
					key = append(key, byte(w>>(8*b)))
				}
			}
			at, known := Number[string(key)]
			if !known {
				at = len(sets)
				Number[string(key)] = at
				sets = append(sets, set)
			}
			values[i][g] = at
		}
	}
	if len(sets) == 0 { // a scale cannot be empty, even if no data use it
		sets = append(sets, make([]uint64, words))
	}
	// Order the sets themselves, so that the order of units does not matter.
	order := make([]int, len(sets))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return slices.Compare(sets[a], sets[b]) })
	rank := make([]int, len(sets))
	s := &setCategories{codes: r.Codes, words: words}
	labels := make([]string, len(sets))
	for to, from := range order {
		rank[from] = to
		s.bits = append(s.bits, sets[from]...)
		labels[to] = s.label(to)
	}
	for _, row := range values {
		for g, v := range row {
			if v != Missing {
				row[g] = rank[v]
			}
		}
	}
	t, err := Tabulate(Ratings{Scale: Scale{Level: Nominal, Categories: labels}, Coders: r.Coders,
		Values: values, Units: r.Units, Clusters: r.Clusters, Notes: r.Notes})
	if err != nil {
		return nil, err
	}
	t.sets = s
	return t, nil
}

func (r SetRatings) check() error {
	seen := make(map[string]bool, len(r.Codes))
	for _, c := range r.Codes {
		if seen[c] {
			return fmt.Errorf("checking the ratings: code %q is listed twice", c)
		}
		seen[c] = true
	}
	names := Ratings{Units: r.Units}
	if r.Units != nil && len(r.Units) != len(r.Values) {
		return fmt.Errorf("checking the ratings: %d unit names for %d units", len(r.Units), len(r.Values))
	}
	for i, row := range r.Values {
		if len(row) != len(r.Coders) {
			return fmt.Errorf("checking the ratings: unit %s has %d ratings, there are %d coders", names.unitName(i), len(row), len(r.Coders))
		}
		for g, codes := range row {
			for _, c := range codes {
				if c < 0 || c >= len(r.Codes) {
					return fmt.Errorf("checking the ratings: unit %s, coder %q has code number %d; there are codes 0 to %d",
						names.unitName(i), r.Coders[g], c, len(r.Codes)-1)
				}
			}
		}
	}
	return nil
}

// set is the set of codes that a category stands for.
func (s *setCategories) set(category int) []uint64 {
	return s.bits[category*s.words : (category+1)*s.words]
}

// label writes a set as its codes joined by ";", or "-" for none.
func (s *setCategories) label(category int) string {
	var codes []string
	for i, code := range s.codes {
		if s.has(category, i) {
			codes = append(codes, code)
		}
	}
	if codes == nil {
		return "-"
	}
	return strings.Join(codes, ";")
}

func (s *setCategories) has(category, code int) bool {
	return s.set(category)[code/64]>>(code%64)&1 == 1
}

// overlap counts the codes of two sets: in both, in the first, in the second.
func overlap(a, b []uint64) (both, inA, inB int) {
	for i, w := range a {
		both += bits.OnesCount64(w & b[i])
		inA += bits.OnesCount64(w)
		inB += bits.OnesCount64(b[i])
	}
	return both, inA, inB
}

// Codes are the codes of a table made by TabulateSets; nil for any other.
func (t *Table) Codes() []string {
	if t.sets == nil {
		return nil
	}
	return slices.Clone(t.sets.codes)
}

// yesNo is the scale of one code's table: the second category is "applied".
var yesNo = Scale{Level: Nominal, Categories: []string{"0", "1"}, numbers: []float64{0, 1}}

// Code gives the yes/no table of one code of a table made by TabulateSets:
// category 1 if the coder applied the code to the unit, 0 if she saw the unit
// and did not. Codes are numbered as in Codes.
func (t *Table) Code(code int) (*Table, error) {
	if t.sets == nil || code < 0 || code >= len(t.sets.codes) {
		return nil, fmt.Errorf("choosing a code: there is no code number %d in this table", code)
	}
	to := make([]int, t.scale.Size())
	for k := range to {
		if t.sets.has(k, code) {
			to[k] = 1
		}
	}
	return t.Recode(yesNo, to)
}
