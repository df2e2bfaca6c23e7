package tui

import (
	"cmp"
	"context"
	"math/rand/v2"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus"
	"concord/store"
	"concord/store/study"
)

// listScreen shows the transcripts with each coder's progress.
type listScreen struct {
	*host

	at, first int
	filter    string // see parseFilter
	// What follows is made by matching.
	fresh bool
	shown []*listItem
}

// listTop is the line of the screen on which the first transcript stands.
const listTop = 3

func (r *listScreen) Bindings() []binding {
	none := func() string {
		if len(r.over.Transcripts) == 0 {
			return "there are no transcripts yet: leave, and import some with “concord import FILE…”"
		}
		if len(r.matching()) == 0 {
			return "no transcript matches the filter; {clear-filter} clears it"
		}
		return ""
	}
	moves := moveKeys("list", "transcript", modeList, func() rows { return rows{&r.at, len(r.matching()), r.listRows() - 1} })
	moves[2].keys = append(moves[2].keys, "space")
	return append([]binding{
		{name: "open", mode: modeList, keys: []string{"enter", "right", "l"}, help: "open the transcript where you stopped", foot: "open", why: none, do: func() tea.Cmd {
			t, _ := r.listed()
			return r.openTranscript(t.ID, nil)
		}},
		{name: "next-uncoded", mode: modeList, keys: []string{"n"}, help: "open a transcript you have not coded yet, chosen at random among those shown", foot: "next uncoded",
			do: r.openUncoded, why: func() string {
				if len(r.uncoded()) == 0 {
					return firstOf(none(), "you have worked on every transcript shown")
				}
				return ""
			}},
		{name: "list-complete", mode: modeList, keys: []string{"C"}, help: "say that you have finished the transcript, or take it back", foot: "complete",
			do: func() tea.Cmd {
				t, _ := r.listed()
				return r.toggleComplete(t)
			}, why: func() string { return firstOf(none(), r.noCoder()) }},
		{name: "filter", mode: modeList, keys: []string{"f"}, help: "show only some transcripts: words of name, case or attributes; county:Dane, coded:no, complete:yes", foot: "filter", do: r.askFilter},
		{name: "clear-filter", mode: modeList, keys: []string{"esc"}, help: "show all transcripts again", do: func() tea.Cmd { return r.setFilter("") }},
		{name: "list-sort", mode: modeList, keys: []string{"s"}, help: "sort by name, words, progress, last work or an attribute; the same again turns the order round", foot: "sort", do: r.askOrder},
	}, moves...)
}

func firstOf(reasons ...string) string {
	for _, s := range reasons {
		if s != "" {
			return s
		}
	}
	return ""
}

// matching gives the transcripts that the filter lets through, in order. When
// the list is made anew, the cursor stays on the transcript it is on, if that is
// still shown.
func (r *listScreen) matching() []*listItem {
	l := r
	if l.fresh {
		return l.shown
	}
	var was corpus.TranscriptID
	if l.at < len(l.shown) {
		was = l.shown[l.at].ID
	}
	l.fresh = true
	terms := parseFilter(l.filter)
	l.shown = l.shown[:0:0]
	for _, t := range r.over.Transcripts {
		x := r.listItem(t)
		if !slices.ContainsFunc(terms, func(t filterTerm) bool { return !t.matches(x) }) {
			l.shown = append(l.shown, x)
		}
	}
	if r.habits.Order.By == orderName && r.habits.Order.Down {
		slices.Reverse(l.shown)
	}
	slices.SortStableFunc(l.shown, r.habits.Order.compare)
	r.listAt(was)
	return l.shown
}

// aboutTranscript tells of a transcript's cases and attributes on one line,
// those that tell groups apart first.
func (r *host) aboutTranscript(t corpus.Transcript) string {
	return r.listItem(t).about
}

// listItem gathers what the list tells of a transcript.
func (r *host) listItem(t corpus.Transcript) *listItem {
	x := &listItem{Transcript: t, attributes: slices.Clone(t.Attributes), mine: r.over.Summaries[t.ID][r.coder().ID]}
	for _, id := range t.Cases {
		c := r.over.Cases[id]
		x.cases = append(x.cases, c.Name)
		x.attributes = append(x.attributes, c.Attributes...)
	}
	place := func(a corpus.Attribute) int {
		if strings.EqualFold(a.Name, r.habits.Order.By) {
			return -1
		}
		return slices.Index(r.attributes, a.Name)
	}
	slices.SortStableFunc(x.attributes, func(a, b corpus.Attribute) int { return place(a) - place(b) })
	words := slices.Clone(x.cases)
	for _, a := range x.attributes {
		words = append(words, a.Value)
	}
	x.about = clean(strings.Join(words, " · "))
	return x
}

