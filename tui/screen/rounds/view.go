package rounds

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/corpus"
	"concord/store/study"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// roundRows is how many rounds the list shows at once.
func (r *Screen) roundRows() int { return max(3, min(len(r.Team.Rows), r.Height/4)) }

func (r *Screen) View() []string {
	s := r
	right := r.Standing()
	if n := r.Team.OpenConflicts(); n > 0 {
		right = theme.Paint(r.Theme.Alert, r.Keys.Expand(layout.Counted(n, "conflict", "conflicts")+" {conflicts}")) + "   " + right
	}
	lines := []string{r.Header(r.Trail(r.Over.Title, "rounds"), right), r.Rule()}
	switch {
	case !r.Team.Read && r.Team.Err != nil:
		return r.Fill(append(lines, "", " "+layout.Clean(r.Team.Err.Error())))
	case !r.Team.Read:
		return r.Fill(append(lines, "", " reading …"))
	case len(r.Team.Rows) == 0:
		lines = append(lines, "")
		for _, l := range layout.WrapText(r.Keys.Expand("There is no round yet. A round says which transcripts are coded apart, by whom, under which saved codebook and in which units; agreement and reconciling start from it. {new-round} plans one."), min(r.Width-4, 90)) {
			lines = append(lines, "  "+l)
		}
		return r.Fill(lines)
	}
	name, kind := 8, 5
	for _, row := range r.Team.Rows {
		name, kind = max(name, min(ansi.StringWidth(row.Round.Name), 24)), max(kind, len(kindOf(row)))
	}
	rows := r.roundRows()
	s.first = layout.Window(s.first, s.at, len(r.Team.Rows), rows)
	for i := s.first; i < len(r.Team.Rows) && i < s.first+rows; i++ {
		lines = append(lines, r.roundLine(r.Team.Rows[i], name, kind, i == s.at))
	}
	row := r.Team.Rows[s.at]
	lines = append(lines, r.Rule())
	return r.Fill(append(lines, r.roundDetail(row, r.Height-1-len(lines))...))
}

// roundLine is one round in the list.
func (r *Screen) roundLine(row app.RoundRow, name, kind int, chosen bool) string {
	mark, look := "  ", ""
	if chosen {
		mark, look = theme.Paint(r.Theme.Accent, "▶ "), r.Theme.Title
	}
	state := "closed"
	if row.Round.Open {
		state = "open"
	}
	line := mark + theme.Paint(look, layout.Pad(layout.Clean(row.Round.Name), name)) + "  " + layout.Pad(state, 6) + "  " + layout.Pad(kindOf(row), kind) + "  " + layout.Pad(row.Version.Label(), 4) + "  "
	about := layout.Counted(len(row.Round.Assignments), "transcript", "transcripts")
	if r.Width >= 100 {
		about = unitWords(row.Round) + " · " + about
	}
	return line + about + theme.Paint(r.Theme.Chrome, " · ") + r.roundProgress(row)
}

// kindOf says whether a round is blind, and whether it is for training.
func kindOf(row app.RoundRow) string {
	kind := "not blind"
	if row.Round.Blind {
		kind = "blind"
	}
	if !row.Round.Standard.IsZero() {
		kind += ", training"
	}
	return kind
}

// unitWords names the unit of a round.
func unitWords(round codebook.Round) string {
	switch {
	case round.Words > 0:
		return fmt.Sprintf("%s of %d words", round.Unit, round.Words)
	case round.Segmentation != "":
		return fmt.Sprintf("%s of “%s”", round.Unit, layout.Clean(round.Segmentation))
	case round.Pattern != "":
		return fmt.Sprintf("%s cut by /%s/", round.Unit, layout.Clean(round.Pattern))
	}
	return round.Unit
}

// roundProgress says what is to be done in a round.
func (r *Screen) roundProgress(row app.RoundRow) string {
	complete, of := 0, 0
	for _, c := range row.Coders {
		complete, of = complete+c.Complete, of+c.Of()
	}
	switch {
	case row.Round.Open:
		return fmt.Sprintf("%d of %d complete", complete, of)
	case row.Shut != "":
		return "not to be seen now"
	case row.Tally.Places == 0:
		return "no disagreements"
	}
	return row.Tally.String()
}

// progressWords are how a coder stands on a transcript, in signs and words.
var progressWords = map[study.Progress]string{study.NotBegun: "· not begun", study.Begun: "░ begun", study.Finished: "✓ complete", study.FinishedIn: "! late"}

