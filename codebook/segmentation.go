package codebook

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"concord/corpus"
)

// Segmentation is a set of units of analysis that people made or chose: for each
// text that was segmented, spans that do not overlap, in order. They may span
// turns. Words outside all of them belong to no unit.
type Segmentation struct {
	ID      SegmentationID                  `json:"id"`
	Name    string                          `json:"name"`
	How     string                          `json:"how,omitempty"` // in words, for the methods section
	By      CoderID                         `json:"by"`
	Created time.Time                       `json:"created"`
	Cuts    map[corpus.TextID][]corpus.Span `json:"cuts"`
}

// CheckSegments gives spans in order, or says why they are no segments of a
// text: one cannot stand on it (see corpus.Text.CheckSpan), or two overlap.
func CheckSegments(text *corpus.Text, spans []corpus.Span) ([]corpus.Span, error) {
	out := slices.Clone(spans)
	slices.SortFunc(out, corpus.Span.Compare)
	for i, s := range out {
		if err := text.CheckSpan(s); err != nil {
			return nil, err
		}
		if i > 0 && out[i-1].End > s.Start {
			return nil, fmt.Errorf("the segments that begin with “%s” and “%s” overlap", opening(text, out[i-1]), opening(text, s))
		}
	}
	return out, nil
}

// opening gives the first words of a span.
func opening(text *corpus.Text, s corpus.Span) string {
	words := strings.Fields(text.Slice(s))
	return strings.Join(words[:min(len(words), 4)], " ")
}

// WithSegment gives segments with one more, which takes what it covers away from
// the others: one that it lies within is cut in two, one that it covers is gone.
// The parts that are left lose the blanks and the labels of turns at their ends,
// and those without a word are dropped.
func WithSegment(text *corpus.Text, segments []corpus.Span, add corpus.Span) []corpus.Span {
	out := []corpus.Span{add}
	for _, s := range segments {
		if !s.Overlaps(add) {
			out = append(out, s)
			continue
		}
		for _, part := range []corpus.Span{{Start: s.Start, End: min(s.End, add.Start)}, {Start: max(s.Start, add.End), End: s.End}} {
			if part.Start >= part.End {
				continue
			}
			if part = pared(text, part); corpus.CountWords(text.Slice(part)) > 0 {
				out = append(out, part)
			}
		}
	}
	slices.SortFunc(out, corpus.Span.Compare)
	return out
}

// CutSegment cuts the segment that covers a place in two there; segments as they
// were if none does or a part would hold no word.
func CutSegment(text *corpus.Text, segments []corpus.Span, at corpus.Offset) []corpus.Span {
	i := slices.IndexFunc(segments, func(s corpus.Span) bool { return s.Start < at && at < s.End })
	if i < 0 {
		return segments
	}
	s := segments[i]
	one, two := pared(text, corpus.Span{Start: s.Start, End: at}), pared(text, corpus.Span{Start: at, End: s.End})
	if corpus.CountWords(text.Slice(one)) == 0 || corpus.CountWords(text.Slice(two)) == 0 {
		return segments
	}
	return slices.Concat(segments[:i], []corpus.Span{one, two}, segments[i+1:])
}

// JoinSegment joins the segment at a place with the next one, and all between
// them; segments as they were if there are no two.
func JoinSegment(segments []corpus.Span, at corpus.Offset) []corpus.Span {
	i := slices.IndexFunc(segments, func(s corpus.Span) bool { return s.Start <= at && at < s.End })
	if i < 0 || i+1 >= len(segments) {
		return segments
	}
	return slices.Concat(segments[:i], []corpus.Span{{Start: segments[i].Start, End: segments[i+1].End}}, segments[i+2:])
}

// pared gives a span without the blanks and the labels of turns at its ends; it
// is empty where nothing else is in it.
func pared(text *corpus.Text, s corpus.Span) corpus.Span {
	s = text.Trim(s)
	for !s.Empty() {
		was := s
		if i, inside := text.TurnAt(s.Start); inside {
			s.Start = min(s.End, max(s.Start, text.Turns[i].SpeechSpan().Start))
		}
		if i, inside := text.TurnAt(s.End - 1); inside && s.End <= text.Turns[i].SpeechSpan().Start {
			s.End = max(s.Start, text.Turns[i].Extent.Start)
		}
		if s = text.Trim(s); s == was {
			break
		}
	}
	return s
}
