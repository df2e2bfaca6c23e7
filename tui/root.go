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

// mode is the screen that has the keys when no dialog is open.
type mode int

const (
	modeList      mode = 1 << iota // the transcripts
	modeRead                       // one transcript
	modeHits                       // results of a search
	modeAgree                      // the agreement table
	modeBook                       // the codebook
	modeAuto                       // what a search would code
	modeRounds                     // the rounds of coding
	modeReconcile                  // the disagreements of a closed round
	modeConflicts                  // what two copies changed differently
	modeVersions                   // the saved versions of the codebook
	modeWork                       // the worklist
	modeSegment                    // one transcript, being cut into segments
	modeAny       = modeList | modeRead | modeHits | modeAgree | modeBook | modeAuto | modeRounds | modeReconcile | modeConflicts | modeVersions | modeWork | modeSegment
	modeText      = modeRead | modeSegment // the words of a transcript are on the screen
)

// root is the one Bubble Tea model.
type root struct {
	ctx   context.Context
	study *study.Study
	theme *theme.Theme
	// fixedTheme is set if the command line chose the theme.
	fixedTheme bool
	keys       keyTable
	// wrongKeys says what is wrong with the user's file of keys.
	wrongKeys []string
	width     int
	height    int

	over    store.Overview
	cuts    []codebook.Segmentation // the segmentations there are, oldest first
	loaded  bool
	stamp   store.Stamp
	arrived uint64 // the last event that is shown
	undoes  string // what undo would take back, if that can be said
	looking bool   // the project is being read anew because its file has changed

	mode      mode
	back      []mode // where Esc leads
	list      listScreen
	read      *readScreen // nil until a transcript was opened
	hits      hitsScreen
	agree     agreeScreen
	book      bookScreen
	auto      autoScreen
	rounds    roundsScreen
	rec       *reconcileScreen // nil until a round was opened
	conflicts conflictScreen

	versions versionsScreen
	work     workScreen

	dialog dialog // on top of everything; nil for none

	pressed string // the key being handled, for bindings of several
	// opening is set while a transcript or a memo is being read; keys pressed
	// meanwhile are held, and handled when it is there.
	opening bool
	held    []tea.KeyMsg

	said  string // the line of news, until the next key
	alert bool   // said is bad news
	ofJob bool   // said is about a change on its way to the disk

	jobs    []*job // changes on their way to the disk, oldest first
	waiting bool   // the first of them is being written, or will be tried again
	stuck   string // why the first could not be written yet

	habits  habits
	unkept  map[string]func(context.Context) error // see keep
	keeping bool
	// quitting is set when the user wants to leave as soon as everything is
	// saved, leaving when that is so and only places are to be remembered.
	quitting, leaving bool

	now        func() time.Time
	pollEvery  time.Duration // how often the project file is looked at; never, if 0
	retryAfter time.Duration // how soon a change that could not be saved is tried again
}

// habits are what a coder's hands know: kept in this copy, per coder.
type habits struct {
	Last    codebook.CodeID            `json:"last"`   // for “.”
	Recent  []codebook.CodeID          `json:"recent"` // newest first
	Digits  map[string]codebook.CodeID `json:"digits"`
	Others  bool                       `json:"others"` // others' codings are shown
	Panel   panel                      `json:"panel"`
	Picker  pickerOrder                `json:"picker"`  // of the codes to choose from
	Step    stopKind                   `json:"step"`    // what ] and [ go through
	Bright  bool                       `json:"bright"`  // interviewers' words are not dimmed
	Mouse   bool                       `json:"mouse"`   // the mouse is switched on
	Theme   string                     `json:"theme"`   // of the screen, once chosen
	Order   listOrder                  `json:"order"`   // of the transcripts
	Discuss bool                       `json:"discuss"` // agreement is shown without coefficients
	Open    bool                       `json:"open"`    // open coding: the prompt for a code opens after each selection
	// Cut is the segmentation used last; with Segments it is shown while coding.
	Cut      codebook.SegmentationID `json:"cut"`
	Segments bool                    `json:"segments"`
}

// dialog is something on top of the screen that has the keys while it is open.
type dialog interface {
	// key handles a key and says what the root is to do; done closes the
	// dialog.
	key(r *root, k string, msg tea.KeyMsg) (cmd tea.Cmd, done bool)
	// view gives the lines of the dialog, framed, at most width × height.
	view(r *root, width, height int) []string
}

func newRoot(ctx context.Context, s *study.Study, th *theme.Theme) *root {
	return &root{ctx: ctx, study: s, theme: th, keys: defaultKeys(), mode: modeList, habits: habits{Digits: map[string]codebook.CodeID{}}, unkept: map[string]func(context.Context) error{},
		now: time.Now, pollEvery: 400 * time.Millisecond, retryAfter: time.Second}
}

