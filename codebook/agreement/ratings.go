package agreement

import (
	"fmt"
	"math"
)

// Ratings are the codings of fixed units: which category each coder gave to
// each unit. It is plain data; Tabulate checks it and makes the Table from
// which coefficients are computed.
type Ratings struct {
	Scale  Scale
	Coders []string // names, all different; none may be empty
	Values [][]int  // [unit][coder]: index into Scale.Categories, or Missing

	// Units are names for the units, for lists of influential units. Nil
	// means that units are called by their number, from 1.
	Units []string

	// Clusters name what each unit belongs to (its transcript), for the
	// bootstrap over clusters. Nil means that there are none.
	Clusters []string

	// Notes are sentences on how the ratings came about that every report on
	// them repeats.
	Notes []string
}

// check says what is wrong with the ratings, if anything.
func (r Ratings) check() error {
	q := r.Scale.Size()
	if q == 0 {
		return fmt.Errorf("checking the ratings: the scale has no categories; list the categories coders could choose from")
	}
	if q > math.MaxInt32 || len(r.Values) > math.MaxInt32 {
		return fmt.Errorf("checking the ratings: more than %d units or categories; split the data", math.MaxInt32)
	}
	if c := r.Scale.Circumference; c < 0 || math.IsNaN(c) || math.IsInf(c, 0) {
		return fmt.Errorf("checking the ratings: a circumference of %v is not possible; give a positive number or 0", c)
	}
	names := make(map[string]bool, len(r.Coders))
	for g, c := range r.Coders {
		if c == "" {
			return fmt.Errorf("checking the ratings: coder %d has no name", g+1)
		}
		if names[c] {
			return fmt.Errorf("checking the ratings: there are two coders called %q; rename one", c)
		}
		names[c] = true
	}
	if r.Units != nil && len(r.Units) != len(r.Values) {
		return fmt.Errorf("checking the ratings: %d unit names for %d units", len(r.Units), len(r.Values))
	}
	if r.Clusters != nil && len(r.Clusters) != len(r.Values) {
		return fmt.Errorf("checking the ratings: %d cluster names for %d units", len(r.Clusters), len(r.Values))
	}
	for i, row := range r.Values {
		if len(row) != len(r.Coders) {
			return fmt.Errorf("checking the ratings: unit %s has %d ratings, there are %d coders", r.unitName(i), len(row), len(r.Coders))
		}
		for g, v := range row {
			if v < Missing || v >= q {
				return fmt.Errorf("checking the ratings: unit %s, coder %q has category number %d; the scale has 0 to %d, and %d is missing",
					r.unitName(i), r.Coders[g], v, q-1, Missing)
			}
		}
	}
	return nil
}

func (r Ratings) unitName(i int) string {
	if r.Units != nil {
		return fmt.Sprintf("%q", r.Units[i])
	}
	return fmt.Sprint(i + 1)
}
