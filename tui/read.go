package tui

import (
	"slices"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
	"concord/store"
	"concord/tui/reader"
)

// readScreen is one transcript being read and coded.
type readScreen struct {
	root   *root
	data   store.Reading
	text   *reader.Text
	bounds *segment.Bounds
	page   reader.Page
	ruler  *corpus.Ruler

	cursor corpus.Offset // a position in the text; the turn that holds it is current
	// selection is what a code would be applied to; empty means the current
	// turn. In extending mode plain motions widen it from its anchor.
	selection corpus.Span
	extending bool
	// edge is the edge of the focused coding that motions move: 0 for none,
	// '[' its start, ']' its end. moved is where it would stand.
	edge  rune
	moved corpus.Span

	focus   codebook.CodingID
	hits    []corpus.Span
	letters map[codebook.CodeID]rune // of codes on this screen, kept while it is open
	fresh   bool                     // marks are up to date
	shown   []codebook.Coding        // codings shown, in reading order
	kept    store.Place              // the place last remembered
}

func newReadScreen(data store.Reading, r *root) *readScreen {
	s := &readScreen{root: r, letters: map[codebook.CodeID]rune{}}
	s.text = reader.New(data.Text)
	s.bounds = segment.NewBounds(data.Text)
	s.ruler = corpus.NewRuler(data.Text.Body)
	s.page = reader.Page{Text: s.text, Theme: r.theme, Times: true}
	s.page.Quiet = func(label string) bool { return s.data.Speakers[label].Role == corpus.RoleInterviewer }
	s.data = data
	if len(data.Text.Turns) > 0 {
		s.cursor = data.Text.Turns[0].Extent.Start
		s.page.Top = 0
	}
	return s
}

// take replaces what is known of the transcript with a newer reading. The
// reader's place stays.
func (s *readScreen) take(data store.Reading) {
	if data.Text.ID != s.data.Text.ID {
		return // a corrected text came in; it is shown when the transcript is opened again
	}
	data.Text = s.data.Text
	s.data = data
	s.stale()
}

// stale says that marks must be made anew.
func (s *readScreen) stale() { s.fresh = false }

func (s *readScreen) resize(width, height int) {
	s.page.Width, s.page.Height = width, height
	s.page.Lanes = nil
	s.fresh = false
}

// current is the turn that the cursor is in; -1 if there are none.
func (s *readScreen) current() corpus.TurnIndex {
	i, _ := s.data.Text.TurnAt(s.cursor)
	if i < 0 && len(s.data.Text.Turns) > 0 {
		return 0
	}
	return i
}

// target is what a code would be applied to: the selection, else the current
// turn's words. It is empty where there is nothing to code.
func (s *readScreen) target() corpus.Span {
	if !s.selection.Empty() {
		return s.data.Text.Trim(s.selection)
	}
	if i := s.current(); i >= 0 {
		return s.data.Text.Trim(s.data.Text.Turns[i].SpeechSpan())
	}
	return corpus.Span{}
}

// refresh makes the marks anew if anything changed.
func (s *readScreen) refresh() {
	if s.fresh {
		return
	}
	s.fresh = true
	s.shown = s.visibleCodings()
	s.assignLetters()
	s.page.Marks = s.page.Marks[:0]
	for _, c := range s.shown {
		span := c.Span
		if c.ID == s.focus && s.edge != 0 {
			span = s.moved
		}
		code, _ := s.data.Codebook.Follow(c.Code)
		s.page.Marks = append(s.page.Marks, reader.Mark{
			Span: span, Letter: s.letters[code.ID], Look: s.root.theme.Code(s.data.Codebook.Position(code.ID)),
			Faint: c.Coder != s.root.coder().ID || s.isPending(c.ID), Focused: c.ID == s.focus,
		})
	}
	slices.SortStableFunc(s.page.Marks, func(a, b reader.Mark) int { return a.Span.Compare(b.Span) })
	s.page.Lanes = s.page.NewLanesFor()
}

