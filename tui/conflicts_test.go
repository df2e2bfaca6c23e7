package tui

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"concord/codebook"
	"concord/store"
	"concord/store/study"
)

// Two copies give one code two definitions; the lead keeps one.
func TestAConflictIsResolved(t *testing.T) {
	d := drive(t, 120, 36)
	conflict(t, d.r.Study)
	d.look()
	d.sees("1 conflict K")
	d.press("K")
	d.sees("the code “trust”", "a ana", "b ana", "ana's own words", "the copy's own words", "shown now")
	d.press("c")
	d.sees("there is no side c")
	side := "a"
	if strings.Contains(d.r.Team.Conflicts[0].Sides[1].Values["defined"], "ana's own words") {
		side = "b"
	}
	d.press(side)
	d.typed("clearer")
	d.press("enter")
	d.sees("Every conflict is resolved")
	code, _ := d.r.Over.Codebook.Find("trust")
	if code.Definition.Text != "ana's own words" {
		t.Errorf("%+v", code.Definition)
	}
	d.press("s")
	d.sees("resolved", "ana's own words", "the copy's own words")
	d.press("esc")
	if strings.Contains(d.screen(), "conflict K") {
		t.Error("a resolved conflict still counts")
	}
	d.press("u")
	d.sees("undone", "1 conflict K")
}

// conflict makes a copy of a study, redefines trust in both and brings the copy's
// events back.
func conflict(t *testing.T, s *study.Study) {
	t.Helper()
	ctx := context.Background()
	book, err := s.Reader().Codebook(ctx)
	if err != nil {
		t.Fatal(err)
	}
	code, _ := book.Find("trust")
	bundle := func(p *store.Project) *bytes.Buffer {
		var b bytes.Buffer
		if _, err := p.WriteBundle(ctx, s.Coder.ID, &b, store.BundleOptions{}); err != nil {
			t.Fatal(err)
		}
		return &b
	}
	other, _, err := store.InitCopy(ctx, t.TempDir(), bundle(s.Project))
	if err != nil {
		t.Fatal(err)
	}
	for p, words := range map[*store.Project]string{s.Project: "ana's own words", other: "the copy's own words"} {
		if err := p.ChangeCodes(ctx, s.Coder.ID, store.CodeChange{Code: code.ID, Kind: codebook.Redefine,
			Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: words}}}, Reason: "clearer"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Project.ReadBundle(ctx, bundle(other), store.ReadBundleOptions{}); err != nil {
		t.Fatal(err)
	}
}
