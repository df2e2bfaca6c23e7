package tui

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
)

// roundsScreen lists the rounds of coding and says how far each is. What it
// shows is read in the background whenever something has arrived, so that the
// list of transcripts can say what waits to be reconciled; see teamwork.
type roundsScreen struct {
	*host

	at     int
	first  int
	draft  *form  // of a round that is not opened yet
	wanted string // the round to go to when the rounds are read next
}

// teamwork is what is known of coding apart and together: the rounds, and what
// copies changed differently. Several screens say something of it.
type teamwork struct {
	rows      []roundRow // newest first
	conflicts []store.Conflict
	read      bool   // rows are there
	shows     uint64 // the last event that they show
	busy      bool
	err       error
}

// roundRow is a round as the screen shows it.
type roundRow struct {
	study.RoundStatus
	standing
	shut string // why its work cannot be seen by this reader
	work workKey
}

// standing is how far a closed round is. It is kept in this copy, since it takes
// all of the round's codings to find it out.
type standing struct {
	Key       workKey         `json:"key"`
	Sentences []string        `json:"sentences"`
	Tally     reconcile.Tally `json:"tally"`
	Agreed    int             `json:"agreed"` // places on which all agree and that nobody has looked at
}

const standingName = "rounds"

// workKey stands for what a round's standing was made of: while it is the same,
// so is the standing.
type workKey struct {
	Program   string              `json:"program"` // whose rules it follows
	Closes    int                 `json:"closes"`
	Decisions int                 `json:"decisions"`
	Last      codebook.DecisionID `json:"last"`
}

type roundsMsg struct {
	arrived   uint64
	rows      []roundRow
	conflicts []store.Conflict
	err       error
}

// readRounds reads the rounds in a command. Of rounds in which nothing has
// happened the tallies of before are taken.
func (r *roundsScreen) readRounds() tea.Cmd {
	r.team.busy = true
	s, ctx, arrived := r.study, r.ctx, r.arrived
	known, fresh := map[codebook.RoundID]standing{}, !r.team.read
	for _, row := range r.team.rows {
		if row.shut == "" {
			known[row.Round.ID] = row.standing
		}
	}
	return func() tea.Msg {
		m := roundsMsg{arrived: arrived}
		if fresh {
			// What was found out last time; a cache, whatever is wrong with it.
			_, _ = s.Project.Local(ctx, s.Coder.ID, standingName, &known)
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
			row := roundRow{RoundStatus: st, work: workKeyOf(st.Round, decisions, s.Project.Program())}
			old, ok := known[st.Round.ID]
			if ok && old.Key == row.work && !st.Round.Open && !blindOn(rounds, st.Round, s.Coder.ID) {
				row.standing = old
			} else if m.err = row.judge(ctx, s); m.err != nil {
				return m
			}
			m.rows = append(m.rows, row)
		}
		slices.Reverse(m.rows)
		m.conflicts, m.err = s.Reader().Conflicts(ctx)
		return m
	}
}

func workKeyOf(round codebook.Round, decisions []codebook.Decision, program string) workKey {
	k := workKey{Program: program, Closes: len(round.Closes)}
	for _, d := range decisions {
		if d.Round == round.ID {
			k.Decisions, k.Last = k.Decisions+1, d.ID
		}
	}
	return k
}

// blindOn reports whether a reader codes one of a round's transcripts in an open
// blind round.
func blindOn(rounds []codebook.Round, round codebook.Round, reader codebook.CoderID) bool {
	for _, x := range rounds {
		if !x.Open || !x.Blind || !reader.IsZero() && !slices.Contains(x.Coders(), reader) {
			continue
		}
		for _, a := range round.Assignments {
			if _, in := x.Assigned(a.Transcript); in {
				return true
			}
		}
	}
	return false
}

// judge reads what counts in a round, if it is closed, and says it in sentences.
func (row *roundRow) judge(ctx context.Context, s *study.Study) error {
	if row.Round.Open {
		plan := study.RoundWork{RoundWork: store.RoundWork{Round: row.Round}, Version: row.Version}
		row.Sentences = plan.Sentences()
		return nil
	}
	w, err := s.RoundWork(ctx, row.Round.ID)
	switch {
	case errors.Is(err, store.ErrBlind):
		row.shut = err.Error()
		return nil
	case err != nil:
		return err
	}
	row.standing = standing{row.work, w.Sentences(), reconcile.Count(w.Disagreements(true)), len(w.RatingMatrix.Unanimous(w.Decisions))}
	return nil
}

