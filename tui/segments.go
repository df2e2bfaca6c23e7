package tui

import (
	"context"
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
	"concord/store/study"
)

// Segmenting: the units of analysis of a study, cut and joined by hand on the
// words of a transcript. The mode has keys of its own, so that no key that codes
// cuts and none that cuts codes.

// segmentChange is what a job does to the segments of a text. It is a function
// and no result: the jobs before it may turn out otherwise.
type segmentChange struct {
	cut  codebook.SegmentationID
	text corpus.TextID
	make func([]corpus.Span) []corpus.Span
}

// cut is the segmentation used last; its zero value if there is none.
func (r *codingScreen) cut() codebook.Segmentation {
	for _, c := range r.cuts {
		if c.ID == r.habits.Cut {
			return c
		}
	}
	return codebook.Segmentation{}
}

// segmentsOn gives the segments to be shown on a text, with what is waiting to
// be saved; on is false if none are to be shown.
func (r *codingScreen) segmentsOn(text *corpus.Text) (on bool, segments []corpus.Span) {
	cut := r.cut()
	if cut.ID.IsZero() || !r.habits.Segments && r.mode != modeSegment {
		return false, nil
	}
	segments = cut.Cuts[text.ID]
	for _, j := range r.Pending() {
		if c := j.segments; c != nil && c.cut == cut.ID && c.text == text.ID {
			segments = c.make(segments)
		}
	}
	return true, segments
}

// segments gives the segments that are shown.
func (s *openTranscript) segments() []corpus.Span {
	s.refresh()
	return s.page.Segments
}

// segmentHere is the number of the segment that the selection begins in, or, with
// nothing selected, of the first that holds words of the turn; -1 if there is
// none.
func (s *openTranscript) segmentHere() int {
	at := s.target()
	if !s.selection.Empty() {
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
	case here >= 0 && s.selection.Empty() && n > 0, here >= 0 && n > 0 && !s.selection.Covers(all[here]):
		to = here // all of the one that the cursor is on comes first
	case n > 0:
		to = slices.IndexFunc(all, func(x corpus.Span) bool { return x.Start > max(s.selection.Start, s.cursor) })
	default:
		for i, x := range all {
			if x.Start < max(s.selection.Start, s.cursor) {
				to = i
			}
		}
	}
	if to < 0 {
		s.screen.tell(map[bool]string{true: "there is no segment after this", false: "there is no segment before this"}[n > 0])
		return
	}
	s.extending, s.selection = false, all[to]
	s.setCursor(all[to].Start)
	s.Show(all[to])
}

// showSegments shows a segmentation while one codes, or hides it.
func (r *codingScreen) showSegments() tea.Cmd {
	show := func(id codebook.SegmentationID) tea.Cmd {
		r.habits.Cut = id
		r.read.stale()
		return r.toggle(&r.habits.Segments, "the segments of “"+r.cut().Name+"” are shown; {next-segment} selects the next", "segments are hidden")
	}
	switch {
	case r.habits.Segments && !r.cut().ID.IsZero():
		return show(r.habits.Cut)
	case len(r.cuts) == 1:
		r.habits.Segments = false // what was shown is gone
		return show(r.cuts[0].ID)
	}
	r.habits.Segments = false
	r.Open(r.cutChooser("show the segments of", show))
	return nil
}

// cutChooser lists the segmentations with the number of their segments here.
func (r *codingScreen) cutChooser(title string, enter func(id codebook.SegmentationID) tea.Cmd) *chooser {
	c := &chooser{title: title}
	var ids []codebook.SegmentationID
	for i, x := range r.cuts {
		if x.ID == r.habits.Cut {
			c.at = i
		}
		ids = append(ids, x.ID)
		c.rows = append(c.rows, clean(x.Name)+"   "+counted(len(x.Cuts[r.read.data.Text.ID]), "segment", "segments")+" here, "+
			fmt.Sprintf("%d in all", segmentsIn(x))+"   "+clean(x.How))
	}
	c.enter = func(i int) tea.Cmd { return enter(ids[i]) }
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
func (r *codingScreen) changeSegments(what, none string, change func([]corpus.Span) []corpus.Span) tea.Cmd {
	s, cut := r.read, r.cut()
	was := s.segments()
	if slices.Equal(change(was), was) {
		r.tell(none)
		return nil
	}
	text := s.data.Text.ID
	return r.Do(&job{what: what, segments: &segmentChange{cut.ID, text, change}, run: func(ctx context.Context, st *study.Study) (string, error) {
		now, err := st.Project.ChangeSegments(ctx, st.Coder.ID, cut.ID, text, change)
		return what + ": " + counted(len(now.Cuts[text]), "segment", "segments") + " here; {undo} takes it back", err
	}})
}

func (r *codingScreen) makeSegment() tea.Cmd {
	s := r.read
	text, span := s.data.Text, s.target()
	s.extending = false
	return r.changeSegments("made a segment", "this is a segment already", func(was []corpus.Span) []corpus.Span {
		return codebook.WithSegment(text, was, span)
	})
}

// splitSegment cuts at the start of the selection, or, with nothing selected, at
// the words of the turn; where these begin a segment, behind its first sentence.
func (r *codingScreen) splitSegment() tea.Cmd {
	s := r.read
	text, at := s.data.Text, s.target().Start
	if i := s.segmentHere(); i >= 0 && s.segments()[i].Start >= at {
		next, ok := s.bounds.Next(segment.Sentence, s.segments()[i].Start)
		if !s.selection.Empty() || !ok || next.Start >= s.segments()[i].End {
			r.tell("a segment begins here already: select the words with which the next is to begin, {next-word} or {next-sentence}")
			return nil
		}
		at = next.Start
	}
	return r.changeSegments("cut", "no segment is here that could be cut", func(was []corpus.Span) []corpus.Span {
		return codebook.CutSegment(text, was, at)
	})
}

// onSegment changes the segment that the cursor is on.
func (r *codingScreen) onSegment(what, none string, change func(was []corpus.Span, at corpus.Offset) []corpus.Span) tea.Cmd {
	s := r.read
	at := s.segments()[s.segmentHere()].Start
	return r.changeSegments(what, none, func(was []corpus.Span) []corpus.Span { return change(was, at) })
}

func (r *codingScreen) joinSegment() tea.Cmd {
	return r.onSegment("joined with the next", "there is no segment after this", codebook.JoinSegment)
}

func (r *codingScreen) removeSegment() tea.Cmd {
	return r.onSegment("removed the segment", "", func(was []corpus.Span, at corpus.Offset) []corpus.Span {
		return slices.DeleteFunc(slices.Clone(was), func(x corpus.Span) bool { return x.Contains(at) })
	})
}
