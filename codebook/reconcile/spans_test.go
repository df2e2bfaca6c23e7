package reconcile

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/codebook"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/span"
	"concord/corpus"
)

func spansOf(t *testing.T, book *codebook.Codebook, n int, rules Rules, works ...*codebook.CodedTranscript) Spans {
	t.Helper()
	s, err := BuildSpans(book, works, coders(n), all(book), rules)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func marked(t *testing.T, text continuum.Continuum, coder string) []continuum.Span {
	t.Helper()
	spans, ok := text.Spans(coder)
	if !ok {
		t.Fatalf("%s takes no part", coder)
	}
	return spans
}

// Labels, blank lines and interviewers' words are taken out, positions are code
// points, and codings are trimmed.
func TestTheContinuumIsWhatWasSpoken(t *testing.T) {
	book := bookOf(2)
	w := workOf(t, "P: Çok iyi.", "INT: go on", "P: we met.")
	code(w, 1, 1, 1, "iyi.\n\nINT: go on\n\nP: we")
	code(w, 1, 2, 2, " on")
	code(w, 2, 2, 2, "met.")
	complete(w, 1, 1, 2)
	complete(w, 2, 1, 2)
	s := spansOf(t, book, 2, DefaultRules, w)
	text := s.Texts[0]
	if text.Length() != len("cok iyi.")+len("we met.") || s.Counts.Characters != text.Length() {
		t.Errorf("%d characters", text.Length())
	}
	if d := cmp.Diff([]continuum.Span{{Start: 4, End: 10, Category: "a"}}, marked(t, text, "ana")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]continuum.Span{{Start: 11, End: 14, Category: "b"}}, marked(t, text, "ben")); d != "" {
		t.Error(d)
	}
	if s.Counts.Wordless != 1 || s.Counts.InterviewerTurns != 1 {
		t.Errorf("counts %+v", s.Counts)
	}
	rules := DefaultRules
	rules.AllSpeakers = true
	s = spansOf(t, book, 2, rules, w)
	if d := cmp.Diff([]continuum.Span{{Start: 4, End: 15, Category: "a"}, {Start: 11, End: 13, Category: "b"}}, marked(t, s.Texts[0], "ana")); d != "" {
		t.Error(d)
	}
}

// Time stamps inside a turn are no characters.
func TestTheContinuumSkipsTimeStamps(t *testing.T) {
	body := "P: we met [00:12] and parted."
	text, err := corpus.NewText(body, []corpus.Turn{{Extent: corpus.Span{Start: 0, End: corpus.Offset(len(body))}, Speaker: "P",
		Speech: []corpus.Span{{Start: 3, End: 10}, {Start: 17, End: corpus.Offset(len(body))}}, Start: corpus.NoTime, End: corpus.NoTime}})
	if err != nil {
		t.Fatal(err)
	}
	w := &codebook.CodedTranscript{Text: text, Speakers: map[string]corpus.Speaker{}}
	code(w, 1, 1, 1, "met [00:12] and")
	code(w, 1, 1, 1, "00:12")
	complete(w, 1, 1)
	complete(w, 2, 1)
	s := spansOf(t, bookOf(1), 2, DefaultRules, w)
	if n := s.Texts[0].Length(); n != len("we met ")+len(" and parted.") {
		t.Errorf("%d characters", n)
	}
	if d := cmp.Diff([]continuum.Span{{Start: 3, End: 11, Category: "a"}}, marked(t, s.Texts[0], "ana")); d != "" {
		t.Error(d)
	}
}

