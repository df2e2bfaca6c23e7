package gamma

import "concord/codebook/agreement"

// categorical is a weighted mean of categorical dissimilarities in the making.
type categorical struct {
	disorder, weight float64
	aligned          bool // whether it holds any pair of aligned units
}

// add adds the pairs of one unitary alignment: all, or those in which a unit
// has the category (-1 for all). A pair weighs the more the closer its units
// lie, and the less the more units are aligned with it, so that each unit
// counts about once. With unaligned set, a unit without a partner in another
// coder's place counts Δ∅ at weight Δ∅, as pygamma-agreement 0.5.9 has it.
func (c *categorical) add(m dissimilarity, g unitText, cluster []int, category int, unaligned bool) {
	if unaligned {
		missing := float64(len(cluster) * (g.coders - len(cluster)))
		c.disorder += missing * m.empty * m.empty
		c.weight += missing * m.empty
	}
	for i, a := range cluster {
		for _, b := range cluster[:i] {
			u, v := g.units[a], g.units[b]
			if category >= 0 && u.category != category && v.category != category {
				continue
			}
			w := max(0, 1-m.alpha*m.position(u, v)*m.empty) / float64(len(cluster)-1)
			c.disorder += w * m.categories[u.category][v.category] * m.empty
			c.weight += w
			c.aligned = true
		}
	}
}

func (c categorical) mean() float64 { return c.disorder / c.weight }

// categoricalRatio is 1 − observed / mean of the expected. Random continua in
// which nothing weighs are left out of the mean; with zero set, those in which
// nothing is aligned count 0 instead, as pygamma-agreement 0.5.9 has it.
func categoricalRatio(observed categorical, random []categorical, zero bool) (o, e, ratio agreement.Value) {
	sum, n := 0.0, 0
	for _, c := range random {
		switch {
		case zero && !c.aligned:
			n++
		case c.weight > 0:
			sum, n = sum+c.mean(), n+1
		}
	}
	o = agreement.Undefined("no two units are aligned closely enough to compare their categories")
	e = agreement.Undefined("in no random continuum are units aligned closely enough to compare their categories")
	if observed.weight > 0 && observed.aligned {
		o = agreement.Number(observed.mean())
	}
	if n > 0 {
		e = agreement.Number(sum / float64(n))
	}
	switch {
	case !o.Defined():
		return o, e, o
	case !e.Defined():
		return o, e, e
	case e.Number == 0:
		return o, e, agreement.Undefined("random continua show no disagreement on categories")
	}
	return o, e, agreement.Number(1 - o.Number/e.Number)
}
