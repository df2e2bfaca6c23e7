package study

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode"

	"concord/codebook"
	"concord/corpus"
	"concord/store"
)

// What a query finds in the example study, as “transcript turn: words”.
func found(t *testing.T, s *Study, query string) []string {
	t.Helper()
	ctx := context.Background()
	results, err := s.Search(ctx, query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var out []string
	for hit, err := range results.All(ctx) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, key(hit.Transcript, hit.Span))
	}
	return out
}

func key(t corpus.TranscriptID, s corpus.Span) string { return t.String() + s.String() }

// Each field finds the codings that its meaning, written out, holds of.
func TestFieldsFindTheCodingsTheySpeakOf(t *testing.T) {
	ctx := context.Background()
	s := exampleStudy(t)
	m, err := s.Material(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	trust, err := m.Codebook.Find("trust")
	if err != nil {
		t.Fatal(err)
	}
	letter, err := m.Codebook.Find("informal channel")
	if err != nil {
		t.Fatal(err)
	}
	theme, err := s.Project.AddTheme(ctx, s.Coder.ID, store.NewTheme{Name: "ties", Codes: []codebook.CodeID{trust.ID}}, "")
	if err != nil {
		t.Fatal(err)
	}
	first := m.Coded[0]
	note := func(about codebook.Subject, text string) {
		t.Helper()
		if _, err := s.Project.AddMemo(ctx, s.Coder.ID, about, text); err != nil {
			t.Fatal(err)
		}
	}
	span := first.Text.Turns[3].SpeechSpan()
	note(codebook.Subject{Kind: codebook.AboutSpan, Transcript: first.Transcript.ID, Text: first.Text.ID, Span: span}, "quokka on a passage")
	note(codebook.Subject{Kind: codebook.AboutCode, Code: letter.ID}, "wombat on a code")
	note(codebook.Subject{Kind: codebook.AboutTheme, Theme: theme.ID}, "numbat on a theme")
	note(codebook.Subject{Kind: codebook.AboutCase, Case: first.Transcript.Cases[0]}, "bilby on a case")

	byName := map[string]codebook.CoderID{}
	for _, c := range m.Coders {
		byName[c.Name] = c.ID
	}
	rounds, err := s.Reader().Rounds(ctx)
	if err != nil {
		t.Fatal(err)
	}
	is := func(c codebook.Coding, code codebook.Code) bool {
		r := m.Codebook.Resolve(c.Code, c.Definition)
		return r.Status <= codebook.Stale && r.Code == code.ID
	}
	for query, holds := range map[string]func(w *codebook.CodedTranscript, c codebook.Coding) bool{
		"theme:ties": func(_ *codebook.CodedTranscript, c codebook.Coding) bool { return is(c, trust) },
		`round:"round 1"`: func(_ *codebook.CodedTranscript, c codebook.Coding) bool {
			r := m.Codebook.Resolve(c.Code, c.Definition)
			return r.Status <= codebook.Stale && rounds[0].Codes(c.Coder, c.Transcript)
		},
		"memo:wombat": func(_ *codebook.CodedTranscript, c codebook.Coding) bool { return is(c, letter) },
		"memo:numbat": func(_ *codebook.CodedTranscript, c codebook.Coding) bool { return is(c, trust) },
		"disagree(ana, ben, trust)": func(w *codebook.CodedTranscript, c codebook.Coding) bool {
			other := map[codebook.CoderID]codebook.CoderID{byName["ana"]: byName["ben"], byName["ben"]: byName["ana"]}[c.Coder]
			if other.IsZero() || !is(c, trust) || !finishedBy(w, byName["ana"]) || !finishedBy(w, byName["ben"]) {
				return false
			}
			return !slices.ContainsFunc(w.Codings, func(d codebook.Coding) bool {
				return d.Coder == other && is(d, trust) && strings.ContainsFunc(w.Text.Slice(c.Span.Intersect(d.Span)), unicode.IsLetter)
			})
		},
	} {
		var want []string
		for _, w := range m.Coded {
			for _, c := range w.Codings {
				if holds(w, c) {
					want = append(want, key(w.Transcript.ID, c.Span))
				}
			}
		}
		got := found(t, s, query)
		slices.Sort(got)
		slices.Sort(want)
		if len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s finds %d passages; it speaks of %d", query, len(got), len(want))
		}
	}
	if got := found(t, s, "memo:quokka"); !slices.Equal(got, []string{key(first.Transcript.ID, span)}) {
		t.Errorf("the memo on a passage is found at %q", got)
	}
	inAll := found(t, s, "transcript:"+first.Transcript.Name+" role:participant")
	if got := found(t, s, "memo:bilby role:participant"); len(got) != 1 || len(inAll) < 2 {
		t.Errorf("the memo on a case is found %d times", len(got))
	}
	if words := found(t, s, "memo:bilby the"); !slices.Equal(words, found(t, s, "transcript:"+first.Transcript.Name+" the")) {
		t.Errorf("the memo on a case holds in %d turns that say “the”", len(words))
	}
	// uncoded, turn by turn.
	for query, coder := range map[string]codebook.CoderID{"uncoded": {}, "uncoded by ben": byName["ben"]} {
		var want []string
		for _, w := range m.Coded {
			for _, turn := range w.Text.Turns {
				if !slices.ContainsFunc(w.Codings, func(c codebook.Coding) bool {
					return (coder.IsZero() || c.Coder == coder) && c.Span.Overlaps(turn.Extent) && m.Codebook.Resolve(c.Code, c.Definition).Status <= codebook.Stale
				}) {
					want = append(want, key(w.Transcript.ID, turn.SpeechSpan()))
				}
			}
		}
		if got := found(t, s, query); len(want) == 0 || !slices.Equal(got, want) {
			t.Errorf("%s finds %d turns; there are %d", query, len(got), len(want))
		}
	}
}

func finishedBy(w *codebook.CodedTranscript, coder codebook.CoderID) bool {
	return slices.ContainsFunc(w.Completions, func(c codebook.Completion) bool { return c.Coder == coder && c.Text == w.Text.ID })
}
