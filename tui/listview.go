package tui

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"concord/store"
	"concord/tui/theme"
)

// listRows is how many transcripts the list shows at once.
func (r *listScreen) listRows() int { return max(1, r.height-7) }

// listColumns are the widths of the list's columns; 0 leaves one out.
type listColumns struct {
	name, about int
	coders      int // how many have a column
	bar         int // of each: a bar and a number
	each        int // of the day on which each worked last
	last        int // of the day on which anybody did
}

const (
	wordsWidth = 7
	dayWidth   = 6
	barWidth   = 12
)

func (r *listScreen) listColumns(all []*listItem) listColumns {
	c := listColumns{name: 10, coders: len(r.over.Coders), bar: barWidth}
	about := 0
	for _, x := range all {
		c.name = max(c.name, min(ansi.StringWidth(x.Name), 28))
		about = max(about, ansi.StringWidth(x.about))
	}
	room := r.width - 2 - c.name - 2 - wordsWidth
	c.coders = min(c.coders, room/(c.bar+2))
	room -= c.coders * (c.bar + 2)
	if room >= 2+dayWidth {
		c.last = dayWidth
		room -= 2 + dayWidth
	}
	if c.about = min(about, 60, room-2); c.about <= 8 {
		c.about = 0
		return c
	}
	if room -= c.about + 2; c.coders > 1 && room+2+dayWidth >= c.coders*(dayWidth+1) {
		c.each, c.last = dayWidth, 0
	}
	return c
}

func (r *listScreen) View() []string {
	all := r.matching()
	o := r.over
	title := fmt.Sprintf("%s   %s · %s · codebook %s", theme.Paint(r.theme.Title, o.Title), counted(len(o.Transcripts), "transcript", "transcripts"),
		counted(len(o.Coders), "coder", "coders"), r.versionLabel())
	who := r.coder().Name
	if who == "" {
		who = "nobody codes here"
	}
	c := r.listColumns(all)
	head := pad("  transcript", 2+c.name) + fmt.Sprintf("  %*s", wordsWidth, "words")
	if c.about > 0 {
		head += "  " + pad("case and attributes", c.about)
	}
	for _, k := range o.Coders[:c.coders] {
		head += "  " + pad(k.Name, c.bar)
		if c.each > 0 {
			head += " " + pad("last", c.each)
		}
	}
	if c.last > 0 {
		head += "  last"
	}
	lines := []string{r.header(title, theme.Paint(r.theme.Accent, who)), r.rule(), theme.Paint(r.theme.Chrome, head)}
	r.at = max(0, min(r.at, len(all)-1))
	r.first = window(r.first, r.at, len(all), r.listRows())
	for i := r.first; i < len(all) && i < r.first+r.listRows(); i++ {
		lines = append(lines, r.listLine(all[i], c, i == r.at))
	}
	for len(lines) < listTop+r.listRows() {
		lines = append(lines, "")
	}
	return append(append(lines, r.listRule(len(all))), append(r.listDetail(), r.bottom())...)
}

// listLine is one transcript.
func (r *listScreen) listLine(x *listItem, c listColumns, chosen bool) string {
	mark, look := "  ", ""
	if chosen {
		mark, look = theme.Paint(r.theme.Accent, "▶ "), r.theme.Title
	}
	line := mark + theme.Paint(look, pad(clean(x.Name), c.name)) + fmt.Sprintf("  %*s", wordsWidth, thousands(x.WordCount))
	if c.about > 0 {
		line += "  " + theme.Paint(r.theme.Quiet, pad(x.about, c.about))
	}
	by := r.over.Summaries[x.ID]
	for _, k := range r.over.Coders[:c.coders] {
		line += "  " + r.bar(by[k.ID], x.TurnCount, c.bar)
		if c.each > 0 {
			line += " " + theme.Paint(r.theme.Chrome, pad(day(by[k.ID].LastWorked, r.now()), c.each))
		}
	}
	if c.last > 0 {
		last := time.Time{}
		for _, m := range by {
			if m.LastWorked.After(last) {
				last = m.LastWorked
			}
		}
		line += "  " + theme.Paint(r.theme.Chrome, day(last, r.now()))
	}
	return line
}

