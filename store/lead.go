package store

import (
	"context"
	"encoding/json"
	"fmt"

	"concord/codebook"
)

// SetLead says who leads the study, and so accepts or declines the codes that
// others propose while coding. With the zero coder nobody leads, and every new
// code is live at once.
func (p *Project) SetLead(ctx context.Context, by, lead codebook.CoderID) error {
	return p.act(ctx, by, func(a *action) error {
		if !lead.IsZero() && a.get(bucketCoder, lead[:]) == nil {
			return fmt.Errorf("the coder %s is not in this project", lead)
		}
		was, err := a.lead()
		if err != nil {
			return err
		}
		if was == lead {
			return errNothingToDo
		}
		_, err = a.event(Thing{ClassProject, p.id}, "lead", projectPayload{Lead: &lead})
		return err
	})
}

// Lead gives who leads the study; the zero id if nobody was named.
func (r Reader) Lead(ctx context.Context) (codebook.CoderID, error) {
	return readAll(ctx, r, func(v view) (codebook.CoderID, error) {
		rec, err := readTitle(v, r.p.id)
		return rec.Lead, err
	})
}

func (a *action) lead() (codebook.CoderID, error) {
	rec, err := readTitle(a, a.p.id)
	return rec.Lead, err
}

// onlyLead refuses who does not lead, where somebody does.
func (a *action) onlyLead() error {
	lead, err := a.lead()
	if err != nil || lead.IsZero() || lead == a.by {
		return err
	}
	var c codebook.Coder
	if raw := a.get(bucketCoder, lead[:]); raw != nil {
		if err := json.Unmarshal(raw, &c); err != nil {
			return err
		}
	}
	return fmt.Errorf("only %s, who leads the study, decides on proposals", c.Name)
}
