package reconciling

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/segment"
	"concord/tui/app"
	"concord/tui/layout"
)

// wordsDialog chooses the words of a place to which a code applies. It lies over
// nothing: the words are shown in the passage, and the last line says the keys.
type wordsDialog struct {
	screen   *Screen
	question reconcile.Question
	words    []corpus.Span // of the unit, in order
	from, to int           // the first word chosen and the last
	start    bool          // the first word is held, not the last
}

// newBounds lets the words of the code that is meant be chosen, beginning with
// all that anybody marked.
func (r *Screen) newBounds() tea.Cmd {
	s := r.Rec
	d, _ := s.place()
	q, _ := s.meant()
	l := &s.Work.RatingMatrix
	text := l.Coded[d.Unit.Coded].Text
	w := &wordsDialog{screen: r, question: q, words: wordsIn(s.boundsOf(text), text.Trim(d.Unit.Segment.Span))}
	if len(w.words) == 0 {
		r.Tell("there are no words here")
		return nil
	}
	var marked []corpus.Span
	for g := range l.Coders {
		marked = append(marked, l.Marked(d.Index, q.RatedCode, g)...)
	}
	w.choose(hull(corpus.Union(marked)))
	s.words = w
	r.Open(w)
	s.painted = -1
	w.Show()
	return nil
}

// wordsIn lists the words of a span.
func wordsIn(b *segment.Bounds, unit corpus.Span) []corpus.Span {
	var out []corpus.Span
	x, ok := b.WordAt(unit.Start)
	for ; ok && x.Start < unit.End; x, ok = b.Next(segment.Word, x.Start) {
		if n := len(out); x.Start >= unit.Start && (n == 0 || out[n-1].Start < x.Start) {
			out = append(out, x)
		}
	}
	return out
}

// choose takes the words that a span touches; all, if it is empty.
func (w *wordsDialog) choose(span corpus.Span) {
	w.from, w.to = 0, len(w.words)-1
	for span.Len() > 0 && w.from < w.to && w.words[w.from].End <= span.Start {
		w.from++
	}
	for span.Len() > 0 && w.to > w.from && w.words[w.to].Start >= span.End {
		w.to--
	}
}

// span is what is chosen.
func (w *wordsDialog) span() corpus.Span {
	return corpus.Span{Start: w.words[w.from].Start, End: w.words[w.to].End}
}

func (w *wordsDialog) Key(_ *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	r := w.screen
	switch k {
	case "esc":
		r.Rec.words = nil
		return nil, true
	case "enter":
		r.Rec.words = nil
		return r.ask(reconcile.Adjudication{Answers: map[codebook.CodeID]bool{w.question.Code.ID: true}, Bounds: w.span()}), true
	case "tab", "w":
		w.start = !w.start
	case "right", "l":
		w.move(1)
	case "left", "h":
		w.move(-1)
	case "home":
		w.from = 0
	case "end":
		w.to = len(w.words) - 1
	}
	w.Show()
	return nil, false
}

// move moves the word that is held; one word at least stays chosen.
func (w *wordsDialog) move(n int) {
	if w.start {
		w.from = max(0, min(w.from+n, w.to))
	} else {
		w.to = max(w.from, min(w.to+n, len(w.words)-1))
	}
}

func (w *wordsDialog) Show() {
	r := w.screen
	held := "end"
	if w.start {
		held = "start"
	}
	r.Tell(fmt.Sprintf("%s: %s · ← → move the %s · Tab the other end · Enter · Esc back", layout.Clean(w.question.Code.Name), layout.Counted(w.to-w.from+1, "word", "words"), held))
}

// view is empty: the passage shows the words.
func (w *wordsDialog) View(*app.Host, int, int) []string { return nil }
