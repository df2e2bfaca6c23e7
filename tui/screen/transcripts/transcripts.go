package transcripts

import (
	"math/rand/v2"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/widget"
)

// listScreen shows the transcripts with each coder's progress.
type Screen struct {
	*app.Host

	at, first int
	Filter    string // see parseFilter
	// What follows is made by matching.
	fresh bool
	shown []*app.ListItem
}

// listTop is the line of the screen on which the first transcript stands.
const listTop = 3

func (r *Screen) Bindings() []keymap.Binding {
	none := func() string {
		if len(r.Over.Transcripts) == 0 {
			return "there are no transcripts yet: leave, and import some with “concord import FILE…”"
		}
		if len(r.Matching()) == 0 {
			return "no transcript matches the filter; {clear-filter} clears it"
		}
		return ""
	}
	moves := keymap.MoveKeys("list", "transcript", keymap.ModeList, func() keymap.Rows { return keymap.Rows{At: &r.at, N: len(r.Matching()), Page: r.listRows() - 1} })
	moves[2].Keys = append(moves[2].Keys, "space")
	return append([]keymap.Binding{
		{Name: "open", Mode: keymap.ModeList, Keys: []string{"enter", "right", "l"}, Help: "open the transcript where you stopped", Foot: "open", Why: none, Do: func() tea.Cmd {
			t, _ := r.Listed()
			return r.OpenTranscript(t.ID, nil)
		}},
		{Name: "next-uncoded", Mode: keymap.ModeList, Keys: []string{"n"}, Help: "open a transcript you have not coded yet, chosen at random among those shown", Foot: "next uncoded",
			Do: r.openUncoded, Why: func() string {
				if len(r.uncoded()) == 0 {
					return layout.FirstOf(none(), "you have worked on every transcript shown")
				}
				return ""
			}},
		{Name: "list-complete", Mode: keymap.ModeList, Keys: []string{"C"}, Help: "say that you have finished the transcript, or take it back", Foot: "complete",
			Do: func() tea.Cmd {
				t, _ := r.Listed()
				return r.ToggleComplete(t)
			}, Why: func() string { return layout.FirstOf(none(), r.NoCoder()) }},
		{Name: "filter", Mode: keymap.ModeList, Keys: []string{"f"}, Help: "show only some transcripts: words of name, case or attributes; county:Dane, coded:no, complete:yes", Foot: "filter", Do: r.askFilter},
		{Name: "clear-filter", Mode: keymap.ModeList, Keys: []string{"esc"}, Help: "show all transcripts again", Do: func() tea.Cmd { return r.setFilter("") }},
		{Name: "list-sort", Mode: keymap.ModeList, Keys: []string{"s"}, Help: "sort by name, words, progress, last work or an attribute; the same again turns the order round", Foot: "sort", Do: r.askOrder},
	}, moves...)
}

// matching gives the transcripts that the filter lets through, in order. When
// the list is made anew, the cursor stays on the transcript it is on, if that is
// still shown.
func (r *Screen) Matching() []*app.ListItem {
	l := r
	if l.fresh {
		return l.shown
	}
	var was corpus.TranscriptID
	if l.at < len(l.shown) {
		was = l.shown[l.at].ID
	}
	l.fresh = true
	terms := parseFilter(l.Filter)
	l.shown = l.shown[:0:0]
	for _, t := range r.Over.Transcripts {
		x := r.ListItem(t)
		if !slices.ContainsFunc(terms, func(t filterTerm) bool { return !t.matches(x) }) {
			l.shown = append(l.shown, x)
		}
	}
	if r.Habits.Order.By == app.OrderName && r.Habits.Order.Down {
		slices.Reverse(l.shown)
	}
	slices.SortStableFunc(l.shown, r.Habits.Order.Compare)
	r.listAt(was)
	return l.shown
}

// listed is the transcript that the list's cursor is on.
func (r *Screen) Listed() (corpus.Transcript, bool) {
	all := r.Matching()
	if len(all) == 0 {
		return corpus.Transcript{}, false
	}
	r.at = max(0, min(r.at, len(all)-1))
	return all[r.at].Transcript, true
}

// listAt puts the cursor on a transcript.
func (r *Screen) listAt(id corpus.TranscriptID) {
	if i := slices.IndexFunc(r.Matching(), func(x *app.ListItem) bool { return x.ID == id }); i >= 0 {
		r.at = i
	}
}

func (r *Screen) askFilter() tea.Cmd {
	p := widget.NewPrompt("filter transcripts", r.Filter, r.setFilter)
	p.Hint = "words of name, case or attributes · coded:no complete:yes"
	for i, f := range r.Attributes {
		if i == 4 {
			p.Hint += " …"
			break
		}
		p.Hint += " " + quoteField(f) + ":…"
	}
	r.Open(p)
	return nil
}

func quoteField(name string) string {
	if strings.ContainsAny(name, " :") {
		return `"` + name + `"`
	}
	return layout.Clean(name)
}

func (r *Screen) setFilter(s string) tea.Cmd {
	s = strings.TrimSpace(s)
	r.Matching()
	if why := checkFilter(parseFilter(s), r.Attributes); why != "" {
		r.Warn(why)
		return nil
	}
	r.Filter, r.fresh = s, false
	return nil
}

// askOrder asks how to sort the list.
func (r *Screen) askOrder() tea.Cmd {
	r.Matching()
	orders := append(slices.Clone(fixedOrders), r.Attributes...)
	c := &widget.Chooser{Title: "sort transcripts by", Hint: "Enter sorts; the same again turns the order round"}
	for i, o := range orders {
		c.Rows = append(c.Rows, layout.Clean(layout.FirstOf(o, "name")))
		if o == r.Habits.Order.By {
			c.At = i
		}
	}
	c.Enter = func(i int) tea.Cmd {
		o := app.ListOrder{By: orders[i], Down: orders[i] == r.Habits.Order.By && !r.Habits.Order.Down}
		r.Habits.Order, r.fresh = o, false
		r.Tell("sorted " + o.Words())
		return r.KeepHabits()
	}
	r.Open(c)
	return nil
}

// uncoded are the transcripts shown on which the coder has nothing yet.
func (r *Screen) uncoded() []*app.ListItem {
	var out []*app.ListItem
	for _, x := range r.Matching() {
		if x.Mine.Codings == 0 && !x.Mine.Completed {
			out = append(out, x)
		}
	}
	return out
}

func (r *Screen) openUncoded() tea.Cmd {
	open := r.uncoded()
	t := open[rand.IntN(len(open))]
	r.listAt(t.ID)
	return r.OpenTranscript(t.ID, nil)
}

// subjects is what a memo can be about here.
func (r *Screen) Subjects() []app.Subject {
	if t, ok := r.Listed(); ok {
		return r.TranscriptSubjects(t)
	}
	return nil
}

// applied makes the list anew.
func (r *Screen) Applied(app.SnapshotMsg) { r.fresh = false }

// invalidated makes the list anew: habits order it.
func (r *Screen) Invalidated() { r.fresh = false }