// roundDetail tells everything about the chosen round in at most height lines.
func (r *Screen) roundDetail(row app.RoundRow, height int) []string {
	about := []string{theme.Paint(r.Theme.Title, layout.Clean(row.Round.Name)), "opened " + r.ByWhom(row.Round.By) + layout.Day(row.Round.Created, r.Now())}
	if n := len(row.Round.Closes); n > 0 && !row.Round.Open {
		c := row.Round.Closes[n-1]
		about = append(about, "closed "+r.ByWhom(c.By)+layout.Day(c.Time, r.Now()))
	}
	about = append(about, "unit "+unitWords(row.Round))
	lines := []string{" " + strings.Join(about, theme.Paint(r.Theme.Chrome, " · "))}
	notes := r.roundNotes(row)
	lines = append(lines, r.roundTable(row, max(3, height-len(lines)-len(notes)-1))...)
	lines = append(lines, "")
	lines = append(lines, notes...)
	if len(lines) > height {
		lines = append(lines[:max(0, height-1)], theme.Paint(r.Theme.Chrome, " … “concord round status” prints all of it"))
	}
	return lines
}

// roundTable is the status, a row a transcript and a column a coder.
func (r *Screen) roundTable(row app.RoundRow, height int) []string {
	name, cell := 10, 11
	for _, t := range row.Transcripts {
		name = max(name, min(ansi.StringWidth(t.Name), 28))
	}
	for _, c := range row.Coders {
		cell = max(cell, min(ansi.StringWidth(c.Coder.Name), 18))
	}
	shown := row.Coders
	if fits := max(1, (r.Width-name-4)/(cell+2)); fits < len(shown) {
		shown = shown[:fits]
	}
	head := layout.Pad("  transcript", name+2)
	for _, c := range shown {
		head += "  " + layout.Pad(layout.Clean(c.Coder.Name), cell)
	}
	lines := []string{theme.Paint(r.Theme.Chrome, head)}
	for i, t := range row.Transcripts {
		if len(lines) == height-1 && i < len(row.Transcripts)-1 {
			lines = append(lines, theme.Paint(r.Theme.Chrome, fmt.Sprintf("  … and %s", layout.Counted(len(row.Transcripts)-i, "transcript", "transcripts"))))
			break
		}
		line := "  " + layout.Pad(layout.Clean(t.Name), name)
		for _, c := range shown {
			line += "  " + r.progressCell(c, t.ID, cell)
		}
		lines = append(lines, line)
	}
	foot := layout.Pad("", name+2)
	for _, c := range shown {
		foot += "  " + layout.Pad(fmt.Sprintf("%d of %d", c.Complete, c.Of()), cell)
	}
	if n := len(row.Coders) - len(shown); n > 0 {
		foot += fmt.Sprintf("  … %s", layout.Counted(n, "coder", "coders"))
	}
	return append(lines, theme.Paint(r.Theme.Chrome, foot))
}

func (r *Screen) progressCell(c study.CoderProgress, t corpus.TranscriptID, width int) string {
	p, in := c.By[t]
	if !in {
		return theme.Paint(r.Theme.Chrome, layout.Pad("", width))
	}
	look := r.Theme.Chrome
	switch p {
	case study.Finished:
		look = r.Theme.Good
	case study.Begun:
		look = ""
	case study.FinishedIn:
		look = r.Theme.Alert
	}
	return theme.Paint(look, layout.Pad(progressWords[p], width))
}

// roundNotes say what is missing, what counts, and what is to be done next.
func (r *Screen) roundNotes(row app.RoundRow) []string {
	var say []string
	alert := func(s string) { say = append(say, theme.Paint(r.Theme.Alert, s)) }
	wrapped := func(look, s string) {
		for _, l := range layout.WrapText(r.Keys.Expand(s), min(r.Width-3, 110)) {
			say = append(say, theme.Paint(look, l))
		}
	}
	if row.Waiting() > 0 {
		word := "Not complete yet"
		if !row.Round.Open {
			word = "Not complete when it was closed"
		}
		alert(word)
		for _, l := range missingLines(row.RoundStatus) {
			wrapped("", l)
		}
	}
	if row.Hidden {
		wrapped(r.Theme.Accent, "You code in this round, and it is blind: of the others is told only what they have completed, until it is closed.")
	}
	if row.Shut != "" {
		wrapped(r.Theme.Alert, sentence(row.Shut))
	}
	for _, s := range row.Sentences {
		wrapped(r.Theme.Chrome, s)
	}
	for _, x := range row.Round.Reopened {
		wrapped(r.Theme.Chrome, fmt.Sprintf("Opened again %s%s: %s", r.ByWhom(x.By), layout.Day(x.Time, r.Now()), x.Reason))
	}
	switch {
	case row.Round.Open || row.Shut != "":
	case row.Tally.Left() > 0:
		wrapped("", fmt.Sprintf("%s wait for a decision ({reconcile}); on %d more all coders agree and nobody has looked.", layout.Counted(row.Tally.Left(), "place", "places"), row.Agreed))
	default:
		wrapped("", fmt.Sprintf("Everything on which coders differed is decided; on %s all agree and nobody has looked.", layout.Counted(row.Agreed, "more place", "more places")))
	}
	for i := range say {
		say[i] = " " + say[i]
	}
	return say
}

// sentence begins with a capital and ends with a full stop.
func sentence(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:] + "."
}
