package app

import (
	"context"
	"errors"

	"concord/codebook/reconcile"
	"concord/store"
	"concord/store/study"
)

// judge reads what counts in a round, if it is closed, and says it in sentences.
func (row *RoundRow) Judge(ctx context.Context, s *study.Study) error {
	if row.Round.Open {
		plan := study.RoundWork{RoundWork: store.RoundWork{Round: row.Round}, Version: row.Version}
		row.Sentences = plan.Sentences()
		return nil
	}
	w, err := s.RoundWork(ctx, row.Round.ID)
	switch {
	case errors.Is(err, store.ErrBlind):
		row.Shut = err.Error()
		return nil
	case err != nil:
		return err
	}
	row.Standing = Standing{row.Work, w.Sentences(), reconcile.Count(w.Disagreements(true)), len(w.RatingMatrix.Unanimous(w.Decisions))}
	return nil
}

// openConflicts counts the conflicts that nobody has settled.
func (s *teamwork) OpenConflicts() int {
	n := 0
	for _, c := range s.Conflicts {
		if !c.Resolved {
			n++
		}
	}
	return n
}
