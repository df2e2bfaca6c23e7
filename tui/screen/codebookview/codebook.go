package codebookview

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/tui/app"
	"concord/tui/keymap"
	"concord/tui/layout"
	"concord/tui/theme"
	"concord/tui/widget"
)

// bookScreen shows the themes and the tree of codes, and what is known of the
// one under the cursor beside it: what it means, or its history.
type Screen struct {
	*app.Host

	at, first int
	id        codebook.CodeID // of the code under the cursor, which keeps it when the tree changes
	side      int             // first line of the side that is shown
	history   bool            // the side tells who changed what
	told      *historyMsg     // what the side tells then; nil until it was read
	past      *pastBook       // a saved version that is shown in place of the working codebook
	number    int             // of what was asked for last; older answers are dropped
}

// bookRow is a line of the tree: a theme or a code.
type bookRow struct {
	theme *codebook.Theme
	code  codebook.Code
	depth int
}

func (r *Screen) bookRows() []bookRow {
	b := r.shownBook()
	out := make([]bookRow, 0, b.Len())
	for _, t := range b.Themes() {
		out = append(out, bookRow{theme: &t})
	}
	for depth, c := range b.All() {
		out = append(out, bookRow{code: c, depth: depth})
	}
	return out
}

// shownBook is the working codebook, or the saved version that was chosen.
func (r *Screen) shownBook() *codebook.Codebook {
	if r.past != nil {
		return r.past.book.Codebook
	}
	return r.Over.Codebook
}

// uses says how often each coder used a code, in the codebook that is shown.
func (r *Screen) Uses(id codebook.CodeID) map[codebook.CoderID]int {
	if r.past != nil {
		return r.past.counts[id]
	}
	return r.Over.Counts[id]
}

// chosenRow is the line under the cursor.
func (r *Screen) chosenRow() (bookRow, bool) {
	rows := r.bookRows()
	if len(rows) == 0 {
		return bookRow{}, false
	}
	s := r
	s.at = max(0, min(s.at, len(rows)-1))
	if !s.id.IsZero() && rows[s.at].code.ID != s.id {
		for i, row := range rows {
			if row.code.ID == s.id {
				s.at = i
			}
		}
	}
	s.id = rows[s.at].code.ID
	return rows[s.at], true
}

// chosenCode is the code under the cursor; ok is false on a theme.
func (r *Screen) ChosenCode() (c codebook.Code, ok bool) {
	row, ok := r.chosenRow()
	return row.code, ok && row.theme == nil
}

// moveBook puts the cursor on another line.
func (r *Screen) moveBook(to int) {
	rows := r.bookRows()
	if len(rows) == 0 {
		return
	}
	s := r
	s.at, s.side = max(0, min(to, len(rows)-1)), 0
	s.id = rows[s.at].code.ID
}

// nextProposed goes to the next code that is proposed and waits for a decision.
func (r *Screen) nextProposed() tea.Cmd {
	rows := r.bookRows()
	for i := range rows {
		if n := (r.at + 1 + i) % len(rows); rows[n].theme == nil && rows[n].code.Status == codebook.Proposed {
			r.moveBook(n)
			return nil
		}
	}
	return nil
}

func (r *Screen) proposed() int {
	n := 0
	for _, c := range r.Over.Codebook.All() {
		if c.Status == codebook.Proposed {
			n++
		}
	}
	return n
}

// bookLabel names the codebook that is shown.
func (r *Screen) bookLabel() string {
	if r.past != nil {
		return r.past.book.Line
	}
	return r.VersionLabel()
}

func (r *Screen) View() []string {
	b := r.shownBook()
	row, ok := r.chosenRow()
	var notes []string // what gives way first stands first
	notes = append(notes, r.Coder().Name, layout.Counted(b.Len(), "code", "codes"))
	if n := r.proposed(); n > 0 && r.past == nil {
		notes = append(notes, r.Keys.Expand(fmt.Sprintf("%d proposed: {next-proposed}", n)))
	}
	if n := r.Over.Waiting; n > 0 && r.past == nil {
		notes = append(notes, r.Keys.Expand(fmt.Sprintf("%s: {worklist}", layout.Counted(n, "passage waits", "passages wait"))))
	}
	title := r.Trail(r.Over.Title, "codebook "+r.bookLabel())
	for len(notes) > 1 && ansi.StringWidth(title)+ansi.StringWidth(strings.Join(notes, "   "))+3 > r.Width {
		notes = notes[1:]
	}
	lines := []string{r.Header(title, theme.Paint(r.Theme.Chrome, strings.Join(notes, "   "))), r.Rule()}
	height := r.Height - 3
	left := min(56, r.Width/2)
	rows := r.bookRows()
	r.first = layout.Window(r.first, r.at, len(rows), height)
	var side []string
	switch width := r.Width - left - 4; {
	case !ok:
	case row.theme != nil:
		side = r.themeLines(*row.theme, width)
	case r.history:
		side = r.historyLines(row.code, width)
	default:
		side = r.codeLines(row.code, width)
	}
	r.side = max(0, min(r.side, len(side)-height))
	more := len(side) > r.side+height
	side = side[r.side:min(len(side), r.side+height)]
	if more {
		side[height-1] = theme.Paint(r.Theme.Chrome, r.Keys.Expand("… {side-down} scrolls"))
	}
	for i := range height {
		line := ""
		if n := r.first + i; n < len(rows) {
			line = r.bookRowLine(rows[n], n == r.at, left)
		}
		line = layout.Pad(line, left) + theme.Paint(r.Theme.Chrome, " │ ")
		if i < len(side) {
			line += side[i]
		}
		lines = append(lines, line)
	}
	return append(lines, r.Bottom())
}

