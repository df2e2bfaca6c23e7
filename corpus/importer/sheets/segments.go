package sheets

import (
	"fmt"
	"io"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/tables"
)

// SegmentRow is one segment as a file has it. Start and End are code points of
// the stored text, half-open.
type SegmentRow struct {
	Line       int // in the file, counted from one
	Transcript string
	Start, End corpus.Point
}

// SegmentsSheet is a file of segments as read.
type SegmentsSheet struct {
	Rows     []SegmentRow
	Warnings []string
}

// ReadSegments reads a CSV table of segments with the columns transcript, start
// and end; others are ignored. It is an error, which names the file, the line and
// the column, if one of those is missing, a position is no whole number, or a
// segment is empty or reversed.
func ReadSegments(name string, r io.Reader) (SegmentsSheet, error) {
	var out SegmentsSheet
	content, err := tables.ReadText(r)
	if err != nil {
		return out, fmt.Errorf("%s %w", name, err)
	}
	t, err := tables.ReadCSV(content)
	if err != nil {
		return out, fmt.Errorf("%s %w", name, err)
	}
	out.Warnings = t.Warnings
	at := map[string]int{}
	for i, h := range t.Header {
		at[strings.ToLower(h)] = i
	}
	for _, column := range []string{"transcript", "start", "end"} {
		if _, there := at[column]; !there {
			return out, fmt.Errorf("%s has no column %q: segments need transcript, start and end", name, column)
		}
	}
	for _, row := range t.Rows {
		s := SegmentRow{Line: row.Line, Transcript: strings.TrimSpace(row.Cells[at["transcript"]])}
		for _, c := range []struct {
			column string
			to     *corpus.Point
		}{{"start", &s.Start}, {"end", &s.End}} {
			if *c.to, err = parsePoint(strings.TrimSpace(row.Cells[at[c.column]])); err != nil {
				return out, fmt.Errorf("%s line %d, %s: %w", name, row.Line, c.column, err)
			}
		}
		if s.End <= s.Start {
			return out, fmt.Errorf("%s line %d: the segment from %d to %d is empty", name, row.Line, s.Start, s.End)
		}
		out.Rows = append(out.Rows, s)
	}
	if len(out.Rows) == 0 {
		return out, fmt.Errorf("%s holds no segment", name)
	}
	return out, nil
}
