package study

import (
	"context"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
)

// Progress is how far a coder is with a transcript of a round.
type Progress string

// The stages of progress.
const (
	NotBegun   Progress = "not begun"
	Begun      Progress = "begun"    // she has codings there; of others in a blind round this is not told
	Finished   Progress = "complete" // and it counts
	FinishedIn Progress = "late"     // complete after the round was closed; it does not count
)

// RoundStatus is a round and how far its coders are.
type RoundStatus struct {
	Round       codebook.Round      `json:"round"`
	Version     codebook.Version    `json:"version"` // without its codes
	Coders      []CoderProgress     `json:"coders"`
	Transcripts []corpus.Transcript `json:"transcripts"` // in order of name
	// Hidden says that the reader codes in the round, which is blind and open,
	// and sees of others only what they have completed.
	Hidden bool `json:"hidden"`
}

// CoderProgress is one coder's part of a round.
type CoderProgress struct {
	Coder    codebook.Coder                   `json:"coder"`
	By       map[corpus.TranscriptID]Progress `json:"progress"` // of the transcripts she was given
	Complete int                              `json:"complete"` // of those, complete and counting
}

// Of gives the number of transcripts the coder was given.
func (c CoderProgress) Of() int { return len(c.By) }

// Waiting gives the number of coders' transcripts without a completion that
// counts.
func (s RoundStatus) Waiting() int {
	n := 0
	for _, c := range s.Coders {
		n += c.Of() - c.Complete
	}
	return n
}

// StatusOf says how far the coders of the round of that name are, for "" of the
// only one there is.
func (s *Study) StatusOf(ctx context.Context, round string) (RoundStatus, error) {
	r, err := s.Round(ctx, round)
	if err != nil {
		return RoundStatus{}, err
	}
	all, err := s.RoundStatus(ctx)
	for _, st := range all {
		if st.Round.ID == r.ID {
			return st, err
		}
	}
	return RoundStatus{}, err
}

// CloseRound closes the round of that name and gives its status.
func (s *Study) CloseRound(ctx context.Context, round string) (RoundStatus, error) {
	r, err := s.Round(ctx, round)
	if err != nil {
		return RoundStatus{}, err
	}
	if _, err := s.Project.CloseRound(ctx, s.Coder.ID, r.ID); err != nil {
		return RoundStatus{}, err
	}
	return s.StatusOf(ctx, r.ID.String())
}

// ReopenRound takes the close of the round of that name back.
func (s *Study) ReopenRound(ctx context.Context, round, reason string) (codebook.Round, error) {
	r, err := s.Round(ctx, round)
	if err != nil {
		return r, err
	}
	return s.Project.ReopenRound(ctx, s.Coder.ID, r.ID, reason)
}

// RoundStatus says how far the coders of each round are, oldest round first.
func (s *Study) RoundStatus(ctx context.Context) ([]RoundStatus, error) {
	return inSnapshot(ctx, s, func(s *Study) ([]RoundStatus, error) { return s.readRoundStatus(ctx) })
}

func (s *Study) readRoundStatus(ctx context.Context) ([]RoundStatus, error) {
	r := s.Reader()
	rounds, err := r.Rounds(ctx)
	if err != nil || len(rounds) == 0 {
		return nil, err
	}
	o, err := r.Overview(ctx)
	if err != nil {
		return nil, err
	}
	var out []RoundStatus
	for _, round := range rounds {
		completions, err := r.CompletionsFor(ctx, round)
		if err != nil {
			return nil, err
		}
		out = append(out, statusOf(round, o, completions, s.Coder.ID))
	}
	return out, nil
}

func statusOf(round codebook.Round, o store.Overview, completions []codebook.Completion, reader codebook.CoderID) RoundStatus {
	st := RoundStatus{Round: round}
	for _, v := range o.Versions {
		if v.ID == round.Version {
			st.Version = v
		}
	}
	counting, late := round.Counting(completions)
	for _, t := range o.Transcripts {
		if _, in := round.Assigned(t.ID); in {
			st.Transcripts = append(st.Transcripts, t)
		}
	}
	for _, c := range o.Coders {
		p := CoderProgress{Coder: c, By: map[corpus.TranscriptID]Progress{}}
		for _, t := range st.Transcripts {
			if !round.Codes(c.ID, t.ID) {
				continue
			}
			is := func(cs []codebook.Completion) bool {
				for _, x := range cs {
					if x.Coder == c.ID && x.Transcript == t.ID {
						return true
					}
				}
				return false
			}
			switch {
			case is(counting):
				p.By[t.ID] = Finished
				p.Complete++
			case is(late):
				p.By[t.ID] = FinishedIn
			case o.Summaries[t.ID][c.ID].Codings > 0:
				p.By[t.ID] = Begun
			default:
				p.By[t.ID] = NotBegun
			}
		}
		if p.Of() > 0 {
			st.Coders = append(st.Coders, p)
			st.Hidden = st.Hidden || c.ID == reader && round.Blind && round.Open
		}
	}
	return st
}
