package study

import (
	"context"
	"slices"
	"testing"
)

func TestExamplesAreAddedAndTakenBack(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	trust := code(t, s, "trust")
	was := trust.Examples
	if err := s.AddExample(ctx, trust.ID, " He texts me a corner. (KI-07:14) ", false, "from KI-07:14"); err != nil {
		t.Fatal(err)
	}
	if err := s.AddExample(ctx, trust.ID, "We have a form for that.", true, ""); err != nil {
		t.Fatal(err)
	}
	now := code(t, s, "trust")
	if !slices.Equal(now.Examples.Typical, append(slices.Clone(was.Typical), "He texts me a corner. (KI-07:14)")) ||
		!slices.Equal(now.Examples.NearMisses, append(slices.Clone(was.NearMisses), "We have a form for that.")) {
		t.Errorf("%+v", now.Examples)
	}
	if now.DefinedBy != trust.DefinedBy {
		t.Error("an example is a redefinition")
	}
	for _, words := range []string{"", "We have a form for that."} {
		if err := s.AddExample(ctx, trust.ID, words, true, ""); err == nil {
			t.Errorf("%q was added", words)
		}
	}
	for range 2 {
		if _, err := s.Project.Undo(ctx, s.Coder.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got := code(t, s, "trust").Examples; !slices.Equal(got.Typical, was.Typical) || !slices.Equal(got.NearMisses, was.NearMisses) {
		t.Errorf("after undo %+v", got)
	}
}
