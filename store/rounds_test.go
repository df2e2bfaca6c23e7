package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
)

// roundOn opens a round on the study's transcript for both coders.
func (s *study) roundOn(t testing.TB, blind bool) codebook.Round {
	t.Helper()
	v, err := s.SaveVersion(ctx, s.ana.ID, "for the round")
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.NewRound(ctx, s.ana.ID, codebook.Round{Name: "round 1", Version: v.ID, Unit: "turn", Blind: blind,
		Assignments: []codebook.Assignment{{Transcript: s.transcript.ID, Text: s.text.ID, Coders: []codebook.CoderID{s.ana.ID, s.ben.ID}}}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRoundsRefuseWhatCannotBe(t *testing.T) {
	s := newStudy(t)
	good := codebook.Assignment{Transcript: s.transcript.ID, Text: s.text.ID, Coders: []codebook.CoderID{s.ana.ID}}
	if _, err := s.NewRound(ctx, s.ana.ID, codebook.Round{Name: "x", Assignments: []codebook.Assignment{good}}); err == nil || !strings.Contains(err.Error(), "saved version") {
		t.Errorf("without a version: %v", err)
	}
	r := s.roundOn(t, true)
	for name, c := range map[string]struct {
		round codebook.Round
		says  string
	}{
		"no transcripts": {codebook.Round{Name: "x", Version: r.Version}, "no transcripts"},
		"no coders":      {codebook.Round{Name: "x", Version: r.Version, Assignments: []codebook.Assignment{{Transcript: s.transcript.ID, Text: s.text.ID}}}, "nobody codes KI-01"},
		"other text":     {codebook.Round{Name: "x", Version: r.Version, Assignments: []codebook.Assignment{{Transcript: s.transcript.ID, Coders: good.Coders}}}, "replaced"},
		"twice":          {codebook.Round{Name: "x", Version: r.Version, Assignments: []codebook.Assignment{good, good}}, "open round"},
		"same name":      {codebook.Round{Name: "Round 1", Version: r.Version, Assignments: []codebook.Assignment{good}}, "has this name"},
		"two at once":    {codebook.Round{Name: "x", Version: r.Version, Assignments: []codebook.Assignment{good}}, "in the open round “round 1”"},
	} {
		if _, err := s.NewRound(ctx, s.ana.ID, c.round); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What counts for a round is not widened by later work; taking the completion
// back makes it the coder's to widen again.
func TestCodingsThatCountForARoundAreNotWidened(t *testing.T) {
	s := newStudy(t)
	s.roundOn(t, false)
	span := s.turn(1)
	mid := (span.Start + span.End) / 2
	first := s.apply(t, s.ana, s.trust, corpus.Span{Start: span.Start, End: mid})
	if _, err := s.Complete(ctx, s.ana.ID, s.ana.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	later := NewCoding{Transcript: s.transcript.ID, Span: corpus.Span{Start: mid - 1, End: span.End}, Code: s.trust.ID}
	got, err := s.Apply(ctx, s.ana.ID, later)
	if err != nil || got[0].Widened || got[0].Coding.ID == first.ID {
		t.Fatalf("got %+v, %v", got, err)
	}
	for range 2 { // the coding and the completion
		if _, err := s.Undo(ctx, s.ana.ID); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := s.Apply(ctx, s.ana.ID, later); err != nil || !got[0].Widened {
		t.Errorf("after the completion was taken back: %+v, %v", got, err)
	}
}

// What a coder had when she completed a transcript stays what is independent,
// whatever she does later.
func TestIndependentWorkIsWhatWasThereAtCompletion(t *testing.T) {
	s := newStudy(t)
	r := s.roundOn(t, false)
	kept := s.apply(t, s.ana, s.trust, s.turn(1))
	moved := s.apply(t, s.ana, s.grief, s.turn(3))
	removed := s.apply(t, s.ana, s.grief, s.turn(5))
	s.apply(t, s.ben, s.trust, s.turn(1))
	for _, c := range []codebook.Coder{s.ana, s.ben} {
		done, err := s.Complete(ctx, c.ID, c.ID, s.transcript.ID)
		if err != nil || done.Round != r.ID {
			t.Fatalf("%+v, %v", done, err)
		}
	}
	if err := s.MoveCoding(ctx, s.ana.ID, moved.ID, s.turn(7)); err != nil {
		t.Fatal(err)
	}
	if err := s.RemoveCoding(ctx, s.ana.ID, removed.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Recode(ctx, s.ana.ID, kept.ID, s.grief.ID); err != nil {
		t.Fatal(err)
	}
	s.apply(t, s.ana, s.trust, s.turn(9))
	work, err := s.As(s.ana.ID).RoundWork(ctx, r.ID)
	if err != nil || len(work.Coded) != 1 || len(work.Unproved) != 0 || len(work.Missing) != 0 {
		t.Fatalf("%+v, %v", work, err)
	}
	got := map[codebook.CodingID]codebook.Coding{}
	for _, c := range work.Coded[0].Codings {
		got[c.ID] = c
	}
	if len(got) != 4 || got[kept.ID] != kept || got[moved.ID] != moved || got[removed.ID] != removed {
		t.Errorf("independent codings: %+v", work.Coded[0].Codings)
	}
}

func TestClosingNamesWhatCountsAndReopeningNeedsAReason(t *testing.T) {
	s := newStudy(t)
	r := s.roundOn(t, false)
	s.apply(t, s.ana, s.trust, s.turn(1))
	first, err := s.Complete(ctx, s.ana.ID, s.ana.ID, s.transcript.ID)
	if err != nil {
		t.Fatal(err)
	}
	r, err = s.CloseRound(ctx, s.ana.ID, r.ID)
	if err != nil || r.Open || len(r.Closes) != 1 || len(r.Closes[0].Completions) != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	// Undo takes back neither a close nor what it names.
	if d, err := s.Undo(ctx, s.ana.ID); err == nil || !strings.Contains(err.Error(), "counts in the round “round 1”, which is closed") {
		t.Errorf("undo took back %q, %v", d.Text, err)
	}
	if err := s.Reopen(ctx, s.ana.ID, s.ana.ID, s.transcript.ID); err == nil || !strings.Contains(err.Error(), "that round stays as it is") {
		t.Errorf("a completion that counts is taken back: %v", err)
	}
	if _, err := s.CloseRound(ctx, s.ana.ID, r.ID); err == nil {
		t.Error("closed twice")
	}
	late, err := s.CompleteIn(ctx, r.ID, s.ben.ID, s.ben.ID, s.transcript.ID)
	if err != nil {
		t.Fatal(err)
	}
	work, err := s.As(s.ana.ID).RoundWork(ctx, r.ID)
	if err != nil || len(work.Late) != 1 || work.Late[0].ID != late.ID || len(work.Missing) != 1 || len(work.Coded[0].Completions) != 1 || work.Coded[0].Completions[0].ID != first.ID {
		t.Fatalf("%+v, %v", work, err)
	}
	if _, err := s.ReopenRound(ctx, s.ana.ID, r.ID, " "); err == nil || !strings.Contains(err.Error(), "reason") {
		t.Errorf("reopened without a reason: %v", err)
	}
	if r, err = s.ReopenRound(ctx, s.ana.ID, r.ID, "ben was ill"); err != nil || !r.Open {
		t.Fatal(err)
	}
	if r, err = s.CloseRound(ctx, s.ana.ID, r.ID); err != nil || len(r.Closes) != 2 || len(r.Closes[0].Completions) != 1 || len(r.Closes[1].Completions) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
}

// A completion that is taken back in a copy that does not know of the close
// counts all the same: the round's figures are what they were.
func TestACompletionTakenBackElsewhereCounts(t *testing.T) {
	s := newStudy(t)
	r := s.roundOn(t, false)
	s.apply(t, s.ben, s.trust, s.turn(1))
	if _, err := s.Complete(ctx, s.ben.ID, s.ben.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	bens := copyOf(t, s.Project, BundleOptions{})
	if _, err := s.CloseRound(ctx, s.ana.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	if err := bens.Reopen(ctx, s.ben.ID, s.ben.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReadBundle(ctx, bytes.NewReader(bundleOf(t, bens, BundleOptions{})), ReadBundleOptions{}); err != nil {
		t.Fatal(err)
	}
	w, err := s.As(s.ana.ID).RoundWork(ctx, r.ID)
	if err != nil || len(w.Withdrawn) != 1 || len(w.Coded[0].Codings) != 1 || len(w.Coded[0].Completions) != 1 || len(w.Missing) != 1 {
		t.Fatalf("%+v, %v", w, err)
	}
	// Reopened, it is gone; closed again, it does not count.
	if _, err := s.ReopenRound(ctx, s.ana.ID, r.ID, "ben wants to go on"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CloseRound(ctx, s.ana.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	if w, err = s.As(s.ana.ID).RoundWork(ctx, r.ID); err != nil || len(w.Withdrawn) != 0 || len(w.Missing[0].Coders) != 2 {
		t.Fatalf("%+v, %v", w, err)
	}
}

// What a round or a decision stands on is not undone.
func TestWhatARoundStandsOnIsNotUndone(t *testing.T) {
	s := newStudy(t)
	if _, err := s.SaveVersion(ctx, s.ben.ID, "by ben"); err != nil {
		t.Fatal(err)
	}
	v, err := s.As(s.ana.ID).Versions(ctx)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.NewRound(ctx, s.ana.ID, codebook.Round{Name: "round 1", Version: v[0].ID, Unit: "turn",
		Assignments: []codebook.Assignment{{Transcript: s.transcript.ID, Text: s.text.ID, Coders: []codebook.CoderID{s.ana.ID, s.ben.ID}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(ctx, s.ben.ID); err == nil || !strings.Contains(err.Error(), "the round “round 1” needs it") {
		t.Errorf("the version of a round is undone: %v", err)
	}
	made := s.apply(t, s.ben, s.trust, s.turn(1))
	if _, err := s.CloseRound(ctx, s.ana.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Decide(ctx, s.ana.ID, codebook.Decision{Round: r.ID, Transcript: s.transcript.ID, Text: s.text.ID, Span: s.turn(1),
		Answers: []codebook.Answer{{Code: s.trust.ID, Applies: true}}, Judged: []codebook.CodingID{made.ID}, Outcome: "all"}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(ctx, s.ben.ID); err == nil || !strings.Contains(err.Error(), "1 decision stands on it") {
		t.Errorf("a coding that was judged is undone: %v", err)
	}
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Undo(ctx, s.ben.ID); err != nil {
		t.Errorf("with the decision undone, the coding is not: %v", err)
	}
}

// A reader who codes in a blind round sees nothing of the others: not by any
// reading, whatever it is called.
func TestBlindMeansBlind(t *testing.T) {
	s := newStudy(t)
	r := s.roundOn(t, true)
	const secret = "wordsofbensalone"
	hers := s.apply(t, s.ana, s.trust, s.turn(1))
	his := s.apply(t, s.ben, s.grief, s.turn(3))
	if _, err := s.AddMemo(ctx, s.ben.ID, codebook.Subject{Kind: codebook.AboutCoding, Coding: his.ID, Transcript: s.transcript.ID}, secret); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddMemo(ctx, s.ben.ID, codebook.Subject{Kind: codebook.AboutCode, Code: s.grief.ID}, secret); err != nil {
		t.Fatal(err)
	}
	proposed, _, err := s.ApplyNewCode(ctx, s.ben.ID, NewCode{Name: secret}, secret, NewCoding{Transcript: s.transcript.ID, Span: s.turn(5)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Complete(ctx, s.ben.ID, s.ben.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	everything := func(by codebook.CoderID) string {
		q := s.As(by)
		var out []any
		add := func(v any, err error) {
			if err != nil && !errors.Is(err, ErrBlind) {
				t.Fatal(err)
			}
			out = append(out, v)
		}
		o, err := q.Overview(ctx)
		add(o.Codebook.Codes(), err)
		add(fmt.Sprintf("%+v %+v", o.Counts, o.Summaries), nil)
		add(q.Codings(ctx, s.transcript.ID))
		add(q.Codings(ctx, corpus.TranscriptID{}))
		add(q.Memos(ctx, nil))
		add(q.Completions(ctx))
		add(q.CodedTranscripts(ctx, nil))
		add(q.Log(ctx, LogFilter{}))
		add(q.Decisions(ctx, r.ID))
		add(q.RoundWork(ctx, r.ID))
		reading, err := q.Reading(ctx, s.transcript.ID)
		add(reading.CodedTranscript, err)
		add(reading.Codebook.Codes(), nil)
		b, err := q.Codebook(ctx)
		add(b.Codes(), err)
		raw, err := json.Marshal(out)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	for name, by := range map[string]codebook.CoderID{"ana": s.ana.ID, "nobody": {}} {
		seen := everything(by)
		for what, word := range map[string]string{"his coding": his.ID.String(), "his words": secret, "his code": proposed.ID.String()} {
			if strings.Contains(seen, word) {
				t.Errorf("%s sees %s", name, what)
			}
		}
	}
	o, _ := s.As(s.ana.ID).Overview(ctx)
	if m := o.Summaries[s.transcript.ID][s.ben.ID]; !m.Completed || m.Codings != 0 || m.CodedTurns != 0 {
		t.Errorf("ana sees of ben's progress: %+v", m)
	}
	if n := o.Counts[s.grief.ID][s.ben.ID]; n != 0 {
		t.Errorf("ana sees that ben used grief %d times", n)
	}
	if mine := everything(s.ana.ID); !strings.Contains(mine, hers.ID.String()) {
		t.Error("ana does not see her own")
	}
	if his2 := everything(s.ben.ID); !strings.Contains(his2, secret) || strings.Contains(his2, hers.ID.String()) {
		t.Error("ben sees the wrong things")
	}
	lead, err := s.AddCoder(ctx, "lead", "")
	if err != nil {
		t.Fatal(err)
	}
	if seen := everything(lead.ID); !strings.Contains(seen, his.ID.String()) {
		t.Error("a lead who does not code in the round sees nothing")
	}
	if _, err := s.CloseRound(ctx, lead.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	if seen := everything(s.ana.ID); !strings.Contains(seen, his.ID.String()) || !strings.Contains(seen, secret) {
		t.Error("after the close ana still does not see")
	}
}

func TestDecisionsComeAfterTheClose(t *testing.T) {
	s := newStudy(t)
	r := s.roundOn(t, false)
	s.apply(t, s.ana, s.trust, s.turn(1))
	d := codebook.Decision{Round: r.ID, Transcript: s.transcript.ID, Text: s.text.ID, Span: s.turn(1), Outcome: "ana",
		Answers: []codebook.Answer{{Code: s.trust.ID, Applies: true}}, Reason: "named", Present: []string{"ana", "ben"}}
	if _, err := s.Decide(ctx, s.ana.ID, d); err == nil || !strings.Contains(err.Error(), "still open") {
		t.Errorf("decided in an open round: %v", err)
	}
	if _, err := s.CloseRound(ctx, s.ana.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	made, err := s.Decide(ctx, s.ana.ID, d)
	if err != nil || len(made) != 1 || made[0].Answers[0].Definition != s.trust.DefinedBy || made[0].Clock == 0 {
		t.Fatalf("%+v, %v", made, err)
	}
	// All or none, as one action.
	if _, err := s.Decide(ctx, s.ana.ID, d, codebook.Decision{Round: r.ID}); err == nil {
		t.Error("half of a list was decided")
	}
	empty := d
	empty.Answers = nil
	if _, err := s.Decide(ctx, s.ana.ID, empty); err == nil {
		t.Error("an empty decision was made")
	}
	ds, err := s.As(s.ben.ID).Decisions(ctx, r.ID)
	if err != nil || len(ds) != 1 || ds[0].ID != made[0].ID || ds[0].Clock != made[0].Clock {
		t.Fatalf("%+v, %v", ds, err)
	}
	if cs := s.codings(t); len(cs) != 1 {
		t.Error("a decision changed the codings")
	}
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if ds, _ := s.As(s.ben.ID).Decisions(ctx, r.ID); len(ds) != 0 {
		t.Error("undo did not take the decision back")
	}
}

// Two coders who are one person: what either made is hers, before and after, and
// parting them again gives each her own.
func TestJoinedCodersAreOne(t *testing.T) {
	s := newStudy(t)
	again, err := s.AddCoder(ctx, "ana from the other laptop", "")
	if err != nil {
		t.Fatal(err)
	}
	s.apply(t, s.ana, s.trust, s.turn(1))
	c := s.apply(t, again, s.grief, s.turn(3))
	if _, err := s.AddMemo(ctx, again.ID, codebook.Subject{Kind: codebook.AboutCoding, Coding: c.ID, Transcript: s.transcript.ID}, "hm"); err != nil {
		t.Fatal(err)
	}
	if err := s.JoinCoders(ctx, s.ben.ID, again.ID, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	o, err := s.As(s.ana.ID).Overview(ctx)
	if err != nil || len(o.Coders) != 2 {
		t.Fatalf("%+v, %v", o.Coders, err)
	}
	if m := o.Summaries[s.transcript.ID]; len(m) != 1 || m[s.ana.ID].Codings != 2 || m[s.ana.ID].CodedTurns != 2 {
		t.Errorf("summaries %+v", m)
	}
	if o.Counts[s.grief.ID][s.ana.ID] != 1 {
		t.Errorf("counts %+v", o.Counts)
	}
	if err := s.RemoveCoding(ctx, s.ana.ID, c.ID); err != nil {
		t.Errorf("ana may not remove what is hers: %v", err)
	}
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.JoinCoders(ctx, s.ben.ID, s.ana.ID, again.ID); err == nil {
		t.Error("joined in a circle")
	}
	if _, err := s.Undo(ctx, s.ben.ID); err != nil {
		t.Fatal(err)
	}
	o, _ = s.As(s.ana.ID).Overview(ctx)
	if len(o.Coders) != 3 || o.Summaries[s.transcript.ID][again.ID].Codings != 1 {
		t.Errorf("parted: %+v %+v", o.Coders, o.Summaries)
	}
}

// A closed round is not read by who codes one of its transcripts again in an open
// blind round: she would see what the others did there.
func TestAClosedRoundIsShutWhereItIsCodedAgainBlind(t *testing.T) {
	s := newStudy(t)
	first := s.roundOn(t, false)
	if _, err := s.CloseRound(ctx, s.ana.ID, first.ID); err != nil {
		t.Fatal(err)
	}
	again, err := s.NewRound(ctx, s.ana.ID, codebook.Round{Name: "again", Version: first.Version, Unit: "turn", Blind: true, Standard: first.ID,
		Assignments: []codebook.Assignment{{Transcript: s.transcript.ID, Text: s.text.ID, Coders: []codebook.CoderID{s.ben.ID}}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.As(s.ben.ID).RoundWork(ctx, first.ID); !errors.Is(err, ErrBlind) {
		t.Errorf("ben, who codes it again: %v", err)
	}
	if _, err := s.As(s.ana.ID).RoundWork(ctx, first.ID); err != nil {
		t.Errorf("ana, who does not: %v", err)
	}
	if _, err := s.CloseRound(ctx, s.ana.ID, again.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.As(s.ben.ID).RoundWork(ctx, first.ID); err != nil {
		t.Errorf("after the close: %v", err)
	}
}
