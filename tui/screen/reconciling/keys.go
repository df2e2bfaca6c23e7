package reconciling

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
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

func (r *Screen) Bindings() []keymap.Binding {
	none := func() string {
		if _, ok := r.Rec.place(); !ok {
			return "coders differ nowhere in this round"
		}
		return ""
	}
	decide := func() string {
		switch {
		case none() != "":
			return none()
		case r.Rec.Work.Round.Open:
			return "the round was opened again; decisions come after it is closed"
		case r.saving(r.Rec.Unit):
			return "the decision on this place is still being saved"
		}
		return r.NoCoder()
	}
	one := func() string {
		if why := decide(); why != "" {
			return why
		}
		_, why := r.Rec.meant()
		return why
	}
	move := func(f func(s *roundQueue)) func() tea.Cmd {
		return func() tea.Cmd { f(r.Rec); return nil }
	}
	return []keymap.Binding{
		{Name: "follow", Mode: keymap.ModeReconcile, Keys: app.CoderLetters, Help: "follow that coder: her answers to the codes in question, and where bounds differ her words", Foot: "ana", Do: r.follows, Why: decide,
			Live: func() string { return r.Rec.coderKeys() }},
		{Name: "all-apply", Mode: keymap.ModeReconcile, Keys: []string{"y"}, Help: "every code in question applies; with one in focus, that one", Foot: "all", Do: r.allApply, Why: decide,
			Live: func() string { return r.Rec.wholeOr("all", "yes") }},
		{Name: "none-applies", Mode: keymap.ModeReconcile, Keys: []string{"n"}, Help: "none of the codes in question applies; with one in focus, that one does not", Foot: "neither", Do: r.noneApplies, Why: decide,
			Live: func() string { return r.Rec.wholeOr("neither", "no") }},
		{Name: "other-code", Mode: keymap.ModeReconcile, Keys: []string{"o"}, Help: "another code applies in place of those in question", Foot: "other", Do: r.otherCode, Why: decide},
		{Name: "question-next", Mode: keymap.ModeReconcile, Keys: []string{"tab"}, Help: "put one code in focus: answers are then about it alone, its words are marked, its definition is shown", Foot: "one code", Why: none, Do: move(func(s *roundQueue) { s.turn(1) })},
		{Name: "new-bounds", Mode: keymap.ModeReconcile, Keys: []string{"w"}, Help: "the code applies, to words that you choose within the unit", Foot: "words", Do: r.newBounds, Why: one},
		{Name: "park", Mode: keymap.ModeReconcile, Keys: []string{"p"}, Help: "put the place off", Foot: "park", Do: func() tea.Cmd { return r.ask(reconcile.Adjudication{Park: true}) }, Why: decide},
		{Name: "question-before", Mode: keymap.ModeReconcile, Keys: []string{"shift+tab"}, Help: "the code before", Why: none, Do: move(func(s *roundQueue) { s.turn(-1) })},
		{Name: "place-open", Mode: keymap.ModeReconcile, Keys: []string{"right", "l", "space"}, Help: "next place that waits for a decision", Foot: "next open", Why: none, Do: func() tea.Cmd { return r.goOpen(1) }},
		{Name: "place-open-before", Mode: keymap.ModeReconcile, Keys: []string{"left"}, Help: "the one before that waits for a decision", Why: none, Do: func() tea.Cmd { return r.goOpen(-1) }},
		{Name: "place-next", Mode: keymap.ModeReconcile, Keys: []string{"down", "j"}, Help: "next place", Why: none, Do: move(func(s *roundQueue) { s.step(1) })},
		{Name: "place-before", Mode: keymap.ModeReconcile, Keys: []string{"up", "k"}, Help: "place before", Why: none, Do: move(func(s *roundQueue) { s.step(-1) })},
		{Name: "place-first", Mode: keymap.ModeReconcile, Keys: []string{"home"}, Help: "first place", Why: none, Do: move(func(s *roundQueue) { s.step(-1 << 20) })},
		{Name: "place-last", Mode: keymap.ModeReconcile, Keys: []string{"end"}, Help: "last place", Why: none, Do: move(func(s *roundQueue) { s.step(1 << 20) })},
		{Name: "places", Mode: keymap.ModeReconcile, Keys: []string{"L"}, Help: "list of the places, to go to one", Foot: "list", Why: none, Do: r.listPlaces},
		{Name: "filter-places", Mode: keymap.ModeReconcile, Keys: []string{"s"}, Help: "show only some places: of one code, two coders, a transcript, a kind, parked, to review", Foot: "show only", Why: none, Do: r.askPlaces},
		{Name: "open-places", Mode: keymap.ModeReconcile, Keys: []string{"i"}, Help: "show only what waits for a decision, or everything", Why: none, Do: r.toggleOpen},
		{Name: "accept-agreed", Mode: keymap.ModeReconcile, Keys: []string{"A"}, Help: "accept the places on which all coders agree, in one step, after a look at the list", Foot: "accept agreed", Do: r.askAccept, Why: func() string {
			if len(r.Rec.agreed) == 0 {
				return "no place is left on which all coders agree and that nobody has looked at"
			}
			return r.NoCoder()
		}},
		{Name: "add-example", Mode: keymap.ModeReconcile, Keys: []string{"+"}, Help: "add the passage to the code's examples", Foot: "example", Do: func() tea.Cmd { return r.exampleHere(false) }, Why: one},
		{Name: "add-near-miss", Mode: keymap.ModeReconcile, Keys: []string{"-"}, Help: "add the passage to the code's near misses: looks like it, and is not", Do: func() tea.Cmd { return r.exampleHere(true) }, Why: one},
		{Name: "define", Mode: keymap.ModeReconcile, Keys: []string{"D"}, Help: "change the code's definition, or propose it to who leads the study", Foot: "definition", Do: r.askDefinition, Why: one},
		{Name: "place-history", Mode: keymap.ModeReconcile, Keys: []string{"H"}, Help: "all that was ever decided about the place", Do: r.showPlaceHistory, Why: func() string {
			if why := none(); why != "" {
				return why
			}
			if len(r.Rec.decisionsOn(r.Rec.Unit)) == 0 {
				return "nothing was decided about this place yet"
			}
			return ""
		}},
		{Name: "present", Mode: keymap.ModeReconcile, Keys: []string{"P"}, Help: "who is present, for the ledger", Do: func() tea.Cmd { return r.askPresent(nil) }},
		{Name: "read-place", Mode: keymap.ModeReconcile, Keys: []string{"enter", "r"}, Help: "read the place where it stands in the transcript", Foot: "read", Why: none, Do: r.readPlace},
		{Name: "passage-down", Mode: keymap.ModeReconcile, Keys: []string{"pgdown", "ctrl+d"}, Help: "scroll the passage down", Why: none, Do: move(func(s *roundQueue) { s.Scroll(1) })},
		{Name: "passage-up", Mode: keymap.ModeReconcile, Keys: []string{"pgup", "ctrl+u"}, Help: "scroll the passage up", Why: none, Do: move(func(s *roundQueue) { s.Scroll(-1) })},
		{Name: "answers-down", Mode: keymap.ModeReconcile, Keys: []string{"shift+down"}, Help: "scroll the answers down", Why: none, Do: move(func(s *roundQueue) { s.below += 3 })},
		{Name: "answers-up", Mode: keymap.ModeReconcile, Keys: []string{"shift+up"}, Help: "scroll the answers up", Why: none, Do: move(func(s *roundQueue) { s.below = max(0, s.below-3) })},
	}
}

