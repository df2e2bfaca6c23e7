package search

import (
	"math/bits"

	"concord/corpus"
)

// docSet is a set of small numbers.
type docSet []uint64

func (s *docSet) add(n uint64) {
	word := n / 64
	for uint64(len(*s)) <= word {
		*s = append(*s, 0)
	}
	(*s)[word] |= 1 << (n % 64)
}

func (s docSet) has(n uint64) bool { return n/64 < uint64(len(s)) && s[n/64]&(1<<(n%64)) != 0 }

func (s docSet) empty() bool {
	for _, w := range s {
		if w != 0 {
			return false
		}
	}
	return true
}

func (s docSet) each(yield func(uint64) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(uint64(i*64 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

func (s docSet) and(other docSet) docSet {
	out := make(docSet, min(len(s), len(other)))
	for i := range out {
		out[i] = s[i] & other[i]
	}
	return out
}

func (s docSet) or(other docSet) docSet {
	if len(s) < len(other) {
		s, other = other, s
	}
	out := append(docSet(nil), s...)
	for i, w := range other {
		out[i] |= w
	}
	return out
}

func (s docSet) minus(other docSet) docSet {
	out := append(docSet(nil), s...)
	for i := range min(len(s), len(other)) {
		out[i] &^= other[i]
	}
	return out
}

// turnSet is a set of turns of one transcript. What stands outside every turn
// (a title, front matter) counts as one more, so that facts about it are not
// lost. The set of everything needs no count of turns.
type turnSet struct {
	everything bool
	set        docSet // turn i is the number i+1; 0 is what is outside
}

// outside stands in a turnSet for what no turn holds.
const outside corpus.TurnIndex = -1

var everything = turnSet{everything: true}

func (s *turnSet) add(i corpus.TurnIndex) { s.set.add(uint64(i + 1)) }

func (s turnSet) has(i corpus.TurnIndex) bool { return s.everything || s.set.has(uint64(i+1)) }

func (s turnSet) empty() bool { return !s.everything && s.set.empty() }

func (s turnSet) and(other turnSet) turnSet {
	switch {
	case s.everything:
		return other
	case other.everything:
		return s
	}
	return turnSet{set: s.set.and(other.set)}
}

func (s turnSet) or(other turnSet) turnSet {
	if s.everything || other.everything {
		return everything
	}
	return turnSet{set: s.set.or(other.set)}
}

// counted gives the same set spelled out, for a text of n turns.
func (s turnSet) counted(n int) turnSet {
	if !s.everything {
		return s
	}
	var out turnSet
	for i := outside; int(i) < n; i++ {
		out.add(i)
	}
	return out
}

// minus takes other away; s must be spelled out.
func (s turnSet) minus(other turnSet) turnSet {
	if other.everything {
		return turnSet{}
	}
	return turnSet{set: s.set.minus(other.set)}
}

// near gives the turns at most distance turns from one of s, in a text of n
// turns. What is outside is near nothing but itself.
func (s turnSet) near(distance, n int) turnSet {
	if s.everything {
		return s
	}
	var out turnSet
	if s.has(outside) {
		out.add(outside)
	}
	next := 0
	for i := range s.each {
		for k := max(next, int(i)-distance); k <= int(i)+distance && k < n; k++ {
			out.add(corpus.TurnIndex(k))
		}
		next = max(next, int(i)+distance+1)
	}
	return out
}

// each gives the turns in order, without what is outside; s must be spelled
// out.
func (s turnSet) each(yield func(corpus.TurnIndex) bool) {
	for n := range s.set.each {
		if n > 0 && !yield(corpus.TurnIndex(n)-1) {
			return
		}
	}
}
