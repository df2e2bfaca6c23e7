package tui

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	tea "github.com/charmbracelet/bubbletea"

	"concord/corpus"
	"concord/store"
	"concord/tui/theme"
)

// listScreen shows the transcripts with each coder's progress.
type listScreen struct {
	chosen corpus.TranscriptID
	at     int
	first  int
	filter string // words that names and attributes must hold
	shown  []corpus.Transcript
}

// keep holds on to the chosen transcript when the list changes.
func (l *listScreen) keep(all []corpus.Transcript) {
	for i, t := range all {
		if t.ID == l.chosen {
			l.at = i
		}
	}
}

func listKeys() []binding {
	open := func(r *root) tea.Cmd {
		if t, ok := r.listed(); ok {
			return r.openCmd(t.ID, nil)
		}
		return nil
	}
	none := func(r *root) string {
		if len(r.over.Transcripts) == 0 {
			return "there are no transcripts yet: leave, and import some with “concord import FILE…”"
		}
		if len(r.list.shown) == 0 {
			return "no transcript matches the filter; {clear-filter} clears it"
		}
		return ""
	}
	move := func(n int) func(r *root) tea.Cmd {
		return func(r *root) tea.Cmd { r.list.move(r, n); return nil }
	}
	return []binding{
		{name: "open", mode: modeList, keys: []string{"enter", "right", "l"}, help: "open the transcript where you stopped", foot: "open", do: open, why: none},
		{name: "list-down", mode: modeList, keys: []string{"down", "j"}, help: "next transcript", do: move(1)},
		{name: "list-up", mode: modeList, keys: []string{"up", "k"}, help: "transcript before", do: move(-1)},
		{name: "list-page-down", mode: modeList, keys: []string{"pgdown", "ctrl+d", "space"}, help: "a page down", do: func(r *root) tea.Cmd { r.list.move(r, r.height-6); return nil }},
		{name: "list-page-up", mode: modeList, keys: []string{"pgup", "ctrl+u"}, help: "a page up", do: func(r *root) tea.Cmd { r.list.move(r, -(r.height - 6)); return nil }},
		{name: "list-first", mode: modeList, keys: []string{"home", "g"}, help: "first transcript", do: move(-1 << 20)},
		{name: "list-last", mode: modeList, keys: []string{"end", "G"}, help: "last transcript", do: move(1 << 20)},
		{name: "next-uncoded", mode: modeList, keys: []string{"n"}, help: "open a transcript you have not coded yet, chosen at random", foot: "next uncoded",
			do: (*root).openUncoded, why: func(r *root) string {
				if why := none(r); why != "" {
					return why
				}
				if len(r.uncoded()) == 0 {
					return "you have worked on every transcript"
				}
				return ""
			}},
		{name: "list-complete", mode: modeList, keys: []string{"C"}, help: "say that you have finished the transcript, or take it back", foot: "complete",
			do: func(r *root) tea.Cmd {
				if t, ok := r.listed(); ok {
					return r.toggleComplete(t)
				}
				return nil
			}, why: func(r *root) string { return firstOf(none(r), r.noCoder()) }},
		{name: "filter", mode: modeList, keys: []string{"f"}, help: "show only transcripts whose name, case or attributes hold these words", foot: "filter",
			do: func(r *root) tea.Cmd {
				r.dialog = newPrompt("filter transcripts by name, case or attribute", r.list.filter, func(r *root, s string) tea.Cmd {
					r.list.filter, r.list.at = strings.TrimSpace(s), 0
					return nil
				})
				return nil
			}},
		{name: "clear-filter", mode: modeList, keys: []string{"esc"}, help: "show all transcripts again", do: func(r *root) tea.Cmd { r.list.filter = ""; return nil }},
	}
}

func firstOf(reasons ...string) string {
	for _, s := range reasons {
		if s != "" {
			return s
		}
	}
	return ""
}

func (l *listScreen) move(r *root, n int) {
	all := r.matching()
	if len(all) == 0 {
		return
	}
	l.at = max(0, min(l.at+n, len(all)-1))
	l.choose(r)
}

