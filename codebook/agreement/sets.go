package agreement

import (
	"encoding/binary"
	"fmt"
	"math"
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
	sizes []int32  // codes in each category's set
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
	x := newSetRows(r.Codes, len(r.Values), len(r.Coders))
	for i, row := range r.Values {
		for g, codes := range row {
			if codes == nil {
				x.missing[i*len(row)+g] = true
				continue
			}
			set := x.set(i*len(row) + g)
			for _, c := range codes {
				set[c/64] |= 1 << (c % 64)
			}
		}
	}
	names, of := numbered(r.Clusters)
	t := x.tabulate(r.Coders, names, of)
	t.names, t.notes = r.Units, r.Notes
	return t, nil
}

// TabulateSetMarks is TabulateSets on the marks of all codes that could be applied:
// codes[i] names the code of marks[i], and all marks have the coders and the units of
// the first. A rating is the set of codes a coder applied to a unit; it is missing
// where one of her marks is, as of a set with a gap nothing is known.
func TabulateSetMarks(codes []string, marks []Marks) (*Table, error) {
	if len(codes) != len(marks) || len(codes) == 0 {
		return nil, fmt.Errorf("checking the marks: %d codes with the marks of %d", len(codes), len(marks))
	}
	first := marks[0]
	r := len(first.Coders)
	for i, m := range marks {
		if !slices.Equal(m.Coders, first.Coders) || len(m.Marks) != len(first.Marks) {
			return nil, fmt.Errorf("checking the marks: code %q has other coders or units than code %q", codes[i], codes[0])
		}
		if _, err := m.check(); err != nil {
			return nil, fmt.Errorf("code %q: %w", codes[i], err)
		}
	}
	if err := (SetRatings{Codes: codes}).check(); err != nil {
		return nil, err
	}
	x := newSetRows(codes, len(first.Marks)/r, r)
	for c, m := range marks {
		bit := uint64(1) << (c % 64)
		for i, v := range m.Marks {
			switch v {
			case 0:
			case 1:
				x.bits[i*x.words+c/64] |= bit
			case Missing:
				x.missing[i] = true
			default:
				return nil, fmt.Errorf("code %q: %w", codes[c], m.fault(i/r))
			}
		}
	}
	return x.tabulate(first.Coders, first.ClusterNames, first.Cluster), nil
}

// setRows are ratings as sets, before they are numbered.
type setRows struct {
	codes   []string
	words   int
	units   int
	bits    []uint64 // [(unit*coders+coder)*words+word]
	missing []bool   // [unit*coders+coder]
}

func newSetRows(codes []string, units, coders int) *setRows {
	words := max(1, (len(codes)+63)/64)
	return &setRows{codes: codes, words: words, units: units, bits: make([]uint64, units*coders*words), missing: make([]bool, units*coders)}
}

func (x *setRows) set(rating int) []uint64 { return x.bits[rating*x.words : (rating+1)*x.words] }

// tabulate numbers the distinct sets in an order that depends on the sets alone, and
// makes a table in which each is a category.
func (x *setRows) tabulate(coders, clusterNames []string, cluster []int32) *Table {
	values, sets := x.number()
	if len(sets) == 0 { // a scale cannot be empty, even if no data use it
		sets = append(sets, make([]uint64, x.words))
	}
	order := make([]int, len(sets))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return slices.Compare(sets[a], sets[b]) })
	rank := make([]int32, len(sets))
	s := &setCategories{codes: x.codes, words: x.words, sizes: make([]int32, len(sets))}
	labels := make([]string, len(sets))
	for to, from := range order {
		rank[from] = int32(to)
		s.bits = append(s.bits, sets[from]...)
		for _, w := range sets[from] {
			s.sizes[to] += int32(bits.OnesCount64(w))
		}
		labels[to] = s.label(to)
	}
	for i, v := range values {
		if v != Missing {
			values[i] = rank[v]
		}
	}
	t := tabulate(Scale{Level: Nominal, Categories: labels}, coders, x.units, func(u, g int) int32 { return values[u*len(coders)+g] })
	t.sets = s
	t.gather(clusterNames, cluster)
	return t
}

// number gives each rating the number of its set, in the order in which they are met.
func (x *setRows) number() (values []int32, sets [][]uint64) {
	values = make([]int32, len(x.missing))
	if x.words == 1 {
		number := map[uint64]int32{}
		for i := range values {
			if x.missing[i] {
				values[i] = Missing
				continue
			}
			at, known := number[x.bits[i]]
			if !known {
				at = int32(len(sets))
				number[x.bits[i]] = at
				sets = append(sets, x.set(i))
			}
			values[i] = at
		}
		return values, sets
	}
	number := map[string]int32{}
	key := make([]byte, 0, 8*x.words)
	for i := range values {
		if x.missing[i] {
			values[i] = Missing
			continue
		}
		key = key[:0]
		for _, w := range x.set(i) {
			key = binary.LittleEndian.AppendUint64(key, w)
		}
		at, known := number[string(key)]
		if !known {
			at = int32(len(sets))
			number[string(key)] = at
			sets = append(sets, x.set(i))
		}
		values[i] = at
	}
	return values, sets
}

func (r SetRatings) check() error {
	seen := make(map[string]bool, len(r.Codes))
	for _, c := range r.Codes {
		if seen[c] {
			return fmt.Errorf("checking the ratings: code %q is listed twice", c)
		}
		seen[c] = true
	}
	if err := (Ratings{Scale: yesNo, Coders: r.Coders}).check(); err != nil {
		return err
	}
	names := Ratings{Units: r.Units}
	if r.Units != nil && len(r.Units) != len(r.Values) {
		return fmt.Errorf("checking the ratings: %d unit names for %d units", len(r.Units), len(r.Values))
	}
	if r.Clusters != nil && len(r.Clusters) != len(r.Values) {
		return fmt.Errorf("checking the ratings: %d cluster names for %d units", len(r.Clusters), len(r.Values))
	}
	if len(r.Values) > math.MaxInt32 {
		return fmt.Errorf("checking the ratings: more than %d units; split the data", math.MaxInt32)
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
