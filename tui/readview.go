package tui

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/theme"
)

// panel is what stands beside the text on a wide screen.
type panel int

const (
	panelCoding panel = iota
	panelBook
	panelCase
	panelNone
	panelCount
)

func (r *root) panelShown() bool { return r.width >= wideScreen && r.habits.Panel != panelNone }

func (r *root) readWidth() int {
	if r.panelShown() {
		return r.width - panelWidth - 3
	}
	return r.width
}

// readHeight leaves room for the header, two rules, the legend and the footer.
func (r *root) readHeight() int { return max(1, r.height-5) }

// readTop is the line of the screen on which the text begins.
const readTop = 2

func (r *root) readView() []string {
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
	s.page.Focus, s.page.Underlined = -1, corpus.Span{}
	if i, ok := s.index[s.focus]; ok {
		s.page.Focus, s.page.Underlined = i, s.shown[i].Span
		if s.edge != 0 {
			s.page.Underlined = s.moved
		}
	}
	text := s.page.Paint()
	lines := append([]string{r.readHeader(), r.rule()}, text...)
	if r.panelShown() {
		side := r.panelLines(len(text))
		for i := range text {
			lines[readTop+i] = pad(text[i], s.page.Width) + theme.Paint(r.theme.Chrome, " │ ") + side[i]
		}
	}
	return append(lines, r.rule(), r.legend(), r.bottom())
}

func (r *root) readHeader() string {
	s := r.read
	left := r.trail(r.over.Title, s.data.Transcript.Name)
	if about := r.aboutTranscript(s.data.Transcript); about != "" && r.width >= 100 {
		left += theme.Paint(r.theme.Quiet, "  "+ansi.Truncate(about, max(10, r.width-90), "…"))
	}
	where := ""
	if n := len(s.data.Text.Turns); n > 0 {
		i := s.current()
		where = fmt.Sprintf("turn %d/%d · %d %%   ", i.Number(), n, 100*int(i.Number())/n)
	}
	if m := r.over.Summaries[s.data.Transcript.ID][r.coder().ID]; m.Completed {
		where += "complete   "
	}
	return r.header(left, theme.Paint(r.theme.Chrome, where)+r.standing())
}

