package coding

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/corpus"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// readHeight leaves room for the header, two rules, the legend and the footer.
func (r *Screen) readHeight() int { return max(1, r.Height-5) }

// readTop is the line of the screen on which the text begins.
const ReadTop = 2

func (r *Screen) View() []string {
	s := r.Read
	if w, h := r.readWidth(), r.readHeight(); s.Page.Width != w || s.Page.Height != h {
		s.resize(w, h)
	}
	s.refresh()
	s.Page.Theme = r.Theme
	s.Page.Cursor, s.Page.Selection, s.Page.Hits, s.Page.Dim = s.Cursor, s.Selection, s.hits, !r.Habits.Bright
	if !s.Selection.Empty() {
		s.Page.Selection = s.Target()
	}
	s.Page.Segment = s.segmentHere()
	s.Page.Focus, s.Page.Underlined = -1, corpus.Span{}
	if i, ok := s.index[s.Focus]; ok {
		s.Page.Focus, s.Page.Underlined = i, s.shown[i].Span
		if s.edge != 0 {
			s.Page.Underlined = s.moved
		}
	}
	text := s.Page.Paint()
	lines := append([]string{r.readHeader(), r.Rule()}, text...)
	column := s.Page.Width
	for _, p := range r.panelsBeside() {
		side := r.panelLines(p, len(text))
		for i := range text {
			lines[ReadTop+i] = layout.Pad(lines[ReadTop+i], column) + theme.Paint(r.Theme.Chrome, " │ ") + side[i]
		}
		column += app.PanelWidth + 3
	}
	return append(lines, r.Rule(), r.legend(), r.Bottom())
}

func (r *Screen) readHeader() string {
	s := r.Read
	left := r.Trail(r.Over.Title, s.Data.Transcript.Name)
	if r.Mode == keymap.ModeSegment {
		left = r.segmentTrail()
	} else if about := r.AboutTranscript(s.Data.Transcript); about != "" && r.Width >= 100 {
		left += theme.Paint(r.Theme.Quiet, "  "+ansi.Truncate(about, max(10, r.Width-90), "…"))
	}
	where := ""
	if n := len(s.Data.Text.Turns); n > 0 {
		i := s.Current()
		where = fmt.Sprintf("turn %d/%d · %d %%   ", i.Number(), n, 100*int(i.Number())/n)
	}
	here := r.roundHere()
	if r.finishedHere(here) {
		where += "complete   "
	}
	where += here
	return r.Header(left, theme.Paint(r.Theme.Chrome, where)+r.Standing())
}

// finishedHere reports whether the coder has finished the transcript: in the open
// round in which she codes it, if there is one, whatever she did before.
func (r *Screen) finishedHere(round string) bool {
	t := r.Read.Data.Transcript
	if round == "" {
		return r.Over.Summaries[t.ID][r.Coder().ID].Completed
	}
	var rounds []codebook.Round
	for _, row := range r.Team.Rows {
		rounds = append(rounds, row.Round)
	}
	return study.HasFinished(rounds, r.Read.Data.Completions, r.Coder().ID, t)
}

// roundHere says in which open round the coder codes the transcript.
func (r *Screen) roundHere() string {
	for _, row := range r.Team.Rows {
		if x := row.Round; x.Open && x.Codes(r.Coder().ID, r.Read.Data.Transcript.ID) {
			if x.Blind {
				return layout.Clean(x.Name) + ", blind   "
			}
			return layout.Clean(x.Name) + "   "
		}
	}
	return ""
}

