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
	"concord/corpus/segment"
	"concord/store"
	"concord/store/study"
	"concord/tui/reader"
)

// roundQueue takes a team through the places of a closed round on which
// its coders differ. The order of the places is that of the moment when the
// screen was opened: what is decided meanwhile, here or in another copy, changes
// the marks and not the order, so that the reader is never moved.
type roundQueue struct {
	work    *study.RoundWork // never changed; a newer one takes its place
	places  map[int]reconcile.Disagreement
	listed  []reconcile.Disagreement // the same, worst first now
	order   []int                    // units, worst first when the screen was opened
	arrived uint64
	busy    bool
	number  int

	unit   int // the place shown; -1 if there is none
	focus  int // the question that y, n and the coders' letters are about; -1 for all
	filter placeFilter
	kept   map[int]bool // what the filter lets through; nil if that is to be found out
	first  int          // row of the list beside the passage
	below  int          // lines by which what stands below the passage is scrolled
	reveal bool         // the code in focus is to be scrolled into sight
	last   string

	present []string // who sits here; asked once
	asked   bool
	reasons []string // given in this sitting, the last one last

	words *wordsDialog // new bounds being chosen

	page    reader.Page
	painted int // the unit that the page was scrolled to last
	marked  markedKey
	hits    []corpus.Span
	tally   reconcile.Tally
	agreed  []reconcile.Disagreement // where all agree and nobody has looked
	texts   map[corpus.TextID]*reader.Text
	bounds  map[corpus.TextID]*segment.Bounds
}

// reconcileMsg is a round's work, or only what has been decided since.
type reconcileMsg struct {
	number  int
	arrived uint64
	work    *study.RoundWork
	places  []reconcile.Disagreement
	agreed  []reconcile.Disagreement
	asked   bool // the screen is to be opened
	present []string
	err     error
}

// presentName is where the names of those who sat together last are kept.
const presentName = "present"

// openReconcile reads the chosen round and shows its disagreements.
func (r *reconcileScreen) openReconcile(round codebook.Round) tea.Cmd {
	if s := r.rec; s != nil && s.work.Round.ID == round.ID {
		r.Enter(modeReconcile)
		return r.CatchUp()
	}
	r.tell("reading " + round.Name + " …")
	r.Hold()
	read := r.readRound(round.ID, 0)
	s, ctx, coder := r.study, r.ctx, r.coder().ID
	return func() tea.Msg {
		m := read()
		m.asked = true
		if m.err == nil {
			_, m.err = s.Project.Local(ctx, coder, presentName, &m.present)
		}
		return m
	}
}

// readRound prepares to read all of a round.
func (r *reconcileScreen) readRound(id codebook.RoundID, number int) func() reconcileMsg {
	s, ctx, arrived := r.study, r.ctx, r.arrived
	return func() reconcileMsg {
		m := reconcileMsg{number: number, arrived: arrived}
		if m.work, m.err = s.RoundWork(ctx, id); m.err == nil {
			m.places, m.agreed = m.work.Disagreements(true), m.work.RatingMatrix.Unanimous(m.work.Decisions)
		}
		return m
	}
}

// readDecisions reads what has been decided since, and all of the round if it
// was opened or closed meanwhile.
func (r *reconcileScreen) readDecisions() tea.Cmd {
	rec := r.rec
	rec.number++
	rec.busy = true
	s, ctx, arrived, number, work := r.study, r.ctx, r.arrived, rec.number, rec.work
	all := r.readRound(work.Round.ID, number)
	return func() tea.Msg {
		rounds, err := s.Reader().Rounds(ctx)
		if err != nil {
			return reconcileMsg{number: number, arrived: arrived, err: err}
		}
		now, err := study.FindRound(rounds, work.Round.ID.String())
		if err != nil {
			return reconcileMsg{number: number, arrived: arrived, err: err}
		}
		if now.Open || len(now.Closes) != len(work.Round.Closes) || blindOn(rounds, now, s.Coder.ID) {
			return all()
		}
		next := *work
		m := reconcileMsg{number: number, arrived: arrived, work: &next}
		if next.Decisions, m.err = s.Reader().Decisions(ctx, now.ID); m.err == nil {
			m.places, m.agreed = next.Disagreements(true), next.RatingMatrix.Unanimous(next.Decisions)
		}
		return m
	}
}

