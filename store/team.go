package store

import (
	"context"

	"concord/codebook"
)

// Team is who codes in a project.
type Team struct {
	Coders []codebook.Coder
	Chosen codebook.CoderID // who codes in this copy; zero if nobody was chosen
	Lead   codebook.CoderID // zero if nobody leads
}

// Team lists the coders of the project, with the one chosen here and the lead.
func (p *Project) Team(ctx context.Context) (Team, error) {
	var t Team
	var err error
	if t.Chosen, err = p.ChosenCoder(ctx); err != nil {
		return t, err
	}
	r := p.As(t.Chosen)
	if t.Lead, err = r.Lead(ctx); err != nil {
		return t, err
	}
	t.Coders, err = r.Coders(ctx)
	return t, err
}

// AddFirstCoder adds a coder (see AddCoder); the first of a project is also
// chosen, which it reports.
func (p *Project) AddFirstCoder(ctx context.Context, name, about string) (c codebook.Coder, chosen bool, err error) {
	coders, err := p.As(codebook.CoderID{}).Coders(ctx)
	if err != nil {
		return c, false, err
	}
	if c, err = p.AddCoder(ctx, name, about); err != nil || len(coders) > 0 {
		return c, false, err
	}
	return c, true, p.ChooseCoder(ctx, c.ID)
}
