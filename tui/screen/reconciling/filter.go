package reconciling

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// placeFilter lets only some places through. What is not set lets all through;
// what is set must hold of one and the same question.
type placeFilter struct {
	reconcile.Filter
	stage reconcile.Stage
}

func (f placeFilter) empty() bool {
	return f.stage == "" && !f.Undecided && f.Kind == "" && f.Code.IsZero() && len(f.Pair) == 0 && f.Transcript.IsZero()
}

// keep gives those of places that the filter lets through, by unit.
func (f placeFilter) Keep(s *roundQueue) map[int]bool {
	out := map[int]bool{}
	for _, d := range s.Work.RatingMatrix.Filter(s.listed, f.Filter) {
		if f.stage == "" || d.Stage() == f.stage {
			out[d.Index] = true
		}
	}
	return out
}

// words says the filter; nothing if it lets all through.
func (f placeFilter) words(s *roundQueue) []string {
	var out []string
	if f.stage != "" {
		out = append(out, stageWords[f.stage])
	}
	if f.Undecided {
		out = append(out, "undecided only")
	}
	if f.Kind != "" {
		out = append(out, string(f.Kind))
	}
	if !f.Code.IsZero() {
		out = append(out, layout.Clean(s.Work.RatingMatrix.Codebook.Path(f.Code)))
	}
	if len(f.Pair) == 2 {
		var names []string
		for i, c := range s.Work.RatingMatrix.Coders {
			if slices.Contains(f.Pair, c.ID) {
				names = append(names, layout.Clean(s.Work.RatingMatrix.CoderNames()[i]))
			}
		}
		out = append(out, strings.Join(names, " and "))
	}
	for _, w := range s.Work.RatingMatrix.Coded {
		if w.Transcript.ID == f.Transcript {
			out = append(out, layout.Clean(w.Transcript.Name))
		}
	}
	return out
}

// toggleOpen shows only what waits for a decision, or everything again.
func (r *Screen) toggleOpen() tea.Cmd {
	f := &r.Rec.filter
	f.Undecided, f.stage = !f.Undecided, ""
	r.Rec.kept = nil
	if !f.Undecided {
		r.Tell("decided and parked places are shown too")
		return nil
	}
	r.filtered()
	return nil
}

// filtered goes to the first place that the filter lets through, if the one
// shown is none of them.
func (r *Screen) filtered() {
	s := r.Rec
	s.kept = nil
	kept := s.Keep()
	if len(kept) == 0 {
		r.Tell("no place is left with this filter; {filter-places} changes it")
		return
	}
	if !kept[s.Unit] {
		s.GoTo(s.Order[slices.IndexFunc(s.Order, func(u int) bool { return kept[u] })])
	}
	r.Tell(fmt.Sprintf("%s shown", layout.Counted(len(kept), "place", "places")))
}

// A filterChoice is one thing to filter places by.
type filterChoice struct {
	words string
	alone placeFilter // it and nothing else
	on    bool        // it is set now
	set   func(f *placeFilter, on bool)
}

// filterChoices lists what places can be filtered by.
func (s *roundQueue) filterChoices() []filterChoice {
	var all []filterChoice
	add := func(words string, on bool, set func(f *placeFilter, on bool)) {
		x := filterChoice{words: words, on: on, set: set}
		set(&x.alone, true)
		all = append(all, x)
	}
	f := s.filter
	for _, st := range []reconcile.Stage{reconcile.Waiting, reconcile.Parked, reconcile.Review, reconcile.Decided} {
		add(stageWords[st], f.stage == st, func(f *placeFilter, on bool) { f.stage, f.Undecided = onlyIf(on, st), false })
	}
	for _, k := range reconcile.Kinds {
		add("kind: "+string(k), f.Kind == k, func(f *placeFilter, on bool) { f.Kind = onlyIf(on, k) })
	}
	for _, line := range s.Work.RatingMatrix.Codes {
		id := line.Code.ID
		add("code: "+s.Work.RatingMatrix.Codebook.Path(id), f.Code == id, func(f *placeFilter, on bool) { f.Code = onlyIf(on, id) })
	}
	names := s.Work.RatingMatrix.CoderNames()
	for a := range names {
		for b := a + 1; b < len(names); b++ {
			pair := []codebook.CoderID{s.Work.RatingMatrix.Coders[a].ID, s.Work.RatingMatrix.Coders[b].ID}
			add("between "+names[a]+" and "+names[b], slices.Equal(f.Pair, pair), func(f *placeFilter, on bool) { f.Pair = onlyIf(on, pair) })
		}
	}
	for _, w := range s.Work.RatingMatrix.Coded {
		id := w.Transcript.ID
		add("transcript: "+w.Transcript.Name, f.Transcript == id, func(f *placeFilter, on bool) { f.Transcript = onlyIf(on, id) })
	}
	return all
}

