package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/bubbles/textinput"
	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/store"
	"concord/store/study"
	"concord/tui/theme"
)

// coderLetters are the keys that follow a coder.
var coderLetters = []string{"a", "b", "c", "d", "e", "f", "g", "h"}

func (r *reconcileScreen) Bindings() []binding {
	none := func() string {
		if _, ok := r.rec.place(); !ok {
			return "coders differ nowhere in this round"
		}
		return ""
	}
	decide := func() string {
		switch {
		case none() != "":
			return none()
		case r.rec.work.Round.Open:
			return "the round was opened again; decisions come after it is closed"
		case r.saving(r.rec.unit):
			return "the decision on this place is still being saved"
		}
		return r.noCoder()
	}
	one := func() string {
		if why := decide(); why != "" {
			return why
		}
		_, why := r.rec.meant()
		return why
	}
	move := func(f func(s *roundQueue)) func() tea.Cmd {
		return func() tea.Cmd { f(r.rec); return nil }
	}
	return []binding{
		{name: "follow", mode: modeReconcile, keys: coderLetters, help: "follow that coder: her answers to the codes in question, and where bounds differ her words", foot: "ana", do: r.follows, why: decide,
			live: func() string { return r.rec.coderKeys() }},
		{name: "all-apply", mode: modeReconcile, keys: []string{"y"}, help: "every code in question applies; with one in focus, that one", foot: "all", do: r.allApply, why: decide,
			live: func() string { return r.rec.wholeOr("all", "yes") }},
		{name: "none-applies", mode: modeReconcile, keys: []string{"n"}, help: "none of the codes in question applies; with one in focus, that one does not", foot: "neither", do: r.noneApplies, why: decide,
			live: func() string { return r.rec.wholeOr("neither", "no") }},
		{name: "other-code", mode: modeReconcile, keys: []string{"o"}, help: "another code applies in place of those in question", foot: "other", do: r.otherCode, why: decide},
		{name: "question-next", mode: modeReconcile, keys: []string{"tab"}, help: "put one code in focus: answers are then about it alone, its words are marked, its definition is shown", foot: "one code", why: none, do: move(func(s *roundQueue) { s.turn(1) })},
		{name: "new-bounds", mode: modeReconcile, keys: []string{"w"}, help: "the code applies, to words that you choose within the unit", foot: "words", do: r.newBounds, why: one},
		{name: "park", mode: modeReconcile, keys: []string{"p"}, help: "put the place off", foot: "park", do: func() tea.Cmd { return r.ask(reconcile.Adjudication{Park: true}) }, why: decide},
		{name: "question-before", mode: modeReconcile, keys: []string{"shift+tab"}, help: "the code before", why: none, do: move(func(s *roundQueue) { s.turn(-1) })},
		{name: "place-open", mode: modeReconcile, keys: []string{"right", "l", "space"}, help: "next place that waits for a decision", foot: "next open", why: none, do: func() tea.Cmd { return r.goOpen(1) }},
		{name: "place-open-before", mode: modeReconcile, keys: []string{"left"}, help: "the one before that waits for a decision", why: none, do: func() tea.Cmd { return r.goOpen(-1) }},
		{name: "place-next", mode: modeReconcile, keys: []string{"down", "j"}, help: "next place", why: none, do: move(func(s *roundQueue) { s.step(1) })},
		{name: "place-before", mode: modeReconcile, keys: []string{"up", "k"}, help: "place before", why: none, do: move(func(s *roundQueue) { s.step(-1) })},
		{name: "place-first", mode: modeReconcile, keys: []string{"home"}, help: "first place", why: none, do: move(func(s *roundQueue) { s.step(-1 << 20) })},
		{name: "place-last", mode: modeReconcile, keys: []string{"end"}, help: "last place", why: none, do: move(func(s *roundQueue) { s.step(1 << 20) })},
		{name: "places", mode: modeReconcile, keys: []string{"L"}, help: "list of the places, to go to one", foot: "list", why: none, do: r.listPlaces},
		{name: "filter-places", mode: modeReconcile, keys: []string{"s"}, help: "show only some places: of one code, two coders, a transcript, a kind, parked, to review", foot: "show only", why: none, do: r.askPlaces},
		{name: "open-places", mode: modeReconcile, keys: []string{"i"}, help: "show only what waits for a decision, or everything", why: none, do: r.toggleOpen},
		{name: "accept-agreed", mode: modeReconcile, keys: []string{"A"}, help: "accept the places on which all coders agree, in one step, after a look at the list", foot: "accept agreed", do: r.askAccept, why: func() string {
			if len(r.rec.agreed) == 0 {
				return "no place is left on which all coders agree and that nobody has looked at"
			}
			return r.noCoder()
		}},
		{name: "add-example", mode: modeReconcile, keys: []string{"+"}, help: "add the passage to the code's examples", foot: "example", do: func() tea.Cmd { return r.exampleHere(false) }, why: one},
		{name: "add-near-miss", mode: modeReconcile, keys: []string{"-"}, help: "add the passage to the code's near misses: looks like it, and is not", do: func() tea.Cmd { return r.exampleHere(true) }, why: one},
		{name: "define", mode: modeReconcile, keys: []string{"D"}, help: "change the code's definition, or propose it to who leads the study", foot: "definition", do: r.askDefinition, why: one},
		{name: "place-history", mode: modeReconcile, keys: []string{"H"}, help: "all that was ever decided about the place", do: r.showPlaceHistory, why: func() string {
			if why := none(); why != "" {
				return why
			}
			if len(r.rec.decisionsOn(r.rec.unit)) == 0 {
				return "nothing was decided about this place yet"
			}
			return ""
		}},
		{name: "present", mode: modeReconcile, keys: []string{"P"}, help: "who is present, for the ledger", do: func() tea.Cmd { return r.askPresent(nil) }},
		{name: "read-place", mode: modeReconcile, keys: []string{"enter", "r"}, help: "read the place where it stands in the transcript", foot: "read", why: none, do: r.readPlace},
		{name: "passage-down", mode: modeReconcile, keys: []string{"pgdown", "ctrl+d"}, help: "scroll the passage down", why: none, do: move(func(s *roundQueue) { s.Scroll(1) })},
		{name: "passage-up", mode: modeReconcile, keys: []string{"pgup", "ctrl+u"}, help: "scroll the passage up", why: none, do: move(func(s *roundQueue) { s.Scroll(-1) })},
		{name: "answers-down", mode: modeReconcile, keys: []string{"shift+down"}, help: "scroll the answers down", why: none, do: move(func(s *roundQueue) { s.below += 3 })},
		{name: "answers-up", mode: modeReconcile, keys: []string{"shift+up"}, help: "scroll the answers up", why: none, do: move(func(s *roundQueue) { s.below = max(0, s.below-3) })},
	}
}

