package tui

import (
	"time"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/segment"
	"concord/store"
	"concord/tui/reader"
)

// openTranscript is one transcript being read and coded.
type openTranscript struct {
	screen *codingScreen
	data   store.Reading
	text   *reader.Text
	bounds *segment.Bounds
	page   reader.Page

	cursor corpus.Offset // a position in the text; the turn that holds it is current
	// selection is what a code would be applied to; empty means the current
	// turn. In extending mode plain motions widen it from its anchor.
	selection corpus.Span
	extending bool
	// edge is the edge of the focused coding that motions move: 0 for none,
	// '[' its start, ']' its end. moved is where it would stand.
	edge  rune
	moved corpus.Span
	focus codebook.CodingID
	// anchored is set while the mouse's button is down; the selection goes
	// from anchor.
	anchored bool
	anchor   corpus.Offset
	// sought is the code that ] and [ go through, if they go through one.
	sought codebook.CodeID
	hits   []corpus.Span

	// What follows is made by refresh and what it calls.
	fresh     bool
	shown     []shownCoding // in reading order
	index     map[codebook.CodingID]int
	belonging map[applied]belonging
	coded     []bool                   // by turn; nil until asked for
	letters   map[codebook.CodeID]rune // of codes on this screen, kept while it is open

	kept   store.ReadingPosition // the place last remembered
	keptAt time.Time
}

func newOpenTranscript(data store.Reading, r *codingScreen) *openTranscript {
	s := &openTranscript{screen: r, letters: map[codebook.CodeID]rune{}, index: map[codebook.CodingID]int{}, belonging: map[applied]belonging{}}
	s.text = reader.New(data.Text)
	s.bounds = segment.NewBounds(data.Text)
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
func (s *openTranscript) take(data store.Reading) {
	if data.Text.ID != s.data.Text.ID {
		return // a corrected text came in; it is shown when the transcript is opened again
	}
	data.Text = s.data.Text
	s.data = data
	clear(s.belonging)
	s.stale()
}

// stale says that codings, codes or what is shown of them have changed.
func (s *openTranscript) stale() { s.fresh = false }

func (s *openTranscript) resize(width, height int) {
	if s.page.Width != width {
		s.stale() // lanes depend on rows
	}
	s.page.Width, s.page.Height = width, height
}

// current is the turn that the cursor is in; -1 if there are none.
func (s *openTranscript) current() corpus.TurnIndex {
	i, _ := s.data.Text.TurnAt(s.cursor)
	if i < 0 && len(s.data.Text.Turns) > 0 {
		return 0
	}
	return i
}

// target is what a code would be applied to: the selection, else the current
// turn's words. It is empty where there is nothing to code.
func (s *openTranscript) target() corpus.Span {
	if !s.selection.Empty() {
		return s.data.Text.Trim(s.selection)
	}
	if i := s.current(); i >= 0 {
		return s.data.Text.Trim(s.data.Text.Turns[i].SpeechSpan())
	}
	return corpus.Span{}
}

// letGo lets go of what is selected, and reports whether there was anything.
func (s *openTranscript) LetGo() bool {
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
	return true
}

// goTo brings a span to the middle of things: the cursor on it, selected if it
// is less than its turn.
func (s *openTranscript) GoTo(at corpus.Span) {
	s.cursor = at.Start
	s.selection, s.extending, s.edge = corpus.Span{}, false, 0
	s.page.Top = s.text.Blocks[s.text.BlockAt(at.Start)].Extent.Start
	place := s.page.PlaceOf(at.Start)
	s.page.Top = s.page.OffsetOf(s.page.Move(place, -s.page.Height/3))
}

// show scrolls as little as possible so that a span can be seen.
func (s *openTranscript) Show(at corpus.Span) { s.page.Top = s.page.Show(at, 2) }

// standing words for the panel.
func (s *openTranscript) coderName(id codebook.CoderID) string {
	for _, c := range s.screen.over.Coders {
		if c.ID == id {
			return c.Name
		}
	}
	return "somebody"
}
