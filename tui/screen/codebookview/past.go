package codebookview

import (
	"cmp"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/store/study"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// historyMsg is what the screen tells of how codes came to be what they are.
type historyMsg struct {
	history []codebook.Recorded
	names   map[codebook.CoderID]string
	err     error
}

// toggleHistory shows who changed what beside the tree, or what codes mean.
func (r *Screen) toggleHistory() tea.Cmd {
	r.history, r.side = !r.history, 0
	return r.readHistory()
}

func (r *Screen) readHistory() tea.Cmd {
	if !r.history {
		return nil
	}
	s, ctx := r.Study, r.Ctx
	return func() tea.Msg {
		var m historyMsg
		if m.names, m.err = s.CoderNames(ctx); m.err == nil {
			m.history, m.err = s.Reader().History(ctx)
		}
		return m
	}
}

// historyLines tells who gave each part of a code its present words, and then
// every change of it, newest first.
func (r *Screen) historyLines(c codebook.Code, width int) []string {
	lines := []string{theme.Paint(r.Theme.Title, layout.Clean(c.Name)), theme.Paint(r.Theme.Chrome, "who changed what, when and why"), ""}
	if r.told == nil {
		return append(lines, "reading …")
	}
	h := r.told
	who := func(x codebook.Recorded) string {
		out := cmp.Or(h.names[x.Author], "—") + ", " + x.Time.Local().Format("2006-01-02") + ", " + study.Done(x.Kind)
		if x.Version != "" {
			out += ", first in " + x.Version
		} else {
			out += ", not saved yet"
		}
		if why := x.Reason(); why != "" {
			out += ": “" + why + "”"
		}
		return out
	}
	blamed := codebook.Blame(r.shownBook(), h.history, c.ID)
	for i, part := range blamed {
		lines = append(lines, layout.WrapText(part.Part+": "+part.Value, width)...)
		if i+1 < len(blamed) && blamed[i+1].Set.ID == part.Set.ID {
			continue // the next part is of the same change
		}
		for _, l := range layout.WrapText("— "+who(part.Set), width-2) {
			lines = append(lines, theme.Paint(r.Theme.Chrome, "  "+l))
		}
	}
	lines = append(lines, "", theme.Paint(r.Theme.Title, "every change, newest first"))
	steps := codebook.Steps(h.history, c.ID)
	for i := len(steps) - 1; i >= 0; i-- {
		step := steps[i]
		line := who(step.Recorded)
		if step.TakenBack {
			line += " (taken back)"
		}
		lines = append(lines, "")
		for _, l := range layout.WrapText(line, width) {
			lines = append(lines, theme.Paint(r.Theme.Accent, l))
		}
		for _, p := range step.Parts {
			text := study.DiffLine(p)
			if step.Kind == codebook.Add {
				text = p.Is // all of it is new: marks would be noise
			}
			if text != "" {
				lines = append(lines, widget.PaintMarks(r.Host, layout.WrapText(p.Part+": "+text, width))...)
			}
		}
	}
	return lines
}

// pastBook is the codebook as of a saved version, with its counts.
type pastBook struct {
	book   study.Book
	counts map[codebook.CodeID]map[codebook.CoderID]int
}

type pastMsg struct {
	number int
	past   *pastBook
	err    error
}

// choosePast asks which version is to be shown.
func (r *Screen) choosePast() tea.Cmd {
	c := &widget.Chooser{Title: "the codebook and its counts as of", Rows: []string{"the working codebook, " + r.VersionLabel()}}
	labels := []string{""}
	for i := len(r.Over.Versions) - 1; i >= 0; i-- {
		v := r.Over.Versions[i]
		labels = append(labels, v.Label())
		c.Rows = append(c.Rows, v.Label()+theme.Paint(r.Theme.Chrome, "  "+v.Time.Local().Format("2006-01-02")+"  "+layout.OneLine(v.Reason, 60)))
	}
	c.Enter = func(i int) tea.Cmd { return r.showPast(labels[i]) }
	r.Open(c)
	return nil
}

// showPast reads a saved version; "" leads back to the working codebook.
func (r *Screen) showPast(label string) tea.Cmd {
	r.number++
	if label == "" {
		r.past = nil
		return nil
	}
	s, ctx, number := r.Study, r.Ctx, r.number
	return func() tea.Msg {
		m := pastMsg{number: number, past: &pastBook{counts: map[codebook.CodeID]map[codebook.CoderID]int{}}}
		if m.past.book, m.err = s.Book(ctx, label); m.err != nil {
			return m
		}
		uses, err := s.Reader().Uses(ctx)
		if m.err = err; err != nil {
			return m
		}
		for code, coders := range m.past.book.Count(uses).Codes {
			m.past.counts[code] = map[codebook.CoderID]int{}
			for coder, t := range coders {
				m.past.counts[code][coder] = t.Shown()
			}
		}
		return m
	}
}

func (r *Screen) takePast(m pastMsg) {
	switch {
	case m.number != r.number:
	case m.err != nil:
		r.Warn(m.err.Error())
	default:
		r.past = m.past
		r.Tell("the codebook and its counts as of " + m.past.book.Line + "; {book-version} leads back")
	}
}
