package store

import (
	"context"
	"errors"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
)

var ctx = context.Background()

func TestCodingIsThereAfterReopening(t *testing.T) {
	s := newStudy(t)
	c := s.apply(t, s.ana, s.trust, s.turn(1))
	again, err := Open(ctx, s.Dir())
	if err != nil {
		t.Fatal(err)
	}
	got, err := again.As(s.ben.ID).Codings(ctx, s.transcript.ID)
	if err != nil || len(got) != 1 || got[0] != c {
		t.Fatalf("got %+v, %v; want %+v", got, err, c)
	}
	if c.Definition != s.trust.DefinedBy || c.Definition.IsZero() {
		t.Errorf("the coding names the definition %v, the code %v", c.Definition, s.trust.DefinedBy)
	}
}

func TestImportingTheSameBytesTwiceChangesNothing(t *testing.T) {
	s := newStudy(t)
	before, _ := s.As(s.ana.ID).State(ctx)
	got, err := s.Import(ctx, s.ana.ID, NewTranscript{Name: "other name", Original: []byte(s.text.Body), Text: s.text})
	if err != nil || !got.Unchanged || got.Transcript.ID != s.transcript.ID {
		t.Fatalf("got %+v, %v", got, err)
	}
	if after, _ := s.As(s.ana.ID).State(ctx); after != before {
		t.Errorf("the state went from %s to %s", before, after)
	}
}

func TestNamesThatAreTakenAreChangedWithAWarning(t *testing.T) {
	s := newStudy(t)
	other := interview(t, 2)
	got, err := s.Import(ctx, s.ana.ID, NewTranscript{Name: "ki-01", Original: []byte("other bytes"), Text: other})
	if err != nil || got.Transcript.Name != "ki-01 (2)" || len(got.Warnings) != 1 {
		t.Fatalf("got %q %q, %v", got.Transcript.Name, got.Warnings, err)
	}
	got, err = s.Import(ctx, s.ana.ID, NewTranscript{Name: "KI-09", Original: []byte("yet other bytes"), Text: other})
	if err != nil || len(got.Warnings) != 1 || !strings.Contains(got.Warnings[0], "equals") {
		t.Fatalf("equal text is not reported: %q, %v", got.Warnings, err)
	}
}

func TestOverlappingCodingsOfOneCodeWiden(t *testing.T) {
	s := newStudy(t)
	span := s.turn(1)
	mid := (span.Start + span.End) / 2
	first := s.apply(t, s.ana, s.trust, corpus.Span{Start: span.Start, End: mid})
	got, err := s.Apply(ctx, s.ana.ID, NewCoding{Transcript: s.transcript.ID, Span: corpus.Span{Start: mid - 1, End: span.End}, Code: s.trust.ID})
	if err != nil || !got[0].Widened || got[0].Coding.ID != first.ID || got[0].Coding.Span != span || got[0].Before != first.Span {
		t.Fatalf("got %+v, %v", got, err)
	}
	if _, err := s.Undo(ctx, s.ana.ID); err != nil {
		t.Fatal(err)
	}
	if cs := s.codings(t); len(cs) != 1 || cs[0].Span != first.Span {
		t.Errorf("after undo: %+v", cs)
	}
	// Touching is not overlapping; other coders and codes keep their own.
	s.apply(t, s.ana, s.trust, corpus.Span{Start: mid, End: span.End})
	s.apply(t, s.ben, s.trust, span)
	s.apply(t, s.ana, s.grief, span)
	if cs := s.codings(t); len(cs) != 4 {
		t.Errorf("%d codings, want 4", len(cs))
	}
	again, err := s.Apply(ctx, s.ana.ID, NewCoding{Transcript: s.transcript.ID, Span: span, Code: s.grief.ID})
	if err != nil || !again[0].Already {
		t.Errorf("the same coding again: %+v, %v", again, err)
	}
}

