package tui

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/charmbracelet/x/ansi"

	"concord/codebook/reconcile"
	"concord/corpus"

	"concord/tui/theme"
)

// mapped gives the codes on the map, in the order of the table: those about which
// coders differ somewhere.
func (a *agreeScreen) mapped() []int {
	var out []int
	for _, i := range a.ordered() {
		if i < len(a.swaps.Differ) && (a.swaps.Differ[i] > 0 || a.given(i)) {
			out = append(out, i)
		}
	}
	return out
}

// given says whether a code stood in for another.
func (a *agreeScreen) given(i int) bool {
	for j := range a.swaps.Units {
		if j != i && a.swaps.Units[j][i] > 0 {
			return true
		}
	}
	return false
}

// mapCell gives the count of a cell of the map, and what its column stands for:
// a line, or reconcile.Nothing in the last column.
func (a *agreeScreen) mapCell(codes []int, row, column int) (count, with int) {
	if column >= len(codes) {
		return a.swaps.Alone[codes[row]], reconcile.Nothing
	}
	return a.swaps.Units[codes[row]][codes[column]], codes[column]
}

// coolest is the count up to which no cell is hot, however few there are.
const coolest = 6

// mapLetter names a column: a … z, then aa, ab …
func mapLetter(i int) string {
	s := string(rune('a' + i%26))
	if i >= 26 {
		s = string(rune('a'+i/26-1)) + s
	}
	return s
}

// agreeMapTable is the heat map: rows and columns are codes, a cell the number
// of units to which one coder gave the one where another gave the other. The
// number is in the cell; the shade only helps to find it.
func (r *agreeScreen) agreeMapTable() []string {
	a := r
	codes := a.mapped()
	if len(codes) == 0 {
		return []string{"", "  Coders differ about no code."}
	}
	notes := r.mapNotes(codes)
	height := max(3, r.height-4-len(notes))
	name := 10
	for _, i := range codes {
		name = max(name, ansi.StringWidth(clean(a.result.Codes[i].Code.Name)))
	}
	name = min(name, 24, r.width/3)
	const cell, last = 5, 9
	n := a.columns()
	fits := max(1, (r.width-name-6-last)/cell)
	a.leftest = window(a.leftest, min(a.column, n-2), n-1, fits)
	right := min(n-1, a.leftest+fits)
	most := coolest
	for i := range codes {
		for j := range codes {
			if n, _ := a.mapCell(codes, i, j); i != j {
				most = max(most, n)
			}
		}
	}
	who := "one gave ↓, another →"
	if names := a.result.RatingMatrix.CoderNames(); len(names) == 2 {
		who = names[0] + " gave ↓, " + names[1] + " →"
	}
	head := theme.Paint(r.theme.Chrome, pad("  "+who, name+5))
	for j := a.leftest; j < right; j++ {
		look := r.theme.Chrome
		if j == a.column {
			look = r.theme.Accent
		}
		head += theme.Paint(look, leftPad(mapLetter(j), cell))
	}
	look := r.theme.Chrome
	if a.column == n-1 {
		look = r.theme.Accent
	}
	head += theme.Paint(look, leftPad("nothing", last))
	lines := []string{head}
	a.first = window(a.first, a.at, len(codes), height)
	for i := a.first; i < len(codes) && i < a.first+height; i++ {
		sign, look := "  ", ""
		if i == a.at {
			sign, look = "▶ ", r.theme.Accent
		}
		line := theme.Paint(look, sign+pad(leftPad(mapLetter(i), 3)+" "+clean(a.result.Codes[codes[i]].Code.Name), name+3))
		for j := a.leftest; j < right; j++ {
			line += r.mapPaint(codes, i, j, cell, most)
		}
		lines = append(lines, line+r.mapPaint(codes, i, n-1, last, most))
	}
	return r.above(lines, notes)
}

// mapPaint paints a cell of the map. On the diagonal is how often both gave the
// code, for comparison, and dim.
func (r *agreeScreen) mapPaint(codes []int, i, j, width, most int) string {
	a := r
	count, _ := a.mapCell(codes, i, j)
	text, look := fmt.Sprint(count), ""
	switch {
	case i == j:
		look = r.theme.Chrome
		text = "=" + text
	case count == 0:
		text, look = "·", r.theme.Chrome
	case j < len(codes):
		look = r.theme.Heat(float64(count) / float64(most))
		text = " " + text
	}
	return r.cell(text, width, i == a.at && j == a.column, look)
}

