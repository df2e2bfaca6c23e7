package study

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
)

// WorklistFilter narrows a worklist: to a code, which a passage was coded with or
// would count as, and to a transcript, by name or id.
type WorklistFilter struct {
	Code, Transcript string
}

// WorklistOf gives the worklist narrowed by a filter, with the codes that guesses
// of the form CODE=QUERY suggest (see Prefill), and the codebook it is under.
func (s *Study) WorklistOf(ctx context.Context, f WorklistFilter, guesses []string) (Worklist, *codebook.Codebook, error) {
	var list Worklist
	var b *codebook.Codebook
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if list, err = s.Worklist(ctx); err != nil {
			return err
		}
		b, err = s.Reader().Codebook(ctx)
		return err
	})
	if err != nil {
		return list, b, err
	}
	if f.Code != "" {
		c, err := b.Find(f.Code)
		if err != nil {
			return list, b, err
		}
		list.Waiting = slices.DeleteFunc(list.Waiting, func(w Waiting) bool { return w.Code.ID != c.ID && w.Now.ID != c.ID })
	}
	if f.Transcript != "" {
		t, err := s.Transcript(ctx, f.Transcript)
		if err != nil {
			return list, b, err
		}
		list.Waiting = slices.DeleteFunc(list.Waiting, func(w Waiting) bool { return w.Transcript.ID != t.ID })
	}
	return list, b, s.guess(ctx, b, list.Waiting, guesses)
}

// guess suggests codes for passages.
func (s *Study) guess(ctx context.Context, b *codebook.Codebook, waiting []Waiting, guesses []string) error {
	var all []Guess
	for _, x := range guesses {
		guess, err := ParseGuess(b, x)
		if err != nil {
			return err
		}
		all = append(all, guess)
	}
	if len(all) == 0 {
		return nil
	}
	_, err := s.Prefill(ctx, waiting, all)
	return err
}

// FillWorklist gives each passage that exactly one search finds the code of that
// search, as one action, or with dry only says which passages these are.
func (s *Study) FillWorklist(ctx context.Context, guesses []string, dry bool) ([]Waiting, *codebook.Codebook, error) {
	list, b, err := s.WorklistOf(ctx, WorklistFilter{}, guesses)
	if err != nil {
		return nil, b, err
	}
	found := slices.DeleteFunc(list.Waiting, func(w Waiting) bool { return w.Guess.IsZero() })
	if dry || len(found) == 0 {
		return found, b, nil
	}
	choices := map[codebook.CodingID]codebook.CodeID{}
	for _, w := range found {
		choices[w.ID] = w.Guess
	}
	return found, b, s.Project.RecodeEach(ctx, s.Coder.ID, choices)
}

// FindWaiting finds passages of the worklist by the ends of their ids, of at
// least four characters: unlike the beginnings, they differ between codings made
// at once.
func (s *Study) FindWaiting(ctx context.Context, ends []string) ([]codebook.CodingID, error) {
	list, err := s.Worklist(ctx)
	if err != nil {
		return nil, err
	}
	var ids []codebook.CodingID
	for _, end := range ends {
		var found []codebook.CodingID
		for _, w := range list.Waiting {
			if strings.HasSuffix(w.ID.String(), strings.ToLower(end)) && len(end) >= 4 {
				found = append(found, w.ID)
			}
		}
		switch len(found) {
		case 0:
			return nil, fmt.Errorf("no passage of the worklist is called %q; “concord worklist” lists them", end)
		case 1:
			ids = append(ids, found[0])
		default:
			return nil, fmt.Errorf("%q may be any of %d passages; give more of the id", end, len(found))
		}
	}
	return ids, nil
}
