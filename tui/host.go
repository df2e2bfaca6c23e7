package tui

import (
	"context"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
	"concord/tui/theme"
)

// host is what screens and dialogs see of the program around them: the study,
// what was read of it last, the terminal, and the router. Screens and dialogs
// read its fields; only the root writes those of the snapshot.
type host struct {
	Router

	ctx   context.Context
	study *study.Study
	theme *theme.Theme
	keys  keyTable

	width, height int

	// The snapshot that is shown; see snapshotMsg.
	over    store.Overview
	cuts    []codebook.Segmentation // the segmentations there are, oldest first
	loaded  bool
	arrived uint64 // the last event that is shown
	undoes  string // what undo would take back, if that can be said
	// attributes are the names of attributes, those with few values first.
	attributes []string

	// What several screens share.
	passages *passageList
	team     *teamwork
	// newCodeParent is the code below which one that is made now is filed.
	newCodeParent func() codebook.CodeID
	// reading is the transcript that is open, if any; it is part of the snapshot.
	reading corpus.TranscriptID

	wrongKeys []string // what is wrong with the user's file of keys

	mode    mode   // the screen that has the keys when no dialog is open
	pressed string // the key being handled, for bindings of several
	habits  habits
	now     func() time.Time

	said  string // the line of news, until the next key
	alert bool   // said is bad news
	ofJob bool   // said is about a change on its way to the disk

	unsaved int    // changes on their way to the disk
	stuck   string // why the first of them could not be written yet
}

// router is what the root does for screens and dialogs.
type Router interface {
	// do queues a change of the project; see job.
	Do(*job) tea.Cmd
	// pending gives the changes that are on their way to the disk, oldest first.
	Pending() []*job
	// enter goes to another screen, from which Esc leads back; leave goes back.
	Enter(mode)
	Leave() tea.Cmd
	// goTo goes to another screen and tells it what to show; see the types of
	// request.
	GoTo(request any) tea.Cmd
	// forget takes a screen out of the way back.
	Forget(mode)
	// open puts a dialog on top of the screen, in place of one that is there; nil
	// closes it. top gives the one that is open, or nil.
	Open(dialog)
	Top() dialog
	// here lists what a memo can be about on the screen that is open.
	Here() []subject
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
	Key(h *host, k string, msg tea.KeyMsg) (cmd tea.Cmd, done bool)
	// view gives the lines of the dialog, framed, at most width × height.
	View(h *host, width, height int) []string
}

func newHost() *host {
	return &host{passages: &passageList{}, team: &teamwork{}, habits: habits{Digits: map[string]codebook.CodeID{}}}
}

// openTranscript reads a transcript, at a passage or where the coder left it.
func (r *host) openTranscript(t corpus.TranscriptID, at *corpus.Span) tea.Cmd {
	return r.GoTo(transcriptRequest{t, at})
}

// tell shows a line of news until the next key, with the keys of actions for
// their names in braces; warn shows one of bad news.
func (r *host) tell(s string) { r.said, r.alert, r.ofJob = r.keys.expand(s), false, false }
func (r *host) warn(s string) {
	r.said, r.alert, r.ofJob = strings.ReplaceAll(s, "\n", "; "), true, false
}

// coder is who sits at the screen.
func (r *host) coder() codebook.Coder { return r.study.Coder }

// noCoder says why coding is off, or "".
func (r *host) noCoder() string {
	if r.coder().ID.IsZero() {
		return "nobody codes here yet: leave, and choose a coder with “concord coder choose NAME”"
	}
	return ""
}
