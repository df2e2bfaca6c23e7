package findings

import "slices"

// Clustered orders the codes that occur together with any other so that those
// which go together stand side by side; codes that stand alone are left out.
//
// Method: agglomerative clustering with average linkage (UPGMA; Sokal & Michener
// 1958) of the distances 1 − Jaccard. Of equally near clusters those whose first
// codes come first in the tree are joined first. Of the four ways in which two
// clusters can be laid end to end, the one is taken whose touching codes have
// the highest Jaccard, and the first of: as they are, the second turned round,
// the first turned round, both.
//
// The order depends on the pairs alone. The work grows with the third power of
// the number of codes.
func (c *Cooccurrence) Clustered() []int {
	n := len(c.Units)
	alike := make([][]float64, n)
	for i := range alike {
		alike[i] = make([]float64, n)
	}
	var clusters [][]int
	inPair := make([]bool, n)
	for _, p := range c.Pairs {
		j := p.Jaccard().Number
		alike[p.A][p.B], alike[p.B][p.A] = j, j
		inPair[p.A], inPair[p.B] = true, true
	}
	for code, in := range inPair {
		if in {
			clusters = append(clusters, []int{code})
		}
	}
	// near[i][j] is the mean Jaccard between the codes of clusters i and j.
	near := make([][]float64, len(clusters))
	for i := range near {
		near[i] = make([]float64, len(clusters))
		for j := range near[i] {
			near[i][j] = alike[clusters[i][0]][clusters[j][0]]
		}
	}
	for len(clusters) > 1 {
		i, j := nearest(near)
		joined := joinClusters(clusters[i], clusters[j], alike)
		near = meanNear(near, i, j, len(clusters[i]), len(clusters[j]))
		clusters[i] = joined
		clusters = slices.Delete(clusters, j, j+1)
	}
	if len(clusters) == 0 {
		return nil
	}
	return clusters[0]
}

// nearest gives the two clusters, the earlier first, that are nearest; those
// that come first where several are.
func nearest(near [][]float64) (a, b int) {
	a, b = 0, 1
	for i := range near {
		for j := i + 1; j < len(near); j++ {
			if near[i][j] > near[a][b] {
				a, b = i, j
			}
		}
	}
	return a, b
}

// joinClusters lays two clusters end to end.
func joinClusters(first, second []int, alike [][]float64) []int {
	turned := func(s []int) []int {
		out := slices.Clone(s)
		slices.Reverse(out)
		return out
	}
	var best []int
	touch := -1.0
	for _, way := range [][2][]int{{first, second}, {first, turned(second)}, {turned(first), second}, {turned(first), turned(second)}} {
		if t := alike[way[0][len(first)-1]][way[1][0]]; t > touch {
			touch, best = t, slices.Concat(way[0], way[1])
		}
	}
	return best
}

// meanNear takes cluster j into cluster i: to each other cluster the new one is
// as near as its codes are on average.
func meanNear(near [][]float64, i, j, sizeI, sizeJ int) [][]float64 {
	a, b := float64(sizeI), float64(sizeJ)
	for k := range near {
		x := (a*near[i][k] + b*near[j][k]) / (a + b)
		near[i][k], near[k][i] = x, x
	}
	near = slices.Delete(near, j, j+1)
	for k := range near {
		near[k] = slices.Delete(near[k], j, j+1)
	}
	return near
}
