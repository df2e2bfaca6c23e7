package study

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/importer/sheets"
	"concord/store"
)

// Segmentation finds a segmentation by name or id.
func (s *Study) Segmentation(ctx context.Context, name string) (codebook.Segmentation, error) {
	all, err := s.Reader().Segmentations(ctx)
	if err != nil {
		return codebook.Segmentation{}, err
	}
	var names []string
	for _, x := range all {
		if x.ID.String() == name || strings.EqualFold(x.Name, strings.TrimSpace(name)) {
			return x, nil
		}
		names = append(names, "“"+x.Name+"”")
	}
	if len(all) == 0 {
		return codebook.Segmentation{}, fmt.Errorf("there is no segmentation yet; “concord segments new” makes one")
	}
	return codebook.Segmentation{}, fmt.Errorf("there is no segmentation %q; there are %s", name, strings.Join(names, ", "))
}

// CutAll makes a segmentation by rule, of the transcripts named or all: a start
// for cutting by hand. The rules' unit must be one that a text can be cut into.
func (s *Study) CutAll(ctx context.Context, name string, rules reconcile.Rules, transcripts []string) (codebook.Segmentation, error) {
	if err := rules.Check(); err != nil {
		return codebook.Segmentation{}, err
	}
	if rules.Unit == reconcile.UnitCharacter || rules.Segmentation != "" {
		return codebook.Segmentation{}, fmt.Errorf("segments are cut by turn, sentence, paragraph, a number of words or a pattern")
	}
	m, err := s.Material(ctx, nil)
	if err != nil {
		return codebook.Segmentation{}, err
	}
	works, err := chooseWorks(m.Coded, transcripts)
	if err != nil {
		return codebook.Segmentation{}, err
	}
	cuts := map[corpus.TextID][]corpus.Span{}
	n := 0
	for _, w := range works {
		for _, x := range rules.Cut(w.Text) {
			if x.Turn >= 0 && w.SpokenBy(x.Turn) == corpus.RoleInterviewer {
				continue
			}
			cuts[w.Text.ID] = append(cuts[w.Text.ID], x.Span)
			n++
		}
	}
	return s.Project.NewSegmentation(ctx, s.Coder.ID, name, "cut into "+rules.Noun(n)+" of participants", cuts)
}

// SegmentsImport is what an import of segments did.
type SegmentsImport struct {
	Segmentation string   `json:"segmentation"`
	New          bool     `json:"new"` // the segmentation was made
	Segments     int      `json:"segments"`
	Transcripts  []string `json:"transcripts"`
	Warnings     []string `json:"warnings,omitempty"`
}

// ImportSegments reads segments made elsewhere, as sheets.ReadSegments does,
// into the segmentation of that name, which is made if it is not there. The
// transcripts that the file names get the file's segments in place of those they
// had; others keep theirs. All rows are taken, or none.
func (s *Study) ImportSegments(ctx context.Context, name, file string, r io.Reader) (SegmentsImport, error) {
	out := SegmentsImport{Segmentation: name}
	sheet, err := sheets.ReadSegments(file, r)
	if err != nil {
		return out, err
	}
	out.Warnings = sheet.Warnings
	transcripts, err := s.Reader().Transcripts(ctx)
	if err != nil {
		return out, err
	}
	cuts := map[corpus.TextID][]corpus.Span{}
	texts := map[corpus.TranscriptID]*corpus.Text{}
	for _, row := range sheet.Rows {
		t, err := store.FindTranscript(transcripts, row.Transcript)
		if err != nil {
			return out, fmt.Errorf("%s line %d: %w", file, row.Line, err)
		}
		if texts[t.ID] == nil {
			if texts[t.ID], err = s.Reader().Text(ctx, t.Text()); err != nil {
				return out, err
			}
			out.Transcripts = append(out.Transcripts, t.Name)
		}
		span, err := corpus.NewRuler(texts[t.ID].Body).SpanOf(row.Start, row.End)
		if err != nil {
			return out, fmt.Errorf("%s line %d: %s: %w", file, row.Line, t.Name, err)
		}
		cuts[t.Text()] = append(cuts[t.Text()], span)
	}
	out.Segments = len(sheet.Rows)
	for id, spans := range cuts {
		for _, text := range texts {
			if text.ID == id {
				if _, err := codebook.CheckSegments(text, spans); err != nil {
					return out, fmt.Errorf("%s: %w; nothing was imported", file, err)
				}
			}
		}
	}
	all, err := s.Reader().Segmentations(ctx)
	if err != nil {
		return out, err
	}
	if i := slices.IndexFunc(all, func(x codebook.Segmentation) bool { return strings.EqualFold(x.Name, strings.TrimSpace(name)) }); i >= 0 {
		_, err = s.Project.SetSegments(ctx, s.Coder.ID, all[i].ID, cuts)
		return out, err
	}
	out.New = true
	_, err = s.Project.NewSegmentation(ctx, s.Coder.ID, name, "from a file", cuts)
	return out, err
}

