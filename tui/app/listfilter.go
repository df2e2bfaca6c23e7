package app

import (
	"cmp"

	"concord/tui/layout"
)

// progress is the share of its turns that the coder has coded; more than all of
// them where she has finished.
func (x *ListItem) progress() float64 {
	if x.Mine.Completed {
		return 2
	}
	return float64(x.Mine.CodedTurns) / float64(max(x.TurnCount, 1))
}

// words names an order.
func (o ListOrder) Words() string {
	return "by " + layout.Clean(layout.FirstOf(o.By, "name")) + map[bool]string{true: ", last first"}[o.Down]
}

// compare orders two transcripts; what an order does not decide stays as it is.
// Transcripts without a value come last, whichever way the list goes.
func (o ListOrder) Compare(a, b *ListItem) int {
	n := 0
	switch o.By {
	case OrderName:
	case OrderWords:
		n = cmp.Compare(a.WordCount, b.WordCount)
	case OrderMine:
		n = cmp.Compare(a.progress(), b.progress())
	case OrderLast:
		n = a.Mine.LastWorked.Compare(b.Mine.LastWorked)
	default:
		x, okX := attribute(a.Attributes, o.By)
		y, okY := attribute(b.Attributes, o.By)
		switch {
		case okX != okY:
			return map[bool]int{true: -1, false: 1}[okX]
		case okX:
			n = compareValues(x, y)
		}
	}
	if o.Down {
		return -n
	}
	return n
}
