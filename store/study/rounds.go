package study

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/prose"
	"concord/store"
)

// Round finds a round by name or id.
func (s *Study) Round(ctx context.Context, name string) (codebook.Round, error) {
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		return codebook.Round{}, err
	}
	return FindRound(rounds, name)
}

// FindRound gives the round that a person means by s: a name or an id; for "",
// the only one there is.
func FindRound(rounds []codebook.Round, s string) (codebook.Round, error) {
	var names []string
	for _, r := range rounds {
		if r.ID.String() == s || strings.EqualFold(strings.TrimSpace(s), r.Name) {
			return r, nil
		}
		names = append(names, fmt.Sprintf("“%s”", r.Name))
	}
	switch {
	case len(rounds) == 0:
		return codebook.Round{}, fmt.Errorf("there is no round yet; “concord round new” opens one")
	case s == "" && len(rounds) == 1:
		return rounds[0], nil
	case s == "":
		return codebook.Round{}, fmt.Errorf("which round? There are %s", strings.Join(names, ", "))
	}
	return codebook.Round{}, fmt.Errorf("there is no round %q; there are %s", s, strings.Join(names, ", "))
}

// RoundPlan says what a new round is to be.
type RoundPlan struct {
	Name    string
	Version string // a saved version of the codebook; the last one, if empty
	// Transcripts by name; else Random many of all, or of each value of the
	// attribute Stratify, drawn with Seed. Fresh leaves out of the draw those
	// that were in an earlier round.
	Transcripts []string
	Random      int
	Stratify    string
	Seed        uint64
	Fresh       bool
	Coders      []string // by name; all, if empty
	Each        int      // coders a transcript; all of them, if 0
	Rules       reconcile.Rules
	Blind       bool
	Standard    string // a closed round to train against, or empty
}

// NewRound opens a round as planned. A training round takes its transcripts from
// its standard, unless they are named.
func (s *Study) NewRound(ctx context.Context, plan RoundPlan) (codebook.Round, error) {
	r, err := s.planRound(ctx, plan)
	if err != nil {
		return r, fmt.Errorf("opening the round “%s”: %w", plan.Name, err)
	}
	return s.Project.NewRound(ctx, s.Coder.ID, r)
}

func (s *Study) planRound(ctx context.Context, plan RoundPlan) (codebook.Round, error) {
	r := codebook.Round{Name: strings.TrimSpace(plan.Name), Unit: string(plan.Rules.Unit), Words: plan.Rules.Words, Pattern: plan.Rules.Pattern, Segmentation: plan.Rules.Segmentation, Blind: plan.Blind}
	if err := plan.Rules.Check(); err != nil {
		return r, err
	}
	if plan.Rules.Unit == reconcile.UnitCharacter {
		return r, errors.New("a round needs units that can be decided on one by one; characters are not such")
	}
	o, err := s.Reader().Overview(ctx)
	if err != nil {
		return r, err
	}
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		return r, err
	}
	if r.Version, err = planVersion(o.Versions, plan.Version); err != nil {
		return r, err
	}
	if plan.Standard != "" {
		std, err := FindRound(rounds, plan.Standard)
		if err != nil {
			return r, err
		}
		if std.Open {
			return r, fmt.Errorf("the round “%s” is open; a standard is what was agreed in a closed one", std.Name)
		}
		r.Standard = std.ID
		if r.Unit, r.Words, r.Pattern, r.Segmentation = std.Unit, std.Words, std.Pattern, std.Segmentation; len(plan.Transcripts) == 0 && plan.Random == 0 {
			for _, a := range std.Assignments {
				plan.Transcripts = append(plan.Transcripts, a.Transcript.String())
			}
		}
	}
	transcripts, how, err := planTranscripts(o, rounds, plan)
	if err != nil {
		return r, err
	}
	coders := o.Coders
	if len(plan.Coders) > 0 {
		coders = nil
		for _, name := range plan.Coders {
			c, err := store.FindCoder(o.Coders, name)
			if err != nil {
				return r, err
			}
			coders = append(coders, c)
		}
	}
	var ids []codebook.CoderID
	for _, c := range coders {
		ids = append(ids, c.ID)
	}
	if r.Assignments, err = codebook.Assign(transcripts, ids, plan.Each); err != nil {
		return r, err
	}
	r.How = how + "; " + describeShare(len(coders), plan.Each)
	return r, s.cutRound(ctx, &r, rounds)
}

