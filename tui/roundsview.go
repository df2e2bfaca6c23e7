package tui

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook"
	"concord/corpus"
	"concord/store/study"
	"concord/tui/theme"
)

// roundRows is how many rounds the list shows at once.
func (r *roundsScreen) roundRows() int { return max(3, min(len(r.team.rows), r.height/4)) }

func (r *roundsScreen) View() []string {
	s := r
	right := r.standing()
	if n := r.team.openConflicts(); n > 0 {
		right = theme.Paint(r.theme.Alert, r.keys.expand(counted(n, "conflict", "conflicts")+" {conflicts}")) + "   " + right
	}
	lines := []string{r.header(r.trail(r.over.Title, "rounds"), right), r.rule()}
	switch {
	case !r.team.read && r.team.err != nil:
		return r.fill(append(lines, "", " "+clean(r.team.err.Error())))
	case !r.team.read:
		return r.fill(append(lines, "", " reading …"))
	case len(r.team.rows) == 0:
		lines = append(lines, "")
		for _, l := range wrapText(r.keys.expand("There is no round yet. A round says which transcripts are coded apart, by whom, under which saved codebook and in which units; agreement and reconciling start from it. {new-round} plans one."), min(r.width-4, 90)) {
			lines = append(lines, "  "+l)
		}
		return r.fill(lines)
	}
	name, kind := 8, 5
	for _, row := range r.team.rows {
		name, kind = max(name, min(ansi.StringWidth(row.Round.Name), 24)), max(kind, len(kindOf(row)))
	}
	rows := r.roundRows()
	s.first = window(s.first, s.at, len(r.team.rows), rows)
	for i := s.first; i < len(r.team.rows) && i < s.first+rows; i++ {
		lines = append(lines, r.roundLine(r.team.rows[i], name, kind, i == s.at))
	}
	row := r.team.rows[s.at]
	lines = append(lines, r.rule())
	return r.fill(append(lines, r.roundDetail(row, r.height-1-len(lines))...))
}

// roundLine is one round in the list.
func (r *roundsScreen) roundLine(row roundRow, name, kind int, chosen bool) string {
	mark, look := "  ", ""
	if chosen {
		mark, look = theme.Paint(r.theme.Accent, "▶ "), r.theme.Title
	}
	state := "closed"
	if row.Round.Open {
		state = "open"
	}
	line := mark + theme.Paint(look, pad(clean(row.Round.Name), name)) + "  " + pad(state, 6) + "  " + pad(kindOf(row), kind) + "  " + pad(row.Version.Label(), 4) + "  "
	about := counted(len(row.Round.Assignments), "transcript", "transcripts")
	if r.width >= 100 {
		about = unitWords(row.Round) + " · " + about
	}
	return line + about + theme.Paint(r.theme.Chrome, " · ") + r.roundProgress(row)
}

// kindOf says whether a round is blind, and whether it is for training.
func kindOf(row roundRow) string {
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
		return fmt.Sprintf("%s of “%s”", round.Unit, clean(round.Segmentation))
	case round.Pattern != "":
		return fmt.Sprintf("%s cut by /%s/", round.Unit, clean(round.Pattern))
	}
	return round.Unit
}

// roundProgress says what is to be done in a round.
func (r *roundsScreen) roundProgress(row roundRow) string {
	complete, of := 0, 0
	for _, c := range row.Coders {
		complete, of = complete+c.Complete, of+c.Of()
	}
	switch {
	case row.Round.Open:
		return fmt.Sprintf("%d of %d complete", complete, of)
	case row.shut != "":
		return "not to be seen now"
	case row.Tally.Places == 0:
		return "no disagreements"
	}
	return row.Tally.String()
}

// progressWords are how a coder stands on a transcript, in signs and words.
var progressWords = map[study.Progress]string{study.NotBegun: "· not begun", study.Begun: "░ begun", study.Finished: "✓ complete", study.FinishedIn: "! late"}

