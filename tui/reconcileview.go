package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/tui/reader"
	"concord/tui/theme"
)

const (
	queueWidth = 36  // of the list of places beside the passage
	queueFrom  = 150 // the width of a screen from which on it is shown
	columnsAt  = 100 // the width from which on coders stand side by side
)

// cellWidth is the least width of a column in which one side of several stands.
const cellWidth = 28

func (r *reconcileScreen) View() []string {
	s := r.rec
	round := s.work.Round
	who := theme.Paint(r.theme.Chrome, r.coder().Name+"   codebook "+s.work.Version.Label())
	lines := []string{r.header(r.trail(r.over.Title, clean(round.Name), "reconcile"), who)}
	d, ok := s.place()
	list, accepting := r.Top().(*acceptDialog)
	if accepting {
		d, ok = list.places[list.at], true
	}
	if !ok {
		lines = append(lines, r.rule(), "")
		for _, l := range wrapText(r.keys.expand("Coders differ nowhere in this round, so there is nothing to decide. {accept-agreed} accepts what they agree on."), min(r.width-4, 90)) {
			lines = append(lines, "  "+l)
		}
		return r.fill(lines)
	}
	lines = append(lines, r.placeRule(d, accepting))
	width, left := r.width, []string(nil)
	state := r.stateLines(d)
	height := r.height - 3 - len(state)
	if r.width >= queueFrom {
		width -= queueWidth + 3
		left = r.queueLines(height)
	}
	passage := passageRows(r.height)
	body := append(r.passageLines(d, width, passage), r.passageRule(d, width))
	body = append(body, r.answerLines(d, width, height-len(body))...)
	for i := range height {
		line := ""
		if i < len(body) {
			line = body[i]
		}
		if left != nil {
			line = pad(left[i], queueWidth) + theme.Paint(r.theme.Chrome, " │ ") + line
		}
		lines = append(lines, line)
	}
	return r.fill(append(lines, state...))
}

// passageRows is how many lines the passage has on a screen of a height.
func passageRows(height int) int { return max(6, (height-4)*2/5) }

// passageTop is the line on which the passage begins.
const passageTop = 2

// placeRows are the lines of the screen on which the words of the place stand,
// for dialogs to leave them free.
func (r *reconcileScreen) Uncovered() (from, to int) {
	p := &r.rec.page
	if p.Text == nil || p.Unit.Empty() {
		return 0, 0
	}
	from, to = p.RowsOn(p.Unit)
	return from + passageTop, to + passageTop
}

// placeRule says which place is shown, and how far the round is.
func (r *reconcileScreen) placeRule(d reconcile.Disagreement, accepting bool) string {
	s := r.rec
	q := s.queue()
	w := s.work.RatingMatrix.Coded[d.Unit.Coded]
	first := fmt.Sprintf("%d/%d", slices.Index(q, s.unit)+1, len(q))
	if accepting {
		first = "all agree"
	}
	words := []string{first, clean(w.Transcript.Name) + ", " + s.work.RatingMatrix.Label(d.Index), counted(d.Words, "word", "words"), stageWords[d.Stage()]}
	words = append(words, s.filter.words(s)...)
	right := " " + s.tally.String() + " ──"
	line := fit("── "+strings.Join(words, " · ")+" ", max(20, r.width-ansi.StringWidth(right)-2))
	look := r.theme.Chrome
	if len(s.filter.words(s)) > 0 {
		look = r.theme.Accent
	}
	gap := strings.Repeat("─", max(0, r.width-ansi.StringWidth(line)-ansi.StringWidth(right)))
	return theme.Paint(look, line) + theme.Paint(r.theme.Chrome, gap+right)
}

// queueLines is the list of places beside the passage.
func (r *reconcileScreen) queueLines(height int) []string {
	s := r.rec
	q := s.queue()
	at := slices.Index(q, s.unit)
	s.first = window(s.first, at, len(q), height)
	var out []string
	for i := s.first; i < len(q) && i < s.first+height; i++ {
		mark := "  "
		if i == at {
			mark = theme.Paint(r.theme.Accent, "▶ ")
		}
		out = append(out, mark+r.placeLine(q[i], queueWidth-2))
	}
	for len(out) < height {
		out = append(out, "")
	}
	return out
}

// passageLines paints the unit with what stands around it, dimmed, and in the
// lanes who marked what.
func (r *reconcileScreen) passageLines(d reconcile.Disagreement, width, height int) []string {
	s := r.rec
	p := &s.page
	unit := d.Unit.Segment.Span
	w := s.work.RatingMatrix.Coded[d.Unit.Coded]
	if p.Width != width || p.Height != height {
		s.painted = -1
	}
	p.Text = s.text(w.Text)
	p.Width, p.Height, p.Theme, p.Times, p.Focus = width, height, r.theme, true, -1
	p.Unit, p.Cursor = unit, unit.Start
	p.Quiet = func(label string) bool { return w.Speakers[label].Role == corpus.RoleInterviewer }
	if key := (markedKey{d.Index, s.focus, width, r.theme.Name}); s.marked != key {
		s.marked = key
		p.Marks, s.hits = s.marks(d)
		p.Lanes = p.NewLanesFor()
	}
	p.Hits = s.hits
	p.Selection = corpus.Span{}
	if s.words != nil {
		p.Selection, p.Hits = s.words.span(), nil
	}
	if s.painted != d.Index {
		s.painted, p.Top = d.Index, s.topFor(unit)
	}
	return p.Paint()
}