func TestNobodyChangesAnothersCoding(t *testing.T) {
	s := newStudy(t)
	c := s.apply(t, s.ana, s.trust, s.turn(1))
	for name, err := range map[string]error{
		"move":    s.MoveCoding(ctx, s.ben.ID, c.ID, s.turn(3)),
		"recode":  s.Recode(ctx, s.ben.ID, c.ID, s.grief.ID),
		"remove":  s.RemoveCoding(ctx, s.ben.ID, c.ID),
		"flag":    s.FlagQuote(ctx, s.ben.ID, c.ID, true),
		"confirm": s.Confirm(ctx, s.ben.ID, c.ID),
	} {
		if err == nil {
			t.Errorf("%s by another coder was accepted", name)
		}
	}
	if cs := s.codings(t); len(cs) != 1 || cs[0] != c {
		t.Errorf("the coding changed: %+v", cs)
	}
}

func TestRefusedActionsChangeNothing(t *testing.T) {
	s := newStudy(t)
	before, _ := s.As(s.ana.ID).State(ctx)
	good := NewCoding{Transcript: s.transcript.ID, Span: s.turn(1), Code: s.trust.ID}
	for name, bad := range map[string]NewCoding{
		"beyond the text":    {Transcript: s.transcript.ID, Span: corpus.Span{Start: 5, End: 1 << 20}, Code: s.trust.ID},
		"empty":              {Transcript: s.transcript.ID, Span: corpus.Span{Start: 5, End: 5}, Code: s.trust.ID},
		"unknown code":       {Transcript: s.transcript.ID, Span: s.turn(1), Code: codebook.CodeID{1}},
		"unknown transcript": {Transcript: corpus.TranscriptID{1}, Span: s.turn(1), Code: s.trust.ID},
		"unknown coder":      {Transcript: s.transcript.ID, Span: s.turn(1), Code: s.trust.ID, Coder: codebook.CoderID{1}},
	} {
		if _, err := s.Apply(ctx, s.ana.ID, good, bad); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if after, _ := s.As(s.ana.ID).State(ctx); after != before {
		t.Error("a refused action left events behind")
	}
	if _, err := s.Apply(ctx, codebook.CoderID{}, good); err == nil || !strings.Contains(err.Error(), "choose a coder") {
		t.Errorf("coding without a coder: %v", err)
	}
}

func TestSummariesAndCountsFollowTheCodings(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	s.apply(t, s.ana, s.grief, s.turn(1))
	two := corpus.Span{Start: s.turn(3).Start, End: s.turn(4).End}
	c := s.apply(t, s.ana, s.trust, two)
	if _, err := s.Complete(ctx, s.ana.ID, s.ana.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	o, err := s.As(s.ana.ID).Overview(ctx)
	if err != nil {
		t.Fatal(err)
	}
	m := o.Summaries[s.transcript.ID][s.ana.ID]
	if m.Codings != 3 || m.CodedTurns != 3 || !m.Completed {
		t.Errorf("summary %+v", m)
	}
	if n := o.Counts[s.trust.ID][s.ana.ID]; n != 2 {
		t.Errorf("trust is counted %d times", n)
	}
	if err := s.RemoveCoding(ctx, s.ana.ID, c.ID); err != nil {
		t.Fatal(err)
	}
	if err := s.Reopen(ctx, s.ana.ID, s.ana.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	o, _ = s.As(s.ana.ID).Overview(ctx)
	if m := o.Summaries[s.transcript.ID][s.ana.ID]; m.Codings != 2 || m.CodedTurns != 1 || m.Completed {
		t.Errorf("summary after removal %+v", m)
	}
}

func TestCompletionNamesTheDefinitionsItWasMadeUnder(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	c, err := s.Complete(ctx, s.ana.ID, s.ana.ID, s.transcript.ID)
	if err != nil || len(c.Definitions) != 2 || c.Codings != 1 || c.Text != s.text.ID {
		t.Fatalf("%+v, %v", c, err)
	}
	if err := s.ChangeCodes(ctx, s.ana.ID, CodeChange{Code: s.trust.ID, Kind: codebook.Redefine,
		Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: "sharper"}}}}); err != nil {
		t.Fatal(err)
	}
	d, err := s.Complete(ctx, s.ana.ID, s.ana.ID, s.transcript.ID)
	if err != nil || len(d.Definitions) != 2 || d.Digest != c.Digest {
		t.Fatalf("%+v, %v", d, err)
	}
	same := 0
	for i := range c.Definitions {
		for j := range d.Definitions {
			if c.Definitions[i] == d.Definitions[j] {
				same++
			}
		}
	}
	if same != 1 {
		t.Errorf("%d definitions are the same, want that of grief only", same)
	}
}

