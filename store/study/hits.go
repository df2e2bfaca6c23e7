package study

import (
	"context"

	"concord/corpus"
	"concord/corpus/search"
)

// Hits is what a search found, passage by passage.
type Hits struct {
	Hits        []Hit
	Total       int // of all hits; 0 if there are more
	Transcripts int // in which there are hits; 0 if there are more
	// More says that there are more hits than the limit, which were not looked for.
	More bool
	// Hint asks what may have been meant, where nothing was found; see
	// search.Results.Hint.
	Hint string
}

// Hit is a passage that a search found. Positions are code points of the stored
// text, half-open.
type Hit struct {
	Transcript string            `json:"transcript"`
	Turn       corpus.TurnNumber `json:"turn"`
	Speaker    string            `json:"speaker,omitempty"`
	Time       string            `json:"time,omitempty"`
	Start      corpus.Point      `json:"start"`
	End        corpus.Point      `json:"end"`
	Words      string            `json:"words"`
	Marks      [][2]corpus.Point `json:"marks"` // the words that were looked for
}

// Hits searches and gives the first hits in reading order, all of them if limit
// is 0. It stops at the limit: to count what lies beyond, everything would have to
// be searched.
func (s *Study) Hits(ctx context.Context, query string, limit int) (Hits, error) {
	out := Hits{Hits: []Hit{}}
	var results *search.Results
	var names map[corpus.TranscriptID]string
	read := s.Reader().Text
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if results, err = s.search(ctx, query, read); err != nil {
			return err
		}
		names, err = s.transcriptNames(ctx)
		return err
	})
	if err != nil {
		return out, err
	}
	var ruler *corpus.Ruler
	var text *corpus.Text
	for hit, err := range results.All(ctx) {
		if err != nil {
			return out, err
		}
		if limit > 0 && len(out.Hits) == limit {
			out.More = true
			return out, nil
		}
		if text == nil || text.ID != hit.Text {
			if text, err = read(ctx, hit.Text); err != nil {
				return out, err
			}
			ruler = corpus.NewRuler(text.Body)
		}
		h := Hit{Transcript: names[hit.Transcript], Words: text.Slice(hit.Span), Marks: [][2]corpus.Point{}}
		if hit.Turn >= 0 {
			turn := text.Turns[hit.Turn]
			h.Turn, h.Speaker, h.Time = hit.Turn.Number(), turn.Speaker, corpus.FormatTime(turn.Start)
		}
		h.Start, h.End = ruler.Points(hit.Span)
		for _, m := range hit.Marks {
			start, end := ruler.Points(m.Span)
			h.Marks = append(h.Marks, [2]corpus.Point{start, end})
		}
		out.Hits = append(out.Hits, h)
	}
	if out.Total, out.Transcripts, err = results.Count(ctx); err == nil {
		out.Hint, err = results.Hint(ctx)
	}
	return out, err
}

func (s *Study) transcriptNames(ctx context.Context) (map[corpus.TranscriptID]string, error) {
	all, err := s.Reader().Transcripts(ctx)
	names := map[corpus.TranscriptID]string{}
	for _, t := range all {
		names[t.ID] = t.Name
	}
	return names, err
}
