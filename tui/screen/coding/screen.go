package coding

import (
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus"
	"concord/store"
	"concord/tui/app"
	"concord/tui/keymap"
)

// codingScreen reads and codes a transcript, or cuts it into segments.
type Screen struct {
	*app.Host
	Read *openTranscript // nil until a transcript was opened
}

func New(h *app.Host) *Screen {
	r := &Screen{Host: h}
	h.NewCodeParent = r.parentForNew
	return r
}

// openedMsg is a transcript opened for reading.
type openedMsg struct {
	reading   store.Reading
	place     store.ReadingPosition
	placed    bool
	bookmarks []corpus.Offset
	at        *corpus.Span // where to go, if not to the place
	err       error
}

func (r *Screen) openCmd(t corpus.TranscriptID, at *corpus.Span) tea.Cmd {
	s, ctx, coder := r.Study, r.Ctx, r.Coder().ID
	r.Hold()
	return func() tea.Msg {
		reading, err := s.Reader().Reading(ctx, t)
		if err != nil {
			return openedMsg{err: err}
		}
		m := openedMsg{reading: reading, at: at}
		if m.place, m.placed, m.err = s.Project.ReadingPosition(ctx, coder, t); m.err == nil {
			_, m.err = s.Project.Local(ctx, coder, bookmarksName(reading.Text.ID), &m.bookmarks)
		}
		return m
	}
}

func (r *Screen) opened(m openedMsg) tea.Cmd {
	if m.err != nil {
		r.Drop()
		r.Warn(m.err.Error())
		return nil
	}
	r.Read = newOpenTranscript(m.reading, r)
	r.Reading = m.reading.Transcript.ID
	r.Read.resize(r.readWidth(), r.readHeight())
	switch {
	case m.at != nil:
		r.Read.GoTo(*m.at)
	case m.placed && m.place.Text == m.reading.Text.ID:
		r.Read.Page.Top, r.Read.Cursor = m.place.Top, m.place.Cursor
		r.Read.kept = m.place
	}
	r.Read.Page.Bookmarks = m.bookmarks
	r.Read.hits = r.Passages.MarksIn(m.reading.Text.ID)
	r.Enter(keymap.ModeRead)
	return r.Release()
}

// openPassage reads a passage where it stands.
func (r *Screen) openPassage(row app.PassageRow) tea.Cmd {
	span := row.Span
	if r.Read != nil && r.Read.Data.Text.ID == row.Text {
		r.Read.GoTo(span)
		r.Read.hits = r.Passages.MarksIn(row.Text)
		r.Enter(keymap.ModeRead)
		return nil
	}
	return r.OpenTranscript(row.Transcript, &span)
}

// stepHit goes from hit to hit while reading.
func (r *Screen) stepHit(n int) tea.Cmd {
	at := r.Passages.At + n
	if at < 0 || at >= len(r.Passages.Rows) {
		r.Tell("no more hits in this direction")
		return nil
	}
	r.Passages.At = at
	r.Tell(fmt.Sprintf("hit %d of %d", at+1, len(r.Passages.Rows)))
	return r.openPassage(r.Passages.Rows[at])
}

// show takes the request for a passage.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case app.PassageRequest:
		return r.openPassage(q.Row), true
	case app.TranscriptRequest:
		return tea.Batch(r.KeepPlace(), r.openCmd(q.Transcript, q.At)), true
	}
	return nil, false
}

// update takes a transcript that was read.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(openedMsg); ok {
		return r.opened(m), true
	}
	return nil, false
}

// applied shows the open transcript as it is now.
func (r *Screen) Applied(m app.SnapshotMsg) {
	if r.Read == nil {
		return
	}
	r.Read.Stale()
	if m.Reading != nil && m.Reading.Transcript.ID == r.Read.Data.Transcript.ID {
		r.Read.take(*m.Reading)
	}
}

func (r *Screen) Invalidated() {
	if r.Read != nil {
		r.Read.Stale()
	}
}

func (r *Screen) Resized() {
	if r.Read != nil {
		r.Read.resize(r.readWidth(), r.readHeight())
	}
}

// letGo lets go of an edge, a selection, a focus or hits.
func (r *Screen) LetGo() (tea.Cmd, bool) { return nil, r.Read != nil && r.Read.LetGo() }

// uncovered are the lines of the words that are being coded.
func (r *Screen) Uncovered() (from, to int) {
	from, to = r.Read.Page.RowsOn(r.Read.Target())
	return from + ReadTop, to + ReadTop
}

// subjects is what a memo can be about here.
func (r *Screen) Subjects() []app.Subject { return r.Read.Subjects() }

// keepPlace remembers where the reader stands.
func (r *Screen) KeepPlace() tea.Cmd {
	if r.Read == nil || r.Read.Data.Text == nil {
		return nil
	}
	t, at := r.Read.Data.Transcript.ID, store.ReadingPosition{Text: r.Read.Data.Text.ID, Top: r.Read.Page.Top, Cursor: r.Read.Cursor}
	if r.Read.kept == at {
		return nil
	}
	r.Read.kept, r.Read.KeptAt = at, r.Now()
	s, coder := r.Study, r.Coder().ID
	return r.Keep("place", func(ctx context.Context) error { return s.Project.SetReadingPosition(ctx, coder, t, at) })
}

// placeEvery is how often the place is remembered while one reads, so that a
// killed terminal loses no more.
const PlaceEvery = 3 * time.Second

func (r *Screen) KeepPlaceNowAndThen() tea.Cmd {
	if r.Read == nil || r.Now().Sub(r.Read.KeptAt) < PlaceEvery {
		return nil
	}
	return r.KeepPlace()
}
