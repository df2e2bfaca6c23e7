package coding

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"concord/codebook"
	"concord/corpus"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

var panelNames = [...]string{"the coding", "the codebook", "the case"}

// panelsBeside are the panels beside the text: the one chosen, and on a very wide
// screen another.
func (r *Screen) panelsBeside() []app.Panel {
	switch p := r.Habits.Panel; {
	case r.Width < app.WideScreen || p < 0 || p >= app.PanelNone:
		return nil
	case r.Width < app.TwoPanels:
		return []app.Panel{p}
	case p == app.PanelCoding:
		return []app.Panel{app.PanelCoding, app.PanelBook}
	case p == app.PanelBook:
		return []app.Panel{app.PanelBook, app.PanelCase}
	}
	return []app.Panel{app.PanelCase, app.PanelCoding}
}

// beside reports whether a panel stands beside the text.
func (r *Screen) beside(p app.Panel) bool { return slices.Contains(r.panelsBeside(), p) }

func (r *Screen) readWidth() int { return r.Width - len(r.panelsBeside())*(app.PanelWidth+3) }

// nextPanel shows another panel beside the text; on a narrow screen the panels
// are shown over it.
func (r *Screen) nextPanel() tea.Cmd {
	if r.Width < app.WideScreen {
		return r.wholePanel()
	}
	r.Habits.Panel = (r.Habits.Panel + 1) % app.PanelCount
	r.Read.resize(r.readWidth(), r.readHeight())
	return r.KeepHabits()
}

// wholePanel shows a panel over the text, with all that it holds.
func (r *Screen) wholePanel() tea.Cmd {
	r.Open(&panelDialog{screen: r, shows: r.Habits.Panel % app.PanelNone})
	return nil
}

// panelDialog is a panel over the text, to be scrolled through.
type panelDialog struct {
	screen *Screen
	shows  app.Panel
	first  int
	moved  bool // it was scrolled; until then the codebook shows the code in use
}

func (d *panelDialog) Key(_ *app.Host, k string, _ tea.KeyMsg) (tea.Cmd, bool) {
	by := map[string]int{"down": 1, "j": 1, "up": -1, "k": -1, "pgdown": 10, "space": 10, "pgup": -10}[k]
	switch {
	case by != 0:
		d.first, d.moved = d.first+by, true
	case k == "p" || k == "tab" || k == "right":
		*d = panelDialog{screen: d.screen, shows: (d.shows + 1) % app.PanelNone}
	case k == "shift+tab" || k == "left":
		*d = panelDialog{screen: d.screen, shows: (d.shows + app.PanelNone - 1) % app.PanelNone}
	default:
		return nil, true
	}
	return nil, false
}

func (d *panelDialog) View(_ *app.Host, width, height int) []string {
	r := d.screen
	inner := min(width-4, 72)
	lines, at := r.panelText(d.shows, inner)
	rows := max(3, height-4)
	if !d.moved {
		d.first = layout.Window(0, at, len(lines), rows)
	}
	d.first = max(0, min(d.first, len(lines)-rows))
	end := min(len(lines), d.first+rows)
	shown := slices.Clone(lines[d.first:end])
	for len(shown) < rows { // as large as any, so that nothing jumps from one to the next
		shown = append(shown, "")
	}
	hint := "Tab " + panelNames[(d.shows+1)%app.PanelNone] + " · any other key closes"
	if len(lines) > rows {
		hint = fmt.Sprintf("↑ ↓ %d to %d of %d · ", d.first+1, end, len(lines)) + hint
	}
	return widget.Frame(r.Host, panelNames[d.shows], append(shown, layout.Pad(theme.Paint(r.Theme.Chrome, hint), inner)), width)
}

