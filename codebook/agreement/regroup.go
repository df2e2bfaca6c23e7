package agreement

import (
	"fmt"
	"slices"
)

// Only gives the table of some of the coders, as if the others had not coded:
// t.Only(0, 2) compares the first and the third. Numbers are those of Coders;
// a number that is none, or that comes twice, is an error.
func (t *Table) Only(coders ...int) (*Table, error) {
	names := make([]string, len(coders))
	for i, g := range coders {
		if g < 0 || g >= len(t.coders) {
			return nil, fmt.Errorf("choosing coders: there is no coder number %d; the table has 0 to %d", g, len(t.coders)-1)
		}
		if slices.Contains(coders[:i], g) {
			return nil, fmt.Errorf("choosing coders: coder %q is chosen twice", t.coders[g])
		}
		names[i] = t.coders[g]
	}
	return t.regroup(t.scale, names, func(row, into []int32) {
		for i, g := range coders {
			into[i] = row[g]
		}
	}), nil
}

// Recode gives the table with every category replaced: category k becomes
// category to[k] of scale, or Missing. It rolls a code tree up to its themes,
// or sets one category against the rest.
func (t *Table) Recode(scale Scale, to []int) (*Table, error) {
	if len(to) != t.scale.Size() {
		return nil, fmt.Errorf("recoding: %d new categories for the %d there are", len(to), t.scale.Size())
	}
	for k, v := range to {
		if v < Missing || v >= scale.Size() {
			return nil, fmt.Errorf("recoding: category %q would become number %d; the new scale has 0 to %d", t.scale.Categories[k], v, scale.Size()-1)
		}
	}
	return t.regroup(scale, t.coders, func(row, into []int32) {
		for i, v := range row {
			into[i] = Missing
			if v != Missing {
				into[i] = int32(to[v])
			}
		}
	}), nil
}

// regroup makes a table by rewriting every pattern.
func (t *Table) regroup(scale Scale, coders []string, rewrite func(row, into []int32)) *Table {
	n, r := len(t.counts), len(coders)
	rows := make([]int32, n*r)
	present := make([]bool, r)
	for p := range n {
		into := rows[p*r : (p+1)*r]
		rewrite(t.row(p), into)
		for g, v := range into {
			present[g] = present[g] || v != Missing
		}
	}
	out := &Table{scale: scale, rows: t.rows, names: t.names, notes: t.notes}
	var keep []int
	for g, yes := range present {
		if yes {
			keep = append(keep, g)
			out.coders = append(out.coders, coders[g])
		} else {
			out.dropped = append(out.dropped, coders[g])
		}
	}
	ps := newPatterns(scale.Size(), len(keep), n)
	to := make([]int32, n)
	buffer := make([]int32, len(keep))
	for p := range n {
		for j, g := range keep {
			buffer[j] = rows[p*r+g]
		}
		to[p] = ps.number(buffer)
	}
	out.pattern = make([]int32, len(t.pattern))
	for i, p := range t.pattern {
		out.pattern[i] = -1
		if p >= 0 {
			out.pattern[i] = to[p]
		}
	}
	rank := out.finish(ps)
	units := make([]int32, len(out.counts))
	for _, c := range t.clusters {
		clear(units)
		for i, p := range c.at {
			if to[p] >= 0 {
				units[rank[to[p]]] += c.n[i]
			}
		}
		out.cluster(c.name, units)
	}
	return out
}
