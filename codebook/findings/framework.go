package findings

import (
	"fmt"
	"maps"
	"slices"
)

// CellState is how far an analyst has come with one cell of a framework matrix:
// one case under one theme.
type CellState int

// The states.
const (
	// Unread: nobody has written a summary, nor said that there is nothing.
	Unread CellState = iota
	// NothingSaid: an analyst said that the case says nothing of the theme.
	NothingSaid
	// Summarised: a summary is written, and rests on what is coded now.
	Summarised
	// Stale: a coding under the cell was added, changed or removed after the
	// summary was written, or after it was said that there is nothing.
	Stale
)

var stateNames = [...]string{"unread", "nothing said", "summarised", "stale"}

func (s CellState) String() string {
	if s < 0 || int(s) >= len(stateNames) {
		return fmt.Sprintf("CellState(%d)", int(s))
	}
	return stateNames[s]
}

// FrameworkEventKind is what happened to a cell.
type FrameworkEventKind int

// The kinds of events.
const (
	// CodingChanged: a coding under the cell is now as Content says; "" if it is
	// no longer there.
	CodingChanged FrameworkEventKind = iota
	// SummaryWritten: an analyst wrote the summary, or read it again and let it
	// stand.
	SummaryWritten
	// NothingSaidStated: an analyst said that there is nothing.
	NothingSaidStated
	// SummaryRemoved: the summary, or the statement that there is nothing, was
	// taken back.
	SummaryRemoved
)

// FrameworkEvent is one thing that happened to one cell. A coding under several
// cells, by its code's themes or its words' cases, is an event of each.
type FrameworkEvent struct {
	Case, Theme int
	Kind        FrameworkEventKind
	// Coding names the coding of CodingChanged. Content is what a summary rests
	// on (its code and its words, or a digest of them), never "" for a coding
	// that is there.
	Coding  int
	Content string
}

// FrameworkCell is one cell.
type FrameworkCell struct {
	State    CellState
	Passages int // codings under it now
	// Changed are the codings that were added, changed or removed since the
	// summary, in ascending order; empty unless State is Stale.
	Changed []int
}

// Framework gives the cells of a framework matrix, by case and theme, after
// events in their order.
//
// A cell is stale if its codings, by name and content, differ from those it had
// when the summary was last written. So a change that was undone does not make
// it stale, and of changes only the order counts, never a date.
//
// Source: the matrix is that of Ritchie & Spencer (1994); its states are ours.
func Framework(cases, themes int, events []FrameworkEvent) ([][]FrameworkCell, error) {
	type cell struct {
		state     CellState
		now, then map[int]string
	}
	all := make([]cell, cases*themes)
	for i, e := range events {
		if e.Case < 0 || e.Case >= cases || e.Theme < 0 || e.Theme >= themes {
			return nil, fmt.Errorf("reading a framework matrix: event %d is of case %d and theme %d; there are %d and %d", i, e.Case, e.Theme, cases, themes)
		}
		c := &all[e.Case*themes+e.Theme]
		switch e.Kind {
		case CodingChanged:
			if c.now == nil {
				c.now = map[int]string{}
			}
			if e.Content == "" {
				delete(c.now, e.Coding)
			} else {
				c.now[e.Coding] = e.Content
			}
		case SummaryWritten:
			c.state, c.then = Summarised, maps.Clone(c.now)
		case NothingSaidStated:
			c.state, c.then = NothingSaid, maps.Clone(c.now)
		case SummaryRemoved:
			c.state, c.then = Unread, nil
		default:
			return nil, fmt.Errorf("reading a framework matrix: event %d is of no kind there is (%d)", i, e.Kind)
		}
	}
	out := make([][]FrameworkCell, cases)
	for i := range out {
		out[i] = make([]FrameworkCell, themes)
		for k := range out[i] {
			c := &all[i*themes+k]
			f := FrameworkCell{State: c.state, Passages: len(c.now)}
			if c.state != Unread {
				f.Changed = changed(c.then, c.now)
			}
			if len(f.Changed) > 0 {
				f.State = Stale
			}
			out[i][k] = f
		}
	}
	return out, nil
}

// changed lists the codings in which two states differ.
func changed(then, now map[int]string) []int {
	var out []int
	for coding, content := range now {
		if then[coding] != content {
			out = append(out, coding)
		}
	}
	for coding := range then {
		if _, still := now[coding]; !still {
			out = append(out, coding)
		}
	}
	slices.Sort(out)
	return out
}
