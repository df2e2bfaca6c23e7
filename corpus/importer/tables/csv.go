package tables

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"concord/corpus/importer/charset"
	"concord/corpus/importer/internal/archive"
	"concord/corpus/importer/internal/chars"
)

// maxTable bounds a table of cases or codings.
const maxTable = 512 << 20

// Read reads the table that a file holds: CSV, or the first sheet of an Excel
// workbook. A workbook's rows are filled up to the length of the header.
func Read(content []byte) (Table, error) {
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		rows, err := ReadWorkbook(content)
		if err != nil {
			return Table{}, err
		}
		t := Of(rows)
		if t.Header == nil {
			return t, fmt.Errorf("has no header line")
		}
		t.Encoding = "utf-8"
		for len(t.Header) > 1 && t.Header[len(t.Header)-1] == "" && t.lastIsEmpty() {
			t.dropLast()
		}
		return t, nil
	case bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0")):
		return Table{}, errors.New(archive.DescribeOLE(content))
	}
	return ReadCSV(content)
}

// ReadText reads the bytes of a table that is no workbook.
func ReadText(r io.Reader) ([]byte, error) {
	content, err := ReadBytes(r)
	switch {
	case err != nil:
		return nil, err
	case bytes.HasPrefix(content, []byte("PK\x03\x04")), bytes.HasPrefix(content, []byte("\xD0\xCF\x11\xE0")):
		return nil, fmt.Errorf("is a workbook, not a CSV file: save its sheet as CSV and import that")
	}
	return content, nil
}

// ReadBytes reads a file that is not larger than a table may be.
func ReadBytes(r io.Reader) ([]byte, error) {
	content, err := io.ReadAll(io.LimitReader(r, maxTable+1))
	if err != nil {
		return nil, fmt.Errorf("cannot be read: %w", err)
	}
	if len(content) > maxTable {
		return nil, fmt.Errorf("is larger than %d MB: split it", maxTable>>20)
	}
	if len(content) == 0 {
		return nil, fmt.Errorf("is empty: there is nothing to import")
	}
	return content, nil
}

// ReadCSV reads CSV set off by commas, semicolons or TABs, in any encoding
// that decode knows. Blank rows are left out. It is an error if a row has not as
// many cells as the header.
func ReadCSV(content []byte) (Table, error) {
	d, err := charset.Decode(content, "")
	if err != nil {
		return Table{}, err
	}
	t := Table{Encoding: d.Name, Warnings: d.Warnings}
	text, line := d.Text, 1
	separator, named := ',', false
	if first, next := chars.NextLine(text, 0); len(first) == 5 && strings.HasPrefix(strings.ToLower(first), "sep=") {
		separator, named = rune(first[4]), true // Excel's way to say so
		if separator == '"' || separator >= 0x80 {
			return t, fmt.Errorf("line 1: %q names a separator that cannot be one", first)
		}
		text, line = text[next:], 2
	}
	if !named {
		separator = findSeparator(text)
	}
	rows, err := readRows(text, separator, line, false)
	if err != nil {
		// A mark inside a cell, as in 5" tall, can be let pass. One that is
		// never closed would swallow the rows below.
		lazy, lazyErr := readRows(text, separator, line, true)
		if lazyErr != nil || !errors.Is(err, csv.ErrBareQuote) || hasLongCells(lazy) {
			return t, err
		}
		rows = lazy
		t.Warnings = append(t.Warnings, "quotation marks do not come in pairs ("+err.Error()+"): check the rows around")
	}
	if len(rows) == 0 {
		return t, fmt.Errorf("has no header line")
	}
	for _, h := range rows[0].Cells {
		t.Header = append(t.Header, chars.JoinBlanks(h))
	}
	t.Rows = rows[1:]
	for len(t.Header) > 1 && t.Header[len(t.Header)-1] == "" && t.lastIsEmpty() {
		t.dropLast()
	}
	for _, r := range t.Rows {
		if len(r.Cells) != len(t.Header) {
			return t, fmt.Errorf("line %d has %s where the header has %d: check its separators and quotation marks",
				r.Line, chars.Count(len(r.Cells), "cell", "cells"), len(t.Header))
		}
	}
	return t, nil
}

// readRows parses CSV. Line numbers count from first. Blank rows are left out.
func readRows(text string, separator rune, first int, lazy bool) ([]Row, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator, -1, lazy
	var rows []Row
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return rows, nil
		}
		if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
			return nil, quoteError{parse.StartLine + first - 1, parse.Err}
		}
		if err != nil {
			return nil, fmt.Errorf("cannot be read as CSV: %w", err)
		}
		line, _ := r.FieldPos(0)
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		rows = append(rows, Row{line + first - 1, cells})
	}
}

// quoteError says that quotation marks are wrong in the row that begins at a
// line.
type quoteError struct {
	line int
	err  error
}

func (e quoteError) Error() string {
	return fmt.Sprintf("line %d: a quotation mark stands where none can be, or is never closed", e.line)
}

func (e quoteError) Unwrap() error { return e.err }

// hasLongCells reports whether a cell holds a line end.
func hasLongCells(rows []Row) bool {
	for _, r := range rows {
		for _, cell := range r.Cells {
			if strings.Contains(cell, "\n") {
				return true
			}
		}
	}
	return false
}

// findSeparator gives whichever of comma, semicolon and TAB the first line that
// is not blank holds most of, outside quotation marks.
func findSeparator(text string) rune {
	text = strings.TrimLeft(text, "\n ")
	seen := map[rune]int{}
	quoted := false
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n':
			text = ""
		case r == ',' || r == ';' || r == '\t':
			seen[r]++
		}
		if text == "" {
			break
		}
	}
	best := ','
	for _, r := range []rune{';', '\t'} {
		if seen[r] > seen[best] {
			best = r
		}
	}
	return best
}
