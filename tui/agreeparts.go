package tui

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook/report"
	"concord/tui/theme"
)

// part gives the part of a column: the whole stands first.
func (a *agreeScreen) part(column int) *report.Part {
	if column == 0 || column > len(a.result.Parts) {
		return &a.result.Part
	}
	return &a.result.Parts[column-1]
}

// inPart finds a code in a part. Under another version of the codebook it may not
// be there.
func inPart(p *report.Part, c report.CodeAgreement) (report.CodeAgreement, bool) {
	i := slices.IndexFunc(p.Codes, func(x report.CodeAgreement) bool { return x.Code.ID == c.Code.ID })
	if i < 0 {
		return report.CodeAgreement{}, false
	}
	return p.Codes[i], true
}

// agreePartsTable is one coefficient, a row a code and a column a part.
func (r *agreeScreen) agreePartsTable() []string {
	a := r
	order := a.ordered()
	c := a.result.Codes[order[a.at]]
	notes := r.partNotes(c)
	height := max(3, r.height-6-len(notes))
	name := 10
	for _, c := range a.result.Codes {
		name = max(name, ansi.StringWidth(shortPath(c)))
	}
	name = min(name, 26, r.width/3)
	cell := 7
	for _, p := range a.result.Parts {
		cell = max(cell, min(ansi.StringWidth(p.Name)+2, 14))
	}
	n := a.columns()
	fits := max(1, (r.width-name-4)/cell)
	a.leftest = window(a.leftest, a.column, n, fits)
	last := min(n, a.leftest+fits)
	shown := a.label().Short
	if r.habits.Discuss {
		shown = "units they differ on"
	}
	head, counts := pad("  "+shown, name+2), pad("  units", name+2)
	for i := a.leftest; i < last; i++ {
		title := "all"
		if i > 0 {
			title = clean(a.part(i).Name)
		}
		look := r.theme.Chrome
		if i == a.column {
			look = r.theme.Accent
		}
		head += theme.Paint(look, leftPad(title, cell))
		counts += leftPad(fmt.Sprint(mostUnits(a.part(i))), cell)
	}
	if last < n {
		head += theme.Paint(r.theme.Chrome, " ›")
	}
	lines := []string{head, theme.Paint(r.theme.Chrome, counts)}
	a.first = window(a.first, a.at, len(order), height)
	for i := a.first; i < len(order) && i < a.first+height; i++ {
		c := a.result.Codes[order[i]]
		sign, look := "  ", ""
		if i == a.at {
			sign, look = "▶ ", r.theme.Accent
		}
		line := theme.Paint(look, sign+pad(shortPath(c), name))
		for k := a.leftest; k < last; k++ {
			text := ""
			if x, ok := inPart(a.part(k), c); ok {
				text = report.Decimals(a.part(k).Value(x, a.which))
				if r.habits.Discuss {
					text = fmt.Sprint(x.Some)
				}
			}
			line += r.cell(text, cell, i == a.at && k == a.column, "")
		}
		lines = append(lines, line)
	}
	return r.above(lines, notes)
}

// cell paints a cell of a table, right-aligned; the one under the cursor is
// reversed.
func (r *agreeScreen) cell(text string, width int, chosen bool, look string) string {
	if chosen {
		look = "7"
		if text == "" {
			text = " "
		}
	}
	text = fit(text, width-1)
	return strings.Repeat(" ", max(1, width-ansi.StringWidth(text))) + theme.Paint(look, text)
}

// mostUnits is the number of units coded by two or more on the code that has
// most of them.
func mostUnits(p *report.Part) int {
	n := 0
	for _, c := range p.Codes {
		n = max(n, c.Pairable)
	}
	return n
}

func (r *agreeScreen) partNotes(c report.CodeAgreement) []string {
	a := r
	p := a.part(a.column)
	where := "all"
	if a.column > 0 {
		where = clean(p.Name)
	}
	about := "it is not in this codebook"
	if x, ok := inPart(p, c); ok {
		about = fmt.Sprintf("%s: all %d, some %d, none %d", counted(x.Pairable, "unit", "units"), x.All, x.Some, x.None)
		if two := p.RatingMatrix.CoderNames(); len(two) == 2 {
			about = fmt.Sprintf("%s: both %d, only %s %d, only %s %d, neither %d", counted(x.Pairable, "unit", "units"), x.Both, two[0], x.OnlyFirst, two[1], x.OnlySecond, x.Neither)
		}
		if remark := p.Remark(x, a.which); remark != "" && !r.habits.Discuss {
			about += ". " + remark
		}
	}
	rules := a.result.RatingMatrix.Sentences()
	if a.result.PartsNote != "" {
		rules = append([]string{a.result.PartsNote}, rules...)
	}
	return r.notes(clean(c.Code.Name)+", "+where, about, strings.Join(rules, " "))
}
