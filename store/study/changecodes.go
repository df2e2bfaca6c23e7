package study

import (
	"context"

	"concord/codebook"
	"concord/store"
)

// AddCode adds a code below the parent of that name, or at the root for "".
func (s *Study) AddCode(ctx context.Context, n store.NewCode, parent, reason string) (codebook.Code, error) {
	if parent != "" {
		b, err := s.Reader().Codebook(ctx)
		if err != nil {
			return codebook.Code{}, err
		}
		p, err := b.Find(parent)
		if err != nil {
			return codebook.Code{}, err
		}
		n.Parent = p.ID
	}
	return s.Project.AddCode(ctx, s.Coder.ID, n, reason)
}

// Merge merges codes into another, all named, and gives the changes made.
func (s *Study) Merge(ctx context.Context, codes []string, into, reason string) ([]store.CodeChange, error) {
	b, err := s.Reader().Codebook(ctx)
	if err != nil {
		return nil, err
	}
	survivor, err := b.Find(into)
	if err != nil {
		return nil, err
	}
	var changes []store.CodeChange
	for _, name := range codes {
		c, err := b.Find(name)
		if err != nil {
			return nil, err
		}
		changes = append(changes, store.CodeChange{Code: c.ID, Kind: codebook.Merge, Reason: reason,
			Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{survivor.ID}}}})
	}
	return changes, s.Project.ChangeCodes(ctx, s.Coder.ID, changes...)
}

// Split splits a code into parts, all named, and gives the code that is split. A
// part that is no code in use yet is added.
func (s *Study) Split(ctx context.Context, code string, parts []string, reason string) (codebook.CodeID, error) {
	b, err := s.Reader().Codebook(ctx)
	if err != nil {
		return codebook.CodeID{}, err
	}
	whole, err := b.Find(code)
	if err != nil {
		return codebook.CodeID{}, err
	}
	var all []store.Part
	for _, name := range parts {
		part := store.Part{New: store.NewCode{Name: name}}
		if c, err := b.Find(name); err == nil && c.InUse() {
			part.Code = c.ID
		}
		all = append(all, part)
	}
	_, err = s.Project.SplitCode(ctx, s.Coder.ID, whole.ID, all, reason)
	return whole.ID, err
}

// FindCodes gives the codes of these names.
func FindCodes(b *codebook.Codebook, names []string) ([]codebook.CodeID, error) {
	var out []codebook.CodeID
	for _, n := range names {
		c, err := b.Find(n)
		if err != nil {
			return nil, err
		}
		out = append(out, c.ID)
	}
	return out, nil
}

// AddTheme makes a theme of the codes named.
func (s *Study) AddTheme(ctx context.Context, name, narrative string, codes []string, reason string) (codebook.Theme, error) {
	b, err := s.Reader().Codebook(ctx)
	if err != nil {
		return codebook.Theme{}, err
	}
	ids, err := FindCodes(b, codes)
	if err != nil {
		return codebook.Theme{}, err
	}
	return s.Project.AddTheme(ctx, s.Coder.ID, store.NewTheme{Name: name, Narrative: narrative, Codes: ids}, reason)
}

// RemoveTheme takes the theme of that name away; its codes stay.
func (s *Study) RemoveTheme(ctx context.Context, name, reason string) (codebook.Theme, error) {
	b, err := s.Reader().Codebook(ctx)
	if err != nil {
		return codebook.Theme{}, err
	}
	t, err := b.FindTheme(name)
	if err != nil {
		return t, err
	}
	return t, s.Project.RemoveTheme(ctx, s.Coder.ID, t.ID, reason)
}
