package tui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
)

// Every command that reads is here; what changes the project is a job. Commands
// capture values and return messages; nothing in them touches the root, but for
// the project itself, whose methods are safe to call from anywhere.

// snapshotMsg is the project as it is now: what every screen shows, and the
// transcript that is open.
type snapshotMsg struct {
	stamp   store.Stamp
	arrived uint64 // the last event that is in it
	same    bool   // nothing has arrived since the last reading
	over    store.Overview
	cuts    []codebook.Segmentation
	undoes  string // what undo would take back; "" if there is nothing to say
	reading *store.Reading
	err     error
}

type polledMsg struct {
	stamp store.Stamp
	err   error
}

type habitsMsg struct {
	habits habits
	draft  *draft // words that were not saved last time
	err    error
}

type problemMsg struct{ err error }

// refresh prepares a reading of the project, to be made in a command: all of it of
// one state.
func (r *root) refresh() func() snapshotMsg {
	s, ctx, arrived, first, open := r.study, r.ctx, r.arrived, !r.loaded, r.reading
	return func() (m snapshotMsg) {
		if m.stamp, m.err = s.Project.Stamp(); m.err != nil {
			return m
		}
		m.err = s.Reader().Snapshot(ctx, func(reader store.Reader) (err error) {
			if m.arrived, err = reader.Arrived(ctx); err != nil {
				return err
			}
			if m.same = m.arrived == arrived && !first; m.same {
				return nil
			}
			if m.over, err = reader.Overview(ctx); err != nil {
				return err
			}
			if m.cuts, err = reader.Segmentations(ctx); err != nil {
				return err
			}
			last, _, err := reader.Undoable(ctx)
			if err != nil {
				return err
			}
			if m.undoes, _, _ = strings.Cut(last.Text, " on "); open.IsZero() {
				return nil
			}
			reading, err := reader.Reading(ctx, open)
			if err == nil {
				m.reading = &reading
			}
			return err
		})
		return m
	}
}

func (r *root) refreshCmd() tea.Cmd {
	refresh := r.refresh()
	return func() tea.Msg { return refresh() }
}

func (r *root) pollCmd() tea.Cmd {
	if r.pollEvery == 0 {
		return nil
	}
	s := r.study
	return tea.Tick(r.pollEvery, func(time.Time) tea.Msg {
		stamp, err := s.Project.Stamp()
		return polledMsg{stamp, err}
	})
}

// backupCmd makes today's backup, and brings the search index level, while the
// user reads.
func (r *root) backupCmd() tea.Cmd {
	s, ctx := r.study, r.ctx
	return func() tea.Msg {
		if _, err := s.Project.BackupDaily(ctx); err != nil {
			return problemMsg{err}
		}
		// The index is a cache: what hinders it now is for later.
		_ = s.Index(ctx)
		return nil
	}
}

// mouseCmd tells the terminal whether the mouse is ours.
func (r *root) mouseCmd() tea.Cmd {
	if r.habits.Mouse {
		return tea.EnableMouseCellMotion
	}
	return tea.DisableMouse
}

func (r *root) habitsCmd() tea.Cmd {
	s, ctx, coder := r.study, r.ctx, r.coder().ID
	return func() tea.Msg {
		m := habitsMsg{habits: habits{Digits: map[string]codebook.CodeID{}}}
		if _, m.err = s.Project.Local(ctx, coder, habitsName, &m.habits); m.err == nil {
			_, m.err = s.Project.Local(ctx, coder, draftName, &m.draft)
		}
		return m
	}
}

// polled takes a look at the project file.
func (r *root) polled(m polledMsg) tea.Cmd {
	cmds := []tea.Cmd{r.pollCmd(), r.keepDraft()}
	each(r.screens, func(s interface{ KeepPlaceNowAndThen() tea.Cmd }) { cmds = append(cmds, s.KeepPlaceNowAndThen()) })
	if m.err == nil && !r.refreshing && !r.stamp.SameAs(m.stamp) {
		r.refreshing = true
		cmds = append(cmds, r.refreshCmd())
	}
	return tea.Batch(cmds...)
}