// coderKeys are the coders with their letters, for the footer, the first letter
// left out.
func (s *roundQueue) coderKeys() string {
	var out []string
	for i, n := range s.Work.RatingMatrix.CoderNames() {
		if i < len(app.CoderLetters) {
			out = append(out, app.CoderLetters[i]+" "+layout.Clean(n))
		}
	}
	return strings.TrimPrefix(strings.Join(out, "  "), "a ")
}

func (s *roundQueue) wholeOr(whole, one string) string {
	if s.Focus >= 0 {
		return one
	}
	if whole == "all" && len(s.Work.RatingMatrix.Coders) == 2 {
		return "both"
	}
	return whole
}

// turn puts the next code in question in focus; after the last one, none.
func (s *roundQueue) turn(n int) {
	d, _ := s.place()
	k := len(d.Questions) + 1
	s.Focus = (s.Focus+1+n+k)%k - 1
	s.reveal = true
}

// meant gives the question that is meant where only one can be: the one in
// focus, or the only one.
func (s *roundQueue) meant() (reconcile.Question, string) {
	d, ok := s.place()
	switch {
	case !ok:
		return reconcile.Question{}, "there is no place"
	case s.Focus >= 0 && s.Focus < len(d.Questions):
		return d.Questions[s.Focus], ""
	case len(d.Questions) == 1:
		return d.Questions[0], ""
	}
	return reconcile.Question{}, fmt.Sprintf("%d codes are in question here: {question-next} puts one in focus", len(d.Questions))
}

