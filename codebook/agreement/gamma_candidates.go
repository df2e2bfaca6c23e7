package agreement

import (
	"cmp"
	"slices"
)

// gammaCandidate is a unitary alignment that may be part of a best alignment:
// units of different coders, ascending, and C(m,2) times its disorder in
// multiples of gammaOne.
type gammaCandidate struct {
	units []int
	cost  int64
}

// gammaCandidates lists the unitary alignments of a text worth considering:
// each unit alone, and every set of units that would not be cheaper (or
// cheaper to within the tie) in two parts. Any best alignment consists of
// such. ok is false if there are more than limit, or if finding them takes
// more than gammaTries tries for each.
//
// A set is built up unit by unit. Joining unit u to the rest of its set adds
// the excesses of u with all others and saves C(m,2)·Δ∅, the cost of leaving
// it alone; and an excess is never below −Δ∅, which bounds what units still to
// come can save.
func gammaCandidates(g gammaText, m gammaMeasure, limit int) (list []gammaCandidate, ok bool) {
	pairs := int64(g.coders * (g.coders - 1) / 2)
	b := gammaBuilder{text: g, alone: pairs * gammaOne, limit: limit, near: make([][]gammaLink, len(g.units))}
	for _, l := range m.links(g, float64(pairs)+float64(g.coders)-1) {
		b.near[l.a] = append(b.near[l.a], l)
	}
	for u := range g.units {
		b.list = append(b.list, gammaCandidate{[]int{u}, b.alone})
		b.extend([]int{u}, []int64{0}, 0, b.near[u])
		if b.full() {
			return nil, false
		}
	}
	return b.list, true
}

// gammaTries is how many sets may be looked at for each candidate allowed.
const gammaTries = 20

type gammaBuilder struct {
	text  gammaText
	alone int64
	limit int
	tries int
	near  [][]gammaLink
	list  []gammaCandidate
}

func (b *gammaBuilder) full() bool { return len(b.list) > b.limit || b.tries > gammaTries*b.limit }

// extend adds to set each unit that links lead to. sums holds each member's
// excess with all others, links those of the first member not tried yet.
func (b *gammaBuilder) extend(set []int, sums []int64, total int64, links []gammaLink) {
	for k, l := range links {
		if b.tries++; b.full() {
			return
		}
		u := l.b
		grown, sum, fits := make([]int64, len(set)+1), int64(0), true
		for i, v := range set {
			e, linked := b.excess(v, u)
			if !linked { // also if they are one coder's
				fits = false
				break
			}
			grown[i] = sums[i] + e
			sum += e
		}
		if !fits {
			continue
		}
		grown[len(set)] = sum
		room := int64(b.text.coders-len(grown)) * gammaOne
		keep, worth := true, true
		for _, s := range grown {
			keep = keep && s <= b.alone
			worth = worth && s-room <= b.alone
		}
		if !worth {
			continue
		}
		next := append(slices.Clone(set), u)
		if keep && b.whole(next) {
			b.list = append(b.list, gammaCandidate{next, b.alone + total + sum})
		}
		if room > 0 {
			b.extend(next, grown, total+sum, links[k+1:])
		}
	}
}

// excess looks up the link between two units, v < u.
func (b *gammaBuilder) excess(v, u int) (int64, bool) {
	k, ok := slices.BinarySearchFunc(b.near[v], u, func(l gammaLink, u int) int { return cmp.Compare(l.b, u) })
	if !ok {
		return 0, false
	}
	return b.near[v][k].excess, true
}

// whole reports whether no split of the set into two parts is cheaper. Sets
// of many units are let through: this only thins out the list.
func (b *gammaBuilder) whole(set []int) bool {
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
