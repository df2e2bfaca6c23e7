package agreement

import (
	"fmt"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"

	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/tui/app"
	"concord/tui/layout"
	"concord/tui/theme"
)

// mapped gives the codes on the map, in the order of the table: those about which
// coders differ somewhere.
func (a *Screen) Mapped() []int {
	var out []int
	for _, i := range a.Ordered() {
		if i < len(a.swaps.Differ) && (a.swaps.Differ[i] > 0 || a.given(i)) {
			out = append(out, i)
		}
	}
	return out
}

// given says whether a code stood in for another.
func (a *Screen) given(i int) bool {
	for j := range a.swaps.Units {
		if j != i && a.swaps.Units[j][i] > 0 {
			return true
		}
	}
	return false
}

// mapCell gives the count of a cell of the map, and what its column stands for:
// a line, or reconcile.Nothing in the last column.
func (a *Screen) MapCell(codes []int, row, column int) (count, with int) {
	if column >= len(codes) {
		return a.swaps.Alone[codes[row]], reconcile.Nothing
	}
	return a.swaps.Units[codes[row]][codes[column]], codes[column]
}

// coolest is the count up to which no cell is hot, however few there are.
const coolest = 6

// mapLetter names a column: a … z, then aa, ab …
func MapLetter(i int) string {
	s := string(rune('a' + i%26))
	if i >= 26 {
		s = string(rune('a'+i/26-1)) + s
	}
	return s
}

// agreeMapTable is the heat map: rows and columns are codes, a cell the number
// of units to which one coder gave the one where another gave the other. The
// number is in the cell; the shade only helps to find it.
func (r *Screen) agreeMapTable() []string {
	a := r
	codes := a.Mapped()
	if len(codes) == 0 {
		return []string{"", "  Coders differ about no code."}
	}
	notes := r.mapNotes(codes)
	height := max(3, r.Height-4-len(notes))
	name := 10
	for _, i := range codes {
		name = max(name, ansi.StringWidth(layout.Clean(a.Result.Codes[i].Code.Name)))
	}
	name = min(name, 24, r.Width/3)
	const cell, last = 5, 9
	n := a.Columns()
	fits := max(1, (r.Width-name-6-last)/cell)
	a.leftest = layout.Window(a.leftest, min(a.Column, n-2), n-1, fits)
	right := min(n-1, a.leftest+fits)
	most := coolest
	for i := range codes {
		for j := range codes {
			if n, _ := a.MapCell(codes, i, j); i != j {
				most = max(most, n)
			}
		}
	}
	who := "one gave ↓, another →"
	if names := a.Result.RatingMatrix.CoderNames(); len(names) == 2 {
		who = names[0] + " gave ↓, " + names[1] + " →"
	}
	head := theme.Paint(r.Theme.Chrome, layout.Pad("  "+who, name+5))
	for j := a.leftest; j < right; j++ {
		look := r.Theme.Chrome
		if j == a.Column {
			look = r.Theme.Accent
		}
		head += theme.Paint(look, leftPad(MapLetter(j), cell))
	}
	look := r.Theme.Chrome
	if a.Column == n-1 {
		look = r.Theme.Accent
	}
	head += theme.Paint(look, leftPad("nothing", last))
	lines := []string{head}
	a.first = layout.Window(a.first, a.At, len(codes), height)
	for i := a.first; i < len(codes) && i < a.first+height; i++ {
		sign, look := "  ", ""
		if i == a.At {
			sign, look = "▶ ", r.Theme.Accent
		}
		line := theme.Paint(look, sign+layout.Pad(leftPad(MapLetter(i), 3)+" "+layout.Clean(a.Result.Codes[codes[i]].Code.Name), name+3))
		for j := a.leftest; j < right; j++ {
			line += r.mapPaint(codes, i, j, cell, most)
		}
		lines = append(lines, line+r.mapPaint(codes, i, n-1, last, most))
	}
	return r.above(lines, notes)
}

// mapPaint paints a cell of the map. On the diagonal is how often both gave the
// code, for comparison, and dim.
func (r *Screen) mapPaint(codes []int, i, j, width, most int) string {
	a := r
	count, _ := a.MapCell(codes, i, j)
	text, look := fmt.Sprint(count), ""
	switch {
	case i == j:
		look = r.Theme.Chrome
		text = "=" + text
	case count == 0:
		text, look = "·", r.Theme.Chrome
	case j < len(codes):
		look = r.Theme.Heat(float64(count) / float64(most))
		text = " " + text
	}
	return r.cell(text, width, i == a.At && j == a.Column, look)
}

