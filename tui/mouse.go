package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
)

// The mouse does nothing unless it is switched on, so that the terminal's own
// way of selecting text stays as it is. On, it finds things in our own
// rectangles: what a click means depends on what was painted there.

// pointer is something done with the mouse at a cell, counted from the top left.
type pointer struct {
	does pointing
	x, y int
}

type pointing int

const (
	pointNothing pointing = iota
	pointPress
	pointDrag
	pointRelease
	pointUp // the wheel
	pointDown
)

// wheelRows is how far one notch of the wheel scrolls a transcript.
const wheelRows = 3

// toggleMouse switches the mouse on or off.
func (r *root) toggleMouse() tea.Cmd {
	keep := r.toggle(&r.habits.Mouse, "the mouse is on: drag selects, click focuses, wheel scrolls; Shift selects as your terminal does; {mouse} ends it",
		"the mouse is left to your terminal")
	return tea.Batch(keep, r.mouseCmd())
}

// point does what is done with the mouse.
func (r *root) Point(p pointer) tea.Cmd {
	switch {
	case !r.habits.Mouse || !r.loaded || r.opening || p.does == pointNothing:
		return nil
	case p.does == pointUp || p.does == pointDown:
		if s, ok := r.screens.at(r.mode).(interface{ Scroll(rows int) }); ok && r.dialog == nil {
			s.Scroll(map[pointing]int{pointUp: -wheelRows, pointDown: wheelRows}[p.does])
			return nil
		}
		k := map[pointing]string{pointUp: "up", pointDown: "down"}[p.does]
		return r.Key(k, keyMessage(k))
	case r.dialog != nil:
		return nil
	}
	if p.does == pointPress {
		r.said, r.alert = "", false
	}
	if s, ok := r.screens.at(r.mode).(interface{ Point(pointer) tea.Cmd }); ok {
		return s.Point(p)
	}
	return nil
}

func (r *listScreen) Point(p pointer) tea.Cmd {
	return r.pointRow(p, listTop, 1, r.first, len(r.matching()), &r.at, "open")
}

func (r *roundsScreen) Point(p pointer) tea.Cmd {
	return r.pointRow(p, 2, 1, r.first, min(len(r.team.rows), r.first+r.roundRows()), &r.at, "reconcile")
}

func (r *hitsScreen) Point(p pointer) tea.Cmd {
	return r.pointRow(p, hitsTop, hitRows, r.first, len(r.passages.rows), &r.passages.at, "open-hit")
}

func (r *codingScreen) Scroll(rows int) { r.read.Scroll(rows) }

// pointRow chooses a row of a list, or opens the one that is chosen.
func (r *host) pointRow(p pointer, top, height, first, n int, at *int, open string) tea.Cmd {
	row := first + (p.y-top)/height
	if p.does != pointPress || p.y < top || row >= n || p.y >= r.height-1 {
		return nil
	}
	if row == *at {
		b := r.keys.action(open)
		if why := b.off(r.keys); why != "" {
			r.tell(why)
			return nil
		}
		return b.do()
	}
	*at = row
	return nil
}

// point selects by dragging and focuses by clicking.
func (r *codingScreen) Point(p pointer) tea.Cmd {
	s := r.read
	x, y := p.x, p.y-readTop
	if p.does == pointDrag && s.anchored {
		s.dragTo(x, y)
		return nil
	}
	if p.does == pointRelease {
		dragged := s.anchored && !s.selection.Empty()
		s.anchored = false
		if dragged {
			return r.offerName()
		}
		return nil
	}
	spot, ok := s.page.At(x, y)
	if p.does != pointPress || !ok || x >= s.page.Width {
		return nil
	}
	s.selection, s.extending, s.edge = corpus.Span{}, false, 0
	s.setCursor(s.text.Blocks[spot.Block].Extent.Start)
	switch {
	case spot.Mark >= 0:
		s.focus = s.shown[spot.Mark].ID
	case spot.More:
		return r.chooseCoding("codings on this line", s.on(s.page.RowSpan(spot.Place)))
	case spot.InText:
		s.anchored, s.anchor = true, spot.Offset
		s.focus = s.smallest(spot.Offset)
	}
	return nil
}

// smallest gives the shortest coding at a place; the zero id if there is none.
func (s *openTranscript) smallest(at corpus.Offset) codebook.CodingID {
	var found shownCoding
	for _, c := range s.on(corpus.Span{Start: at, End: at + 1}) {
		if found.ID.IsZero() || c.Span.Len() < found.Span.Len() {
			found = c
		}
	}
	return found.ID
}

// dragTo selects the words from where the button was pressed to a cell. Above
// and below the page it scrolls.
func (s *openTranscript) dragTo(x, y int) {
	switch {
	case y < 0:
		s.page.Top = s.page.OffsetOf(s.page.Move(s.page.PlaceOf(s.page.Top), -1))
		y = 0
	case y >= s.page.Height:
		s.page.Top = s.page.OffsetOf(s.page.Move(s.page.PlaceOf(s.page.Top), 1))
		y = s.page.Height - 1
	}
	spot, ok := s.page.At(x, y)
	if !ok {
		return
	}
	from := s.wordOr(min(s.anchor, spot.Offset))
	to := s.wordOr(max(s.anchor, spot.Offset))
	s.selection = corpus.Span{Start: from.Start, End: to.End}
	s.cursor, s.focus = from.Start, codebook.CodingID{}
}

// wordOr gives the word at a place, else the character there.
func (s *openTranscript) wordOr(at corpus.Offset) corpus.Span {
	if w, ok := s.bounds.At(segment.Word, at); ok && w.Contains(at) {
		return w
	}
	return segment.GraphemeAt(s.data.Text.Body, at)
}
