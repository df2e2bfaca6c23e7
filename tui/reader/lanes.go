package reader

import (
	"slices"

	"concord/corpus"
)

// Mark is a coding as the reader shows it.
type Mark struct {
	Span   corpus.Span
	Letter rune   // of its code, on this screen
	Look   string // SGR of its letter
	Faint  bool   // another coder's, or not yet saved
	Auto   bool   // made by a search, not by reading: its bar is broken
}

// LaneCount is how many lanes there are beside the text.
const LaneCount = 4

// Lanes says which lane each mark takes in each block. Lanes do not change when
// the text is scrolled, only when codings or the width change.
type Lanes struct {
	text  *Text
	width int
	marks []Mark    // in reading order
	touch [][]int32 // for each block, the marks that touch it, in order
	block map[int]map[int]int
}

// NewLanes prepares lanes for marks, which must be in reading order (by start,
// longer first).
func NewLanes(t *Text, width int, marks []Mark) *Lanes {
	l := &Lanes{text: t, width: width, marks: marks, touch: make([][]int32, len(t.Blocks)), block: map[int]map[int]int{}}
	for i, m := range marks {
		for b := t.BlockAt(m.Span.Start); b < len(t.Blocks) && t.Blocks[b].Extent.Start < m.Span.End; b++ {
			if t.Blocks[b].Extent.Overlaps(m.Span) {
				l.touch[b] = append(l.touch[b], int32(i))
			}
		}
	}
	return l
}

// of gives the lane of each mark that touches a block: the leftmost that is
// free on all the rows it takes there. A mark that comes from the block before
// stays in its lane.
func (l *Lanes) of(block int) map[int]int {
	if lanes, ok := l.block[block]; ok {
		return lanes
	}
	rows := l.text.Rows(block, l.width)
	taken := make([]uint64, len(rows)) // a bit a lane, for each row
	lanes := map[int]int{}
	place := func(mark, lane int) {
		from, to := l.rowsOf(rows, l.marks[mark].Span)
		for r := from; r < to; r++ {
			taken[r] |= 1 << lane
		}
		lanes[mark] = lane
	}
	var fresh []int
	start := l.text.Blocks[block].Extent.Start
	for _, n := range l.touch[block] {
		m := int(n)
		if block > 0 && l.marks[m].Span.Start < start {
			if lane, ok := l.of(block - 1)[m]; ok {
				place(m, lane)
				continue
			}
		}
		fresh = append(fresh, m)
	}
	for _, m := range fresh {
		from, to := l.rowsOf(rows, l.marks[m].Span)
		var busy uint64
		for r := from; r < to; r++ {
			busy |= taken[r]
		}
		lane := 0
		for lane < 63 && busy&(1<<lane) != 0 {
			lane++
		}
		place(m, lane)
	}
	l.block[block] = lanes
	return lanes
}

// rowsOf gives the half-open range of rows that a span touches. A span on the
// label alone touches the first row.
func (l *Lanes) rowsOf(rows []Row, s corpus.Span) (from, to int) {
	from, _ = slices.BinarySearchFunc(rows, s.Start, func(r Row, at corpus.Offset) int {
		if r.Span.End <= at {
			return -1
		}
		return 1
	})
	from = min(from, len(rows)-1)
	to = from
	for to < len(rows) && rows[to].Span.Start < s.End {
		to++
	}
	return from, max(to, from+1)
}

// At gives the marks on a row of a block by lane; -1 where a lane is free. more
// is the number of marks beyond the last lane.
func (l *Lanes) At(block, row int) (lanes [LaneCount]int, more int) {
	for i := range lanes {
		lanes[i] = -1
	}
	beyond := -1
	rows := l.text.Rows(block, l.width)
	for m, lane := range l.of(block) {
		if from, to := l.rowsOf(rows, l.marks[m].Span); row < from || row >= to {
			continue
		}
		if lane >= LaneCount {
			more++
			beyond = m
			continue
		}
		lanes[lane] = m
	}
	if more == 1 && lanes[LaneCount-1] < 0 {
		lanes[LaneCount-1], more = beyond, 0 // there is room to show the one
	}
	return lanes, more
}

// On lists the marks that touch a span, in reading order.
func (l *Lanes) On(s corpus.Span) []int {
	var out []int
	for b := l.text.BlockAt(s.Start); b < len(l.touch); b++ {
		if l.text.Blocks[b].Extent.Start >= s.End {
			break
		}
		for _, m := range l.touch[b] {
			// A mark that comes from the block before was listed there.
			if l.marks[m].Span.Overlaps(s) && (len(out) == 0 || out[len(out)-1] < int(m)) {
				out = append(out, int(m))
			}
		}
	}
	return out
}

// startsAt reports whether a mark's first row is this one.
func (l *Lanes) startsAt(block, row, mark int) bool {
	m := l.marks[mark]
	if m.Span.Start < l.text.Blocks[block].Extent.Start {
		return false
	}
	from, _ := l.rowsOf(l.text.Rows(block, l.width), m.Span)
	return row == from
}
