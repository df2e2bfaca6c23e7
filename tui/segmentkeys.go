package tui

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/store/study"
	"concord/tui/theme"
)

// segmentKeys are the keys of segmenting, besides those that move and select.
func (r *codingScreen) segmentKeys() []binding {
	words := func() string {
		switch {
		case r.cut().ID.IsZero():
			return "this segmentation is not in the project any more; {back} leads back"
		case r.read.target().Empty():
			return "there are no words here"
		}
		return r.noCoder()
	}
	here := func() string {
		if why := words(); why != "" || r.read.segmentHere() >= 0 {
			return why
		}
		return "no segment is here; {make-segment} makes one of the selection or the turn"
	}
	return under("segments", []binding{
		{name: "make-segment", mode: modeSegment, keys: []string{"enter"}, help: "make the selection a segment, or the whole turn; it takes its words away from others", foot: "make",
			do: r.makeSegment, why: words},
		{name: "split-segment", mode: modeSegment, keys: []string{"s"}, help: "cut the segment where the selection begins; with nothing selected, at the turn, or behind the first sentence", foot: "cut",
			do: r.splitSegment, why: here},
		{name: "join-segment", mode: modeSegment, keys: []string{"+", "="}, help: "join the segment with the next, and the words between them", foot: "join", do: r.joinSegment, why: here},
		{name: "remove-segment", mode: modeSegment, keys: []string{"x", "delete"}, help: "remove the segment: its words are in none; undo brings it back", foot: "remove", do: r.removeSegment, why: here},
		{name: "not-coding", mode: modeSegment, keys: []string{"c", ".", "i", "r", "f", "m", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, help: "nothing: segments are cut here, and {back} leads back to coding",
			do: func() tea.Cmd {
				r.tell("you are cutting segments: {back} leads back to coding")
				return nil
			}},
	})
}

// chooseCut asks which segmentation is to be worked on.
func (r *codingScreen) chooseCut() tea.Cmd {
	c := r.cutChooser("segments of", r.segmentBy)
	fresh, known := len(c.rows), c.enter
	c.rows = append(c.rows, "a new segmentation …")
	c.enter = func(i int) tea.Cmd {
		if i == fresh {
			r.Open(r.cutForm())
			return nil
		}
		return known(i)
	}
	r.Open(c)
	if fresh == 0 {
		r.Open(r.cutForm())
	}
	return nil
}

// segmentBy begins to segment the transcript that is open.
func (r *codingScreen) segmentBy(id codebook.SegmentationID) tea.Cmd {
	s := r.read
	s.edge, s.focus, s.extending = 0, codebook.CodingID{}, false
	r.habits.Cut = id
	r.Enter(modeSegment)
	return r.keepHabits()
}

// The ways in which a new segmentation begins.
const (
	cutByHand    = "none yet, by hand"
	cutTurns     = "turns of participants"
	cutSentences = "sentences of participants"
	cutWords     = "so many words of participants"
)

func (r *codingScreen) cutForm() *form {
	f := &form{title: "new segmentation", send: "make it", enter: r.newCut}
	hand := func(f *form) bool { return f.value("segments") == cutByHand }
	words := textField("words", "50", "of each segment")
	words.hidden = func(f *form) bool { return f.value("segments") != cutWords }
	of := choiceField("of", 0, "all transcripts", "this transcript")
	of.hidden = hand
	f.fields = []*field{textField("name", "", "as people call it: topics, stories"),
		choiceField("segments", 0, cutByHand, cutTurns, cutSentences, cutWords), words, of}
	return f
}

// newCut makes the segmentation that a form describes, and goes on with it.
func (r *codingScreen) newCut(f *form) (tea.Cmd, error) {
	name := f.value("name")
	if name == "" {
		return nil, errors.New("it needs a name")
	}
	rules := reconcile.DefaultRules
	switch f.value("segments") {
	case cutSentences:
		rules.Unit = reconcile.UnitSentence
	case cutWords:
		n, err := strconv.Atoi(f.value("words"))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("“%s” is no number of words", f.value("words"))
		}
		rules.Unit, rules.Words = reconcile.UnitSegment, n
	}
	hand := f.value("segments") == cutByHand
	var transcripts []string
	open := r.read.data.Transcript.ID
	if f.field("of").chosen == 1 {
		transcripts = []string{open.String()}
	}
	var made codebook.Segmentation
	return r.Do(&job{what: "new segmentation " + name, run: func(ctx context.Context, st *study.Study) (_ string, err error) {
		if hand {
			made, err = st.Project.NewSegmentation(ctx, st.Coder.ID, name, "by hand", nil)
		} else {
			made, err = st.CutAll(ctx, name, rules, transcripts)
		}
		return "“" + made.Name + "”: " + made.How, err
	}, after: func() tea.Cmd {
		if r.mode != modeRead || r.read.data.Transcript.ID != open {
			return nil
		}
		return r.segmentBy(made.ID)
	}}), nil
}

// segmentTrail is the left of the header while one segments: it is not to give
// way to anything.
func (r *codingScreen) segmentTrail() string {
	s := r.read
	what := "segmenting “" + clean(oneLine(r.cut().Name, 24)) + "”, " + counted(len(s.page.Segments), "segment", "segments")
	if r.cut().ID.IsZero() {
		what = "the segmentation was removed"
	}
	parts := []string{s.data.Transcript.Name, what}
	if r.width >= 110 {
		parts = append([]string{r.over.Title}, parts...)
	}
	return r.trail(parts...)
}

// segmentLine tells, below the text, which segment the cursor is on.
func (r *codingScreen) segmentLine() string {
	s := r.read
	line := theme.Paint(r.theme.Quiet, "in no segment")
	if i := s.segmentHere(); i >= 0 {
		at := s.page.Segments[i]
		line = theme.Paint(r.theme.Accent, fmt.Sprintf("segment %d of %d", i+1, len(s.page.Segments))) +
			theme.Paint(r.theme.Quiet, ", "+counted(corpus.CountWords(s.data.Text.Slice(at)), "word", "words"))
	}
	if n := corpus.CountWords(s.data.Text.Slice(s.selection)); n > 0 {
		line += theme.Paint(r.theme.Accent, " · selected "+counted(n, "word", "words"))
		if s.extending {
			line += theme.Paint(r.theme.Accent, ", extending")
		}
	}
	return " " + line
}