func TestVersionsKnowTheirParentsAndRefuseNoChange(t *testing.T) {
	s := newStudy(t)
	v1, err := s.SaveVersion(ctx, s.ana.ID, "first")
	if err != nil || v1.Number != 1 || len(v1.Parents) != 0 {
		t.Fatalf("%+v, %v", v1, err)
	}
	if _, err := s.SaveVersion(ctx, s.ana.ID, "again"); err == nil || !strings.Contains(err.Error(), "nothing changed") {
		t.Errorf("saving without a change: %v", err)
	}
	if _, err := s.AddCode(ctx, s.ben.ID, NewCode{Name: "shame", Parent: s.grief.ID}, "seen in KI-01"); err != nil {
		t.Fatal(err)
	}
	v2, err := s.SaveVersion(ctx, s.ana.ID, "second")
	if err != nil || v2.Number != 2 || len(v2.Parents) != 1 || v2.Parents[0] != v1.ID || v2.Digest == v1.Digest {
		t.Fatalf("%+v, %v", v2, err)
	}
	all, err := s.As(s.ana.ID).Versions(ctx)
	if err != nil || len(all) != 2 || all[1].Codebook().Path(all[1].Codes[2].ID) != "grief/shame" {
		t.Fatalf("%v", err)
	}
}

func TestCodebookImportTwiceChangesNothing(t *testing.T) {
	s := newStudy(t)
	file := []ImportedCode{
		{Path: []string{"extra"}, NewCode: NewCode{Definition: codebook.Definition{Text: "outside"}, Origin: codebook.Deductive, Source: "a theory"}},
		{Path: []string{"extra", "advocacy"}, NewCode: NewCode{Definition: codebook.Definition{Text: "speaks for"}}},
		{Path: []string{"Trust"}, NewCode: NewCode{Definition: codebook.Definition{Text: "sharper"}}},
	}
	dry, err := s.ImportCodebook(ctx, s.ana.ID, file, nil, "", true)
	if err != nil || len(dry.Added) != 2 || len(dry.Redefined) != 1 || len(dry.Missing) != 1 {
		t.Fatalf("dry run: %+v, %v", dry, err)
	}
	if b, _ := s.As(s.ana.ID).Codebook(ctx); b.Len() != 2 {
		t.Fatal("a dry run changed the codebook")
	}
	for i, want := range []int{2, 0} {
		got, err := s.ImportCodebook(ctx, s.ana.ID, file, nil, "", false)
		if err != nil || len(got.Added) != want {
			t.Fatalf("import %d: %+v, %v", i+1, got, err)
		}
	}
	before, _ := s.As(s.ana.ID).State(ctx)
	bad := append(file, ImportedCode{Path: []string{"nowhere", "x"}, NewCode: NewCode{}})
	if _, err := s.ImportCodebook(ctx, s.ana.ID, bad, nil, "", false); err == nil {
		t.Error("a code with an unknown parent was imported")
	}
	if after, _ := s.As(s.ana.ID).State(ctx); after != before {
		t.Error("a refused file was half-imported")
	}
}

func TestUnknownCoderNamesTheKnown(t *testing.T) {
	s := newStudy(t)
	_, err := s.WhoCodes(ctx, "chloe")
	if err == nil || !strings.Contains(err.Error(), "ana, ben") {
		t.Errorf("got %v", err)
	}
	if c, err := s.WhoCodes(ctx, ""); err != nil || !c.ID.IsZero() {
		t.Errorf("with two coders and none chosen somebody codes: %v %v", c, err)
	}
	if err := s.ChooseCoder(ctx, s.ben.ID); err != nil {
		t.Fatal(err)
	}
	if c, err := s.WhoCodes(ctx, ""); err != nil || c.ID != s.ben.ID {
		t.Errorf("the chosen coder is not taken: %v %v", c, err)
	}
	if _, err := s.AddCoder(ctx, "ANA", ""); err == nil {
		t.Error("two coders of one name in one copy")
	}
	if errors.Is(err, ErrBusy) {
		t.Error("not busy")
	}
}
