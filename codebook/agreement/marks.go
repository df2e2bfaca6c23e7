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
	r := len(m.Coders)
	if r == 0 || len(m.Marks)%r != 0 {
		return nil, fmt.Errorf("checking the marks: %d marks cannot be shared out among %d coders", len(m.Marks), r)
	}
	units := len(m.Marks) / r
	if units > math.MaxInt32 {
		return nil, fmt.Errorf("checking the marks: more than %d units; split the data", math.MaxInt32)
	}
	if err := (Ratings{Scale: yesNo, Coders: m.Coders}).check(); err != nil {
		return nil, err
	}
	if m.ClusterNames != nil && len(m.Cluster) != units {
		return nil, fmt.Errorf("checking the marks: %d clusters for %d units", len(m.Cluster), units)
	}
	for i, c := range m.Cluster {
		if c < 0 || int(c) >= len(m.ClusterNames) {
			return nil, fmt.Errorf("checking the marks: unit %d has cluster number %d; there are clusters 0 to %d", i+1, c, len(m.ClusterNames)-1)
		}
	}
	present := make([]bool, r)
	for i, v := range m.Marks {
		if v < Missing || v > 1 {
			return nil, fmt.Errorf("checking the marks: unit %d, coder %q has mark %d; marks are 1, 0 and %d (missing)", i/r+1, m.Coders[i%r], v, Missing)
		}
		if v != Missing {
			present[i%r] = true
		}
	}
	t := &Table{scale: yesNo, rows: units, pattern: make([]int32, units)}
	var keep []int
	for g, c := range m.Coders {
		if present[g] {
			keep = append(keep, g)
			t.coders = append(t.coders, c)
		} else {
			t.dropped = append(t.dropped, c)
		}
	}
	p := newPatterns(2, len(keep), units)
	buffer := make([]int32, len(keep))
	for i := range units {
		row := m.Marks[i*r : (i+1)*r]
		for j, g := range keep {
			buffer[j] = int32(row[g])
		}
		t.pattern[i] = p.number(buffer)
	}
	t.finish(p)
	if m.ClusterNames != nil {
		t.gather(m.ClusterNames, m.Cluster)
	}
	return t, nil
}
