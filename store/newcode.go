package store

import (
	"context"
	"fmt"

	"concord/codebook"
)

// ApplyNewCode adds a code and applies it at once, as one action: undo takes
// both back. Where the project has a lead, a code that another coder makes in
// this way is proposed, and waits for the lead; see CodeChange.
func (p *Project) ApplyNewCode(ctx context.Context, by codebook.CoderID, n NewCode, reason string, codings ...NewCoding) (codebook.Code, []Applied, error) {
	var code codebook.Code
	var out []Applied
	err := p.act(ctx, by, func(a *action) error {
		if err := a.named(); err != nil {
			return err
		}
		lead, err := a.lead()
		if err != nil {
			return err
		}
		if n.Status == "" && !lead.IsZero() && lead != by {
			n.Status = codebook.Proposed
		}
		if code, err = a.newCode(n, reason); err != nil {
			return err
		}
		w := newApplying(a, true)
		w.codes[code.ID] = code
		out = nil
		for _, c := range codings {
			c.Code = code.ID
			done, err := w.one(c)
			if err != nil {
				return err
			}
			out = append(out, done)
		}
		return nil
	})
	if err != nil {
		return codebook.Code{}, nil, fmt.Errorf("adding the code “%s”: %w", n.Name, err)
	}
	return code, out, nil
}
