package tui

import (
	"context"
	"maps"

	tea "github.com/charmbracelet/bubbletea"
)

// memory remembers what belongs to this copy alone (habits, places, bookmarks).
// That is no action: it is written in the background, one thing after another,
// and of each thing the newest only.
type memory struct {
	ctx     context.Context
	unkept  map[string]func(context.Context) error // by the name that stands for it on the way
	keeping bool
}

// keptMsg says that something was remembered, or not.
type keptMsg struct{ err error }

// Keep remembers something under a name.
func (m *memory) Keep(name string, write func(context.Context) error) tea.Cmd {
	m.unkept[name] = write
	if m.keeping {
		return nil
	}
	return m.keepNext()
}

// keepNext writes what is to be remembered; nil if there is nothing.
func (m *memory) keepNext() tea.Cmd {
	m.keeping = len(m.unkept) > 0
	if !m.keeping {
		return nil
	}
	ctx, writes := m.ctx, maps.Clone(m.unkept)
	clear(m.unkept)
	return func() tea.Msg {
		for _, write := range writes {
			if err := write(ctx); err != nil {
				return keptMsg{err}
			}
		}
		return keptMsg{}
	}
}
