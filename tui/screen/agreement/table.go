package agreement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook/agreement"
	"concord/codebook/report"
	"concord/tui/layout"
	"concord/tui/theme"
)

// The interval is drawn on a scale from 0 to 1.
const scaleCells = 21

// scaleHead heads the scale: 0, ⅔, .8 and 1 stand over their places.
var scaleHead = "0" + strings.Repeat("─", 12) + "⅔─" + ".8" + strings.Repeat("─", 3) + "1"

// columns shares out the width of a table: what is asked for first is given
// first, and what does not fit is not shown.
type columns struct{ room int }

func (c *columns) take(width int) bool {
	if c.room < width {
		return false
	}
	c.room -= width
	return true
}

// some takes as much of a width as there is.
func (c *columns) some(width int) int {
	n := max(0, min(width, c.room))
	c.room -= n
	return n
}

// Widths of columns. A name has leastName cells at least.
const (
	leastName     = 16
	valueCells    = 9
	intervalCells = 15
	usedCells     = 6
	looksCells    = 42
)

// agreeTable is the table of codes, with what is to be known of the chosen one
// below it.
func (r *Screen) agreeTable() []string {
	a := r
	order := a.Ordered()
	notes := r.agreeNotes(a.Result.Codes[order[a.At]])
	height := max(3, r.Height-4-len(notes))
	heads := []string{"units", "all", "some", "none"}
	names := a.Result.RatingMatrix.CoderNames()
	two := len(names) == 2
	if two {
		heads = []string{"units", "both", names[0], names[1], "none"}
	}
	const cell = 6
	cells := slices.Repeat([]int{cell}, len(heads))
	longest := 10
	for _, c := range a.Result.Codes {
		longest = max(longest, ansi.StringWidth(shortPath(c)))
	}
	share := columns{r.Width - 2 - leastName - cell*len(heads) - 2}
	figures := !r.Habits.Discuss && share.take(valueCells)
	interval := figures && share.take(intervalCells)
	used := share.take(usedCells)
	scale := figures && share.take(scaleCells+2)
	name := leastName + share.some(min(longest, 40)-leastName)
	if two {
		for i, n := range names {
			if long := "only " + n; share.take(max(0, ansi.StringWidth(long)+1-cell)) {
				heads[2+i], cells[2+i] = long, max(cell, ansi.StringWidth(long)+1)
			}
		}
	}
	looks := figures && share.take(looksCells)
	head := layout.Pad("  code", name+2)
	for i, h := range heads {
		head += leftPad(h, cells[i])
	}
	head += "  "
	if figures {
		head += layout.Pad(a.label().Short, valueCells)
	}
	if scale {
		head += " " + scaleHead + " "
	}
	if interval {
		head += layout.Pad("95 %", intervalCells)
	}
	if used {
		head += layout.Pad("used", usedCells)
	}
	if looks {
		head += "  worth a look"
	}
	lines := []string{theme.Paint(r.Theme.Chrome, head)}
	a.first = layout.Window(a.first, a.At, len(order), height)
	k := a.Result.Coefficient(a.Which)
	for i := a.first; i < len(order) && i < a.first+height; i++ {
		c := a.Result.Codes[order[i]]
		sign, look := "  ", ""
		if i == a.At {
			sign, look = "▶ ", r.Theme.Accent
		}
		counts := []int{c.Pairable, c.All, c.Some, c.None}
		if two {
			counts = []int{c.Pairable, c.Both, c.OnlyFirst, c.OnlySecond, c.Neither}
		}
		line := theme.Paint(look, sign+layout.Pad(shortPath(c), name))
		for i, n := range counts {
			line += leftPad(fmt.Sprint(n), cells[i])
		}
		v := a.Result.Value(c, a.Which)
		bar, bounds := strings.Repeat(" ", scaleCells), ""
		if v.Defined() {
			if ci := a.Result.Interval(c, k); ci.Defined() {
				bar, bounds = drawInterval(v.Number, ci), report.Decimal(ci.Low)+" to "+report.Decimal(ci.High)
			}
		}
		line += "  "
		if figures {
			line += theme.Paint(r.Theme.Title, layout.Pad(report.Decimals(v), valueCells))
		}
		if scale {
			line += " " + theme.Paint(r.Theme.Quiet, bar) + " "
		}
		if interval {
			line += layout.Pad(bounds, intervalCells)
		}
		if used {
			share := "—"
			if c.Prevalence.Defined() {
				share = fmt.Sprintf("%.0f %%", 100*c.Prevalence.Number)
			}
			line += theme.Paint(r.Theme.Chrome, layout.Pad(share, usedCells))
		}
		if looks {
			line += "  " + a.Looks[order[i]].String()
		}
		lines = append(lines, line)
	}
	return r.above(lines, notes)
}

