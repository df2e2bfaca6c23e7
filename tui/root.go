package tui

import (
	"context"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// root is the one Bubble Tea model. It routes messages and keys to the screen
// that is open and to the dialog on top of it, writes changes one after another,
// and keeps the snapshot of the project that all screens show.
type root struct {
	*app.Host
	memory

	screens registry
	back    []keymap.Mode // where Esc leads
	dialog  app.Dialog    // on top of everything; nil for none

	stamp      store.Stamp
	refreshing bool // the project is being read anew because its file has changed

	// opening is set while something is being read that the next keys are meant
	// for; they are held, and handled when it is there.
	opening bool
	held    []tea.KeyMsg

	jobs    []*app.Job // changes on their way to the disk, oldest first
	waiting bool       // the first of them is being written, or will be tried again

	// quitting is set when the user wants to leave as soon as everything is
	// saved, leaving when that is so and only places are to be remembered.
	quitting, leaving bool

	// fixedTheme is set if the command line chose the theme.
	fixedTheme bool
	pollEvery  time.Duration // how often the project file is looked at; never, if 0
	retryAfter time.Duration // how soon a change that could not be saved is tried again
}

func newRoot(ctx context.Context, s *study.Study, th *theme.Theme) *root {
	h := app.NewHost()
	h.Ctx, h.Study, h.Theme, h.Mode, h.Now = ctx, s, th, keymap.ModeList, time.Now
	r := &root{Host: h, memory: memory{ctx: ctx, unkept: map[string]func(context.Context) error{}}, pollEvery: 400 * time.Millisecond, retryAfter: time.Second}
	h.Router = r
	r.screens = newRegistry(h)
	r.Keys = newKeyTable(r, r.screens)
	return r
}

// readKeys puts the user's own keys into the table, and says what is wrong with
// them.
func (r *root) readKeys() {
	var err error
	if r.WrongKeys, err = readUserKeys(r.Keys); err != nil {
		r.WrongKeys = []string{err.Error()}
	}
	switch n := len(r.WrongKeys); {
	case n == 1:
		r.Warn(r.WrongKeys[0])
	case n > 1:
		r.Warn(fmt.Sprintf("%s (%d more: %s)", r.WrongKeys[0], n-1, r.Keys.Expand("{help}")))
	}
}

// Init asks for the first reading.
func (r *root) Init() tea.Cmd {
	return tea.Batch(r.refreshCmd(), habitsCmd(r.Host), r.pollCmd(), backupCmd(r.Host))
}

// Update handles one message. It never reads or writes a file.
func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.Width, r.Height = msg.Width, msg.Height
		each(r.screens, func(s interface{ Resized() }) { s.Resized() })
		return r, nil
	case tea.KeyMsg:
		var cmds []tea.Cmd
		for _, k := range eachKey(msg, r.dialog != nil) {
			if r.opening && keyName(k) != "ctrl+c" {
				r.held = append(r.held, k)
				continue
			}
			cmds = append(cmds, r.Key(keyName(k), k))
		}
		return r, tea.Batch(cmds...)
	case tea.MouseMsg:
		return r, r.Point(pointed(msg))
	}
	return r, r.result(msg)
}

// View paints the screen.
func (r *root) View() string {
	switch {
	case r.Width == 0:
		return ""
	case r.Width < app.MinWidth || r.Height < app.MinHeight:
		return r.TooSmall()
	}
	var lines []string
	s := r.screens.at(r.Mode)
	if r.Loaded {
		lines = s.View()
	} else {
		lines = []string{"", " opening " + r.Study.Project.Dir() + " …"}
		for _, l := range layout.WrapText(r.Said, r.Width-2) {
			lines = append(lines, " "+theme.Paint(r.Theme.Alert, l))
		}
	}
	for len(lines) < r.Height {
		lines = append(lines, "")
	}
	lines = lines[:r.Height]
	if r.dialog != nil {
		keep, end := 0, 0
		if s, ok := s.(interface{ Uncovered() (from, to int) }); ok {
			keep, end = s.Uncovered()
		}
		lines = layout.Overlay(lines, r.dialog.View(r.Host, r.Width-4, r.Height-4), r.Width, keep, end)
	}
	for i := range lines {
		lines[i] = layout.Fit(lines[i], r.Width)
	}
	return strings.Join(lines, "\n")
}

