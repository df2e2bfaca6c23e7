package store

import (
	"errors"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
)

func TestUndoAndRedoAcrossRestarts(t *testing.T) {
	s := newStudy(t)
	c := s.apply(t, s.ana, s.trust, s.turn(1))
	if err := s.MoveCoding(ctx, s.ana.ID, c.ID, s.turn(3)); err != nil {
		t.Fatal(err)
	}
	if err := s.Recode(ctx, s.ana.ID, c.ID, s.grief.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveCoding(ctx, s.ana.ID, c.ID); err != nil {
		t.Fatal(err)
	}
	again, err := Open(ctx, s.Dir())
	if err != nil {
		t.Fatal(err)
	}
	s.Project = again
	type state struct {
		there bool
		span  corpus.Span
		code  codebook.CodeID
	}
	now := func() state {
		cs := s.codings(t)
		if len(cs) == 0 {
			return state{}
		}
		return state{true, cs[0].Span, cs[0].Code}
	}
	states := []state{{}, {true, s.turn(1), s.trust.ID}, {true, s.turn(3), s.trust.ID}, {true, s.turn(3), s.grief.ID}, {}}
	summaries := []string{"+trust on KI-01, turn 2", "move of trust on KI-01, turn 4", "recode of grief on KI-01, turn 4", "−grief on KI-01, turn 4"}
	for round := range 2 {
		for i := 3; i >= 0; i-- {
			d, err := s.Undo(ctx, s.ana.ID)
			if err != nil || d.Text != summaries[i] {
				t.Fatalf("round %d: undo said %q, %v; want %q", round, d.Text, err, summaries[i])
			}
			if now() != states[i] {
				t.Fatalf("round %d: after undoing %q: %+v, want %+v", round, summaries[i], now(), states[i])
			}
		}
		for i := range 4 {
			d, err := s.Redo(ctx, s.ana.ID)
			if err != nil || d.Text != summaries[i] {
				t.Fatalf("round %d: redo said %q, %v; want %q", round, d.Text, err, summaries[i])
			}
			if now() != states[i+1] {
				t.Fatalf("round %d: after redoing %q: %+v, want %+v", round, summaries[i], now(), states[i+1])
			}
		}
		if _, err := s.Redo(ctx, s.ana.ID); !errors.Is(err, ErrNothingToRedo) {
			t.Fatalf("redo beyond the end: %v", err)
		}
	}
}

func TestANewActionEndsRedo(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	s.apply(t, s.ana, s.grief, s.turn(3))
	if _, err := s.Redo(ctx, s.ana.ID); !errors.Is(err, ErrNothingToRedo) {
		t.Errorf("redo after a new action: %v", err)
	}
}

func TestUndoIsOnesOwn(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	s.apply(t, s.ben, s.trust, s.turn(3))
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if cs := s.codings(t); len(cs) != 1 || cs[0].Coder != s.ben.ID {
		t.Errorf("left: %+v", cs)
	}
}

func TestUndoOfWhatOthersStandOnIsRefused(t *testing.T) {
	s := newStudy(t)
	code, err := s.AddCode(ctx, s.ana.ID, NewCode{Name: "shame"}, "")
	if err != nil {
		t.Fatal(err)
	}
	c := s.apply(t, s.ben, code, s.turn(1))
	before := s.codings(t)
	_, err = s.Undo(ctx, s.ana.ID)
	if err == nil || !strings.Contains(err.Error(), "1 coding stands on it") || !strings.Contains(err.Error(), "shame") {
		t.Fatalf("got %v", err)
	}
	if after := s.codings(t); len(after) != len(before) {
		t.Error("a refused undo changed something")
	}
	if _, err := s.AddMemo(ctx, s.ana.ID, codebook.Subject{Kind: codebook.AboutCoding, Coding: c.ID, Transcript: s.transcript.ID}, "really?"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(ctx, s.ben.ID); err == nil || !strings.Contains(err.Error(), "1 memo stands on it") {
		t.Fatalf("got %v", err)
	}
	// Once that is taken back, both can go.
	for _, by := range []codebook.Coder{s.ana, s.ben, s.ana} {
		if _, err := s.Undo(ctx, by.ID); err != nil {
			t.Fatalf("undo by %s: %v", by.Name, err)
		}
	}
	if b, _ := s.As(s.ana.ID).Codebook(ctx); b.Len() != 2 {
		t.Errorf("%d codes are left, want 2", b.Len())
	}
}

func TestUndoOfAnImportTakesSpeakersAlongAndBringsThemBack(t *testing.T) {
	s := newStudy(t)
	other := importText(t, s.Project, s.ana.ID, "KI-02", interview(t, 2))
	if d, err := s.Undo(ctx, s.ana.ID); err != nil || d.Text != "import of KI-02" {
		t.Fatalf("%q, %v", d.Text, err)
	}
	if ts, _ := s.As(s.ana.ID).Transcripts(ctx); len(ts) != 1 {
		t.Fatalf("%d transcripts", len(ts))
	}
	if sp, _ := s.As(s.ana.ID).Speakers(ctx, other.ID); len(sp) != 0 {
		t.Fatalf("speakers %+v", sp)
	}
	back := importText(t, s.Project, s.ben.ID, "KI-02", interview(t, 2))
	if back.ID != other.ID {
		t.Error("the same bytes came back under another id")
	}
	if sp, _ := s.As(s.ana.ID).Speakers(ctx, other.ID); len(sp) != 2 {
		t.Errorf("speakers %+v", sp)
	}
}

func TestUndoOfARedefinitionLeavesNothingStale(t *testing.T) {
	s := newStudy(t)
	c := s.apply(t, s.ana, s.trust, s.turn(1))
	if err := s.ChangeCodes(ctx, s.ana.ID, CodeChange{Code: s.trust.ID, Kind: codebook.Redefine, Reason: "too wide",
		Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: "sharper"}}}}); err != nil {
		t.Fatal(err)
	}
	standing := func() codebook.CodingStatus {
		b, err := s.As(s.ana.ID).Codebook(ctx)
		if err != nil {
			t.Fatal(err)
		}
		_, st, _ := b.StatusOf(c)
		return st
	}
	for _, step := range []struct {
		do   func() error
		want codebook.CodingStatus
	}{
		{func() error { return nil }, codebook.Stale},
		{func() error { _, err := s.Undo(ctx, s.ana.ID); return err }, codebook.Current},
		{func() error { _, err := s.Redo(ctx, s.ana.ID); return err }, codebook.Stale},
		{func() error { _, err := s.Undo(ctx, s.ana.ID); return err }, codebook.Current},
	} {
		if err := step.do(); err != nil {
			t.Fatal(err)
		}
		if got := standing(); got != step.want {
			t.Fatalf("standing %v, want %v", got, step.want)
		}
	}
}

