package report

import (
	"slices"

	"concord/corpus/prose"
)

// Table is a table laid out: what stands above it, its rows, and the notes below.
type Table struct {
	Title   string   // the caption, without a full stop
	About   []string // paragraphs above the table
	Columns []Column
	Rows    []Row
	Notes   []string // paragraphs below it
}

// Column is a column of a table. Numbers stand at its right edge.
type Column struct {
	Name    string
	Numbers bool
}

// Row is a row of a table. It has a cell for each column; what is missing at
// its end is empty.
type Row struct {
	Cells []string
	// Apart sets the row off from the one above by a line.
	Apart bool
}

// Cell gives a cell of a row, "" beyond its end.
func (r Row) Cell(i int) string {
	if i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

// Field is a column of a report over rows of type R.
type Field[R any] struct {
	Key     string // heads the column in files for programs
	Title   string // heads it for people
	Long    string // a longer title, where there is room; "" for none
	Numbers bool   // cells stand at the right edge
	// Width is that of the column on a screen, in cells; 0: as its widest cell.
	Width int
	// Priority says when a column gives way on a screen that has not room for all:
	// 0 never, else those with the highest number first.
	Priority int
	Show     func(R) string // the cell for people; nil: not shown
	Write    func(R) string // the cell for programs; nil: not written
}

// Report is the answer to a question: rows of one type under one list of columns.
type Report[R any] struct {
	Title   string
	About   []string
	Fields  []Field[R]
	Rows    []R
	Apart   func(R) bool // reports which rows are set off from the one above; nil for none
	Summary []Summary
	Notes   []string
}

// Summary is a line below the rows that sums them up, shown but not written.
type Summary struct {
	Apart bool
	Cells map[string]string // by the key of the column
}

// Shown lays a report out for people.
func (r Report[R]) Shown() Table {
	t := Table{Title: r.Title, About: r.About, Notes: r.Notes}
	fields := r.shown()
	for _, f := range fields {
		t.Columns = append(t.Columns, Column{f.Title, f.Numbers})
	}
	for _, x := range r.Rows {
		row := Row{Apart: r.Apart != nil && r.Apart(x)}
		for _, f := range fields {
			row.Cells = append(row.Cells, f.Show(x))
		}
		t.Rows = append(t.Rows, row)
	}
	for _, s := range r.Summary {
		row := Row{Apart: s.Apart}
		for _, f := range fields {
			row.Cells = append(row.Cells, s.Cells[f.Key])
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// Written lays the rows of a report out for programs, headed by keys.
func (r Report[R]) Written() Table {
	t := Table{Title: r.Title}
	var fields []Field[R]
	for _, f := range r.Fields {
		if f.Write != nil {
			fields = append(fields, f)
			t.Columns = append(t.Columns, Column{f.Key, f.Numbers})
		}
	}
	for _, x := range r.Rows {
		row := Row{}
		for _, f := range fields {
			row.Cells = append(row.Cells, f.Write(x))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (r Report[R]) shown() []Field[R] {
	return slices.DeleteFunc(slices.Clone(r.Fields), func(f Field[R]) bool { return f.Show == nil })
}

// Fitted is a column that has room on a screen.
type Fitted[R any] struct {
	Field[R]
	Head  string // its title, or the longer one
	Cells int    // how wide it is
}

// Gap is the number of blank cells between two columns on a screen.
const Gap = 2

// Fit chooses the columns that have room in so many cells of a screen, and how
// wide each is. Columns give way in the order of their priority; what is left
// over goes to longer titles, from the left. A column that never gives way keeps
// its width even where the screen is narrower than all of these together.
func (r Report[R]) Fit(room int) []Fitted[R] {
	var out []Fitted[R]
	used := -Gap
	for _, f := range r.shown() {
		c := Fitted[R]{f, f.Title, f.Width}
		if f.Width == 0 {
			c.Cells = prose.Width(f.Title)
			for _, x := range r.Rows {
				c.Cells = max(c.Cells, prose.Width(prose.OneLine(f.Show(x))))
			}
		}
		used += c.Cells + Gap
		out = append(out, c)
	}
	for used > room {
		last := -1
		for i, c := range out {
			if c.Priority > 0 && (last < 0 || c.Priority >= out[last].Priority) {
				last = i
			}
		}
		if last < 0 {
			break
		}
		used -= out[last].Cells + Gap
		out = slices.Delete(out, last, last+1)
	}
	for i, c := range out {
		if more := max(0, prose.Width(c.Long)-c.Cells); c.Long != "" && used+more <= room {
			out[i].Head, out[i].Cells, used = c.Long, c.Cells+more, used+more
		}
	}
	return out
}
