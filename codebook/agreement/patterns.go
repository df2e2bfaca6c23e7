package agreement

import (
	"cmp"
	"encoding/binary"
	"math/bits"
	"slices"
)

// patterns numbers distinct rows of ratings in the order in which they are met.
// It looks rows up in an array where the number of possible rows is small (the
// usual case: three coders and ten categories make 1,331), else in a map.
type patterns struct {
	r      int
	radix  uint64 // categories and Missing
	values []int32
	size   int

	direct []int32 // key → number + 1
	packed map[uint64]int32
	long   map[string]int32
	text   []byte
}

// directLimit bounds the array of keys: 4 MB, less than what the data of a
// table that large take.
const directLimit = 1 << 20

// orderLimit is the number of patterns up to which they are put in order. With
// more, nearly every unit is a pattern of its own; ordering them would take
// longer than all coefficients together, and only the last bits of sums and the
// choice of resamples depend on it.
const orderLimit = 1 << 16

func newPatterns(q, r int) *patterns {
	p := &patterns{r: r, radix: uint64(q) + 1}
	keys, fits := uint64(1), true
	for range r {
		high, low := bits.Mul64(keys, p.radix)
		if high != 0 {
			fits = false
			break
		}
		keys = low
	}
	switch {
	case fits && keys <= directLimit:
		p.direct = make([]int32, keys)
	case fits:
		p.packed = make(map[uint64]int32)
	default:
		p.long = make(map[string]int32)
	}
	return p
}

// number gives the number of a row, a new one if it was not met before; -1 if
// all of it is missing.
func (p *patterns) number(row []int32) int32 {
	if p.long != nil {
		return p.numberLong(row)
	}
	key := uint64(0)
	for _, v := range row {
		key = key*p.radix + uint64(v+1)
	}
	if key == 0 {
		return -1
	}
	if p.direct != nil {
		if at := p.direct[key]; at != 0 {
			return at - 1
		}
		at := p.add(row)
		p.direct[key] = at + 1
		return at
	}
	if at, ok := p.packed[key]; ok {
		return at
	}
	at := p.add(row)
	p.packed[key] = at
	return at
}

func (p *patterns) numberLong(row []int32) int32 {
	p.text = p.text[:0]
	empty := true
	for _, v := range row {
		empty = empty && v == Missing
		p.text = binary.LittleEndian.AppendUint32(p.text, uint32(v))
	}
	if empty {
		return -1
	}
	if at, ok := p.long[string(p.text)]; ok {
		return at
	}
	at := p.add(row)
	p.long[string(p.text)] = at
	return at
}

func (p *patterns) add(row []int32) int32 {
	p.values = append(p.values, row...)
	p.size++
	return int32(p.size - 1)
}

// order gives the patterns' numbers, sorted by their rows.
func (p *patterns) order() []int {
	order := make([]int, p.size)
	for i := range order {
		order[i] = i
	}
	if p.size > orderLimit {
		return order
	}
	slices.SortFunc(order, func(a, b int) int {
		return slices.CompareFunc(p.values[a*p.r:(a+1)*p.r], p.values[b*p.r:(b+1)*p.r], cmp.Compare[int32])
	})
	return order
}
