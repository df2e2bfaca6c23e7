package coding

import (
	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
)

// Motions. The cursor is a position in the text; a selection is a span of whole
// words, sentences or turns. A motion by sentence or word selects it, because
// select first, then code, is how analysts work; a motion by turn selects
// nothing, and a code then goes on the whole turn.

// byTurn goes n turns on. A turn that goes beyond the page is scrolled through
// first.
func (s *openTranscript) byTurn(n int) {
	turns := s.Data.Text.Turns
	if len(turns) == 0 {
		s.Scroll(n * s.Page.Height / 2)
		return
	}
	if s.extending {
		s.extendByTurn(n)
		return
	}
	i := s.Current()
	if n > 0 && s.Selection.Empty() && s.scrollThrough(turns[i].Extent, 1) || n < 0 && s.Selection.Empty() && s.scrollThrough(turns[i].Extent, -1) {
		return
	}
	next := corpus.TurnIndex(max(0, min(int(i)+n, len(turns)-1)))
	s.Selection = corpus.Span{}
	if next == i && n < 0 {
		s.Page.Top = 0 // the title above the first turn
	}
	s.setCursor(turns[next].Extent.Start)
	extent := turns[next].Extent
	if n < 0 && s.long(extent) {
		s.Show(corpus.Span{Start: extent.End - 1, End: extent.End})
		return
	}
	s.Show(extent)
}

// long reports whether a span takes more rows than the page has.
func (s *openTranscript) long(at corpus.Span) bool {
	end := s.Page.Move(s.Page.PlaceOf(at.Start), s.Page.Height-1)
	return end.Before(s.Page.PlaceOf(at.End - 1))
}

// scrollThrough moves the page within a turn that is longer than it, and
// reports whether it did.
func (s *openTranscript) scrollThrough(at corpus.Span, way int) bool {
	if !s.long(at) {
		return false
	}
	seen := s.Page.Visible()
	if way > 0 && seen.End >= at.End || way < 0 && seen.Start <= at.Start {
		return false
	}
	top := s.Page.PlaceOf(s.Page.Top)
	s.Page.Top = s.Page.OffsetOf(s.Page.Move(top, way*(s.Page.Height-3)))
	return true
}

// scroll moves the page by rows; the cursor comes along if it would leave it.
func (s *openTranscript) Scroll(rows int) {
	s.Page.Top = s.Page.OffsetOf(s.Page.Move(s.Page.PlaceOf(s.Page.Top), rows))
	seen := s.Page.Visible()
	if s.Cursor >= seen.Start && s.Cursor < seen.End {
		return
	}
	from, to := s.Data.Text.TurnsIn(seen)
	if from < to {
		i := from
		if rows < 0 {
			i = to - 1
		}
		if s.Selection.Empty() && !s.extending {
			s.setCursor(s.Data.Text.Turns[i].Extent.Start)
		}
	}
}

func (s *openTranscript) setCursor(at corpus.Offset) {
	if at != s.Cursor {
		s.Cursor = at
		s.Focus = codebook.CodingID{}
	}
}

// by selects the next (n > 0) or the last unit before, as seen from the
// selection or the cursor. In extending mode it widens the selection.
func (s *openTranscript) by(u segment.Unit, n int) {
	if s.edge != 0 {
		s.moveEdge(u, n)
		return
	}
	if s.extending {
		s.extend(u, n)
		return
	}
	at, ok := s.neighbour(u, n)
	if !ok || at.Empty() {
		return
	}
	s.Selection = at
	s.setCursor(at.Start)
	s.Show(at)
}

// neighbour gives the unit that a motion selects. From a whole turn it is the
// turn's first unit. From a selection inside a larger unit, such as a word in
// its sentence, it is that unit; from a sentence to words, its first word; else
// the unit after or before.
func (s *openTranscript) neighbour(u segment.Unit, n int) (corpus.Span, bool) {
	if s.Selection.Empty() {
		from := s.Cursor
		if i := s.Current(); i >= 0 {
			from = s.Data.Text.Turns[i].SpeechSpan().Start
		}
		return s.bounds.At(u, from)
	}
	in, ok := s.bounds.At(u, s.Selection.Start)
	switch {
	case ok && in != s.Selection && in.Covers(s.Selection):
		return in, true
	case ok && n > 0 && u == segment.Word && in != s.Selection && s.Selection.Covers(in):
		return in, true
	case n > 0:
		return s.bounds.Next(u, s.Selection.End-1)
	}
	return s.bounds.Prev(u, s.Selection.Start)
}

// extend moves the end of the selection to the end of the next unit, or takes
// the last unit off it.
func (s *openTranscript) extend(u segment.Unit, n int) {
	if s.Selection.Empty() {
		i := s.Current()
		if i < 0 {
			return
		}
		if at, ok := s.bounds.At(u, s.Data.Text.Turns[i].SpeechSpan().Start); ok {
			s.Selection = at
			s.setCursor(at.Start)
		}
		s.Show(s.Selection)
		return
	}
	s.Selection.End = s.endBy(s.Selection, u, n)
	s.Show(corpus.Span{Start: s.Selection.End - 1, End: s.Selection.End})
}

