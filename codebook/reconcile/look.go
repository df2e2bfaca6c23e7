package reconcile

import (
	"fmt"
	"slices"
)

// LookKind is why a line is worth a look.
type LookKind int

// The kinds of look, from the one that ends all further talk to the mildest.
const (
	LookNothing    LookKind = iota
	LookUndefined           // no coefficient can be told: nobody, or everybody everywhere, used it
	LookRare                // too rarely used to judge
	LookDefinition          // mostly another code was given instead
	LookOneSided            // mostly one and the same coder gives it and others do not
	LookOmission            // mostly the others gave no code at all
)

// Look says what would help a code's agreement most.
type Look struct {
	Kind LookKind
	// Of is the number of units on which coders differ about the code, N how
	// many of them show what the look is about. For a rare code N is the number
	// of units that anybody gave it to.
	N, Of int
	With  int // the other line, for LookDefinition
	Coder int // who gives it, for LookOneSided
	why   string
}

// RareUnits is the number of units below which a code is too rarely used to be
// judged: one unit more or less moves any coefficient by more than a tenth.
const RareUnits = 8

// Looks says for each line what is worth a look. The rules, in this order: a
// code without a coefficient is undefined; one that fewer than RareUnits units
// carry is too rare; else, if coders differ on five units or more, and on at
// least half of them
//
//   - another code was given instead: look at the two definitions (the code given
//     most often);
//   - the same coder gave it and another did not, though all could: talk to her,
//     or to the others;
//   - the others gave nothing: it is overlooked.
func (l *Lineup) Looks(p Panel) []Look {
	c := l.Confusion(BetweenAll)
	out := make([]Look, len(l.Lines))
	for i, row := range p.Codes {
		out[i] = l.look(i, row, c)
	}
	return out
}

// fewDiffer is the number of differences below which nothing is said of them.
const fewDiffer = 5

func (l *Lineup) look(i int, row CodeRow, c Confusion) Look {
	used := row.All + row.Some
	if row.Pairable == 0 {
		return Look{Kind: LookUndefined, why: "no unit was coded by two"}
	}
	switch {
	case used == 0:
		return Look{Kind: LookUndefined, why: "nobody used it"}
	case row.None+row.Some == 0:
		return Look{Kind: LookUndefined, why: "all gave it to every unit"}
	case used < RareUnits:
		return Look{Kind: LookRare, N: used, Of: row.Some}
	case row.Some < fewDiffer:
		return Look{}
	}
	with, n := -1, 0
	for j, units := range c.Units[i] {
		if j != i && units > n {
			with, n = j, units
		}
	}
	if with >= 0 && 2*n >= row.Some {
		return Look{Kind: LookDefinition, N: n, Of: row.Some, With: with}
	}
	if coder, n := l.oneSided(i); n >= fewDiffer && 4*n >= 3*row.Some {
		return Look{Kind: LookOneSided, N: n, Of: row.Some, Coder: coder}
	}
	if 2*c.Alone[i] >= row.Some {
		return Look{Kind: LookOmission, N: c.Alone[i], Of: row.Some}
	}
	return Look{}
}

// oneSided gives the coder who most often alone gave a line to a unit that all
// who answered there could have given it to, and how often.
func (l *Lineup) oneSided(line int) (coder, units int) {
	n := len(l.Coders)
	count := make([]int, n)
	for u := range l.Places {
		who, yes, no := -1, 0, 0
		for c, m := range l.Lines[line].Marks[u*n : (u+1)*n] {
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

// Words say it in a few words; "" for nothing.
func (l *Lineup) Words(k Look) string {
	switch k.Kind {
	case LookUndefined:
		return "undefined: " + k.why
	case LookRare:
		return fmt.Sprintf("too rare to judge: %s", counted(k.N, "unit", "units"))
	case LookDefinition:
		return fmt.Sprintf("definition: %d of %d with “%s”", k.N, k.Of, l.Lines[k.With].Code.Name)
	case LookOneSided:
		return fmt.Sprintf("one-sided: %d of %d only %s", k.N, k.Of, l.CoderNames()[k.Coder])
	case LookOmission:
		return fmt.Sprintf("overlooked: %d of %d without any code", k.N, k.Of)
	}
	return ""
}

// MostHelp orders the lines by what would help most: the code on which coders
// differ on most units first, since settling its definition takes away most
// disagreements; codes too rare to judge after those, by the same count; those
// without a coefficient last.
func MostHelp(p Panel, looks []Look) []int {
	class := func(i int) int {
		switch looks[i].Kind {
		case LookUndefined:
			return 2
		case LookRare:
			return 1
		}
		return 0
	}
	order := upTo(len(p.Codes))
	slices.SortStableFunc(order, func(a, b int) int {
		if n := class(a) - class(b); n != 0 {
			return n
		}
		return p.Codes[b].Some - p.Codes[a].Some
	})
	return order
}
