package tui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store"
	"concord/tui/app"
	"concord/tui/widget"
)

type polledMsg struct {
	stamp store.Stamp
	err   error
}

type habitsMsg struct {
	habits app.Habits
	draft  *app.Draft // words that were not saved last time
	err    error
}

// refresh prepares a reading of the project, to be made in a command: all of it of
// one state.
func (r *root) refresh() func() app.SnapshotMsg {
	s, ctx, arrived, first, open := r.Study, r.Ctx, r.Arrived, !r.Loaded, r.Reading
	return func() (m app.SnapshotMsg) {
		if m.Stamp, m.Err = s.Project.Stamp(); m.Err != nil {
			return m
		}
		m.Err = s.Reader().Snapshot(ctx, func(reader store.Reader) (err error) {
			if m.Arrived, err = reader.Arrived(ctx); err != nil {
				return err
			}
			if m.Same = m.Arrived == arrived && !first; m.Same {
				return nil
			}
			if m.Over, err = reader.Overview(ctx); err != nil {
				return err
			}
			if m.Cuts, err = reader.Segmentations(ctx); err != nil {
				return err
			}
			last, _, err := reader.Undoable(ctx)
			if err != nil {
				return err
			}
			if m.Undoes, _, _ = strings.Cut(last.Text, " on "); open.IsZero() {
				return nil
			}
			reading, err := reader.Reading(ctx, open)
			if err == nil {
				m.Reading = &reading
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
	s := r.Study
	return tea.Tick(r.pollEvery, func(time.Time) tea.Msg {
		stamp, err := s.Project.Stamp()
		return polledMsg{stamp, err}
	})
}

// backupCmd makes today's backup, and brings the search index level, while the
// user reads.
func backupCmd(h *app.Host) tea.Cmd {
	s, ctx := h.Study, h.Ctx
	return func() tea.Msg {
		if _, err := s.Project.BackupDaily(ctx); err != nil {
			return app.ProblemMsg{Err: err}
		}
		// The index is a cache: what hinders it now is for later.
		_ = s.Index(ctx)
		return nil
	}
}

// mouseCmd tells the terminal whether the mouse is ours.
func mouseCmd(on bool) tea.Cmd {
	if on {
		return tea.EnableMouseCellMotion
	}
	return tea.DisableMouse
}

// habitsCmd reads what the coder's hands know, and words that were not saved.
func habitsCmd(h *app.Host) tea.Cmd {
	s, ctx, coder := h.Study, h.Ctx, h.Coder().ID
	return func() tea.Msg {
		m := habitsMsg{habits: app.Habits{Digits: map[string]codebook.CodeID{}}}
		if _, m.err = s.Project.Local(ctx, coder, app.HabitsName, &m.habits); m.err == nil {
			_, m.err = s.Project.Local(ctx, coder, widget.DraftName, &m.draft)
		}
		return m
	}
}

// polled takes a look at the project file.
func (r *root) polled(m polledMsg) tea.Cmd {
	cmds := []tea.Cmd{r.pollCmd(), keepDraft(r.Host)}
	each(r.screens, func(s interface{ KeepPlaceNowAndThen() tea.Cmd }) { cmds = append(cmds, s.KeepPlaceNowAndThen()) })
	if m.err == nil && !r.refreshing && !r.stamp.SameAs(m.stamp) {
		r.refreshing = true
		cmds = append(cmds, r.refreshCmd())
	}
	return tea.Batch(cmds...)
}
