package study

import (
	"context"
	"strings"
	"testing"

	"concord/codebook"
	"concord/store"
)

func code(t *testing.T, s *Study, name string) codebook.Code {
	t.Helper()
	b, err := s.Reader().Codebook(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	c, err := b.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func worklist(t *testing.T, s *Study) Worklist {
	t.Helper()
	w, err := s.Worklist(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// What came by a merge waits once the survivor is redefined, and says all of the
// way that led there; looking at it once is enough.
func TestWorklistAfterMergeAndRedefinition(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	before := len(worklist(t, s).Waiting)
	thin, viability := code(t, s, "incentives"), code(t, s, "viability")
	err := s.Project.ChangeCodes(ctx, s.Coder.ID,
		store.CodeChange{Code: thin.ID, Kind: codebook.Merge, Reason: "too thin", Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{viability.ID}}}})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(worklist(t, s).Waiting); n != before {
		t.Fatalf("a merge alone makes %d passages wait", n-before)
	}
	d := viability.Definition
	d.Exclude = "Not when money is named alone."
	err = s.Project.ChangeCodes(ctx, s.Coder.ID, store.CodeChange{Code: viability.ID, Kind: codebook.Redefine, Reason: "money", Values: codebook.Values{Defined: &codebook.Defined{Definition: d}}})
	if err != nil {
		t.Fatal(err)
	}
	list := worklist(t, s)
	var came []Waiting
	for _, w := range list.Waiting {
		if w.Code.ID == thin.ID {
			came = append(came, w)
		}
	}
	if len(came) != 2 {
		t.Fatalf("%d passages of the merged code wait, want ana's 2", len(came))
	}
	w := came[0]
	if w.Now.ID != viability.ID || !w.Keep || len(w.Choices) != 1 || w.Was.Definition != thin.Definition || w.Is.Definition != d || w.Was.Version != "v1" || w.Is.Version != "v2+" {
		t.Errorf("it waits as %+v", w)
	}
	if len(w.Changes) != 2 || w.Changes[0].What != "merged" || w.Changes[0].Reason != "too thin" || w.Changes[1].Reason != "money" {
		t.Errorf("because of %v", w.Changes)
	}
	total := list.Of(s.Coder.ID)
	if err := s.Project.Confirm(ctx, s.Coder.ID, w.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Project.RemoveCoding(ctx, s.Coder.ID, came[1].ID); err != nil {
		t.Fatal(err)
	}
	if p := worklist(t, s).Of(s.Coder.ID); p.Looked != 2 || p.Waiting != total.Waiting-2 {
		t.Errorf("after two looks: %+v, before %+v", p, total)
	}
	if _, err := s.Project.Undo(ctx, s.Coder.ID); err != nil {
		t.Fatal(err)
	}
	if p := worklist(t, s).Of(s.Coder.ID); p.Looked != 1 || p.Waiting != total.Waiting-1 {
		t.Errorf("after one was taken back: %+v", p)
	}
}

// A passage that the searches of two parts find is left to the coder.
func TestPrefillLeavesDoubtToTheCoder(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	whole := code(t, s, "trust")
	parts, err := s.Project.SplitCode(ctx, s.Coder.ID, whole.ID, []store.Part{{New: store.NewCode{Name: "named"}}, {New: store.NewCode{Name: "shown"}}}, "")
	if err != nil {
		t.Fatal(err)
	}
	list := worklist(t, s)
	text := func(q string, part int) Guess { return Guess{parts[part], q} }
	n, err := s.Prefill(ctx, list.Waiting, []Guess{text("wrote", 0)})
	if err != nil || n != 1 {
		t.Fatalf("%d suggestions, want 1: %v", n, err)
	}
	if _, err = s.Prefill(ctx, list.Waiting, []Guess{text("wrote", 0), text("hand", 1)}); err != nil {
		t.Fatal(err)
	}
	for _, w := range list.Waiting {
		if strings.Contains(w.Words, "wrote it on her hand") && !w.Guess.IsZero() {
			t.Errorf("a suggestion for a passage that two searches find: %s", w.By)
		}
	}
	// Nor is a code suggested that the passage cannot have.
	if n, _ = s.Prefill(ctx, list.Waiting, []Guess{{code(t, s, "leadership"), "wrote"}}); n != 0 {
		t.Errorf("%d suggestions of a foreign code", n)
	}
}