func (r *Screen) follows() tea.Cmd {
	s := r.Rec
	i := slices.Index(app.CoderLetters, r.Pressed)
	if i < 0 || i >= len(s.Work.RatingMatrix.Coders) {
		r.Tell(fmt.Sprintf("there is no coder %s: %s", r.Pressed, "a "+s.coderKeys()))
		return nil
	}
	if s.Focus < 0 {
		return r.ask(reconcile.Adjudication{Follow: &i})
	}
	q, _ := s.meant()
	mark := s.Work.RatingMatrix.Rating(s.Unit, q.RatedCode, i)
	if mark == agreement.Missing {
		r.Tell(layout.Clean(s.Work.RatingMatrix.Coders[i].Name) + " gave no answer about this code here")
		return nil
	}
	v := reconcile.Adjudication{Answers: map[codebook.CodeID]bool{q.Code.ID: mark == 1}}
	if q.Kind == reconcile.OtherBounds {
		v.Bounds = hull(s.Work.RatingMatrix.Marked(s.Unit, q.RatedCode, i))
	}
	return r.ask(v)
}

func (r *Screen) allApply() tea.Cmd {
	if q, ok := r.Rec.inFocus(); ok {
		return r.ask(reconcile.Adjudication{Answers: map[codebook.CodeID]bool{q.Code.ID: true}})
	}
	return r.ask(reconcile.Adjudication{Yes: true})
}

func (r *Screen) noneApplies() tea.Cmd {
	if q, ok := r.Rec.inFocus(); ok {
		return r.ask(reconcile.Adjudication{Answers: map[codebook.CodeID]bool{q.Code.ID: false}})
	}
	return r.ask(reconcile.Adjudication{No: true})
}

func (s *roundQueue) inFocus() (reconcile.Question, bool) {
	d, ok := s.place()
	if !ok || s.Focus < 0 || s.Focus >= len(d.Questions) {
		return reconcile.Question{}, false
	}
	return d.Questions[s.Focus], true
}

// otherCode asks for the code that applies instead.
func (r *Screen) otherCode() tea.Cmd {
	r.Open(&widget.Picker{Host: r.Host, Title: func() string { return "which code applies instead?" }, Input: widget.NewInput(""), Book: r.Rec.Work.RatingMatrix.Codebook,
		Pick: func(k codebook.Code) (*app.Underway, tea.Cmd) {
			return nil, r.ask(reconcile.Adjudication{Other: k.ID})
		}})
	return nil
}

