package tui

import (
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
)

// Every command that reads is here; what changes the project is a job. Commands
// capture values and return messages; nothing in them touches the root, but for
// the project itself, whose methods are safe to call from anywhere.

// loadedMsg is a reading of what the screens show.
type loadedMsg struct {
	number int
	over   store.Overview
	stamp  store.Stamp
	err    error
}

// openedMsg is a transcript opened for reading.
type openedMsg struct {
	reading store.Reading
	place   store.Place
	placed  bool
	at      *corpus.Span // where to go, if not to the place
	err     error
}

type rereadMsg struct {
	reading store.Reading
	err     error
}

type polledMsg struct {
	stamp store.Stamp
	err   error
}

type habitsMsg struct {
	habits habits
	err    error
}

type problemMsg struct{ err error }

func (r *root) loadCmd() tea.Cmd {
	r.poll++
	number, s, ctx := r.poll, r.study, r.ctx
	return func() tea.Msg {
		stamp, err := s.Stamp()
		if err != nil {
			return loadedMsg{number: number, err: err}
		}
		over, err := s.Reader().Overview(ctx)
		return loadedMsg{number, over, stamp, err}
	}
}

func (r *root) pollCmd() tea.Cmd {
	if r.pollEvery == 0 {
		return nil
	}
	s := r.study
	return tea.Tick(r.pollEvery, func(time.Time) tea.Msg {
		stamp, err := s.Stamp()
		return polledMsg{stamp, err}
	})
}

// backupCmd makes today's backup, and brings the search index level, while the
// user reads.
func (r *root) backupCmd() tea.Cmd {
	s, ctx := r.study, r.ctx
	return func() tea.Msg {
		if _, err := s.BackupDaily(ctx); err != nil {
			return problemMsg{err}
		}
		// The index is a cache: what hinders it now is for later.
		_ = s.Index(ctx)
		return nil
	}
}

func (r *root) openCmd(t corpus.TranscriptID, at *corpus.Span) tea.Cmd {
	s, ctx, coder := r.study, r.ctx, r.coder().ID
	r.opening = true
	return func() tea.Msg {
		reading, err := s.Reader().Reading(ctx, t)
		if err != nil {
			return openedMsg{err: err}
		}
		place, ok, err := s.PlaceOf(ctx, coder, t)
		return openedMsg{reading, place, ok, at, err}
	}
}

func (r *root) rereadCmd() tea.Cmd {
	if r.read == nil {
		return nil
	}
	s, ctx, t := r.study, r.ctx, r.read.data.Transcript.ID
	return func() tea.Msg {
		reading, err := s.Reader().Reading(ctx, t)
		return rereadMsg{reading, err}
	}
}

// placeCmd remembers where the reader stopped.
func (r *root) placeCmd() tea.Cmd {
	if r.read == nil || r.read.data.Text == nil {
		return nil
	}
	s, ctx, coder := r.study, r.ctx, r.coder().ID
	t, at := r.read.data.Transcript.ID, store.Place{Text: r.read.data.Text.ID, Top: r.read.page.Top, Cursor: r.read.cursor}
	if r.read.kept == at {
		return nil
	}
	r.read.kept = at
	return func() tea.Msg {
		if err := s.SetPlace(ctx, coder, t, at); err != nil {
			return problemMsg{err}
		}
		return nil
	}
}

const habitsName = "habits"

func (r *root) habitsCmd() tea.Cmd {
	s, ctx, coder := r.study, r.ctx, r.coder().ID
	return func() tea.Msg {
		h := habits{Digits: map[string]codebook.CodeID{}}
		_, err := s.Local(ctx, coder, habitsName, &h)
		return habitsMsg{h, err}
	}
}

func (r *root) keepHabitsCmd() tea.Cmd {
	s, ctx, coder, h := r.study, r.ctx, r.coder().ID, r.habits
	return func() tea.Msg {
		if err := s.SetLocal(ctx, coder, habitsName, h); err != nil {
			return problemMsg{err}
		}
		return nil
	}
}

// result takes the message of a command.
func (r *root) result(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case loadedMsg:
		return r.load(m)
	case polledMsg:
		cmd := r.pollCmd()
		if m.err == nil && !r.stamp.SameAs(m.stamp) {
			return tea.Batch(cmd, r.loadCmd(), r.rereadCmd(), r.placeCmd())
		}
		return cmd
	case openedMsg:
		return r.opened(m)
	case rereadMsg:
		if m.err == nil && r.read != nil && r.read.data.Transcript.ID == m.reading.Transcript.ID {
			r.read.take(m.reading)
		}
	case savedMsg:
		return r.saved(m)
	case retryMsg:
		return r.next()
	case habitsMsg:
		if m.err == nil {
			r.habits = m.habits
			if r.habits.Digits == nil {
				r.habits.Digits = map[string]codebook.CodeID{}
			}
		}
	case hitsMsg:
		r.hits.take(r, m)
	case agreeMsg:
		r.agree.take(r, m)
	case problemMsg:
		r.warn(m.err.Error())
	case editMsg:
		return r.edit(m)
	case editedMsg:
		return r.edited(m)
	}
	return nil
}

func (r *root) load(m loadedMsg) tea.Cmd {
	if m.number != r.poll {
		return nil // a newer reading is on its way
	}
	if m.err != nil {
		r.warn(m.err.Error())
		return nil
	}
	first := !r.loaded
	r.over, r.stamp, r.loaded, r.kinds = m.over, m.stamp, true, nil
	r.list.keep(r.over.Transcripts)
	if first && len(r.over.Transcripts) == 0 {
		r.tell("no transcripts yet: “concord import FILE…” brings them in")
	}
	return nil
}

func (r *root) opened(m openedMsg) tea.Cmd {
	r.opening = false
	if m.err != nil {
		r.held = nil
		r.warn(m.err.Error())
		return nil
	}
	r.read = newReadScreen(m.reading, r)
	r.read.resize(r.readWidth(), r.readHeight())
	switch {
	case m.at != nil:
		r.read.goTo(*m.at)
	case m.placed && m.place.Text == m.reading.Text.ID:
		r.read.page.Top, r.read.cursor = m.place.Top, m.place.Cursor
		r.read.stale()
	}
	r.read.hits = r.hits.marksIn(m.reading.Text.ID)
	r.enter(modeRead)
	var cmds []tea.Cmd
	for len(r.held) > 0 && !r.opening {
		k := r.held[0]
		r.held = r.held[1:]
		cmds = append(cmds, r.key(keyName(k), k))
	}
	return tea.Batch(cmds...)
}
