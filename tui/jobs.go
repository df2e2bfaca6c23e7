package tui

import (
	"errors"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/store"
	"concord/tui/app"
)

// savedMsg says that the first job was written, or not.
type savedMsg struct {
	job  *app.Job
	said string
	err  error
	now  app.SnapshotMsg // the project with the change in it
}

type retryMsg struct{}

// do queues a job and starts it if nothing else is being written.
func (r *root) Do(j *app.Job) tea.Cmd {
	r.jobs = append(r.jobs, j)
	r.Unsaved = len(r.jobs)
	r.TellOfJob(j.What + " …")
	r.Invalidate()
	if r.waiting {
		return nil
	}
	return r.next()
}

// next writes the first job.
func (r *root) next() tea.Cmd {
	if len(r.jobs) == 0 {
		r.waiting = false
		return nil
	}
	r.waiting = true
	j := r.jobs[0]
	refresh, ctx, s := r.refresh(), r.Ctx, r.Study
	return func() tea.Msg {
		said, err := j.Run(ctx, s)
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
		r.Stuck = m.err.Error()
		if errors.Is(m.err, store.ErrFull) {
			r.Stuck = "the disk is full; make room, and they will be saved"
		}
		r.Invalidate()
		if r.quitting {
			r.dialog = leaveDialog{root: r}
		}
		return tea.Tick(r.retryAfter, func(time.Time) tea.Msg { return retryMsg{} })
	}
	r.jobs, r.Stuck = r.jobs[1:], ""
	r.Unsaved = len(r.jobs)
	switch {
	case m.err != nil:
		r.Warn(m.err.Error())
	case m.said != "" && (r.Said == "" || r.OfJob):
		r.TellOfJob(m.said)
	}
	r.Invalidate()
	var after tea.Cmd
	if m.err == nil {
		r.apply(m.now)
		after = r.Refreshed(m.now)
		if m.job.After != nil {
			after = tea.Batch(after, m.job.After())
		}
	}
	if len(r.jobs) == 0 && r.quitting {
		return r.leaveNow()
	}
	return tea.Batch(after, r.CatchUp(), r.next())
}
