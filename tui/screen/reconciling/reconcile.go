package reconciling

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
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/reader"
)

// roundQueue takes a team through the places of a closed round on which
// its coders differ. The order of the places is that of the moment when the
// screen was opened: what is decided meanwhile, here or in another copy, changes
// the marks and not the order, so that the reader is never moved.
type roundQueue struct {
	Work    *study.RoundWork // never changed; a newer one takes its place
	places  map[int]reconcile.Disagreement
	listed  []reconcile.Disagreement // the same, worst first now
	Order   []int                    // units, worst first when the screen was opened
	arrived uint64
	busy    bool
	number  int

	Unit   int // the place shown; -1 if there is none
	Focus  int // the question that y, n and the coders' letters are about; -1 for all
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
	Tally   reconcile.Tally
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
func (r *Screen) openReconcile(round codebook.Round) tea.Cmd {
	if s := r.Rec; s != nil && s.Work.Round.ID == round.ID {
		r.Enter(keymap.ModeReconcile)
		return r.CatchUp()
	}
	r.Tell("reading " + round.Name + " …")
	r.Hold()
	read := r.readRound(round.ID, 0)
	s, ctx, coder := r.Study, r.Ctx, r.Coder().ID
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
func (r *Screen) readRound(id codebook.RoundID, number int) func() reconcileMsg {
	s, ctx, arrived := r.Study, r.Ctx, r.Arrived
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
func (r *Screen) readDecisions() tea.Cmd {
	rec := r.Rec
	rec.number++
	rec.busy = true
	s, ctx, arrived, number, work := r.Study, r.Ctx, r.Arrived, rec.number, rec.Work
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
		if now.Open || len(now.Closes) != len(work.Round.Closes) || app.BlindOn(rounds, now, s.Coder.ID) {
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
func (r *Screen) takeReconcile(m reconcileMsg) tea.Cmd {
	if m.asked {
		if m.err != nil {
			r.Drop()
			r.Warn(m.err.Error())
			return nil
		}
		next := newReconcileScreen(m)
		if r.Rec != nil && r.Rec.asked {
			next.present, next.asked, next.reasons = r.Rec.present, true, r.Rec.reasons
		}
		r.Rec = next
		r.Said = ""
		r.Enter(keymap.ModeReconcile)
		return r.Release()
	}
	s := r.Rec
	if s == nil || m.number != s.number {
		return nil
	}
	s.busy, s.arrived = false, m.arrived
	if errors.Is(m.err, store.ErrBlind) {
		// It was opened again, and the reader codes in it: what others did is no
		// longer hers to see.
		r.Forget(keymap.ModeReconcile)
		r.Rec = nil
		r.Warn(m.err.Error())
		if r.Mode == keymap.ModeReconcile {
			r.Open(nil)
			return r.Leave()
		}
		return r.CatchUp()
	}
	if m.err != nil {
		r.Warn(m.err.Error())
		return nil
	}
	before := s.Work.Decisions
	if s.take(m) && r.Mode == keymap.ModeReconcile {
		r.Open(nil)
		r.Tell("the round was closed anew, on other work; its places are listed anew")
	}
	r.tellOthers(before)
	return r.CatchUp()
}

func newReconcileScreen(m reconcileMsg) *roundQueue {
	s := &roundQueue{Work: m.work, arrived: m.arrived, Unit: -1, Focus: -1, present: m.present,
		texts: map[corpus.TextID]*reader.Text{}, bounds: map[corpus.TextID]*segment.Bounds{}}
	s.take(m)
	return s
}

// take puts newer places into the old order; new ones come last. It reports
// whether the units are others than before, as after another close.
func (s *roundQueue) take(m reconcileMsg) (others bool) {
	before, unit := s.places, s.Unit
	s.marked = markedKey{}
	if others = !sameUnits(&s.Work.RatingMatrix, &m.work.RatingMatrix); others {
		unit = unitAgain(&s.Work.RatingMatrix, &m.work.RatingMatrix, s.Unit)
		before, s.Order, s.filter, s.words = nil, nil, placeFilter{}, nil
	}
	s.Work, s.agreed, s.Tally, s.kept = m.work, m.agreed, reconcile.Count(m.places), nil
	s.listed, s.places = m.places, make(map[int]reconcile.Disagreement, len(m.places))
	for _, d := range m.places {
		s.places[d.Index] = d
		if _, known := before[d.Index]; !known {
			s.Order = append(s.Order, d.Index)
		}
	}
	s.Order = slices.DeleteFunc(s.Order, func(u int) bool { _, ok := s.places[u]; return !ok })
	_, there := s.places[unit]
	switch {
	case !there && len(s.Order) > 0:
		s.GoTo(s.Order[0])
	case !there:
		s.Unit = -1
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
	d, ok := s.places[s.Unit]
	return d, ok
}

// goTo shows another place.
func (s *roundQueue) GoTo(unit int) {
	s.Unit, s.Focus, s.below = unit, -1, 0
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
	return s.Work.RatingMatrix.Coded[s.Work.RatingMatrix.Units[unit].Coded].Text
}

// queue gives the units that the filter lets through, in order. The place shown
// stays among them whatever becomes of it.
func (s *roundQueue) Queue() []int {
	if s.filter.empty() {
		return s.Order
	}
	kept := s.Keep()
	var out []int
	for _, u := range s.Order {
		if u == s.Unit || kept[u] {
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
	q := s.Queue()
	if at := slices.Index(q, s.Unit); at >= 0 {
		s.GoTo(q[max(0, min(at+n, len(q)-1))])
	}
}

// stepOpen goes to the next place, or the one before, that waits for a decision,
// and reports whether there is one. It goes round at the ends.
func (s *roundQueue) stepOpen(n int, pending func(unit int) bool) bool {
	q := s.Queue()
	at := slices.Index(q, s.Unit)
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
	if s == nil || s.Focus < 0 {
		return false
	}
	s.Focus = -1
	return true
}

// pending reports whether a decision about a unit is still being saved.
func (r *Screen) saving(unit int) bool {
	return slices.ContainsFunc(r.Host.Pending(), func(j *app.Job) bool { return slices.Contains(j.Places, unit) })
}

// keepPresent remembers who sits together, for the next sitting.
func (r *Screen) keepPresent() tea.Cmd {
	s, coder, names := r.Study, r.Coder().ID, r.Rec.present
	return r.Keep(presentName, func(ctx context.Context) error { return s.Project.SetLocal(ctx, coder, presentName, names) })
}

// tellOthers says what others have decided since.
func (r *Screen) tellOthers(before []codebook.Decision) {
	known := map[codebook.DecisionID]bool{}
	for _, d := range before {
		known[d.ID] = true
	}
	n, last := 0, codebook.Decision{}
	for _, d := range r.Rec.Work.Decisions {
		if !known[d.ID] && d.By != r.Coder().ID {
			n, last = n+1, d
		}
	}
	if n > 0 && r.Said == "" {
		r.Tell(fmt.Sprintf("%s arrived, the last %s: %s → %s", layout.Counted(n, "decision", "decisions"), strings.TrimSpace(r.ByWhom(last.By)), r.Rec.refOf(last), r.Rec.outcome(last)))
	}
}

// refOf names the place of a decision.
func (s *roundQueue) refOf(d codebook.Decision) string {
	if u := s.unitOf(d.Transcript, d.Span); u >= 0 {
		return layout.Clean(s.Work.RatingMatrix.Ref(u))
	}
	return "elsewhere"
}

// unitOf finds the unit on some words of a transcript; -1 if there is none.
func (s *roundQueue) unitOf(t corpus.TranscriptID, span corpus.Span) int {
	l := &s.Work.RatingMatrix
	return slices.IndexFunc(l.Units, func(p reconcile.Unit) bool {
		return p.Segment.Span == span && l.Coded[p.Coded].Transcript.ID == t
	})
}

// subjects lists what a memo can be about where one reconciles.
func (s *roundQueue) Subjects() []app.Subject {
	d, ok := s.place()
	if !ok {
		return nil
	}
	w := s.Work.RatingMatrix.Coded[d.Unit.Coded]
	out := []app.Subject{{Subject: codebook.Subject{Kind: codebook.AboutSpan, Transcript: w.Transcript.ID, Text: w.Text.ID, Span: d.Unit.Segment.Span}, Name: s.Work.RatingMatrix.Ref(d.Index)}}
	if q, why := s.meant(); why == "" {
		out = append(out, app.CodeSubject(q.Code))
	}
	return append(out, app.Subject{Subject: codebook.Subject{Kind: codebook.AboutTranscript, Transcript: w.Transcript.ID}, Name: w.Transcript.Name})
}

// reconcileScreen shows the queue of a round.
type Screen struct {
	*app.Host
	Rec *roundQueue // nil until a round was opened
}

// show takes the requests for a round's disagreements and decisions.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case app.ReconcileRequest:
		return r.openReconcile(q.Round), true
	case app.UndoneRequest:
		return r.backTo(q.Action), true
	case app.LedgerRequest:
		return r.askLedger(q.Round.Name), true
	}
	return nil, false
}

// update takes what was read.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	if m, ok := msg.(reconcileMsg); ok {
		return r.takeReconcile(m), true
	}
	return nil, false
}

// follow reads what has been decided since, if anything has arrived.
func (r *Screen) Follow() tea.Cmd {
	if s := r.Rec; r.Mode == keymap.ModeReconcile && s != nil && !s.busy && s.arrived < r.Arrived {
		return r.readDecisions()
	}
	return nil
}

// subjects is what a memo can be about here.
func (r *Screen) Subjects() []app.Subject { return r.Rec.Subjects() }

// letGo lets go of what is focused; false if there is nothing.
func (r *Screen) LetGo() (tea.Cmd, bool) { return nil, r.Rec.LetGo() }