// coderKeys are the coders with their letters, for the footer, the first letter
// left out.
func (s *roundQueue) coderKeys() string {
	var out []string
	for i, n := range s.work.RatingMatrix.CoderNames() {
		if i < len(coderLetters) {
			out = append(out, coderLetters[i]+" "+clean(n))
		}
	}
	return strings.TrimPrefix(strings.Join(out, "  "), "a ")
}

func (s *roundQueue) wholeOr(whole, one string) string {
	if s.focus >= 0 {
		return one
	}
	if whole == "all" && len(s.work.RatingMatrix.Coders) == 2 {
		return "both"
	}
	return whole
}

// turn puts the next code in question in focus; after the last one, none.
func (s *roundQueue) turn(n int) {
	d, _ := s.place()
	k := len(d.Questions) + 1
	s.focus = (s.focus+1+n+k)%k - 1
	s.reveal = true
}

// meant gives the question that is meant where only one can be: the one in
// focus, or the only one.
func (s *roundQueue) meant() (reconcile.Question, string) {
	d, ok := s.place()
	switch {
	case !ok:
		return reconcile.Question{}, "there is no place"
	case s.focus >= 0 && s.focus < len(d.Questions):
		return d.Questions[s.focus], ""
	case len(d.Questions) == 1:
		return d.Questions[0], ""
	}
	return reconcile.Question{}, fmt.Sprintf("%d codes are in question here: {question-next} puts one in focus", len(d.Questions))
}

