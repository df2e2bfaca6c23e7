package search

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// contextsOf gives the contexts of a query, text by text, sorted.
func contextsOf(t *testing.T, s Searcher, query string, words int, by ContextOrder) []string {
	t.Helper()
	r, err := s.Search(context.Background(), query)
	if err != nil {
		t.Fatal(err)
	}
	var all []Context
	list, _ := s.Source.Transcripts(t.Context())
	for _, tr := range list {
		text, err := s.Source.Text(t.Context(), tr.Text)
		if err != nil {
			t.Fatal(err)
		}
		var hits []Hit
		for h, err := range r.All(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			if h.Transcript == tr.ID {
				hits = append(hits, h)
			}
		}
		all = append(all, Contexts(text, hits, words)...)
	}
	SortContexts(all, by)
	var out []string
	for _, c := range all {
		out = append(out, fmt.Sprintf("%s[%s]%s", c.Left, c.Middle, c.Right))
	}
	return out
}

func TestContexts(t *testing.T) {
	s := coded(t)
	for _, c := range []struct {
		query string
		by    ContextOrder
		want  []string
	}{
		{"trust", ByText, []string{"We [trust] each other", "problem; we [trust] nobody", "Do you [trust] them"}},
		{"trust", ByLeft, []string{"We [trust] each other", "problem; we [trust] nobody", "Do you [trust] them"}},
		{"trust", ByRight, []string{"We [trust] each other", "problem; we [trust] nobody", "Do you [trust] them"}},
		{"wait OR no", ByMatch, []string{"[No]. I do", "each other. [No] letters, not", "I was [waiting] for the", "[Waiting] is over"}},
		{"code:trust county:Iowa", ByText, []string{"Do you [trust] them"}},
		{"code:funding coder:ben", ByText, []string{"[How did] the sheriff"}},
		{"years", ByText, []string{"didn’t, for [years]. I was"}}, // over a time stamp
		{"speaker:INT county:Iowa", ByText, nil},
		{"memo:site", ByText, nil},
		{"code:title", ByText, nil},
	} {
		got := contextsOf(t, s, c.query, 2, c.by)
		for i := range got {
			got[i] = strings.TrimSpace(got[i])
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s by %s (-want +got):\n%s", c.query, c.by, d)
		}
	}
}

func TestWordsOfAreThoseThatSearchesFind(t *testing.T) {
	s := coded(t)
	list, _ := s.Source.Transcripts(t.Context())
	text, err := s.Source.Text(t.Context(), list[0].Text)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, w := range WordsOf(text, 3) {
		words = append(words, w.Word)
		if len(hitsOf(t, s, `"`+w.Word+`"`)) == 0 || !strings.EqualFold(text.Slice(w.Span), w.Word) {
			t.Errorf("%q at %v is not found", w.Word, w.Span)
		}
	}
	if !slices.Equal(words, strings.Fields("we trust each other no letters not one")) {
		t.Errorf("words %q", words)
	}
}
