package gamma

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ReadDissimilarities reads how unlike categories are, for Options, from CSV:
// a header line with the categories after the first cell, then a line for each
// category with its name and the dissimilarities, from 0 to 1. A cell may be empty
// if the one on the other side of the diagonal is not; on the diagonal it is 0.
// Of two categories of which nothing is said the function gives NaN, which Compute
// refuses. An error names the line and the column.
func ReadDissimilarities(r io.Reader) (func(a, b string) float64, error) {
	const doing = "reading the dissimilarities"
	c := csv.NewReader(r)
	c.TrimLeadingSpace = true
	c.FieldsPerRecord = -1
	var header []string
	given := map[[2]string]float64{}
	for {
		row, err := c.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", doing, err)
		}
		line, _ := c.FieldPos(0)
		for i := range row {
			row[i] = strings.TrimSpace(strings.TrimPrefix(row[i], "\ufeff"))
		}
		if header == nil {
			if header = row; len(header) < 2 {
				return nil, fmt.Errorf("%s: line %d: there must be a column for each category; separate them by commas", doing, line)
			}
			continue
		}
		if len(row) != len(header) {
			return nil, fmt.Errorf("%s: line %d has %d cells, the header %d", doing, line, len(row), len(header))
		}
		if !slices.Contains(header[1:], row[0]) {
			return nil, fmt.Errorf("%s: line %d: %q is no category of the header", doing, line, row[0])
		}
		for i, text := range row[1:] {
			if text == "" {
				continue
			}
			x, err := strconv.ParseFloat(text, 64)
			if err != nil || !(x >= 0 && x <= 1) || strings.ContainsAny(text, "xX_") {
				return nil, fmt.Errorf("%s: line %d, column %q: %q is no number from 0 to 1", doing, line, header[i+1], text)
			}
			given[[2]string{row[0], header[i+1]}] = x
		}
	}
	if header == nil {
		return nil, fmt.Errorf("%s: the file is empty", doing)
	}
	return func(a, b string) float64 {
		if x, ok := given[[2]string{a, b}]; ok {
			return x
		}
		if x, ok := given[[2]string{b, a}]; ok {
			return x
		}
		if a == b {
			return 0
		}
		return math.NaN()
	}, nil
}