// onlyIf gives a value, or, if it is not on, none.
func onlyIf[T any](on bool, value T) (out T) {
	if on {
		return value
	}
	return out
}

// askPlaces asks which places are to be shown.
func (r *Screen) askPlaces() tea.Cmd {
	s := r.Rec
	c := &widget.Chooser{Title: "show only", Hint: "Enter chooses; several narrow further"}
	var offered []filterChoice
	if !s.filter.empty() {
		offered = append(offered, filterChoice{words: "everything", set: func(f *placeFilter, _ bool) { *f = placeFilter{} }})
	}
	offered = append(offered, s.filterChoices()...)
	offered = slices.DeleteFunc(offered, func(x filterChoice) bool {
		n := len(x.alone.Keep(s))
		if n == 0 && !x.on {
			return true
		}
		sign := "  "
		if x.on {
			sign = theme.Paint(r.Theme.Accent, "✓ ")
		}
		c.Rows = append(c.Rows, sign+layout.Pad(layout.Clean(x.words), 60)+theme.Paint(r.Theme.Chrome, fmt.Sprintf("%6d", n)))
		return false
	})
	c.Enter = func(i int) tea.Cmd {
		offered[i].set(&r.Rec.filter, !offered[i].on)
		r.filtered()
		return nil
	}
	r.Open(c)
	return nil
}

// listPlaces shows the queue, to go to one of its places.
func (r *Screen) listPlaces() tea.Cmd {
	s := r.Rec
	q := s.Queue()
	c := &widget.Chooser{Title: fmt.Sprintf("places of %s", layout.Clean(s.Work.Round.Name)), Hint: "· undecided, ✓ decided, P parked, ! to review · Enter goes there", At: slices.Index(q, s.Unit)}
	for _, u := range q {
		c.Rows = append(c.Rows, r.placeLine(u, 76))
	}
	c.Enter = func(i int) tea.Cmd {
		r.Rec.GoTo(q[i])
		return nil
	}
	r.Open(c)
	return nil
}

// stageWords say how far a place is.
var stageWords = map[reconcile.Stage]string{reconcile.Waiting: "undecided", reconcile.Parked: "parked", reconcile.Review: "to review", reconcile.Decided: "decided"}

// stageSigns mark places in lists; the word stands beside them where there is
// room.
var stageSigns = map[reconcile.Stage]string{reconcile.Waiting: "·", reconcile.Parked: "P", reconcile.Review: "!", reconcile.Decided: "✓"}

// placeLine is a place on one line: how far it is, where, and the codes in
// question.
func (r *Screen) placeLine(unit, width int) string {
	s := r.Rec
	d := s.places[unit]
	st := d.Stage()
	sign, look := stageSigns[st], ""
	switch {
	case r.saving(unit):
		sign, look = "…", r.Theme.Chrome
	case st == reconcile.Decided:
		look = r.Theme.Chrome
	case st == reconcile.Review:
		look = r.Theme.Alert
	}
	var codes []string
	for _, q := range d.Questions {
		codes = append(codes, q.Code.Name)
	}
	line := sign + " " + layout.Pad(layout.Clean(s.Work.RatingMatrix.Ref(unit)), min(14, width/3)) + " "
	for i, c := range codes {
		if i > 0 {
			line += ", "
		}
		line += layout.Clean(c)
	}
	return theme.Paint(look, layout.Fit(line, width))
}
