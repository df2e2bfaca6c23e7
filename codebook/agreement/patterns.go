package agreement

import (
	"cmp"
	"math/bits"
	"slices"
)

// patterns numbers distinct rows of ratings in the order in which they are met.
// It looks rows up in an array where few rows are possible (the usual case:
// three coders and ten categories make 1,331), else in a hash table. If most
// rows turn out to be new, as with many coders, it stops looking and gives every
// row a number of its own: nothing depends on patterns being distinct but speed.
type patterns struct {
	r      int
	radix  uint64  // categories and Missing
	values []int32 // the rows
	size   int
	rows   int // to come, about
	seen   int // rows met; negative once it has stopped looking

	direct []int32 // key → number + 1
	slots  []slot  // hash table with linear probing; its length is a power of two
}

type slot struct {
	hash   uint64
	number int32 // + 1; 0 is free
}

// directLimit bounds the array of keys: 4 MB, less than what the data of a
// table that large take.
const directLimit = 1 << 20

// patience is the number of rows after which to judge whether they repeat.
const patience = 1 << 17

// orderLimit is the number of patterns up to which they are put in order. With
// more, nearly every unit is a pattern of its own; ordering them would take
// longer than all coefficients together, and only the last bits of sums and the
// choice of resamples depend on it.
const orderLimit = 1 << 16

// newPatterns makes room for rows of r ratings on q categories.
func newPatterns(q, r, rows int) *patterns {
	p := &patterns{r: r, radix: uint64(q) + 1, rows: rows}
	keys := uint64(1)
	for range r {
		high, low := bits.Mul64(keys, p.radix)
		if high != 0 || low > directLimit {
			p.slots = make([]slot, 1024)
			return p
		}
		keys = low
	}
	p.direct = make([]int32, keys)
	return p
}

// number gives the number of a row, a new one if it was not met before; -1 if
// all of it is missing.
func (p *patterns) number(row []int32) int32 {
	if p.direct == nil {
		return p.search(row)
	}
	key := uint64(0)
	for _, v := range row {
		key = key*p.radix + uint64(v+1)
	}
	if key == 0 {
		return -1
	}
	if at := p.direct[key]; at != 0 {
		return at - 1
	}
	at := p.add(row)
	p.direct[key] = at + 1
	return at
}

// search looks a row up in the hash table.
func (p *patterns) search(row []int32) int32 {
	some := int32(0)
	for _, v := range row {
		some |= v + 1
	}
	if some == 0 {
		return -1
	}
	if p.seen < 0 {
		return p.add(row)
	}
	if p.seen++; p.seen == patience && p.size > patience/2 {
		p.seen, p.slots = -1, nil
		p.values = slices.Grow(p.values, max(0, p.rows-patience)*p.r)
		return p.add(row)
	}
	if 2*p.size >= len(p.slots) {
		p.grow()
	}
	hash := uint64(0)
	for _, v := range row {
		hash = (hash ^ uint64(v+1)) * 0x9E3779B97F4A7C15 // 2⁶⁴/golden ratio
		hash ^= hash >> 29
	}
	mask := uint64(len(p.slots) - 1)
	for at := hash >> 20 & mask; ; at = (at + 1) & mask {
		s := &p.slots[at]
		if s.number == 0 {
			s.hash = hash
			s.number = p.add(row) + 1
			return s.number - 1
		}
		if n := int(s.number - 1); s.hash == hash && slices.Equal(p.values[n*p.r:(n+1)*p.r], row) {
			return s.number - 1
		}
	}
}

func (p *patterns) grow() {
	old := p.slots
	p.slots = make([]slot, 4*len(old))
	mask := uint64(len(p.slots) - 1)
	for _, s := range old {
		if s.number == 0 {
			continue
		}
		at := s.hash >> 20 & mask
		for p.slots[at].number != 0 {
			at = (at + 1) & mask
		}
		p.slots[at] = s
	}
}

func (p *patterns) add(row []int32) int32 {
	p.values = append(p.values, row...)
	p.size++
	return int32(p.size - 1)
}

// order gives the patterns' numbers, sorted by their rows.
// Nil means that they stay in the order in which they were met.
func (p *patterns) order() []int {
	if p.size > orderLimit {
		return nil
	}
	order := make([]int, p.size)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return slices.CompareFunc(p.values[a*p.r:(a+1)*p.r], p.values[b*p.r:(b+1)*p.r], cmp.Compare[int32])
	})
	return order
}
