package study

import (
	"context"
	"fmt"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// Proposal is a code that waits for the lead, with some of the passages that it
// was made for.
type Proposal struct {
	Code       codebook.CodeID     `json:"id"`
	Path       string              `json:"code"`
	Definition codebook.Definition `json:"definition"`
	By         string              `json:"by"`
	When       time.Time           `json:"time"`
	Passages   int                 `json:"passages"`
	Quotes     []Quote             `json:"quotes"`
}

// Quote is a passage with where it stands.
type Quote struct {
	Where string `json:"where"` // “KI-07, turn 14”
	Words string `json:"words"`
}

// quotesEach is how many passages are shown for a proposal.
const quotesEach = 3

// Proposals lists the codes that coders propose, in tree order, as far as the
// coder may see them.
func (s *Study) Proposals(ctx context.Context) ([]Proposal, error) {
	return inSnapshot(ctx, s, func(s *Study) ([]Proposal, error) { return s.readProposals(ctx) })
}

func (s *Study) readProposals(ctx context.Context) ([]Proposal, error) {
	r := s.Reader()
	book, err := r.Codebook(ctx)
	if err != nil {
		return nil, err
	}
	names, err := s.CoderNames(ctx)
	if err != nil {
		return nil, err
	}
	out := []Proposal{}
	at := map[codebook.CodeID]int{}
	for _, c := range book.All() {
		if c.Status == codebook.Proposed {
			at[c.ID] = len(out)
			out = append(out, Proposal{Code: c.ID, Path: book.Path(c.ID), Definition: c.Definition, By: names[c.AddedBy], When: c.Added, Quotes: []Quote{}})
		}
	}
	if len(out) == 0 {
		return out, nil
	}
	codings, err := r.Codings(ctx, corpus.TranscriptID{})
	if err != nil {
		return nil, err
	}
	transcripts, err := r.Transcripts(ctx)
	if err != nil {
		return nil, err
	}
	called := map[corpus.TranscriptID]string{}
	for _, t := range transcripts {
		called[t.ID] = t.Name
	}
	for _, c := range codings {
		i, proposed := at[book.Resolve(c.Code, c.Definition).Code]
		if !proposed {
			continue
		}
		p := &out[i]
		p.Passages++
		if len(p.Quotes) == quotesEach {
			continue
		}
		text, err := r.Text(ctx, c.Text)
		if err != nil {
			return nil, err
		}
		p.Quotes = append(p.Quotes, Quote{place(called[c.Transcript], text, c.Span), text.Slice(c.Span)})
	}
	return out, nil
}

// place names where a passage begins.
func place(transcript string, text *corpus.Text, span corpus.Span) string {
	if i, _ := text.TurnAt(span.Start); i >= 0 {
		return fmt.Sprintf("%s, turn %d", transcript, i.Number())
	}
	return transcript
}
