package continuum

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// table reads a CSV whose columns are known by name.
type table struct {
	csv     *csv.Reader
	what    string         // what is being read, for messages
	column  map[string]int // place of each known column
	header  int            // number of columns
	ignored []string       // names of the others
	record  []string
	line    int // of the record, or of the header before the first
}

// newTable reads the header. Names of columns are compared without regard
// to case and surrounding space.
func newTable(r io.Reader, what string, needed, allowed []string) (*table, error) {
	b := bufio.NewReader(r)
	switch mark, _ := b.Peek(3); {
	case string(mark) == "\xEF\xBB\xBF":
		if _, err := b.Discard(3); err != nil {
			return nil, fmt.Errorf("reading the %s: %w", what, err)
		}
	case len(mark) >= 2 && (string(mark[:2]) == "\xFE\xFF" || string(mark[:2]) == "\xFF\xFE"):
		return nil, fmt.Errorf("reading the %s: the file is UTF-16; save it as CSV in UTF-8", what)
	}
	t := &table{csv: csv.NewReader(b), what: what, column: map[string]int{}}
	t.csv.FieldsPerRecord = -1
	t.csv.TrimLeadingSpace = true
	t.csv.ReuseRecord = true
	header, err := t.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the %s: the file is empty; its first line must name the columns %s", what, strings.Join(needed, ","))
	}
	if err != nil {
		return nil, t.broken(err)
	}
	t.line, _ = t.csv.FieldPos(0)
	t.header = len(header)
	for i, name := range header {
		known := strings.ToLower(strings.TrimSpace(name))
		if !slices.Contains(needed, known) && !slices.Contains(allowed, known) {
			t.ignored = append(t.ignored, strconv.Quote(strings.TrimSpace(name)))
			continue
		}
		if first, ok := t.column[known]; ok {
			return nil, fmt.Errorf("reading the %s: line %d: columns %d and %d are both called %q", what, t.line, first+1, i+1, known)
		}
		t.column[known] = i
	}
	for _, name := range needed {
		if !t.has(name) {
			hint := ""
			if len(header) == 1 && strings.ContainsAny(header[0], ";\t") {
				hint = "; separate the columns by commas"
			}
			return nil, fmt.Errorf("reading the %s: line %d: there is no column %q; the first line must name the columns %s%s", what, t.line, name, strings.Join(needed, ","), hint)
		}
	}
	return t, nil
}

func (t *table) has(column string) bool {
	_, ok := t.column[column]
	return ok
}

// next reads the next line that is not empty; it is false at the end.
func (t *table) next() (bool, error) {
	for {
		record, err := t.csv.Read()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, t.broken(err)
		}
		t.record = record
		t.line, _ = t.csv.FieldPos(0)
		if !slices.ContainsFunc(record, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			continue
		}
		if len(record) > t.header {
			return false, fmt.Errorf("reading the %s: line %d, column %d: the line has %d cells, the header only %d", t.what, t.line, t.header+1, len(record), t.header)
		}
		for name, i := range t.column {
			if i < len(record) && !utf8.ValidString(record[i]) {
				return false, t.fault(name, "the cell is not UTF-8; save the file as UTF-8")
			}
		}
		return true, nil
	}
}

// cell is the trimmed text of a known column, "" where the line ends before it.
func (t *table) cell(column string) string {
	i, ok := t.column[column]
	if !ok || i >= len(t.record) {
		return ""
	}
	return strings.Clone(strings.TrimSpace(t.record[i]))
}

// whole reads a whole number; 12.0 is one.
func (t *table) whole(column string) (int, error) {
	text := t.cell(column)
	if text == "" {
		return 0, t.fault(column, "the %s is missing", column)
	}
	digits, decimals, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || strings.Trim(decimals, "0") != "" || digits == "" {
		return 0, t.fault(column, "%q is not a whole number", text)
	}
	if err != nil || n < -maxPosition || n > maxPosition {
		return 0, t.fault(column, "%s is too large: positions must lie within ±2^53", text)
	}
	return int(n), nil
}

func (t *table) fault(column, format string, arguments ...any) error {
	return fmt.Errorf("reading the %s: line %d, column %q: %s", t.what, t.line, column, fmt.Sprintf(format, arguments...))
}

// broken says where the CSV itself is wrong.
func (t *table) broken(err error) error {
	var parse *csv.ParseError
	if !errors.As(err, &parse) {
		return fmt.Errorf("reading the %s: %w", t.what, err)
	}
	why := parse.Err.Error()
	if errors.Is(parse.Err, csv.ErrQuote) || errors.Is(parse.Err, csv.ErrBareQuote) {
		why = "a quotation mark is out of place; write a cell with quotation marks, commas or line ends in quotation marks, and double those inside"
	}
	return fmt.Errorf("reading the %s: line %d, character %d: %s", t.what, parse.Line, parse.Column, why)
}
