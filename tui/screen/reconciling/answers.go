package reconciling

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/reader"
	"concord/tui/theme"
	"concord/tui/widget"
)

// answerLines show the codes in question with what each coder did, side by side
// where there is room, and below them the definition of the one that is meant.
func (r *Screen) answerLines(d reconcile.Disagreement, width, height int) []string {
	s := r.Rec
	// That of the code in focus; else of one after the other, as far as there is
	// room.
	about := d.Questions
	if s.Focus >= 0 && s.Focus < len(about) {
		about = about[s.Focus : s.Focus+1]
	}
	var definition []string
	for _, q := range about {
		definition = append(definition, r.definitionFor(q, width)...)
	}
	rows := min(len(definition), max(2, height/3))
	room := height - rows - 1
	blocks := [][]string{}
	total := 0
	for i, q := range d.Questions {
		blocks = append(blocks, r.questionLines(d, q, i == s.Focus, width))
		total += len(blocks[i])
	}
	also := r.alsoLines(d, width)
	total += len(also)
	// What does not fit is told in a line each, the code in focus last.
	for i := len(blocks) - 1; i >= 0 && total > room; i-- {
		if i != s.Focus {
			total -= len(blocks[i]) - 1
			blocks[i] = []string{r.questionLine(d, d.Questions[i], width)}
		}
	}
	for i := range blocks {
		if full := r.questionLines(d, d.Questions[i], i == s.Focus, width); len(blocks[i]) == 1 && total+len(full)-1 <= room {
			total += len(full) - 1
			blocks[i] = full
		}
	}
	var lines []string
	from, to := 0, 0 // of the code in focus
	for i, b := range blocks {
		if i == s.Focus {
			from, to = len(lines), len(lines)+len(b)
		}
		lines = append(lines, b...)
	}
	lines = append(lines, also...)
	if spare := min(room-len(lines), len(definition)-rows); spare > 0 {
		rows, room = rows+spare, room-spare
	}
	if len(definition) > rows {
		definition = append(definition[:rows-1], layout.Fit(definition[rows-1], width-2)+theme.Paint(r.Theme.Chrome, " …"))
	}
	if s.reveal {
		s.reveal = false
		if to > s.below+room {
			s.below = to - room
		}
		s.below = min(s.below, from)
	}
	s.below = max(0, min(s.below, len(lines)-room))
	shown := slices.Clone(lines[s.below:min(len(lines), s.below+room)])
	if rest := len(lines) - s.below - len(shown); rest > 0 && len(shown) > 0 {
		shown[len(shown)-1] = layout.Pad(shown[len(shown)-1], width-16) + theme.Paint(r.Theme.Chrome, r.Keys.Expand(fmt.Sprintf(" ↓%d {answers-down}", rest)))
	}
	for len(shown) < room {
		shown = append(shown, "")
	}
	return append(append(shown, ""), definition...)
}

// questionHead names a code in question, and says what was decided about it.
func (r *Screen) questionHead(d reconcile.Disagreement, q reconcile.Question, focused bool, note string, width int) string {
	sign, look := "  ", r.Theme.Title
	if focused {
		sign, look = "▶ ", r.Theme.Accent
	}
	head := theme.Paint(look, sign+layout.Clean(q.Code.Name)) + theme.Paint(r.Theme.Chrome, "  "+kindWords(q))
	if note != "" {
		// The answers of several codes stand below each other.
		longest := 0
		for _, x := range d.Questions {
			longest = max(longest, ansi.StringWidth(x.Code.Name+kindWords(x))+4)
		}
		head = layout.Pad(head, min(longest, width*2/3)) + note
	}
	if applies, ok := d.Answer(q); ok {
		said := "decided: no"
		if applies {
			said = "decided: yes"
		}
		head = layout.Pad(head, width-ansi.StringWidth(said)-2) + theme.Paint(r.Theme.Good, said)
	}
	return head
}

func kindWords(q reconcile.Question) string {
	if q.Kind == reconcile.Omission {
		return fmt.Sprintf("%s (%d of %d)", q.Kind, len(q.No), len(q.Yes)+len(q.No))
	}
	return string(q.Kind)
}