// visibleCodings gives the codings to be shown: the coder's own, others' if
// asked for, those waiting to be saved, without those waiting to be removed.
func (s *readScreen) visibleCodings() []codebook.Coding {
	hidden := map[codebook.CodingID]bool{}
	for _, j := range s.root.jobs {
		for _, id := range j.hidden {
			hidden[id] = true
		}
	}
	var out []codebook.Coding
	for _, c := range s.data.Codings {
		mine := c.Coder == s.root.coder().ID
		_, standing, _ := s.data.Codebook.Standing(c)
		if hidden[c.ID] || standing == codebook.Hidden || !mine && !s.root.habits.Others {
			continue
		}
		out = append(out, c)
	}
	for _, j := range s.root.jobs {
		for _, c := range j.shown {
			if c.Transcript == s.data.Transcript.ID {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, codebook.Coding.Compare)
	return out
}

func (s *readScreen) isPending(id codebook.CodingID) bool {
	for _, j := range s.root.jobs {
		for _, c := range j.shown {
			if c.ID == id {
				return true
			}
		}
	}
	return false
}

const alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// assignLetters gives each code on the transcript a letter: in the order of the
// codebook at first, then the next free one, so that letters never change while
// one reads.
func (s *readScreen) assignLetters() {
	var fresh []codebook.CodeID
	for _, c := range s.shown {
		code, _ := s.data.Codebook.Follow(c.Code)
		if _, ok := s.letters[code.ID]; !ok && !slices.Contains(fresh, code.ID) {
			fresh = append(fresh, code.ID)
		}
	}
	slices.SortFunc(fresh, func(a, b codebook.CodeID) int {
		return s.data.Codebook.Position(a) - s.data.Codebook.Position(b)
	})
	for _, id := range fresh {
		letters := []rune(alphabet)
		s.letters[id] = letters[len(s.letters)%len(letters)]
	}
}

// here gives the codings shown on what a code would be applied to.
func (s *readScreen) here() []codebook.Coding {
	s.refresh()
	target := s.target()
	var out []codebook.Coding
	for _, c := range s.shown {
		if c.Span.Overlaps(target) {
			out = append(out, c)
		}
	}
	return out
}

// focused gives the coding that has the focus, if it is here.
func (s *readScreen) focused() (codebook.Coding, bool) {
	s.refresh()
	for _, c := range s.shown {
		if c.ID == s.focus {
			return c, true
		}
	}
	return codebook.Coding{}, false
}

// letGo lets go of what is selected, and reports whether there was anything.
func (s *readScreen) letGo() bool {
	switch {
	case s.edge != 0:
		s.edge = 0
	case s.extending:
		s.extending = false
	case !s.selection.Empty():
		s.selection = corpus.Span{}
	case s.focus != codebook.CodingID{}:
		s.focus = codebook.CodingID{}
	case len(s.hits) > 0:
		s.hits = nil
	default:
		return false
	}
	s.stale()
	return true
}

// goTo brings a span to the middle of things: the cursor on it, selected if it
// is less than its turn.
func (s *readScreen) goTo(at corpus.Span) {
	s.cursor = at.Start
	s.selection, s.extending, s.edge = corpus.Span{}, false, 0
	s.page.Top = s.text.Blocks[s.text.BlockAt(at.Start)].Extent.Start
	place := s.page.PlaceOf(at.Start)
	s.page.Top = s.page.OffsetOf(s.page.Move(place, -s.page.Height/3))
	s.stale()
}

// show scrolls as little as possible so that a span can be seen.
func (s *readScreen) show(at corpus.Span) { s.page.Top = s.page.Show(at, 2) }

// standing words for the panel.
func (s *readScreen) coderName(id codebook.CoderID) string {
	for _, c := range s.root.over.Coders {
		if c.ID == id {
			return c.Name
		}
	}
	return "somebody"
}