// listRule is the line below the list; it says what is not shown, and in which
// order what is.
func (r *listScreen) listRule(n int) string {
	var words []string
	if r.filter != "" {
		words = append(words, r.keys.expand(fmt.Sprintf("filter “%s”: %d of %d; {clear-filter} shows all", clean(r.filter), n, len(r.over.Transcripts))))
	}
	if rows := r.listRows(); n > rows {
		words = append(words, fmt.Sprintf("%d to %d of %d", r.first+1, min(r.first+rows, n), n))
	}
	if o := r.habits.Order; o != (listOrder{}) {
		words = append(words, o.words())
	}
	words = append(words, r.news()...)
	look := r.theme.Chrome
	if r.filter != "" {
		look = r.theme.Accent
	}
	return r.ruleOf(look, words...)
}

// listDetail tells of the chosen transcript in words: its attributes by name, and
// each coder's progress.
func (r *listScreen) listDetail() []string {
	all := r.matching()
	if len(all) == 0 {
		return []string{"", ""}
	}
	x := all[r.at]
	about := []string{theme.Paint(r.theme.Title, clean(x.Name))}
	if len(x.cases) > 0 {
		about = append(about, clean("case "+strings.Join(x.cases, ", ")))
	}
	for _, a := range x.attributes {
		about = append(about, theme.Paint(r.theme.Chrome, clean(a.Name)+" ")+clean(a.Value))
	}
	work := r.progressWords(x, true)
	if ansi.StringWidth(work) >= r.width {
		work = r.progressWords(x, false)
	}
	return []string{" " + strings.Join(about, "  "), " " + work}
}

// progressWords tells each coder's progress on a transcript; briefly, if not in
// full.
func (r *listScreen) progressWords(x *listItem, full bool) string {
	var work []string
	for _, k := range r.over.Coders {
		m := r.over.Summaries[x.ID][k.ID]
		words := ""
		switch {
		case m.Completed && full:
			words = "✓ complete, " + counted(m.Codings, "coding", "codings")
		case m.Completed:
			words = "✓ complete, " + fmt.Sprint(m.Codings)
		case m.Codings > 0 && full:
			words = fmt.Sprintf("%d of %s coded, %s", m.CodedTurns, counted(x.TurnCount, "turn", "turns"), counted(m.Codings, "coding", "codings"))
		case m.Codings > 0:
			words = fmt.Sprintf("%d of %s", m.CodedTurns, counted(x.TurnCount, "turn", "turns"))
		default:
			continue
		}
		if d := day(m.LastWorked, r.now()); d != "" && full {
			words += ", " + d
		}
		work = append(work, theme.Paint(r.theme.Chrome, clean(k.Name)+" ")+words)
	}
	if len(work) == 0 {
		return theme.Paint(r.theme.Chrome, fmt.Sprintf("%s, not coded yet", counted(x.TurnCount, "turn", "turns")))
	}
	return strings.Join(work, "   ")
}

// bar shows progress in words and strokes: how many turns are coded, and
// whether the coder has finished.
func (r *listScreen) bar(m store.Summary, turns, width int) string {
	switch {
	case m.Completed:
		return theme.Paint(r.theme.Good, pad("✓ "+fmt.Sprint(m.Codings), width))
	case m.Codings == 0:
		return theme.Paint(r.theme.Chrome, pad("·", width))
	}
	number := fmt.Sprint(m.Codings)
	cells := width - len(number) - 1
	full := 0
	if turns > 0 {
		full = max(1, cells*m.CodedTurns/turns)
	}
	return pad(strings.Repeat("█", min(full, cells))+theme.Paint(r.theme.Chrome, strings.Repeat("░", max(0, cells-full)))+" "+number, width)
}

func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// day writes a day as people say it: today, a weekday within the week, a date.
func day(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	switch {
	case t.Format(time.DateOnly) == now.Format(time.DateOnly):
		return "today"
	case now.Sub(t) < 6*24*time.Hour && now.After(t):
		return t.Format("Mon")
	case t.Year() == now.Year():
		return t.Format("2 Jan")
	}
	return t.Format("Jan 06")
}