// legend is the line below the text: what is selected, else the letters on the
// page.
func (r *root) legend() string {
	s := r.read
	var b strings.Builder
	if s.edge != 0 {
		return theme.Paint(r.theme.Accent, fmt.Sprintf(" edge %c held: %s", s.edge, counted(corpus.CountWords(s.data.Text.Slice(s.moved)), "word", "words")))
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

// panelLines fills the panel beside the text.
func (r *root) panelLines(height int) []string {
	var lines []string
	switch r.habits.Panel {
	case panelBook:
		lines = r.bookPanel(height)
	case panelCase:
		lines = r.casePanel()
	default:
		lines = r.codingPanel()
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

func (r *root) panelTitle(s string) string { return theme.Paint(r.theme.Chrome, s) }

// codingPanel explains the focused coding, or lists the codings here.
func (r *root) codingPanel() []string {
	s := r.read
	c, ok := s.focused()
	if !ok {
		here := s.here()
		if len(here) == 0 {
			lines := []string{r.panelTitle("NO CODING HERE"), ""}
			if why := canCode(r); why == "" {
				lines = append(lines, wrapText(r.keys.expand("{code} applies a code to the turn; {next-sentence} selects its first sentence, {next-word} its first word."), panelWidth-1)...)
			}
			return append(lines, r.transcriptMemos()...)
		}
		lines := []string{r.panelTitle("CODINGS HERE   Tab"), ""}
		for _, c := range here {
			lines = append(lines, r.codingLine(c, panelWidth-1))
		}
		return append(lines, r.transcriptMemos()...)
	}
	code, _ := s.data.Codebook.Follow(c.Code)
	look := r.theme.Code(s.data.Codebook.Position(code.ID))
	lines := []string{r.panelTitle("CODE"), theme.Paint(look, string(s.letters[code.ID])) + "  " + theme.Paint(r.theme.Title, fit(code.Name, panelWidth-4))}
	if path := s.data.Codebook.Path(code.Parent); path != "" {
		lines = append(lines, theme.Paint(r.theme.Chrome, fit("   "+strings.ReplaceAll(path, "/", " › "), panelWidth-1)))
	}
	about := []string{string(code.Origin) + " · " + s.coderName(c.Coder) + ", " + day(c.Created, r.now()), "under " + r.definitionLabel(c)}
	if c.Quote {
		about = append(about, "flagged for quoting")
	}
	if c.Auto {
		about = append(about, "made by a search, not by reading")
	}
	if c.standing == codebook.Stale {
		_, _, why := s.data.Codebook.Standing(c.Coding)
		about = append(about, "stale: "+why+" since")
	}
	if c.pending {
		about = append(about, "not saved yet")
	}
	for _, a := range about {
		for _, l := range wrapText(a, panelWidth-4) {
			lines = append(lines, theme.Paint(r.theme.Chrome, "   "+l))
		}
	}
	lines = append(lines, "")
	for _, l := range definitionLines(code, panelWidth-1) {
		lines = append(lines, theme.Paint(r.theme.Quiet, l))
	}
	if len(code.Examples.Typical) > 0 {
		lines = append(lines, "")
		for _, l := range wrapText("Example: "+code.Examples.Typical[0], panelWidth-1) {
			lines = append(lines, theme.Paint(r.theme.Quiet, l))
		}
	}
	for _, m := range s.data.Memos {
		if m.About.Kind == codebook.AboutCoding && m.About.Coding == c.ID {
			lines = append(lines, r.memoLines(m)...)
		}
	}
	return lines
}

// definitionLabel says which saved version first held the definition that a
// coding was made under; "v3+" for one that is later than the last version.
func (r *root) definitionLabel(c shownCoding) string {
	if label, ok := r.over.Defined[c.Definition]; ok {
		return label
	}
	if n := len(r.over.Versions); n > 0 {
		return r.over.Versions[n-1].Label() + "+"
	}
	return "a codebook not saved yet"
}

// codingLine is one coding in a list: letter, code, whose, and what else there
// is to say.
func (r *root) codingLine(c shownCoding, width int) string {
	s := r.read
	code, _ := s.data.Codebook.Code(c.code)
	about := ""
	if !c.mine {
		about = " " + s.coderName(c.Coder)
	}
	for _, x := range []struct {
		so   bool
		word string
	}{{c.pending, "saving…"}, {c.standing == codebook.Stale, "stale"}, {c.Auto, "auto"}, {c.Quote, "to quote"}} {
		if x.so {
			about += " " + x.word
		}
	}
	name := firstOf(code.Name, "(new)")
	return fit(theme.Paint(r.theme.Code(s.data.Codebook.Position(code.ID)), string(s.letters[code.ID]))+"  "+name+theme.Paint(r.theme.Chrome, about), width)
}

func (r *root) memoLines(m codebook.Memo) []string {
	lines := []string{"", r.panelTitle(fmt.Sprintf("MEMO (%s, %s)", r.read.coderName(m.Coder), day(m.Created, r.now())))}
	return append(lines, wrapText(m.Text, panelWidth-1)...)
}

// transcriptMemos lists memos on the transcript and on words here.
func (r *root) transcriptMemos() []string {
	var lines []string
	target := r.read.target()
	for _, m := range r.read.data.Memos {
		if m.About.Kind == codebook.AboutTranscript || m.About.Kind == codebook.AboutSpan && m.About.Span.Overlaps(target) {
			lines = append(lines, r.memoLines(m)...)
		}
	}
	return lines
}

// bookPanel shows the codebook's tree with the coder's counts, around the code
// in use.
func (r *root) bookPanel(height int) []string {
	b := r.over.Codebook
	lines := []string{r.panelTitle("CODEBOOK " + r.versionLabel()), ""}
	var rows []string
	at := 0
	last, _ := r.lastCode()
	for _, c := range b.Codes() {
		if !c.Applicable() {
			continue
		}
		n := number(r.over.Counts[c.ID][r.coder().ID])
		look := ""
		if c.ID == last.ID {
			at, look = len(rows), r.theme.Accent
		}
		letter := " "
		if l, ok := r.read.letters[c.ID]; ok {
			letter = theme.Paint(r.theme.Code(b.Position(c.ID)), string(l))
		}
		name := strings.Repeat("  ", b.Depth(c.ID)) + c.Name
		rows = append(rows, letter+" "+theme.Paint(look, pad(name, panelWidth-8))+theme.Paint(r.theme.Chrome, fmt.Sprintf("%4s", n)))
	}
	first := window(0, at, len(rows), height-2)
	return append(lines, rows[first:]...)
}

// casePanel shows the cases of the transcript with their attributes.
func (r *root) casePanel() []string {
	t := r.read.data.Transcript
	lines := []string{r.panelTitle("CASE")}
	if len(t.Cases) == 0 {
		return append(lines, "", "no case is linked to this transcript")
	}
	for _, id := range t.Cases {
		c := r.over.Cases[id]
		lines = append(lines, theme.Paint(r.theme.Title, c.Name))
		for _, a := range c.Attributes {
			lines = append(lines, wrapText(a.Name+": "+a.Value, panelWidth-1)...)
		}
		lines = append(lines, "")
	}
	return lines
}

// askPlace asks where to go: a turn's number, or a time.
func (r *root) askPlace() tea.Cmd {
	r.dialog = newPrompt("go to a turn, or to a time such as 12:30", "", func(r *root, text string) tea.Cmd {
		if why := r.read.goToText(strings.TrimSpace(text)); why != "" {
			r.tell(why)
		}
		return nil
	})
	return nil
}

var clock = regexp.MustCompile(`^(?:(\d+):)?(\d{1,2}):(\d{2})$`)

// goToText goes to a turn by number or to the turn at a time; it says why it
// cannot.
func (s *readScreen) goToText(text string) string {
	turns := s.data.Text.Turns
	if n, err := strconv.Atoi(text); err == nil {
		if n < 1 || n > len(turns) {
			return fmt.Sprintf("there are turns 1 to %d", len(turns))
		}
		s.goTo(turns[corpus.TurnNumber(n).Index()].Extent)
		return ""
	}
	m := clock.FindStringSubmatch(text)
	if m == nil {
		return fmt.Sprintf("“%s” is neither a turn's number nor a time", text)
	}
	h, _ := strconv.Atoi(m[1])
	min, _ := strconv.Atoi(m[2])
	sec, _ := strconv.Atoi(m[3])
	at := time.Duration(h)*time.Hour + time.Duration(min)*time.Minute + time.Duration(sec)*time.Second
	found := -1
	for i, t := range turns {
		if t.Start >= 0 && t.Start <= at {
			found = i
		}
	}
	if found < 0 {
		return "no turn has a time up to " + text
	}
	s.goTo(turns[found].Extent)
	return ""
}