// readKeys puts the user's own keys into the table, and says what is wrong with
// them.
func (r *root) readKeys() {
	var err error
	if r.keys, r.wrongKeys, err = userKeys(); err != nil {
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
	return tea.Batch(r.lookCmd(), r.habitsCmd(), r.pollCmd(), r.backupCmd())
}

// Update handles one message. It never reads or writes a file.
func (r *root) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		r.width, r.height = msg.Width, msg.Height
		if r.read != nil {
			r.read.resize(r.readWidth(), r.readHeight())
		}
		return r, nil
	case tea.KeyMsg:
		var cmds []tea.Cmd
		for _, k := range eachKey(msg, r.dialog != nil) {
			if r.opening && keyName(k) != "ctrl+c" {
				r.held = append(r.held, k)
				continue
			}
			cmds = append(cmds, r.key(keyName(k), k))
		}
		return r, tea.Batch(cmds...)
	}
	if msg, ok := msg.(tea.MouseMsg); ok {
		return r, r.point(pointed(msg))
	}
	return r, r.result(msg)
}

// View paints the screen.
func (r *root) View() string {
	if r.width == 0 {
		return ""
	}
	if r.width < minWidth || r.height < minHeight {
		return r.tooSmall()
	}
	var lines []string
	switch {
	case !r.loaded:
		lines = []string{"", " opening " + r.study.Project.Dir() + " …"}
		for _, l := range wrapText(r.said, r.width-2) {
			lines = append(lines, " "+theme.Paint(r.theme.Alert, l))
		}
	case r.mode == modeList:
		lines = r.listView()
	case r.mode&modeText != 0:
		lines = r.readView()
	case r.mode == modeHits:
		lines = r.hitsView()
	case r.mode == modeAgree:
		lines = r.agreeView()
	case r.mode == modeBook:
		lines = r.bookView()
	case r.mode == modeVersions:
		lines = r.versionsView()
	case r.mode == modeWork:
		lines = r.workView()
	case r.mode == modeAuto:
		lines = r.autoView()
	case r.mode == modeRounds:
		lines = r.roundsView()
	case r.mode == modeReconcile:
		lines = r.reconcileView()
	case r.mode == modeConflicts:
		lines = r.conflictsView()
	}
	for len(lines) < r.height {
		lines = append(lines, "")
	}
	lines = lines[:r.height]
	if r.dialog != nil {
		keep, end := 0, 0
		if r.mode&modeText != 0 {
			keep, end = r.read.page.RowsOn(r.read.target())
			keep, end = keep+readTop, end+readTop
		} else if r.mode == modeReconcile {
			keep, end = r.placeRows()
		}
		lines = overlay(lines, r.dialog.view(r, r.width-4, r.height-4), r.width, keep, end)
	}
	for i := range lines {
		lines[i] = fit(lines[i], r.width)
	}
	return strings.Join(lines, "\n")
}

// key routes a key: to the dialog, else to the table of keys.
func (r *root) key(k string, msg tea.KeyMsg) tea.Cmd {
	r.said, r.alert = "", false
	if _, asked := r.dialog.(leaveDialog); k == "ctrl+c" && !asked {
		return r.quit()
	}
	if r.dialog != nil {
		d := r.dialog
		cmd, done := d.key(r, k, msg)
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
	if b := r.keys.find(k, r.mode); b != nil {
		if why := b.off(r); why != "" {
			r.tell(why)
			return nil
		}
		r.pressed = k
		return b.do(r)
	}
	return nil
}

// tell shows a line of news until the next key, with the keys of actions for
// their names in braces; warn shows one of bad news.
func (r *root) tell(s string) { r.said, r.alert, r.ofJob = r.keys.expand(s), false, false }
func (r *root) warn(s string) {
	r.said, r.alert, r.ofJob = strings.ReplaceAll(s, "\n", "; "), true, false
}

// enter goes to another screen; Esc leads back.
func (r *root) enter(m mode) {
	if r.mode != m {
		r.back = append(r.back, r.mode)
		r.mode = m
		r.restale()
	}
}

// restale has the words painted anew: what is shown on them depends on the mode.
func (r *root) restale() {
	if r.read != nil {
		r.read.stale()
	}
}

// leave goes back to where one was.
func (r *root) leave() tea.Cmd {
	if n := len(r.back); n > 0 {
		r.mode = r.back[n-1]
		r.back = r.back[:n-1]
		r.restale()
		if r.mode == modeWork {
			return r.readWorklist(false)
		}
	}
	return r.follow()
}

// coder is who sits at the screen.
func (r *root) coder() codebook.Coder { return r.study.Coder }

// noCoder says why coding is off, or "".
func (r *root) noCoder() string {
	if r.coder().ID.IsZero() {
		return "nobody codes here yet: leave, and choose a coder with “concord coder choose NAME”"
	}
	return ""
}