// takeReconcile shows what was read. Where the reader is stays.
func (r *reconcileScreen) takeReconcile(m reconcileMsg) tea.Cmd {
	if m.asked {
		if m.err != nil {
			r.Drop()
			r.warn(m.err.Error())
			return nil
		}
		next := newReconcileScreen(m)
		if r.rec != nil && r.rec.asked {
			next.present, next.asked, next.reasons = r.rec.present, true, r.rec.reasons
		}
		r.rec = next
		r.said = ""
		r.Enter(modeReconcile)
		return r.Release()
	}
	s := r.rec
	if s == nil || m.number != s.number {
		return nil
	}
	s.busy, s.arrived = false, m.arrived
	if errors.Is(m.err, store.ErrBlind) {
		// It was opened again, and the reader codes in it: what others did is no
		// longer hers to see.
		r.Forget(modeReconcile)
		r.rec = nil
		r.warn(m.err.Error())
		if r.mode == modeReconcile {
			r.Open(nil)
			return r.Leave()
		}
		return r.CatchUp()
	}
	if m.err != nil {
		r.warn(m.err.Error())
		return nil
	}
	before := s.work.Decisions
	if s.take(m) && r.mode == modeReconcile {
		r.Open(nil)
		r.tell("the round was closed anew, on other work; its places are listed anew")
	}
	r.tellOthers(before)
	return r.CatchUp()
}

func newReconcileScreen(m reconcileMsg) *roundQueue {
	s := &roundQueue{work: m.work, arrived: m.arrived, unit: -1, focus: -1, present: m.present,
		texts: map[corpus.TextID]*reader.Text{}, bounds: map[corpus.TextID]*segment.Bounds{}}
	s.take(m)
	return s
}

// take puts newer places into the old order; new ones come last. It reports
// whether the units are others than before, as after another close.
func (s *roundQueue) take(m reconcileMsg) (others bool) {
	before, unit := s.places, s.unit
	s.marked = markedKey{}
	if others = !sameUnits(&s.work.RatingMatrix, &m.work.RatingMatrix); others {
		unit = unitAgain(&s.work.RatingMatrix, &m.work.RatingMatrix, s.unit)
		before, s.order, s.filter, s.words = nil, nil, placeFilter{}, nil
	}
	s.work, s.agreed, s.tally, s.kept = m.work, m.agreed, reconcile.Count(m.places), nil
	s.listed, s.places = m.places, make(map[int]reconcile.Disagreement, len(m.places))
	for _, d := range m.places {
		s.places[d.Index] = d
		if _, known := before[d.Index]; !known {
			s.order = append(s.order, d.Index)
		}
	}
	s.order = slices.DeleteFunc(s.order, func(u int) bool { _, ok := s.places[u]; return !ok })
	_, there := s.places[unit]
	switch {
	case !there && len(s.order) > 0:
		s.GoTo(s.order[0])
	case !there:
		s.unit = -1
	case others:
		s.GoTo(unit)
	}
	return others
}

// sameUnits reports whether two line-ups number the same units.
func sameUnits(a, b *reconcile.RatingMatrix) bool {
	return len(a.Coders) == len(b.Coders) && slices.EqualFunc(a.Units, b.Units, func(p, q reconcile.Unit) bool {
		return p.Segment.Span == q.Segment.Span && a.Coded[p.Coded].Text.ID == b.Coded[q.Coded].Text.ID
	})
}

// unitAgain finds a unit of one line-up in another; -1 if it is not there.
func unitAgain(from, to *reconcile.RatingMatrix, unit int) int {
	if unit < 0 || unit >= len(from.Units) {
		return -1
	}
	p := from.Units[unit]
	return slices.IndexFunc(to.Units, func(q reconcile.Unit) bool {
		return p.Segment.Span == q.Segment.Span && from.Coded[p.Coded].Text.ID == to.Coded[q.Coded].Text.ID
	})
}

// place gives the place that is shown; ok is false if there is none.
func (s *roundQueue) place() (reconcile.Disagreement, bool) {
	d, ok := s.places[s.unit]
	return d, ok
}

// goTo shows another place.
func (s *roundQueue) GoTo(unit int) {
	s.unit, s.focus, s.below = unit, -1, 0
	s.painted = -1 // the view scrolls the place into sight
}

func (s *roundQueue) text(t *corpus.Text) *reader.Text {
	if s.texts[t.ID] == nil {
		s.texts[t.ID] = reader.New(t)
		s.bounds[t.ID] = segment.NewBounds(t)
	}
	return s.texts[t.ID]
}

func (s *roundQueue) boundsOf(t *corpus.Text) *segment.Bounds {
	s.text(t)
	return s.bounds[t.ID]
}

// textOf gives the text of a place.
func (s *roundQueue) textOf(unit int) *corpus.Text {
	return s.work.RatingMatrix.Coded[s.work.RatingMatrix.Units[unit].Coded].Text
}

// queue gives the units that the filter lets through, in order. The place shown
// stays among them whatever becomes of it.
func (s *roundQueue) queue() []int {
	if s.filter.empty() {
		return s.order
	}
	kept := s.Keep()
	var out []int
	for _, u := range s.order {
		if u == s.unit || kept[u] {
			out = append(out, u)
		}
	}
	return out
}

// keep gives the units that the filter lets through.
func (s *roundQueue) Keep() map[int]bool {
	if s.kept == nil {
		s.kept = s.filter.Keep(s)
	}
	return s.kept
}

// step goes n places on in the queue.
func (s *roundQueue) step(n int) {
	q := s.queue()
	if at := slices.Index(q, s.unit); at >= 0 {
		s.GoTo(q[max(0, min(at+n, len(q)-1))])
	}
}

