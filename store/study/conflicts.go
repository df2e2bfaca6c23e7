package study

import (
	"context"
	"fmt"

	"concord/codebook"
	"concord/store"
)

// Conflicts lists what two copies changed differently, with the names of those
// who did.
func (s *Study) Conflicts(ctx context.Context) ([]store.Conflict, map[codebook.CoderID]string, error) {
	conflicts, names := []store.Conflict{}, map[codebook.CoderID]string{}
	err := s.Snapshot(ctx, func(s *Study) error {
		all, err := s.Reader().Conflicts(ctx)
		if err != nil {
			return err
		}
		conflicts = append(conflicts, all...)
		names, err = s.CoderNames(ctx)
		return err
	})
	return conflicts, names, err
}

// ResolveConflict says which side of a conflict stays. Conflicts and sides are
// numbered from 1 in the order of Conflicts. It gives the conflict resolved and
// the number of those left.
func (s *Study) ResolveConflict(ctx context.Context, number, side int, reason string) (resolved store.Conflict, left int, err error) {
	conflicts, err := s.Reader().Conflicts(ctx)
	if err != nil {
		return resolved, 0, err
	}
	if number < 1 || number > len(conflicts) {
		return resolved, 0, fmt.Errorf("there is no conflict %d; there are %d", number, len(conflicts))
	}
	c := conflicts[number-1]
	if side < 1 || side > len(c.Sides) {
		return resolved, 0, fmt.Errorf("the conflict %d has no side %d; it has %d", number, side, len(c.Sides))
	}
	if err := s.Project.ResolveConflict(ctx, s.Coder.ID, c.Thing, c.Replaced, c.Sides[side-1].Event, reason); err != nil {
		return resolved, 0, err
	}
	if conflicts, err = s.Reader().Conflicts(ctx); err != nil {
		return resolved, 0, err
	}
	for _, x := range conflicts {
		if !x.Resolved {
			left++
		}
	}
	return c, left, nil
}