// attributeNames lists the attributes of the project, those with few values
// first: a county tells groups apart, a name does not.
func attributeNames(o *store.Overview) []string {
	values := map[string]map[string]bool{}
	add := func(all []corpus.Attribute) {
		for _, a := range all {
			if values[a.Name] == nil {
				values[a.Name] = map[string]bool{}
			}
			values[a.Name][a.Value] = true
		}
	}
	for _, t := range o.Transcripts {
		add(t.Attributes)
	}
	for _, c := range o.Cases {
		add(c.Attributes)
	}
	var names []string
	for n := range values {
		names = append(names, n)
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(len(values[a]), len(values[b])), strings.Compare(a, b))
	})
	return names
}

// listed is the transcript that the list's cursor is on.
func (r *listScreen) listed() (corpus.Transcript, bool) {
	all := r.matching()
	if len(all) == 0 {
		return corpus.Transcript{}, false
	}
	r.at = max(0, min(r.at, len(all)-1))
	return all[r.at].Transcript, true
}

// listAt puts the cursor on a transcript.
func (r *listScreen) listAt(id corpus.TranscriptID) {
	if i := slices.IndexFunc(r.matching(), func(x *listItem) bool { return x.ID == id }); i >= 0 {
		r.at = i
	}
}

func (r *listScreen) askFilter() tea.Cmd {
	p := newPrompt("filter transcripts", r.filter, r.setFilter)
	p.hint = "words of name, case or attributes · coded:no complete:yes"
	for i, f := range r.attributes {
		if i == 4 {
			p.hint += " …"
			break
		}
		p.hint += " " + quoteField(f) + ":…"
	}
	r.Open(p)
	return nil
}

func quoteField(name string) string {
	if strings.ContainsAny(name, " :") {
		return `"` + name + `"`
	}
	return clean(name)
}

func (r *listScreen) setFilter(s string) tea.Cmd {
	s = strings.TrimSpace(s)
	r.matching()
	if why := checkFilter(parseFilter(s), r.attributes); why != "" {
		r.warn(why)
		return nil
	}
	r.filter, r.fresh = s, false
	return nil
}

// askOrder asks how to sort the list.
func (r *listScreen) askOrder() tea.Cmd {
	r.matching()
	orders := append(slices.Clone(fixedOrders), r.attributes...)
	c := &chooser{title: "sort transcripts by", hint: "Enter sorts; the same again turns the order round"}
	for i, o := range orders {
		c.rows = append(c.rows, clean(firstOf(o, "name")))
		if o == r.habits.Order.By {
			c.at = i
		}
	}
	c.enter = func(i int) tea.Cmd {
		o := listOrder{By: orders[i], Down: orders[i] == r.habits.Order.By && !r.habits.Order.Down}
		r.habits.Order, r.fresh = o, false
		r.tell("sorted " + o.words())
		return r.keepHabits()
	}
	r.Open(c)
	return nil
}

// uncoded are the transcripts shown on which the coder has nothing yet.
func (r *listScreen) uncoded() []*listItem {
	var out []*listItem
	for _, x := range r.matching() {
		if x.mine.Codings == 0 && !x.mine.Completed {
			out = append(out, x)
		}
	}
	return out
}

func (r *listScreen) openUncoded() tea.Cmd {
	open := r.uncoded()
	t := open[rand.IntN(len(open))]
	r.listAt(t.ID)
	return r.openTranscript(t.ID, nil)
}

// toggleComplete records that the coder has finished a transcript, or takes it
// back.
func (r *host) toggleComplete(t corpus.Transcript) tea.Cmd {
	return r.Do(&job{what: t.Name + " complete, or not", run: func(ctx context.Context, st *study.Study) (string, error) { return st.ToggleComplete(ctx, t) }})
}

// subjects is what a memo can be about here.
func (r *listScreen) Subjects() []subject {
	if t, ok := r.listed(); ok {
		return r.transcriptSubjects(t)
	}
	return nil
}

// applied makes the list anew.
func (r *listScreen) Applied(snapshotMsg) { r.fresh = false }

// invalidated makes the list anew: habits order it.
func (r *listScreen) Invalidated() { r.fresh = false }
