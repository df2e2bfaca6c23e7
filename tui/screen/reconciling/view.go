package reconciling

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/reader"
	"concord/tui/theme"
)

const (
	queueWidth = 36  // of the list of places beside the passage
	queueFrom  = 150 // the width of a screen from which on it is shown
	columnsAt  = 100 // the width from which on coders stand side by side
)

func (r *Screen) View() []string {
	s := r.Rec
	round := s.Work.Round
	who := theme.Paint(r.Theme.Chrome, r.Coder().Name+"   codebook "+s.Work.Version.Label())
	lines := []string{r.Header(r.Trail(r.Over.Title, layout.Clean(round.Name), "reconcile"), who)}
	d, ok := s.place()
	list, accepting := r.Top().(*acceptDialog)
	if accepting {
		d, ok = list.places[list.at], true
	}
	if !ok {
		lines = append(lines, r.Rule(), "")
		for _, l := range layout.WrapText(r.Keys.Expand("Coders differ nowhere in this round, so there is nothing to decide. {accept-agreed} accepts what they agree on."), min(r.Width-4, 90)) {
			lines = append(lines, "  "+l)
		}
		return r.Fill(lines)
	}
	lines = append(lines, r.placeRule(d, accepting))
	width, left := r.Width, []string(nil)
	state := r.stateLines(d)
	height := r.Height - 3 - len(state)
	if r.Width >= queueFrom {
		width -= queueWidth + 3
		left = r.queueLines(height)
	}
	passage := passageRows(r.Height)
	body := append(r.passageLines(d, width, passage), r.passageRule(d, width))
	body = append(body, r.answerLines(d, width, height-len(body))...)
	for i := range height {
		line := ""
		if i < len(body) {
			line = body[i]
		}
		if left != nil {
			line = layout.Pad(left[i], queueWidth) + theme.Paint(r.Theme.Chrome, " │ ") + line
		}
		lines = append(lines, line)
	}
	return r.Fill(append(lines, state...))
}

// passageRows is how many lines the passage has on a screen of a height.
func passageRows(height int) int { return max(6, (height-4)*2/5) }

// passageTop is the line on which the passage begins.
const passageTop = 2

// placeRows are the lines of the screen on which the words of the place stand,
// for dialogs to leave them free.
func (r *Screen) Uncovered() (from, to int) {
	p := &r.Rec.page
	if p.Text == nil || p.Unit.Empty() {
		return 0, 0
	}
	from, to = p.RowsOn(p.Unit)
	return from + passageTop, to + passageTop
}

// placeRule says which place is shown, and how far the round is.
func (r *Screen) placeRule(d reconcile.Disagreement, accepting bool) string {
	s := r.Rec
	q := s.Queue()
	w := s.Work.RatingMatrix.Coded[d.Unit.Coded]
	first := fmt.Sprintf("%d/%d", slices.Index(q, s.Unit)+1, len(q))
	if accepting {
		first = "all agree"
	}
	words := []string{first, layout.Clean(w.Transcript.Name) + ", " + s.Work.RatingMatrix.Label(d.Index), layout.Counted(d.Words, "word", "words"), stageWords[d.Stage()]}
	words = append(words, s.filter.words(s)...)
	right := " " + s.Tally.String() + " ──"
	line := layout.Fit("── "+strings.Join(words, " · ")+" ", max(20, r.Width-ansi.StringWidth(right)-2))
	look := r.Theme.Chrome
	if len(s.filter.words(s)) > 0 {
		look = r.Theme.Accent
	}
	gap := strings.Repeat("─", max(0, r.Width-ansi.StringWidth(line)-ansi.StringWidth(right)))
	return theme.Paint(look, line) + theme.Paint(r.Theme.Chrome, gap+right)
}

// queueLines is the list of places beside the passage.
func (r *Screen) queueLines(height int) []string {
	s := r.Rec
	q := s.Queue()
	at := slices.Index(q, s.Unit)
	s.first = layout.Window(s.first, at, len(q), height)
	var out []string
	for i := s.first; i < len(q) && i < s.first+height; i++ {
		mark := "  "
		if i == at {
			mark = theme.Paint(r.Theme.Accent, "▶ ")
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
func (r *Screen) passageLines(d reconcile.Disagreement, width, height int) []string {
	s := r.Rec
	p := &s.page
	unit := d.Unit.Segment.Span
	w := s.Work.RatingMatrix.Coded[d.Unit.Coded]
	if p.Width != width || p.Height != height {
		s.painted = -1
	}
	p.Text = s.text(w.Text)
	p.Width, p.Height, p.Theme, p.Times, p.Focus = width, height, r.Theme, true, -1
	p.Unit, p.Cursor = unit, unit.Start
	p.Quiet = func(label string) bool { return w.Speakers[label].Role == corpus.RoleInterviewer }
	if key := (markedKey{d.Index, s.Focus, width, r.Theme.Name}); s.marked != key {
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
func (r *Screen) passageRule(d reconcile.Disagreement, width int) string {
	p := &r.Rec.page
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
		line = "── " + r.Keys.Expand(strings.Join(words, " · ")) + " "
	}
	return theme.Paint(r.Theme.Chrome, line+strings.Repeat("─", max(0, width-ansi.StringWidth(line))))
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
	if focused = focused && d.Index == s.Unit; focused {
		questions = []reconcile.Question{q}
	}
	for g := range s.Work.RatingMatrix.Coders {
		var spans []corpus.Span
		for _, q := range questions {
			spans = append(spans, s.Work.RatingMatrix.Marked(d.Index, q.RatedCode, g)...)
		}
		for _, x := range corpus.Union(spans) {
			marks = append(marks, reader.Mark{Span: x, Letter: app.CoderLetter(g), Look: s.look(g)})
			if focused {
				hits = append(hits, x)
			}
		}
	}
	slices.SortStableFunc(marks, func(a, b reader.Mark) int { return a.Span.Compare(b.Span) })
	return marks, corpus.Union(hits)
}

// look is the colour of a coder's letter.
func (s *roundQueue) look(g int) string { return s.page.Theme.Code(g) }

// stateLines say what was decided about the place, by whom and why, or what was
// decided last; where there is nothing to say, nothing.
func (r *Screen) stateLines(d reconcile.Disagreement) []string {
	s := r.Rec
	if r.saving(d.Index) {
		return []string{theme.Paint(r.Theme.Chrome, " saving …")}
	}
	if d.Decision == nil {
		if s.last == "" {
			return nil
		}
		return []string{theme.Paint(r.Theme.Chrome, " last: "+s.last)}
	}
	x := d.Decision
	by := strings.TrimSpace(r.ByWhom(x.By) + layout.Day(x.Time, r.Now()))
	look, head := r.Theme.Good, "decided "+by
	switch d.Stage() {
	case reconcile.Parked:
		look, head = r.Theme.Accent, "parked "+by
	case reconcile.Waiting:
		look, head = r.Theme.Accent, "decided in part "+by
	case reconcile.Review:
		look, head = r.Theme.Alert, "to review: what was judged "+by+" no longer counts in the round"
	}
	first := " " + theme.Paint(look, head)
	if !x.Parked {
		first += ": " + s.outcome(*x)
	}
	var second []string
	if x.Reason != "" {
		second = append(second, "“"+layout.OneLine(x.Reason, 300)+"”")
	}
	if len(x.Present) > 0 {
		second = append(second, "present: "+layout.Clean(strings.Join(x.Present, ", ")))
	}
	if len(second) == 0 {
		return []string{first}
	}
	return []string{first, " " + theme.Paint(r.Theme.Quiet, strings.Join(second, " · "))}
}
