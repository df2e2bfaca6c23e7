package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/screen/agreement"
	"concord/tui/screen/autocoding"
	"concord/tui/screen/codebookview"
	"concord/tui/screen/coding"
	"concord/tui/screen/conflicts"
	"concord/tui/screen/passages"
	"concord/tui/screen/reconciling"
	"concord/tui/screen/rounds"
	"concord/tui/screen/transcripts"
	"concord/tui/screen/versions"
	"concord/tui/screen/worklist"
)

// screen is one of the workbench's screens. It has the host embedded, and beside
// these methods any of the following, which the root looks for:
//
//	show(request any) (tea.Cmd, bool)    takes a request, if it is its own
//	update(tea.Msg) (tea.Cmd, bool)      takes a message, if it is its own
//	applied(snapshotMsg)                 a new snapshot is in the host
//	refreshed() tea.Cmd                  reads again what it shows beside it
//	follow() tea.Cmd                     reads in the background what has come since
//	returned() tea.Cmd                   one has come back to it with Esc
//	letGo() (tea.Cmd, bool)              lets go of what is held, before Esc leaves
//	subjects() []subject                 what a memo can be about
//	point(pointer) tea.Cmd               the mouse
//	scroll(rows int)                     its wheel
//	uncovered() (from, to int)           lines that a dialog should leave free
//	invalidated()                        what was painted is out of date
//	resized()                            the terminal has another size
//	keepPlace() tea.Cmd                  remembers where one is
//	keepPlaceNowAndThen() tea.Cmd        the same, while one stays
type screen interface {
	Bindings() []keymap.Binding
	View() []string
}

// registry is the screens there are, in the order in which the table of keys
// lists them.
type registry []entry

// entry is a screen with its modes: those of its own keys, and the name each has
// in KEYS.md and in the file of keys.
type entry struct {
	screen
	modes keymap.Mode
}

// newRegistry makes the screens. One line adds one.
func newRegistry(h *app.Host) registry {
	return registry{
		{coding.New(h), keymap.ModeText},
		{&transcripts.Screen{Host: h}, keymap.ModeList},
		{&passages.Screen{Host: h}, keymap.ModeHits},
		{&autocoding.Screen{Host: h}, keymap.ModeAuto},
		{&agreement.Screen{Host: h}, keymap.ModeAgree},
		{&codebookview.Screen{Host: h}, keymap.ModeBook},
		{&versions.Screen{Host: h}, keymap.ModeVersions},
		{&worklist.Screen{Host: h}, keymap.ModeWork},
		{&rounds.Screen{Host: h}, keymap.ModeRounds},
		{&reconciling.Screen{Host: h}, keymap.ModeReconcile},
		{&conflicts.Screen{Host: h}, keymap.ModeConflicts},
	}
}

// at gives the screen of a mode.
func (g registry) at(m keymap.Mode) screen {
	for _, e := range g {
		if e.modes&m != 0 {
			return e.screen
		}
	}
	return nil
}

// each calls do with the screens that have some method.
func each[S any](g registry, do func(S)) {
	for _, e := range g {
		if s, ok := e.screen.(S); ok {
			do(s)
		}
	}
}

// first gives the answer of the first screen that takes what it is offered.
func first[S any](g registry, offer func(S) (tea.Cmd, bool)) (tea.Cmd, bool) {
	for _, e := range g {
		if s, ok := e.screen.(S); ok {
			if cmd, mine := offer(s); mine {
				return cmd, true
			}
		}
	}
	return nil, false
}
