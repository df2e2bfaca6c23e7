package tui

import (
	"context"
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
)

// A job is a change on its way to the disk. It is shown at once, as pending,
// and confirmed when it is committed. Jobs are written one after another, in
// the order in which the user made them; one that has to wait keeps the rest
// waiting.
type job struct {
	what string // as the user calls it: “+trust”
	// shown are codings to be shown as pending until the job is done.
	shown []codebook.Coding
	// hidden are codings that are no longer to be shown.
	hidden []codebook.CodingID
	// segments is what it does to the segments of a text.
	segments *segmentChange
	// places are the units of the round being reconciled that it decides on.
	places []int
	// run writes it, and says what was done.
	run func(ctx context.Context, s *study.Study) (said string, err error)
	// after is called on the screen's side, once it is saved.
	after func() tea.Cmd
}

// savedMsg says that the first job was written, or not.
type savedMsg struct {
	job  *job
	said string
	err  error
	now  snapshotMsg // the project with the change in it
}

type retryMsg struct{}

// do queues a job and starts it if nothing else is being written.
func (r *root) Do(j *job) tea.Cmd {
	r.jobs = append(r.jobs, j)
	r.unsaved = len(r.jobs)
	r.tellOfJob(j.what + " …")
	r.Invalidate()
	if r.waiting {
		return nil
	}
	return r.next()
}

// tellOfJob shows news of a job, which give way to the next job's, but do not
// hide what was said to a later key.
func (r *host) tellOfJob(s string) {
	r.tell(s)
	r.ofJob = true
}

// next writes the first job.
func (r *root) next() tea.Cmd {
	if len(r.jobs) == 0 {
		r.waiting = false
		return nil
	}
	r.waiting = true
	j := r.jobs[0]
	refresh, ctx, s := r.refresh(), r.ctx, r.study
	return func() tea.Msg {
		said, err := j.run(ctx, s)
		m := savedMsg{job: j, said: said, err: err}
		if err == nil {
			m.now = refresh()
		}
		return m
	}
}

// saved takes the result of a job.
func (r *root) saved(m savedMsg) tea.Cmd {
	if len(r.jobs) == 0 || r.jobs[0] != m.job {
		return nil
	}
	if m.err != nil && store.MayPass(m.err) {
		r.stuck = m.err.Error()
		if errors.Is(m.err, store.ErrFull) {
			r.stuck = "the disk is full; make room, and they will be saved"
		}
		r.Invalidate()
		if r.quitting {
			r.dialog = leaveDialog{root: r}
		}
		return tea.Tick(r.retryAfter, func(time.Time) tea.Msg { return retryMsg{} })
	}
	r.jobs, r.stuck = r.jobs[1:], ""
	r.unsaved = len(r.jobs)
	switch {
	case m.err != nil:
		r.warn(m.err.Error())
	case m.said != "" && (r.said == "" || r.ofJob):
		r.tellOfJob(m.said)
	}
	r.Invalidate()
	var after tea.Cmd
	if m.err == nil {
		r.apply(m.now)
		after = r.Refreshed(m.now)
		if m.job.after != nil {
			after = tea.Batch(after, m.job.after())
		}
	}
	if len(r.jobs) == 0 && r.quitting {
		return r.leaveNow()
	}
	return tea.Batch(after, r.CatchUp(), r.next())
}