// passageRule is the line below the passage; it says where more of the unit is.
func (r *reconcileScreen) passageRule(d reconcile.Disagreement, width int) string {
	p := &r.rec.page
	seen, unit := p.Visible(), p.Text.Trim(d.Unit.Segment.Span)
	var words []string
	if seen.Start > unit.Start {
		words = append(words, "↑ begins above {passage-up}")
	}
	if seen.End < unit.End {
		words = append(words, "↓ goes on {passage-down}")
	}
	line := ""
	if len(words) > 0 {
		line = "── " + r.keys.expand(strings.Join(words, " · ")) + " "
	}
	return theme.Paint(r.theme.Chrome, line+strings.Repeat("─", max(0, width-ansi.StringWidth(line))))
}

// markedKey stands for what the marks of a page were made of.
type markedKey struct {
	unit, focus, width int
	theme              string
}

// topFor gives a first row with which a unit stands in the middle, or, if it is
// longer than the page, begins below two rows of what was said before.
func (s *roundQueue) topFor(unit corpus.Span) corpus.Offset {
	p := &s.page
	first, rows := p.PlaceOf(unit.Start), 1
	last := p.PlaceOf(max(unit.Start, unit.End-1))
	for at := first; at.Before(last) && rows < p.Height; rows++ {
		at = p.Move(at, 1)
	}
	above := max(1, (p.Height-rows)/2)
	if rows >= p.Height-2 {
		above = max(0, min(1, p.Height-rows))
	}
	return p.OffsetOf(p.Move(first, -above))
}

// scroll moves the passage by most of a page.
func (s *roundQueue) Scroll(n int) {
	p := &s.page
	if p.Height < 2 || p.Text == nil {
		return
	}
	p.Top = p.OffsetOf(p.Move(p.PlaceOf(p.Top), n*(p.Height-2)))
}

// marks says who marked which words of the place with the code in focus, or with
// any of those in question: a lane for each coder, with her letter.
func (s *roundQueue) marks(d reconcile.Disagreement) (marks []reader.Mark, hits []corpus.Span) {
	questions := d.Questions
	q, focused := s.inFocus()
	if focused = focused && d.Index == s.unit; focused {
		questions = []reconcile.Question{q}
	}
	for g := range s.work.RatingMatrix.Coders {
		var spans []corpus.Span
		for _, q := range questions {
			spans = append(spans, s.work.RatingMatrix.Marked(d.Index, q.RatedCode, g)...)
		}
		for _, x := range corpus.Union(spans) {
			marks = append(marks, reader.Mark{Span: x, Letter: coderLetter(g), Look: s.look(g)})
			if focused {
				hits = append(hits, x)
			}
		}
	}
	slices.SortStableFunc(marks, func(a, b reader.Mark) int { return a.Span.Compare(b.Span) })
	return marks, corpus.Union(hits)
}

func coderLetter(g int) rune {
	if g < len(coderLetters) {
		return rune(coderLetters[g][0])
	}
	return '+'
}

// look is the colour of a coder's letter.
func (s *roundQueue) look(g int) string { return s.page.Theme.Code(g) }

// stateLines say what was decided about the place, by whom and why, or what was
// decided last; where there is nothing to say, nothing.
func (r *reconcileScreen) stateLines(d reconcile.Disagreement) []string {
	s := r.rec
	if r.saving(d.Index) {
		return []string{theme.Paint(r.theme.Chrome, " saving …")}
	}
	if d.Decision == nil {
		if s.last == "" {
			return nil
		}
		return []string{theme.Paint(r.theme.Chrome, " last: "+s.last)}
	}
	x := d.Decision
	by := strings.TrimSpace(r.byWhom(x.By) + day(x.Time, r.now()))
	look, head := r.theme.Good, "decided "+by
	switch d.Stage() {
	case reconcile.Parked:
		look, head = r.theme.Accent, "parked "+by
	case reconcile.Waiting:
		look, head = r.theme.Accent, "decided in part "+by
	case reconcile.Review:
		look, head = r.theme.Alert, "to review: what was judged "+by+" no longer counts in the round"
	}
	first := " " + theme.Paint(look, head)
	if !x.Parked {
		first += ": " + s.outcome(*x)
	}
	var second []string
	if x.Reason != "" {
		second = append(second, "“"+oneLine(x.Reason, 300)+"”")
	}
	if len(x.Present) > 0 {
		second = append(second, "present: "+clean(strings.Join(x.Present, ", ")))
	}
	if len(second) == 0 {
		return []string{first}
	}
	return []string{first, " " + theme.Paint(r.theme.Quiet, strings.Join(second, " · "))}
}
