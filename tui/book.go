package tui

import (
	"fmt"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/tui/theme"
)

// bookScreen shows the themes and the tree of codes, and what is known of the
// one under the cursor beside it: what it means, or its history.
type bookScreen struct {
	*host

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

func (r *bookScreen) bookRows() []bookRow {
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
func (r *bookScreen) shownBook() *codebook.Codebook {
	if r.past != nil {
		return r.past.book.Codebook
	}
	return r.over.Codebook
}

// uses says how often each coder used a code, in the codebook that is shown.
func (r *bookScreen) uses(id codebook.CodeID) map[codebook.CoderID]int {
	if r.past != nil {
		return r.past.counts[id]
	}
	return r.over.Counts[id]
}

// chosenRow is the line under the cursor.
func (r *bookScreen) chosenRow() (bookRow, bool) {
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
func (r *bookScreen) chosenCode() (c codebook.Code, ok bool) {
	row, ok := r.chosenRow()
	return row.code, ok && row.theme == nil
}

// moveBook puts the cursor on another line.
func (r *bookScreen) moveBook(to int) {
	rows := r.bookRows()
	if len(rows) == 0 {
		return
	}
	s := r
	s.at, s.side = max(0, min(to, len(rows)-1)), 0
	s.id = rows[s.at].code.ID
}

// nextProposed goes to the next code that is proposed and waits for a decision.
func (r *bookScreen) nextProposed() tea.Cmd {
	rows := r.bookRows()
	for i := range rows {
		if n := (r.at + 1 + i) % len(rows); rows[n].theme == nil && rows[n].code.Status == codebook.Proposed {
			r.moveBook(n)
			return nil
		}
	}
	return nil
}

func (r *bookScreen) proposed() int {
	n := 0
	for _, c := range r.over.Codebook.All() {
		if c.Status == codebook.Proposed {
			n++
		}
	}
	return n
}

// bookLabel names the codebook that is shown.
func (r *bookScreen) bookLabel() string {
	if r.past != nil {
		return r.past.book.Line
	}
	return r.versionLabel()
}

func (r *bookScreen) View() []string {
	b := r.shownBook()
	row, ok := r.chosenRow()
	var notes []string // what gives way first stands first
	notes = append(notes, r.coder().Name, counted(b.Len(), "code", "codes"))
	if n := r.proposed(); n > 0 && r.past == nil {
		notes = append(notes, r.keys.expand(fmt.Sprintf("%d proposed: {next-proposed}", n)))
	}
	if n := r.over.Waiting; n > 0 && r.past == nil {
		notes = append(notes, r.keys.expand(fmt.Sprintf("%s: {worklist}", counted(n, "passage waits", "passages wait"))))
	}
	title := r.trail(r.over.Title, "codebook "+r.bookLabel())
	for len(notes) > 1 && ansi.StringWidth(title)+ansi.StringWidth(strings.Join(notes, "   "))+3 > r.width {
		notes = notes[1:]
	}
	lines := []string{r.header(title, theme.Paint(r.theme.Chrome, strings.Join(notes, "   "))), r.rule()}
	height := r.height - 3
	left := min(56, r.width/2)
	rows := r.bookRows()
	r.first = window(r.first, r.at, len(rows), height)
	var side []string
	switch width := r.width - left - 4; {
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
		side[height-1] = theme.Paint(r.theme.Chrome, r.keys.expand("… {side-down} scrolls"))
	}
	for i := range height {
		line := ""
		if n := r.first + i; n < len(rows) {
			line = r.bookRowLine(rows[n], n == r.at, left)
		}
		line = pad(line, left) + theme.Paint(r.theme.Chrome, " │ ")
		if i < len(side) {
			line += side[i]
		}
		lines = append(lines, line)
	}
	return append(lines, r.bottom())
}

func (r *bookScreen) bookRowLine(row bookRow, chosen bool, width int) string {
	sign, look := "  ", ""
	if row.theme != nil {
		look = r.theme.Title
	} else if !row.code.Applicable() && row.code.Status != codebook.Live {
		look = r.theme.Chrome
	}
	if chosen {
		sign, look = "▶ ", r.theme.Accent
	}
	if row.theme != nil {
		return theme.Paint(look, sign+pad("◆ "+row.theme.Name, width-9)) + theme.Paint(r.theme.Chrome, fmt.Sprintf("%6s", counted(len(row.theme.Codes), "code", "codes")))
	}
	c := row.code
	total := 0
	for _, k := range r.uses(c.ID) {
		total += k
	}
	name := strings.Repeat("  ", row.depth) + c.Name
	switch {
	case c.Status == codebook.Live && c.Heading:
		name += theme.Paint(r.theme.Chrome, " (heading)")
	case c.Status != codebook.Live:
		name += " (" + string(c.Status) + ")"
	}
	return theme.Paint(look, sign+pad(name, width-9)) + theme.Paint(r.theme.Chrome, fmt.Sprintf("%6s", number(total)))
}

// codeLines tells everything about a code.
func (r *bookScreen) codeLines(c codebook.Code, width int) []string {
	b := r.shownBook()
	lines := []string{theme.Paint(r.theme.Title, clean(c.Name))}
	if path := b.Path(c.Parent); path != "" {
		lines = append(lines, theme.Paint(r.theme.Chrome, inWords(path)))
	}
	if c.Status != codebook.Live {
		status := b.StatusLine(c)
		if c.Status == codebook.Proposed {
			status += " by " + r.coderNamed(c.AddedBy)
		}
		for _, l := range wrapText(status, width) {
			lines = append(lines, theme.Paint(r.theme.Accent, l))
		}
	}
	about := string(c.Origin)
	if c.Source != "" {
		about += " · " + c.Source
	}
	if v := r.over.Defined[c.DefinedBy]; v != "" {
		about += " · as in " + v
	}
	for _, l := range wrapText(about, width) {
		lines = append(lines, theme.Paint(r.theme.Chrome, l))
	}
	lines = append(lines, "")
	lines = append(lines, definitionLines(c, width)...)
	for _, part := range []struct {
		lead  string
		items []string
	}{{"Example: ", c.Examples.Typical}, {"Looks like it, but is not: ", c.Examples.NearMisses}} {
		for _, x := range part.items {
			lines = append(lines, "")
			lines = append(lines, wrapText(part.lead+x, width)...)
		}
	}
	var counts, themes, last []string
	for _, k := range r.over.Coders {
		if n := r.uses(c.ID)[k.ID]; n > 0 {
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
		for _, l := range wrapText(x, width) {
			lines = append(lines, theme.Paint(r.theme.Chrome, l))
		}
	}
	return lines
}

func (r *bookScreen) themeLines(t codebook.Theme, width int) []string {
	lines := []string{theme.Paint(r.theme.Title, clean(t.Name)), theme.Paint(r.theme.Chrome, "theme"), ""}
	if t.Narrative == "" {
		lines = append(lines, "no narrative yet")
	}
	lines = append(lines, wrapText(t.Narrative, width)...)
	lines = append(lines, "")
	for _, id := range t.Codes {
		if path := r.shownBook().Path(id); path != "" {
			lines = append(lines, theme.Paint(r.theme.Chrome, fit("· "+clean(inWords(path)), width)))
		}
	}
	return lines
}

// coderNamed gives the name of a coder.
func (r *host) coderNamed(id codebook.CoderID) string {
	for _, c := range r.over.Coders {
		if c.ID == id {
			return c.Name
		}
	}
	return "—"
}

// bookRequest asks for the codebook, as of a saved version where one is named.
type bookRequest struct{ asOf string }

// meaningRequest asks what a code is to mean from now on, with a reason to begin
// with.
type meaningRequest struct {
	code codebook.Code
	why  string
}

// saveVersionRequest asks for the working codebook to be saved.
type saveVersionRequest struct{}

// show takes the requests for the codebook.
func (r *bookScreen) Show(request any) (cmd tea.Cmd, mine bool) {
	switch q := request.(type) {
	case bookRequest:
		r.Enter(modeBook)
		if q.asOf == "" {
			return nil, true
		}
		return r.showPast(q.asOf), true
	case meaningRequest:
		r.askMeaning(q.code, q.why)
		return nil, true
	case saveVersionRequest:
		return r.saveVersion(), true
	}
	return nil, false
}

// update takes what was read.
func (r *bookScreen) Update(msg tea.Msg) (cmd tea.Cmd, mine bool) {
	switch m := msg.(type) {
	case historyMsg:
		if m.err != nil {
			r.warn(m.err.Error())
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
func (r *bookScreen) Refreshed() tea.Cmd { return r.readHistory() }

// subjects is what a memo can be about here.
func (r *bookScreen) Subjects() []subject {
	row, ok := r.chosenRow()
	switch {
	case !ok:
		return nil
	case row.theme != nil:
		return []subject{{codebook.Subject{Kind: codebook.AboutTheme, Theme: row.theme.ID}, "the theme " + row.theme.Name}}
	}
	return []subject{codeSubject(row.code)}
}
