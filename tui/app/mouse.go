package app

import (
	tea "github.com/charmbracelet/bubbletea"
)

// pointer is something done with the mouse at a cell, counted from the top left.
type Pointer struct {
	Does Pointing
	X, Y int
}

type Pointing int

const (
	PointNothing Pointing = iota
	PointPress
	PointDrag
	PointRelease
	PointUp // the wheel
	PointDown
)

// pointRow chooses a row of a list, or opens the one that is chosen.
func (r *Host) PointRow(p Pointer, top, height, first, n int, at *int, open string) tea.Cmd {
	row := first + (p.Y-top)/height
	if p.Does != PointPress || p.Y < top || row >= n || p.Y >= r.Height-1 {
		return nil
	}
	if row == *at {
		b := r.Keys.Action(open)
		if why := b.Off(r.Keys); why != "" {
			r.Tell(why)
			return nil
		}
		return b.Do()
	}
	*at = row
	return nil
}
