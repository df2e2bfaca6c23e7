package rounds

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/widget"
)

// roundsScreen lists the rounds of coding and says how far each is. What it
// shows is read in the background whenever something has arrived, so that the
// list of transcripts can say what waits to be reconciled; see teamwork.
type Screen struct {
	*app.Host

	at     int
	first  int
	Draft  *widget.Form // of a round that is not opened yet
	wanted string       // the round to go to when the rounds are read next
}

type roundsMsg struct {
	arrived   uint64
	rows      []app.RoundRow
	conflicts []store.Conflict
	err       error
}

// readRounds reads the rounds in a command. Of rounds in which nothing has
// happened the tallies of before are taken.
func (r *Screen) readRounds() tea.Cmd {
	r.Team.Busy = true
	s, ctx, arrived := r.Study, r.Ctx, r.Arrived
	known, fresh := map[codebook.RoundID]app.Standing{}, !r.Team.Read
	for _, row := range r.Team.Rows {
		if row.Shut == "" {
			known[row.Round.ID] = row.Standing
		}
	}
	return func() tea.Msg {
		m := roundsMsg{arrived: arrived}
		if fresh {
			// What was found out last time; a cache, whatever is wrong with it.
			_, _ = s.Project.Local(ctx, s.Coder.ID, app.StandingName, &known)
		}
		status, err := s.RoundStatus(ctx)
		if err != nil {
			m.err = err
			return m
		}
		decisions, err := s.Reader().Decisions(ctx, codebook.RoundID{})
		if err != nil {
			m.err = err
			return m
		}
		rounds := make([]codebook.Round, len(status))
		for i, st := range status {
			rounds[i] = st.Round
		}
		for _, st := range status {
			row := app.RoundRow{RoundStatus: st, Work: app.WorkKeyOf(st.Round, decisions, s.Project.Program())}
			old, ok := known[st.Round.ID]
			if ok && old.Key == row.Work && !st.Round.Open && !app.BlindOn(rounds, st.Round, s.Coder.ID) {
				row.Standing = old
			} else if m.err = row.Judge(ctx, s); m.err != nil {
				return m
			}
			m.rows = append(m.rows, row)
		}
		slices.Reverse(m.rows)
		m.conflicts, m.err = s.Reader().Conflicts(ctx)
		return m
	}
}

func (r *Screen) take(m roundsMsg) tea.Cmd {
	r.Team.Busy, r.Team.Shows, r.Team.Err = false, m.arrived, m.err
	if m.err != nil {
		r.Warn("reading the rounds: " + m.err.Error())
		return nil
	}
	was := codebook.RoundID{}
	if r.at < len(r.Team.Rows) {
		was = r.Team.Rows[r.at].Round.ID
	}
	changed := slices.ContainsFunc(m.rows, func(row app.RoundRow) bool {
		return !row.Round.Open && row.Shut == "" && !slices.ContainsFunc(r.Team.Rows, func(x app.RoundRow) bool { return x.Round.ID == row.Round.ID && x.Key == row.Key })
	})
	r.Team.Rows, r.Team.Conflicts, r.Team.Read = m.rows, m.conflicts, true
	r.at = max(0, slices.IndexFunc(r.Team.Rows, func(x app.RoundRow) bool {
		if r.wanted != "" {
			return x.Round.Name == r.wanted
		}
		return x.Round.ID == was
	}))
	r.wanted = ""
	if changed {
		return tea.Batch(r.keepStandings(), r.CatchUp())
	}
	return r.CatchUp()
}

// follow reads the rounds anew, if a screen that says something of them is open
// and something has arrived since.
func (r *Screen) Follow() tea.Cmd {
	t := r.Team
	if r.Mode&(keymap.ModeList|keymap.ModeRounds|keymap.ModeConflicts) == 0 || t.Busy || t.Read && t.Shows >= r.Arrived || t.Err != nil && t.Shows >= r.Arrived {
		return nil
	}
	return r.readRounds()
}

// keepStandings remembers how far the closed rounds are.
func (r *Screen) keepStandings() tea.Cmd {
	all := map[codebook.RoundID]app.Standing{}
	for _, row := range r.Team.Rows {
		if !row.Round.Open && row.Shut == "" {
			all[row.Round.ID] = row.Standing
		}
	}
	s, coder := r.Study, r.Coder().ID
	return r.Keep(app.StandingName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, app.StandingName, all) })
}