func (r *reconcileScreen) follows() tea.Cmd {
	s := r.rec
	i := slices.Index(coderLetters, r.pressed)
	if i < 0 || i >= len(s.work.RatingMatrix.Coders) {
		r.tell(fmt.Sprintf("there is no coder %s: %s", r.pressed, "a "+s.coderKeys()))
		return nil
	}
	if s.focus < 0 {
		return r.ask(reconcile.Adjudication{Follow: &i})
	}
	q, _ := s.meant()
	mark := s.work.RatingMatrix.Rating(s.unit, q.RatedCode, i)
	if mark == agreement.Missing {
		r.tell(clean(s.work.RatingMatrix.Coders[i].Name) + " gave no answer about this code here")
		return nil
	}
	v := reconcile.Adjudication{Answers: map[codebook.CodeID]bool{q.Code.ID: mark == 1}}
	if q.Kind == reconcile.OtherBounds {
		v.Bounds = hull(s.work.RatingMatrix.Marked(s.unit, q.RatedCode, i))
	}
	return r.ask(v)
}

func (r *reconcileScreen) allApply() tea.Cmd {
	if q, ok := r.rec.inFocus(); ok {
		return r.ask(reconcile.Adjudication{Answers: map[codebook.CodeID]bool{q.Code.ID: true}})
	}
	return r.ask(reconcile.Adjudication{Yes: true})
}

func (r *reconcileScreen) noneApplies() tea.Cmd {
	if q, ok := r.rec.inFocus(); ok {
		return r.ask(reconcile.Adjudication{Answers: map[codebook.CodeID]bool{q.Code.ID: false}})
	}
	return r.ask(reconcile.Adjudication{No: true})
}

func (s *roundQueue) inFocus() (reconcile.Question, bool) {
	d, ok := s.place()
	if !ok || s.focus < 0 || s.focus >= len(d.Questions) {
		return reconcile.Question{}, false
	}
	return d.Questions[s.focus], true
}

// otherCode asks for the code that applies instead.
func (r *reconcileScreen) otherCode() tea.Cmd {
	r.Open(&picker{host: r.host, title: func() string { return "which code applies instead?" }, input: newInput(""), book: r.rec.work.RatingMatrix.Codebook,
		pick: func(k codebook.Code) (*underway, tea.Cmd) {
			return nil, r.ask(reconcile.Adjudication{Other: k.ID})
		}})
	return nil
}

func (r *reconcileScreen) goOpen(n int) tea.Cmd {
	if !r.rec.stepOpen(n, r.saving) {
		r.tell("no other place that is shown waits for a decision")
	}
	return nil
}

// hull is the span from the first of spans to the last.
func hull(spans []corpus.Span) corpus.Span {
	if len(spans) == 0 {
		return corpus.Span{}
	}
	return corpus.Span{Start: spans[0].Start, End: spans[len(spans)-1].End}
}

// ask asks why, and who is present if that is not known yet; then the verdict is
// recorded. What decides nothing is said at once.
func (r *reconcileScreen) ask(v reconcile.Adjudication) tea.Cmd {
	s := r.rec
	d, _ := s.place()
	made, err := s.work.RatingMatrix.Decision(d, v)
	if err != nil {
		r.warn(err.Error())
		return nil
	}
	p := &reasonPrompt{screen: r, unit: s.unit, verdict: v, made: made, input: newInput("")}
	if !s.asked {
		return r.askPresent(p)
	}
	r.Open(p)
	return nil
}

