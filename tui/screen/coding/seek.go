package coding

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/widget"
)

// stop is a place that ] and [ go to.
type stop struct {
	span   corpus.Span
	coding codebook.CodingID // gets the focus; zero for none
	chosen bool              // the span is selected
}

// stops lists the places of a kind, in reading order.
func (s *openTranscript) stops(kind app.StopKind) []stop {
	s.refresh()
	var out []stop
	switch kind {
	case app.StopCodings, app.StopMine, app.StopCode:
		for _, c := range s.shown {
			if kind == app.StopCodings || kind == app.StopMine && c.mine || kind == app.StopCode && c.Code == s.sought {
				out = append(out, stop{span: c.Span, coding: c.ID})
			}
		}
	case app.StopMemos:
		for _, m := range s.Data.Memos {
			if span, ok := s.memoSpan(m); ok {
				out = append(out, stop{span, m.About.Coding, m.About.Kind == codebook.AboutSpan})
			}
		}
		slices.SortStableFunc(out, func(a, b stop) int { return a.span.Compare(b.span) })
	case app.StopBookmarks:
		for _, at := range s.Page.Bookmarks {
			out = append(out, stop{span: corpus.Span{Start: at, End: at}})
		}
	case app.StopDiffer, app.StopUncoded:
		coded := s.CodedTurns()
		for i, t := range s.Data.Text.Turns {
			differ := s.Page.Differ != nil && s.Page.Differ(corpus.TurnIndex(i))
			open := !coded[i] && len(t.Speech) > 0 && s.Data.SpokenBy(corpus.TurnIndex(i)) != corpus.RoleInterviewer
			if kind == app.StopDiffer && differ || kind == app.StopUncoded && open {
				out = append(out, stop{span: t.Extent})
			}
		}
	}
	return out
}

// codeAtHand is the code that stopCode goes through when it is chosen: that of
// the focused coding, else the one used last.
func (s *openTranscript) codeAtHand() codebook.CodeID {
	if c, ok := s.Focused(); ok {
		return c.Code
	}
	c, _ := s.screen.LastCode()
	return c.ID
}

// seek goes to the next place of a kind (n > 0) or the last before, and reports
// whether there is one.
func (s *openTranscript) seek(kind app.StopKind, n int) bool {
	stops := s.stops(kind)
	at := -1
	for i, x := range stops {
		if x.coding == s.Focus && !s.Focus.IsZero() {
			at = i + n
			break
		}
		if n > 0 && x.span.Start > s.Cursor {
			at = i
			break
		}
		if n < 0 && x.span.Start < s.Cursor {
			at = i
		}
	}
	if at < 0 || at >= len(stops) {
		return false
	}
	to := stops[at]
	s.Selection, s.extending = corpus.Span{}, false
	if to.chosen {
		s.Selection = to.span
	}
	s.Cursor, s.Focus = to.span.Start, to.coding
	s.Show(to.span)
	return true
}

// step goes on to the next or the last place of the kind chosen.
func (r *Screen) step(n int) tea.Cmd {
	if r.Read.sought.IsZero() {
		r.Read.sought = r.Read.codeAtHand()
	}
	if !r.Read.seek(r.Habits.Step, n) {
		r.Tell(map[int]string{1: "none after this: ", -1: "none before this: "}[n] + r.Read.stopWords(r.Habits.Step))
	}
	return nil
}

// stopWords names a kind of stop.
func (s *openTranscript) stopWords(kind app.StopKind) string {
	switch kind {
	case app.StopMine:
		return "codings of mine"
	case app.StopCode:
		if c, ok := s.Data.Codebook.Code(s.sought); ok {
			return "codings of “" + c.Name + "”"
		}
		return "codings of the focused code"
	case app.StopMemos:
		return "memos"
	case app.StopBookmarks:
		return "bookmarks"
	case app.StopDiffer:
		return "turns on which coders differ"
	case app.StopUncoded:
		return "turns not coded"
	}
	return "codings"
}

// stopKeys are the letters of the dialog that chooses what ] and [ go through.
var stopKeys = []struct {
	key  string
	kind app.StopKind
}{{"c", app.StopCodings}, {"m", app.StopMine}, {"t", app.StopCode}, {"n", app.StopMemos}, {"b", app.StopBookmarks}, {"d", app.StopDiffer}, {"o", app.StopUncoded}}

// stepDialog chooses what ] and [ go through, and goes to the next at once.
type stepDialog struct {
	screen *Screen
	sought codebook.CodeID // before
}

func (r *Screen) chooseStep() tea.Cmd {
	r.Open(stepDialog{screen: r, sought: r.Read.sought})
	r.Read.sought = r.Read.codeAtHand()
	return nil
}

func (d stepDialog) Key(_ *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	r := d.screen
	for _, x := range stopKeys {
		if x.key != k {
			continue
		}
		if x.kind == app.StopDiffer && !r.Habits.Others {
			r.Tell("others' codings are not shown; {others} shows them")
			return nil, true
		}
		r.Habits.Step = x.kind
		return tea.Batch(r.KeepHabits(), r.step(1)), true
	}
	r.Read.sought = d.sought
	return nil, true
}

func (d stepDialog) View(_ *app.Host, width, _ int) []string {
	r := d.screen
	var lines []string
	for _, x := range stopKeys {
		sign := " "
		if x.kind == r.Habits.Step {
			sign = "▶"
		}
		words := fmt.Sprintf("%s %s  %s", sign, x.key, r.Read.stopWords(x.kind))
		lines = append(lines, fmt.Sprintf("%s %4d", layout.Pad(words, 44), len(r.Read.stops(x.kind))))
	}
	return widget.Frame(r.Host, r.Keys.Expand("{next-stop} and {previous-stop} go through"), append(lines, "", "a letter chooses, and goes to the next · Esc back"), width)
}
