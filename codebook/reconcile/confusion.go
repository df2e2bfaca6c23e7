package reconcile

import "slices"

// Between names two coders by their places in RatingMatrix.Coders. BetweenAll stands
// for every two.
type Between struct{ First, Second int }

// BetweenAll is every two coders, in both directions.
var BetweenAll = Between{-1, -1}

// Confusion says which codes stood in for which: for each unit and two coders
// who both answered for both codes, whether one gave the one code where the other
// gave the other.
type Confusion struct {
	// Units counts, for line i and line j, the units to which one coder gave i
	// and not j, and another j and not i; on the diagonal those to which both
	// gave the code. For two named coders, i is the first one's. For all it is
	// the same both ways round.
	Units [][]int
	// Alone counts the units to which one coder gave the code and another, who
	// did not, gave none at all; Differ those to which one gave it and another
	// did not. For two named coders the first is the one who gave it.
	Alone, Differ []int
}

// Confusion compares coders code by code.
func (l *RatingMatrix) Confusion(between Between) Confusion {
	n := len(l.Codes)
	c := Confusion{Units: make([][]int, n), Alone: make([]int, n), Differ: make([]int, n)}
	for i := range c.Units {
		c.Units[i] = make([]int, n)
	}
	for u := range l.Units {
		seen := map[[2]int]bool{}
		alone, differ := map[int]bool{}, map[int]bool{}
		l.compare(u, between, func(i, j int) {
			switch {
			case j == Nothing:
				alone[i] = true
			case j == something:
				differ[i] = true
			default:
				seen[[2]int{i, j}] = true
			}
		})
		for at := range seen {
			c.Units[at[0]][at[1]]++
		}
		for i := range alone {
			c.Alone[i]++
		}
		for i := range differ {
			c.Differ[i]++
		}
	}
	return c
}

// Confused gives the units that a cell of Confusion.Units counts, or with Nothing
// for j those of Confusion.Alone, as indexes into Places, in reading order.
func (l *RatingMatrix) Confused(between Between, i, j int) []int {
	var out []int
	for u := range l.Units {
		found := false
		l.compare(u, between, func(a, b int) { found = found || a == i && b == j })
		if found {
			out = append(out, u)
		}
	}
	return out
}

// Nothing stands for no code at all, in place of a line, where the second coder
// gave none; something is what compare says where she gave others or none.
const (
	Nothing   = -1
	something = -2
)

// compare yields, for one unit, each line i that one coder gave, with what a
// second coder gave: i itself; or, where she did not, something, and each j that
// the first did not give, or Nothing. A line without an answer of both is passed
// over.
func (l *RatingMatrix) compare(u int, between Between, yield func(i, j int)) {
	n := len(l.Coders)
	var given [][]int // by coder
	for c := range n {
		var list []int
		for i := range l.Codes {
			if l.Codes[i].Marks[u*n+c] == 1 {
				list = append(list, i)
			}
		}
		given = append(given, list)
	}
	mark := func(i, c int) int8 { return l.Codes[i].Marks[u*n+c] }
	for g := range n {
		for h := range n {
			if g == h || between != BetweenAll && (between.First != g || between.Second != h) {
				continue
			}
			for _, i := range given[g] {
				switch mark(i, h) {
				case 1:
					yield(i, i)
				case 0:
					yield(i, something)
					if len(given[h]) == 0 {
						yield(i, Nothing)
					}
					for _, j := range given[h] {
						if !slices.Contains(given[g], j) && mark(j, g) == 0 {
							yield(i, j)
						}
					}
				}
			}
		}
	}
}
