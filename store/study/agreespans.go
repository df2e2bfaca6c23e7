package study

import (
	"context"
	"fmt"

	"concord/codebook"
	"concord/codebook/agreement/span"
	"concord/codebook/reconcile"
	"concord/codebook/report"
)

// measureSpans is Measure for the unit character.
func measureSpans(ctx context.Context, a *report.Agreement, book *codebook.Codebook, works []*codebook.CodedTranscript, coders []codebook.Coder, codes []codebook.CodeID, q AgreementQuestion) error {
	if q.By != "" {
		return fmt.Errorf("agreement on characters cannot be parted by %s: choose another unit, or name transcripts and coders for one part at a time", q.By)
	}
	spans, err := reconcile.BuildSpans(book, works, coders, codes, q.Rules)
	if err != nil {
		return fmt.Errorf("agreement on characters: %w", err)
	}
	panel, err := span.Panel(ctx, spans.Texts, span.PanelOptions{Codes: spans.Names, ByCode: spans.ByCode, Domains: spans.Domains(),
		Resamples: q.Bootstrap, Seed: q.Seed, Jackknife: q.Jackknife, Gamma: q.Gamma})
	if err != nil {
		return err
	}
	a.Spans, a.Report, a.Gamma = &spans, &panel, q.Gamma != nil
	return nil
}
