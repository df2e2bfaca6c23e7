package study

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/corpus/prose"
)

// roundHistory tells the closed rounds in the order of their close, and what
// changed in the codebook between two of them; "" if there is none.
func (s *Study) roundHistory(ctx context.Context) (string, error) {
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		return "", err
	}
	rounds = slices.DeleteFunc(rounds, func(r codebook.Round) bool { return r.Open || len(r.Closes) == 0 })
	if len(rounds) == 0 {
		return "", nil
	}
	slices.SortStableFunc(rounds, func(a, b codebook.Round) int { return closed(a).Compare(closed(b)) })
	versions, err := s.Reader().Versions(ctx)
	if err != nil {
		return "", err
	}
	of := func(r codebook.Round) (codebook.Version, bool) {
		i := slices.IndexFunc(versions, func(v codebook.Version) bool { return v.ID == r.Version })
		if i < 0 {
			return codebook.Version{}, false
		}
		return versions[i], true
	}
	say := []string{"Independent coding was done in " + prose.Counted(len(rounds), "round", "rounds") + "."}
	for i, r := range rounds {
		kind := "open to each other"
		if r.Blind {
			kind = "blind"
		}
		now, known := of(r)
		line := fmt.Sprintf("“%s” (%s, closed on %s)", r.Name, kind, closed(r).UTC().Format("2 January 2006"))
		if known {
			line += " was coded under " + VersionName(now)
		}
		if i > 0 && known {
			if before, ok := of(rounds[i-1]); ok && before.ID != now.ID {
				line += "; since the round before: " + BookDiff{Diff: codebook.Compare(before.Codebook(), now.Codebook())}.Summary()
			} else if ok {
				line += ", the same codebook as the round before"
			}
		}
		say = append(say, line+".")
	}
	return strings.Join(say, " "), nil
}

// Reconciling counts the decisions of the round so that all totals of them add up.
func (w *RoundWork) Reconciling() report.Reconciling {
	ds := w.Disagreements(false)
	t := reconcile.Count(ds)
	out := report.Reconciling{Places: t.Places, Decided: t.Decided, Parked: t.Parked, Review: t.Review, Open: t.Waiting(), By: []string{}}
	at := map[codebook.DecisionID]bool{}
	for _, d := range ds {
		if d.Decision != nil {
			at[d.Decision.ID] = true
		}
	}
	inForce := reconcile.ResolveDecisions(w.Decisions)
	for _, d := range w.Decisions {
		if i := slices.IndexFunc(w.People, func(c codebook.Coder) bool { return c.ID == d.By }); i >= 0 && !slices.Contains(out.By, w.People[i].Name) {
			out.By = append(out.By, w.People[i].Name)
		}
		last, _ := inForce.At(d.Transcript, d.Text, d.Span)
		switch {
		case last.ID != d.ID:
			out.Replaced++
		case at[d.ID]:
		case d.Outcome == "agreed":
			out.Accepted++
		default:
			out.Elsewhere++
		}
	}
	return out
}
