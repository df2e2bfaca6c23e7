package coding

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
	screen *Screen
	Data   store.Reading
	text   *reader.Text
	bounds *segment.Bounds
	Page   reader.Page

	Cursor corpus.Offset // a position in the text; the turn that holds it is current
	// selection is what a code would be applied to; empty means the current
	// turn. In extending mode plain motions widen it from its anchor.
	Selection corpus.Span
	extending bool
	// edge is the edge of the focused coding that motions move: 0 for none,
	// '[' its start, ']' its end. moved is where it would stand.
	edge  rune
	moved corpus.Span
	Focus codebook.CodingID
	// anchored is set while the mouse's button is down; the selection goes
	// from anchor.
	anchored bool
	anchor   corpus.Offset
	// sought is the code that ] and [ go through, if they go through one.
	sought codebook.CodeID
	hits   []corpus.Span

	// What follows is made by refresh and what it calls.
	fresh     bool
	shown     []ShownCoding // in reading order
	index     map[codebook.CodingID]int
	belonging map[applied]belonging
	coded     []bool                   // by turn; nil until asked for
	Letters   map[codebook.CodeID]rune // of codes on this screen, kept while it is open

	kept   store.ReadingPosition // the place last remembered
	KeptAt time.Time
}

func newOpenTranscript(data store.Reading, r *Screen) *openTranscript {
	s := &openTranscript{screen: r, Letters: map[codebook.CodeID]rune{}, index: map[codebook.CodingID]int{}, belonging: map[applied]belonging{}}
	s.text = reader.New(data.Text)
	s.bounds = segment.NewBounds(data.Text)
	s.Page = reader.Page{Text: s.text, Theme: r.Theme, Times: true}
	s.Page.Quiet = func(label string) bool { return s.Data.Speakers[label].Role == corpus.RoleInterviewer }
	s.Data = data
	if len(data.Text.Turns) > 0 {
		s.Cursor = data.Text.Turns[0].Extent.Start
		s.Page.Top = 0
	}
	return s
}

// take replaces what is known of the transcript with a newer reading. The
// reader's place stays.
func (s *openTranscript) take(data store.Reading) {
	if data.Text.ID != s.Data.Text.ID {
		return // a corrected text came in; it is shown when the transcript is opened again
	}
	data.Text = s.Data.Text
	s.Data = data
	clear(s.belonging)
	s.Stale()
}

// stale says that codings, codes or what is shown of them have changed.
func (s *openTranscript) Stale() { s.fresh = false }

func (s *openTranscript) resize(width, height int) {
	if s.Page.Width != width {
		s.Stale() // lanes depend on rows
	}
	s.Page.Width, s.Page.Height = width, height
}

// current is the turn that the cursor is in; -1 if there are none.
func (s *openTranscript) Current() corpus.TurnIndex {
	i, _ := s.Data.Text.TurnAt(s.Cursor)
	if i < 0 && len(s.Data.Text.Turns) > 0 {
		return 0
	}
	return i
}

// target is what a code would be applied to: the selection, else the current
// turn's words. It is empty where there is nothing to code.
func (s *openTranscript) Target() corpus.Span {
	if !s.Selection.Empty() {
		return s.Data.Text.Trim(s.Selection)
	}
	if i := s.Current(); i >= 0 {
		return s.Data.Text.Trim(s.Data.Text.Turns[i].SpeechSpan())
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
	case !s.Selection.Empty():
		s.Selection = corpus.Span{}
	case s.Focus != codebook.CodingID{}:
		s.Focus = codebook.CodingID{}
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
	s.Cursor = at.Start
	s.Selection, s.extending, s.edge = corpus.Span{}, false, 0
	s.Page.Top = s.text.Blocks[s.text.BlockAt(at.Start)].Extent.Start
	place := s.Page.PlaceOf(at.Start)
	s.Page.Top = s.Page.OffsetOf(s.Page.Move(place, -s.Page.Height/3))
}

// show scrolls as little as possible so that a span can be seen.
func (s *openTranscript) Show(at corpus.Span) { s.Page.Top = s.Page.Show(at, 2) }

// standing words for the panel.
func (s *openTranscript) coderName(id codebook.CoderID) string {
	for _, c := range s.screen.Over.Coders {
		if c.ID == id {
			return c.Name
		}
	}
	return "somebody"
}
