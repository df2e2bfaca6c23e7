package store

import (
	"testing"

	"concord/codebook"
)

// The numbers of a blind reader's log count what she may see: how much others
// do in the round is not to be read from the gaps.
func TestTheLogOfABlindReaderCountsWhatSheSees(t *testing.T) {
	s := newStudy(t)
	s.roundOn(t, true)
	logOf := func(f LogFilter) []LogEntry {
		t.Helper()
		log, err := s.As(s.ben.ID).Log(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		return log
	}
	before := logOf(LogFilter{})
	for i := range 5 {
		s.apply(t, s.ana, s.trust, s.turn(1+2*i))
	}
	s.apply(t, s.ben, s.grief, s.turn(3))
	after := logOf(LogFilter{})
	if len(after) != len(before)+1 {
		t.Fatalf("ben's log has %d entries after %d", len(after), len(before))
	}
	last, own := after[len(after)-2], after[len(after)-1]
	if own.Number != last.Number+1 || own.Clock != 0 {
		t.Errorf("ben's coding is number %d, clock %d; the one before it is number %d", own.Number, own.Clock, last.Number)
	}
	if rest := logOf(LogFilter{After: last.Number}); len(rest) != 1 || rest[0].Event != own.Event {
		t.Errorf("after number %d the log has %v", last.Number, rest)
	}
}

// Of two blind rounds with the same coders the one opened first decides what is
// hidden: a code proposed by the other coder between the two is not seen.
func TestOfTwoBlindRoundsTheEarlierHides(t *testing.T) {
	s := newStudy(t)
	first := s.roundOn(t, true)
	between, err := s.AddCode(ctx, s.ana.ID, NewCode{Name: "between", Status: codebook.Proposed}, "")
	if err != nil {
		t.Fatal(err)
	}
	other := importText(t, s.Project, s.ana.ID, "KI-02", interview(t, 2))
	_, err = s.NewRound(ctx, s.ana.ID, codebook.Round{Name: "round 2", Version: first.Version, Unit: "turn", Blind: true,
		Assignments: []codebook.Assignment{{Transcript: other.ID, Text: other.Text(), Coders: first.Assignments[0].Coders}}})
	if err != nil {
		t.Fatal(err)
	}
	book, err := s.As(s.ben.ID).Codebook(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := book.Code(between.ID); ok {
		t.Error("ben sees a code that ana proposed while the first round was open")
	}
	if _, ok := book.Code(s.trust.ID); !ok {
		t.Error("ben does not see a code of before the rounds")
	}
}

// A new event replaces the last one that had set any of its values, not the
// first.
func TestAnEventReplacesTheLastThatSetItsValues(t *testing.T) {
	s := newStudy(t)
	c := s.apply(t, s.ana, s.trust, s.turn(1))
	last := func() *Event {
		t.Helper()
		var e *Event
		err := s.view(ctx, func(v view) error {
			th, err := fold(v, Thing{ClassCoding, c.ID}, nil)
			e = th.last()
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	added := last()
	if err := s.MoveCoding(ctx, s.ana.ID, c.ID, s.turn(3)); err != nil {
		t.Fatal(err)
	}
	moved := last()
	if moved.Replaces != added.ID {
		t.Errorf("the first move replaces %s, want the adding %s", moved.Replaces, added.ID)
	}
	if err := s.RemoveCoding(ctx, s.ana.ID, c.ID); err != nil {
		t.Fatal(err)
	}
	if removed := last(); !removed.Replaces.IsZero() {
		t.Errorf("the removal sets what nothing had set, and replaces %s", removed.Replaces)
	}
	// The undo sets place and code at once: the last that had set either.
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Recode(ctx, s.ana.ID, c.ID, s.grief.ID); err != nil {
		t.Fatal(err)
	}
	recoded := last()
	if recoded.Replaces != added.ID {
		t.Errorf("the recoding replaces %s, want the adding %s", recoded.Replaces, added.ID)
	}
	err := s.act(ctx, s.ana.ID, func(a *action) error {
		place, err := a.place(s.text.ID, s.turn(5))
		if err != nil {
			return err
		}
		_, err = a.event(Thing{ClassCoding, c.ID}, "move", codingPayload{Place: place, Code: &appliedPayload{s.trust.ID, s.trust.DefinedBy}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if both := last(); both.Replaces != recoded.ID {
		t.Errorf("a change of place and code replaces %s, want the later of the two that set them, %s", both.Replaces, recoded.ID)
	}
}
