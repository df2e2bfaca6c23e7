package store

import (
	"errors"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
)

func TestSegmentationsAreKeptAndARoundKeepsItsSegments(t *testing.T) {
	s := newStudy(t)
	cut := map[corpus.TextID][]corpus.Span{s.text.ID: {s.turn(3), s.turn(1)}}
	made, err := s.NewSegmentation(ctx, s.ana.ID, " topics ", "by hand", cut)
	if err != nil || made.Name != "topics" || made.By != s.ana.ID {
		t.Fatalf("%+v, %v", made, err)
	}
	if got := made.Cuts[s.text.ID]; len(got) != 2 || got[0] != s.turn(1) {
		t.Errorf("segments %v are not in order", got)
	}
	for says, bad := range map[string]map[corpus.TextID][]corpus.Span{
		"overlap":   {s.text.ID: {s.turn(1), s.turn(1)}},
		"beyond":    {s.text.ID: {{Start: 0, End: 1 << 20}}},
		"this copy": {corpus.TextID{9}: {s.turn(1)}},
	} {
		if _, err := s.SetSegments(ctx, s.ana.ID, made.ID, bad); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	v, err := s.SaveVersion(ctx, s.ana.ID, "")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.NewRound(ctx, s.ana.ID, codebook.Round{Name: "r", Version: v.ID, Unit: "segment", Segmentation: "topics",
		Assignments: []codebook.Assignment{{Transcript: s.transcript.ID, Text: s.text.ID, Coders: []codebook.CoderID{s.ana.ID}, Segments: made.Cuts[s.text.ID]}}})
	if err != nil {
		t.Fatal(err)
	}
	if made, err = s.SetSegments(ctx, s.ben.ID, made.ID, map[corpus.TextID][]corpus.Span{s.text.ID: nil}); err != nil || len(made.Cuts) != 0 {
		t.Fatalf("%+v, %v", made, err)
	}
	w, err := s.As(codebook.CoderID{}).RoundWork(ctx, r.ID)
	if err != nil || len(w.Coded[0].Segments) != 2 {
		t.Errorf("the round has lost its segments: %+v, %v", w, err)
	}
	if d, err := s.Undo(ctx, s.ben.ID); err != nil || !strings.Contains(d.Text, "segmentation “topics”") {
		t.Errorf("undone: %q, %v", d.Text, err)
	}
	if err := s.RemoveSegmentation(ctx, s.ana.ID, made.ID); err != nil {
		t.Fatal(err)
	}
	if all, err := s.As(s.ana.ID).Segmentations(ctx); err != nil || len(all) != 0 {
		t.Errorf("%+v, %v", all, err)
	}
	sound(t, s.Project)
}

func TestSegmentsChangeAsTheyAreWhenWritten(t *testing.T) {
	s := newStudy(t)
	made, err := s.NewSegmentation(ctx, s.ana.ID, "topics", "by hand", nil)
	if err != nil {
		t.Fatal(err)
	}
	add := func(x corpus.Span) error {
		_, err := s.ChangeSegments(ctx, s.ana.ID, made.ID, s.text.ID, func(was []corpus.Span) []corpus.Span { return codebook.WithSegment(s.text, was, x) })
		return err
	}
	if err := errors.Join(add(s.turn(3)), add(s.turn(1))); err != nil {
		t.Fatal(err)
	}
	if err := add(s.turn(1)); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("what changes nothing: %v", err)
	}
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	all, err := s.As(s.ana.ID).Segmentations(ctx)
	if err != nil || len(all) != 1 || len(all[0].Cuts[s.text.ID]) != 1 || all[0].Cuts[s.text.ID][0] != s.turn(3) {
		t.Errorf("%+v, %v", all, err)
	}
	sound(t, s.Project)
}
