package coding

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
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// segmentKeys are the keys of segmenting, besides those that move and select.
func (r *Screen) segmentKeys() []keymap.Binding {
	words := func() string {
		switch {
		case r.cut().ID.IsZero():
			return "this segmentation is not in the project any more; {back} leads back"
		case r.Read.Target().Empty():
			return "there are no words here"
		}
		return r.NoCoder()
	}
	here := func() string {
		if why := words(); why != "" || r.Read.segmentHere() >= 0 {
			return why
		}
		return "no segment is here; {make-segment} makes one of the selection or the turn"
	}
	return keymap.Under("segments", []keymap.Binding{
		{Name: "make-segment", Mode: keymap.ModeSegment, Keys: []string{"enter"}, Help: "make the selection a segment, or the whole turn; it takes its words away from others", Foot: "make",
			Do: r.makeSegment, Why: words},
		{Name: "split-segment", Mode: keymap.ModeSegment, Keys: []string{"s"}, Help: "cut the segment where the selection begins; with nothing selected, at the turn, or behind the first sentence", Foot: "cut",
			Do: r.splitSegment, Why: here},
		{Name: "join-segment", Mode: keymap.ModeSegment, Keys: []string{"+", "="}, Help: "join the segment with the next, and the words between them", Foot: "join", Do: r.joinSegment, Why: here},
		{Name: "remove-segment", Mode: keymap.ModeSegment, Keys: []string{"x", "delete"}, Help: "remove the segment: its words are in none; undo brings it back", Foot: "remove", Do: r.removeSegment, Why: here},
		{Name: "not-coding", Mode: keymap.ModeSegment, Keys: []string{"c", ".", "i", "r", "f", "m", "1", "2", "3", "4", "5", "6", "7", "8", "9"}, Help: "nothing: segments are cut here, and {back} leads back to coding",
			Do: func() tea.Cmd {
				r.Tell("you are cutting segments: {back} leads back to coding")
				return nil
			}},
	})
}

// chooseCut asks which segmentation is to be worked on.
func (r *Screen) chooseCut() tea.Cmd {
	c := r.cutChooser("segments of", r.segmentBy)
	fresh, known := len(c.Rows), c.Enter
	c.Rows = append(c.Rows, "a new segmentation …")
	c.Enter = func(i int) tea.Cmd {
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
func (r *Screen) segmentBy(id codebook.SegmentationID) tea.Cmd {
	s := r.Read
	s.edge, s.Focus, s.extending = 0, codebook.CodingID{}, false
	r.Habits.Cut = id
	r.Enter(keymap.ModeSegment)
	return r.KeepHabits()
}

// The ways in which a new segmentation begins.
const (
	cutByHand    = "none yet, by hand"
	cutTurns     = "turns of participants"
	cutSentences = "sentences of participants"
	cutWords     = "so many words of participants"
)

func (r *Screen) cutForm() *widget.Form {
	f := &widget.Form{Title: "new segmentation", Send: "make it", Enter: r.newCut}
	hand := func(f *widget.Form) bool { return f.Value("segments") == cutByHand }
	words := widget.TextField("words", "50", "of each segment")
	words.Hidden = func(f *widget.Form) bool { return f.Value("segments") != cutWords }
	of := widget.ChoiceField("of", 0, "all transcripts", "this transcript")
	of.Hidden = hand
	f.Fields = []*widget.Field{widget.TextField("name", "", "as people call it: topics, stories"),
		widget.ChoiceField("segments", 0, cutByHand, cutTurns, cutSentences, cutWords), words, of}
	return f
}

// newCut makes the segmentation that a form describes, and goes on with it.
func (r *Screen) newCut(f *widget.Form) (tea.Cmd, error) {
	name := f.Value("name")
	if name == "" {
		return nil, errors.New("it needs a name")
	}
	rules := reconcile.DefaultRules
	switch f.Value("segments") {
	case cutSentences:
		rules.Unit = reconcile.UnitSentence
	case cutWords:
		n, err := strconv.Atoi(f.Value("words"))
		if err != nil || n < 1 {
			return nil, fmt.Errorf("“%s” is no number of words", f.Value("words"))
		}
		rules.Unit, rules.Words = reconcile.UnitSegment, n
	}
	hand := f.Value("segments") == cutByHand
	var transcripts []string
	open := r.Read.Data.Transcript.ID
	if f.Field("of").Chosen == 1 {
		transcripts = []string{open.String()}
	}
	var made codebook.Segmentation
	return r.Do(&app.Job{What: "new segmentation " + name, Run: func(ctx context.Context, st *study.Study) (_ string, err error) {
		if hand {
			made, err = st.Project.NewSegmentation(ctx, st.Coder.ID, name, "by hand", nil)
		} else {
			made, err = st.CutAll(ctx, name, rules, transcripts)
		}
		return "“" + made.Name + "”: " + made.How, err
	}, After: func() tea.Cmd {
		if r.Mode != keymap.ModeRead || r.Read.Data.Transcript.ID != open {
			return nil
		}
		return r.segmentBy(made.ID)
	}}), nil
}

// segmentTrail is the left of the header while one segments: it is not to give
// way to anything.
func (r *Screen) segmentTrail() string {
	s := r.Read
	what := "segmenting “" + layout.Clean(layout.OneLine(r.cut().Name, 24)) + "”, " + layout.Counted(len(s.Page.Segments), "segment", "segments")
	if r.cut().ID.IsZero() {
		what = "the segmentation was removed"
	}
	parts := []string{s.Data.Transcript.Name, what}
	if r.Width >= 110 {
		parts = append([]string{r.Over.Title}, parts...)
	}
	return r.Trail(parts...)
}

// segmentLine tells, below the text, which segment the cursor is on.
func (r *Screen) segmentLine() string {
	s := r.Read
	line := theme.Paint(r.Theme.Quiet, "in no segment")
	if i := s.segmentHere(); i >= 0 {
		at := s.Page.Segments[i]
		line = theme.Paint(r.Theme.Accent, fmt.Sprintf("segment %d of %d", i+1, len(s.Page.Segments))) +
			theme.Paint(r.Theme.Quiet, ", "+layout.Counted(corpus.CountWords(s.Data.Text.Slice(at)), "word", "words"))
	}
	if n := corpus.CountWords(s.Data.Text.Slice(s.Selection)); n > 0 {
		line += theme.Paint(r.Theme.Accent, " · selected "+layout.Counted(n, "word", "words"))
		if s.extending {
			line += theme.Paint(r.Theme.Accent, ", extending")
		}
	}
	return " " + line
}
