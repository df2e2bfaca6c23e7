package reconcile

// Difference is one unit on which coders differ about a line: who gave the code
// and who did not, by their places in RatingMatrix.Coders.
type Difference struct {
	Unit    int // index into RatingMatrix.Units
	Yes, No []int
}

// Differences gives the units on which coders differ about a line, in the order
// of the places.
func (l *RatingMatrix) Differences(line int) []Difference {
	var out []Difference
	for u := range l.Units {
		if d := l.answers(line, u); len(d.Yes) > 0 && len(d.No) > 0 {
			out = append(out, d)
		}
	}
	return out
}

// answers says who gave a line to a unit and who did not.
func (l *RatingMatrix) answers(line, u int) Difference {
	d := Difference{Unit: u}
	n := len(l.Coders)
	for c, m := range l.Codes[line].Marks[u*n : (u+1)*n] {
		switch m {
		case 1:
			d.Yes = append(d.Yes, c)
		case 0:
			d.No = append(d.No, c)
		}
	}
	return d
}