// key routes a key: to the dialog, else to the table of keys.
func (r *root) Key(k string, msg tea.KeyMsg) tea.Cmd {
	r.Said, r.Alert = "", false
	if _, asked := r.dialog.(leaveDialog); k == "ctrl+c" && !asked {
		return r.quit()
	}
	if d := r.dialog; d != nil {
		cmd, done := d.Key(r.Host, k, msg)
		// A dialog may have opened another in its place.
		if done && r.dialog == d {
			r.dialog = nil
		}
		return cmd
	}
	if !r.Loaded {
		if k == "q" || k == "esc" {
			return tea.Quit
		}
		return nil
	}
	b := r.Keys.Find(k, r.Mode)
	if b == nil {
		return nil
	}
	if why := b.Off(r.Keys); why != "" {
		r.Tell(why)
		return nil
	}
	r.Pressed = k
	return b.Do()
}

// result takes the message of a command: its own, else a screen's.
func (r *root) result(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case app.SnapshotMsg:
		r.refreshing = false
		r.apply(m)
		return tea.Batch(r.Refreshed(m), r.CatchUp())
	case polledMsg:
		return r.polled(m)
	case keptMsg:
		if m.err != nil {
			r.Warn("remembering your place and keys: " + m.err.Error())
		}
		if cmd := r.keepNext(); cmd != nil || !r.leaving {
			return cmd
		}
		return tea.Quit
	case savedMsg:
		return r.saved(m)
	case retryMsg:
		return r.next()
	case widget.MemoMsg:
		return widget.MemoRead(r.Host, m)
	case habitsMsg:
		return r.habitsRead(m)
	case app.WroteMsg:
		m.Tell(r.Host)
	case app.ProblemMsg:
		r.Warn(m.Err.Error())
	case app.EditMsg:
		return edit(r.Host, m)
	case app.EditedMsg:
		edited(r.Host, m)
	default:
		cmd, _ := first(r.screens, func(s interface{ Update(tea.Msg) (tea.Cmd, bool) }) (tea.Cmd, bool) { return s.Update(msg) })
		return cmd
	}
	return nil
}

// apply shows the project as it is now. The reader's place stays.
func (r *root) apply(m app.SnapshotMsg) {
	if m.Err != nil {
		r.Warn(m.Err.Error())
		return
	}
	if m.Arrived < r.Arrived {
		return // something newer is shown already
	}
	r.stamp = m.Stamp
	if m.Same {
		return
	}
	first := !r.Loaded
	r.Over, r.Cuts, r.Arrived, r.Undoes, r.Loaded = m.Over, m.Cuts, m.Arrived, m.Undoes, true
	r.Attributes = app.AttributeNames(&r.Over)
	if first && len(r.Over.Transcripts) == 0 {
		r.Tell("no transcripts yet: “concord import FILE…” brings them in")
	}
	each(r.screens, func(s interface{ Applied(app.SnapshotMsg) }) { s.Applied(m) })
}

// refreshed has the screen that is open read again what it shows beside the
// snapshot.
func (r *root) Refreshed(m app.SnapshotMsg) tea.Cmd {
	if m.Err != nil || m.Same {
		return nil
	}
	if s, ok := r.screens.at(r.Mode).(interface{ Refreshed() tea.Cmd }); ok {
		return s.Refreshed()
	}
	return nil
}

func (r *root) habitsRead(m habitsMsg) tea.Cmd {
	if m.err != nil {
		r.Warn("reading your habits: " + m.err.Error())
		return nil
	}
	r.Habits = m.habits
	if r.Habits.Digits == nil {
		r.Habits.Digits = map[string]codebook.CodeID{}
	}
	r.Invalidate()
	r.chooseTheme(r.Habits.Theme)
	if m.draft != nil {
		widget.Resume(r.Host, *m.draft)
	}
	if r.Habits.Mouse {
		return mouseCmd(r.Habits.Mouse)
	}
	return nil
}
