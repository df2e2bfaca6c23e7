package tui

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
	"concord/tui/theme"
)

// readHeight leaves room for the header, two rules, the legend and the footer.
func (r *codingScreen) readHeight() int { return max(1, r.height-5) }

// readTop is the line of the screen on which the text begins.
const readTop = 2

func (r *codingScreen) View() []string {
	s := r.read
	if w, h := r.readWidth(), r.readHeight(); s.page.Width != w || s.page.Height != h {
		s.resize(w, h)
	}
	s.refresh()
	s.page.Theme = r.theme
	s.page.Cursor, s.page.Selection, s.page.Hits, s.page.Dim = s.cursor, s.selection, s.hits, !r.habits.Bright
	if !s.selection.Empty() {
		s.page.Selection = s.target()
	}
	s.page.Segment = s.segmentHere()
	s.page.Focus, s.page.Underlined = -1, corpus.Span{}
	if i, ok := s.index[s.focus]; ok {
		s.page.Focus, s.page.Underlined = i, s.shown[i].Span
		if s.edge != 0 {
			s.page.Underlined = s.moved
		}
	}
	text := s.page.Paint()
	lines := append([]string{r.readHeader(), r.rule()}, text...)
	column := s.page.Width
	for _, p := range r.panelsBeside() {
		side := r.panelLines(p, len(text))
		for i := range text {
			lines[readTop+i] = pad(lines[readTop+i], column) + theme.Paint(r.theme.Chrome, " │ ") + side[i]
		}
		column += panelWidth + 3
	}
	return append(lines, r.rule(), r.legend(), r.bottom())
}

func (r *codingScreen) readHeader() string {
	s := r.read
	left := r.trail(r.over.Title, s.data.Transcript.Name)
	if r.mode == modeSegment {
		left = r.segmentTrail()
	} else if about := r.aboutTranscript(s.data.Transcript); about != "" && r.width >= 100 {
		left += theme.Paint(r.theme.Quiet, "  "+ansi.Truncate(about, max(10, r.width-90), "…"))
	}
	where := ""
	if n := len(s.data.Text.Turns); n > 0 {
		i := s.current()
		where = fmt.Sprintf("turn %d/%d · %d %%   ", i.Number(), n, 100*int(i.Number())/n)
	}
	here := r.roundHere()
	if r.finishedHere(here) {
		where += "complete   "
	}
	where += here
	return r.header(left, theme.Paint(r.theme.Chrome, where)+r.standing())
}

// finishedHere reports whether the coder has finished the transcript: in the open
// round in which she codes it, if there is one, whatever she did before.
func (r *codingScreen) finishedHere(round string) bool {
	t := r.read.data.Transcript
	if round == "" {
		return r.over.Summaries[t.ID][r.coder().ID].Completed
	}
	var rounds []codebook.Round
	for _, row := range r.team.rows {
		rounds = append(rounds, row.Round)
	}
	return study.HasFinished(rounds, r.read.data.Completions, r.coder().ID, t)
}

// roundHere says in which open round the coder codes the transcript.
func (r *codingScreen) roundHere() string {
	for _, row := range r.team.rows {
		if x := row.Round; x.Open && x.Codes(r.coder().ID, r.read.data.Transcript.ID) {
			if x.Blind {
				return clean(x.Name) + ", blind   "
			}
			return clean(x.Name) + "   "
		}
	}
	return ""
}

// legend is the line below the text: what is selected, else the letters on the
// page.
func (r *codingScreen) legend() string {
	s := r.read
	var b strings.Builder
	if s.edge != 0 {
		held := map[rune]string{'[': "the start is held", ']': "the end is held"}[s.edge]
		words := counted(corpus.CountWords(s.data.Text.Slice(s.moved)), "word", "words")
		keys := r.keys.expand("  {enter} keeps · {previous-word} {next-word} word · {previous-sentence} {next-sentence} sentence · {narrower-character} {wider-character} letter · {previous-stop} {next-stop} edge")
		return theme.Paint(r.theme.Accent, " "+held+", "+words) + theme.Paint(r.theme.Chrome, keys)
	}
	if r.mode == modeSegment {
		return r.segmentLine()
	}
	if c, ok := s.focused(); ok && !r.beside(panelCoding) {
		return " " + r.focusLine(c)
	}
	if !s.selection.Empty() {
		n := corpus.CountWords(s.data.Text.Slice(s.selection))
		fmt.Fprintf(&b, " %s", theme.Paint(r.theme.Accent, "selected "+counted(n, "word", "words")))
		if s.extending {
			b.WriteString(theme.Paint(r.theme.Accent, ", extending"))
		}
		b.WriteString("  ")
	}
	seen := s.page.Visible()
	var codes []codebook.CodeID
	for _, c := range s.on(seen) {
		if !slices.Contains(codes, c.code) {
			codes = append(codes, c.code)
		}
	}
	slices.SortFunc(codes, func(a, b codebook.CodeID) int {
		return strings.Compare(strings.ToLower(string(s.letters[a])), strings.ToLower(string(s.letters[b])))
	})
	for _, id := range codes {
		c, _ := s.data.Codebook.Code(id)
		name := c.Name
		if name == "" {
			name = "(new)"
		}
		b.WriteString(" " + theme.Paint(r.theme.Code(s.data.Codebook.Position(id)), string(s.letters[id])) + " " + theme.Paint(r.theme.Quiet, name) + " ")
	}
	digits := ""
	for _, k := range r.boundDigits() {
		c, _ := r.over.Codebook.Follow(r.habits.Digits[k])
		digits += " " + k + " " + c.Name
	}
	line := b.String()
	if w := ansi.StringWidth(line); digits != "" && w+ansi.StringWidth(digits)+2 <= r.width {
		line = pad(line, r.width-ansi.StringWidth(digits)-1) + theme.Paint(r.theme.Chrome, digits)
	}
	return line
}

// focusLine tells of the focused coding on one line, where no panel does.
func (r *codingScreen) focusLine(c shownCoding) string {
	s := r.read
	about := s.coderName(c.Coder) + ", " + day(c.Created, r.now()) + " · under " + r.definitionLabel(c)
	for _, m := range s.data.Memos {
		if m.About.Kind == codebook.AboutCoding && m.About.Coding == c.ID {
			about += " · memo: " + oneLine(m.Text, 60)
			break
		}
	}
	return r.codingLine(c, r.width) + theme.Paint(r.theme.Chrome, "  "+about+r.keys.expand("  {panel} more"))
}

// askPlace asks where to go: a turn's number, or a time.
func (r *codingScreen) askPlace() tea.Cmd {
	r.Open(newPrompt("go to a turn, or to a time such as 12:30", "", func(text string) tea.Cmd {
		if why := r.read.goToText(strings.TrimSpace(text)); why != "" {
			r.tell(why)
		}
		return nil
	}))
	return nil
}

// goToText goes to a turn by number or to the turn at a time; it says why it
// cannot.
func (s *openTranscript) goToText(text string) string {
	turns := s.data.Text.Turns
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
	i, ok := s.data.Text.TurnAtTime(at)
	if !ok {
		return "no turn has a time up to " + text
	}
	s.GoTo(turns[i].Extent)
	return ""
}