func (r *Screen) mapNotes(codes []int) []string {
	a := r
	name := func(i int) string { return "“" + layout.Clean(a.Result.Codes[i].Code.Name) + "”" }
	row := codes[a.At]
	count, with := a.MapCell(codes, a.At, a.Column)
	one, other, they := "one coder", "another", "two"
	if names := a.Result.RatingMatrix.CoderNames(); len(names) == 2 {
		one, other, they = names[0], names[1], "both"
	}
	about := fmt.Sprintf("%s gave it and %s did not on %s", one, other, layout.Counted(a.swaps.Differ[row], "unit", "units"))
	switch with {
	case row:
		about = fmt.Sprintf("%s gave it to %s; %s", they, layout.Counted(count, "unit", "units"), about)
	case reconcile.Nothing:
		about += fmt.Sprintf("; on %d of them the other gave nothing at all", count)
	default:
		about += fmt.Sprintf("; on %d of them the other gave %s instead", count, name(with))
	}
	rules := "A cell counts units to which one coder gave the code of the row and not that of the column, and another the other way round; “nothing” counts those to which another gave no code at all; = is how often two gave the same. " +
		strings.Join(a.Result.RatingMatrix.Sentences(), " ")
	if left := len(a.Result.Codes) - len(codes); left > 0 {
		rules = fmt.Sprintf("Not on the map: %s about which nobody differs. ", layout.Counted(left, "code", "codes")) + rules
	}
	return r.notes(strings.Trim(name(row), "“”"), about, rules)
}

// nothingToOpen says why a row or a cell has no passages, or "".
func (a *Screen) NothingToOpen() string {
	i := a.Chosen()
	switch {
	case i < 0:
		return "there is nothing here"
	case a.Shows == agreeMap:
		if n, _ := a.MapCell(a.Mapped(), a.At, a.Column); n == 0 {
			return "no unit stands behind this cell"
		}
	default:
		p := &a.Result.Part
		if a.Shows == agreeParts {
			p = a.Part(a.Column)
		}
		if c, ok := InPart(p, a.Result.Codes[i]); !ok || c.Some == 0 {
			return "coders do not differ about this code here"
		}
	}
	return ""
}

// openCell lists the passages behind a row of the table or a cell of the parts or
// the map.
func (r *Screen) openCell() tea.Cmd {
	a := r
	code := a.Result.Codes[a.Chosen()]
	if a.Shows == agreeMap {
		_, with := a.MapCell(a.Mapped(), a.At, a.Column)
		l := &a.Result.RatingMatrix
		title := "“" + layout.Clean(code.Code.Name) + "” where another gave nothing"
		lines := []int{code.Line}
		switch {
		case with == code.Line:
			title = "“" + layout.Clean(code.Code.Name) + "” given by two"
		case with != reconcile.Nothing:
			title = "“" + layout.Clean(code.Code.Name) + "” against “" + layout.Clean(l.Codes[with].Code.Name) + "”"
			lines = append(lines, with)
		}
		return r.openUnits(title, l, l.Confused(between(&a.Result.Part), code.Line, with), lines)
	}
	p := &a.Result.Part
	title := "where coders differ about “" + layout.Clean(code.Code.Name) + "”"
	if a.Shows == agreeParts && a.Column > 0 {
		p = a.Part(a.Column)
		title += ", " + layout.Clean(p.Name)
	}
	code, _ = InPart(p, code)
	var units []int
	for _, d := range p.RatingMatrix.Differences(code.Line) {
		units = append(units, d.Unit)
	}
	return r.openUnits(title, &p.RatingMatrix, units, []int{code.Line})
}

// openUnits shows units as passages, with what each coder answered on the lines
// in question.
func (r *Screen) openUnits(title string, l *reconcile.RatingMatrix, units, lines []int) tea.Cmd {
	var rows []app.PassageRow
	for _, u := range units {
		p := l.Units[u]
		w := l.Coded[p.Coded]
		row := app.PassageRow{Transcript: w.Transcript.ID, Name: w.Transcript.Name, Text: w.Text.ID, Turn: p.Segment.Turn, Span: p.Segment.Span, Note: answers(l, u, lines)}
		for _, x := range w.Codings {
			if !x.Span.Overlaps(row.Span) {
				continue
			}
			code, _, _ := l.Codebook.StatusOf(x)
			for _, i := range lines {
				if slices.Contains(l.Codes[i].Members, code.ID) {
					row.Marks = append(row.Marks, x.Span)
				}
			}
		}
		row.Fill(w.Text)
		rows = append(rows, row)
	}
	order := map[corpus.TranscriptID]int{}
	for i, t := range r.Over.Transcripts {
		order[t.ID] = i
	}
	app.SortHits(rows, order)
	if !r.Habits.Others {
		r.Habits.Others = true
		r.Tell("others' codings are shown while you read; {others} hides them")
	}
	return r.GoTo(app.PassagesRequest{Title: title, Rows: rows})
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
		return layout.Clean(strings.Join(gave, " · "))
	case len(no) == 0:
		return layout.Clean(strings.Join(yes, ", ") + " yes")
	}
	return layout.Clean(strings.Join(yes, ", ") + " yes · " + strings.Join(no, ", ") + " no")
}
