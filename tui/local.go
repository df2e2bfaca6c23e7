package tui

import (
	"context"
	"maps"

	tea "github.com/charmbracelet/bubbletea"
)

// What belongs to this copy alone (habits, places, bookmarks) is no action: it
// is remembered in the background, one thing after another, and of each thing
// the newest only.

// keptMsg says that something was remembered, or not.
type keptMsg struct{ err error }

// keep remembers something under a name that stands for it on the way.
func (r *root) Keep(name string, write func(context.Context) error) tea.Cmd {
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
	ctx, writes := r.Ctx, maps.Clone(r.unkept)
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
		r.Warn("remembering your place and keys: " + m.err.Error())
	}
	return r.keepNext()
}
