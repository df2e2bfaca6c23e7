package agreement

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// MatrixOptions say how to read a matrix of ratings.
type MatrixOptions struct {
	Level Level

	// Scale is the full ordered list of categories (for sets: of codes). Nil
	// means: those in the data, sorted, numerically if all are numbers.
	Scale []string

	// Circumference is that of a circular scale; see Scale.
	Circumference float64

	// Cluster names a column that is not a coder: what each unit belongs to.
	Cluster string
}

// ReadMatrix reads ratings from CSV: a header line, then a line for each unit.
// The first column is the unit's name, every other column a coder's (but for the
// cluster column, if one is named). A cell holds a category; an empty cell is
// missing. White space around a cell does not count. A line without any entry is
// passed over.
//
// The text is UTF-8, with or without a byte order mark, with either line end.
// Numbers written in several ways (1 and 1.0) are one category. An error names
// the line and the column.
func ReadMatrix(r io.Reader, options MatrixOptions) (Ratings, error) {
	m, err := newMatrix(r, options.Cluster)
	if err != nil {
		return Ratings{}, err
	}
	words := newVocabulary(options.Scale)
	var values []int
	err = m.each(func(cell string, at place) error {
		v := Missing
		if cell != "" {
			var known bool
			if v, known = words.number(cell, at); !known {
				return at.fault("%q is no category of the scale; it has %s", cell, quoted(options.Scale))
			}
		}
		values = append(values, v)
		return nil
	})
	if err != nil {
		return Ratings{}, err
	}
	categories, to, err := words.settle(options.Level)
	if err != nil {
		return Ratings{}, err
	}
	scale, err := NewScale(options.Level, categories...)
	if err != nil {
		return Ratings{}, fmt.Errorf("reading the matrix: %w", err)
	}
	scale.Circumference = options.Circumference
	for i, v := range values {
		if v != Missing {
			values[i] = to[v]
		}
	}
	out := Ratings{Scale: scale, Coders: m.coders, Units: m.units, Clusters: m.clusters, Notes: words.notes(categories, options.Level)}
	out.Values = rows(values, len(m.coders))
	return out, nil
}

// rows cuts a slice into rows of n.
func rows[T any](all []T, n int) [][]T {
	out := make([][]T, 0, len(all)/n)
	for len(all) > 0 {
		out = append(out, all[:n:n])
		all = all[n:]
	}
	return out
}

// ReadSetMatrix reads a matrix whose cells hold any number of codes, joined by
// ";". A cell that is "-" says that the coder saw the unit and no code applies;
// an empty one is missing. Level and Circumference of the options do not count.
// Otherwise like ReadMatrix.
func ReadSetMatrix(r io.Reader, options MatrixOptions) (SetRatings, error) {
	m, err := newMatrix(r, options.Cluster)
	if err != nil {
		return SetRatings{}, err
	}
	words := newVocabulary(options.Scale)
	var values [][]int
	err = m.each(func(cell string, at place) error {
		var set []int
		switch cell {
		case "":
		case "-":
			set = []int{}
		default:
			for piece := range strings.SplitSeq(cell, ";") {
				code := strings.TrimSpace(piece)
				if code == "" || code == "-" {
					return at.fault("%q is no list of codes; join codes with single \";\", and write \"-\" alone if none applies", cell)
				}
				v, known := words.number(code, at)
				if !known {
					return at.fault("%q is no code of the scale; it has %s", code, quoted(options.Scale))
				}
				set = append(set, v)
			}
		}
		values = append(values, set)
		return nil
	})
	if err != nil {
		return SetRatings{}, err
	}
	var codes []string
	var to []int
	// Without any code, the coders may still have said so.
	if len(words.words) > 0 || !slices.ContainsFunc(values, func(set []int) bool { return set != nil }) {
		if codes, to, err = words.settle(Nominal); err != nil {
			return SetRatings{}, err
		}
	}
	for _, set := range values {
		for i, v := range set {
			set[i] = to[v]
		}
	}
	return SetRatings{Codes: codes, Coders: m.coders, Units: m.units, Clusters: m.clusters,
		Values: rows(values, len(m.coders)), Notes: words.notes(codes, Nominal)}, nil
}
