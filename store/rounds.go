package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// NewRound opens a round. The version must be saved, each transcript's text the
// one in force, each coder in the project, and no transcript may be in another
// open round with one of the coders.
func (p *Project) NewRound(ctx context.Context, by codebook.CoderID, r codebook.Round) (codebook.Round, error) {
	err := p.act(ctx, by, func(a *action) error {
		if err := checkRound(a, r); err != nil {
			return err
		}
		r.ID, r.Created, r.By = codebook.RoundID(newID()), a.time, by
		r.Open, r.Closes, r.Reopened = false, nil, nil
		_, err := a.add(Thing{ClassRound, r.ID}, roundPayload{Round: &r, Open: ptr(true)})
		r.Open = true
		return err
	})
	if err != nil {
		return codebook.Round{}, fmt.Errorf("opening the round “%s”: %w", r.Name, err)
	}
	return r, nil
}

func checkRound(a *action, r codebook.Round) error {
	if strings.TrimSpace(r.Name) == "" {
		return errors.New("a round needs a name")
	}
	if len(r.Assignments) == 0 {
		return errors.New("it has no transcripts")
	}
	if a.get(bucketVersion, r.Version[:]) == nil {
		return errors.New("it needs a saved version of the codebook; “concord codebook save” saves one")
	}
	rounds, err := readRounds(a)
	if err != nil {
		return err
	}
	if !r.Standard.IsZero() && !slices.ContainsFunc(rounds, func(x codebook.Round) bool { return x.ID == r.Standard }) {
		return errors.New("the round it trains against is not in the project")
	}
	for _, other := range rounds {
		if strings.EqualFold(other.Name, r.Name) {
			return errors.New("another round has this name")
		}
	}
	seen := map[corpus.TranscriptID]bool{}
	for _, as := range r.Assignments {
		var t corpus.Transcript
		if err := readJSON(a, bucketTranscript, as.Transcript[:], &t); err != nil {
			return err
		}
		switch {
		case seen[as.Transcript]:
			return fmt.Errorf("%s is named twice", t.Name)
		case as.Text != t.Text():
			return fmt.Errorf("the text of %s has been replaced since; choose it anew", t.Name)
		case len(as.Coders) == 0:
			return fmt.Errorf("nobody codes %s", t.Name)
		}
		if r.Segmentation != "" && len(as.Segments) == 0 {
			return fmt.Errorf("the segmentation “%s” has not cut %s", r.Segmentation, t.Name)
		}
		seen[as.Transcript] = true
		for _, c := range as.Coders {
			if a.get(bucketCoder, c[:]) == nil {
				return fmt.Errorf("the coder %s is not in this project", c)
			}
			for _, other := range rounds {
				if other.Open && other.Codes(c, as.Transcript) {
					return fmt.Errorf("%s is in the open round “%s” with the same coder; close that one first", t.Name, other.Name)
				}
			}
		}
	}
	return nil
}

// CloseRound ends independent coding in a round. It names the completions that
// count: the newest of each coder on each transcript. It is not undone but
// reopened. The coders and transcripts still missing are not an error: the
// round's status lists them.
func (p *Project) CloseRound(ctx context.Context, by codebook.CoderID, id codebook.RoundID) (codebook.Round, error) {
	return p.changeRound(ctx, by, id, "close", func(a *action, r codebook.Round) (map[string]any, error) {
		if !r.Open {
			return nil, errors.New("it is closed already; completions that came later count after it was reopened and closed again")
		}
		all, err := records[codebook.Completion](a, bucketCompletion, nil)
		if err != nil {
			return nil, err
		}
		counting, _ := r.Counting(all)
		c := codebook.Close{Time: a.time, By: by, Completions: []codebook.CompletionID{}}
		for _, x := range counting {
			c.Completions = append(c.Completions, x.ID)
		}
		return map[string]any{fieldClose + EventID(newID()).String(): c, "open": false}, nil
	})
}

// ReopenRound reverses the close of a round, with a reason. The close stays
// readable.
func (p *Project) ReopenRound(ctx context.Context, by codebook.CoderID, id codebook.RoundID, reason string) (codebook.Round, error) {
	return p.changeRound(ctx, by, id, "reopen", func(a *action, r codebook.Round) (map[string]any, error) {
		switch {
		case r.Open:
			return nil, errors.New("it is open")
		case strings.TrimSpace(reason) == "":
			return nil, errors.New("reopening needs a reason, since figures may have been reported")
		}
		x := codebook.Reopening{Time: a.time, By: by, Reason: reason}
		return map[string]any{fieldReopen + EventID(newID()).String(): x, "open": true}, nil
	})
}

