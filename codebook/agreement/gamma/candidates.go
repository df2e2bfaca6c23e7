package gamma

import (
	"cmp"
	"slices"
)

// candidate is a unitary alignment that may be part of a best alignment:
// units of different coders, ascending, and C(m,2) times its disorder in
// multiples of fixedOne.
type candidate struct {
	units []int
	cost  int64
}

// listCandidates lists the unitary alignments of a text worth considering:
// each unit alone, and every set of units that would not be cheaper (or
// cheaper to within the tie) in two parts. Any best alignment consists of
// such. ok is false if there are more than limit, or if finding them takes
// more than triesPerCandidate tries for each.
//
// A set is built up unit by unit. Joining unit u to the rest of its set adds
// the excesses of u with all others and saves C(m,2)·Δ∅, the cost of leaving
// it alone; and an excess is never below −Δ∅, which bounds what units still to
// come can save.
func listCandidates(g unitText, m dissimilarity, limit int) (list []candidate, ok bool) {
	pairs := int64(g.coders * (g.coders - 1) / 2)
	b := builder{text: g, alone: pairs * fixedOne, limit: limit, near: make([][]link, len(g.units)),
		set: make([]int, 0, g.coders), sums: make([][]int64, g.coders+1)}
	for i := range b.sums {
		b.sums[i] = make([]int64, i)
	}
	links, ok := m.links(g, float64(pairs)+float64(g.coders)-1)
	if !ok {
		return nil, false
	}
	for _, l := range links {
		b.near[l.a] = append(b.near[l.a], l)
	}
	for u := range g.units {
		b.list = append(b.list, candidate{[]int{u}, b.alone})
		b.set = append(b.set[:0], u)
		b.extend(0, b.near[u])
		if b.full() {
			return nil, false
		}
	}
	return b.list, true
}

// triesPerCandidate is how many sets may be looked at for each candidate allowed.
const triesPerCandidate = 10

type builder struct {
	text  unitText
	alone int64
	limit int
	tries int
	near  [][]link
	list  []candidate
	set   []int     // the set being built
	sums  [][]int64 // for a set of each size, every member's excess with the others
}

func (b *builder) full() bool { return len(b.list) > b.limit || b.tries > triesPerCandidate*b.limit }

// extend adds to the set each unit that links lead to: those of its first
// member that were not tried yet. total is the excess of all its pairs.
func (b *builder) extend(total int64, links []link) {
	n := len(b.set)
	sums, grown := b.sums[n], b.sums[n+1]
	room := int64(b.text.coders-n-1) * fixedOne
	for k, l := range links {
		if b.tries++; b.full() {
			return
		}
		sum, fits := int64(0), true
		for i := n - 1; i >= 0 && fits; i-- {
			var e int64
			e, fits = b.excess(b.set[i], l.b) // false also if both are one coder's
			grown[i] = sums[i] + e
			sum += e
		}
		grown[n] = sum
		keep := true
		for i := 0; i <= n && fits; i++ {
			keep = keep && grown[i] <= b.alone
			fits = grown[i]-room <= b.alone
		}
		if !fits {
			continue
		}
		b.set = append(b.set, l.b)
		if keep && b.whole(b.set) {
			b.list = append(b.list, candidate{slices.Clone(b.set), b.alone + total + sum})
		}
		if room > 0 {
			b.extend(total+sum, links[k+1:])
		}
		b.set = b.set[:n]
	}
}

// excess looks up the link between two units, v < u.
func (b *builder) excess(v, u int) (int64, bool) {
	k, ok := slices.BinarySearchFunc(b.near[v], u, func(l link, u int) int { return cmp.Compare(l.b, u) })
	if !ok {
		return 0, false
	}
	return b.near[v][k].excess, true
}

// whole reports whether no split of the set into two parts is cheaper. Sets
// of many units are let through: this only thins out the list.
func (b *builder) whole(set []int) bool {
	if len(set) < 4 || len(set) > 8 {
		return true // smaller sets only split off single units, which extend checked
	}
	for part := 1; part < 1<<(len(set)-1); part++ {
		across := int64(0)
		for i, v := range set {
			for j, u := range set[i+1:] {
				if (part>>i)&1 != (part>>(i+1+j))&1 {
					e, _ := b.excess(v, u)
					across += e
				}
			}
		}
		if across > b.alone {
			return false
		}
	}
	return true
}
