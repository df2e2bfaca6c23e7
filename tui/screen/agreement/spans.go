package agreement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook/agreement"
	"concord/codebook/agreement/span"
	"concord/codebook/report"
	"concord/tui/layout"
	"concord/tui/theme"
)

// spanFigure is a column of figures for codes as spans.
type spanFigure struct {
	head string
	of   func(c span.Code) agreement.Value
}

const spanCells = 8

var spanFigures = []spanFigure{
	{"uα", func(c span.Code) agreement.Value { return c.UAlpha }},
	{"F1", func(c span.Code) agreement.Value { return report.MeanOver(c.Pairs, span.Pair.Dice) }},
	{"κ char", func(c span.Code) agreement.Value { return report.MeanOver(c.Pairs, span.Pair.Kappa) }},
	{"exact", func(c span.Code) agreement.Value { return report.MeanOver(c.Pairs, span.Pair.ExactF1) }},
}

// agreeSpansTable shows agreement on the continuum: code by code, and all codes
// together at the end.
func (r *Screen) agreeSpansTable() []string {
	a := r
	codes := a.Result.Report.Codes
	notes := r.spansNotes()
	overall := r.spansOverall()
	height := max(3, r.Height-5-len(notes)-len(overall))
	longest := 10
	for _, c := range codes {
		longest = max(longest, ansi.StringWidth(layout.Clean(c.Code)))
	}
	share := columns{r.Width - 2 - leastName - spanCells}
	figures := slices.DeleteFunc(slices.Clone(spanFigures), func(spanFigure) bool { return !share.take(spanCells) })
	interval, scale := share.take(intervalCells+2), share.take(scaleCells+2)
	name := leastName + share.some(min(longest, 44)-leastName)
	head := layout.Pad("  code", name+2) + leftPad("α char", spanCells)
	if scale {
		head += "  " + scaleHead
	}
	if interval {
		head += "  " + layout.Pad("95 %", intervalCells)
	}
	for _, f := range figures {
		head += leftPad(f.head, spanCells)
	}
	lines := []string{theme.Paint(r.Theme.Chrome, head)}
	a.first = layout.Window(a.first, a.At, len(codes), height)
	for i := a.first; i < len(codes) && i < a.first+height; i++ {
		c := codes[i]
		sign, look := "  ", ""
		if i == a.At {
			sign, look = "▶ ", r.Theme.Accent
		}
		bar, bounds := strings.Repeat(" ", scaleCells), ""
		if b, ok := c.Intervals["char_krippendorff_alpha"]; ok && b.CI95.Defined() && c.CharAlpha.Defined() {
			bar, bounds = drawInterval(c.CharAlpha.Number, b.CI95), report.Decimal(b.CI95.Low)+" to "+report.Decimal(b.CI95.High)
		}
		line := theme.Paint(look, sign+layout.Pad(endOf(layout.Clean(c.Code), name), name)) + theme.Paint(r.Theme.Title, leftPad(report.Decimals(c.CharAlpha), spanCells))
		if scale {
			line += "  " + theme.Paint(r.Theme.Quiet, bar)
		}
		if interval {
			line += "  " + layout.Pad(bounds, intervalCells)
		}
		for _, f := range figures {
			line += leftPad(report.Decimals(f.of(c)), spanCells)
		}
		lines = append(lines, line)
	}
	return r.above(append(lines, overall...), notes)
}

// endOf keeps the end of a path, which tells codes apart.
func endOf(path string, width int) string {
	if n := ansi.StringWidth(path); n > width {
		return "…" + ansi.TruncateLeft(path, n-width+1, "")
	}
	return path
}

// spansOverall says what holds for all codes together.
func (r *Screen) spansOverall() []string {
	a := r
	u := a.Result.Report.Unitizing
	lines := []string{"", fmt.Sprintf("  all codes: uα %s   marked or not |uα %s   the code cuα %s", report.Decimals(u.UAlpha), report.Decimals(u.BarUAlpha), report.Decimals(u.CUAlpha))}
	switch {
	case a.Gamma != nil:
		done, planned := a.Gamma.Done.Load(), a.Gamma.Planned.Load()
		cells := 0
		if planned > 0 {
			cells = int(20 * done / planned)
		}
		lines = append(lines, theme.Paint(r.Theme.Accent, r.Keys.Expand(fmt.Sprintf("  γ %s%s  %d of about %d random texts; {back} gives it up", strings.Repeat("█", min(cells, 20)), strings.Repeat("░", 20-min(cells, 20)), done, planned))))
	case len(a.Result.Report.Gamma) > 0:
		g := a.Result.Report.Gamma[0]
		line := "  γ " + report.Decimals(g.Gamma)
		if g.CI95.Defined() {
			line += fmt.Sprintf(" (%s to %s by its sampling of %d random texts alone)", report.Decimal(g.CI95.Low), report.Decimal(g.CI95.High), g.Samples)
		}
		if !g.Gamma.Defined() {
			line += " undefined: " + g.Gamma.Undefined
		}
		lines = append(lines, line+"   γ-cat "+report.Decimals(g.Cat))
	}
	return lines
}

func (r *Screen) spansNotes() []string {
	a := r
	about, of := "", "all codes"
	if a.At < len(a.Result.Report.Codes) {
		c := a.Result.Report.Codes[a.At]
		of = layout.Clean(c.Code)
		if len(c.Pairs) > 0 {
			var say []string
			for _, p := range c.Pairs {
				say = append(say, fmt.Sprintf("%s and %s: characters both %s, only %s %s, only %s %s, neither %s", p.First, p.Second, layout.Thousands(p.Both), p.First, layout.Thousands(p.OnlyFirst), p.Second, layout.Thousands(p.OnlySecond), layout.Thousands(p.Neither)))
			}
			about = strings.Join(say, ". ")
		}
		if !c.CharAlpha.Defined() {
			about = "undefined: " + c.CharAlpha.Undefined
		}
	}
	rules := a.Result.Spans.Sentences()
	if u := a.Result.Report.Unitizing.UAlpha; !u.Defined() {
		rules = append([]string{"uα over all codes is undefined: " + u.Undefined + "."}, rules...)
	}
	rules = append(rules, "F1, κ and exact spans are means over the pairs of coders. κ over characters changes with the length of the text around the codings.")
	return r.notes(of, layout.Clean(about), strings.Join(rules, " "))
}
