package agreement

import (
	"runtime"
	"slices"
)

// clusterAlpha is α of sets as a function of how often each cluster was drawn. The
// numerators of both disagreements add up over clusters or pairs of clusters, so a
// resample w needs no recount:
//
//	D_o = Σ_t w_t observed_t / n        n = Σ_t w_t values_t
//	D_e = Σ_tu w_t w_u between_tu / (n(n−1))
//
// where between_tu sums the distances of every value in cluster t from every value
// in cluster u. Values are those of pairable units.
type clusterAlpha struct {
	values   []int     // by cluster
	observed []float64 // by cluster
	between  []float64 // lower triangle with the diagonal, row by row
}

// holding are the clusters in which a category occurs, and how often.
type holding struct {
	clusters []int32
	times    []int32
}

// overClusters prepares α for several distances of one table, in one pass over the
// pairs of sets.
func (t *Table) overClusters(metrics []*setMetric) []*clusterAlpha {
	n := len(t.clusters)
	out := make([]*clusterAlpha, len(metrics))
	for i := range out {
		out[i] = &clusterAlpha{observed: make([]float64, n), between: make([]float64, n*(n+1)/2)}
	}
	values := make([]int, n)
	held := make([]holding, t.scale.Size())
	often := make([]int32, t.scale.Size())
	for at, c := range t.clusters {
		var met []int32
		for i, p := range c.at {
			if t.size[p] < 2 {
				continue
			}
			values[at] += int(c.n[i]) * int(t.size[p])
			for k := range out {
				out[k].observed[at] += float64(c.n[i]) * metrics[k].unit[p]
			}
			cats, times := t.categories(int(p))
			for j, k := range cats {
				if often[k] == 0 {
					met = append(met, k)
				}
				often[k] += c.n[i] * times[j]
			}
		}
		for _, k := range met {
			held[k].clusters = append(held[k].clusters, int32(at))
			held[k].times = append(held[k].times, often[k])
			often[k] = 0
		}
	}
	for i := range out {
		out[i].values = values
	}
	// Each goroutine has some of the columns to itself and goes through the sets in
	// the same order, so the sums do not depend on how many there are.
	inBlocks(n, runtime.GOMAXPROCS(0), func(from, to int) { fillBetween(out, metrics, values, held, from, to) })
	return out
}

// fillBetween sums the columns from to to−1.
func fillBetween(out []*clusterAlpha, metrics []*setMetric, values []int, held []holding, from, to int) {
	for t := from; t < len(values); t++ {
		row := t * (t + 1) / 2
		for u := from; u < min(to, t+1); u++ {
			for i := range out {
				out[i].between[row+u] = float64(values[t] * values[u]) // less those of equal and near sets
			}
		}
	}
	n := len(metrics)
	parts := make([]holding, len(held))
	for k := range held {
		parts[k] = held[k].part(from, to)
	}
	// Of each cluster in the columns: how often category k occurs in it, then, by
	// metric, the closeness of category k to all its near values.
	column := make([]float64, (n+1)*(to-from))
	var list []nearSet
	var closeness []float64
	for k, h := range held {
		if len(h.clusters) == 0 {
			continue
		}
		clear(column)
		for j, u := range parts[k].clusters {
			column[(int(u)-from)*(n+1)] = float64(parts[k].times[j])
		}
		list = nearSets(metrics, k, list[:0])
		closeness = closenesses(metrics, k, list, closeness)
		for j, x := range list {
			near := closeness[j*n : (j+1)*n]
			part := &parts[x.category]
			for i, u := range part.clusters {
				times := float64(part.times[i])
				cell := column[(int(u)-from)*(n+1):]
				for m, c := range near {
					cell[m+1] += c * times
				}
			}
		}
		for j, t := range h.clusters {
			row, times := int(t)*(int(t)+1)/2+from, float64(h.times[j])
			width := min(to, int(t)+1) - from
			if width <= 0 {
				continue
			}
			for i := range out {
				between := out[i].between[row : row+width]
				for u := range between {
					between[u] -= times * (column[u*(n+1)] + column[u*(n+1)+i+1])
				}
			}
		}
	}
}

// part is what is held in the clusters from from to to−1.
func (h *holding) part(from, to int) holding {
	a, _ := slices.BinarySearch(h.clusters, int32(from))
	b, _ := slices.BinarySearch(h.clusters, int32(to))
	return holding{h.clusters[a:b], h.times[a:b]}
}

// value is α of a resample: how often each cluster was drawn, and which were at all,
// in ascending order.
func (a *clusterAlpha) value(times []int, drawn []int) Value {
	n, observed, apart := 0, 0.0, 0.0
	for _, t := range drawn {
		n += times[t] * a.values[t]
		observed += float64(times[t]) * a.observed[t]
		row := a.between[t*(t+1)/2:]
		sum := 0.0
		for _, u := range drawn {
			if u >= t {
				break
			}
			sum += float64(times[u]) * row[u]
		}
		apart += float64(times[t]) * (2*sum + float64(times[t])*row[t])
	}
	if n == 0 {
		return Undefined(whyNoPair)
	}
	chance := apart / float64(n) / float64(n-1)
	if chance <= 0 {
		return Undefined(whyNoVariation)
	}
	return finite(1-observed/float64(n)/chance, whyNoVariation)
}
