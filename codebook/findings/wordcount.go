package findings

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"concord/codebook/agreement"
)

// WordCount is how often a word is said.
type WordCount struct {
	Word  string
	Count int
	// Texts is in how many of the texts it is said at least once.
	Texts int
}

// CountWords counts the words of texts (transcripts, or the passages of a query),
// each a list of words in the form in which they are to be compared. Words of
// stop are left out; a nil stop leaves out none. The most frequent come first;
// of equals, in order of the word.
func CountWords(texts [][]string, stop map[string]bool) []WordCount {
	counts := map[string]*WordCount{}
	last := map[string]int{}
	for i, words := range texts {
		for _, w := range words {
			if stop[w] {
				continue
			}
			c := counts[w]
			if c == nil {
				c = &WordCount{Word: w}
				counts[w] = c
			}
			c.Count++
			if last[w] != i+1 {
				last[w] = i + 1
				c.Texts++
			}
		}
	}
	out := make([]WordCount, 0, len(counts))
	for _, c := range counts {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b WordCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Word, b.Word))
	})
	return out
}

// Said is one turn (or any stretch over which words are not neighbours of those
// beyond), with the places of what was looked for.
type Said struct {
	Words []string
	Nodes []Span // positions in Words; ordered, and overlapping ones count once
}

// Collocate is a word that is said near what was looked for.
type Collocate struct {
	Word string
	// Near is how often it is said in the windows, Left of it before and Right of
	// it after the nearest node; Elsewhere how often outside all windows.
	Near, Left, Right, Elsewhere int
	// Expected is how often it would be said in the windows if it were said as
	// often there as everywhere.
	Expected float64
	// LogLikelihood is G², 0 or more; negative in sign where the word is said less
	// often near than expected.
	LogLikelihood agreement.Value
}

// LargestWindow bounds the window of Collocates, in words to either side.
const LargestWindow = 50

// Collocates compares how often words are said within so many words of a node,
// in the same turn, with how often they are said elsewhere.
//
// Every word that is not part of a node is in a window or not, and counts once,
// even where windows overlap. With a = Near, b = the other words of the windows,
// c = Elsewhere, d = the other words elsewhere, and n their sum,
//
//	G² = 2 Σ O ln(O/E),  E = row sum × column sum / n,  0 ln 0 = 0
//
// over the four cells (Dunning 1993). It is undefined if all words, or none, are
// in windows. Words of stop, and those said fewer than least times near, are not
// listed; they count in the sums all the same. Those with the highest G² come
// first (attracted words, then repelled ones); of equals in order of Near and of
// the word.
func Collocates(turns []Said, window, least int, stop map[string]bool) ([]Collocate, error) {
	if window < 1 || window > LargestWindow {
		return nil, fmt.Errorf("looking for collocates: a window of %d words is not possible; choose 1 to %d", window, LargestWindow)
	}
	found := map[string]*Collocate{}
	near, elsewhere := 0, 0
	for i := range turns {
		for k, side := range turns[i].sides(window) {
			if side == inNode {
				continue
			}
			w := turns[i].Words[k]
			c := found[w]
			if c == nil {
				c = &Collocate{Word: w}
				found[w] = c
			}
			switch side {
			case outOfWindow:
				c.Elsewhere++
				elsewhere++
				continue
			case leftOfNode:
				c.Left++
			case rightOfNode:
				c.Right++
			}
			c.Near++
			near++
		}
	}
	var out []Collocate
	for _, c := range found {
		if c.Near < max(least, 1) || stop[c.Word] {
			continue
		}
		c.Expected = float64(c.Near+c.Elsewhere) * float64(near) / float64(near+elsewhere)
		c.LogLikelihood = logLikelihood(c.Near, near-c.Near, c.Elsewhere, elsewhere-c.Elsewhere)
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b Collocate) int {
		return cmp.Or(cmp.Compare(b.LogLikelihood.Number, a.LogLikelihood.Number), cmp.Compare(b.Near, a.Near), cmp.Compare(a.Word, b.Word))
	})
	return out, nil
}

// side says where a word stands.
type side uint8

const (
	outOfWindow side = iota
	inNode
	leftOfNode
	rightOfNode
)

// sides tells for each word where it stands; between two nodes, by the nearer
// one, and right of the first if both are as near.
func (s *Said) sides(window int) []side {
	out := make([]side, len(s.Words))
	at := make([]int, len(s.Words)) // distance to the node that decided
	put := func(k, distance int, what side) {
		if k >= 0 && k < len(out) && out[k] != inNode && (out[k] == outOfWindow || distance < at[k]) {
			out[k], at[k] = what, distance
		}
	}
	for _, n := range s.Nodes {
		for k := max(n.Start, 0); k < min(n.End, int32(len(out))); k++ {
			out[k] = inNode
		}
	}
	for _, n := range s.Nodes {
		for d := 1; d <= window; d++ {
			put(int(n.End)-1+d, d, rightOfNode)
		}
	}
	for _, n := range s.Nodes {
		for d := 1; d <= window; d++ {
			put(int(n.Start)-d, d, leftOfNode)
		}
	}
	return out
}

// logLikelihood is the signed G² of a two by two table.
func logLikelihood(a, b, c, d int) agreement.Value {
	n := float64(a + b + c + d)
	if a+b == 0 || c+d == 0 {
		return agreement.Value{Undefined: "all words, or none, are near what was looked for"}
	}
	sum := 0.0
	for _, cell := range [4]struct{ o, row, column int }{{a, a + b, a + c}, {b, a + b, b + d}, {c, c + d, a + c}, {d, c + d, b + d}} {
		if cell.o > 0 {
			sum += float64(cell.o) * math.Log(float64(cell.o)*n/(float64(cell.row)*float64(cell.column)))
		}
	}
	g := max(2*sum, 0) // rounding may leave less than nothing
	if float64(a)*n < float64(a+b)*float64(a+c) {
		g = -g
	}
	return agreement.Value{Number: g}
}
