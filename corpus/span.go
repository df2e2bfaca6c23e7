package corpus

import (
	"fmt"
	"slices"
)

// Offset is a position in a text: the number of bytes before it.
type Offset int

// Span is the half-open byte range [Start,End) of one text. Both ends lie on
// code-point boundaries. A span with Start == End is empty.
type Span struct {
	Start Offset `json:"start"`
	End   Offset `json:"end"`
}

// Len is the number of bytes covered.
func (s Span) Len() int { return int(s.End - s.Start) }

// Empty reports whether the span covers nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Contains reports whether at lies inside the span (its End does not).
func (s Span) Contains(at Offset) bool { return s.Start <= at && at < s.End }

// Covers reports whether all of other lies inside s.
func (s Span) Covers(other Span) bool { return s.Start <= other.Start && other.End <= s.End }

// Overlaps reports whether the two share at least one byte; touching is not
// overlapping.
func (s Span) Overlaps(other Span) bool { return s.Start < other.End && other.Start < s.End }

// Intersect gives what both cover; empty (at some position) if nothing.
func (s Span) Intersect(other Span) Span {
	r := Span{max(s.Start, other.Start), min(s.End, other.End)}
	if r.End < r.Start {
		r.End = r.Start
	}
	return r
}

// Compare orders spans as a reader meets them: by start, then the longer first.
func (s Span) Compare(other Span) int {
	switch {
	case s.Start != other.Start:
		return int(s.Start - other.Start)
	default:
		return int(other.End - s.End)
	}
}

func (s Span) String() string { return fmt.Sprintf("[%d,%d)", s.Start, s.End) }

// Union gives the least set of ordered, separate spans that covers the same
// bytes as spans. Touching spans become one; empty ones vanish. The argument
// is not changed.
func Union(spans []Span) []Span {
	sorted := slices.Clone(spans)
	slices.SortFunc(sorted, Span.Compare)
	var out []Span
	for _, s := range sorted {
		if s.Empty() {
			continue
		}
		if n := len(out); n > 0 && s.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// Clip gives the parts of spans that lie inside s, in their order.
func (s Span) Clip(spans []Span) []Span {
	var out []Span
	for _, x := range spans {
		if c := s.Intersect(x); !c.Empty() {
			out = append(out, c)
		}
	}
	return out
}
