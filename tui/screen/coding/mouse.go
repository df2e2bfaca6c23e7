package coding

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
	"concord/tui/app"
)

func (r *Screen) Scroll(rows int) { r.Read.Scroll(rows) }

// point selects by dragging and focuses by clicking.
func (r *Screen) Point(p app.Pointer) tea.Cmd {
	s := r.Read
	x, y := p.X, p.Y-ReadTop
	if p.Does == app.PointDrag && s.anchored {
		s.dragTo(x, y)
		return nil
	}
	if p.Does == app.PointRelease {
		dragged := s.anchored && !s.Selection.Empty()
		s.anchored = false
		if dragged {
			return r.offerName()
		}
		return nil
	}
	spot, ok := s.Page.At(x, y)
	if p.Does != app.PointPress || !ok || x >= s.Page.Width {
		return nil
	}
	s.Selection, s.extending, s.edge = corpus.Span{}, false, 0
	s.setCursor(s.text.Blocks[spot.Block].Extent.Start)
	switch {
	case spot.Mark >= 0:
		s.Focus = s.shown[spot.Mark].ID
	case spot.More:
		return r.chooseCoding("codings on this line", s.on(s.Page.RowSpan(spot.Place)))
	case spot.InText:
		s.anchored, s.anchor = true, spot.Offset
		s.Focus = s.smallest(spot.Offset)
	}
	return nil
}

// smallest gives the shortest coding at a place; the zero id if there is none.
func (s *openTranscript) smallest(at corpus.Offset) codebook.CodingID {
	var found ShownCoding
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
		s.Page.Top = s.Page.OffsetOf(s.Page.Move(s.Page.PlaceOf(s.Page.Top), -1))
		y = 0
	case y >= s.Page.Height:
		s.Page.Top = s.Page.OffsetOf(s.Page.Move(s.Page.PlaceOf(s.Page.Top), 1))
		y = s.Page.Height - 1
	}
	spot, ok := s.Page.At(x, y)
	if !ok {
		return
	}
	from := s.wordOr(min(s.anchor, spot.Offset))
	to := s.wordOr(max(s.anchor, spot.Offset))
	s.Selection = corpus.Span{Start: from.Start, End: to.End}
	s.Cursor, s.Focus = from.Start, codebook.CodingID{}
}

// wordOr gives the word at a place, else the character there.
func (s *openTranscript) wordOr(at corpus.Offset) corpus.Span {
	if w, ok := s.bounds.At(segment.Word, at); ok && w.Contains(at) {
		return w
	}
	return segment.GraphemeAt(s.Data.Text.Body, at)
}