// askPresent asks who sits here, and then, with next, goes on.
func (r *reconcileScreen) askPresent(next dialog) tea.Cmd {
	names := r.rec.present
	if len(names) == 0 && !r.coder().ID.IsZero() {
		names = []string{r.coder().Name}
	}
	p := newPrompt("who is present? asked once, kept until {present} changes it", strings.Join(names, ", "), func(text string) tea.Cmd {
		s := r.rec
		s.present, s.asked = nil, true
		for n := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ',' || c == ';' }) {
			if n = strings.TrimSpace(n); n != "" {
				s.present = append(s.present, n)
			}
		}
		if next != nil {
			r.Open(next)
		}
		return r.keepPresent()
	})
	p.title = r.keys.expand(p.title)
	p.hint = "names with commas between them · Enter · Esc back"
	r.Open(p)
	return nil
}

// reasonPrompt shows what is about to be recorded and asks why.
type reasonPrompt struct {
	screen  *reconcileScreen
	unit    int
	verdict reconcile.Adjudication
	made    codebook.Decision
	input   textinput.Model
	// recalled counts the reasons of before that were called back with ↑.
	recalled int
}

func (p *reasonPrompt) Key(_ *host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	r := p.screen
	switch k {
	case "esc":
		return nil, true
	case "up":
		// The reasons given before in this sitting, the last first.
		if n := len(r.rec.reasons); p.recalled < n {
			p.recalled++
			p.input.SetValue(r.rec.reasons[n-p.recalled])
			p.input.CursorEnd()
		}
		return nil, false
	case "enter", "ctrl+e", "ctrl+n":
		p.verdict.Reason = strings.TrimSpace(p.input.Value())
		r.rec.remember(p.verdict.Reason)
		cmd := r.record(p.unit, p.verdict, p.made)
		if k != "enter" {
			r.illustrate(p.unit, p.made, k == "ctrl+n")
		}
		return cmd, true
	}
	p.input, _ = p.input.Update(msg)
	return nil, false
}

func (p *reasonPrompt) View(_ *host, width, _ int) []string {
	r := p.screen
	inner := min(width-4, 80)
	p.input.Width = inner - 4
	var lines []string
	for _, l := range wrapText(r.rec.outcome(p.made), inner) {
		lines = append(lines, theme.Paint(r.theme.Title, l))
	}
	lines = append(lines, pad(p.input.View(), inner))
	hint := "why? in a line, or nothing · Enter records · Esc takes it back"
	if len(r.rec.reasons) > 0 {
		hint += " · ↑ reasons of before"
	}
	if len(said(p.made, true)) > 0 {
		hint += " · Ctrl-E and adds an example"
	}
	if len(said(p.made, false)) > 0 {
		hint += " · Ctrl-N and adds a near miss"
	}
	for _, l := range wrapText(hint, inner) {
		lines = append(lines, theme.Paint(r.theme.Chrome, l))
	}
	return frame(r.host, clean(r.rec.work.RatingMatrix.Ref(p.unit)), lines, width)
}

// said gives the codes that a decision applies, or those that it refuses.
func said(d codebook.Decision, applies bool) []codebook.CodeID {
	var out []codebook.CodeID
	for _, a := range d.Answers {
		if a.Applies == applies {
			out = append(out, a.Code)
		}
	}
	return out
}

// outcome says what a decision decides: “ana — trust yes, power no”.
func (s *roundQueue) outcome(d codebook.Decision) string {
	if d.Parked {
		return "parked: nothing is decided"
	}
	var parts []string
	for _, a := range d.Answers {
		c, _ := s.work.RatingMatrix.Codebook.Code(a.Code)
		said := "no"
		if a.Applies {
			said = "yes"
			if !a.Span.Empty() {
				said = "yes, " + s.quoteIn(d.Text, a.Span)
			}
		}
		parts = append(parts, clean(c.Name)+" "+said)
	}
	what := strings.Join(parts, ", ")
	switch d.Outcome {
	case "code by code", "bounds":
		return what
	}
	return clean(d.Outcome) + " — " + what
}

