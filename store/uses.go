package store

import (
	"context"

	"concord/codebook"
)

// Uses gives how often each coder that the reader sees has applied each code
// under each definition: enough to count codings under any version of the
// codebook, without reading one.
func (r Reader) Uses(ctx context.Context) ([]codebook.Use, error) {
	return readAll(ctx, r, r.uses)
}

func (r Reader) uses(v view) ([]codebook.Use, error) {
	blind, err := r.blind(v)
	if err != nil {
		return nil, err
	}
	var out []codebook.Use
	if !blind.any() {
		err := v.scan(bucketCount, nil, func(k, n []byte) error {
			out = append(out, useOf(k, n))
			return nil
		})
		return out, err
	}
	// The counts kept hold what must not be seen: count what may.
	seen := map[codebook.Use]int{}
	err = v.scan(bucketCoding, nil, func(k, value []byte) error {
		c, err := decodeCoding(k, value)
		if err == nil && blind.sees(c.Transcript, c.Coder) {
			seen[counted(c)]++
		}
		return err
	})
	for u, n := range seen {
		u.N = n
		out = append(out, u)
	}
	return out, err
}

// Counts gives how many codings of each coder that the reader sees a view of
// each code shows, under the working codebook. Those of retired and declined
// codes are hidden; they stand at the code that hides them.
func (r Reader) Counts(ctx context.Context) (map[codebook.CodeID]map[codebook.CoderID]int, error) {
	return readAll(ctx, r, func(v view) (map[codebook.CodeID]map[codebook.CoderID]int, error) {
		book, err := r.codebook(v)
		if err != nil {
			return nil, err
		}
		uses, err := r.uses(v)
		return numbers(book.Count(uses)), err
	})
}

func numbers(counts codebook.Counts) map[codebook.CodeID]map[codebook.CoderID]int {
	out := map[codebook.CodeID]map[codebook.CoderID]int{}
	for code, by := range counts.Codes {
		out[code] = map[codebook.CoderID]int{}
		for coder, t := range by {
			out[code][coder] = t.Current + t.Stale + t.Hidden
		}
	}
	return out
}