// questionLine is a code in question on one line: who gave it and who did not.
func (r *Screen) questionLine(d reconcile.Disagreement, q reconcile.Question, width int) string {
	s := r.Rec
	note := func(name func(g int) string) string {
		note := ""
		for g := range s.Work.RatingMatrix.Coders {
			note += "  " + name(g)
			switch s.Work.RatingMatrix.Rating(d.Index, q.RatedCode, g) {
			case agreement.Missing:
				note += theme.Paint(r.Theme.Chrome, " —")
			case 0:
				note += theme.Paint(r.Theme.Chrome, " no")
			default:
				note += " ✓"
				if len(s.memosOn(d, q, g)) > 0 {
					note += reader.SignNote
				}
			}
		}
		return note
	}
	line := r.questionHead(d, q, false, note(r.coderName), width)
	if ansi.StringWidth(line) > width {
		line = r.questionHead(d, q, false, note(func(g int) string { return theme.Paint(s.look(g), string(app.CoderLetter(g))) }), width)
	}
	return line
}

// questionLines show one code in question.
func (r *Screen) questionLines(d reconcile.Disagreement, q reconcile.Question, focused bool, width int) []string {
	s := r.Rec
	lines := []string{r.questionHead(d, q, focused, "", width)}
	if width < columnsAt {
		return append(lines, r.stackedAnswers(d, q, width, focused)...)
	}
	n := len(s.Work.RatingMatrix.Coders)
	columns := max(1, min(n, (width-2)/(app.CellWidth+2)))
	cell := min((width-2)/columns-2, 60)
	for from := 0; from < n; from += columns {
		var cells [][]string
		height := 0
		for g := from; g < min(n, from+columns); g++ {
			c := r.answerCell(d, q, g, cell, focused)
			cells, height = append(cells, c), max(height, len(c))
		}
		lines = append(lines, layout.SideBySide(cells, height, cell)...)
	}
	return lines
}

// answerCell is what one coder did about a code, in lines of a width.
func (r *Screen) answerCell(d reconcile.Disagreement, q reconcile.Question, g, width int, focused bool) []string {
	s := r.Rec
	head := r.coderName(g)
	switch s.Work.RatingMatrix.Rating(d.Index, q.RatedCode, g) {
	case agreement.Missing:
		return []string{head + theme.Paint(r.Theme.Chrome, " gave no answer")}
	case 0:
		return []string{head + theme.Paint(r.Theme.Chrome, " no")}
	}
	lines := []string{head + " ✓"}
	most := 2
	if focused {
		most = 8
	}
	for _, l := range firstLines(s.markedWords(d, q.RatedCode, g), width-4, most) {
		lines = append(lines, "  "+l)
	}
	for _, m := range s.memosOn(d, q, g) {
		for _, l := range layout.WrapText("memo: "+m, width-4) {
			lines = append(lines, "  "+theme.Paint(r.Theme.Quiet, l))
		}
	}
	return lines
}

// firstLines breaks words into at most so many lines.
func firstLines(words string, width, most int) []string {
	lines := layout.WrapText(words, width)
	if len(lines) > most {
		lines = append(lines[:most-1:most-1], lines[most-1]+" …")
	}
	return lines
}

// stackedAnswers are the same one below the other: those who said no in a line,
// then each who said yes with her words.
func (r *Screen) stackedAnswers(d reconcile.Disagreement, q reconcile.Question, width int, focused bool) []string {
	s := r.Rec
	var no, none, lines []string
	for g := range s.Work.RatingMatrix.Coders {
		head := r.coderName(g)
		switch s.Work.RatingMatrix.Rating(d.Index, q.RatedCode, g) {
		case agreement.Missing:
			none = append(none, head)
		case 0:
			no = append(no, head)
		default:
			indent := 4 + ansi.StringWidth(head) + 3
			most := 1
			if focused {
				most = 6
			}
			for i, l := range firstLines(s.markedWords(d, q.RatedCode, g), width-indent-2, most) {
				if i == 0 {
					lines = append(lines, "    "+head+" ✓ "+l)
				} else {
					lines = append(lines, strings.Repeat(" ", indent)+l)
				}
			}
			for _, m := range s.memosOn(d, q, g) {
				for _, l := range layout.WrapText("memo: "+m, width-indent) {
					lines = append(lines, strings.Repeat(" ", indent)+theme.Paint(r.Theme.Quiet, l))
				}
			}
		}
	}
	rest := ""
	if len(no) > 0 {
		rest = strings.Join(no, ", ") + theme.Paint(r.Theme.Chrome, " no")
	}
	if len(none) > 0 {
		if rest != "" {
			rest += "; "
		}
		rest += strings.Join(none, ", ") + theme.Paint(r.Theme.Chrome, " gave no answer")
	}
	if rest != "" {
		lines = append(lines, "    "+rest)
	}
	return lines
}

