package study

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/store"
)

// AddExample adds words to a code's examples, or to its near misses, as one
// action; reason says where they come from. It is an error if they are there
// already.
func (s *Study) AddExample(ctx context.Context, code codebook.CodeID, words string, nearMiss bool, reason string) error {
	book, err := s.Reader().Codebook(ctx)
	if err != nil {
		return err
	}
	c, ok := book.Code(code)
	if !ok {
		return fmt.Errorf("adding an example: the code is not in the working codebook any more")
	}
	words = strings.TrimSpace(words)
	examples := codebook.Examples{Typical: slices.Clone(c.Examples.Typical), NearMisses: slices.Clone(c.Examples.NearMisses)}
	to, kind := &examples.Typical, "example"
	if nearMiss {
		to, kind = &examples.NearMisses, "near miss"
	}
	switch {
	case words == "":
		return fmt.Errorf("adding a %s to “%s”: it has no words", kind, c.Name)
	case slices.Contains(*to, words):
		return fmt.Errorf("adding a %s to “%s”: it is there already", kind, c.Name)
	}
	*to = append(*to, words)
	return s.Project.ChangeCodes(ctx, s.Coder.ID, store.CodeChange{Code: code, Kind: codebook.Describe, Values: codebook.Values{Example: &examples}, Reason: reason})
}
