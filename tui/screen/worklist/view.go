package worklist

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/corpus"
	"concord/store/study"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

func (r *Screen) View() []string {
	all := r.list
	mine := all.Of(r.Coder().ID)
	mine.Looked += len(r.decided)
	total := mine.Looked + mine.Waiting - len(r.decided)
	right := ""
	if r.listed {
		right = theme.Paint(r.Theme.Chrome, bar(mine.Looked, total, 12)+fmt.Sprintf(" %d of %d done   ", mine.Looked, total)) + r.Standing()
	}
	lines := []string{r.Header(r.Trail(r.Over.Title, "worklist"), right), r.Rule()}
	w, ok := r.atWork()
	switch {
	case !r.listed:
		return r.Fill(append(lines, "", " reading …"))
	case !ok:
		return r.Fill(append(lines, r.nothingWaits(mine.Looked)...))
	}
	n := len(r.Undecided())
	where := fmt.Sprintf("%d of %d", r.at+1, n)
	if !r.only.IsZero() {
		where += r.Keys.Expand(" of this code ({work-only}: all)")
	}
	lines = append(lines, r.Header(theme.Paint(r.Theme.Accent, layout.Clean(w.Code.Name))+": "+w.Reason, theme.Paint(r.Theme.Chrome, where)))
	var whys []string
	for _, x := range w.Changes {
		whys = append(whys, x.String())
	}
	for i, l := range layout.WrapText(strings.Join(whys, "; "), r.Width-3) {
		if i == 2 {
			break
		}
		lines = append(lines, " "+theme.Paint(r.Theme.Quiet, l))
	}
	lines = append(lines, "")
	lines = append(lines, r.meaningLines(w, (r.Height-len(lines)-3)*55/100)...)
	lines = append(lines, r.Rule())
	lines = append(lines, r.inContext(w, r.Height-1-len(lines))...)
	return r.Fill(lines)
}

func (r *Screen) nothingWaits(looked int) []string {
	text := "Nothing waits for a look: no code that you used was redefined or split since."
	if looked > 0 {
		text = fmt.Sprintf("All done: %s looked at. Nothing more waits.", layout.Counted(looked, "passage was", "passages were"))
	}
	lines := []string{"", " " + text, ""}
	for _, p := range r.list.Progress {
		if p.Coder != r.Coder().ID {
			lines = append(lines, theme.Paint(r.Theme.Chrome, fmt.Sprintf(" %-16s %s %d of %d", layout.Fit(p.Name, 16), bar(p.Looked, p.Looked+p.Waiting, 20), p.Looked, p.Looked+p.Waiting)))
		}
	}
	return lines
}

// meanings are two columns: what the code meant when the passage was coded, and
// what it means now or what it was split into.
func (r *Screen) meanings(w study.Waiting, width int) (then, now []string) {
	then = []string{theme.Paint(r.Theme.Title, "THEN · "+w.Was.Version)}
	now = []string{theme.Paint(r.Theme.Title, "NOW · "+w.Is.Version)}
	if w.Keep {
		was, is := markBoth(w.Was.Definition, w.Is.Definition)
		then = append(then, widget.PaintMarks(r.Host, wrapDefinition(was, width))...)
		now = append(now, widget.PaintMarks(r.Host, wrapDefinition(is, width))...)
		if w.Now.ID != w.Code.ID {
			now[0] += " · " + layout.Clean(w.Now.Name)
		}
	} else {
		then = append(then, wrapDefinition(w.Was.Definition, width)...)
		now[0] = theme.Paint(r.Theme.Title, "NOW · one of")
		for i, c := range w.Choices {
			head := fmt.Sprintf("%d  %s", i+1, layout.Clean(c.Name))
			look := r.Theme.Accent
			if c.ID == w.Guess {
				head += " ◂ suggested"
			}
			now = append(now, theme.Paint(look, layout.Fit(head, width)))
			for _, l := range widget.DefinitionLines(c, width-3) {
				now = append(now, "   "+l)
			}
		}
		if len(w.Choices) == 0 {
			now = append(now, layout.WrapText("its parts are no longer in use: "+r.Keys.Expand("{work-recode} gives it another code"), width)...)
		}
	}
	return then, now
}

// meaningLines shows the meanings side by side, in at most so many lines.
func (r *Screen) meaningLines(w study.Waiting, most int) []string {
	width := (r.Width - 5) / 2
	then, now := r.meanings(w, width)
	height := min(max(len(then), len(now)), max(4, most))
	if max(len(then), len(now)) > height {
		height--
	}
	var out []string
	cell := func(col []string, i int) string {
		if i >= len(col) {
			return ""
		}
		return col[i]
	}
	for i := range height {
		out = append(out, " "+layout.Pad(cell(then, i), width)+theme.Paint(r.Theme.Chrome, " │ ")+cell(now, i))
	}
	if max(len(then), len(now)) > height {
		out = append(out, theme.Paint(r.Theme.Chrome, r.Keys.Expand(" … {work-meaning} shows them whole")))
	}
	if w.Keep && !w.Guess.IsZero() {
		out = append(out, theme.Paint(r.Theme.Accent, " suggested: "+layout.Clean(r.Over.Codebook.Path(w.Guess))+" (“"+w.By+"”)"))
	}
	return out
}

