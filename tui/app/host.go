package app

import (
	"context"
	"maps"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
	"concord/tui/keymap"
	"concord/tui/theme"
)

// host is what screens and dialogs see of the program around them: the study,
// what was read of it last, the terminal, and the router. Screens and dialogs
// read its fields; only the root writes those of the snapshot.
type Host struct {
	Router

	Ctx   context.Context
	Study *study.Study
	Theme *theme.Theme
	Keys  keymap.Table

	Width, Height int

	// The snapshot that is shown; see snapshotMsg.
	Over    store.Overview
	Cuts    []codebook.Segmentation // the segmentations there are, oldest first
	Loaded  bool
	Arrived uint64 // the last event that is shown
	Undoes  string // what undo would take back, if that can be said
	// attributes are the names of attributes, those with few values first.
	Attributes []string

	// What several screens share.
	Passages *PassageList
	Team     *teamwork
	// newCodeParent is the code below which one that is made now is filed.
	NewCodeParent func() codebook.CodeID
	// reading is the transcript that is open, if any; it is part of the snapshot.
	Reading corpus.TranscriptID

	WrongKeys []string // what is wrong with the user's file of keys

	Mode    keymap.Mode // the screen that has the keys when no dialog is open
	Pressed string      // the key being handled, for bindings of several
	Habits  Habits
	Now     func() time.Time

	Said  string // the line of news, until the next key
	Alert bool   // said is bad news
	OfJob bool   // said is about a change on its way to the disk

	Unsaved int    // changes on their way to the disk
	Stuck   string // why the first of them could not be written yet
}

// router is what the root does for screens and dialogs.
type Router interface {
	// do queues a change of the project; see job.
	Do(*Job) tea.Cmd
	// pending gives the changes that are on their way to the disk, oldest first.
	Pending() []*Job
	// enter goes to another screen, from which Esc leads back; leave goes back.
	Enter(keymap.Mode)
	Leave() tea.Cmd
	// goTo goes to another screen and tells it what to show; see the types of
	// request.
	GoTo(request any) tea.Cmd
	// forget takes a screen out of the way back.
	Forget(keymap.Mode)
	// open puts a dialog on top of the screen, in place of one that is there; nil
	// closes it. top gives the one that is open, or nil.
	Open(Dialog)
	Top() Dialog
	// here lists what a memo can be about on the screen that is open.
	Here() []Subject
	// hold keeps keys that are typed until release, while something is being read.
	Hold()
	Release() tea.Cmd
	// drop forgets the keys that were held.
	Drop()
	// keep remembers something in this copy, under a name.
	Keep(name string, write func(context.Context) error) tea.Cmd
	// invalidate has the words of the open transcript painted anew.
	Invalidate()
	// catchUp reads anew what the screen shows, if something has arrived since.
	CatchUp() tea.Cmd
}

// dialog is something on top of the screen that has the keys while it is open.
type Dialog interface {
	// key handles a key and says what the root is to do; done closes the
	// dialog.
	Key(h *Host, k string, msg tea.KeyMsg) (cmd tea.Cmd, done bool)
	// view gives the lines of the dialog, framed, at most width × height.
	View(h *Host, width, height int) []string
}

func NewHost() *Host {
	return &Host{Passages: &PassageList{}, Team: &teamwork{}, Habits: Habits{Digits: map[string]codebook.CodeID{}}}
}

// openTranscript reads a transcript, at a passage or where the coder left it.
func (r *Host) OpenTranscript(t corpus.TranscriptID, at *corpus.Span) tea.Cmd {
	return r.GoTo(TranscriptRequest{t, at})
}

// tellOfJob shows news of a job, which give way to the next job's, but do not
// hide what was said to a later key.
func (r *Host) TellOfJob(s string) {
	r.Tell(s)
	r.OfJob = true
}

const HabitsName = "habits"

// keepHabits remembers the coder's habits.
func (r *Host) KeepHabits() tea.Cmd {
	s, coder, h := r.Study, r.Coder().ID, r.Habits
	h.Digits = maps.Clone(h.Digits)
	return r.Keep(HabitsName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, HabitsName, h) })
}

// fill makes the lines of a screen as many as it has, the last of them the news
// or the footer.
func (r *Host) Fill(lines []string) []string {
	for len(lines) < r.Height-1 {
		lines = append(lines, "")
	}
	return append(lines[:r.Height-1], r.Bottom())
}

// toggle turns a habit on or off and says so.
func (r *Host) Toggle(habit *bool, on, off string) tea.Cmd {
	*habit = !*habit
	r.Tell(map[bool]string{true: on, false: off}[*habit])
	return r.KeepHabits()
}
