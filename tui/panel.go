package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/theme"
)

// panel is what stands beside the text, where the screen is wide enough.
type panel int

const (
	panelCoding panel = iota
	panelBook
	panelCase
	panelNone
	panelCount
)

var panelNames = [...]string{"the coding", "the codebook", "the case"}

// panelsBeside are the panels beside the text: the one chosen, and on a very wide
// screen another.
func (r *codingScreen) panelsBeside() []panel {
	switch p := r.habits.Panel; {
	case r.width < wideScreen || p < 0 || p >= panelNone:
		return nil
	case r.width < twoPanels:
		return []panel{p}
	case p == panelCoding:
		return []panel{panelCoding, panelBook}
	case p == panelBook:
		return []panel{panelBook, panelCase}
	}
	return []panel{panelCase, panelCoding}
}

// beside reports whether a panel stands beside the text.
func (r *codingScreen) beside(p panel) bool { return slices.Contains(r.panelsBeside(), p) }

func (r *codingScreen) readWidth() int { return r.width - len(r.panelsBeside())*(panelWidth+3) }

// nextPanel shows another panel beside the text; on a narrow screen the panels
// are shown over it.
func (r *codingScreen) nextPanel() tea.Cmd {
	if r.width < wideScreen {
		return r.wholePanel()
	}
	r.habits.Panel = (r.habits.Panel + 1) % panelCount
	r.read.resize(r.readWidth(), r.readHeight())
	return r.keepHabits()
}

// wholePanel shows a panel over the text, with all that it holds.
func (r *codingScreen) wholePanel() tea.Cmd {
	r.Open(&panelDialog{screen: r, shows: r.habits.Panel % panelNone})
	return nil
}

// panelDialog is a panel over the text, to be scrolled through.
type panelDialog struct {
	screen *codingScreen
	shows  panel
	first  int
	moved  bool // it was scrolled; until then the codebook shows the code in use
}

func (d *panelDialog) Key(_ *host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	by := map[string]int{"down": 1, "j": 1, "up": -1, "k": -1, "pgdown": 10, "space": 10, "pgup": -10}[k]
	switch {
	case by != 0:
		d.first, d.moved = d.first+by, true
	case k == "p" || k == "tab" || k == "right":
		*d = panelDialog{screen: d.screen, shows: (d.shows + 1) % panelNone}
	case k == "shift+tab" || k == "left":
		*d = panelDialog{screen: d.screen, shows: (d.shows + panelNone - 1) % panelNone}
	default:
		return nil, true
	}
	return nil, false
}

func (d *panelDialog) View(_ *host, width, height int) []string {
	r := d.screen
	inner := min(width-4, 72)
	lines, at := r.panelText(d.shows, inner)
	rows := max(3, height-4)
	if !d.moved {
		d.first = window(0, at, len(lines), rows)
	}
	d.first = max(0, min(d.first, len(lines)-rows))
	end := min(len(lines), d.first+rows)
	shown := slices.Clone(lines[d.first:end])
	for len(shown) < rows { // as large as any, so that nothing jumps from one to the next
		shown = append(shown, "")
	}
	hint := "Tab " + panelNames[(d.shows+1)%panelNone] + " · any other key closes"
	if len(lines) > rows {
		hint = fmt.Sprintf("↑ ↓ %d to %d of %d · ", d.first+1, end, len(lines)) + hint
	}
	return frame(r.host, panelNames[d.shows], append(shown, pad(theme.Paint(r.theme.Chrome, hint), inner)), width)
}

