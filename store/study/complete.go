package study

import (
	"context"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/prose"
)

// OpenRound gives the open round in which a coder codes a transcript, if there
// is one.
func OpenRound(rounds []codebook.Round, coder codebook.CoderID, t corpus.TranscriptID) (codebook.Round, bool) {
	i := slices.IndexFunc(rounds, func(r codebook.Round) bool { return r.Open && r.Codes(coder, t) })
	if i < 0 {
		return codebook.Round{}, false
	}
	return rounds[i], true
}

// HasFinished reports whether a coder has finished a transcript as far as she can
// take it back: in the open round in which she codes it, or, without one, apart
// from closed rounds, in which what counts is not taken back.
func HasFinished(rounds []codebook.Round, completions []codebook.Completion, coder codebook.CoderID, t corpus.Transcript) bool {
	open, coding := OpenRound(rounds, coder, t.ID)
	return slices.ContainsFunc(completions, func(c codebook.Completion) bool {
		if c.Coder != coder || c.Transcript != t.ID || c.Text != t.Text() {
			return false
		}
		if coding {
			return c.Round == open.ID
		}
		return !slices.ContainsFunc(rounds, func(r codebook.Round) bool {
			n := len(r.Closes)
			return !r.Open && n > 0 && slices.Contains(r.Closes[n-1].Completions, c.ID)
		})
	})
}

// ToggleComplete records that the coder has finished a transcript, in the open
// round if she codes it in one, or takes it back where she can (see HasFinished),
// and says in words what it did.
func (s *Study) ToggleComplete(ctx context.Context, t corpus.Transcript) (said string, err error) {
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		return "", err
	}
	completions, err := s.Reader().Completions(ctx)
	if err != nil {
		return "", err
	}
	if HasFinished(rounds, completions, s.Coder.ID, t) {
		return t.Name + " is open again", s.Project.Reopen(ctx, s.Coder.ID, s.Coder.ID, t.ID)
	}
	c, err := s.Project.Complete(ctx, s.Coder.ID, s.Coder.ID, t.ID)
	if err != nil {
		return "", err
	}
	said = fmt.Sprintf("%s is complete: %s, and silence now means “no”", t.Name, prose.Counted(c.Codings, "coding", "codings"))
	if r, ok := OpenRound(rounds, s.Coder.ID, t.ID); ok {
		said += "; it counts in the round “" + r.Name + "”"
	}
	return said, nil
}

// Complete records that the coder has finished a transcript, in the round of
// that name or, for "", in the open round that she has it in.
func (s *Study) Complete(ctx context.Context, transcript, round string) (corpus.Transcript, codebook.Completion, error) {
	t, err := s.Transcript(ctx, transcript)
	if err != nil {
		return t, codebook.Completion{}, err
	}
	var in codebook.RoundID
	if round != "" {
		r, err := s.Round(ctx, round)
		if err != nil {
			return t, codebook.Completion{}, err
		}
		in = r.ID
	}
	c, err := s.Project.CompleteIn(ctx, in, s.Coder.ID, s.Coder.ID, t.ID)
	if err != nil {
		err = fmt.Errorf("%s: %w", t.Name, err)
	}
	return t, c, err
}

// Reopen takes back that the coder has finished a transcript.
func (s *Study) Reopen(ctx context.Context, transcript string) (corpus.Transcript, error) {
	t, err := s.Transcript(ctx, transcript)
	if err != nil {
		return t, err
	}
	if err := s.Project.Reopen(ctx, s.Coder.ID, s.Coder.ID, t.ID); err != nil {
		return t, fmt.Errorf("%s: %w", t.Name, err)
	}
	return t, nil
}