// choose remembers which transcript the cursor is on.
func (l *listScreen) choose(r *root) {
	if t, ok := r.listed(); ok {
		l.chosen = t.ID
	}
}

// listTop is the line of the screen on which the first transcript stands.
const listTop = 3

// matching gives the transcripts that the filter lets through.
func (r *root) matching() []corpus.Transcript {
	words := strings.Fields(strings.ToLower(r.list.filter))
	if len(words) == 0 {
		r.list.shown = r.over.Transcripts
		return r.list.shown
	}
	r.list.shown = nil
	for _, t := range r.over.Transcripts {
		about := strings.ToLower(t.Name + " " + r.aboutTranscript(t))
		ok := true
		for _, w := range words {
			ok = ok && strings.Contains(about, w)
		}
		if ok {
			r.list.shown = append(r.list.shown, t)
		}
	}
	return r.list.shown
}

// aboutTranscript joins the names of a transcript's cases with their attributes,
// those that tell groups of cases apart first.
func (r *root) aboutTranscript(t corpus.Transcript) string {
	var names []string
	attributes := slices.Clone(t.Attributes)
	for _, id := range t.Cases {
		c := r.over.Cases[id]
		names = append(names, c.Name)
		attributes = append(attributes, c.Attributes...)
	}
	kinds := r.attributeKinds()
	slices.SortStableFunc(attributes, func(a, b corpus.Attribute) int { return kinds[a.Name] - kinds[b.Name] })
	for _, a := range attributes {
		names = append(names, a.Value)
	}
	return clean(strings.Join(names, " · "))
}

// attributeKinds counts how many values each attribute has: few for a county,
// many for a name.
func (r *root) attributeKinds() map[string]int {
	if r.kinds != nil {
		return r.kinds
	}
	seen := map[[2]string]bool{}
	r.kinds = map[string]int{}
	for _, c := range r.over.Cases {
		for _, a := range c.Attributes {
			if k := [2]string{a.Name, a.Value}; !seen[k] {
				seen[k] = true
				r.kinds[a.Name]++
			}
		}
	}
	return r.kinds
}

// listed is the transcript that the list's cursor is on.
func (r *root) listed() (corpus.Transcript, bool) {
	all := r.matching()
	if len(all) == 0 {
		return corpus.Transcript{}, false
	}
	r.list.at = max(0, min(r.list.at, len(all)-1))
	return all[r.list.at], true
}

// uncoded are the transcripts on which the coder has nothing yet.
func (r *root) uncoded() []corpus.Transcript {
	var out []corpus.Transcript
	for _, t := range r.over.Transcripts {
		if m := r.over.Summaries[t.ID][r.coder().ID]; m.Codings == 0 && !m.Completed {
			out = append(out, t)
		}
	}
	return out
}

func (r *root) openUncoded() tea.Cmd {
	open := r.uncoded()
	// The clock is random enough to keep coders from all starting with KI-01.
	t := open[int(r.now().UnixNano()/1000)%len(open)]
	r.list.chosen = t.ID
	r.list.keep(r.over.Transcripts)
	return r.openCmd(t.ID, nil)
}

// toggleComplete records that the coder has finished a transcript, or takes it
// back.
func (r *root) toggleComplete(t corpus.Transcript) tea.Cmd {
	done := r.over.Summaries[t.ID][r.coder().ID].Completed
	what := t.Name + " complete"
	if done {
		what = t.Name + " not complete"
	}
	return r.do(&job{what: what, run: func(r *root) (string, error) {
		if done {
			return t.Name + " is open again", r.study.Reopen(r.ctx, r.coder().ID, r.coder().ID, t.ID)
		}
		c, err := r.study.Complete(r.ctx, r.coder().ID, r.coder().ID, t.ID)
		return fmt.Sprintf("%s is complete: %s, and silence now means “no”", t.Name, counted(c.Codings, "coding", "codings")), err
	}})
}

