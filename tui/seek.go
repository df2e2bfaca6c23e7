package tui

import (
	"fmt"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
)

// stopKind is what ] and [ go through.
type stopKind string

const (
	stopCodings   stopKind = "" // any coding shown
	stopMine      stopKind = "mine"
	stopCode      stopKind = "code" // of the focused code, or the last
	stopMemos     stopKind = "memos"
	stopBookmarks stopKind = "bookmarks"
	stopDiffer    stopKind = "differ"
	stopUncoded   stopKind = "uncoded"
)

// stop is a place that ] and [ go to.
type stop struct {
	span   corpus.Span
	coding codebook.CodingID // gets the focus; zero for none
	chosen bool              // the span is selected
}

// stops lists the places of a kind, in reading order.
func (s *openTranscript) stops(kind stopKind) []stop {
	s.refresh()
	var out []stop
	switch kind {
	case stopCodings, stopMine, stopCode:
		for _, c := range s.shown {
			if kind == stopCodings || kind == stopMine && c.mine || kind == stopCode && c.code == s.sought {
				out = append(out, stop{span: c.Span, coding: c.ID})
			}
		}
	case stopMemos:
		for _, m := range s.data.Memos {
			if span, ok := s.memoSpan(m); ok {
				out = append(out, stop{span, m.About.Coding, m.About.Kind == codebook.AboutSpan})
			}
		}
		slices.SortStableFunc(out, func(a, b stop) int { return a.span.Compare(b.span) })
	case stopBookmarks:
		for _, at := range s.page.Bookmarks {
			out = append(out, stop{span: corpus.Span{Start: at, End: at}})
		}
	case stopDiffer, stopUncoded:
		coded := s.codedTurns()
		for i, t := range s.data.Text.Turns {
			differ := s.page.Differ != nil && s.page.Differ(corpus.TurnIndex(i))
			open := !coded[i] && len(t.Speech) > 0 && s.data.SpokenBy(corpus.TurnIndex(i)) != corpus.RoleInterviewer
			if kind == stopDiffer && differ || kind == stopUncoded && open {
				out = append(out, stop{span: t.Extent})
			}
		}
	}
	return out
}

// codeAtHand is the code that stopCode goes through when it is chosen: that of
// the focused coding, else the one used last.
func (s *openTranscript) codeAtHand() codebook.CodeID {
	if c, ok := s.focused(); ok {
		return c.code
	}
	c, _ := s.screen.lastCode()
	return c.ID
}

// seek goes to the next place of a kind (n > 0) or the last before, and reports
// whether there is one.
func (s *openTranscript) seek(kind stopKind, n int) bool {
	stops := s.stops(kind)
	at := -1
	for i, x := range stops {
		if x.coding == s.focus && !s.focus.IsZero() {
			at = i + n
			break
		}
		if n > 0 && x.span.Start > s.cursor {
			at = i
			break
		}
		if n < 0 && x.span.Start < s.cursor {
			at = i
		}
	}
	if at < 0 || at >= len(stops) {
		return false
	}
	to := stops[at]
	s.selection, s.extending = corpus.Span{}, false
	if to.chosen {
		s.selection = to.span
	}
	s.cursor, s.focus = to.span.Start, to.coding
	s.Show(to.span)
	return true
}

// step goes on to the next or the last place of the kind chosen.
func (r *codingScreen) step(n int) tea.Cmd {
	if r.read.sought.IsZero() {
		r.read.sought = r.read.codeAtHand()
	}
	if !r.read.seek(r.habits.Step, n) {
		r.tell(map[int]string{1: "none after this: ", -1: "none before this: "}[n] + r.read.stopWords(r.habits.Step))
	}
	return nil
}

// stopWords names a kind of stop.
func (s *openTranscript) stopWords(kind stopKind) string {
	switch kind {
	case stopMine:
		return "codings of mine"
	case stopCode:
		if c, ok := s.data.Codebook.Code(s.sought); ok {
			return "codings of “" + c.Name + "”"
		}
		return "codings of the focused code"
	case stopMemos:
		return "memos"
	case stopBookmarks:
		return "bookmarks"
	case stopDiffer:
		return "turns on which coders differ"
	case stopUncoded:
		return "turns not coded"
	}
	return "codings"
}

// stopKeys are the letters of the dialog that chooses what ] and [ go through.
var stopKeys = []struct {
	key  string
	kind stopKind
}{{"c", stopCodings}, {"m", stopMine}, {"t", stopCode}, {"n", stopMemos}, {"b", stopBookmarks}, {"d", stopDiffer}, {"o", stopUncoded}}

// stepDialog chooses what ] and [ go through, and goes to the next at once.
type stepDialog struct {
	screen *codingScreen
	sought codebook.CodeID // before
}

func (r *codingScreen) chooseStep() tea.Cmd {
	r.Open(stepDialog{screen: r, sought: r.read.sought})
	r.read.sought = r.read.codeAtHand()
	return nil
}

func (d stepDialog) Key(_ *host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	r := d.screen
	for _, x := range stopKeys {
		if x.key != k {
			continue
		}
		if x.kind == stopDiffer && !r.habits.Others {
			r.tell("others' codings are not shown; {others} shows them")
			return nil, true
		}
		r.habits.Step = x.kind
		return tea.Batch(r.keepHabits(), r.step(1)), true
	}
	r.read.sought = d.sought
	return nil, true
}

func (d stepDialog) View(_ *host, width, _ int) []string {
	r := d.screen
	var lines []string
	for _, x := range stopKeys {
		sign := " "
		if x.kind == r.habits.Step {
			sign = "▶"
		}
		words := fmt.Sprintf("%s %s  %s", sign, x.key, r.read.stopWords(x.kind))
		lines = append(lines, fmt.Sprintf("%s %4d", pad(words, 44), len(r.read.stops(x.kind))))
	}
	return frame(r.host, r.keys.expand("{next-stop} and {previous-stop} go through"), append(lines, "", "a letter chooses, and goes to the next · Esc back"), width)
}