func (r *agreeScreen) mapNotes(codes []int) []string {
	a := r
	name := func(i int) string { return "“" + clean(a.result.Codes[i].Code.Name) + "”" }
	row := codes[a.at]
	count, with := a.mapCell(codes, a.at, a.column)
	one, other, they := "one coder", "another", "two"
	if names := a.result.RatingMatrix.CoderNames(); len(names) == 2 {
		one, other, they = names[0], names[1], "both"
	}
	about := fmt.Sprintf("%s gave it and %s did not on %s", one, other, counted(a.swaps.Differ[row], "unit", "units"))
	switch with {
	case row:
		about = fmt.Sprintf("%s gave it to %s; %s", they, counted(count, "unit", "units"), about)
	case reconcile.Nothing:
		about += fmt.Sprintf("; on %d of them the other gave nothing at all", count)
	default:
		about += fmt.Sprintf("; on %d of them the other gave %s instead", count, name(with))
	}
	rules := "A cell counts units to which one coder gave the code of the row and not that of the column, and another the other way round; “nothing” counts those to which another gave no code at all; = is how often two gave the same. " +
		strings.Join(a.result.RatingMatrix.Sentences(), " ")
	if left := len(a.result.Codes) - len(codes); left > 0 {
		rules = fmt.Sprintf("Not on the map: %s about which nobody differs. ", counted(left, "code", "codes")) + rules
	}
	return r.notes(strings.Trim(name(row), "“”"), about, rules)
}

// nothingToOpen says why a row or a cell has no passages, or "".
func (a *agreeScreen) nothingToOpen() string {
	i := a.chosen()
	switch {
	case i < 0:
		return "there is nothing here"
	case a.shows == agreeMap:
		if n, _ := a.mapCell(a.mapped(), a.at, a.column); n == 0 {
			return "no unit stands behind this cell"
		}
	default:
		p := &a.result.Part
		if a.shows == agreeParts {
			p = a.part(a.column)
		}
		if c, ok := inPart(p, a.result.Codes[i]); !ok || c.Some == 0 {
			return "coders do not differ about this code here"
		}
	}
	return ""
}

// openCell lists the passages behind a row of the table or a cell of the parts or
// the map.
func (r *agreeScreen) openCell() tea.Cmd {
	a := r
	code := a.result.Codes[a.chosen()]
	if a.shows == agreeMap {
		_, with := a.mapCell(a.mapped(), a.at, a.column)
		l := &a.result.RatingMatrix
		title := "“" + clean(code.Code.Name) + "” where another gave nothing"
		lines := []int{code.Line}
		switch {
		case with == code.Line:
			title = "“" + clean(code.Code.Name) + "” given by two"
		case with != reconcile.Nothing:
			title = "“" + clean(code.Code.Name) + "” against “" + clean(l.Codes[with].Code.Name) + "”"
			lines = append(lines, with)
		}
		return r.openUnits(title, l, l.Confused(between(&a.result.Part), code.Line, with), lines)
	}
	p := &a.result.Part
	title := "where coders differ about “" + clean(code.Code.Name) + "”"
	if a.shows == agreeParts && a.column > 0 {
		p = a.part(a.column)
		title += ", " + clean(p.Name)
	}
	code, _ = inPart(p, code)
	var units []int
	for _, d := range p.RatingMatrix.Differences(code.Line) {
		units = append(units, d.Unit)
	}
	return r.openUnits(title, &p.RatingMatrix, units, []int{code.Line})
}

// openUnits shows units as passages, with what each coder answered on the lines
// in question.
func (r *agreeScreen) openUnits(title string, l *reconcile.RatingMatrix, units, lines []int) tea.Cmd {
	var rows []hitRow
	for _, u := range units {
		p := l.Units[u]
		w := l.Coded[p.Coded]
		row := hitRow{transcript: w.Transcript.ID, name: w.Transcript.Name, text: w.Text.ID, turn: p.Segment.Turn, span: p.Segment.Span, note: answers(l, u, lines)}
		for _, x := range w.Codings {
			if !x.Span.Overlaps(row.span) {
				continue
			}
			code, _, _ := l.Codebook.StatusOf(x)
			for _, i := range lines {
				if slices.Contains(l.Codes[i].Members, code.ID) {
					row.marks = append(row.marks, x.Span)
				}
			}
		}
		row.fill(w.Text)
		rows = append(rows, row)
	}
	order := map[corpus.TranscriptID]int{}
	for i, t := range r.over.Transcripts {
		order[t.ID] = i
	}
	sortHits(rows, order)
	if !r.habits.Others {
		r.habits.Others = true
		r.tell("others' codings are shown while you read; {others} hides them")
	}
	return r.GoTo(passagesRequest{title, rows})
}

// answers says what each coder answered for a unit: yes and no for one line, the
// names of the codes for several.
func answers(l *reconcile.RatingMatrix, u int, lines []int) string {
	names := l.CoderNames()
	var yes, no, gave []string
	for c, name := range names {
		var codes []string
		rated := false
		for _, i := range lines {
			switch l.Codes[i].Marks[u*len(names)+c] {
			case 1:
				codes = append(codes, l.Codes[i].Code.Name)
				rated = true
			case 0:
				rated = true
			}
		}
		switch {
		case !rated:
		case len(codes) == 0:
			no = append(no, name)
			gave = append(gave, name+" neither")
		default:
			yes = append(yes, name)
			gave = append(gave, name+" "+strings.Join(codes, " and "))
		}
	}
	switch {
	case len(lines) > 1:
		return clean(strings.Join(gave, " · "))
	case len(no) == 0:
		return clean(strings.Join(yes, ", ") + " yes")
	}
	return clean(strings.Join(yes, ", ") + " yes · " + strings.Join(no, ", ") + " no")
}