// panelLines gives the lines of a panel beside the text, and says if there are
// more.
func (r *Screen) panelLines(p app.Panel, height int) []string {
	lines, at := r.panelText(p, app.PanelWidth-1)
	first := layout.Window(0, at, len(lines), height)
	lines = lines[first:]
	if len(lines) > height {
		lines = append(lines[:height-1:height-1], theme.Paint(r.Theme.Chrome, r.Keys.Expand("… {whole-panel} shows all")))
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines
}

// panelText is all that a panel holds, in lines of a width, and the line that
// matters most.
func (r *Screen) panelText(p app.Panel, width int) (lines []string, at int) {
	switch p {
	case app.PanelBook:
		return r.bookPanel(width)
	case app.PanelCase:
		return r.casePanel(width), 0
	}
	return r.codingPanel(width), 0
}

func (r *Screen) panelTitle(s string) string { return theme.Paint(r.Theme.Chrome, s) }

// codingPanel explains the focused coding, or lists the codings here.
func (r *Screen) codingPanel(width int) []string {
	s := r.Read
	c, ok := s.Focused()
	if !ok {
		here := s.Here()
		if len(here) == 0 {
			lines := []string{r.panelTitle("NO CODING HERE"), ""}
			switch {
			case r.Mode == keymap.ModeSegment:
				lines = append(lines, layout.WrapText(r.Keys.Expand("{make-segment} makes a segment of the selection or the turn, {split-segment} cuts one where the selection begins, {join-segment} joins it with the next; {back} leads back to coding."), width)...)
			case r.canCode() == "":
				lines = append(lines, layout.WrapText(r.Keys.Expand("{code} applies a code to the turn; {next-sentence} selects its first sentence, {next-word} its first word."), width)...)
			}
			return append(lines, r.transcriptMemos(width)...)
		}
		lines := []string{r.panelTitle("CODINGS HERE   Tab"), ""}
		for _, c := range here {
			lines = append(lines, r.codingLine(c, width))
		}
		return append(lines, r.transcriptMemos(width)...)
	}
	code, _ := s.Data.Codebook.Follow(c.Code)
	look := r.Theme.Code(s.Data.Codebook.Position(code.ID))
	lines := []string{r.panelTitle("CODE"), theme.Paint(look, string(s.Letters[code.ID])) + "  " + theme.Paint(r.Theme.Title, layout.Fit(code.Name, width-3))}
	if path := s.Data.Codebook.Path(code.Parent); path != "" {
		lines = append(lines, theme.Paint(r.Theme.Chrome, layout.Fit("   "+layout.InWords(path), width)))
	}
	about := []string{string(code.Origin) + " · " + s.coderName(c.Coder) + ", " + layout.Day(c.Created, r.Now()), "under " + r.definitionLabel(c)}
	if c.Quote {
		about = append(about, "flagged for quoting")
	}
	if c.Auto {
		about = append(about, "made by a search, not by reading")
	}
	if c.standing == codebook.Stale {
		_, _, why := s.Data.Codebook.StatusOf(c.Coding)
		about = append(about, "stale: "+why+" since")
	}
	if c.pending {
		about = append(about, "not saved yet")
	}
	for _, a := range about {
		for _, l := range layout.WrapText(a, width-3) {
			lines = append(lines, theme.Paint(r.Theme.Chrome, "   "+l))
		}
	}
	lines = append(lines, "")
	for _, l := range widget.DefinitionLines(code, width) {
		lines = append(lines, theme.Paint(r.Theme.Quiet, l))
	}
	for _, m := range s.Data.Memos {
		if m.About.Kind == codebook.AboutCoding && m.About.Coding == c.ID {
			lines = append(lines, r.memoLines(m, width)...)
		}
	}
	if len(code.Examples.Typical) > 0 {
		lines = append(lines, "")
		for _, l := range layout.WrapText("Example: "+code.Examples.Typical[0], width) {
			lines = append(lines, theme.Paint(r.Theme.Quiet, l))
		}
	}
	return lines
}

// definitionLabel says which saved version first held the definition that a
// coding was made under; "v3+" for one that is later than the last version.
func (r *Screen) definitionLabel(c ShownCoding) string {
	if label, ok := r.Over.Defined[c.Definition]; ok {
		return label
	}
	if n := len(r.Over.Versions); n > 0 {
		return r.Over.Versions[n-1].Label() + "+"
	}
	return "a codebook not saved yet"
}

// codingLine is one coding in a list: letter, code, whose, and what else there
// is to say.
func (r *Screen) codingLine(c ShownCoding, width int) string {
	s := r.Read
	code, _ := s.Data.Codebook.Code(c.Code)
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
	name := layout.FirstOf(code.Name, "(new)")
	return layout.Fit(theme.Paint(r.Theme.Code(s.Data.Codebook.Position(code.ID)), string(s.Letters[code.ID]))+"  "+name+theme.Paint(r.Theme.Chrome, about), width)
}

func (r *Screen) memoLines(m codebook.Memo, width int) []string {
	lines := []string{"", r.panelTitle(fmt.Sprintf("MEMO (%s, %s)", r.Read.coderName(m.Coder), layout.Day(m.Created, r.Now())))}
	return append(lines, layout.WrapText(m.Text, width)...)
}

// transcriptMemos lists memos on the transcript and on words here.
func (r *Screen) transcriptMemos(width int) []string {
	var lines []string
	target := r.Read.Target()
	for _, m := range r.Read.Data.Memos {
		if m.About.Kind == codebook.AboutTranscript || m.About.Kind == codebook.AboutSpan && m.About.Span.Overlaps(target) {
			lines = append(lines, r.memoLines(m, width)...)
		}
	}
	return lines
}

// bookPanel shows the codebook's tree with the coder's counts, and where in it
// the focused code is, or the code in use.
func (r *Screen) bookPanel(width int) (lines []string, at int) {
	b := r.Over.Codebook
	lines = []string{r.panelTitle("CODEBOOK " + r.VersionLabel()), ""}
	here, _ := r.LastCode()
	if c, ok := r.Read.Focused(); ok {
		here, _ = b.Follow(c.Code)
	}
	for _, c := range b.Codes() {
		if c.Status != codebook.Live && c.Status != codebook.Proposed {
			continue
		}
		look := ""
		switch {
		case c.ID == here.ID:
			at, look = len(lines), r.Theme.Accent
		case c.Heading:
			look = r.Theme.Quiet
		}
		letter := " "
		if l, ok := r.Read.Letters[c.ID]; ok {
			letter = theme.Paint(r.Theme.Code(b.Position(c.ID)), string(l))
		}
		sign := " "
		if c.ID == here.ID {
			sign = theme.Paint(look, "▶")
		}
		name := strings.Repeat("  ", b.Depth(c.ID)) + c.Name
		if c.Status == codebook.Proposed {
			name += " (proposed)"
		}
		n := widget.Number(r.Over.Counts[c.ID][r.Coder().ID])
		if c.Heading {
			n = ""
		}
		lines = append(lines, letter+sign+theme.Paint(look, layout.Pad(name, width-7))+theme.Paint(r.Theme.Chrome, fmt.Sprintf("%5s", n)))
	}
	return lines, at
}

// casePanel shows the cases of the transcript with their attributes, and the
// transcript's own.
func (r *Screen) casePanel(width int) []string {
	t := r.Read.Data.Transcript
	lines := []string{r.panelTitle("CASE")}
	if len(t.Cases) == 0 {
		lines = append(lines, "", "no case is linked to this transcript")
	}
	table := func(name string, attributes []corpus.Attribute) {
		lines = append(lines, "", theme.Paint(r.Theme.Title, layout.Fit(layout.Clean(name), width)))
		for _, a := range attributes {
			lines = append(lines, layout.WrapText(a.Name+": "+a.Value, width)...)
		}
	}
	for _, id := range t.Cases {
		table(r.Over.Cases[id].Name, r.Over.Cases[id].Attributes)
	}
	if len(t.Attributes) > 0 {
		table(t.Name, t.Attributes)
	}
	return lines
}
