package reconcile

import (
	"fmt"
	"slices"

	"concord/corpus/prose"
)

// HintKind is why a line is worth a look.
type HintKind int

// The kinds of hint, from the one that ends all further talk to the mildest.
const (
	HintNone       HintKind = iota
	HintUndefined           // no coefficient can be told: nobody, or everybody everywhere, used it
	HintRare                // too rarely used to judge
	HintDefinition          // mostly another code was given instead
	HintOneSided            // mostly one and the same coder gives it and others do not
	HintOmission            // mostly the others gave no code at all
)

// Hint says what would help a code's agreement most.
type Hint struct {
	Kind HintKind
	// Of is the number of units on which coders differ about the code, N how
	// many of them show what the look is about. For a rare code N is the number
	// of units that anybody gave it to.
	N, Of int
	With  string // the name of the other code, for HintDefinition
	Coder string // who gives it, for HintOneSided
	why   string
}

// RareUnits is the number of units below which a code is too rarely used to be
// judged: one unit more or less moves any coefficient by more than a tenth.
const RareUnits = 8

// Hints says for each of the codes rated what is worth a look. The rules, in this order: a
// code without a coefficient is undefined; one that fewer than RareUnits units
// carry is too rare; else, if coders differ on five units or more, and on at
// least half of them
//
//   - another code was given instead: look at the two definitions (the code given
//     most often);
//   - the same coder gave it and another did not, though all could: talk to her,
//     or to the others;
//   - the others gave nothing: it is overlooked.
//
// Rows are the codes' rows in the panel. What was given instead of a code is
// looked for among the codes of all, the ratings of the same units by the same
// coders for every code: where only some codes are measured, all that coders gave
// to a unit counts still.
func (l *RatingMatrix) Hints(rows []CodeRow, all *RatingMatrix) []Hint {
	c := all.Confusion(BetweenAll)
	out := make([]Hint, len(l.Codes))
	for i, row := range rows {
		at := slices.IndexFunc(all.Codes, func(x RatedCode) bool { return x.Code.ID == l.Codes[i].Code.ID })
		out[i] = all.hint(at, row, c)
	}
	return out
}

// fewDiffer is the number of differences below which nothing is said of them.
const fewDiffer = 5

func (l *RatingMatrix) hint(i int, row CodeRow, c Confusion) Hint {
	used := row.All + row.Some
	if row.Pairable == 0 {
		return Hint{Kind: HintUndefined, why: "no unit was coded by two"}
	}
	switch {
	case used == 0:
		return Hint{Kind: HintUndefined, why: "nobody used it"}
	case row.None+row.Some == 0:
		return Hint{Kind: HintUndefined, why: "all gave it to every unit"}
	case used < RareUnits:
		return Hint{Kind: HintRare, N: used, Of: row.Some}
	case row.Some < fewDiffer:
		return Hint{}
	}
	with, n := -1, 0
	for j, units := range c.Units[i] {
		if j != i && units > n {
			with, n = j, units
		}
	}
	if with >= 0 && 2*n >= row.Some {
		return Hint{Kind: HintDefinition, N: n, Of: row.Some, With: l.Codes[with].Code.Name}
	}
	if coder, n := l.oneSided(i); n >= fewDiffer && 4*n >= 3*row.Some {
		return Hint{Kind: HintOneSided, N: n, Of: row.Some, Coder: l.CoderNames()[coder]}
	}
	if 2*c.Alone[i] >= row.Some {
		return Hint{Kind: HintOmission, N: c.Alone[i], Of: row.Some}
	}
	return Hint{}
}

// oneSided gives the coder who most often alone gave a line to a unit that all
// who answered there could have given it to, and how often.
func (l *RatingMatrix) oneSided(line int) (coder, units int) {
	n := len(l.Coders)
	count := make([]int, n)
	for u := range l.Units {
		who, yes, no := -1, 0, 0
		for c, m := range l.Codes[line].Marks[u*n : (u+1)*n] {
			switch m {
			case 1:
				who, yes = c, yes+1
			case 0:
				no++
			}
		}
		if yes == 1 && no > 0 {
			count[who]++
		}
	}
	for c, k := range count {
		if k > units {
			coder, units = c, k
		}
	}
	return coder, units
}

// String says it in a few words; "" for nothing.
func (k Hint) String() string {
	switch k.Kind {
	case HintUndefined:
		return "undefined: " + k.why
	case HintRare:
		return fmt.Sprintf("too rare to judge: %s", prose.Counted(k.N, "unit", "units"))
	case HintDefinition:
		return fmt.Sprintf("definition: %d of %d with “%s”", k.N, k.Of, k.With)
	case HintOneSided:
		return fmt.Sprintf("one-sided: %d of %d only %s", k.N, k.Of, k.Coder)
	case HintOmission:
		return fmt.Sprintf("overlooked: %d of %d without any code", k.N, k.Of)
	}
	return ""
}

// MostHelp orders the lines by what would help most: the code on which coders
// differ on most units first, since settling its definition takes away most
// disagreements; codes too rare to judge after those, by the same count; those
// without a coefficient last.
func MostHelp(rows []CodeRow, hints []Hint) []int {
	class := func(i int) int {
		switch hints[i].Kind {
		case HintUndefined:
			return 2
		case HintRare:
			return 1
		}
		return 0
	}
	order := upTo(len(rows))
	slices.SortStableFunc(order, func(a, b int) int {
		if n := class(a) - class(b); n != 0 {
			return n
		}
		return rows[b].Some - rows[a].Some
	})
	return order
}
