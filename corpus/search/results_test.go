package search

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus"
)

func TestPagesAndCounts(t *testing.T) {
	source := generated(t, 9, 40, 5)
	for _, x := range []*Index{nil, NewIndex(t.TempDir(), project)} {
		if x != nil {
			if err := x.Sync(t.Context(), source, 1); err != nil {
				t.Fatal(err)
			}
		}
		s := Searcher{Source: source, Index: x}
		want := hitsOf(t, s, "people")
		r, err := s.Search(t.Context(), "people")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for from := 0; ; from += 7 {
			page, err := r.Page(t.Context(), from, from+7)
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range page {
				got = append(got, show(t, source, h))
			}
			if len(page) < 7 {
				break
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatal(d)
		}
		hits, transcripts, err := r.Count(t.Context())
		in := map[string]bool{}
		for _, h := range want {
			in[strings.Fields(h)[0]] = true
		}
		if err != nil || hits != len(want) || transcripts != len(in) || hits < 10 {
			t.Fatalf("%d hits in %d transcripts, %v; want %d in %d", hits, transcripts, err, len(want), len(in))
		}
		back, err := r.Page(t.Context(), 1, 3)
		if err != nil || len(back) != 2 || show(t, source, back[0]) != want[1] {
			t.Fatalf("paging back gives %v, %v", back, err)
		}
		if none, err := r.Page(t.Context(), hits, hits+5); err != nil || len(none) > 0 {
			t.Fatalf("beyond the end there are %v, %v", none, err)
		}
	}
}

// The first hits of an expression come without reading all texts.
func TestFirstHitsReadLittle(t *testing.T) {
	counting := &countingSource{listSource: generated(t, 50, 20, 5)}
	r, err := Searcher{Source: counting}.Search(t.Context(), "/the [a-z]+/")
	if err != nil {
		t.Fatal(err)
	}
	if page, err := r.Page(t.Context(), 0, 10); err != nil || len(page) != 10 {
		t.Fatalf("%d hits, %v", len(page), err)
	}
	if counting.read > 5 {
		t.Fatalf("%d texts were read for the first 10 hits", counting.read)
	}
}

type countingSource struct {
	listSource
	read int
}

func (s *countingSource) Text(ctx context.Context, id corpus.TextID) (*corpus.Text, error) {
	s.read++
	return s.listSource.Text(ctx, id)
}

func TestSearchStopsWithTheContext(t *testing.T) {
	source := generated(t, 3, 20, 5)
	x := NewIndex(t.TempDir(), project)
	if err := x.Sync(t.Context(), source, 1); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	r, err := Searcher{Source: source, Index: x}.Search(ctx, "/the/")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if _, _, err := r.Count(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("counting went on: %v", err)
	}
	if _, err := (Searcher{Source: source, Index: x}).Search(ctx, "the"); !errors.Is(err, context.Canceled) {
		t.Fatalf("searching went on: %v", err)
	}
}

func TestErrorsOfSourceAndFactsComeThrough(t *testing.T) {
	s := coded(t)
	s.Source = failingSource{s.Source.(listSource)}
	r, err := s.Search(t.Context(), "trust")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Page(t.Context(), 0, 5); err == nil || !strings.Contains(err.Error(), `reading the text of "KI-01": it is torn`) {
		t.Fatalf("got %v", err)
	}
}

type failingSource struct{ listSource }

func (failingSource) Text(context.Context, corpus.TextID) (*corpus.Text, error) {
	return nil, errors.New("it is torn")
}
