package app

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
)

// underway is a coding that is being saved. Its id is known once it is; only
// Update sets it.
type Underway struct {
	Id   codebook.CodingID
	Code string
	Span corpus.Span
	Text corpus.TextID
	In   corpus.TranscriptID
}

// snapshotMsg is the project as it is now: what every screen shows, and the
// transcript that is open.
type SnapshotMsg struct {
	Stamp   store.Stamp
	Arrived uint64 // the last event that is in it
	Same    bool   // nothing has arrived since the last reading
	Over    store.Overview
	Cuts    []codebook.Segmentation
	Undoes  string // what undo would take back; "" if there is nothing to say
	Reading *store.Reading
	Err     error
}

type ProblemMsg struct{ Err error }

// A job is a change on its way to the disk. It is shown at once, as pending,
// and confirmed when it is committed. Jobs are written one after another, in
// the order in which the user made them; one that has to wait keeps the rest
// waiting.
type Job struct {
	What string // as the user calls it: “+trust”
	// shown are codings to be shown as pending until the job is done.
	Shown []codebook.Coding
	// hidden are codings that are no longer to be shown.
	Hidden []codebook.CodingID
	// segments is what it does to the segments of a text.
	Segments *SegmentChange
	// places are the units of the round being reconciled that it decides on.
	Places []int
	// run writes it, and says what was done.
	Run func(ctx context.Context, s *study.Study) (said string, err error)
	// after is called on the screen's side, once it is saved.
	After func() tea.Cmd
}

// A draft is the words of a memo that is being written, kept now and then so
// that a killed terminal does not lose them.
type Draft struct {
	Title string           `json:"title"`
	About codebook.Subject `json:"about"`
	Old   codebook.Memo    `json:"old"`
	Text  string           `json:"text"`
}

// segmentChange is what a job does to the segments of a text. It is a function
// and no result: the jobs before it may turn out otherwise.
type SegmentChange struct {
	Cut  codebook.SegmentationID
	Text corpus.TextID
	Make func([]corpus.Span) []corpus.Span
}
