package exporter

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// CodingRow is one coding as the world outside reads it. Start and End are code
// points of the stored text, half-open.
type CodingRow struct {
	ID           codebook.CodingID   `json:"id"`
	Transcript   string              `json:"transcript"`
	TranscriptID corpus.TranscriptID `json:"transcript_id"`
	Text         corpus.TextID       `json:"text"`
	Start        corpus.Point        `json:"start"`
	End          corpus.Point        `json:"end"`
	Code         string              `json:"code"` // path
	CodeID       codebook.CodeID     `json:"code_id"`
	Coder        string              `json:"coder"`
	CoderID      codebook.CoderID    `json:"coder_id"`
	Version      string              `json:"version"`
	Created      time.Time           `json:"created"`
	Memo         string              `json:"memo"`
	Quote        string              `json:"quote"`
}

// CodingRows lists the codings of a study in reading order.
func (s *Study) CodingRows() []CodingRow {
	var out []CodingRow
	for _, w := range s.Coded {
		ruler := corpus.NewRuler(w.Text.Body)
		for _, c := range w.Codings {
			start, end := ruler.Points(c.Span)
			out = append(out, CodingRow{
				ID: c.ID, Transcript: w.Transcript.Name, TranscriptID: w.Transcript.ID, Text: c.Text, Start: start, End: end,
				Code: s.Codebook.Path(c.Code), CodeID: c.Code, Coder: s.coderName(c.Coder), CoderID: c.Coder,
				Version: s.version(c), Created: c.Created.UTC(), Memo: memosOn(w, c.ID), Quote: w.Text.Slice(c.Span),
			})
		}
	}
	return out
}

// CodingsCSV writes codings as a table with a header line.
func CodingsCSV(w io.Writer, rows []CodingRow) error {
	c := csv.NewWriter(w)
	header := []string{"id", "transcript", "transcript_id", "text", "start", "end", "code", "code_id", "coder", "coder_id", "version", "created", "memo", "quote"}
	if err := c.Write(header); err != nil {
		return err
	}
	for _, r := range rows {
		err := c.Write([]string{r.ID.String(), r.Transcript, r.TranscriptID.String(), r.Text.String(), strconv.Itoa(int(r.Start)), strconv.Itoa(int(r.End)),
			r.Code, r.CodeID.String(), r.Coder, r.CoderID.String(), r.Version, r.Created.Format(time.RFC3339Nano), r.Memo, r.Quote})
		if err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// CodingsJSONL writes codings as one JSON object a line.
func CodingsJSONL(w io.Writer, rows []CodingRow) error {
	for _, r := range rows {
		if err := JSONLine(w, r); err != nil {
			return fmt.Errorf("writing the coding %s: %w", r.ID, err)
		}
	}
	return nil
}