func (r *Screen) goOpen(n int) tea.Cmd {
	if !r.Rec.stepOpen(n, r.saving) {
		r.Tell("no other place that is shown waits for a decision")
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
func (r *Screen) ask(v reconcile.Adjudication) tea.Cmd {
	s := r.Rec
	d, _ := s.place()
	made, err := s.Work.RatingMatrix.Decision(d, v)
	if err != nil {
		r.Warn(err.Error())
		return nil
	}
	p := &reasonPrompt{screen: r, unit: s.Unit, verdict: v, made: made, input: widget.NewInput("")}
	if !s.asked {
		return r.askPresent(p)
	}
	r.Open(p)
	return nil
}

// askPresent asks who sits here, and then, with next, goes on.
func (r *Screen) askPresent(next app.Dialog) tea.Cmd {
	names := r.Rec.present
	if len(names) == 0 && !r.Coder().ID.IsZero() {
		names = []string{r.Coder().Name}
	}
	p := widget.NewPrompt("who is present? asked once, kept until {present} changes it", strings.Join(names, ", "), func(text string) tea.Cmd {
		s := r.Rec
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
	p.Title = r.Keys.Expand(p.Title)
	p.Hint = "names with commas between them · Enter · Esc back"
	r.Open(p)
	return nil
}

// reasonPrompt shows what is about to be recorded and asks why.
type reasonPrompt struct {
	screen  *Screen
	unit    int
	verdict reconcile.Adjudication
	made    codebook.Decision
	input   textinput.Model
	// recalled counts the reasons of before that were called back with ↑.
	recalled int
}

func (p *reasonPrompt) Key(_ *app.Host, k string, msg tea.KeyMsg) (tea.Cmd, bool) {
	r := p.screen
	switch k {
	case "esc":
		return nil, true
	case "up":
		// The reasons given before in this sitting, the last first.
		if n := len(r.Rec.reasons); p.recalled < n {
			p.recalled++
			p.input.SetValue(r.Rec.reasons[n-p.recalled])
			p.input.CursorEnd()
		}
		return nil, false
	case "enter", "ctrl+e", "ctrl+n":
		p.verdict.Reason = strings.TrimSpace(p.input.Value())
		r.Rec.remember(p.verdict.Reason)
		cmd := r.record(p.unit, p.verdict, p.made)
		if k != "enter" {
			r.illustrate(p.unit, p.made, k == "ctrl+n")
		}
		return cmd, true
	}
	p.input, _ = p.input.Update(msg)
	return nil, false
}

func (p *reasonPrompt) View(_ *app.Host, width, _ int) []string {
	r := p.screen
	inner := min(width-4, 80)
	p.input.Width = inner - 4
	var lines []string
	for _, l := range layout.WrapText(r.Rec.outcome(p.made), inner) {
		lines = append(lines, theme.Paint(r.Theme.Title, l))
	}
	lines = append(lines, layout.Pad(p.input.View(), inner))
	hint := "why? in a line, or nothing · Enter records · Esc takes it back"
	if len(r.Rec.reasons) > 0 {
		hint += " · ↑ reasons of before"
	}
	if len(said(p.made, true)) > 0 {
		hint += " · Ctrl-E and adds an example"
	}
	if len(said(p.made, false)) > 0 {
		hint += " · Ctrl-N and adds a near miss"
	}
	for _, l := range layout.WrapText(hint, inner) {
		lines = append(lines, theme.Paint(r.Theme.Chrome, l))
	}
	return widget.Frame(r.Host, layout.Clean(r.Rec.Work.RatingMatrix.Ref(p.unit)), lines, width)
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
		c, _ := s.Work.RatingMatrix.Codebook.Code(a.Code)
		said := "no"
		if a.Applies {
			said = "yes"
			if !a.Span.Empty() {
				said = "yes, " + s.quoteIn(d.Text, a.Span)
			}
		}
		parts = append(parts, layout.Clean(c.Name)+" "+said)
	}
	what := strings.Join(parts, ", ")
	switch d.Outcome {
	case "code by code", "bounds":
		return what
	}
	return layout.Clean(d.Outcome) + " — " + what
}

// record writes a verdict into the ledger, and goes on: to the next code in
// question that is open if the verdict was about one, else to the next place.
func (r *Screen) record(unit int, v reconcile.Adjudication, made codebook.Decision) tea.Cmd {
	s := r.Rec
	v.Present = s.present
	work := *s.Work
	work.Decisions = slices.Clip(work.Decisions)
	where := layout.Clean(work.RatingMatrix.Ref(unit))
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
		s.Focus, s.reveal = next, true
	case !s.stepOpen(1, r.saving):
		said += "; no other place that is shown waits for a decision"
	}
	return r.Do(&app.Job{What: where, Places: []int{unit}, Run: func(ctx context.Context, st *study.Study) (string, error) {
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
	p := s.Work.RatingMatrix.Units[unit]
	w := s.Work.RatingMatrix.Coded[p.Coded]
	var out []codebook.Decision
	for _, d := range s.Work.Decisions {
		if d.Transcript == w.Transcript.ID && d.Text == w.Text.ID && d.Span == p.Segment.Span {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, codebook.Decision.Compare)
	return out
}

// showPlaceHistory lists what was ever decided about the place, the last first.
func (r *Screen) showPlaceHistory() tea.Cmd {
	s := r.Rec
	all := s.decisionsOn(s.Unit)
	r.Open(&widget.Sheet{Title: "decided about " + layout.Clean(s.Work.RatingMatrix.Ref(s.Unit)), Lines: func(width int) []string {
		var lines []string
		for _, d := range slices.Backward(all) {
			lines = append(lines, theme.Paint(r.Theme.Chrome, d.Time.Local().Format("2 January 2006, 15:04")+" "+r.ByWhom(d.By)))
			for _, l := range layout.WrapText(s.outcome(d), width-2) {
				lines = append(lines, "  "+l)
			}
			var why []string
			if d.Reason != "" {
				why = append(why, "“"+d.Reason+"”")
			}
			if len(d.Present) > 0 {
				why = append(why, "present: "+strings.Join(d.Present, ", "))
			}
			for _, l := range layout.WrapText(strings.Join(why, " · "), width-2) {
				lines = append(lines, "  "+theme.Paint(r.Theme.Quiet, l))
			}
		}
		return lines
	}})
	return nil
}

// backTo shows the place whose decision was taken back.
func (r *Screen) backTo(d store.ActionSummary) tea.Cmd {
	if r.Mode != keymap.ModeReconcile || r.Rec == nil {
		return nil
	}
	s := r.Rec
	u := s.unitOf(d.Transcript, d.Span)
	if _, listed := s.places[u]; listed {
		s.GoTo(u)
		s.last = ""
	}
	return nil
}

// readPlace opens the transcript at the place.
func (r *Screen) readPlace() tea.Cmd {
	s := r.Rec
	d, _ := s.place()
	w := s.Work.RatingMatrix.Coded[d.Unit.Coded]
	row := app.PassageRow{Transcript: w.Transcript.ID, Name: w.Transcript.Name, Text: w.Text.ID, Span: d.Unit.Segment.Span}
	if !r.Habits.Others {
		r.Habits.Others = true
		r.Tell("others' codings are shown while you read; {others} hides them")
	}
	return r.GoTo(app.PassageRequest{Row: row})
}