// SegmentRow is a segment for print and JSON; positions count code points.
type SegmentRow struct {
	Transcript string       `json:"transcript"`
	Number     int          `json:"number"` // in the transcript, from 1
	Start      corpus.Point `json:"start"`
	End        corpus.Point `json:"end"`
	Words      int          `json:"words"`
	Quote      string       `json:"quote"`
}

// SegmentRows lists the segments of a segmentation on the texts in force, by
// transcript.
func (s *Study) SegmentRows(ctx context.Context, cut codebook.Segmentation) ([]SegmentRow, error) {
	return inSnapshot(ctx, s, func(s *Study) ([]SegmentRow, error) { return s.readSegmentRows(ctx, cut) })
}

func (s *Study) readSegmentRows(ctx context.Context, cut codebook.Segmentation) ([]SegmentRow, error) {
	transcripts, err := s.Reader().Transcripts(ctx)
	if err != nil {
		return nil, err
	}
	out := []SegmentRow{}
	for _, t := range transcripts {
		spans := cut.Cuts[t.Text()]
		if len(spans) == 0 {
			continue
		}
		text, err := s.Reader().Text(ctx, t.Text())
		if err != nil {
			return nil, err
		}
		ruler := corpus.NewRuler(text.Body)
		for i, x := range spans {
			start, end := ruler.Points(x)
			out = append(out, SegmentRow{t.Name, i + 1, start, end, corpus.CountWords(text.Slice(x)), text.Slice(x)})
		}
	}
	return out, nil
}

// SegmentationSummary is a segmentation with how much it cuts.
type SegmentationSummary struct {
	Name        string `json:"name"`
	How         string `json:"how"`
	By          string `json:"by"`
	Transcripts int    `json:"transcripts"`
	Segments    int    `json:"segments"`
}

// Segmentations lists the segmentations; transcripts and segments are counted
// on the texts in force.
func (s *Study) Segmentations(ctx context.Context) ([]SegmentationSummary, error) {
	all, err := s.Reader().Segmentations(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.CoderNames(ctx)
	if err != nil {
		return nil, err
	}
	transcripts, err := s.Reader().Transcripts(ctx)
	if err != nil {
		return nil, err
	}
	out := []SegmentationSummary{}
	for _, cut := range all {
		row := SegmentationSummary{Name: cut.Name, How: cut.How, By: names[cut.By]}
		for _, t := range transcripts {
			if n := len(cut.Cuts[t.Text()]); n > 0 {
				row.Transcripts++
				row.Segments += n
			}
		}
		out = append(out, row)
	}
	return out, nil
}

// segmented gives works with the segments of a segmentation.
func (s *Study) segmented(ctx context.Context, works []*codebook.CodedTranscript, name string) ([]*codebook.CodedTranscript, string, error) {
	cut, err := s.Segmentation(ctx, name)
	if err != nil {
		return nil, name, err
	}
	out := make([]*codebook.CodedTranscript, len(works))
	for i, w := range works {
		x := *w
		x.Segments = cut.Cuts[w.Text.ID]
		out[i] = &x
	}
	return out, cut.Name, nil
}
