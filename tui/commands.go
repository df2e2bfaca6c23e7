package tui

import (
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
)

// Every command that reads is here; what changes the project is a job. Commands
// capture values and return messages; nothing in them touches the root, but for
// the project itself, whose methods are safe to call from anywhere.

// freshMsg is the project as it is now: what every screen shows, and the
// transcript that is open.
type freshMsg struct {
	stamp   store.Stamp
	arrived uint64 // the last event that is in it
	same    bool   // nothing has arrived since the last reading
	over    store.Overview
	cuts    []codebook.Segmentation
	undoes  string // what undo would take back; "" if there is nothing to say
	reading *store.Reading
	err     error
}

// openedMsg is a transcript opened for reading.
type openedMsg struct {
	reading   store.Reading
	place     store.ReadingPosition
	placed    bool
	bookmarks []corpus.Offset
	at        *corpus.Span // where to go, if not to the place
	err       error
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

// look prepares a reading of the project, to be made in a command: all of it of
// one state.
func (r *root) look() func() freshMsg {
	s, ctx, arrived, first := r.study, r.ctx, r.arrived, !r.loaded
	var open corpus.TranscriptID
	if r.read != nil {
		open = r.read.data.Transcript.ID
	}
	return func() (m freshMsg) {
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

func (r *root) lookCmd() tea.Cmd {
	look := r.look()
	return func() tea.Msg { return look() }
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

func (r *root) openCmd(t corpus.TranscriptID, at *corpus.Span) tea.Cmd {
	s, ctx, coder := r.study, r.ctx, r.coder().ID
	r.opening = true
	return func() tea.Msg {
		reading, err := s.Reader().Reading(ctx, t)
		if err != nil {
			return openedMsg{err: err}
		}
		m := openedMsg{reading: reading, at: at}
		if m.place, m.placed, m.err = s.Project.ReadingPosition(ctx, coder, t); m.err == nil {
			_, m.err = s.Project.Local(ctx, coder, bookmarksName(reading.Text.ID), &m.bookmarks)
		}
		return m
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

// result takes the message of a command.
func (r *root) result(msg tea.Msg) tea.Cmd {
	switch m := msg.(type) {
	case freshMsg:
		r.looking = false
		r.take(m)
		return tea.Batch(r.refreshed(m), r.follow())
	case polledMsg:
		cmds := []tea.Cmd{r.pollCmd(), r.keepPlaceNowAndThen(), r.keepDraft()}
		if m.err == nil && !r.looking && !r.stamp.SameAs(m.stamp) {
			r.looking = true
			cmds = append(cmds, r.lookCmd())
		}
		return tea.Batch(cmds...)
	case openedMsg:
		return r.opened(m)
	case keptMsg:
		return r.kept(m)
	case savedMsg:
		return r.saved(m)
	case retryMsg:
		return r.next()
	case memoMsg:
		return r.memoRead(m)
	case habitsMsg:
		if m.err != nil {
			r.warn("reading your habits: " + m.err.Error())
			break
		}
		r.habits = m.habits
		r.list.fresh = false
		if r.read != nil {
			r.read.stale()
		}
		if r.habits.Digits == nil {
			r.habits.Digits = map[string]codebook.CodeID{}
		}
		r.chooseTheme(r.habits.Theme)
		if m.draft != nil {
			r.resume(*m.draft)
		}
		if r.habits.Mouse {
			return r.mouseCmd()
		}
	case hitsMsg:
		r.hits.take(r, m)
	case autoMsg:
		r.auto.take(r, m)
	case agreeMsg:
		r.agree.take(r, m)
	case gammaTickMsg:
		if m.number == r.agree.number && r.agree.gamma != nil {
			return gammaTickCmd(m.number)
		}
	case wroteMsg:
		m.tell(r)
	case roundsMsg:
		return r.rounds.take(r, m)
	case agreedMsg:
		return r.takeAgreed(m)
	case reconcileMsg:
		return r.takeReconcile(m)
	case historyMsg:
		if m.err != nil {
			r.warn(m.err.Error())
			break
		}
		r.book.told = &m
	case importSeenMsg:
		r.importSeen(m)
	case healthMsg:
		r.showHealth(m)
	case pastMsg:
		r.takePast(m)
	case versionsMsg:
		return r.takeVersions(m)
	case versionDiffMsg:
		r.takeVersionDiff(m)
	case worklistMsg:
		r.takeWorklist(m)
	case problemMsg:
		r.warn(m.err.Error())
	case editMsg:
		return r.edit(m)
	case editedMsg:
		return r.edited(m)
	}
	return nil
}

// take shows the project as it is now. The reader's place stays.
func (r *root) take(m freshMsg) {
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
	r.list.fresh = false
	if first && len(r.over.Transcripts) == 0 {
		r.tell("no transcripts yet: “concord import FILE…” brings them in")
	}
	if r.read != nil {
		r.read.stale()
	}
	if r.read != nil && m.reading != nil && m.reading.Transcript.ID == r.read.data.Transcript.ID {
		r.read.take(*m.reading)
	}
}

func (r *root) opened(m openedMsg) tea.Cmd {
	if m.err != nil {
		r.held, r.opening = nil, false
		r.warn(m.err.Error())
		return nil
	}
	r.read = newReadScreen(m.reading, r)
	r.read.resize(r.readWidth(), r.readHeight())
	switch {
	case m.at != nil:
		r.read.goTo(*m.at)
	case m.placed && m.place.Text == m.reading.Text.ID:
		r.read.page.Top, r.read.cursor = m.place.Top, m.place.Cursor
		r.read.kept = m.place
	}
	r.read.page.Bookmarks = m.bookmarks
	r.read.hits = r.hits.marksIn(m.reading.Text.ID)
	r.enter(modeRead)
	return r.release()
}

// release handles the keys that were typed while something was being opened.
func (r *root) release() tea.Cmd {
	r.opening = false
	var cmds []tea.Cmd
	for len(r.held) > 0 && !r.opening {
		k := r.held[0]
		r.held = r.held[1:]
		cmds = append(cmds, r.key(keyName(k), k))
	}
	return tea.Batch(cmds...)
}
