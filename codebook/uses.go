package codebook

// Use is how often one coder has applied one code under one definition. Where a
// coding stands depends on nothing else, so that codings can be counted under
// any version of the codebook without reading one of them.
type Use struct {
	Code       CodeID
	Definition ChangeID
	Coder      CoderID
	N          int
}

// Tally is how many of a coder's codings count as a code.
type Tally struct {
	Current int `json:"current"`
	Stale   int `json:"stale"`  // would count as it, or, if it was split, as one of its parts
	Hidden  int `json:"hidden"` // it is retired or declined
}

// Shown is the number of codings that views of the code show.
func (t Tally) Shown() int { return t.Current + t.Stale }

// Counts is how codings stand under a codebook, by the code they lead to and
// the coder.
type Counts struct {
	Codes map[CodeID]map[CoderID]Tally
	// Unknown is the number of codings whose code the codebook has not.
	Unknown int
}

// Count says how often each coder's codings count as each code of the codebook.
func (b *Codebook) Count(uses []Use) Counts {
	out := Counts{Codes: map[CodeID]map[CoderID]Tally{}}
	for _, u := range uses {
		r := b.Resolve(u.Code, u.Definition)
		if r.Status == Unknown {
			out.Unknown += u.N
			continue
		}
		if out.Codes[r.Code] == nil {
			out.Codes[r.Code] = map[CoderID]Tally{}
		}
		t := out.Codes[r.Code][u.Coder]
		switch r.Status {
		case Current:
			t.Current += u.N
		case Stale:
			t.Stale += u.N
		case Hidden:
			t.Hidden += u.N
		}
		out.Codes[r.Code][u.Coder] = t
	}
	return out
}

// Of sums the tallies of a code over all coders.
func (c Counts) Of(code CodeID) Tally {
	var sum Tally
	for _, t := range c.Codes[code] {
		sum.Current += t.Current
		sum.Stale += t.Stale
		sum.Hidden += t.Hidden
	}
	return sum
}

// Waiting is the number of a coder's stale codings.
func (c Counts) Waiting(coder CoderID) int {
	n := 0
	for _, by := range c.Codes {
		n += by[coder].Stale
	}
	return n
}
