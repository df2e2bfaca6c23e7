package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"concord/codebook"
	"concord/corpus"
)

// countsIn gives the closed round that a completion counts in, if any.
func countsIn(v view, id codebook.CompletionID) (codebook.Round, bool, error) {
	rounds, err := readRounds(v)
	if err != nil {
		return codebook.Round{}, false, err
	}
	for _, r := range rounds {
		if n := len(r.Closes); n > 0 && !r.Open && slices.Contains(r.Closes[n-1].Completions, id) {
			return r, true, nil
		}
	}
	return codebook.Round{}, false, nil
}

// roundsStandOn refuses to remove what a round or a decision needs.
func (a *action) roundsStandOn(t Thing, mine map[EventID]bool) error {
	if t.Class == ClassCompletion {
		r, counts, err := countsIn(a, t.ID)
		if err == nil && counts {
			err = fmt.Errorf("it counts in the round “%s”, which is closed; that round would have to be reopened first", r.Name)
		}
		return err
	}
	rounds, err := readRounds(a)
	if err != nil {
		return err
	}
	for _, r := range rounds {
		th, err := a.thing(Thing{ClassRound, r.ID})
		if err != nil {
			return err
		}
		if added := th.added(); added != nil && mine[added.ID] {
			continue
		}
		_, holds := r.Assigned(corpus.TranscriptID(t.ID))
		needed := t.Class == ClassTranscript && holds || t.Class == ClassVersion && r.Version == codebook.VersionID(t.ID) ||
			t.Class == ClassCoder && slices.Contains(r.Coders(), codebook.CoderID(t.ID)) || t.Class == ClassRound && r.Standard == codebook.RoundID(t.ID)
		if needed {
			return fmt.Errorf("the round “%s” needs it", r.Name)
		}
	}
	if t.Class != ClassRound && t.Class != ClassCode && t.Class != ClassCoding {
		return nil
	}
	decisions, err := records[codebook.Decision](a, bucketDecision, nil)
	if err != nil {
		return err
	}
	n := 0
	for _, d := range decisions {
		th, err := a.thing(Thing{ClassDecision, d.ID})
		if err != nil {
			return err
		}
		if added := th.added(); added != nil && mine[added.ID] {
			continue
		}
		answers := slices.ContainsFunc(d.Answers, func(x codebook.Answer) bool { return x.Code == codebook.CodeID(t.ID) })
		if d.Round == codebook.RoundID(t.ID) || answers || slices.Contains(d.Judged, codebook.CodingID(t.ID)) {
			n++
		}
	}
	if n > 0 {
		return fmt.Errorf("%d %s on it; take that back first", n, plural(n, "decision stands", "decisions stand"))
	}
	completions, err := records[codebook.Completion](a, bucketCompletion, nil)
	if err != nil || t.Class != ClassRound {
		return err
	}
	for _, c := range completions {
		if c.Round == codebook.RoundID(t.ID) {
			return fmt.Errorf("transcripts were marked as complete in it; take that back first")
		}
	}
	return nil
}

// completionsFor gives all completions there are and those that the last close
// of a round names although they were withdrawn since: a coder's copy may not
// have known of the close.
func completionsFor(v view, r codebook.Round, all []codebook.Completion) (out, withdrawn []codebook.Completion, err error) {
	n := len(r.Closes)
	if r.Open || n == 0 {
		return all, nil, nil
	}
	for _, id := range r.Closes[n-1].Completions {
		if slices.ContainsFunc(all, func(c codebook.Completion) bool { return c.ID == id }) {
			continue
		}
		th, err := fold(v, Thing{ClassCompletion, id}, nil)
		if err != nil {
			return nil, nil, err
		}
		added := th.added()
		if added == nil {
			continue // it never came here
		}
		var p completionPayload
		if err := json.Unmarshal(added.Payload, &p); err != nil || p.Completion == nil {
			return nil, nil, fmt.Errorf("%w: a completion", errDamagedEvent)
		}
		p.Completion.Coder = th.who.of(p.Completion.Coder)
		withdrawn = append(withdrawn, *p.Completion)
	}
	return append(slices.Clone(all), withdrawn...), withdrawn, nil
}

// CompletionsFor gives the completions that a round is told from: all there are,
// and those that its last close names although they were withdrawn since.
func (r Reader) CompletionsFor(ctx context.Context, round codebook.Round) ([]codebook.Completion, error) {
	return readAll(ctx, r, func(v view) ([]codebook.Completion, error) {
		all, err := r.completions(v, nil)
		if err != nil {
			return nil, err
		}
		out, _, err := completionsFor(v, round, all)
		return out, err
	})
}
