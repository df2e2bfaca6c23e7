package report

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"concord/codebook/agreement"
)

// Matrix is the exact table of units and coders behind a figure, for other
// programs.
type Matrix struct {
	Code   string   // whose 1 and 0 it holds; "" for sets of codes
	Codes  []string // the names of the sets' codes, in the order of the codebook
	Coders []string
	header []string
	rows   [][]string
}

// Matrix gives the ratings of one code as 1, 0 and, where there is no answer,
// nothing; for code -1 those of all as sets. “concord agree --matrix” on it,
// with Command's settings, gives the very same figures.
func (a *Agreement) Matrix(code int) (Matrix, error) {
	l := &a.RatingMatrix
	switch {
	case a.Spans != nil:
		return Matrix{}, errors.New("a matrix holds units, and characters are none: choose another unit")
	case len(l.Units) == 0:
		return Matrix{}, errors.New("there is nothing to write: no transcript was completed by any of the coders")
	}
	m := Matrix{Coders: l.CoderNames()}
	if slices.Contains(m.Coders, "unit") || slices.Contains(m.Coders, "transcript") {
		return Matrix{}, errors.New("a coder is called “unit” or “transcript”, as columns of the matrix are: rename her first")
	}
	var cell func(u, c int) string
	if code >= 0 {
		m.Code = a.Codes[code].Path
		marks := l.Codes[code].Marks
		cell = func(u, c int) string {
			return map[int8]string{0: "0", 1: "1", agreement.Missing: ""}[marks[u*len(m.Coders)+c]]
		}
	} else {
		m.Codes = a.matrixNames()
		values := l.SetRatings().Values
		cell = func(u, c int) string {
			switch set := values[u][c]; {
			case set == nil:
				return ""
			case len(set) == 0:
				return "-"
			default:
				var names []string
				for _, i := range set {
					names = append(names, m.Codes[i])
				}
				return strings.Join(names, ";")
			}
		}
	}
	m.header = slices.Concat([]string{"unit", "transcript"}, m.Coders)
	transcripts := l.TranscriptNames()
	number := map[int]int{}
	for u, p := range l.Units {
		number[p.Coded]++
		name := fmt.Sprintf("%s unit %d", transcripts[p.Coded], number[p.Coded])
		if p.Segment.Turn >= 0 {
			name = fmt.Sprintf("%s turn %d unit %d", transcripts[p.Coded], p.Segment.Turn.Number(), number[p.Coded])
		}
		row := []string{name, transcripts[p.Coded]}
		for c := range m.Coders {
			row = append(row, cell(u, c))
		}
		m.rows = append(m.rows, row)
	}
	return m, nil
}

// matrixNames gives the paths of the codes without what a set cannot hold: the
// semicolon between codes, and a lone "-".
func (a *Agreement) matrixNames() []string {
	var out []string
	for _, c := range a.Codes {
		name := strings.Join(strings.Fields(strings.ReplaceAll(c.Path, ";", ",")), " ")
		if name == "-" {
			name = "(-)"
		}
		for slices.Contains(out, name) {
			name += "'"
		}
		out = append(out, name)
	}
	return out
}

// Write writes the matrix as CSV.
func (m Matrix) Write(w io.Writer) error {
	c := csv.NewWriter(w)
	if err := c.Write(m.header); err != nil {
		return err
	}
	if err := c.WriteAll(m.rows); err != nil {
		return err
	}
	c.Flush()
	return c.Error()
}

// Scale lists the categories, or for sets the codes, as --scale takes them.
func (m Matrix) Scale() string {
	if m.Code != "" {
		return "0,1"
	}
	var b strings.Builder
	c := csv.NewWriter(&b)
	_ = c.Write(m.Codes) // a strings.Builder takes everything
	c.Flush()
	return strings.TrimSuffix(b.String(), "\n")
}

// Command is the line that computes the figures again from a file of the matrix.
func (m Matrix) Command(file string, how agreement.Resampling) string {
	sets := ""
	if m.Code == "" {
		sets = " --sets"
	}
	line := fmt.Sprintf("concord agree --matrix %s%s --cluster transcript --scale %s", shell(file), sets, shell(m.Scale()))
	if how.Resamples > 0 {
		line += fmt.Sprintf(" --bootstrap %d --seed %d", how.Resamples, how.Seed)
	}
	return line
}

// shell quotes an argument for a Unix shell where it must be.
func shell(s string) string {
	if s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./,:@%") == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
