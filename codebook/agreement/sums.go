package agreement

// sums are what one pass over the patterns gives; every coefficient is made of
// them. All are whole numbers, so they are exact, do not depend on the order
// of summing, and perfect agreement gives exactly 1.
//
// The formulas divide by the number of ratings on a unit. To stay whole, sums
// over units are therefore kept apart for each such number: a "slot", see
// Table.sizes.
type sums struct {
	t      *Table
	counts []int // units with each pattern: the table's, or a resample's

	units     int // with at least one rating
	pairable  int // with at least two
	unanimous int // pairable, and all ratings equal
	ratings   int // on all units
	paired    int // on pairable units; n.. of Krippendorff

	inSlot []int // [slot] units
	agree  []int // [slot] ordered pairs of coders who agree
	cat    []int // [slot*q+k] ratings k
	same   []int // [slot*q+k] ordered pairs of coders who both gave k

	byCoder  []int // [g] ratings
	coderCat []int // [g*q+k] ratings k
}

// sum makes the sums of the table's own units.
func (t *Table) sum() *sums {
	s := t.newSums()
	s.fill(t.counts)
	return s
}

// isWhole reports whether these are the sums of the table's own units.
func (s *sums) isWhole() bool { return len(s.counts) > 0 && &s.counts[0] == &s.t.counts[0] }

// newSums makes room for sums, to be used again and again for resamples.
func (t *Table) newSums() *sums {
	q, slots, r := t.scale.Size(), len(t.sizes), len(t.coders)
	return &sums{
		t:        t,
		inSlot:   make([]int, slots),
		agree:    make([]int, slots),
		cat:      make([]int, slots*q),
		same:     make([]int, slots*q),
		byCoder:  make([]int, r),
		coderCat: make([]int, r*q),
	}
}

// fill sums over units of which counts[p] show pattern p.
func (s *sums) fill(counts []int) {
	t := s.t
	q, r := t.scale.Size(), len(t.coders)
	s.counts = counts
	s.units, s.pairable, s.unanimous, s.ratings, s.paired = 0, 0, 0, 0, 0
	clear(s.inSlot)
	clear(s.agree)
	clear(s.cat)
	clear(s.same)
	clear(s.byCoder)
	clear(s.coderCat)
	for p, n := range counts {
		if n == 0 {
			continue
		}
		slot := int(t.slot[p])
		s.inSlot[slot] += n
		cats, times := t.categories(p)
		if len(cats) == 1 && t.size[p] > 1 {
			s.unanimous += n
		}
		for i, k := range cats {
			x := int(times[i])
			at := slot*q + int(k)
			s.cat[at] += n * x
			s.same[at] += n * x * (x - 1)
			s.agree[slot] += n * x * (x - 1)
		}
		for g, v := range t.values[p*r : (p+1)*r] {
			if v != Missing {
				s.coderCat[g*q+int(v)] += n
			}
		}
	}
	for slot, n := range s.inSlot {
		m := t.sizes[slot]
		s.units += n
		s.ratings += n * m
		if m >= 2 {
			s.pairable += n
			s.paired += n * m
		}
	}
	for g := range r {
		for _, n := range s.coderCat[g*q : (g+1)*q] {
			s.byCoder[g] += n
		}
	}
}

// shares gives π of Gwet and Fleiss: the mean over units of the share of a
// unit's ratings that fall in each category.
func (s *sums) shares() []float64 {
	q := s.t.scale.Size()
	pi := make([]float64, q)
	for slot, m := range s.t.sizes {
		for k := range q {
			pi[k] += float64(s.cat[slot*q+k]) / float64(m)
		}
	}
	for k := range pi {
		pi[k] /= float64(s.units)
	}
	return pi
}

// pairedByCategory gives n_c of Krippendorff: the ratings in each category on
// pairable units.
func (s *sums) pairedByCategory() []int {
	q := s.t.scale.Size()
	n := make([]int, q)
	for slot, m := range s.t.sizes {
		if m < 2 {
			continue
		}
		for k := range q {
			n[k] += s.cat[slot*q+k]
		}
	}
	return n
}

// Reasons why a coefficient has no value. They are read by people.
const (
	whyOneCoder    = "fewer than two coders have data"
	whyNoPair      = "no unit was coded by two coders" // of three or more
	whyNotBoth     = "no unit was coded by both"
	whyOneCategory = "the scale has only one category"
	whyOneSet      = "every rating is the same set of codes, so agreement beyond chance cannot be determined"
	whyNoVariation = "only one category was used, so agreement beyond chance cannot be determined"
	whyNeverUsed   = "the category was never used"
)

// comparable says why no coefficient of agreement can be computed, or "".
func (s *sums) comparable() string {
	switch {
	case len(s.t.coders) < 2:
		return whyOneCoder
	case s.pairable == 0 && len(s.t.coders) == 2:
		return whyNotBoth
	case s.pairable == 0:
		return whyNoPair
	}
	return ""
}

// chanceable says why no chance-corrected coefficient can be computed, or "".
func (s *sums) chanceable() string {
	if why := s.comparable(); why != "" {
		return why
	}
	switch {
	case s.t.scale.Size() >= 2:
		return ""
	case s.t.sets != nil:
		return whyOneSet
	}
	return whyOneCategory
}