// coderName is a coder with her letter.
func (r *Screen) coderName(g int) string {
	s := r.Rec
	return theme.Paint(s.look(g), string(app.CoderLetter(g))) + " " + layout.Clean(s.Work.RatingMatrix.CoderNames()[g])
}

// markedWords are the words that a coder marked in the place with a code.
func (s *roundQueue) markedWords(d reconcile.Disagreement, line, g int) string {
	w := s.Work.RatingMatrix.Coded[d.Unit.Coded]
	marked := s.Work.RatingMatrix.Marked(d.Index, line, g)
	if len(marked) == 1 && marked[0].Covers(w.Text.Trim(d.Unit.Segment.Span)) {
		return "all of it"
	}
	var out []string
	for _, x := range marked {
		out = append(out, quote(w.Text, x, 400))
	}
	return strings.Join(out, " and ")
}

// quote writes words between quotation marks.
func quote(t *corpus.Text, x corpus.Span, most int) string {
	return "“" + layout.OneLine(t.Slice(x), most) + "”"
}

// quoteIn writes words of one of the round's texts.
func (s *roundQueue) quoteIn(id corpus.TextID, x corpus.Span) string {
	for _, w := range s.Work.RatingMatrix.Coded {
		if w.Text.ID == id {
			return quote(w.Text, x, 40)
		}
	}
	return "other words"
}

// memosOn are a coder's memos on her codings of a code in the place.
func (s *roundQueue) memosOn(d reconcile.Disagreement, q reconcile.Question, g int) []string {
	l := &s.Work.RatingMatrix
	var out []string
	for _, m := range l.Coded[d.Unit.Coded].Memos {
		if m.Coder != l.Coders[g].ID || m.About.Kind != codebook.AboutCoding {
			continue
		}
		for _, c := range l.CodingsIn(d.Index, g) {
			code, _, _ := l.Codebook.StatusOf(c)
			if c.ID == m.About.Coding && code.ID == q.Code.ID {
				out = append(out, layout.OneLine(m.Text, 300))
			}
		}
	}
	return out
}

// alsoLines say on which codes all agree here, and what coders noted about the
// words.
func (r *Screen) alsoLines(d reconcile.Disagreement, width int) []string {
	s := r.Rec
	l := &s.Work.RatingMatrix
	var agreed, lines []string
	for i, line := range l.Codes {
		if slices.ContainsFunc(d.Questions, func(q reconcile.Question) bool { return q.RatedCode == i }) {
			continue
		}
		for g := range l.Coders {
			if l.Rating(d.Index, i, g) == 1 {
				agreed = append(agreed, layout.Clean(line.Code.Name))
				break
			}
		}
	}
	var say []string
	if len(agreed) > 0 {
		say = append(say, "all gave: "+strings.Join(agreed, ", "))
	}
	for _, m := range l.Coded[d.Unit.Coded].Memos {
		if m.About.Kind != codebook.AboutSpan || !m.About.Span.Overlaps(d.Unit.Segment.Span) {
			continue
		}
		for g, c := range l.Coders {
			if c.ID == m.Coder {
				say = append(say, "memo of "+layout.Clean(l.CoderNames()[g])+": "+layout.OneLine(m.Text, 300))
			}
		}
	}
	for _, x := range say {
		for _, w := range layout.WrapText(x, width-4) {
			lines = append(lines, "  "+theme.Paint(r.Theme.Quiet, w))
		}
	}
	return lines
}

// definitionFor is the definition that coders were held to in the round, and
// whether it has been changed since.
func (r *Screen) definitionFor(q reconcile.Question, width int) []string {
	s := r.Rec
	head := theme.Paint(r.Theme.Title, layout.Clean(q.Code.Name)) + theme.Paint(r.Theme.Chrome, " as defined in "+s.Work.Version.Label())
	if now, ok := r.Over.Codebook.Code(q.Code.ID); ok && now.DefinedBy != q.Code.DefinedBy {
		head += theme.Paint(r.Theme.Accent, "  redefined since ("+r.definedIn(now)+")")
	}
	lines := []string{" " + head}
	for _, l := range widget.DefinitionLines(q.Code, min(width-3, 120)) {
		lines = append(lines, " "+theme.Paint(r.Theme.Quiet, l))
	}
	return lines
}

// definedIn says which version first held a code's definition of now.
func (r *Screen) definedIn(c codebook.Code) string {
	return layout.FirstOf(r.Over.Defined[c.DefinedBy], "not saved yet")
}
