package findings

import (
	"fmt"
	"slices"
)

// Strip is where one code lies in one transcript.
type Strip struct {
	Transcript, Code int
	Words            int    // of the transcript
	Spans            []Span // of words marked by anybody, ordered and separate
	Passages         []int  // codings, by index and in reading order
}

// Timeline gives the strips of codes in every transcript: transcript by
// transcript, in each the codes in the order given. With rollUp a strip holds the
// codings of codes below its code, too. Positions are spoken words, so that
// labels and time stamps take no room.
func (s *Study) Timeline(codes []int, rollUp bool) ([]Strip, error) {
	if err := within("timeline", 0, "code", codes, len(s.Codes)); err != nil {
		return nil, fmt.Errorf("drawing a timeline: %w", err)
	}
	of := s.above(rollUp)
	var out []Strip
	for t := range s.Transcripts {
		for _, code := range codes {
			strip := Strip{Transcript: t, Code: code, Words: s.Transcripts[t].Words}
			for _, i := range s.codingsOf(t) {
				c := &s.Codings[i]
				if !slices.Contains(of[c.Code], int32(code)) {
					continue
				}
				strip.Passages = append(strip.Passages, int(i))
				if n := len(strip.Spans); n > 0 && c.Words.Start <= strip.Spans[n-1].End {
					strip.Spans[n-1].End = max(strip.Spans[n-1].End, c.Words.End)
				} else if c.Words.Len() > 0 {
					strip.Spans = append(strip.Spans, c.Words)
				}
			}
			out = append(out, strip)
		}
	}
	return out, nil
}

// Columns paints the strip in columns that together stand for so many words: the
// transcript's own, or those of the longest so that lengths can be compared. It
// gives the share, 0 to 1, of each column's words that are marked. Column k holds
// words ⌊k·words/columns⌋ up to the next column's first; where columns are more
// than words, a column holds the one word that reaches into it. Columns beyond
// the transcript's end are −1.
func (s Strip) Columns(columns, words int) []float64 {
	out := make([]float64, max(columns, 0))
	k := 0
	for i := range out {
		from := int32(i * words / columns)
		to := max(int32((i+1)*words/columns), from+1)
		if int(from) >= s.Words {
			out[i] = -1
			continue
		}
		for k < len(s.Spans) && s.Spans[k].End <= from {
			k++
		}
		marked := 0
		for j := k; j < len(s.Spans) && s.Spans[j].Start < to; j++ {
			marked += s.Spans[j].intersect(Span{from, to}).Len()
		}
		out[i] = float64(marked) / float64(min(int(to), s.Words)-int(from))
	}
	return out
}
