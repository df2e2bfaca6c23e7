package transcripts

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"concord/store"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// listRows is how many transcripts the list shows at once.
func (r *Screen) listRows() int { return max(1, r.Height-7) }

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

func (r *Screen) listColumns(all []*app.ListItem) listColumns {
	c := listColumns{name: 10, coders: len(r.Over.Coders), bar: barWidth}
	about := 0
	for _, x := range all {
		c.name = max(c.name, min(ansi.StringWidth(x.Name), 28))
		about = max(about, ansi.StringWidth(x.About))
	}
	room := r.Width - 2 - c.name - 2 - wordsWidth
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

func (r *Screen) View() []string {
	all := r.Matching()
	o := r.Over
	title := fmt.Sprintf("%s   %s · %s · codebook %s", theme.Paint(r.Theme.Title, o.Title), layout.Counted(len(o.Transcripts), "transcript", "transcripts"),
		layout.Counted(len(o.Coders), "coder", "coders"), r.VersionLabel())
	who := r.Coder().Name
	if who == "" {
		who = "nobody codes here"
	}
	c := r.listColumns(all)
	head := layout.Pad("  transcript", 2+c.name) + fmt.Sprintf("  %*s", wordsWidth, "words")
	if c.about > 0 {
		head += "  " + layout.Pad("case and attributes", c.about)
	}
	for _, k := range o.Coders[:c.coders] {
		head += "  " + layout.Pad(k.Name, c.bar)
		if c.each > 0 {
			head += " " + layout.Pad("last", c.each)
		}
	}
	if c.last > 0 {
		head += "  last"
	}
	lines := []string{r.Header(title, theme.Paint(r.Theme.Accent, who)), r.Rule(), theme.Paint(r.Theme.Chrome, head)}
	r.at = max(0, min(r.at, len(all)-1))
	r.first = layout.Window(r.first, r.at, len(all), r.listRows())
	for i := r.first; i < len(all) && i < r.first+r.listRows(); i++ {
		lines = append(lines, r.listLine(all[i], c, i == r.at))
	}
	for len(lines) < listTop+r.listRows() {
		lines = append(lines, "")
	}
	return append(append(lines, r.listRule(len(all))), append(r.listDetail(), r.Bottom())...)
}

// listLine is one transcript.
func (r *Screen) listLine(x *app.ListItem, c listColumns, chosen bool) string {
	mark, look := "  ", ""
	if chosen {
		mark, look = theme.Paint(r.Theme.Accent, "▶ "), r.Theme.Title
	}
	line := mark + theme.Paint(look, layout.Pad(layout.Clean(x.Name), c.name)) + fmt.Sprintf("  %*s", wordsWidth, layout.Thousands(x.WordCount))
	if c.about > 0 {
		line += "  " + theme.Paint(r.Theme.Quiet, layout.Pad(x.About, c.about))
	}
	by := r.Over.Summaries[x.ID]
	for _, k := range r.Over.Coders[:c.coders] {
		line += "  " + r.bar(by[k.ID], x.TurnCount, c.bar)
		if c.each > 0 {
			line += " " + theme.Paint(r.Theme.Chrome, layout.Pad(layout.Day(by[k.ID].LastWorked, r.Now()), c.each))
		}
	}
	if c.last > 0 {
		last := time.Time{}
		for _, m := range by {
			if m.LastWorked.After(last) {
				last = m.LastWorked
			}
		}
		line += "  " + theme.Paint(r.Theme.Chrome, layout.Day(last, r.Now()))
	}
	return line
}

// listRule is the line below the list; it says what is not shown, and in which
// order what is.
func (r *Screen) listRule(n int) string {
	var words []string
	if r.Filter != "" {
		words = append(words, r.Keys.Expand(fmt.Sprintf("filter “%s”: %d of %d; {clear-filter} shows all", layout.Clean(r.Filter), n, len(r.Over.Transcripts))))
	}
	if rows := r.listRows(); n > rows {
		words = append(words, fmt.Sprintf("%d to %d of %d", r.first+1, min(r.first+rows, n), n))
	}
	if o := r.Habits.Order; o != (app.ListOrder{}) {
		words = append(words, o.Words())
	}
	words = append(words, news(r.Host)...)
	look := r.Theme.Chrome
	if r.Filter != "" {
		look = r.Theme.Accent
	}
	return r.RuleOf(look, words...)
}

// listDetail tells of the chosen transcript in words: its attributes by name, and
// each coder's progress.
func (r *Screen) listDetail() []string {
	all := r.Matching()
	if len(all) == 0 {
		return []string{"", ""}
	}
	x := all[r.at]
	about := []string{theme.Paint(r.Theme.Title, layout.Clean(x.Name))}
	if len(x.Cases) > 0 {
		about = append(about, layout.Clean("case "+strings.Join(x.Cases, ", ")))
	}
	for _, a := range x.Attributes {
		about = append(about, theme.Paint(r.Theme.Chrome, layout.Clean(a.Name)+" ")+layout.Clean(a.Value))
	}
	work := r.progressWords(x, true)
	if ansi.StringWidth(work) >= r.Width {
		work = r.progressWords(x, false)
	}
	return []string{" " + strings.Join(about, "  "), " " + work}
}

// progressWords tells each coder's progress on a transcript; briefly, if not in
// full.
func (r *Screen) progressWords(x *app.ListItem, full bool) string {
	var work []string
	for _, k := range r.Over.Coders {
		m := r.Over.Summaries[x.ID][k.ID]
		words := ""
		switch {
		case m.Completed && full:
			words = "✓ complete, " + layout.Counted(m.Codings, "coding", "codings")
		case m.Completed:
			words = "✓ complete, " + fmt.Sprint(m.Codings)
		case m.Codings > 0 && full:
			words = fmt.Sprintf("%d of %s coded, %s", m.CodedTurns, layout.Counted(x.TurnCount, "turn", "turns"), layout.Counted(m.Codings, "coding", "codings"))
		case m.Codings > 0:
			words = fmt.Sprintf("%d of %s", m.CodedTurns, layout.Counted(x.TurnCount, "turn", "turns"))
		default:
			continue
		}
		if d := layout.Day(m.LastWorked, r.Now()); d != "" && full {
			words += ", " + d
		}
		work = append(work, theme.Paint(r.Theme.Chrome, layout.Clean(k.Name)+" ")+words)
	}
	if len(work) == 0 {
		return theme.Paint(r.Theme.Chrome, fmt.Sprintf("%s, not coded yet", layout.Counted(x.TurnCount, "turn", "turns")))
	}
	return strings.Join(work, "   ")
}

// bar shows progress in words and strokes: how many turns are coded, and
// whether the coder has finished.
func (r *Screen) bar(m store.Summary, turns, width int) string {
	switch {
	case m.Completed:
		return theme.Paint(r.Theme.Good, layout.Pad("✓ "+fmt.Sprint(m.Codings), width))
	case m.Codings == 0:
		return theme.Paint(r.Theme.Chrome, layout.Pad("·", width))
	}
	number := fmt.Sprint(m.Codings)
	cells := width - len(number) - 1
	full := 0
	if turns > 0 {
		full = max(1, cells*m.CodedTurns/turns)
	}
	return layout.Pad(strings.Repeat("█", min(full, cells))+theme.Paint(r.Theme.Chrome, strings.Repeat("░", max(0, cells-full)))+" "+number, width)
}
