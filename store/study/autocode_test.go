package study

import (
	"context"
	"strings"
	"testing"

	"concord/corpus"
	"concord/examples"
	"concord/store"
)

func TestAutoPassages(t *testing.T) {
	files, err := examples.Files("overdose-coalitions")
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	s, err := Replay(ctx, files, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	find := func(q AutoQuestion) []AutoPassage {
		t.Helper()
		out, err := s.AutoPassages(ctx, q)
		if err != nil {
			t.Fatalf("%+v: %v", q, err)
		}
		if len(out) == 0 {
			t.Fatalf("%+v finds nothing", q)
		}
		return out
	}
	turns := find(AutoQuestion{Query: "naloxone", Unit: AutoTurn})
	for _, p := range turns {
		if p.Span != p.Text.Trim(p.Text.Turns[p.Turn].SpeechSpan()) || len(p.Found) == 0 {
			t.Errorf("not a whole turn: %v", p.Span)
		}
	}
	sentences := find(AutoQuestion{Query: "naloxone", Unit: AutoSentence})
	for _, p := range sentences {
		if q := p.Text.Slice(p.Span); !strings.Contains(strings.ToLower(q), "naloxone") || len(q) > 600 {
			t.Errorf("not the sentence: %q", q)
		}
	}
	words := find(AutoQuestion{Query: "naloxone", Unit: AutoWords})
	for _, p := range words {
		if q := p.Text.Slice(p.Span); !strings.HasPrefix(strings.ToLower(q), "naloxone") || strings.Contains(q, " ") {
			t.Errorf("not the words: %q", q)
		}
	}
	if len(turns) > len(sentences) || len(sentences) > len(words) {
		t.Errorf("%d turns, %d sentences, %d words", len(turns), len(sentences), len(words))
	}
	// A speaker, and a pattern; interviewers only if asked for.
	for _, p := range find(AutoQuestion{Query: `speaker:"Teo R."`, Unit: AutoSentence}) {
		if p.Text.Turns[p.Turn].Speaker != "Teo R." || p.Span != p.Text.Trim(p.Text.Turns[p.Turn].SpeechSpan()) {
			t.Errorf("turn %d of %s", p.Turn.Number(), p.Text.Turns[p.Turn].Speaker)
		}
	}
	for _, p := range find(AutoQuestion{Query: `/\b20\d\d\b/`, Unit: AutoWords}) {
		if q := p.Text.Slice(p.Span); len(q) != 4 || !strings.HasPrefix(q, "20") {
			t.Errorf("not a year: %q", q)
		}
	}
	few, all := find(AutoQuestion{Query: "the", Unit: AutoTurn}), find(AutoQuestion{Query: "the", Unit: AutoTurn, Interviewers: true})
	if len(few) >= len(all) {
		t.Errorf("%d turns without interviewers, %d with", len(few), len(all))
	}
	// What is coded already is said; what is applied is marked, and is one action.
	book, _ := s.Reader().Codebook(ctx)
	trust, err := book.Find("trust")
	if err != nil {
		t.Fatal(err)
	}
	q := AutoQuestion{Query: "they", Unit: AutoTurn, Code: trust.ID}
	before := find(q)
	already := 0
	var fresh []AutoPassage
	for _, p := range before {
		if p.Already {
			already++
			continue
		}
		fresh = append(fresh, p)
	}
	if already == 0 || len(fresh) == 0 {
		t.Fatalf("%d of %d are coded already", already, len(before))
	}
	var codings []store.NewCoding
	for _, p := range fresh {
		codings = append(codings, p.NewCoding(trust.ID))
	}
	if _, err := s.Project.Apply(ctx, s.Coder.ID, codings...); err != nil {
		t.Fatal(err)
	}
	for _, p := range find(q) {
		if !p.Already {
			t.Errorf("not coded: %v", p.Span)
		}
	}
	made, err := s.Reader().Codings(ctx, corpus.TranscriptID{})
	if err != nil {
		t.Fatal(err)
	}
	auto := 0
	for _, c := range made {
		if c.Auto {
			auto++
		}
	}
	if auto != len(fresh) {
		t.Errorf("%d codings are marked, %d were made", auto, len(fresh))
	}
	d, err := s.Project.Undo(ctx, s.Coder.ID)
	if err != nil || !strings.Contains(d.Text, "codings of trust") {
		t.Errorf("undo takes back %q, %v", d.Text, err)
	}
	if after := find(q); len(after) != len(before) || after[0].Already != before[0].Already {
		t.Error("undo did not take all of it back")
	}
}