// legend is the line below the text: what is selected, else the letters on the
// page.
func (r *Screen) legend() string {
	s := r.Read
	var b strings.Builder
	if s.edge != 0 {
		held := map[rune]string{'[': "the start is held", ']': "the end is held"}[s.edge]
		words := layout.Counted(corpus.CountWords(s.Data.Text.Slice(s.moved)), "word", "words")
		keys := r.Keys.Expand("  {enter} keeps · {previous-word} {next-word} word · {previous-sentence} {next-sentence} sentence · {narrower-character} {wider-character} letter · {previous-stop} {next-stop} edge")
		return theme.Paint(r.Theme.Accent, " "+held+", "+words) + theme.Paint(r.Theme.Chrome, keys)
	}
	if r.Mode == keymap.ModeSegment {
		return r.segmentLine()
	}
	if c, ok := s.Focused(); ok && !r.beside(app.PanelCoding) {
		return " " + r.focusLine(c)
	}
	if !s.Selection.Empty() {
		n := corpus.CountWords(s.Data.Text.Slice(s.Selection))
		fmt.Fprintf(&b, " %s", theme.Paint(r.Theme.Accent, "selected "+layout.Counted(n, "word", "words")))
		if s.extending {
			b.WriteString(theme.Paint(r.Theme.Accent, ", extending"))
		}
		b.WriteString("  ")
	}
	seen := s.Page.Visible()
	var codes []codebook.CodeID
	for _, c := range s.on(seen) {
		if !slices.Contains(codes, c.Code) {
			codes = append(codes, c.Code)
		}
	}
	slices.SortFunc(codes, func(a, b codebook.CodeID) int {
		return strings.Compare(strings.ToLower(string(s.Letters[a])), strings.ToLower(string(s.Letters[b])))
	})
	for _, id := range codes {
		c, _ := s.Data.Codebook.Code(id)
		name := c.Name
		if name == "" {
			name = "(new)"
		}
		b.WriteString(" " + theme.Paint(r.Theme.Code(s.Data.Codebook.Position(id)), string(s.Letters[id])) + " " + theme.Paint(r.Theme.Quiet, name) + " ")
	}
	digits := ""
	for _, k := range r.boundDigits() {
		c, _ := r.Over.Codebook.Follow(r.Habits.Digits[k])
		digits += " " + k + " " + c.Name
	}
	line := b.String()
	if w := ansi.StringWidth(line); digits != "" && w+ansi.StringWidth(digits)+2 <= r.Width {
		line = layout.Pad(line, r.Width-ansi.StringWidth(digits)-1) + theme.Paint(r.Theme.Chrome, digits)
	}
	return line
}

// focusLine tells of the focused coding on one line, where no panel does.
func (r *Screen) focusLine(c ShownCoding) string {
	s := r.Read
	about := s.coderName(c.Coder) + ", " + layout.Day(c.Created, r.Now()) + " · under " + r.definitionLabel(c)
	for _, m := range s.Data.Memos {
		if m.About.Kind == codebook.AboutCoding && m.About.Coding == c.ID {
			about += " · memo: " + layout.OneLine(m.Text, 60)
			break
		}
	}
	return r.codingLine(c, r.Width) + theme.Paint(r.Theme.Chrome, "  "+about+r.Keys.Expand("  {panel} more"))
}

// askPlace asks where to go: a turn's number, or a time.
func (r *Screen) askPlace() tea.Cmd {
	r.Open(widget.NewPrompt("go to a turn, or to a time such as 12:30", "", func(text string) tea.Cmd {
		if why := r.Read.goToText(strings.TrimSpace(text)); why != "" {
			r.Tell(why)
		}
		return nil
	}))
	return nil
}

// goToText goes to a turn by number or to the turn at a time; it says why it
// cannot.
func (s *openTranscript) goToText(text string) string {
	turns := s.Data.Text.Turns
	if n, err := strconv.Atoi(text); err == nil {
		if n < 1 || n > len(turns) {
			return fmt.Sprintf("there are turns 1 to %d", len(turns))
		}
		s.GoTo(turns[corpus.TurnNumber(n).Index()].Extent)
		return ""
	}
	at, ok := corpus.ParseTime(text)
	if !ok {
		return fmt.Sprintf("“%s” is neither a turn's number nor a time", text)
	}
	i, ok := s.Data.Text.TurnAtTime(at)
	if !ok {
		return "no turn has a time up to " + text
	}
	s.GoTo(turns[i].Extent)
	return ""
}
