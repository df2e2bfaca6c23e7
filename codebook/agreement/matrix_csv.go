package agreement

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// matrix is a CSV of units and coders while it is read.
type matrix struct {
	csv     *csv.Reader
	header  []string
	cluster int // the cluster column, -1 if there is none
	coders  []string

	units    []string
	clusters []string
}

// place is where a cell stands.
type place struct {
	line   int
	column string
}

func (p place) fault(format string, arguments ...any) error {
	return fmt.Errorf("reading the matrix: line %d, column %q: %s", p.line, p.column, fmt.Sprintf(format, arguments...))
}

// newMatrix reads the header line.
func newMatrix(r io.Reader, cluster string) (*matrix, error) {
	b := bufio.NewReader(r)
	switch mark, _ := b.Peek(3); {
	case len(mark) >= 3 && mark[0] == 0xEF && mark[1] == 0xBB && mark[2] == 0xBF:
		if _, err := b.Discard(3); err != nil {
			return nil, fmt.Errorf("reading the matrix: %w", err)
		}
	case len(mark) >= 2 && (mark[0] == 0xFE && mark[1] == 0xFF || mark[0] == 0xFF && mark[1] == 0xFE):
		return nil, fmt.Errorf("reading the matrix: the file is UTF-16; save it as CSV in UTF-8")
	}
	m := &matrix{csv: csv.NewReader(b), cluster: -1}
	m.csv.FieldsPerRecord = -1
	m.csv.ReuseRecord = true
	m.csv.TrimLeadingSpace = true
	header, err := m.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("reading the matrix: it is empty; the first line names the columns")
	}
	if err != nil {
		return nil, csvFault(err)
	}
	line, _ := m.csv.FieldPos(0)
	for i, name := range header {
		name = strings.TrimSpace(name)
		if !utf8.ValidString(name) {
			return nil, fmt.Errorf("reading the matrix: line %d: the name of column %d is not UTF-8; save the file as UTF-8", line, i+1)
		}
		if name == "" && i > 0 {
			return nil, fmt.Errorf("reading the matrix: line %d: column %d has no name", line, i+1)
		}
		if at := slices.Index(m.header, name); at >= 0 {
			return nil, fmt.Errorf("reading the matrix: line %d: columns %d and %d are both called %q", line, at+1, i+1, name)
		}
		m.header = append(m.header, name)
	}
	if err := m.columns(line, cluster); err != nil {
		return nil, err
	}
	return m, nil
}

// columns separates coders from the rest.
func (m *matrix) columns(line int, cluster string) error {
	if cluster != "" {
		m.cluster = slices.Index(m.header, strings.TrimSpace(cluster))
		if m.cluster < 0 {
			return fmt.Errorf("reading the matrix: line %d: there is no column %q for the clusters; the columns are %s", line, cluster, quoted(m.header))
		}
	}
	for i, name := range m.header {
		if i > 0 && i != m.cluster {
			m.coders = append(m.coders, name)
		}
	}
	if len(m.coders) > 0 {
		return nil
	}
	hint := "after the column of unit names there must be one for each coder"
	if len(m.header) == 1 && strings.ContainsAny(m.header[0], ";\t") {
		hint = "separate the columns by commas"
	}
	return fmt.Errorf("reading the matrix: line %d: there is no column for a coder; %s", line, hint)
}

// each reads the lines and hands out the coders' cells, trimmed, line by line.
func (m *matrix) each(cell func(text string, at place) error) error {
	for {
		record, err := m.csv.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return csvFault(err)
		}
		line, _ := m.csv.FieldPos(0)
		if !slices.ContainsFunc(record, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			continue
		}
		if len(record) < len(m.header) {
			return place{line, m.header[len(record)]}.fault("the line ends before this column: it has %d cells, the header %d", len(record), len(m.header))
		}
		if len(record) > len(m.header) {
			return fmt.Errorf("reading the matrix: line %d, column %d: the line has %d cells, the header only %d", line, len(m.header)+1, len(record), len(m.header))
		}
		for i, text := range record {
			at := place{line, m.header[i]}
			if !utf8.ValidString(text) {
				return at.fault("the cell is not UTF-8; save the file as UTF-8")
			}
			text = strings.TrimSpace(text)
			switch {
			case i == 0:
				m.units = append(m.units, strings.Clone(text))
			case i != m.cluster:
				if err := cell(text, at); err != nil {
					return err
				}
			}
			if i == m.cluster {
				if text == "" {
					return at.fault("the cluster of the unit is missing")
				}
				m.clusters = append(m.clusters, strings.Clone(text))
			}
		}
	}
}

// csvFault says where quotes are wrong.
func csvFault(err error) error {
	var parse *csv.ParseError
	if errors.As(err, &parse) {
		why := "a quotation mark is out of place; write a cell with quotation marks, commas or line ends in quotation marks, and double those inside"
		if !errors.Is(parse.Err, csv.ErrQuote) && !errors.Is(parse.Err, csv.ErrBareQuote) {
			why = parse.Err.Error()
		}
		return fmt.Errorf("reading the matrix: line %d, character %d: %s", parse.Line, parse.Column, why)
	}
	return fmt.Errorf("reading the matrix: %w", err)
}