func (s *Screen) chosen() (app.RoundRow, bool) {
	if s.at < 0 || s.at >= len(s.Team.Rows) {
		return app.RoundRow{}, false
	}
	return s.Team.Rows[s.at], true
}

// roundsFrom are the screens from which the rounds are one key away.
const roundsFrom = keymap.ModeList | keymap.ModeRead | keymap.ModeHits | keymap.ModeAgree | keymap.ModeBook

func (r *Screen) Bindings() []keymap.Binding {
	none := func() string {
		if len(r.Team.Rows) == 0 {
			return "there is no round yet; {new-round} plans one"
		}
		return ""
	}
	closed := func() string {
		row, _ := r.chosen()
		switch {
		case none() != "":
			return none()
		case row.Round.Open:
			return "the round is open: what coders did apart is compared when it is closed ({close-round})"
		}
		return row.Shut
	}
	moves := keymap.MoveKeys("rounds", "round", keymap.ModeRounds, func() keymap.Rows { return keymap.Rows{At: &r.at, N: len(r.Team.Rows), Page: r.roundRows()} })
	return append([]keymap.Binding{
		{Name: "rounds", Mode: roundsFrom, Keys: []string{"R"}, Help: "rounds of coding: who has completed what, and what is to be reconciled", Do: r.openRounds},
		{Name: "conflicts", Mode: roundsFrom&^keymap.ModeRead | keymap.ModeRounds, Keys: []string{"K"}, Help: "what two copies of the project changed differently, to be settled", Do: func() tea.Cmd { return r.GoTo(app.ConflictsRequest{}) }},
		{Name: "reconcile", Mode: keymap.ModeRounds, Keys: []string{"enter", "right", "l"}, Help: "settle what coders differ on in a closed round, place by place", Foot: "reconcile", Do: func() tea.Cmd {
			row, _ := r.chosen()
			return r.GoTo(app.ReconcileRequest{Round: row.Round})
		}, Why: closed},
		{Name: "code-round", Mode: keymap.ModeRounds, Keys: []string{"t"}, Help: "open the next transcript of the round that you have not completed", Foot: "code next", Do: r.codeNext, Why: func() string {
			row, _ := r.chosen()
			if why := layout.FirstOf(none(), r.NoCoder()); why != "" {
				return why
			}
			if !row.Round.Open {
				return "the round is closed"
			}
			if _, ok := r.nextInRound(row); !ok {
				return "you have no transcript left to complete in this round"
			}
			return ""
		}},
		{Name: "new-round", Mode: keymap.ModeRounds, Keys: []string{"n"}, Help: "plan a round and open it: transcripts, coders, codebook version, unit, blind or open, training", Foot: "new round",
			Do: r.askRound, Why: r.NoCoder},
		{Name: "close-round", Mode: keymap.ModeRounds, Keys: []string{"c"}, Help: "close the round, after a look at who has not finished: what is complete then counts", Foot: "close",
			Do: r.askClose, Why: func() string {
				row, _ := r.chosen()
				if why := layout.FirstOf(none(), r.NoCoder()); why != "" || row.Round.Open {
					return why
				}
				return "the round is closed already; {reopen-round} opens it again"
			}},
		{Name: "round-agreement", Mode: keymap.ModeRounds, Keys: []string{"a"}, Help: "how far the coders of the round agreed, before and after deciding, and each of them beside what was agreed", Foot: "agreement",
			Do: r.openRoundAgreement, Why: closed},
		{Name: "round-ledger", Mode: keymap.ModeRounds, Keys: []string{"e"}, Help: "write the decisions of the round to a file: .docx for the methods appendix, .md, .csv, .json", Foot: "export",
			Do: func() tea.Cmd {
				row, _ := r.chosen()
				return r.GoTo(app.LedgerRequest{Round: row.Round})
			}, Why: closed},
		{Name: "reopen-round", Mode: keymap.ModeRounds, Keys: []string{"o"}, Help: "open a closed round again, with a reason; its close stays readable", Foot: "reopen",
			Do: r.askReopen, Why: func() string {
				row, _ := r.chosen()
				if why := layout.FirstOf(none(), r.NoCoder()); why != "" || !row.Round.Open {
					return why
				}
				return "the round is open"
			}},
	}, moves...)
}

