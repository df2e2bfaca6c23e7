package coding

import (
	"context"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/widget"
)

// cut is the segmentation used last; its zero value if there is none.
func (r *Screen) cut() codebook.Segmentation {
	for _, c := range r.Cuts {
		if c.ID == r.Habits.Cut {
			return c
		}
	}
	return codebook.Segmentation{}
}

// segmentsOn gives the segments to be shown on a text, with what is waiting to
// be saved; on is false if none are to be shown.
func (r *Screen) segmentsOn(text *corpus.Text) (on bool, segments []corpus.Span) {
	cut := r.cut()
	if cut.ID.IsZero() || !r.Habits.Segments && r.Mode != keymap.ModeSegment {
		return false, nil
	}
	segments = cut.Cuts[text.ID]
	for _, j := range r.Pending() {
		if c := j.Segments; c != nil && c.Cut == cut.ID && c.Text == text.ID {
			segments = c.Make(segments)
		}
	}
	return true, segments
}

// segments gives the segments that are shown.
func (s *openTranscript) segments() []corpus.Span {
	s.refresh()
	return s.Page.Segments
}

// segmentHere is the number of the segment that the selection begins in, or, with
// nothing selected, of the first that holds words of the turn; -1 if there is
// none.
func (s *openTranscript) segmentHere() int {
	at := s.Target()
	if !s.Selection.Empty() {
		at.End = min(at.End, at.Start+1)
	}
	return slices.IndexFunc(s.segments(), at.Overlaps)
}

// bySegment selects the next segment (n > 0), as seen from the selection or the
// cursor, or the last before.
func (s *openTranscript) bySegment(n int) {
	all := s.segments()
	to := -1
	here := s.segmentHere()
	switch {
	case here >= 0 && s.Selection.Empty() && n > 0, here >= 0 && n > 0 && !s.Selection.Covers(all[here]):
		to = here // all of the one that the cursor is on comes first
	case n > 0:
		to = slices.IndexFunc(all, func(x corpus.Span) bool { return x.Start > max(s.Selection.Start, s.Cursor) })
	default:
		for i, x := range all {
			if x.Start < max(s.Selection.Start, s.Cursor) {
				to = i
			}
		}
	}
	if to < 0 {
		s.screen.Tell(map[bool]string{true: "there is no segment after this", false: "there is no segment before this"}[n > 0])
		return
	}
	s.extending, s.Selection = false, all[to]
	s.setCursor(all[to].Start)
	s.Show(all[to])
}

// showSegments shows a segmentation while one codes, or hides it.
func (r *Screen) showSegments() tea.Cmd {
	show := func(id codebook.SegmentationID) tea.Cmd {
		r.Habits.Cut = id
		r.Read.Stale()
		return r.Toggle(&r.Habits.Segments, "the segments of “"+r.cut().Name+"” are shown; {next-segment} selects the next", "segments are hidden")
	}
	switch {
	case r.Habits.Segments && !r.cut().ID.IsZero():
		return show(r.Habits.Cut)
	case len(r.Cuts) == 1:
		r.Habits.Segments = false // what was shown is gone
		return show(r.Cuts[0].ID)
	}
	r.Habits.Segments = false
	r.Open(r.cutChooser("show the segments of", show))
	return nil
}

// cutChooser lists the segmentations with the number of their segments here.
func (r *Screen) cutChooser(title string, enter func(id codebook.SegmentationID) tea.Cmd) *widget.Chooser {
	c := &widget.Chooser{Title: title}
	var ids []codebook.SegmentationID
	for i, x := range r.Cuts {
		if x.ID == r.Habits.Cut {
			c.At = i
		}
		ids = append(ids, x.ID)
		c.Rows = append(c.Rows, layout.Clean(x.Name)+"   "+layout.Counted(len(x.Cuts[r.Read.Data.Text.ID]), "segment", "segments")+" here, "+
			fmt.Sprintf("%d in all", segmentsIn(x))+"   "+layout.Clean(x.How))
	}
	c.Enter = func(i int) tea.Cmd { return enter(ids[i]) }
	return c
}

func segmentsIn(x codebook.Segmentation) int {
	n := 0
	for _, spans := range x.Cuts {
		n += len(spans)
	}
	return n
}

// changeSegments queues a change of this transcript's segments; it says why not
// if nothing would change.
func (r *Screen) changeSegments(what, none string, change func([]corpus.Span) []corpus.Span) tea.Cmd {
	s, cut := r.Read, r.cut()
	was := s.segments()
	if slices.Equal(change(was), was) {
		r.Tell(none)
		return nil
	}
	text := s.Data.Text.ID
	return r.Do(&app.Job{What: what, Segments: &app.SegmentChange{Cut: cut.ID, Text: text, Make: change}, Run: func(ctx context.Context, st *study.Study) (string, error) {
		now, err := st.Project.ChangeSegments(ctx, st.Coder.ID, cut.ID, text, change)
		return what + ": " + layout.Counted(len(now.Cuts[text]), "segment", "segments") + " here; {undo} takes it back", err
	}})
}

func (r *Screen) makeSegment() tea.Cmd {
	s := r.Read
	text, span := s.Data.Text, s.Target()
	s.extending = false
	return r.changeSegments("made a segment", "this is a segment already", func(was []corpus.Span) []corpus.Span {
		return codebook.WithSegment(text, was, span)
	})
}

// splitSegment cuts at the start of the selection, or, with nothing selected, at
// the words of the turn; where these begin a segment, behind its first sentence.
func (r *Screen) splitSegment() tea.Cmd {
	s := r.Read
	text, at := s.Data.Text, s.Target().Start
	if i := s.segmentHere(); i >= 0 && s.segments()[i].Start >= at {
		next, ok := s.bounds.Next(segment.Sentence, s.segments()[i].Start)
		if !s.Selection.Empty() || !ok || next.Start >= s.segments()[i].End {
			r.Tell("a segment begins here already: select the words with which the next is to begin, {next-word} or {next-sentence}")
			return nil
		}
		at = next.Start
	}
	return r.changeSegments("cut", "no segment is here that could be cut", func(was []corpus.Span) []corpus.Span {
		return codebook.CutSegment(text, was, at)
	})
}

// onSegment changes the segment that the cursor is on.
func (r *Screen) onSegment(what, none string, change func(was []corpus.Span, at corpus.Offset) []corpus.Span) tea.Cmd {
	s := r.Read
	at := s.segments()[s.segmentHere()].Start
	return r.changeSegments(what, none, func(was []corpus.Span) []corpus.Span { return change(was, at) })
}

func (r *Screen) joinSegment() tea.Cmd {
	return r.onSegment("joined with the next", "there is no segment after this", codebook.JoinSegment)
}

func (r *Screen) removeSegment() tea.Cmd {
	return r.onSegment("removed the segment", "", func(was []corpus.Span, at corpus.Offset) []corpus.Span {
		return slices.DeleteFunc(slices.Clone(was), func(x corpus.Span) bool { return x.Contains(at) })
	})
}