func (r *root) listView() []string {
	all := r.matching()
	o := r.over
	title := fmt.Sprintf("%s   %s · %s · codebook %s", theme.Paint(r.theme.Title, o.Title), counted(len(o.Transcripts), "transcript", "transcripts"),
		counted(len(o.Coders), "coder", "coders"), r.versionLabel())
	who := r.coder().Name
	if who == "" {
		who = "nobody codes here"
	}
	lines := []string{r.header(title, theme.Paint(r.theme.Accent, who)), r.rule()}
	height := r.height - 5
	name, about := 10, 0
	for _, t := range all {
		name = max(name, min(ansi.StringWidth(t.Name), 28))
		about = max(about, ansi.StringWidth(r.aboutTranscript(t)))
	}
	bars := o.Coders
	bar := 14
	fixed := 2 + name + 2 + 7 + 2
	about = min(about, max(0, r.width-fixed-bar*len(bars)-10), 44)
	for len(bars) > 0 && fixed+bar*len(bars) > r.width {
		bars = bars[:len(bars)-1]
	}
	head := pad("  transcript", 2+name) + "  " + fmt.Sprintf("%7s", "words") + "  "
	if about > 8 {
		head += pad("case and attributes", about) + "  "
	}
	for _, c := range bars {
		head += pad(c.Name, bar-2) + "  "
	}
	lines = append(lines, theme.Paint(r.theme.Chrome, pad(head, r.width-8)+" last"))
	r.list.first = window(r.list.first, r.list.at, len(all), height)
	for i := r.list.first; i < len(all) && i < r.list.first+height; i++ {
		t := all[i]
		mark, look := "  ", ""
		if i == r.list.at {
			mark, look = theme.Paint(r.theme.Accent, "▶ "), r.theme.Title
		}
		line := mark + theme.Paint(look, pad(t.Name, name)) + "  " + fmt.Sprintf("%7s", thousands(t.WordCount)) + "  "
		if about > 8 {
			line += theme.Paint(r.theme.Quiet, pad(r.aboutTranscript(t), about)) + "  "
		}
		last := time.Time{}
		for _, m := range o.Summaries[t.ID] {
			if m.LastWorked.After(last) {
				last = m.LastWorked
			}
		}
		for _, c := range bars {
			line += r.bar(o.Summaries[t.ID][c.ID], t.TurnCount, bar-2) + "  "
		}
		lines = append(lines, pad(line, r.width-8)+" "+theme.Paint(r.theme.Chrome, day(last, r.now())))
	}
	for len(lines) < r.height-2 {
		lines = append(lines, "")
	}
	note := ""
	if r.list.filter != "" {
		note = theme.Paint(r.theme.Accent, fmt.Sprintf(" filter “%s”: %d of %d; Esc shows all", r.list.filter, len(all), len(o.Transcripts)))
	} else if n := len(all) - height; n > 0 {
		note = theme.Paint(r.theme.Chrome, fmt.Sprintf(" %d to %d of %d", r.list.first+1, min(r.list.first+height, len(all)), len(all)))
	}
	return append(lines, note, r.bottom())
}

// bar shows progress in words and strokes: how many turns are coded, and
// whether the coder has finished.
func (r *root) bar(m store.Summary, turns, width int) string {
	switch {
	case m.Completed:
		return theme.Paint(r.theme.Good, pad("✓ "+fmt.Sprint(m.Codings), width))
	case m.Codings == 0:
		return theme.Paint(r.theme.Chrome, pad("·", width))
	}
	number := fmt.Sprint(m.Codings)
	cells := width - len(number) - 1
	full := 0
	if turns > 0 {
		full = max(1, cells*m.CodedTurns/turns)
	}
	return pad(strings.Repeat("█", min(full, cells))+theme.Paint(r.theme.Chrome, strings.Repeat("░", max(0, cells-full)))+" "+number, width)
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// day writes a day as people say it: today, a weekday within the week, a date.
func day(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return "today"
	case now.Sub(t) < 6*24*time.Hour && now.After(t):
		return t.Format("Mon")
	case t.Year() == now.Year():
		return t.Format("2 Jan")
	}
	return t.Format("Jan 06")
}
