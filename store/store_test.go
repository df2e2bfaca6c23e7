package store

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
)

// open makes a project in a folder of its own and checks it, whatever the test
// does to it, when the test ends.
func open(t testing.TB, options ...Option) *Project {
	t.Helper()
	p, err := Init(context.Background(), t.TempDir(), "a study", options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sound(t, p) })
	return p
}

func sound(t testing.TB, p *Project) {
	t.Helper()
	r, err := p.Check(context.Background())
	if err != nil {
		t.Errorf("check: %v", err)
	}
	for _, problem := range r.Problems {
		t.Errorf("check: %s", problem)
	}
}

// textOf makes a text of turns like "INT: how was it?".
func textOf(t testing.TB, turns ...string) *corpus.Text {
	t.Helper()
	var body strings.Builder
	var table []corpus.Turn
	for _, turn := range turns {
		label, _, ok := strings.Cut(turn, ": ")
		start := corpus.Offset(body.Len())
		body.WriteString(turn)
		end := corpus.Offset(body.Len())
		speech := start
		if ok {
			speech += corpus.Offset(len(label) + 2)
		} else {
			label = ""
		}
		table = append(table, corpus.Turn{Extent: corpus.Span{Start: start, End: end}, Speech: []corpus.Span{{Start: speech, End: end}},
			Speaker: label, Start: corpus.NoTime, End: corpus.NoTime})
		body.WriteString("\n\n")
	}
	text, err := corpus.NewText(body.String(), table)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func interview(t testing.TB, n int) *corpus.Text {
	var turns []string
	for i := range 20 {
		turns = append(turns, fmt.Sprintf("INT: and what about part %d of the work in place %d?", i, n),
			fmt.Sprintf("P%02d: we met, we argued, we stayed. That is the %dth thing I would say.", n, i))
	}
	return textOf(t, turns...)
}

func importText(t testing.TB, p *Project, by codebook.CoderID, name string, text *corpus.Text) corpus.Transcript {
	t.Helper()
	got, err := p.Import(context.Background(), by, NewTranscript{Name: name, Original: []byte(text.Body), Text: text,
		Source:   corpus.Source{File: name + ".txt", Format: "txt", Importer: "test 1", Encoding: "utf-8"},
		Speakers: []corpus.Speaker{{Label: "INT", Role: corpus.RoleInterviewer}, {Label: "P01", Role: corpus.RoleParticipant}}})
	if err != nil {
		t.Fatal(err)
	}
	return got.Transcript
}

// study is a small project to work on: two coders, two codes, one transcript.
type study struct {
	*Project
	ana, ben     codebook.Coder
	trust, grief codebook.Code
	text         *corpus.Text
	transcript   corpus.Transcript
}

func newStudy(t testing.TB, options ...Option) *study {
	t.Helper()
	s := &study{Project: open(t, options...)}
	ctx := context.Background()
	var err error
	must := func() {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	s.ana, err = s.AddCoder(ctx, "ana", "")
	must()
	s.ben, err = s.AddCoder(ctx, "ben", "")
	must()
	s.trust, err = s.AddCode(ctx, s.ana.ID, NewCode{Name: "trust", Definition: codebook.Definition{Text: "relies on the other"}}, "")
	must()
	s.grief, err = s.AddCode(ctx, s.ana.ID, NewCode{Name: "grief"}, "")
	must()
	s.text = interview(t, 1)
	s.transcript = importText(t, s.Project, s.ana.ID, "KI-01", s.text)
	return s
}

// turn is the span of a turn's speech.
func (s *study) turn(i int) corpus.Span { return s.text.Turns[i].SpeechSpan() }

func (s *study) apply(t testing.TB, by codebook.Coder, code codebook.Code, span corpus.Span) codebook.Coding {
	t.Helper()
	got, err := s.Apply(context.Background(), by.ID, NewCoding{Transcript: s.transcript.ID, Span: span, Code: code.ID})
	if err != nil {
		t.Fatal(err)
	}
	return got[0].Coding
}

func (s *study) codings(t testing.TB) []codebook.Coding {
	t.Helper()
	cs, err := s.As(s.ana.ID).Codings(context.Background(), s.transcript.ID)
	if err != nil {
		t.Fatal(err)
	}
	return cs
}
