package store

import (
	"context"
	"fmt"

	"concord/codebook"
)

// ApplyNewCode adds a code and applies it at once, as one action: undo takes
// both back.
func (p *Project) ApplyNewCode(ctx context.Context, by codebook.CoderID, n NewCode, reason string, codings ...NewCoding) (codebook.Code, []Applied, error) {
	var code codebook.Code
	var out []Applied
	err := p.act(ctx, by, func(a *action) error {
		if err := a.named(); err != nil {
			return err
		}
		book, _, err := replayCodes(a, nil)
		if err != nil {
			return err
		}
		if err := checkName(book, codebook.CodeID{}, n.Parent, n.Name); err != nil {
			return err
		}
		id, err := a.addCode(n, reason)
		if err != nil {
			return err
		}
		if book, _, err = replayCodes(a, nil); err != nil {
			return err
		}
		code, _ = book.Code(id)
		w := newApplying(a, true)
		w.codes[id] = code
		out = nil
		for _, c := range codings {
			c.Code = id
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
