package tui

import (
	tea "github.com/charmbracelet/bubbletea"
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
	Bindings() []binding
	View() []string
}

// registry is the screens there are, in the order in which the table of keys
// lists them.
type registry []entry

// entry is a screen with its modes: those of its own keys, and the name each has
// in KEYS.md and in the file of keys.
type entry struct {
	screen
	modes mode
}

// newRegistry makes the screens. One line adds one.
func newRegistry(h *host) registry {
	return registry{
		{newCodingScreen(h), modeText},
		{&listScreen{host: h}, modeList},
		{&hitsScreen{host: h}, modeHits},
		{&autoScreen{host: h}, modeAuto},
		{&agreeScreen{host: h}, modeAgree},
		{&bookScreen{host: h}, modeBook},
		{&versionsScreen{host: h}, modeVersions},
		{&workScreen{host: h}, modeWork},
		{&roundsScreen{host: h}, modeRounds},
		{&reconcileScreen{host: h}, modeReconcile},
		{&conflictScreen{host: h}, modeConflicts},
	}
}

// at gives the screen of a mode.
func (g registry) at(m mode) screen {
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