// endBy gives the end of a span moved on by a unit (n > 0), or back by one.
func (s *openTranscript) endBy(span corpus.Span, u segment.Unit, n int) corpus.Offset {
	if n > 0 {
		// A unit that the span ends inside of is finished first.
		if at, ok := s.bounds.At(u, span.End-1); ok && at.End > span.End && at.Contains(span.End-1) {
			return at.End
		}
		if next, ok := s.bounds.Next(u, span.End-1); ok {
			return max(next.End, span.End)
		}
		return span.End
	}
	// Without the last unit, the span ends with the one before it.
	if last, ok := s.bounds.Prev(u, span.End-1); ok && last.Start > span.Start {
		if before, ok := s.bounds.Prev(u, last.Start); ok && before.End > span.Start {
			return before.End
		}
	}
	return span.End
}

// extendByTurn widens the selection to whole turns, or takes the last one off.
func (s *openTranscript) extendByTurn(n int) {
	turns := s.Data.Text.Turns
	i := s.Current()
	if i < 0 {
		return
	}
	if s.Selection.Empty() {
		s.Selection = s.Data.Text.Trim(turns[i].SpeechSpan())
		s.Show(s.Selection)
		return
	}
	last, _ := s.Data.Text.TurnAt(s.Selection.End - 1)
	if n > 0 && s.Selection.End < turns[last].SpeechSpan().End {
		n = 0 // finish the turn first
	}
	next := max(int(i), min(int(last)+n, len(turns)-1))
	if end := s.Data.Text.Trim(turns[next].SpeechSpan()).End; end > s.Selection.Start {
		s.Selection.End = end
	}
	s.Show(corpus.Span{Start: s.Selection.End - 1, End: s.Selection.End})
}

// moveEdge moves the chosen edge of the focused coding by a unit.
func (s *openTranscript) moveEdge(u segment.Unit, n int) {
	switch s.edge {
	case '[':
		at, ok := s.bounds.Prev(u, s.moved.Start)
		if n > 0 {
			at, ok = s.bounds.Next(u, s.moved.Start)
		}
		if ok && at.Start < s.moved.End {
			s.moved.Start = at.Start
		}
		s.Show(corpus.Span{Start: s.moved.Start, End: s.moved.Start + 1})
	case ']':
		s.moved.End = s.endBy(s.moved, u, n)
		s.Show(corpus.Span{Start: s.moved.End - 1, End: s.moved.End})
	}
}

// cycle moves the focus to the next or the last coding before, among those on
// the selection or turn.
func (s *openTranscript) cycle(n int) {
	here := s.Here()
	if len(here) == 0 {
		return
	}
	at := -1
	for i, c := range here {
		if c.ID == s.Focus {
			at = i
		}
	}
	switch {
	case at < 0 && n < 0:
		at = len(here) - 1
	default:
		at = (at + n + len(here)) % len(here)
	}
	s.Focus = here[at].ID
}

// toggleExtending begins to extend with what is selected, or the first sentence
// of the turn; or ends it.
func (s *openTranscript) toggleExtending() {
	s.extending = !s.extending
	if s.extending && s.Selection.Empty() {
		s.extend(segment.Sentence, 1)
	}
}

// toFirst goes to the first turn and shows what stands above it.
func (s *openTranscript) toFirst() {
	s.Selection, s.extending = corpus.Span{}, false
	s.Page.Top = 0
	if len(s.Data.Text.Turns) > 0 {
		s.setCursor(s.Data.Text.Turns[0].Extent.Start)
	}
}

// toLast goes to the last turn.
func (s *openTranscript) toLast() {
	if n := len(s.Data.Text.Turns); n > 0 {
		s.Selection = corpus.Span{}
		s.setCursor(s.Data.Text.Turns[n-1].Extent.Start)
		s.Show(s.Data.Text.Turns[n-1].Extent)
	}
}

// byCharacter moves the edge that is held, or the end of the selection, by a
// character as people see it.
func (s *openTranscript) byCharacter(n int) {
	body := s.Data.Text.Body
	step := func(at corpus.Offset) corpus.Offset {
		if n > 0 {
			return segment.NextGrapheme(body, at)
		}
		return segment.PrevGrapheme(body, at)
	}
	switch {
	case s.edge == '[':
		if at := step(s.moved.Start); at < s.moved.End {
			s.moved.Start = at
		}
		s.Show(corpus.Span{Start: s.moved.Start, End: s.moved.Start + 1})
	case s.edge == ']':
		if at := step(s.moved.End); at > s.moved.Start {
			s.moved.End = at
		}
		s.Show(corpus.Span{Start: s.moved.End - 1, End: s.moved.End})
	case !s.Selection.Empty():
		if at := step(s.Selection.End); at > s.Selection.Start {
			s.Selection.End = at
		}
		s.Show(corpus.Span{Start: s.Selection.End - 1, End: s.Selection.End})
	}
}
