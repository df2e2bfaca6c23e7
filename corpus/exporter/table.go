package exporter

import (
	"encoding/csv"
	"io"
	"strings"

	"concord/corpus/prose"
)

// Table is a table for a paper: what stands above it, its rows, and the notes
// below. TableText, TableCSV, TableTeX and TableDocx write it.
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

// cell gives a cell of a row, "" beyond its end.
func (r Row) cell(i int) string {
	if i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

// TableText writes a table for a terminal or a text file: columns set off by
// two blanks and as wide on the screen as their widest cell, rows broken nowhere.
func TableText(w io.Writer, t Table) error {
	var b strings.Builder
	if t.Title != "" {
		b.WriteString(t.Title + "\n\n")
	}
	for _, p := range t.About {
		b.WriteString(p + "\n\n")
	}
	width := make([]int, len(t.Columns))
	for i, c := range t.Columns {
		width[i] = prose.Width(c.Name)
		for _, r := range t.Rows {
			width[i] = max(width[i], prose.Width(prose.Printable(r.cell(i))))
		}
	}
	total := 0
	for _, n := range width {
		total += n + 2
	}
	line := func(cell func(i int) string) {
		var l strings.Builder
		for i, c := range t.Columns {
			s := prose.Printable(cell(i))
			if c.Numbers {
				l.WriteString(prose.Right(s, width[i]) + "  ")
			} else {
				l.WriteString(prose.Left(s, width[i]) + "  ")
			}
		}
		b.WriteString(strings.TrimRight(l.String(), " ") + "\n")
	}
	if len(t.Columns) > 0 {
		line(func(i int) string { return t.Columns[i].Name })
	}
	for _, r := range t.Rows {
		if r.Apart {
			b.WriteString(strings.Repeat("─", max(0, total-2)) + "\n")
		}
		line(r.cell)
	}
	if len(t.Notes) > 0 {
		b.WriteString("\n")
	}
	for _, n := range t.Notes {
		b.WriteString(n + "\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// TableCSV writes the rows of a table under its header line. Title and notes
// are left out.
func TableCSV(w io.Writer, t Table) error {
	c := csv.NewWriter(w)
	var header []string
	for _, column := range t.Columns {
		header = append(header, column.Name)
	}
	if err := c.Write(header); err != nil {
		return err
	}
	for _, r := range t.Rows {
		row := make([]string, len(t.Columns))
		copy(row, r.Cells)
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}
