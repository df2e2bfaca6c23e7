package store

import (
	"context"
	"maps"

	"concord/codebook"
)

// History gives every change of a code that the reader may see, in order, with
// the first saved version that holds it, and whether it was taken back.
func (r Reader) History(ctx context.Context) ([]codebook.Recorded, error) {
	return readAll(ctx, r, func(v view) ([]codebook.Recorded, error) {
		blind, err := r.blind(v)
		if err != nil {
			return nil, err
		}
		versions, err := readVersions(v)
		if err != nil {
			return nil, err
		}
		undone := undoing{}
		all, err := readChanges(v, func(e *Event) bool {
			if err != nil {
				return false
			}
			var hidden bool
			if hidden, err = blind.hides(v, e); hidden {
				return false
			}
			undone.add(e)
			return err == nil
		})
		if err != nil {
			return nil, err
		}
		gone := undone.takenBack()
		out := make([]codebook.Recorded, len(all.changes))
		for i, c := range all.changes {
			out[i] = codebook.Recorded{Change: c, TakenBack: gone[EventID(c.ID)]}
			for _, saved := range versions {
				if saved.Holds(c) {
					out[i].Version = saved.Label()
					break
				}
			}
		}
		return out, nil
	})
}

// undoing works out which changes led to nothing: those whose action was undone
// and not redone, and the undos and redos themselves.
type undoing struct {
	of     map[EventID]ActionID  // the action of an event
	undoes map[ActionID]ActionID // what an undo or redo takes back
	clock  map[ActionID]uint64
}

func (u *undoing) add(e *Event) {
	if u.of == nil {
		*u = undoing{map[EventID]ActionID{}, map[ActionID]ActionID{}, map[ActionID]uint64{}}
	}
	u.of[e.ID] = e.Action
	u.clock[e.Action] = e.Clock
	if !e.Undoes.IsZero() {
		u.undoes[e.Action] = e.Undoes
	}
}

func (u *undoing) takenBack() map[EventID]bool {
	// An action is taken back if an undo of it stands: one that no redo took
	// back in its turn.
	by := map[ActionID][]ActionID{}
	for undo, done := range maps.All(u.undoes) {
		by[done] = append(by[done], undo)
	}
	var stands func(a ActionID) bool
	stands = func(a ActionID) bool {
		for _, undo := range by[a] {
			if stands(undo) {
				return false
			}
		}
		return true
	}
	out := map[EventID]bool{}
	for e, a := range u.of {
		_, isUndo := u.undoes[a]
		out[e] = isUndo || !stands(a)
	}
	return out
}
