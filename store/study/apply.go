package study

import (
	"context"
	"fmt"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/store"
)

// AppliedCode is a code that was applied to a passage.
type AppliedCode struct {
	store.Applied
	Transcript corpus.Transcript
	Code       codebook.Code
	Words      string // of the coding as it is now
}

// Apply applies a code to the code points start to end of a transcript's stored
// text, as the study's coder; transcript and code are names, paths or ids.
func (s *Study) Apply(ctx context.Context, transcript string, start, end corpus.Point, code, memo string) (AppliedCode, error) {
	var out AppliedCode
	var err error
	if out.Transcript, err = s.Transcript(ctx, transcript); err != nil {
		return out, err
	}
	r, err := s.Reader().Reading(ctx, out.Transcript.ID)
	if err != nil {
		return out, err
	}
	span, err := corpus.NewRuler(r.Text.Body).SpanOf(start, end)
	if err != nil {
		return out, fmt.Errorf("coding %s: %w", out.Transcript.Name, err)
	}
	if out.Code, err = r.Codebook.Find(code); err != nil {
		return out, err
	}
	done, err := s.Project.Apply(ctx, s.Coder.ID, store.NewCoding{Transcript: out.Transcript.ID, Span: span, Code: out.Code.ID, Memo: memo})
	if err != nil {
		return out, fmt.Errorf("coding %s: %w", out.Transcript.Name, err)
	}
	out.Applied, out.Words = done[0], r.Text.Slice(done[0].Coding.Span)
	return out, nil
}

// CodingRow gives a coding of a transcript as exports do.
func (s *Study) CodingRow(ctx context.Context, c codebook.Coding) (exporter.CodingRow, error) {
	m, err := s.Material(ctx, func(t corpus.Transcript) bool { return t.ID == c.Transcript })
	if err != nil {
		return exporter.CodingRow{}, err
	}
	for _, row := range m.CodingRows() {
		if row.ID == c.ID {
			return row, nil
		}
	}
	return exporter.CodingRow{}, fmt.Errorf("the coding %s is not there any more", c.ID)
}

// AutoReport says what auto-coding did, or would do.
type AutoReport struct {
	Code     string           `json:"code"` // path
	Query    string           `json:"query"`
	Unit     string           `json:"unit"`
	Applied  int              `json:"applied"` // 0 for a dry run
	Already  int              `json:"already"` // passages that had the code
	Passages []AutoPassageRow `json:"passages"`

	Name string `json:"-"` // of the code
}

// AutoPassageRow is a passage that got a code; positions are code points.
type AutoPassageRow struct {
	Transcript string       `json:"transcript"`
	Turn       int          `json:"turn"`
	Start      corpus.Point `json:"start"`
	End        corpus.Point `json:"end"`
	Quote      string       `json:"quote"`
}

// AutoCode applies the code of that name to everything that a search finds, as
// one action; a dry run only says what it would apply it to. The code of q is
// looked up.
func (s *Study) AutoCode(ctx context.Context, q AutoQuestion, code string, dry bool) (AutoReport, error) {
	report := AutoReport{Query: q.Query, Unit: string(q.Unit), Passages: []AutoPassageRow{}}
	book, err := s.Reader().Codebook(ctx)
	if err != nil {
		return report, err
	}
	c, err := book.Find(code)
	if err != nil {
		return report, err
	}
	report.Code, report.Name, q.Code = book.Path(c.ID), c.Name, c.ID
	passages, err := s.AutoPassages(ctx, q)
	if err != nil {
		return report, err
	}
	var codings []store.NewCoding
	var ruler *corpus.Ruler
	var measured *corpus.Text
	for _, p := range passages {
		if p.Already {
			report.Already++
			continue
		}
		codings = append(codings, p.NewCoding(c.ID))
		if measured != p.Text {
			ruler, measured = corpus.NewRuler(p.Text.Body), p.Text
		}
		start, end := ruler.Points(p.Span)
		report.Passages = append(report.Passages, AutoPassageRow{p.Transcript.Name, int(p.Turn.Number()), start, end, p.Text.Slice(p.Span)})
	}
	if len(codings) == 0 || dry {
		return report, nil
	}
	if _, err := s.Project.Apply(ctx, s.Coder.ID, codings...); err != nil {
		return report, fmt.Errorf("coding what the search found: %w", err)
	}
	report.Applied = len(codings)
	return report, nil
}