// panelLines gives the lines of a panel beside the text, and says if there are
// more.
func (r *codingScreen) panelLines(p panel, height int) []string {
	lines, at := r.panelText(p, panelWidth-1)
	first := window(0, at, len(lines), height)
	lines = lines[first:]
	if len(lines) > height {
		lines = append(lines[:height-1:height-1], theme.Paint(r.theme.Chrome, r.keys.expand("… {whole-panel} shows all")))
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines
}

// panelText is all that a panel holds, in lines of a width, and the line that
// matters most.
func (r *codingScreen) panelText(p panel, width int) (lines []string, at int) {
	switch p {
	case panelBook:
		return r.bookPanel(width)
	case panelCase:
		return r.casePanel(width), 0
	}
	return r.codingPanel(width), 0
}

func (r *codingScreen) panelTitle(s string) string { return theme.Paint(r.theme.Chrome, s) }

// codingPanel explains the focused coding, or lists the codings here.
func (r *codingScreen) codingPanel(width int) []string {
	s := r.read
	c, ok := s.focused()
	if !ok {
		here := s.Here()
		if len(here) == 0 {
			lines := []string{r.panelTitle("NO CODING HERE"), ""}
			switch {
			case r.mode == modeSegment:
				lines = append(lines, wrapText(r.keys.expand("{make-segment} makes a segment of the selection or the turn, {split-segment} cuts one where the selection begins, {join-segment} joins it with the next; {back} leads back to coding."), width)...)
			case r.canCode() == "":
				lines = append(lines, wrapText(r.keys.expand("{code} applies a code to the turn; {next-sentence} selects its first sentence, {next-word} its first word."), width)...)
			}
			return append(lines, r.transcriptMemos(width)...)
		}
		lines := []string{r.panelTitle("CODINGS HERE   Tab"), ""}
		for _, c := range here {
			lines = append(lines, r.codingLine(c, width))
		}
		return append(lines, r.transcriptMemos(width)...)
	}
	code, _ := s.data.Codebook.Follow(c.Code)
	look := r.theme.Code(s.data.Codebook.Position(code.ID))
	lines := []string{r.panelTitle("CODE"), theme.Paint(look, string(s.letters[code.ID])) + "  " + theme.Paint(r.theme.Title, fit(code.Name, width-3))}
	if path := s.data.Codebook.Path(code.Parent); path != "" {
		lines = append(lines, theme.Paint(r.theme.Chrome, fit("   "+inWords(path), width)))
	}
	about := []string{string(code.Origin) + " · " + s.coderName(c.Coder) + ", " + day(c.Created, r.now()), "under " + r.definitionLabel(c)}
	if c.Quote {
		about = append(about, "flagged for quoting")
	}
	if c.Auto {
		about = append(about, "made by a search, not by reading")
	}
	if c.standing == codebook.Stale {
		_, _, why := s.data.Codebook.StatusOf(c.Coding)
		about = append(about, "stale: "+why+" since")
	}
	if c.pending {
		about = append(about, "not saved yet")
	}
	for _, a := range about {
		for _, l := range wrapText(a, width-3) {
			lines = append(lines, theme.Paint(r.theme.Chrome, "   "+l))
		}
	}
	lines = append(lines, "")
	for _, l := range definitionLines(code, width) {
		lines = append(lines, theme.Paint(r.theme.Quiet, l))
	}
	for _, m := range s.data.Memos {
		if m.About.Kind == codebook.AboutCoding && m.About.Coding == c.ID {
			lines = append(lines, r.memoLines(m, width)...)
		}
	}
	if len(code.Examples.Typical) > 0 {
		lines = append(lines, "")
		for _, l := range wrapText("Example: "+code.Examples.Typical[0], width) {
			lines = append(lines, theme.Paint(r.theme.Quiet, l))
		}
	}
	return lines
}

// definitionLabel says which saved version first held the definition that a
// coding was made under; "v3+" for one that is later than the last version.
func (r *codingScreen) definitionLabel(c shownCoding) string {
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
func (r *codingScreen) codingLine(c shownCoding, width int) string {
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

func (r *codingScreen) memoLines(m codebook.Memo, width int) []string {
	lines := []string{"", r.panelTitle(fmt.Sprintf("MEMO (%s, %s)", r.read.coderName(m.Coder), day(m.Created, r.now())))}
	return append(lines, wrapText(m.Text, width)...)
}

// transcriptMemos lists memos on the transcript and on words here.
func (r *codingScreen) transcriptMemos(width int) []string {
	var lines []string
	target := r.read.target()
	for _, m := range r.read.data.Memos {
		if m.About.Kind == codebook.AboutTranscript || m.About.Kind == codebook.AboutSpan && m.About.Span.Overlaps(target) {
			lines = append(lines, r.memoLines(m, width)...)
		}
	}
	return lines
}

// bookPanel shows the codebook's tree with the coder's counts, and where in it
// the focused code is, or the code in use.
func (r *codingScreen) bookPanel(width int) (lines []string, at int) {
	b := r.over.Codebook
	lines = []string{r.panelTitle("CODEBOOK " + r.versionLabel()), ""}
	here, _ := r.lastCode()
	if c, ok := r.read.focused(); ok {
		here, _ = b.Follow(c.Code)
	}
	for _, c := range b.Codes() {
		if c.Status != codebook.Live && c.Status != codebook.Proposed {
			continue
		}
		look := ""
		switch {
		case c.ID == here.ID:
			at, look = len(lines), r.theme.Accent
		case c.Heading:
			look = r.theme.Quiet
		}
		letter := " "
		if l, ok := r.read.letters[c.ID]; ok {
			letter = theme.Paint(r.theme.Code(b.Position(c.ID)), string(l))
		}
		sign := " "
		if c.ID == here.ID {
			sign = theme.Paint(look, "▶")
		}
		name := strings.Repeat("  ", b.Depth(c.ID)) + c.Name
		if c.Status == codebook.Proposed {
			name += " (proposed)"
		}
		n := number(r.over.Counts[c.ID][r.coder().ID])
		if c.Heading {
			n = ""
		}
		lines = append(lines, letter+sign+theme.Paint(look, pad(name, width-7))+theme.Paint(r.theme.Chrome, fmt.Sprintf("%5s", n)))
	}
	return lines, at
}

// casePanel shows the cases of the transcript with their attributes, and the
// transcript's own.
func (r *codingScreen) casePanel(width int) []string {
	t := r.read.data.Transcript
	lines := []string{r.panelTitle("CASE")}
	if len(t.Cases) == 0 {
		lines = append(lines, "", "no case is linked to this transcript")
	}
	table := func(name string, attributes []corpus.Attribute) {
		lines = append(lines, "", theme.Paint(r.theme.Title, fit(clean(name), width)))
		for _, a := range attributes {
			lines = append(lines, wrapText(a.Name+": "+a.Value, width)...)
		}
	}
	for _, id := range t.Cases {
		table(r.over.Cases[id].Name, r.over.Cases[id].Attributes)
	}
	if len(t.Attributes) > 0 {
		table(t.Name, t.Attributes)
	}
	return lines
}
