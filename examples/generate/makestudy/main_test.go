package main

import (
	"context"
	"testing"

	"concord/corpus"
	"concord/examples/generate"
	"concord/store/study"
)

// The files that are written make a project which holds what was asked for.
func TestProjectOfAMadeUpStudy(t *testing.T) {
	size := generate.Size{Interviews: 6, Turns: 40, Words: 900, Codes: 12, Coders: 3, CodersEach: 2, Codings: 400, Rounds: 2}
	dir := t.TempDir()
	if err := run(size, 7, dir, true); err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	s, err := study.Open(ctx, dir, "ana")
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.Project.Check(ctx); err != nil || len(r.Problems) > 0 {
		t.Errorf("check: %v %v", r.Problems, err)
	}
	o, err := s.Reader().Overview(ctx)
	if err != nil {
		t.Fatal(err)
	}
	codings, err := s.Reader().Codings(ctx, corpus.TranscriptID{})
	if err != nil {
		t.Fatal(err)
	}
	words, completed := 0, 0
	for _, x := range o.Transcripts {
		words += x.WordCount
		for _, m := range o.Summaries[x.ID] {
			if m.Completed {
				completed++
			}
		}
	}
	if len(o.Transcripts) != 6 || words != 5400 || len(codings) != 400 || len(o.Cases) != 6 || completed != 12 {
		t.Errorf("%d transcripts, %d words, %d codings, %d cases, %d completions", len(o.Transcripts), words, len(codings), len(o.Cases), completed)
	}
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil || len(rounds) != 2 {
		t.Errorf("%d rounds: %v", len(rounds), err)
	}
}
