package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
	"concord/tui/keymap"
)

// What the root does for screens and dialogs; see Router.

func (r *root) Pending() []*app.Job { return r.jobs }

func (r *root) Enter(m keymap.Mode) {
	if r.Mode != m {
		r.back = append(r.back, r.Mode)
		r.Mode = m
		r.Invalidate()
	}
}

func (r *root) Leave() tea.Cmd {
	n := len(r.back)
	if n == 0 {
		return r.CatchUp()
	}
	r.Mode = r.back[n-1]
	r.back = r.back[:n-1]
	r.Invalidate()
	if s, ok := r.screens.at(r.Mode).(interface{ Returned() tea.Cmd }); ok {
		return s.Returned()
	}
	return r.CatchUp()
}

func (r *root) Forget(m keymap.Mode) {
	r.back = slices.DeleteFunc(r.back, func(x keymap.Mode) bool { return x == m })
}

func (r *root) GoTo(request any) tea.Cmd {
	cmd, _ := first(r.screens, func(s interface{ Show(any) (tea.Cmd, bool) }) (tea.Cmd, bool) { return s.Show(request) })
	return cmd
}

func (r *root) Open(d app.Dialog) { r.dialog = d }

func (r *root) Top() app.Dialog { return r.dialog }

func (r *root) Here() []app.Subject {
	if s, ok := r.screens.at(r.Mode).(interface{ Subjects() []app.Subject }); ok {
		return s.Subjects()
	}
	return nil
}

func (r *root) Hold() { r.opening = true }

func (r *root) Release() tea.Cmd {
	r.opening = false
	var cmds []tea.Cmd
	for len(r.held) > 0 && !r.opening {
		k := r.held[0]
		r.held = r.held[1:]
		cmds = append(cmds, r.Key(keyName(k), k))
	}
	return tea.Batch(cmds...)
}

func (r *root) Drop() { r.held, r.opening = nil, false }

func (r *root) Invalidate() {
	each(r.screens, func(s interface{ Invalidated() }) { s.Invalidated() })
}

func (r *root) CatchUp() tea.Cmd {
	if !r.Loaded {
		return nil
	}
	var cmds []tea.Cmd
	each(r.screens, func(s interface{ Follow() tea.Cmd }) { cmds = append(cmds, s.Follow()) })
	return tea.Batch(cmds...)
}

// keepPlaces has screens remember where one is.
func (r *root) keepPlaces() tea.Cmd {
	var cmds []tea.Cmd
	each(r.screens, func(s interface{ KeepPlace() tea.Cmd }) { cmds = append(cmds, s.KeepPlace()) })
	return tea.Batch(cmds...)
}

// escape lets go of what is selected first, and only then leaves.
func (r *root) escape() tea.Cmd {
	if s, ok := r.screens.at(r.Mode).(interface{ LetGo() (tea.Cmd, bool) }); ok {
		if cmd, held := s.LetGo(); held {
			return cmd
		}
	}
	return tea.Batch(r.keepPlaces(), r.Leave())
}
