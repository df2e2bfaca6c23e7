package agreement

import (
	"fmt"
	"math"
)

// Marks are the codings of one code: for each unit and coder 1 (she applied
// it), 0 (she saw the unit and did not) or Missing. They are the compact form of
// Ratings for the work code by code; marks of all units lie in one slice, so
// that sixty codes take no more memory than they must.
type Marks struct {
	Coders []string
	Marks  []int8 // [unit*len(Coders)+coder]

	// ClusterNames and Cluster say which cluster (transcript) each unit belongs
	// to: Cluster[unit] is an index into ClusterNames. Nil if there are none.
	ClusterNames []string
	Cluster      []int32
}

// TabulateMarks checks marks and aggregates them to a yes/no table, whose
// categories are "0" and "1". Coders and units without data are left out as by
// Tabulate.
func TabulateMarks(m Marks) (*Table, error) {
	units, err := m.check()
	if err != nil {
		return nil, err
	}
	t, keep := newTable(yesNo, m.Coders, units, func(u, g int) bool { return m.Marks[u*len(m.Coders)+g] != Missing })
	p := newPatterns(yesNo.Size(), len(keep), units)
	buffer := make([]int32, len(keep))
	r := len(m.Coders)
	for u := range units {
		row := m.Marks[u*r : (u+1)*r]
		key := 0
		for _, v := range row {
			if uint8(v-Missing) > 1-Missing {
				return nil, m.fault(u)
			}
		}
		for _, g := range keep {
			key = 3*key + int(row[g]-Missing)
		}
		if p.direct != nil && p.direct[key] != 0 { // nearly always: there are few patterns
			t.pattern[u] = p.direct[key] - 1
			continue
		}
		for j, g := range keep {
			buffer[j] = int32(row[g])
		}
		t.pattern[u] = p.number(buffer)
	}
	t.finish(p)
	if m.ClusterNames != nil {
		t.gather(m.ClusterNames, m.Cluster)
	}
	return t, nil
}

// check checks everything but the marks, and gives the number of units.
func (m Marks) check() (units int, err error) {
	r := len(m.Coders)
	if r == 0 || len(m.Marks)%r != 0 {
		return 0, fmt.Errorf("checking the marks: %d marks cannot be shared out among %d coders", len(m.Marks), r)
	}
	units = len(m.Marks) / r
	if units > math.MaxInt32 {
		return 0, fmt.Errorf("checking the marks: more than %d units; split the data", math.MaxInt32)
	}
	if err := (Ratings{Scale: yesNo, Coders: m.Coders}).check(); err != nil {
		return 0, err
	}
	if m.ClusterNames != nil && len(m.Cluster) != units {
		return 0, fmt.Errorf("checking the marks: %d clusters for %d units", len(m.Cluster), units)
	}
	for i, c := range m.Cluster {
		if c < 0 || int(c) >= len(m.ClusterNames) {
			return 0, fmt.Errorf("checking the marks: unit %d has cluster number %d; there are clusters 0 to %d", i+1, c, len(m.ClusterNames)-1)
		}
	}
	return units, nil
}

// fault names what is no mark on a unit.
func (m Marks) fault(u int) error {
	r := len(m.Coders)
	for g, v := range m.Marks[u*r : (u+1)*r] {
		if v < Missing || v > 1 {
			return fmt.Errorf("checking the marks: unit %d, coder %q has mark %d; marks are 1, 0 and %d (missing)", u+1, m.Coders[g], v, Missing)
		}
	}
	return nil
}

// tabulate aggregates ratings, where value(unit, coder) is a category of the scale or
// Missing.
func tabulate(scale Scale, coders []string, units int, value func(unit, coder int) int32) *Table {
	t, keep := newTable(scale, coders, units, func(u, g int) bool { return value(u, g) != Missing })
	p := newPatterns(scale.Size(), len(keep), units)
	buffer := make([]int32, len(keep))
	for u := range units {
		for j, g := range keep {
			buffer[j] = value(u, g)
		}
		t.pattern[u] = p.number(buffer)
	}
	t.finish(p)
	return t
}

// newTable makes a table without patterns; keep are the coders with data.
func newTable(scale Scale, coders []string, units int, rated func(unit, coder int) bool) (t *Table, keep []int) {
	present := make([]bool, len(coders))
	for u, missing := 0, len(coders); u < units && missing > 0; u++ {
		for g := range coders {
			if !present[g] && rated(u, g) {
				present[g] = true
				missing--
			}
		}
	}
	t = &Table{scale: scale, rows: units, pattern: make([]int32, units)}
	for g, c := range coders {
		if present[g] {
			keep = append(keep, g)
			t.coders = append(t.coders, c)
		} else {
			t.dropped = append(t.dropped, c)
		}
	}
	return t, keep
}
