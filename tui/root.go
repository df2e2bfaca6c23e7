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
	"concord/tui/theme"
)

// root is the one Bubble Tea model. It routes messages and keys to the screen
// that is open and to the dialog on top of it, writes changes one after another,
// and keeps the snapshot of the project that all screens show.
type root struct {
	*host

	screens registry
	back    []mode // where Esc leads
	dialog  dialog // on top of everything; nil for none

	stamp      store.Stamp
	refreshing bool // the project is being read anew because its file has changed

	// opening is set while something is being read that the next keys are meant
	// for; they are held, and handled when it is there.
	opening bool
	held    []tea.KeyMsg

	jobs    []*job // changes on their way to the disk, oldest first
	waiting bool   // the first of them is being written, or will be tried again

	unkept  map[string]func(context.Context) error // see keep
	keeping bool
	// quitting is set when the user wants to leave as soon as everything is
	// saved, leaving when that is so and only places are to be remembered.
	quitting, leaving bool

	// fixedTheme is set if the command line chose the theme.
	fixedTheme bool
	pollEvery  time.Duration // how often the project file is looked at; never, if 0
	retryAfter time.Duration // how soon a change that could not be saved is tried again
}

func newRoot(ctx context.Context, s *study.Study, th *theme.Theme) *root {
	h := newHost()
	h.ctx, h.study, h.theme, h.mode, h.now = ctx, s, th, modeList, time.Now
	r := &root{host: h, unkept: map[string]func(context.Context) error{}, pollEvery: 400 * time.Millisecond, retryAfter: time.Second}
	h.Router = r
	r.screens = newRegistry(h)
	r.keys = newKeyTable(r, r.screens)
	return r
}

// readKeys puts the user's own keys into the table, and says what is wrong with
// them.
func (r *root) readKeys() {
	var err error
	if r.wrongKeys, err = readUserKeys(r.keys); err != nil {
		r.wrongKeys = []string{err.Error()}
	}
	switch n := len(r.wrongKeys); {
	case n == 1:
		r.warn(r.wrongKeys[0])
	case n > 1:
		r.warn(fmt.Sprintf("%s (%d more: %s)", r.wrongKeys[0], n-1, r.keys.expand("{help}")))
	}
}

// Init asks for the first reading.
func (r *root) Init() tea.Cmd {
	return tea.Batch(r.refreshCmd(), r.habitsCmd(), r.pollCmd(), r.backupCmd())
}

// Update handles one message. It never reads or writes a file.
func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.width, r.height = msg.Width, msg.Height
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
	case r.width == 0:
		return ""
	case r.width < minWidth || r.height < minHeight:
		return r.tooSmall()
	}
	var lines []string
	s := r.screens.at(r.mode)
	if r.loaded {
		lines = s.View()
	} else {
		lines = []string{"", " opening " + r.study.Project.Dir() + " …"}
		for _, l := range wrapText(r.said, r.width-2) {
			lines = append(lines, " "+theme.Paint(r.theme.Alert, l))
		}
	}
	for len(lines) < r.height {
		lines = append(lines, "")
	}
	lines = lines[:r.height]
	if r.dialog != nil {
		keep, end := 0, 0
		if s, ok := s.(interface{ Uncovered() (from, to int) }); ok {
			keep, end = s.Uncovered()
		}
		lines = overlay(lines, r.dialog.View(r.host, r.width-4, r.height-4), r.width, keep, end)
	}
	for i := range lines {
		lines[i] = fit(lines[i], r.width)
	}
	return strings.Join(lines, "\n")
}

// key routes a key: to the dialog, else to the table of keys.
func (r *root) Key(k string, msg tea.KeyMsg) tea.Cmd {
	r.said, r.alert = "", false
	if _, asked := r.dialog.(leaveDialog); k == "ctrl+c" && !asked {
		return r.quit()
	}
	if d := r.dialog; d != nil {
		cmd, done := d.Key(r.host, k, msg)
		// A dialog may have opened another in its place.
		if done && r.dialog == d {
			r.dialog = nil
		}
		return cmd
	}
	if !r.loaded {
		if k == "q" || k == "esc" {
			return tea.Quit
		}
		return nil
	}
	b := r.keys.find(k, r.mode)
	if b == nil {
		return nil
	}
	if why := b.off(r.keys); why != "" {
		r.tell(why)
		return nil
	}
	r.pressed = k
	return b.do()
}

// result takes the message of a command: its own, else a screen's.
func (r *root) result(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case snapshotMsg:
		r.refreshing = false
		r.apply(m)
		return tea.Batch(r.Refreshed(m), r.CatchUp())
	case polledMsg:
		return r.polled(m)
	case keptMsg:
		return r.kept(m)
	case savedMsg:
		return r.saved(m)
	case retryMsg:
		return r.next()
	case memoMsg:
		return r.memoRead(m)
	case habitsMsg:
		return r.habitsRead(m)
	case wroteMsg:
		m.tell(r.host)
	case problemMsg:
		r.warn(m.err.Error())
	case editMsg:
		return r.edit(m)
	case editedMsg:
		return r.edited(m)
	default:
		cmd, _ := first(r.screens, func(s interface{ Update(tea.Msg) (tea.Cmd, bool) }) (tea.Cmd, bool) { return s.Update(msg) })
		return cmd
	}
	return nil
}

// apply shows the project as it is now. The reader's place stays.
func (r *root) apply(m snapshotMsg) {
	if m.err != nil {
		r.warn(m.err.Error())
		return
	}
	if m.arrived < r.arrived {
		return // something newer is shown already
	}
	r.stamp = m.stamp
	if m.same {
		return
	}
	first := !r.loaded
	r.over, r.cuts, r.arrived, r.undoes, r.loaded = m.over, m.cuts, m.arrived, m.undoes, true
	r.attributes = attributeNames(&r.over)
	if first && len(r.over.Transcripts) == 0 {
		r.tell("no transcripts yet: “concord import FILE…” brings them in")
	}
	each(r.screens, func(s interface{ Applied(snapshotMsg) }) { s.Applied(m) })
}

// refreshed has the screen that is open read again what it shows beside the
// snapshot.
func (r *root) Refreshed(m snapshotMsg) tea.Cmd {
	if m.err != nil || m.same {
		return nil
	}
	if s, ok := r.screens.at(r.mode).(interface{ Refreshed() tea.Cmd }); ok {
		return s.Refreshed()
	}
	return nil
}

func (r *root) habitsRead(m habitsMsg) tea.Cmd {
	if m.err != nil {
		r.warn("reading your habits: " + m.err.Error())
		return nil
	}
	r.habits = m.habits
	if r.habits.Digits == nil {
		r.habits.Digits = map[string]codebook.CodeID{}
	}
	r.Invalidate()
	r.chooseTheme(r.habits.Theme)
	if m.draft != nil {
		r.resume(*m.draft)
	}
	if r.habits.Mouse {
		return r.mouseCmd()
	}
	return nil
}
