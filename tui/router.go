package tui

import (
	"slices"

	tea "github.com/charmbracelet/bubbletea"
)

// What the root does for screens and dialogs; see router.

func (r *root) pending() []*job { return r.jobs }

func (r *root) enter(m mode) {
	if r.mode != m {
		r.back = append(r.back, r.mode)
		r.mode = m
		r.invalidate()
	}
}

func (r *root) leave() tea.Cmd {
	n := len(r.back)
	if n == 0 {
		return r.catchUp()
	}
	r.mode = r.back[n-1]
	r.back = r.back[:n-1]
	r.invalidate()
	if s, ok := r.screens.at(r.mode).(interface{ returned() tea.Cmd }); ok {
		return s.returned()
	}
	return r.catchUp()
}

func (r *root) forget(m mode) {
	r.back = slices.DeleteFunc(r.back, func(x mode) bool { return x == m })
}

func (r *root) goTo(request any) tea.Cmd {
	cmd, _ := first(r.screens, func(s interface{ show(any) (tea.Cmd, bool) }) (tea.Cmd, bool) { return s.show(request) })
	return cmd
}

func (r *root) open(d dialog) { r.dialog = d }
func (r *root) top() dialog   { return r.dialog }

func (r *root) here() []subject {
	if s, ok := r.screens.at(r.mode).(interface{ subjects() []subject }); ok {
		return s.subjects()
	}
	return nil
}

func (r *root) hold() { r.opening = true }

func (r *root) release() tea.Cmd {
	r.opening = false
	var cmds []tea.Cmd
	for len(r.held) > 0 && !r.opening {
		k := r.held[0]
		r.held = r.held[1:]
		cmds = append(cmds, r.key(keyName(k), k))
	}
	return tea.Batch(cmds...)
}

func (r *root) drop() { r.held, r.opening = nil, false }

func (r *root) invalidate() {
	each(r.screens, func(s interface{ invalidated() }) { s.invalidated() })
}

func (r *root) catchUp() tea.Cmd {
	if !r.loaded {
		return nil
	}
	var cmds []tea.Cmd
	each(r.screens, func(s interface{ follow() tea.Cmd }) { cmds = append(cmds, s.follow()) })
	return tea.Batch(cmds...)
}

// keepPlaces has screens remember where one is.
func (r *root) keepPlaces() tea.Cmd {
	var cmds []tea.Cmd
	each(r.screens, func(s interface{ keepPlace() tea.Cmd }) { cmds = append(cmds, s.keepPlace()) })
	return tea.Batch(cmds...)
}

// escape lets go of what is selected first, and only then leaves.
func (r *root) escape() tea.Cmd {
	if s, ok := r.screens.at(r.mode).(interface{ letGo() (tea.Cmd, bool) }); ok {
		if cmd, held := s.letGo(); held {
			return cmd
		}
	}
	return tea.Batch(r.keepPlaces(), r.leave())
}
