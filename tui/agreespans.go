package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook/agreement"
	"concord/codebook/agreement/span"
	"concord/codebook/report"
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
func (r *agreeScreen) agreeSpansTable() []string {
	a := r
	codes := a.result.Report.Codes
	notes := r.spansNotes()
	overall := r.spansOverall()
	height := max(3, r.height-5-len(notes)-len(overall))
	longest := 10
	for _, c := range codes {
		longest = max(longest, ansi.StringWidth(clean(c.Code)))
	}
	share := columns{r.width - 2 - leastName - spanCells}
	figures := slices.DeleteFunc(slices.Clone(spanFigures), func(spanFigure) bool { return !share.take(spanCells) })
	interval, scale := share.take(intervalCells+2), share.take(scaleCells+2)
	name := leastName + share.some(min(longest, 44)-leastName)
	head := pad("  code", name+2) + leftPad("α char", spanCells)
	if scale {
		head += "  " + scaleHead
	}
	if interval {
		head += "  " + pad("95 %", intervalCells)
	}
	for _, f := range figures {
		head += leftPad(f.head, spanCells)
	}
	lines := []string{theme.Paint(r.theme.Chrome, head)}
	a.first = window(a.first, a.at, len(codes), height)
	for i := a.first; i < len(codes) && i < a.first+height; i++ {
		c := codes[i]
		sign, look := "  ", ""
		if i == a.at {
			sign, look = "▶ ", r.theme.Accent
		}
		bar, bounds := strings.Repeat(" ", scaleCells), ""
		if b, ok := c.Intervals["char_krippendorff_alpha"]; ok && b.CI95.Defined() && c.CharAlpha.Defined() {
			bar, bounds = drawInterval(c.CharAlpha.Number, b.CI95), report.Decimal(b.CI95.Low)+" to "+report.Decimal(b.CI95.High)
		}
		line := theme.Paint(look, sign+pad(endOf(clean(c.Code), name), name)) + theme.Paint(r.theme.Title, leftPad(report.Decimals(c.CharAlpha), spanCells))
		if scale {
			line += "  " + theme.Paint(r.theme.Quiet, bar)
		}
		if interval {
			line += "  " + pad(bounds, intervalCells)
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
func (r *agreeScreen) spansOverall() []string {
	a := r
	u := a.result.Report.Unitizing
	lines := []string{"", fmt.Sprintf("  all codes: uα %s   marked or not |uα %s   the code cuα %s", report.Decimals(u.UAlpha), report.Decimals(u.BarUAlpha), report.Decimals(u.CUAlpha))}
	switch {
	case a.gamma != nil:
		done, planned := a.gamma.done.Load(), a.gamma.planned.Load()
		cells := 0
		if planned > 0 {
			cells = int(20 * done / planned)
		}
		lines = append(lines, theme.Paint(r.theme.Accent, r.keys.expand(fmt.Sprintf("  γ %s%s  %d of about %d random texts; {back} gives it up", strings.Repeat("█", min(cells, 20)), strings.Repeat("░", 20-min(cells, 20)), done, planned))))
	case len(a.result.Report.Gamma) > 0:
		g := a.result.Report.Gamma[0]
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

func (r *agreeScreen) spansNotes() []string {
	a := r
	about, of := "", "all codes"
	if a.at < len(a.result.Report.Codes) {
		c := a.result.Report.Codes[a.at]
		of = clean(c.Code)
		if len(c.Pairs) > 0 {
			var say []string
			for _, p := range c.Pairs {
				say = append(say, fmt.Sprintf("%s and %s: characters both %s, only %s %s, only %s %s, neither %s", p.First, p.Second, thousands(p.Both), p.First, thousands(p.OnlyFirst), p.Second, thousands(p.OnlySecond), thousands(p.Neither)))
			}
			about = strings.Join(say, ". ")
		}
		if !c.CharAlpha.Defined() {
			about = "undefined: " + c.CharAlpha.Undefined
		}
	}
	rules := a.result.Spans.Sentences()
	if u := a.result.Report.Unitizing.UAlpha; !u.Defined() {
		rules = append([]string{"uα over all codes is undefined: " + u.Undefined + "."}, rules...)
	}
	rules = append(rules, "F1, κ and exact spans are means over the pairs of coders. κ over characters changes with the length of the text around the codings.")
	return r.notes(of, clean(about), strings.Join(rules, " "))
}