func (r *roundsScreen) take(m roundsMsg) tea.Cmd {
	r.team.busy, r.team.shows, r.team.err = false, m.arrived, m.err
	if m.err != nil {
		r.warn("reading the rounds: " + m.err.Error())
		return nil
	}
	was := codebook.RoundID{}
	if r.at < len(r.team.rows) {
		was = r.team.rows[r.at].Round.ID
	}
	changed := slices.ContainsFunc(m.rows, func(row roundRow) bool {
		return !row.Round.Open && row.shut == "" && !slices.ContainsFunc(r.team.rows, func(x roundRow) bool { return x.Round.ID == row.Round.ID && x.Key == row.Key })
	})
	r.team.rows, r.team.conflicts, r.team.read = m.rows, m.conflicts, true
	r.at = max(0, slices.IndexFunc(r.team.rows, func(x roundRow) bool {
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
func (r *roundsScreen) Follow() tea.Cmd {
	t := r.team
	if r.mode&(modeList|modeRounds|modeConflicts) == 0 || t.busy || t.read && t.shows >= r.arrived || t.err != nil && t.shows >= r.arrived {
		return nil
	}
	return r.readRounds()
}

// keepStandings remembers how far the closed rounds are.
func (r *roundsScreen) keepStandings() tea.Cmd {
	all := map[codebook.RoundID]standing{}
	for _, row := range r.team.rows {
		if !row.Round.Open && row.shut == "" {
			all[row.Round.ID] = row.standing
		}
	}
	s, coder := r.study, r.coder().ID
	return r.Keep(standingName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, standingName, all) })
}

// openConflicts counts the conflicts that nobody has settled.
func (s *teamwork) openConflicts() int {
	n := 0
	for _, c := range s.conflicts {
		if !c.Resolved {
			n++
		}
	}
	return n
}

// news says in the list of transcripts what waits for a decision, and what is
// still to be coded.
func (r *host) news() []string {
	left, mine := 0, 0
	for _, row := range r.team.rows {
		if !row.Round.Open {
			left += row.Tally.Left()
			continue
		}
		for _, c := range row.Coders {
			if c.Coder.ID == r.coder().ID {
				mine += c.Of() - c.Complete
			}
		}
	}
	var out []string
	if mine > 0 {
		out = append(out, r.keys.expand(fmt.Sprintf("%s of yours to complete {rounds}", counted(mine, "transcript", "transcripts"))))
	}
	if left > 0 {
		out = append(out, r.keys.expand(fmt.Sprintf("%s to reconcile {rounds}", counted(left, "place", "places"))))
	}
	if n := r.over.Waiting; n > 0 {
		out = append(out, r.keys.expand(fmt.Sprintf("%s to look at again {worklist}", counted(n, "passage", "passages"))))
	}
	if n := r.team.openConflicts(); n > 0 {
		out = append(out, r.keys.expand(fmt.Sprintf("%s {conflicts}", counted(n, "conflict", "conflicts"))))
	}
	return out
}

func (s *roundsScreen) chosen() (roundRow, bool) {
	if s.at < 0 || s.at >= len(s.team.rows) {
		return roundRow{}, false
	}
	return s.team.rows[s.at], true
}

// roundsFrom are the screens from which the rounds are one key away.
const roundsFrom = modeList | modeRead | modeHits | modeAgree | modeBook

func (r *roundsScreen) Bindings() []binding {
	none := func() string {
		if len(r.team.rows) == 0 {
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
		return row.shut
	}
	moves := moveKeys("rounds", "round", modeRounds, func() rows { return rows{&r.at, len(r.team.rows), r.roundRows()} })
	return append([]binding{
		{name: "rounds", mode: roundsFrom, keys: []string{"R"}, help: "rounds of coding: who has completed what, and what is to be reconciled", do: r.openRounds},
		{name: "conflicts", mode: roundsFrom&^modeRead | modeRounds, keys: []string{"K"}, help: "what two copies of the project changed differently, to be settled", do: func() tea.Cmd { return r.GoTo(conflictsRequest{}) }},
		{name: "reconcile", mode: modeRounds, keys: []string{"enter", "right", "l"}, help: "settle what coders differ on in a closed round, place by place", foot: "reconcile", do: func() tea.Cmd {
			row, _ := r.chosen()
			return r.GoTo(reconcileRequest{row.Round})
		}, why: closed},
		{name: "code-round", mode: modeRounds, keys: []string{"t"}, help: "open the next transcript of the round that you have not completed", foot: "code next", do: r.codeNext, why: func() string {
			row, _ := r.chosen()
			if why := firstOf(none(), r.noCoder()); why != "" {
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
		{name: "new-round", mode: modeRounds, keys: []string{"n"}, help: "plan a round and open it: transcripts, coders, codebook version, unit, blind or open, training", foot: "new round",
			do: r.askRound, why: r.noCoder},
		{name: "close-round", mode: modeRounds, keys: []string{"c"}, help: "close the round, after a look at who has not finished: what is complete then counts", foot: "close",
			do: r.askClose, why: func() string {
				row, _ := r.chosen()
				if why := firstOf(none(), r.noCoder()); why != "" || row.Round.Open {
					return why
				}
				return "the round is closed already; {reopen-round} opens it again"
			}},
		{name: "round-agreement", mode: modeRounds, keys: []string{"a"}, help: "how far the coders of the round agreed, before and after deciding, and each of them beside what was agreed", foot: "agreement",
			do: r.openRoundAgreement, why: closed},
		{name: "round-ledger", mode: modeRounds, keys: []string{"e"}, help: "write the decisions of the round to a file: .docx for the methods appendix, .md, .csv, .json", foot: "export",
			do: func() tea.Cmd {
				row, _ := r.chosen()
				return r.GoTo(ledgerRequest{row.Round})
			}, why: closed},
		{name: "reopen-round", mode: modeRounds, keys: []string{"o"}, help: "open a closed round again, with a reason; its close stays readable", foot: "reopen",
			do: r.askReopen, why: func() string {
				row, _ := r.chosen()
				if why := firstOf(none(), r.noCoder()); why != "" || !row.Round.Open {
					return why
				}
				return "the round is open"
			}},
	}, moves...)
}

func (r *roundsScreen) openRounds() tea.Cmd {
	r.Enter(modeRounds)
	return r.CatchUp()
}

// nextInRound gives the first transcript of a round that the coder has still to
// complete; those that she has begun come first.
func (r *roundsScreen) nextInRound(row roundRow) (next corpus.Transcript, ok bool) {
	for _, c := range row.Coders {
		if c.Coder.ID != r.coder().ID {
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

func (r *roundsScreen) codeNext() tea.Cmd {
	row, _ := r.chosen()
	t, _ := r.nextInRound(row)
	return r.openTranscript(t.ID, nil)
}

// askClose says who has not finished, and closes the round after one question.
func (r *roundsScreen) askClose() tea.Cmd {
	row, _ := r.chosen()
	lines := []string{"What is complete now will count; what is completed later is kept, and shown as late.", "The close is not undone but reopened, with a reason."}
	if row.Waiting() > 0 {
		lines = append([]string{fmt.Sprintf("%s missing:", counted(row.Waiting(), "completion is", "completions are"))}, append(missingLines(row.RoundStatus), "", lines[0], lines[1])...)
	} else {
		lines = append([]string{"Everybody has completed everything.", ""}, lines...)
	}
	round := row.Round
	r.Open(&sheet{title: "close " + clean(round.Name) + "?", does: "closes it", lines: func(width int) []string {
		var out []string
		for _, l := range lines {
			if l == "" {
				out = append(out, "")
			}
			out = append(out, wrapText(l, width)...)
		}
		return out
	}, yes: func() tea.Cmd {
		return r.Do(&job{what: "close " + round.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
			closed, err := st.Project.CloseRound(ctx, st.Coder.ID, round.ID)
			if err != nil {
				return "", err
			}
			n := len(closed.Closes[len(closed.Closes)-1].Completions)
			return fmt.Sprintf("%s is closed: %s; {reconcile} settles where coders differ", round.Name, counted(n, "completion counts", "completions count")), nil
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
			out = append(out, clean("  "+c.Coder.Name+": "+strings.Join(names, ", ")))
		}
	}
	return out
}

func (r *roundsScreen) askReopen() tea.Cmd {
	row, _ := r.chosen()
	round := row.Round
	p := newPrompt("reopen "+round.Name+": why?", "", func(reason string) tea.Cmd {
		if reason = strings.TrimSpace(reason); reason == "" {
			r.warn("reopening needs a reason, since figures may have been reported")
			return nil
		}
		return r.Do(&job{what: "reopen " + round.Name, run: func(ctx context.Context, st *study.Study) (string, error) {
			_, err := st.Project.ReopenRound(ctx, st.Coder.ID, round.ID, reason)
			return round.Name + " is open again", err
		}})
	})
	p.hint = "the close stays readable · Enter reopens · Esc back"
	r.Open(p)
	return nil
}

// roundsRequest asks for the rounds.
type roundsRequest struct{}

// show takes the request for the rounds.
func (r *roundsScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	if _, ok := request.(roundsRequest); ok {
		return r.openRounds(), true
	}
	return nil, false
}

// update takes what was read.
func (r *roundsScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch m := msg.(type) {
	case roundsMsg:
		return r.take(m), true
	case agreedMsg:
		return r.takeAgreed(m), true
	}
	return nil, false
}