// record writes a verdict into the ledger, and goes on: to the next code in
// question that is open if the verdict was about one, else to the next place.
func (r *reconcileScreen) record(unit int, v reconcile.Adjudication, made codebook.Decision) tea.Cmd {
	s := r.rec
	v.Present = s.present
	work := *s.work
	work.Decisions = slices.Clip(work.Decisions)
	where := clean(work.RatingMatrix.Ref(unit))
	s.last = where + " → " + s.outcome(made)
	said := where + " recorded"
	next := -1
	if d := s.places[unit]; v.Answers != nil {
		for i, q := range d.Questions {
			if _, now := v.Answers[q.Code.ID]; now {
				continue
			}
			if _, answered := d.Answer(q); !answered && q.Kind != reconcile.OtherBounds {
				next = i
				break
			}
		}
	}
	switch {
	case next >= 0:
		s.focus, s.reveal = next, true
	case !s.stepOpen(1, r.saving):
		said += "; no other place that is shown waits for a decision"
	}
	return r.Do(&job{what: where, places: []int{unit}, run: func(ctx context.Context, st *study.Study) (string, error) {
		_, err := st.Decide(ctx, &work, unit, v)
		return said, err
	}})
}

// remember keeps a reason for the next places.
func (s *roundQueue) remember(reason string) {
	if reason == "" {
		return
	}
	s.reasons = slices.DeleteFunc(s.reasons, func(x string) bool { return x == reason })
	s.reasons = append(s.reasons, reason)
}

// decisionsOn are all decisions about a unit, oldest first.
func (s *roundQueue) decisionsOn(unit int) []codebook.Decision {
	p := s.work.RatingMatrix.Units[unit]
	w := s.work.RatingMatrix.Coded[p.Coded]
	var out []codebook.Decision
	for _, d := range s.work.Decisions {
		if d.Transcript == w.Transcript.ID && d.Text == w.Text.ID && d.Span == p.Segment.Span {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, codebook.Decision.Compare)
	return out
}

// showPlaceHistory lists what was ever decided about the place, the last first.
func (r *reconcileScreen) showPlaceHistory() tea.Cmd {
	s := r.rec
	all := s.decisionsOn(s.unit)
	r.Open(&sheet{title: "decided about " + clean(s.work.RatingMatrix.Ref(s.unit)), lines: func(width int) []string {
		var lines []string
		for _, d := range slices.Backward(all) {
			lines = append(lines, theme.Paint(r.theme.Chrome, d.Time.Local().Format("2 January 2006, 15:04")+" "+r.byWhom(d.By)))
			for _, l := range wrapText(s.outcome(d), width-2) {
				lines = append(lines, "  "+l)
			}
			var why []string
			if d.Reason != "" {
				why = append(why, "“"+d.Reason+"”")
			}
			if len(d.Present) > 0 {
				why = append(why, "present: "+strings.Join(d.Present, ", "))
			}
			for _, l := range wrapText(strings.Join(why, " · "), width-2) {
				lines = append(lines, "  "+theme.Paint(r.theme.Quiet, l))
			}
		}
		return lines
	}})
	return nil
}

// backTo shows the place whose decision was taken back.
func (r *reconcileScreen) backTo(d store.ActionSummary) tea.Cmd {
	if r.mode != modeReconcile || r.rec == nil {
		return nil
	}
	s := r.rec
	u := s.unitOf(d.Transcript, d.Span)
	if _, listed := s.places[u]; listed {
		s.GoTo(u)
		s.last = ""
	}
	return nil
}

// readPlace opens the transcript at the place.
func (r *reconcileScreen) readPlace() tea.Cmd {
	s := r.rec
	d, _ := s.place()
	w := s.work.RatingMatrix.Coded[d.Unit.Coded]
	row := hitRow{transcript: w.Transcript.ID, name: w.Transcript.Name, text: w.Text.ID, span: d.Unit.Segment.Span}
	if !r.habits.Others {
		r.habits.Others = true
		r.tell("others' codings are shown while you read; {others} hides them")
	}
	return r.GoTo(passageRequest{row})
}
