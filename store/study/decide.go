package study

import (
	"context"
	"fmt"
	"strings"

	"concord/codebook"
	"concord/codebook/reconcile"
)

// Adjudication as people write them, for messages.
const verdictForms = "a coder's name, all, none, park, “code NAME” for another code, or code by code such as “trust=yes, power=no”"

// ParseVerdict reads what was decided about a place as people write it: a
// coder's name (her codes), all (every code in question), none, park, "code X"
// (X in place of those in question), or "x=yes, y=no".
func (w *RoundWork) ParseAdjudication(s string) (reconcile.Adjudication, error) {
	s = strings.TrimSpace(s)
	switch strings.ToLower(s) {
	case "all", "both":
		return reconcile.Adjudication{Yes: true}, nil
	case "none", "neither":
		return reconcile.Adjudication{No: true}, nil
	case "park":
		return reconcile.Adjudication{Park: true}, nil
	}
	for i, c := range w.RatingMatrix.Coders {
		if strings.EqualFold(c.Name, s) {
			return reconcile.Adjudication{Follow: &i}, nil
		}
	}
	if name, ok := strings.CutPrefix(s, "code "); ok {
		c, err := w.RatingMatrix.Codebook.Find(strings.TrimSpace(name))
		return reconcile.Adjudication{Other: c.ID}, err
	}
	if strings.Contains(s, "=") {
		answers, err := w.parseAnswers(s)
		return reconcile.Adjudication{Answers: answers}, err
	}
	return reconcile.Adjudication{}, fmt.Errorf("%q is no verdict; write %s", s, verdictForms)
}

// parseAnswers reads "x=yes, y=no".
func (w *RoundWork) parseAnswers(s string) (map[codebook.CodeID]bool, error) {
	out := map[codebook.CodeID]bool{}
	for part := range strings.SplitSeq(s, ",") {
		name, said, ok := strings.Cut(part, "=")
		said = strings.ToLower(strings.TrimSpace(said))
		if !ok || said != "yes" && said != "no" {
			return nil, fmt.Errorf("%q does not say yes or no to a code; write it as “trust=yes”", strings.TrimSpace(part))
		}
		c, err := w.RatingMatrix.Codebook.Find(strings.TrimSpace(name))
		if err != nil {
			return nil, err
		}
		out[c.ID] = said == "yes"
	}
	return out, nil
}

// Decide writes a verdict on a unit of a closed round into the ledger.
func (s *Study) Decide(ctx context.Context, w *RoundWork, unit int, v reconcile.Adjudication) (codebook.Decision, error) {
	d, err := w.RatingMatrix.Decision(w.RatingMatrix.At(unit, w.Decisions), v)
	if err != nil {
		return d, fmt.Errorf("deciding about %s: %w", w.RatingMatrix.Ref(unit), err)
	}
	made, err := s.record(ctx, w, d)
	if err != nil {
		return d, fmt.Errorf("deciding about %s: %w", w.RatingMatrix.Ref(unit), err)
	}
	return made[0], nil
}

// Accept records that units on which all coders gave the same codes were looked
// at and accepted, as one action.
func (s *Study) Accept(ctx context.Context, w *RoundWork, units []reconcile.Disagreement, reason string, present []string) ([]codebook.Decision, error) {
	var all []codebook.Decision
	for _, u := range units {
		d, err := w.RatingMatrix.Accept(u, reason, present)
		if err != nil {
			return nil, fmt.Errorf("accepting %s: %w", w.RatingMatrix.Ref(u.Index), err)
		}
		all = append(all, d)
	}
	if len(all) == 0 {
		return nil, nil
	}
	made, err := s.record(ctx, w, all...)
	if err != nil {
		return nil, fmt.Errorf("accepting agreed places: %w", err)
	}
	return made, nil
}

// record writes decisions into the ledger and into w.
func (s *Study) record(ctx context.Context, w *RoundWork, ds ...codebook.Decision) ([]codebook.Decision, error) {
	for i := range ds {
		ds[i].Round = w.Round.ID
	}
	made, err := s.Project.Decide(ctx, s.Coder.ID, ds...)
	if err == nil {
		w.Decisions = append(w.Decisions, made...)
	}
	return made, err
}
