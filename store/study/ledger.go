package study

import (
	"context"
	"slices"
	"strings"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/corpus/prose"
)

// Ledger gives every decision of the rounds that the coder may see, oldest round
// first and in the order they were made; with a name, those of that round.
// Rounds that are blind, open and hers are left out; they have none.
func (s *Study) Ledger(ctx context.Context, round string) (exporter.Ledger, error) {
	return inSnapshot(ctx, s, func(s *Study) (exporter.Ledger, error) { return s.readLedger(ctx, round) })
}

func (s *Study) readLedger(ctx context.Context, round string) (exporter.Ledger, error) {
	out := exporter.Ledger{Entries: []exporter.LedgerEntry{}}
	var err error
	if out.Title, _, err = s.Reader().Title(ctx); err != nil {
		return out, err
	}
	if out.State, err = s.Reader().State(ctx); err != nil {
		return out, err
	}
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		return out, err
	}
	if round != "" {
		r, err := FindRound(rounds, round)
		if err != nil {
			return out, err
		}
		rounds = []codebook.Round{r}
	}
	for _, r := range rounds {
		if r.Open && r.Blind && slices.Contains(r.Coders(), s.Coder.ID) {
			continue
		}
		w, err := s.RoundWork(ctx, r.ID)
		if err != nil {
			return out, err
		}
		head := append(w.Sentences(), "Coders: "+prose.And(w.RatingMatrix.CoderNames())+".", w.Reconciling().Sentence())
		out.Head = append(out.Head, strings.Join(head, " "))
		out.Entries = append(out.Entries, w.ledger()...)
	}
	return out, nil
}

func (w *RoundWork) ledger() []exporter.LedgerEntry {
	settled := reconcile.ResolveDecisions(w.Decisions)
	ordered := slices.Clone(w.Decisions)
	slices.SortFunc(ordered, codebook.Decision.Compare)
	out := make([]exporter.LedgerEntry, 0, len(ordered))
	for _, d := range ordered {
		e := w.entry(d)
		last, _ := settled.At(d.Transcript, d.Text, d.Span)
		e.Replaced = last.ID != d.ID
		out = append(out, e)
	}
	return out
}

// entry describes a decision.
func (w *RoundWork) entry(d codebook.Decision) exporter.LedgerEntry {
	name := func(id codebook.CoderID) string {
		for _, c := range w.People {
			if c.ID == id {
				return c.Name
			}
		}
		return id.String()
	}
	e := exporter.LedgerEntry{ID: d.ID, Round: w.Round.Name, TranscriptID: d.Transcript, Text: d.Text, Outcome: d.Outcome, Reason: d.Reason, By: name(d.By), Time: d.Time,
		Codebook: VersionName(w.Version), Answers: []exporter.LedgerAnswer{}, Present: slices.Clone(d.Present), Judged: []exporter.JudgedCoding{}, Completions: d.Completions}
	if e.Present == nil {
		e.Present = []string{}
	}
	i := slices.IndexFunc(w.Coded, func(x *codebook.CodedTranscript) bool { return x.Transcript.ID == d.Transcript && x.Text.ID == d.Text })
	if i < 0 {
		return e
	}
	x := w.Coded[i]
	ruler := corpus.NewRuler(x.Text.Body)
	e.Transcript, e.Place = x.Transcript.Name, x.Transcript.Name
	e.Start, e.End = ruler.Points(d.Span)
	e.Passage = strings.TrimSpace(x.Text.Slice(d.Span))
	for u, p := range w.RatingMatrix.Units {
		if w.RatingMatrix.Coded[p.Coded] == x && p.Segment.Span == d.Span {
			e.Place = w.RatingMatrix.Ref(u)
		}
	}
	for _, a := range d.Answers {
		row := exporter.LedgerAnswer{Code: w.RatingMatrix.Codebook.Path(a.Code), CodeID: a.Code, Applies: a.Applies}
		if a.Span != (corpus.Span{}) {
			row.Start, row.End = ruler.Points(a.Span)
			row.Quote = x.Text.Slice(a.Span)
		}
		e.Answers = append(e.Answers, row)
	}
	for _, id := range d.Judged {
		j := exporter.JudgedCoding{ID: id}
		if k := slices.IndexFunc(x.Codings, func(c codebook.Coding) bool { return c.ID == id }); k >= 0 {
			c := x.Codings[k]
			j.Coder, j.Code, j.Quote = name(c.Coder), w.RatingMatrix.Codebook.Path(c.Code), x.Text.Slice(c.Span)
		}
		e.Review = e.Review || j.Coder == ""
		e.Judged = append(e.Judged, j)
	}
	return e
}