func (r *Screen) openRounds() tea.Cmd {
	r.Enter(keymap.ModeRounds)
	return r.CatchUp()
}

// nextInRound gives the first transcript of a round that the coder has still to
// complete; those that she has begun come first.
func (r *Screen) nextInRound(row app.RoundRow) (next corpus.Transcript, ok bool) {
	for _, c := range row.Coders {
		if c.Coder.ID != r.Coder().ID {
			continue
		}
		for _, t := range row.Transcripts {
			switch p, in := c.By[t.ID]; {
			case in && p == study.Begun:
				return t, true
			case in && p == study.NotBegun && !ok:
				next, ok = t, true
			}
		}
	}
	return next, ok
}

func (r *Screen) codeNext() tea.Cmd {
	row, _ := r.chosen()
	t, _ := r.nextInRound(row)
	return r.OpenTranscript(t.ID, nil)
}

// askClose says who has not finished, and closes the round after one question.
func (r *Screen) askClose() tea.Cmd {
	row, _ := r.chosen()
	lines := []string{"What is complete now will count; what is completed later is kept, and shown as late.", "The close is not undone but reopened, with a reason."}
	if row.Waiting() > 0 {
		lines = append([]string{fmt.Sprintf("%s missing:", layout.Counted(row.Waiting(), "completion is", "completions are"))}, append(missingLines(row.RoundStatus), "", lines[0], lines[1])...)
	} else {
		lines = append([]string{"Everybody has completed everything.", ""}, lines...)
	}
	round := row.Round
	r.Open(&widget.Sheet{Title: "close " + layout.Clean(round.Name) + "?", Does: "closes it", Lines: func(width int) []string {
		var out []string
		for _, l := range lines {
			if l == "" {
				out = append(out, "")
			}
			out = append(out, layout.WrapText(l, width)...)
		}
		return out
	}, Yes: func() tea.Cmd {
		return r.Do(&app.Job{What: "close " + round.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
			closed, err := st.Project.CloseRound(ctx, st.Coder.ID, round.ID)
			if err != nil {
				return "", err
			}
			n := len(closed.Closes[len(closed.Closes)-1].Completions)
			return fmt.Sprintf("%s is closed: %s; {reconcile} settles where coders differ", round.Name, layout.Counted(n, "completion counts", "completions count")), nil
		}})
	}})
	return nil
}

// missingLines say, coder by coder, which transcripts she has not completed.
func missingLines(st study.RoundStatus) []string {
	var out []string
	for _, c := range st.Coders {
		var names []string
		for _, t := range st.Transcripts {
			if p, in := c.By[t.ID]; in && p != study.Finished {
				names = append(names, t.Name)
			}
		}
		if len(names) > 0 {
			out = append(out, layout.Clean("  "+c.Coder.Name+": "+strings.Join(names, ", ")))
		}
	}
	return out
}

func (r *Screen) askReopen() tea.Cmd {
	row, _ := r.chosen()
	round := row.Round
	p := widget.NewPrompt("reopen "+round.Name+": why?", "", func(reason string) tea.Cmd {
		if reason = strings.TrimSpace(reason); reason == "" {
			r.Warn("reopening needs a reason, since figures may have been reported")
			return nil
		}
		return r.Do(&app.Job{What: "reopen " + round.Name, Run: func(ctx context.Context, st *study.Study) (string, error) {
			_, err := st.Project.ReopenRound(ctx, st.Coder.ID, round.ID, reason)
			return round.Name + " is open again", err
		}})
	})
	p.Hint = "the close stays readable · Enter reopens · Esc back"
	r.Open(p)
	return nil
}

// show takes the request for the rounds.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(app.RoundsRequest); ok {
		return r.openRounds(), true
	}
	return nil, false
}

// update takes what was read.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch m := msg.(type) {
	case roundsMsg:
		return r.take(m), true
	case agreedMsg:
		return r.takeAgreed(m), true
	}
	return nil, false
}