// A coder without an answer for a code takes no part in its figures, and the
// code none in those over all codes on that transcript.
func TestWhoHasNoAnswerTakesNoPart(t *testing.T) {
	book := bookOf(3, redefined(9, 1))
	w, other := workOf(t, "P: we met."), workOf(t, "P: they did.")
	code(w, 1, 1, 1, "we met") // stale
	code(w, 1, 2, 2, "we")
	complete(w, 1, 2, 3, 9)
	complete(w, 2, 2, 9) // c was not there
	code(other, 1, 1, 9, "they")
	complete(other, 1, 2, 3, 9) // ben has not finished this one
	s := spansOf(t, book, 2, DefaultRules, w, other)
	for name, want := range map[string]string{"a": "ben | ana", "b": "ana ben | ana", "c": "ana | ana"} {
		var who []string
		for _, text := range s.ByCode[name] {
			who = append(who, strings.Join(text.Coders(), " "))
		}
		if got := strings.Join(who, " | "); got != want {
			t.Errorf("code %s: %s, want %s", name, got, want)
		}
	}
	// Of the first transcript only b is left for the figures over all codes.
	if d := cmp.Diff([]continuum.Span{{Start: 0, End: 2, Category: "b"}}, marked(t, s.Texts[0], "ana")); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]continuum.Span{{Start: 0, End: 4, Category: "a"}}, marked(t, s.Texts[1], "ana")); d != "" {
		t.Error(d)
	}
	if c := s.Counts; c.Stale != 1 || c.Unmeant != 1 || c.Apart != 2 {
		t.Errorf("counts %+v", c)
	}
	r, err := span.Panel(context.Background(), s.Texts, span.PanelOptions{Codes: s.Names, ByCode: s.ByCode, Resamples: 20})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range r.Codes {
		switch v := c.CharAlpha; {
		case c.Code == "b" && v.Defined():
		case c.Code == "b":
			t.Errorf("b is undefined: %s", v.Undefined)
		case v.Defined():
			t.Errorf("code %s has α %v", c.Code, v.Number)
		}
	}
}

// NVivo's own example, as a project: 1000 characters, 50 coded by both, 150 by
// one, 800 by neither.
func TestNVivosExample(t *testing.T) {
	book := bookOf(1)
	w := workOf(t, "P: "+strings.Repeat("abcd ", 199)+"abcde")
	base := w.Text.Turns[0].Speech[0].Start
	for coder, s := range map[int][2]int{1: {100, 249}, 2: {200, 299}} {
		w.Codings = append(w.Codings, codebook.Coding{Text: w.Text.ID, Coder: coderID(coder), Code: codeID(1), Definition: changeID(1),
			Span: corpus.Span{Start: base + corpus.Offset(s[0]), End: base + corpus.Offset(s[1])}})
		complete(w, coder, 1)
	}
	s := spansOf(t, book, 2, DefaultRules, w)
	p := span.Compare(s.Texts, "a", "ana", "ben")
	// The codings end with a word, so that each is one character shorter than
	// NVivo's, whose end with a blank.
	if p.Both != 49 || p.OnlyFirst != 100 || p.OnlySecond != 50 || p.Neither != 801 {
		t.Errorf("%+v", p)
	}
	if v := p.Percent(); v.Number != .85 {
		t.Errorf("%+v", v)
	}
}

// Domains are the top codes with those below them, and the themes; with roll-up a
// code that counts for those below it cannot exclude them.
func TestDomains(t *testing.T) {
	theme := codebook.Theme{Name: "hardship", Codes: []codebook.CodeID{codeID(2), codeID(4)}}
	book := codebook.New([]codebook.Code{{ID: codeID(1), Name: "money"}, {ID: codeID(2), Name: "debt", Parent: codeID(1)},
		{ID: codeID(3), Name: "wage", Parent: codeID(1)}, {ID: codeID(4), Name: "trust"}}, theme)
	for _, c := range []struct {
		rules Rules
		want  []span.Domain
	}{
		{Rules{}, []span.Domain{{Name: "money", Codes: []string{"money", "money/debt", "money/wage"}}, {Name: "theme hardship", Codes: []string{"money/debt", "trust"}}}},
		{Rules{RollUp: true}, []span.Domain{{Name: "money", Codes: []string{"money/debt", "money/wage"}}, {Name: "theme hardship", Codes: []string{"money/debt", "trust"}}}},
		{Rules{Themes: true}, nil},
	} {
		s := Spans{Rules: c.rules, Codebook: book}
		for _, code := range book.Codes() {
			s.Lines, s.Names = append(s.Lines, RatedCode{Code: code}), append(s.Names, book.Path(code.ID))
		}
		if d := cmp.Diff(c.want, s.Domains()); d != "" {
			t.Errorf("%+v: %s", c.rules, d)
		}
	}
}