func (r *Screen) bookRowLine(row bookRow, chosen bool, width int) string {
	sign, look := "  ", ""
	if row.theme != nil {
		look = r.Theme.Title
	} else if !row.code.Applicable() && row.code.Status != codebook.Live {
		look = r.Theme.Chrome
	}
	if chosen {
		sign, look = "▶ ", r.Theme.Accent
	}
	if row.theme != nil {
		return theme.Paint(look, sign+layout.Pad("◆ "+row.theme.Name, width-9)) + theme.Paint(r.Theme.Chrome, fmt.Sprintf("%6s", layout.Counted(len(row.theme.Codes), "code", "codes")))
	}
	c := row.code
	total := 0
	for _, k := range r.Uses(c.ID) {
		total += k
	}
	name := strings.Repeat("  ", row.depth) + c.Name
	switch {
	case c.Status == codebook.Live && c.Heading:
		name += theme.Paint(r.Theme.Chrome, " (heading)")
	case c.Status != codebook.Live:
		name += " (" + string(c.Status) + ")"
	}
	return theme.Paint(look, sign+layout.Pad(name, width-9)) + theme.Paint(r.Theme.Chrome, fmt.Sprintf("%6s", widget.Number(total)))
}

// codeLines tells everything about a code.
func (r *Screen) codeLines(c codebook.Code, width int) []string {
	b := r.shownBook()
	lines := []string{theme.Paint(r.Theme.Title, layout.Clean(c.Name))}
	if path := b.Path(c.Parent); path != "" {
		lines = append(lines, theme.Paint(r.Theme.Chrome, layout.InWords(path)))
	}
	if c.Status != codebook.Live {
		status := b.StatusLine(c)
		if c.Status == codebook.Proposed {
			status += " by " + r.CoderNamed(c.AddedBy)
		}
		for _, l := range layout.WrapText(status, width) {
			lines = append(lines, theme.Paint(r.Theme.Accent, l))
		}
	}
	about := string(c.Origin)
	if c.Source != "" {
		about += " · " + c.Source
	}
	if v := r.Over.Defined[c.DefinedBy]; v != "" {
		about += " · as in " + v
	}
	for _, l := range layout.WrapText(about, width) {
		lines = append(lines, theme.Paint(r.Theme.Chrome, l))
	}
	lines = append(lines, "")
	lines = append(lines, widget.DefinitionLines(c, width)...)
	for _, part := range []struct {
		lead  string
		items []string
	}{{"Example: ", c.Examples.Typical}, {"Looks like it, but is not: ", c.Examples.NearMisses}} {
		for _, x := range part.items {
			lines = append(lines, "")
			lines = append(lines, layout.WrapText(part.lead+x, width)...)
		}
	}
	var counts, themes, last []string
	for _, k := range r.Over.Coders {
		if n := r.Uses(c.ID)[k.ID]; n > 0 {
			counts = append(counts, fmt.Sprintf("%s %d", k.Name, n))
		}
	}
	for _, t := range b.Themes() {
		if t.Holds(c.ID) {
			themes = append(themes, t.Name)
		}
	}
	if len(counts) > 0 {
		last = append(last, "used by "+strings.Join(counts, ", "))
	}
	if len(c.Aliases) > 0 {
		last = append(last, "also found as "+strings.Join(c.Aliases, ", "))
	}
	if c.Colour != "" {
		last = append(last, "colour "+c.Colour)
	}
	if len(themes) > 0 {
		last = append(last, "in the theme "+strings.Join(themes, ", "))
	}
	for _, x := range last {
		lines = append(lines, "")
		for _, l := range layout.WrapText(x, width) {
			lines = append(lines, theme.Paint(r.Theme.Chrome, l))
		}
	}
	return lines
}

func (r *Screen) themeLines(t codebook.Theme, width int) []string {
	lines := []string{theme.Paint(r.Theme.Title, layout.Clean(t.Name)), theme.Paint(r.Theme.Chrome, "theme"), ""}
	if t.Narrative == "" {
		lines = append(lines, "no narrative yet")
	}
	lines = append(lines, layout.WrapText(t.Narrative, width)...)
	lines = append(lines, "")
	for _, id := range t.Codes {
		if path := r.shownBook().Path(id); path != "" {
			lines = append(lines, theme.Paint(r.Theme.Chrome, layout.Fit("· "+layout.Clean(layout.InWords(path)), width)))
		}
	}
	return lines
}

// show takes the requests for the codebook.
func (r *Screen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case app.BookRequest:
		r.Enter(keymap.ModeBook)
		if q.AsOf == "" {
			return nil, true
		}
		return r.showPast(q.AsOf), true
	case app.MeaningRequest:
		r.askMeaning(q.Code, q.Why)
		return nil, true
	case app.SaveVersionRequest:
		return r.saveVersion(), true
	}
	return nil, false
}

// update takes what was read.
func (r *Screen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch m := msg.(type) {
	case historyMsg:
		if m.err != nil {
			r.Warn(m.err.Error())
			return nil, true
		}
		r.told = &m
	case importSeenMsg:
		r.importSeen(m)
	case healthMsg:
		r.showHealth(m)
	case pastMsg:
		r.takePast(m)
	default:
		return nil, false
	}
	return nil, true
}

// refreshed reads the history again.
func (r *Screen) Refreshed() tea.Cmd { return r.readHistory() }

// subjects is what a memo can be about here.
func (r *Screen) Subjects() []app.Subject {
	row, ok := r.chosenRow()
	switch {
	case !ok:
		return nil
	case row.theme != nil:
		return []app.Subject{{Subject: codebook.Subject{Kind: codebook.AboutTheme, Theme: row.theme.ID}, Name: "the theme " + row.theme.Name}}
	}
	return []app.Subject{app.CodeSubject(row.code)}
}