// roundDetail tells everything about the chosen round in at most height lines.
func (r *roundsScreen) roundDetail(row roundRow, height int) []string {
	about := []string{theme.Paint(r.theme.Title, clean(row.Round.Name)), "opened " + r.byWhom(row.Round.By) + day(row.Round.Created, r.now())}
	if n := len(row.Round.Closes); n > 0 && !row.Round.Open {
		c := row.Round.Closes[n-1]
		about = append(about, "closed "+r.byWhom(c.By)+day(c.Time, r.now()))
	}
	about = append(about, "unit "+unitWords(row.Round))
	lines := []string{" " + strings.Join(about, theme.Paint(r.theme.Chrome, " · "))}
	notes := r.roundNotes(row)
	lines = append(lines, r.roundTable(row, max(3, height-len(lines)-len(notes)-1))...)
	lines = append(lines, "")
	lines = append(lines, notes...)
	if len(lines) > height {
		lines = append(lines[:max(0, height-1)], theme.Paint(r.theme.Chrome, " … “concord round status” prints all of it"))
	}
	return lines
}

func (r *host) byWhom(id codebook.CoderID) string {
	if name := r.nameOf(id); name != "" {
		return "by " + name + " "
	}
	return ""
}

// roundTable is the status, a row a transcript and a column a coder.
func (r *roundsScreen) roundTable(row roundRow, height int) []string {
	name, cell := 10, 11
	for _, t := range row.Transcripts {
		name = max(name, min(ansi.StringWidth(t.Name), 28))
	}
	for _, c := range row.Coders {
		cell = max(cell, min(ansi.StringWidth(c.Coder.Name), 18))
	}
	shown := row.Coders
	if fits := max(1, (r.width-name-4)/(cell+2)); fits < len(shown) {
		shown = shown[:fits]
	}
	head := pad("  transcript", name+2)
	for _, c := range shown {
		head += "  " + pad(clean(c.Coder.Name), cell)
	}
	lines := []string{theme.Paint(r.theme.Chrome, head)}
	for i, t := range row.Transcripts {
		if len(lines) == height-1 && i < len(row.Transcripts)-1 {
			lines = append(lines, theme.Paint(r.theme.Chrome, fmt.Sprintf("  … and %s", counted(len(row.Transcripts)-i, "transcript", "transcripts"))))
			break
		}
		line := "  " + pad(clean(t.Name), name)
		for _, c := range shown {
			line += "  " + r.progressCell(c, t.ID, cell)
		}
		lines = append(lines, line)
	}
	foot := pad("", name+2)
	for _, c := range shown {
		foot += "  " + pad(fmt.Sprintf("%d of %d", c.Complete, c.Of()), cell)
	}
	if n := len(row.Coders) - len(shown); n > 0 {
		foot += fmt.Sprintf("  … %s", counted(n, "coder", "coders"))
	}
	return append(lines, theme.Paint(r.theme.Chrome, foot))
}

func (r *roundsScreen) progressCell(c study.CoderProgress, t corpus.TranscriptID, width int) string {
	p, in := c.By[t]
	if !in {
		return theme.Paint(r.theme.Chrome, pad("", width))
	}
	look := r.theme.Chrome
	switch p {
	case study.Finished:
		look = r.theme.Good
	case study.Begun:
		look = ""
	case study.FinishedIn:
		look = r.theme.Alert
	}
	return theme.Paint(look, pad(progressWords[p], width))
}

// roundNotes say what is missing, what counts, and what is to be done next.
func (r *roundsScreen) roundNotes(row roundRow) []string {
	var say []string
	alert := func(s string) { say = append(say, theme.Paint(r.theme.Alert, s)) }
	wrapped := func(look, s string) {
		for _, l := range wrapText(r.keys.expand(s), min(r.width-3, 110)) {
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
		wrapped(r.theme.Accent, "You code in this round, and it is blind: of the others is told only what they have completed, until it is closed.")
	}
	if row.shut != "" {
		wrapped(r.theme.Alert, sentence(row.shut))
	}
	for _, s := range row.Sentences {
		wrapped(r.theme.Chrome, s)
	}
	for _, x := range row.Round.Reopened {
		wrapped(r.theme.Chrome, fmt.Sprintf("Opened again %s%s: %s", r.byWhom(x.By), day(x.Time, r.now()), x.Reason))
	}
	switch {
	case row.Round.Open || row.shut != "":
	case row.Tally.Left() > 0:
		wrapped("", fmt.Sprintf("%s wait for a decision ({reconcile}); on %d more all coders agree and nobody has looked.", counted(row.Tally.Left(), "place", "places"), row.Agreed))
	default:
		wrapped("", fmt.Sprintf("Everything on which coders differed is decided; on %s all agree and nobody has looked.", counted(row.Agreed, "more place", "more places")))
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