// stepOpen goes to the next place, or the one before, that waits for a decision,
// and reports whether there is one. It goes round at the ends.
func (s *roundQueue) stepOpen(n int, pending func(unit int) bool) bool {
	q := s.queue()
	at := slices.Index(q, s.unit)
	for i := 1; i < len(q); i++ {
		u := q[((at+n*i)%len(q)+len(q))%len(q)]
		if st := s.places[u].Stage(); (st == reconcile.Waiting || st == reconcile.Review) && !pending(u) {
			s.GoTo(u)
			return true
		}
	}
	return false
}

// letGo lets go of what is held: the code in focus.
func (s *roundQueue) LetGo() bool {
	if s == nil || s.focus < 0 {
		return false
	}
	s.focus = -1
	return true
}

// pending reports whether a decision about a unit is still being saved.
func (r *reconcileScreen) saving(unit int) bool {
	return slices.ContainsFunc(r.host.Pending(), func(j *job) bool { return slices.Contains(j.places, unit) })
}

// keepPresent remembers who sits together, for the next sitting.
func (r *reconcileScreen) keepPresent() tea.Cmd {
	s, coder, names := r.study, r.coder().ID, r.rec.present
	return r.Keep(presentName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, presentName, names) })
}

// tellOthers says what others have decided since.
func (r *reconcileScreen) tellOthers(before []codebook.Decision) {
	known := map[codebook.DecisionID]bool{}
	for _, d := range before {
		known[d.ID] = true
	}
	n, last := 0, codebook.Decision{}
	for _, d := range r.rec.work.Decisions {
		if !known[d.ID] && d.By != r.coder().ID {
			n, last = n+1, d
		}
	}
	if n > 0 && r.said == "" {
		r.tell(fmt.Sprintf("%s arrived, the last %s: %s → %s", counted(n, "decision", "decisions"), strings.TrimSpace(r.byWhom(last.By)), r.rec.refOf(last), r.rec.outcome(last)))
	}
}

// refOf names the place of a decision.
func (s *roundQueue) refOf(d codebook.Decision) string {
	if u := s.unitOf(d.Transcript, d.Span); u >= 0 {
		return clean(s.work.RatingMatrix.Ref(u))
	}
	return "elsewhere"
}

// unitOf finds the unit on some words of a transcript; -1 if there is none.
func (s *roundQueue) unitOf(t corpus.TranscriptID, span corpus.Span) int {
	l := &s.work.RatingMatrix
	return slices.IndexFunc(l.Units, func(p reconcile.Unit) bool {
		return p.Segment.Span == span && l.Coded[p.Coded].Transcript.ID == t
	})
}

// subjects lists what a memo can be about where one reconciles.
func (s *roundQueue) Subjects() []subject {
	d, ok := s.place()
	if !ok {
		return nil
	}
	w := s.work.RatingMatrix.Coded[d.Unit.Coded]
	out := []subject{{codebook.Subject{Kind: codebook.AboutSpan, Transcript: w.Transcript.ID, Text: w.Text.ID, Span: d.Unit.Segment.Span}, s.work.RatingMatrix.Ref(d.Index)}}
	if q, why := s.meant(); why == "" {
		out = append(out, codeSubject(q.Code))
	}
	return append(out, subject{codebook.Subject{Kind: codebook.AboutTranscript, Transcript: w.Transcript.ID}, w.Transcript.Name})
}

// reconcileScreen shows the queue of a round.
type reconcileScreen struct {
	*host
	rec *roundQueue // nil until a round was opened
}

// reconcileRequest asks for the disagreements of a round; ledgerRequest for its
// decisions in a file.
type (
	reconcileRequest struct{ round codebook.Round }
	ledgerRequest    struct{ round codebook.Round }
)

// undoneRequest says what was undone, for screens that go back to it.
type undoneRequest struct{ action store.ActionSummary }

// show takes the requests for a round's disagreements and decisions.
func (r *reconcileScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case reconcileRequest:
		return r.openReconcile(q.round), true
	case undoneRequest:
		return r.backTo(q.action), true
	case ledgerRequest:
		return r.askLedger(q.round.Name), true
	}
	return nil, false
}

// update takes what was read.
func (r *reconcileScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(reconcileMsg); ok {
		return r.takeReconcile(m), true
	}
	return nil, false
}

// follow reads what has been decided since, if anything has arrived.
func (r *reconcileScreen) Follow() tea.Cmd {
	if s := r.rec; r.mode == modeReconcile && s != nil && !s.busy && s.arrived < r.arrived {
		return r.readDecisions()
	}
	return nil
}

// subjects is what a memo can be about here.
func (r *reconcileScreen) Subjects() []subject { return r.rec.Subjects() }

// letGo lets go of what is focused; false if there is nothing.
func (r *reconcileScreen) LetGo() (tea.Cmd, bool) { return nil, r.rec.LetGo() }
