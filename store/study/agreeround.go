package study

import (
	"context"
	"errors"
	"fmt"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/corpus/prose"
)

// RoundAgreement measures a round before and after deciding, in the round's units
// and under its version of the codebook, whatever the question says of these.
func (s *Study) RoundAgreement(ctx context.Context, round string, q AgreementQuestion) (*report.RoundAgreement, error) {
	var w *RoundWork
	var history string
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if w, err = s.closedRound(ctx, round); err != nil {
			return err
		}
		history, err = s.roundHistory(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(w.RatingMatrix.Coded) == 0 {
		return nil, fmt.Errorf("nobody has completed a transcript of the round “%s”, so there is nothing to measure", w.Round.Name)
	}
	w.Material.Notes = w.Sentences()
	if q.Rules, err = RoundRules(w.Round); err != nil {
		return nil, err
	}
	q.Version, q.By, q.Gamma = "", "", nil
	if w.Material.Coded, err = chooseWorks(w.Material.Coded, q.Transcripts); err != nil {
		return nil, err
	}
	out := &report.RoundAgreement{Round: w.Round.Name}
	if out.Before, err = Measure(ctx, w.Material, q); err != nil {
		return nil, err
	}
	out.Before.Program = s.Project.Program()
	out.Before.History = history
	out.Reconciling = w.Reconciling()
	after, n := out.Before.RatingMatrix.After(w.Decisions)
	if out.Decided = n; n > 0 {
		b := *out.Before
		b.Resampling = agreement.Resampling{}
		if b.Part, err = measure(ctx, "", after, b.Resampling); err != nil {
			return nil, err
		}
		out.After = &b
	}
	return out, nil
}

// closedRound reads a round that must be closed.
func (s *Study) closedRound(ctx context.Context, name string) (*RoundWork, error) {
	return inSnapshot(ctx, s, func(s *Study) (*RoundWork, error) { return s.readClosedRound(ctx, name) })
}

func (s *Study) readClosedRound(ctx context.Context, name string) (*RoundWork, error) {
	r, err := s.Round(ctx, name)
	if err != nil {
		return nil, err
	}
	if r.Open {
		return nil, fmt.Errorf("the round “%s” is open; what was decided can be told when it is closed", r.Name)
	}
	return s.RoundWork(ctx, r.ID)
}

// Against compares each coder of a closed round with what was agreed: in the
// round, or, in a training round, in the one it trains against.
func (s *Study) Against(ctx context.Context, round string) (*report.Against, error) {
	var r codebook.Round
	var w, measure *RoundWork
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if r, err = s.Round(ctx, round); err != nil {
			return err
		}
		if w, err = s.RoundWork(ctx, r.ID); err != nil {
			return err
		}
		measure = w
		if !r.Standard.IsZero() {
			measure, err = s.RoundWork(ctx, r.Standard)
		} else if r.Open {
			err = errors.New("what was agreed can be told when the round is closed")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	std := measure.RatingMatrix.Standard(measure.Decisions)
	out := &report.Against{Round: r.Name, Standard: measure.Round.Name, Notes: append(w.Sentences(), fmt.Sprintf(
		"Compared are units and codes for which the round “%s” has an agreed answer: one that all its coders gave, or that was decided. κ is pooled over the codes (de Vries et al. 2008).", measure.Round.Name), leftOut(std))}
	for i, c := range w.RatingMatrix.Coders {
		one, err := w.against(i, std)
		if err != nil {
			return nil, err
		}
		one.Coder = c.Name
		out.Coders = append(out.Coders, one)
	}
	return out, nil
}

// leftOut says what a comparison with a standard leaves out, and what that does to
// its figures.
func leftOut(std reconcile.Standard) string {
	s := fmt.Sprintf("The standard has %s (unit × code): %d that all gave and %d decided.", prose.Counted(std.Unanimous+std.Decided, "answer", "answers"), std.Unanimous, std.Decided)
	if std.Undecided == 0 {
		return s + " None is undecided."
	}
	return s + fmt.Sprintf(" Left out: %s on which coders differ and nothing was decided. Every answer that all gave counts as right, so the figures flatter: they are higher than with these decided.",
		prose.Counted(std.Undecided, "answer", "answers"))
}

func (w *RoundWork) against(coder int, std reconcile.Standard) (report.CoderAgainst, error) {
	var out report.CoderAgainst
	var tables []*agreement.Table
	for i, line := range w.RatingMatrix.Codes {
		t, err := agreement.TabulateMarks(w.RatingMatrix.Against(coder, i, std, "agreed"))
		if err != nil {
			return out, err
		}
		row := t.Row(agreement.CohenKappa(agreement.Identity))
		c := report.CodeAgainst{Code: w.RatingMatrix.Codebook.Path(line.Code.ID), Compared: row.Pairable, Same: row.Both + row.Neither, Missed: row.OnlySecond, Added: row.OnlyFirst, Kappa: row.Estimates[0].Value}
		out.Codes = append(out.Codes, c)
		out.Compared, out.Same, out.Missed, out.Added = out.Compared+c.Compared, out.Same+c.Same, out.Missed+c.Missed, out.Added+c.Added
		tables = append(tables, t)
	}
	out.Pooled = agreement.PooledKappa(tables)
	return out, nil
}
