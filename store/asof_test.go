package store

import (
	"errors"
	"strings"
	"testing"
	"time"

	"concord/codebook"
	"concord/corpus"
)

func TestAsOfGivesThePast(t *testing.T) {
	s := newStudy(t)
	day := time.Date(2026, 3, 11, 10, 0, 0, 0, time.Local)
	s.apply(t, s.ana, s.trust, s.turn(1))
	state, err := s.As(s.ana.ID).State(ctx)
	if err != nil {
		t.Fatal(err)
	}
	r := s.roundOn(t, false) // saves v1
	kept := s.apply(t, s.ana, s.grief, s.turn(3))
	if _, err := s.Complete(ctx, s.ana.ID, s.ana.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CloseRound(ctx, s.ana.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveCoding(ctx, s.ana.ID, kept.ID); err != nil {
		t.Fatal(err)
	}
	renamed := "reliance"
	if err := s.ChangeCodes(ctx, s.ana.ID, CodeChange{Code: s.trust.ID, Kind: codebook.Rename, Values: codebook.Values{Name: &renamed}}); err != nil {
		t.Fatal(err)
	}
	now := s.As(s.ben.ID)
	for moment, want := range map[string]struct {
		codings, rounds, completions int
		name                         string
	}{
		state:                    {1, 0, 0, "trust"},
		state[:12]:               {1, 0, 0, "trust"},
		"v1":                     {1, 0, 0, "trust"},
		"Round 1":                {2, 1, 1, "trust"},
		day.Format("2006-01-02"): {0, 0, 0, ""}, // before anything was recorded
		time.Now().Add(time.Hour).Format(time.RFC3339): {1, 1, 1, "reliance"},
	} {
		then, err := now.AsOf(ctx, moment)
		if err != nil {
			t.Errorf("as of %s: %v", moment, err)
			continue
		}
		cs, err := then.Codings(ctx, corpus.TranscriptID{})
		if err != nil {
			t.Fatal(err)
		}
		rounds, err := then.Rounds(ctx)
		if err != nil {
			t.Fatal(err)
		}
		done, err := then.Completions(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if len(cs) != want.codings || len(rounds) != want.rounds || len(done) != want.completions {
			t.Errorf("as of %s: %d codings, %d rounds, %d completions; want %+v", moment, len(cs), len(rounds), len(done), want)
		}
		if name, err := then.State(ctx); err != nil || (moment == state) != (name == state) && moment != state[:12] {
			t.Errorf("as of %s the state is %s, %v", moment, name, err)
		}
		book, err := then.Codebook(ctx)
		if err != nil {
			t.Fatal(err)
		}
		name := ""
		if c, ok := book.Code(s.trust.ID); ok {
			name = c.Name
		}
		if name != want.name {
			t.Errorf("as of %s the code is %q, want %q", moment, name, want.name)
		}
		if want.codings > 0 {
			reading, err := then.Reading(ctx, s.transcript.ID)
			if err != nil || reading.CodedTranscript.Text.ID != s.text.ID || len(reading.CodedTranscript.Codings) != want.codings {
				t.Errorf("as of %s: the reading %v", moment, err)
			}
		}
	}
	if cs := s.codings(t); len(cs) != 1 {
		t.Errorf("reading the past changed the present: %d codings", len(cs))
	}
	for _, wrong := range []string{"v9", "yesterday", "", "7-00000000000", state[:4], "2026-13-01"} {
		if _, err := now.AsOf(ctx, wrong); err == nil || !strings.Contains(err.Error(), "as of") {
			t.Errorf("as of %q: %v", wrong, err)
		}
	}
}

// The past is no way around a blind round that is open.
func TestAsOfStaysBlind(t *testing.T) {
	s := newStudy(t)
	r := s.roundOn(t, true)
	his := s.apply(t, s.ben, s.grief, s.turn(3))
	then, err := s.As(s.ana.ID).AsOf(ctx, time.Now().Add(time.Hour).Format(time.RFC3339))
	if err != nil {
		t.Fatal(err)
	}
	cs, err := then.Codings(ctx, corpus.TranscriptID{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cs {
		if c.ID == his.ID {
			t.Error("ana sees ben's coding in the past")
		}
	}
	if _, err := then.RoundWork(ctx, r.ID); !errors.Is(err, ErrBlind) {
		t.Errorf("round's work in the past: %v", err)
	}
}