// above puts notes at the foot of the screen, below a table.
func (r *Screen) above(table, notes []string) []string {
	for len(table) < r.Height-3-len(notes) {
		table = append(table, "")
	}
	return append(table, notes...)
}

// shortPath indents a code by its depth.
func shortPath(c report.CodeAgreement) string {
	depth := strings.Count(strings.ReplaceAll(c.Path, `\/`, ""), "/")
	return strings.Repeat("  ", depth) + layout.Clean(c.Code.Name)
}

// leftPad sets a cell at the right edge of its column; what is too long is cut.
func leftPad(s string, width int) string {
	s = layout.Fit(s, width-1)
	return strings.Repeat(" ", max(0, width-ansi.StringWidth(s))) + s
}

// drawInterval draws a value and its interval from 0 to 1; what lies below 0
// stands at the left edge.
func drawInterval(v float64, ci agreement.CI) string {
	place := func(x float64) int { return max(0, min(scaleCells-1, int(x*float64(scaleCells-1)+0.5))) }
	cells := []rune(strings.Repeat(" ", scaleCells))
	lo, hi := place(ci.Low), place(ci.High)
	for i := lo; i <= hi; i++ {
		cells[i] = '─'
	}
	cells[lo], cells[hi] = '├', '┤'
	cells[place(v)] = '●'
	if v < 0 {
		cells[0] = '◂'
	}
	return string(cells)
}

// agreeNotes are the lines below the table: what is to be known about the chosen
// code, and the rules, as far as there is room.
func (r *Screen) agreeNotes(c report.CodeAgreement) []string {
	a := r
	say := append([]string{"Coders: " + strings.Join(a.Result.RatingMatrix.CoderNames(), ", ") + "."}, a.Result.RatingMatrix.Sentences()...)
	if r.Habits.Discuss {
		about := "coders differ on " + layout.Counted(c.Some, "unit", "units")
		return r.notes(layout.Clean(c.Code.Name), about, strings.Join(say, " "))
	}
	var about []string
	if c.Line < len(a.Looks) {
		if words := a.Looks[c.Line].String(); words != "" {
			about = append(about, words)
		}
	}
	if remark := a.Result.Remark(c, a.Which); remark != "" {
		about = append(about, strings.TrimSuffix(remark, "."))
	}
	return r.notes(layout.Clean(c.Code.Name), strings.Join(about, ". "), strings.Join(append(say, a.Result.IntervalSentence()), " "))
}

// notes writes what is to be known about something in the accent, then the rules
// as far as a third of the screen holds them.
func (r *Screen) notes(of, about, rules string) []string {
	most := max(4, (r.Height-6)/3)
	lines := []string{theme.Paint(r.Theme.Chrome, " "+strings.Repeat("╌", max(0, r.Width-2)))}
	if about != "" {
		for _, l := range layout.WrapText(of+": "+strings.TrimSuffix(about, ".")+".", r.Width-3) {
			lines = append(lines, " "+theme.Paint(r.Theme.Accent, l))
		}
	}
	for _, l := range layout.WrapText(rules, r.Width-3) {
		lines = append(lines, " "+theme.Paint(r.Theme.Chrome, l))
	}
	if len(lines) > most {
		lines = append(lines[:most-1], theme.Paint(r.Theme.Chrome, r.Keys.Expand(" … {methods} shows all of it")))
	}
	return lines
}
