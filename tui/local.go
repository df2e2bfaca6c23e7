package tui

import (
	"context"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/store"
)

// What belongs to this copy alone (habits, places, bookmarks) is no action: it
// is remembered in the background, one thing after another, and of each thing
// the newest only.

// keptMsg says that something was remembered, or not.
type keptMsg struct{ err error }

// keep remembers something under a name that stands for it on the way.
func (r *root) keep(name string, write func(context.Context) error) tea.Cmd {
	r.unkept[name] = write
	if r.keeping {
		return nil
	}
	return r.keepNext()
}

// keepNext writes what is to be remembered, and leaves when all is, if the user
// wants to.
func (r *root) keepNext() tea.Cmd {
	if len(r.unkept) == 0 {
		r.keeping = false
		if r.leaving {
			return tea.Quit
		}
		return nil
	}
	r.keeping = true
	ctx, writes := r.ctx, maps.Clone(r.unkept)
	clear(r.unkept)
	return func() tea.Msg {
		for _, write := range writes {
			if err := write(ctx); err != nil {
				return keptMsg{err}
			}
		}
		return keptMsg{}
	}
}

func (r *root) kept(m keptMsg) tea.Cmd {
	if m.err != nil {
		r.warn("remembering your place and keys: " + m.err.Error())
	}
	return r.keepNext()
}

const habitsName = "habits"

// keepHabits remembers the coder's habits.
func (r *root) keepHabits() tea.Cmd {
	s, coder, h := r.study, r.coder().ID, r.habits
	h.Digits = maps.Clone(h.Digits)
	return r.keep(habitsName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, habitsName, h) })
}

// keepPlace remembers where the reader stands.
func (r *root) keepPlace() tea.Cmd {
	if r.read == nil || r.read.data.Text == nil {
		return nil
	}
	t, at := r.read.data.Transcript.ID, store.ReadingPosition{Text: r.read.data.Text.ID, Top: r.read.page.Top, Cursor: r.read.cursor}
	if r.read.kept == at {
		return nil
	}
	r.read.kept, r.read.keptAt = at, r.now()
	s, coder := r.study, r.coder().ID
	return r.keep("place", func(ctx context.Context) error { return s.Project.SetReadingPosition(ctx, coder, t, at) })
}

// placeEvery is how often the place is remembered while one reads, so that a
// killed terminal loses no more.
const placeEvery = 3 * time.Second

func (r *root) keepPlaceNowAndThen() tea.Cmd {
	if r.read == nil || r.now().Sub(r.read.keptAt) < placeEvery {
		return nil
	}
	return r.keepPlace()
}
