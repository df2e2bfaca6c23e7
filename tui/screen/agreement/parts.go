package agreement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook/report"
	"concord/tui/layout"
	"concord/tui/theme"
)

// part gives the part of a column: the whole stands first.
func (a *Screen) Part(column int) *report.Part {
	if column == 0 || column > len(a.Result.Parts) {
		return &a.Result.Part
	}
	return &a.Result.Parts[column-1]
}

// inPart finds a code in a part. Under another version of the codebook it may not
// be there.
func InPart(p *report.Part, c report.CodeAgreement) (report.CodeAgreement, bool) {
	i := slices.IndexFunc(p.Codes, func(x report.CodeAgreement) bool { return x.Code.ID == c.Code.ID })
	if i < 0 {
		return report.CodeAgreement{}, false
	}
	return p.Codes[i], true
}

// agreePartsTable is one coefficient, a row a code and a column a part.
func (r *Screen) agreePartsTable() []string {
	a := r
	order := a.Ordered()
	c := a.Result.Codes[order[a.At]]
	notes := r.partNotes(c)
	height := max(3, r.Height-6-len(notes))
	name := 10
	for _, c := range a.Result.Codes {
		name = max(name, ansi.StringWidth(shortPath(c)))
	}
	name = min(name, 26, r.Width/3)
	cell := 7
	for _, p := range a.Result.Parts {
		cell = max(cell, min(ansi.StringWidth(p.Name)+2, 14))
	}
	n := a.Columns()
	fits := max(1, (r.Width-name-4)/cell)
	a.leftest = layout.Window(a.leftest, a.Column, n, fits)
	last := min(n, a.leftest+fits)
	shown := a.label().Short
	if r.Habits.Discuss {
		shown = "units they differ on"
	}
	head, counts := layout.Pad("  "+shown, name+2), layout.Pad("  units", name+2)
	for i := a.leftest; i < last; i++ {
		title := "all"
		if i > 0 {
			title = layout.Clean(a.Part(i).Name)
		}
		look := r.Theme.Chrome
		if i == a.Column {
			look = r.Theme.Accent
		}
		head += theme.Paint(look, leftPad(title, cell))
		counts += leftPad(fmt.Sprint(mostUnits(a.Part(i))), cell)
	}
	if last < n {
		head += theme.Paint(r.Theme.Chrome, " ›")
	}
	lines := []string{head, theme.Paint(r.Theme.Chrome, counts)}
	a.first = layout.Window(a.first, a.At, len(order), height)
	for i := a.first; i < len(order) && i < a.first+height; i++ {
		c := a.Result.Codes[order[i]]
		sign, look := "  ", ""
		if i == a.At {
			sign, look = "▶ ", r.Theme.Accent
		}
		line := theme.Paint(look, sign+layout.Pad(shortPath(c), name))
		for k := a.leftest; k < last; k++ {
			text := ""
			if x, ok := InPart(a.Part(k), c); ok {
				text = report.Decimals(a.Part(k).Value(x, a.Which))
				if r.Habits.Discuss {
					text = fmt.Sprint(x.Some)
				}
			}
			line += r.cell(text, cell, i == a.At && k == a.Column, "")
		}
		lines = append(lines, line)
	}
	return r.above(lines, notes)
}

// cell paints a cell of a table, right-aligned; the one under the cursor is
// reversed.
func (r *Screen) cell(text string, width int, chosen bool, look string) string {
	if chosen {
		look = "7"
		if text == "" {
			text = " "
		}
	}
	text = layout.Fit(text, width-1)
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

func (r *Screen) partNotes(c report.CodeAgreement) []string {
	a := r
	p := a.Part(a.Column)
	where := "all"
	if a.Column > 0 {
		where = layout.Clean(p.Name)
	}
	about := "it is not in this codebook"
	if x, ok := InPart(p, c); ok {
		about = fmt.Sprintf("%s: all %d, some %d, none %d", layout.Counted(x.Pairable, "unit", "units"), x.All, x.Some, x.None)
		if two := p.RatingMatrix.CoderNames(); len(two) == 2 {
			about = fmt.Sprintf("%s: both %d, only %s %d, only %s %d, neither %d", layout.Counted(x.Pairable, "unit", "units"), x.Both, two[0], x.OnlyFirst, two[1], x.OnlySecond, x.Neither)
		}
		if remark := p.Remark(x, a.Which); remark != "" && !r.Habits.Discuss {
			about += ". " + remark
		}
	}
	rules := a.Result.RatingMatrix.Sentences()
	if a.Result.PartsNote != "" {
		rules = append([]string{a.Result.PartsNote}, rules...)
	}
	return r.notes(layout.Clean(c.Code.Name)+", "+where, about, strings.Join(rules, " "))
}
