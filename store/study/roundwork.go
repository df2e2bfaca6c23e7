package study

import (
	"context"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store"
)

// RoundWork is what counts in a round, rated in the round's units under the
// round's version of the codebook, with what was decided.
type RoundWork struct {
	store.RoundWork
	Version      codebook.Version
	People       []codebook.Coder // all of the project, who may have decided
	Material     *exporter.Study  // of independent work: the round's transcripts and coders
	RatingMatrix reconcile.RatingMatrix
	Decisions    []codebook.Decision
}

// RoundWork reads a round. While the round is blind and open, its coders cannot.
func (s *Study) RoundWork(ctx context.Context, id codebook.RoundID) (*RoundWork, error) {
	return inSnapshot(ctx, s, func(s *Study) (*RoundWork, error) { return s.readRound(ctx, id) })
}

func (s *Study) readRound(ctx context.Context, id codebook.RoundID) (*RoundWork, error) {
	r := s.Reader()
	work, err := r.RoundWork(ctx, id)
	if err != nil {
		return nil, err
	}
	out := &RoundWork{RoundWork: work}
	if out.Decisions, err = r.Decisions(ctx, id); err != nil {
		return nil, err
	}
	m, err := s.Material(ctx, nil)
	if err != nil {
		return nil, err
	}
	m.Coded = work.Coded
	i := slices.IndexFunc(m.Versions, func(v codebook.Version) bool { return v.ID == work.Round.Version })
	if i < 0 {
		return nil, fmt.Errorf("the version of the codebook for the round “%s” is not in this copy; ask for a bundle with everything", work.Round.Name)
	}
	out.Version = m.Versions[i]
	m.Versions, m.Codebook, m.Under = m.Versions[:i+1], out.Version.Codebook(), VersionName(out.Version)
	coders := work.Round.Coders()
	out.People = m.Coders
	m.Coders = slices.DeleteFunc(slices.Clone(m.Coders), func(c codebook.Coder) bool { return !slices.Contains(coders, c.ID) })
	rules, err := RoundRules(work.Round)
	if err != nil {
		return nil, fmt.Errorf("the round “%s”: %w", work.Round.Name, err)
	}
	out.Material = m
	codes, err := chooseCodes(m.Codebook, nil)
	if err != nil {
		return nil, err
	}
	out.RatingMatrix = reconcile.BuildRatings(m.Codebook, m.Coded, m.Coders, codes, rules)
	return out, nil
}

// Disagreements lists the places where coders differ, worst first; with bounds,
// also those where they only marked other words.
func (w *RoundWork) Disagreements(bounds bool) []reconcile.Disagreement {
	return w.RatingMatrix.Disagreements(w.Decisions, bounds)
}

// Sentences say what counts in the round and what does not.
func (w *RoundWork) Sentences() []string {
	r := w.Round
	state := "open"
	if !r.Open && len(r.Closes) > 0 {
		state = "closed on " + r.Closes[len(r.Closes)-1].Time.Local().Format("2 January 2006")
	}
	kind := "open to each other"
	if r.Blind {
		kind = "blind"
	}
	say := []string{fmt.Sprintf("Round “%s” (%s, coded %s): %s; codebook %s. What each coder had when she completed a transcript counts, whatever she did later.",
		r.Name, state, kind, r.How, VersionName(w.Version))}
	missing := 0
	for _, a := range w.Missing {
		missing += len(a.Coders)
	}
	if missing > 0 {
		say = append(say, fmt.Sprintf("Not in the figures: %s that a coder has not completed.", prose.Counted(missing, "transcript", "transcripts")))
	}
	if n := len(w.Late); n > 0 {
		say = append(say, fmt.Sprintf("Not in the figures: %s that came after the round was closed.", prose.Counted(n, "completion", "completions")))
	}
	if n := len(w.Unproved); n > 0 {
		say = append(say, fmt.Sprintf("Of %s the codings could not be proved to be those of then: the coder worked in two copies at once.", prose.Counted(n, "completion", "completions")))
	}
	if n := len(w.Withdrawn); n > 0 {
		say = append(say, fmt.Sprintf("In the figures although the coder took them back later: %s that the close names.", prose.Counted(n, "completion", "completions")))
	}
	if n := len(r.Closes); n > 1 {
		say = append(say, fmt.Sprintf("It was closed %d times; the last close counts.", n))
	}
	return say
}