func (p *Project) changeRound(ctx context.Context, by codebook.CoderID, id codebook.RoundID, verb string, f func(*action, codebook.Round) (map[string]any, error)) (codebook.Round, error) {
	var r codebook.Round
	err := p.act(ctx, by, func(a *action) error {
		a.stack = 0
		if err := readJSON(a, bucketRound, id[:], &r); err != nil {
			return err
		}
		set, err := f(a, r)
		if err != nil {
			return fmt.Errorf("%s of the round “%s”: %w", verb, r.Name, err)
		}
		payload, err := withFields(roundPayload{}, set)
		if err != nil {
			return err
		}
		if _, err := a.event(Thing{ClassRound, id}, verb, payload); err != nil {
			return err
		}
		th, err := a.thing(Thing{ClassRound, id})
		if err != nil {
			return err
		}
		now, err := roundOf(th)
		if now != nil {
			r = *now
		}
		return err
	})
	return r, err
}

// roundFor decides in which round a completion is made.
func roundFor(v view, t corpus.Transcript, coder codebook.CoderID, asked codebook.RoundID) (codebook.RoundID, error) {
	rounds, err := readRounds(v)
	if err != nil {
		return asked, err
	}
	var in []codebook.Round
	for _, r := range rounds {
		if asked.IsZero() && r.Open && r.Codes(coder, t.ID) || r.ID == asked {
			in = append(in, r)
		}
	}
	switch {
	case len(in) == 0 && asked.IsZero():
		return asked, nil
	case len(in) == 0:
		return asked, errors.New("this round is not in the project")
	case len(in) > 1:
		return asked, fmt.Errorf("%s is in the open rounds “%s” and “%s”; say in which one it is complete", t.Name, in[0].Name, in[1].Name)
	}
	r := in[0]
	a, assigned := r.Assigned(t.ID)
	switch {
	case !assigned:
		return r.ID, fmt.Errorf("%s is not in the round “%s”", t.Name, r.Name)
	case !slices.Contains(a.Coders, coder):
		return r.ID, fmt.Errorf("%s was given to other coders in the round “%s”", t.Name, r.Name)
	case a.Text != t.Text():
		return r.ID, fmt.Errorf("the text of %s was replaced after the round “%s” was opened", t.Name, r.Name)
	}
	return r.ID, nil
}

// readRounds gives the rounds, oldest first.
func readRounds(v view) ([]codebook.Round, error) {
	rs, err := records[codebook.Round](v, bucketRound, nil)
	slices.SortFunc(rs, func(a, b codebook.Round) int {
		if n := a.Created.Compare(b.Created); n != 0 {
			return n
		}
		return a.ID.Compare(b.ID)
	})
	return rs, err
}

// Decide records decisions on places of closed rounds, as one action. What each
// judged is given in it; who decides, when and under which version is filled in.
func (p *Project) Decide(ctx context.Context, by codebook.CoderID, decisions ...codebook.Decision) ([]codebook.Decision, error) {
	var made []codebook.Decision
	err := p.act(ctx, by, func(a *action) error {
		if err := a.named(); err != nil {
			return err
		}
		made = nil
		for _, d := range decisions {
			d, err := a.decide(d)
			if err != nil {
				return err
			}
			made = append(made, d)
		}
		return nil
	})
	return made, err
}

func (a *action) decide(d codebook.Decision) (codebook.Decision, error) {
	var r codebook.Round
	if err := readJSON(a, bucketRound, d.Round[:], &r); err != nil {
		return d, err
	}
	as, in := r.Assigned(d.Transcript)
	switch {
	case r.Open:
		return d, fmt.Errorf("deciding in the round “%s”: it is still open; decisions come after the coders have finished and it is closed", r.Name)
	case !in || as.Text != d.Text:
		return d, fmt.Errorf("deciding in the round “%s”: the place is not in it", r.Name)
	case len(d.Answers) == 0 && !d.Parked:
		return d, errors.New("a decision says of at least one code whether it applies")
	}
	if _, err := passage(a, d.Text, d.Span); err != nil {
		return d, err
	}
	d.Answers = slices.Clone(d.Answers)
	for i, x := range d.Answers {
		code, err := readCode(a, x.Code)
		if err != nil {
			return d, err
		}
		if x.Definition.IsZero() {
			d.Answers[i].Definition = code.DefinedBy
		}
		if x.Span != (corpus.Span{}) {
			if _, err := passage(a, d.Text, x.Span); err != nil {
				return d, err
			}
		}
	}
	d.ID, d.By, d.Time, d.Version = codebook.DecisionID(newID()), a.by, a.time.Truncate(time.Millisecond), r.Version
	d.Clock = 0
	if _, err := a.add(Thing{ClassDecision, d.ID}, decisionPayload{Decision: &d}); err != nil {
		return d, err
	}
	d.Clock = a.clock
	return d, nil
}
