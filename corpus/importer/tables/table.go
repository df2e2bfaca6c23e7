// Package tables reads CSV files and workbooks into headers and rows.
package tables

import (
	"strings"

	"concord/corpus/importer/internal/chars"
)

// Table is a sheet: a header and rows, each with its line in the file.
type Table struct {
	Header   []string // trimmed
	Rows     []Row
	Encoding string
	Warnings []string
}

// Row is a row of a table.
type Row struct {
	Line  int // where the row begins, counted from one
	Cells []string
}

// lastIsEmpty reports whether no row has anything in the header's last column.
func (t *Table) lastIsEmpty() bool {
	n := len(t.Header) - 1
	for _, r := range t.Rows {
		if len(r.Cells) > n && strings.TrimSpace(r.Cells[n]) != "" {
			return false
		}
	}
	return true
}

// dropLast drops the last column, which spreadsheets leave behind.
func (t *Table) dropLast() {
	n := len(t.Header) - 1
	t.Header = t.Header[:n]
	for i := range t.Rows {
		if len(t.Rows[i].Cells) == n+1 {
			t.Rows[i].Cells = t.Rows[i].Cells[:n]
		}
	}
}

// Column gives the place of a column by name, -1 if there is none.
func (t *Table) Column(names ...string) int {
	for i, h := range t.Header {
		for _, n := range names {
			if strings.EqualFold(h, n) {
				return i
			}
		}
	}
	return -1
}

// Of makes a table of rows; short ones are filled up, empty ones left out.
func Of(rows [][]string) Table {
	var t Table
	for i, cells := range rows {
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if t.Header == nil {
			for _, c := range cells {
				t.Header = append(t.Header, chars.JoinBlanks(c))
			}
			continue
		}
		for len(cells) < len(t.Header) {
			cells = append(cells, "")
		}
		t.Rows = append(t.Rows, Row{i + 1, cells[:len(t.Header)]})
	}
	return t
}
