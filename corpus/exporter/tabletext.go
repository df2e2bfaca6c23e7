package exporter

import (
	"encoding/csv"
	"io"
	"strings"

	"concord/codebook/report"
	"concord/corpus/prose"
)

// TableText writes a table for a terminal or a text file: columns set off by
// two blanks and as wide on the screen as their widest cell, rows broken nowhere.
func TableText(w io.Writer, t report.Table) error {
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
			width[i] = max(width[i], prose.Width(prose.Printable(r.Cell(i))))
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
		line(r.Cell)
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
func TableCSV(w io.Writer, t report.Table) error {
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
