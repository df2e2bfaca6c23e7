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
// knows is read in the background whenever something has arrived, so that the
// list of transcripts can say what waits to be reconciled.
type roundsScreen struct {
	rows      []roundRow // newest first
	conflicts []store.Conflict
	read      bool   // rows are there
	arrived   uint64 // the last event that they show
	busy      bool
	at        int
	first     int
	draft     *form  // of a round that is not opened yet
	wanted    string // the round to go to when the rounds are read next
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
func (r *root) readRounds() tea.Cmd {
	r.rounds.busy = true
	s, ctx, arrived := r.study, r.ctx, r.arrived
	known, fresh := map[codebook.RoundID]standing{}, !r.rounds.read
	for _, row := range r.rounds.rows {
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

func (s *roundsScreen) take(r *root, m roundsMsg) tea.Cmd {
	s.busy, s.arrived, s.err = false, m.arrived, m.err
	if m.err != nil {
		r.warn("reading the rounds: " + m.err.Error())
		return nil
	}
	was := codebook.RoundID{}
	if s.at < len(s.rows) {
		was = s.rows[s.at].Round.ID
	}
	changed := slices.ContainsFunc(m.rows, func(row roundRow) bool {
		return !row.Round.Open && row.shut == "" && !slices.ContainsFunc(s.rows, func(x roundRow) bool { return x.Round.ID == row.Round.ID && x.Key == row.Key })
	})
	s.rows, s.conflicts, s.read = m.rows, m.conflicts, true
	s.at = max(0, slices.IndexFunc(s.rows, func(x roundRow) bool {
		if s.wanted != "" {
			return x.Round.Name == s.wanted
		}
		return x.Round.ID == was
	}))
	s.wanted = ""
	if changed {
		return tea.Batch(r.keepStandings(), r.follow())
	}
	return r.follow()
}

// follow reads anew what the screen shows of rounds, if something has arrived
// since.
func (r *root) follow() tea.Cmd {
	if !r.loaded {
		return nil
	}
	var cmds []tea.Cmd
	if s := &r.rounds; r.mode&(modeList|modeRounds|modeConflicts) != 0 && !s.busy && (!s.read || s.arrived < r.arrived) && (s.err == nil || s.arrived < r.arrived) {
		cmds = append(cmds, r.readRounds())
	}
	if s := r.rec; r.mode == modeReconcile && s != nil && !s.busy && s.arrived < r.arrived {
		cmds = append(cmds, r.readDecisions())
	}
	return tea.Batch(cmds...)
}

// keepStandings remembers how far the closed rounds are.
func (r *root) keepStandings() tea.Cmd {
	all := map[codebook.RoundID]standing{}
	for _, row := range r.rounds.rows {
		if !row.Round.Open && row.shut == "" {
			all[row.Round.ID] = row.standing
		}
	}
	s, coder := r.study, r.coder().ID
	return r.keep(standingName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, standingName, all) })
}

// openConflicts counts the conflicts that nobody has settled.
func (s *roundsScreen) openConflicts() int {
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
func (s *roundsScreen) news(r *root) []string {
	left, mine := 0, 0
	for _, row := range s.rows {
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
	if n := s.openConflicts(); n > 0 {
		out = append(out, r.keys.expand(fmt.Sprintf("%s {conflicts}", counted(n, "conflict", "conflicts"))))
	}
	return out
}

func (s *roundsScreen) chosen() (roundRow, bool) {
	if s.at < 0 || s.at >= len(s.rows) {
		return roundRow{}, false
	}
	return s.rows[s.at], true
}

// roundsFrom are the screens from which the rounds are one key away.
const roundsFrom = modeList | modeRead | modeHits | modeAgree | modeBook

func roundsKeys() []binding {
	none := func(r *root) string {
		if len(r.rounds.rows) == 0 {
			return "there is no round yet; {new-round} plans one"
		}
		return ""
	}
	closed := func(r *root) string {
		row, _ := r.rounds.chosen()
		switch {
		case none(r) != "":
			return none(r)
		case row.Round.Open:
			return "the round is open: what coders did apart is compared when it is closed ({close-round})"
		}
		return row.shut
	}
	moves := moveKeys("rounds", "round", modeRounds, func(r *root) rows { return rows{&r.rounds.at, len(r.rounds.rows), r.roundRows()} })
	return append([]binding{
		{name: "rounds", mode: roundsFrom, keys: []string{"R"}, help: "rounds of coding: who has completed what, and what is to be reconciled", do: (*root).openRounds},
		{name: "conflicts", mode: roundsFrom&^modeRead | modeRounds, keys: []string{"K"}, help: "what two copies of the project changed differently, to be settled", do: (*root).openConflicts},
		{name: "reconcile", mode: modeRounds, keys: []string{"enter", "right", "l"}, help: "settle what coders differ on in a closed round, place by place", foot: "reconcile", do: (*root).openReconcile, why: closed},
		{name: "code-round", mode: modeRounds, keys: []string{"t"}, help: "open the next transcript of the round that you have not completed", foot: "code next", do: (*root).codeNext, why: func(r *root) string {
			row, _ := r.rounds.chosen()
			if why := firstOf(none(r), r.noCoder()); why != "" {
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
			do: (*root).askRound, why: (*root).noCoder},
		{name: "close-round", mode: modeRounds, keys: []string{"c"}, help: "close the round, after a look at who has not finished: what is complete then counts", foot: "close",
			do: (*root).askClose, why: func(r *root) string {
				row, _ := r.rounds.chosen()
				if why := firstOf(none(r), r.noCoder()); why != "" || row.Round.Open {
					return why
				}
				return "the round is closed already; {reopen-round} opens it again"
			}},
		{name: "round-agreement", mode: modeRounds, keys: []string{"a"}, help: "how far the coders of the round agreed, before and after deciding, and each of them beside what was agreed", foot: "agreement",
			do: (*root).openRoundAgreement, why: closed},
		{name: "round-ledger", mode: modeRounds, keys: []string{"e"}, help: "write the decisions of the round to a file: .docx for the methods appendix, .md, .csv, .json", foot: "export",
			do: (*root).askLedger, why: closed},
		{name: "reopen-round", mode: modeRounds, keys: []string{"o"}, help: "open a closed round again, with a reason; its close stays readable", foot: "reopen",
			do: (*root).askReopen, why: func(r *root) string {
				row, _ := r.rounds.chosen()
				if why := firstOf(none(r), r.noCoder()); why != "" || !row.Round.Open {
					return why
				}
				return "the round is open"
			}},
	}, moves...)
}

func (r *root) openRounds() tea.Cmd {
	r.enter(modeRounds)
	return r.follow()
}

// nextInRound gives the first transcript of a round that the coder has still to
// complete; those that she has begun come first.
func (r *root) nextInRound(row roundRow) (next corpus.Transcript, ok bool) {
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

func (r *root) codeNext() tea.Cmd {
	row, _ := r.rounds.chosen()
	t, _ := r.nextInRound(row)
	return tea.Batch(r.keepPlace(), r.openCmd(t.ID, nil))
}

// askClose says who has not finished, and closes the round after one question.
func (r *root) askClose() tea.Cmd {
	row, _ := r.rounds.chosen()
	lines := []string{"What is complete now will count; what is completed later is kept, and shown as late.", "The close is not undone but reopened, with a reason."}
	if row.Waiting() > 0 {
		lines = append([]string{fmt.Sprintf("%s missing:", counted(row.Waiting(), "completion is", "completions are"))}, append(missingLines(row.RoundStatus), "", lines[0], lines[1])...)
	} else {
		lines = append([]string{"Everybody has completed everything.", ""}, lines...)
	}
	round := row.Round
	r.dialog = &sheet{title: "close " + clean(round.Name) + "?", does: "closes it", lines: func(width int) []string {
		var out []string
		for _, l := range lines {
			if l == "" {
				out = append(out, "")
			}
			out = append(out, wrapText(l, width)...)
		}
		return out
	}, yes: func(r *root) tea.Cmd {
		return r.do(&job{what: "close " + round.Name, run: func(r *root) (string, error) {
			closed, err := r.study.Project.CloseRound(r.ctx, r.coder().ID, round.ID)
			if err != nil {
				return "", err
			}
			n := len(closed.Closes[len(closed.Closes)-1].Completions)
			return fmt.Sprintf("%s is closed: %s; {reconcile} settles where coders differ", round.Name, counted(n, "completion counts", "completions count")), nil
		}})
	}}
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

func (r *root) askReopen() tea.Cmd {
	row, _ := r.rounds.chosen()
	round := row.Round
	p := newPrompt("reopen "+round.Name+": why?", "", func(r *root, reason string) tea.Cmd {
		if reason = strings.TrimSpace(reason); reason == "" {
			r.warn("reopening needs a reason, since figures may have been reported")
			return nil
		}
		return r.do(&job{what: "reopen " + round.Name, run: func(r *root) (string, error) {
			_, err := r.study.Project.ReopenRound(r.ctx, r.coder().ID, round.ID, reason)
			return round.Name + " is open again", err
		}})
	})
	p.hint = "the close stays readable · Enter reopens · Esc back"
	r.dialog = p
	return nil
}