// markBoth marks in two definitions what the other has not, unless they have
// so little in common that marks would only disturb.
func markBoth(was, is codebook.Definition) (then, now codebook.Definition) {
	mark := func(a, b string) (string, string) {
		if a == "" || b == "" || a == b {
			return a, b
		}
		runs := codebook.DiffWords(a, b)
		same, all := 0, 0
		var out, in []codebook.Run
		for _, x := range runs {
			all += len(x.Text)
			switch x.Op {
			case codebook.Same:
				same += 2 * len(x.Text)
				all += len(x.Text)
				out, in = append(out, x), append(in, x)
			case codebook.Out:
				out = append(out, x)
			case codebook.In:
				in = append(in, x)
			}
		}
		if same*3 < all {
			return a, b
		}
		return codebook.MarkWords(out), codebook.MarkWords(in)
	}
	then.Text, now.Text = mark(was.Text, is.Text)
	then.Include, now.Include = mark(was.Include, is.Include)
	then.Exclude, now.Exclude = mark(was.Exclude, is.Exclude)
	return then, now
}

// showMeanings shows them whole, one below the other.
func (r *Screen) showMeanings() tea.Cmd {
	w, _ := r.atWork()
	r.Open(&widget.Sheet{Title: layout.Clean(w.Code.Name), Lines: func(width int) []string {
		then, now := r.meanings(w, width)
		return append(append(then, ""), now...)
	}})
	return nil
}

func wrapDefinition(d codebook.Definition, width int) []string {
	return widget.DefinitionLines(codebook.Code{Definition: d}, width)
}

// inContext shows the passage with the turns around it, between ▐ and ▌, and
// the memos on it.
func (r *Screen) inContext(w study.Waiting, height int) []string {
	width := min(r.Width-4, 110) // longer lines are hard to read
	var lines []string
	begins := 0 // the line on which the passage begins
	from, to := contextTurns(w.Text, w.Coding.Span)
	own, _ := w.Text.TurnsIn(w.Coding.Span)
	for i := from; i < to; i++ {
		turn := w.Text.Turns[i]
		span := turn.SpeechSpan()
		look, head := r.Theme.Chrome, fmt.Sprintf("%d %s", i.Number(), layout.Clean(turn.Speaker))
		if at := corpus.FormatTime(turn.Start); at != "" {
			head += " " + at
		}
		if i == own {
			head = layout.Clean(w.Transcript.Name) + " turn " + head
			look = r.Theme.Accent
			begins = len(lines)
		}
		lines = append(lines, " "+theme.Paint(look, head))
		look = r.Theme.Quiet
		if w.Coding.Span.Overlaps(span) {
			look = ""
		}
		for _, l := range r.paintSpan(w.Text, span, w.Coding.Span, width, look) {
			if strings.Contains(l, "▐") {
				begins = max(begins, len(lines)-1)
			}
			lines = append(lines, "   "+l)
		}
	}
	for _, m := range w.Memos {
		lines = append(lines, "")
		for _, l := range layout.WrapText("memo, "+r.CoderNamed(m.Coder)+": "+m.Text, width) {
			lines = append(lines, "   "+theme.Paint(r.Theme.Quiet, l))
		}
	}
	// The passage is in view, with what was said before it as far as there is
	// room.
	first := max(0, min(len(lines)-height, begins-max(0, height/4)))
	first = max(0, min(first+r.top, len(lines)-height))
	lines = lines[first:]
	if len(lines) > height && height > 0 {
		lines = append(lines[:height-1:height-1], theme.Paint(r.Theme.Chrome, r.Keys.Expand(" … {work-scroll} scrolls")))
	}
	return lines
}

// Private characters that stand for the edges of the passage while its words are
// broken into lines.
const edgeStart, edgeEnd = "\uE000", "\uE001"

// paintSpan breaks the words of a turn into lines, those of the passage bold and
// underlined between ▐ and ▌.
func (r *Screen) paintSpan(text *corpus.Text, turn, passage corpus.Span, width int, look string) []string {
	in := passage.Intersect(turn)
	if in.Empty() {
		var out []string
		for _, l := range layout.WrapText(text.Slice(turn), width) {
			out = append(out, theme.Paint(look, l))
		}
		return out
	}
	part := func(from, to corpus.Offset) string {
		return layout.Clean(text.Slice(corpus.Span{Start: from, End: to}))
	}
	s := part(turn.Start, in.Start) + edgeStart + part(in.Start, in.End) + edgeEnd + part(in.End, turn.End)
	inside := false
	var out []string
	for l := range strings.SplitSeq(ansi.Wrap(s, max(width, 8), ""), "\n") {
		var b strings.Builder
		for l != "" {
			edge, cut := edgeStart, "▐"
			if inside {
				edge, cut = edgeEnd, "▌"
			}
			words, rest, found := strings.Cut(l, edge)
			if inside {
				b.WriteString(theme.Paint("1;4", words))
			} else {
				b.WriteString(theme.Paint(look, words))
			}
			if l = rest; found {
				b.WriteString(theme.Paint(r.Theme.Accent, cut))
				inside = !inside
			} else {
				l = ""
			}
		}
		out = append(out, b.String())
	}
	return out
}