// cutRound gives a round whose units are a segmentation's the segments of now,
// or, if it trains against another round, that round's.
func (s *Study) cutRound(ctx context.Context, r *codebook.Round, rounds []codebook.Round) error {
	if r.Segmentation == "" {
		return nil
	}
	if i := slices.IndexFunc(rounds, func(x codebook.Round) bool { return x.ID == r.Standard }); i >= 0 {
		for k, a := range r.Assignments {
			std, _ := rounds[i].Assigned(a.Transcript)
			r.Assignments[k].Segments = std.Segments
		}
		return nil
	}
	cut, err := s.Segmentation(ctx, r.Segmentation)
	if err != nil {
		return err
	}
	r.Segmentation = cut.Name
	for k, a := range r.Assignments {
		r.Assignments[k].Segments = cut.Cuts[a.Text]
	}
	return nil
}

func planVersion(versions []codebook.Version, name string) (codebook.VersionID, error) {
	if name == "" && len(versions) > 0 {
		return versions[len(versions)-1].ID, nil
	}
	v, err := FindVersion(versions, name)
	return v.ID, err
}

// planTranscripts chooses the transcripts and says how.
func planTranscripts(o store.Overview, rounds []codebook.Round, plan RoundPlan) ([]corpus.Transcript, string, error) {
	switch {
	case len(plan.Transcripts) > 0 && plan.Random > 0:
		return nil, "", fmt.Errorf("transcripts are named or drawn, not both")
	case len(plan.Transcripts) > 0:
		var out []corpus.Transcript
		for _, name := range plan.Transcripts {
			t, err := store.FindTranscript(o.Transcripts, name)
			if err != nil {
				return nil, "", err
			}
			out = append(out, t)
		}
		return out, prose.Counted(len(out), "transcript", "transcripts") + " chosen by name", nil
	case plan.Random == 0:
		return nil, "", fmt.Errorf("it is not said which transcripts; name them, or say how many to draw")
	}
	candidates, err := candidatesFor(o, rounds, plan)
	if err != nil {
		return nil, "", err
	}
	drawn, err := codebook.Draw(candidates, plan.Random, plan.Stratify != "", plan.Seed)
	if err != nil {
		return nil, "", err
	}
	how := codebook.DescribeDraw(plan.Random, len(candidates), plan.Stratify != "", plan.Stratify, plan.Seed)
	if plan.Fresh {
		how += ", none of them in an earlier round"
	}
	return drawn, how, nil
}

// candidatesFor lists what may be drawn, in order of id, so that two copies with
// the same transcripts draw the same.
func candidatesFor(o store.Overview, rounds []codebook.Round, plan RoundPlan) ([]codebook.Candidate, error) {
	var out []codebook.Candidate
	found := false
	for _, t := range o.Transcripts {
		if plan.Fresh && slices.ContainsFunc(rounds, func(r codebook.Round) bool { _, in := r.Assigned(t.ID); return in }) {
			continue
		}
		c := codebook.Candidate{Transcript: t}
		if plan.Stratify != "" {
			c.Stratum = attributeOf(o, t, plan.Stratify)
			found = found || c.Stratum != ""
		}
		out = append(out, c)
	}
	if plan.Stratify != "" && !found {
		return nil, fmt.Errorf("no transcript or case has the attribute %q; “concord cases” shows which there are", plan.Stratify)
	}
	slices.SortFunc(out, func(a, b codebook.Candidate) int { return a.Transcript.ID.Compare(b.Transcript.ID) })
	return out, nil
}

// attributeOf gives the value of an attribute of a transcript, else of its
// cases; several cases' values joined.
func attributeOf(o store.Overview, t corpus.Transcript, name string) string {
	for _, a := range t.Attributes {
		if strings.EqualFold(a.Name, name) {
			return a.Value
		}
	}
	var values []string
	for _, id := range t.Cases {
		for _, a := range o.Cases[id].Attributes {
			if strings.EqualFold(a.Name, name) && a.Value != "" && !slices.Contains(values, a.Value) {
				values = append(values, a.Value)
			}
		}
	}
	slices.Sort(values)
	return strings.Join(values, ", ")
}

func describeShare(coders, each int) string {
	if each <= 0 || each >= coders {
		return "each coded by all of " + prose.Counted(coders, "coder", "coders")
	}
	return fmt.Sprintf("each coded by %d of %d coders, balanced", each, coders)
}

// RoundRules gives the rules by which the codings of a round become ratings.
func RoundRules(r codebook.Round) (reconcile.Rules, error) {
	rules := reconcile.DefaultRules
	var err error
	rules.Unit, err = reconcile.ParseUnit(r.Unit)
	rules.Words, rules.Pattern, rules.Segmentation = r.Words, r.Pattern, r.Segmentation
	return rules, err
}