func TestANewCodeAndItsCodingAreOneStep(t *testing.T) {
	s := newStudy(t)
	code, done, err := s.ApplyNewCode(ctx, s.ben.ID, NewCode{Name: "shame", Parent: s.grief.ID}, "", NewCoding{Transcript: s.transcript.ID, Span: s.turn(1), Memo: "first seen here"})
	if err != nil || code.Parent != s.grief.ID || len(done) != 1 || done[0].Coding.Definition != code.DefinedBy {
		t.Fatalf("%+v %+v %v", code, done, err)
	}
	d, err := s.Undo(ctx, s.ben.ID)
	if err != nil || !strings.Contains(d.Text, "shame") {
		t.Fatalf("%q %v", d.Text, err)
	}
	if b, _ := s.As(s.ben.ID).Codebook(ctx); b.Len() != 2 || len(s.codings(t)) != 0 {
		t.Error("undo left something")
	}
	if _, err := s.Redo(ctx, s.ben.ID); err != nil || len(s.codings(t)) != 1 {
		t.Errorf("redo: %v", err)
	}
}

// A coding with a memo is one step too, and is described as the coding.
func TestACodingWithAMemoIsOneStep(t *testing.T) {
	s := newStudy(t)
	if _, err := s.Apply(ctx, s.ana.ID, NewCoding{Transcript: s.transcript.ID, Span: s.turn(1), Code: s.trust.ID, Memo: "why?"}); err != nil {
		t.Fatal(err)
	}
	if d, err := s.Undo(ctx, s.ana.ID); err != nil || d.Text != "+trust on KI-01, turn 2" {
		t.Fatalf("%q %v", d.Text, err)
	}
	if m, _ := s.As(s.ana.ID).Memos(ctx, nil); len(m) != 0 {
		t.Errorf("memos left: %+v", m)
	}
}

// A coding with a memo may be removed, and so removed again.
func TestRedoOfARemovalWithAMemo(t *testing.T) {
	s := newStudy(t)
	c := s.apply(t, s.ana, s.trust, s.turn(1))
	if _, err := s.AddMemo(ctx, s.ana.ID, codebook.Subject{Kind: codebook.AboutCoding, Transcript: s.transcript.ID, Coding: c.ID}, "why"); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveCoding(ctx, s.ana.ID, c.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Redo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if n := len(s.codings(t)); n != 0 {
		t.Errorf("%d codings", n)
	}
}

// What Undo would take back is what it takes back.
func TestUndoableSaysWhatUndoDoes(t *testing.T) {
	s := newStudy(t)
	if _, ok, err := s.As(s.ben.ID).Undoable(ctx); ok || err != nil {
		t.Errorf("before anything was done: %v %v", ok, err)
	}
	c := s.apply(t, s.ben, s.trust, s.turn(1))
	if err := s.FlagQuote(ctx, s.ben.ID, c.ID, true); err != nil {
		t.Fatal(err)
	}
	s.apply(t, s.ana, s.grief, s.turn(3))
	if err := s.RemoveCoding(ctx, s.ben.ID, c.ID); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		before, ok, err := s.As(s.ben.ID).Undoable(ctx)
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		if did, err := s.Undo(ctx, s.ben.ID); err != nil || did.Text != before.Text {
			t.Errorf("undo does %q, said %q: %v", did.Text, before.Text, err)
		}
	}
	if _, ok, err := s.As(s.ben.ID).Undoable(ctx); ok || err != nil {
		t.Errorf("after everything was taken back: %v %v", ok, err)
	}
}
