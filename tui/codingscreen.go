package tui

import (
	"concord/corpus"
	"concord/store"
	"context"
	"fmt"
	"time"

	tea "github.com/charmbracelet/bubbletea"
)

// codingScreen reads and codes a transcript, or cuts it into segments.
type codingScreen struct {
	*host
	read *openTranscript // nil until a transcript was opened
}

func newCodingScreen(h *host) *codingScreen {
	r := &codingScreen{host: h}
	h.newCodeParent = r.parentForNew
	return r
}

// transcriptRequest asks for a transcript to be read, at a passage or where the
// coder left it.
type transcriptRequest struct {
	transcript corpus.TranscriptID
	at         *corpus.Span
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

func (r *codingScreen) openCmd(t corpus.TranscriptID, at *corpus.Span) tea.Cmd {
	s, ctx, coder := r.study, r.ctx, r.coder().ID
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

func (r *codingScreen) opened(m openedMsg) tea.Cmd {
	if m.err != nil {
		r.Drop()
		r.warn(m.err.Error())
		return nil
	}
	r.read = newOpenTranscript(m.reading, r)
	r.reading = m.reading.Transcript.ID
	r.read.resize(r.readWidth(), r.readHeight())
	switch {
	case m.at != nil:
		r.read.GoTo(*m.at)
	case m.placed && m.place.Text == m.reading.Text.ID:
		r.read.page.Top, r.read.cursor = m.place.Top, m.place.Cursor
		r.read.kept = m.place
	}
	r.read.page.Bookmarks = m.bookmarks
	r.read.hits = r.passages.marksIn(m.reading.Text.ID)
	r.Enter(modeRead)
	return r.Release()
}

// openPassage reads a passage where it stands.
func (r *codingScreen) openPassage(row hitRow) tea.Cmd {
	span := row.span
	if r.read != nil && r.read.data.Text.ID == row.text {
		r.read.GoTo(span)
		r.read.hits = r.passages.marksIn(row.text)
		r.Enter(modeRead)
		return nil
	}
	return r.openTranscript(row.transcript, &span)
}

// stepHit goes from hit to hit while reading.
func (r *codingScreen) stepHit(n int) tea.Cmd {
	at := r.passages.at + n
	if at < 0 || at >= len(r.passages.rows) {
		r.tell("no more hits in this direction")
		return nil
	}
	r.passages.at = at
	r.tell(fmt.Sprintf("hit %d of %d", at+1, len(r.passages.rows)))
	return r.openPassage(r.passages.rows[at])
}

// show takes the request for a passage.
func (r *codingScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case passageRequest:
		return r.openPassage(q.row), true
	case transcriptRequest:
		return tea.Batch(r.KeepPlace(), r.openCmd(q.transcript, q.at)), true
	}
	return nil, false
}

// update takes a transcript that was read.
func (r *codingScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(openedMsg); ok {
		return r.opened(m), true
	}
	return nil, false
}

// applied shows the open transcript as it is now.
func (r *codingScreen) Applied(m snapshotMsg) {
	if r.read == nil {
		return
	}
	r.read.stale()
	if m.reading != nil && m.reading.Transcript.ID == r.read.data.Transcript.ID {
		r.read.take(*m.reading)
	}
}

func (r *codingScreen) Invalidated() {
	if r.read != nil {
		r.read.stale()
	}
}

func (r *codingScreen) Resized() {
	if r.read != nil {
		r.read.resize(r.readWidth(), r.readHeight())
	}
}

// letGo lets go of an edge, a selection, a focus or hits.
func (r *codingScreen) LetGo() (tea.Cmd, bool) { return nil, r.read != nil && r.read.LetGo() }

// uncovered are the lines of the words that are being coded.
func (r *codingScreen) Uncovered() (from, to int) {
	from, to = r.read.page.RowsOn(r.read.target())
	return from + readTop, to + readTop
}

// subjects is what a memo can be about here.
func (r *codingScreen) Subjects() []subject { return r.read.Subjects() }

// keepPlace remembers where the reader stands.
func (r *codingScreen) KeepPlace() tea.Cmd {
	if r.read == nil || r.read.data.Text == nil {
		return nil
	}
	t, at := r.read.data.Transcript.ID, store.ReadingPosition{Text: r.read.data.Text.ID, Top: r.read.page.Top, Cursor: r.read.cursor}
	if r.read.kept == at {
		return nil
	}
	r.read.kept, r.read.keptAt = at, r.now()
	s, coder := r.study, r.coder().ID
	return r.Keep("place", func(ctx context.Context) error { return s.Project.SetReadingPosition(ctx, coder, t, at) })
}

// placeEvery is how often the place is remembered while one reads, so that a
// killed terminal loses no more.
const placeEvery = 3 * time.Second

func (r *codingScreen) KeepPlaceNowAndThen() tea.Cmd {
	if r.read == nil || r.now().Sub(r.read.keptAt) < placeEvery {
		return nil
	}
	return r.KeepPlace()
}
