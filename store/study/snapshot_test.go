package study

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"concord/corpus"
	"concord/store"
)

// whileWritten calls check again and again while a second program, with a
// project and a queue of its own, adds codings without a pause.
func whileWritten(t *testing.T, check func(*Study)) {
	t.Helper()
	ctx := context.Background()
	dir := filepath.Join(t.TempDir(), "study")
	var said strings.Builder
	for i := range 200 {
		fmt.Fprintf(&said, "P: some words that were said %d\n", i)
	}
	s, err := Replay(ctx, fstest.MapFS{
		"KI-01.txt": &fstest.MapFile{Data: []byte(said.String())},
		"book.csv":  &fstest.MapFile{Data: []byte("name,definition\ntrust,what it is\n")},
		"study.json": &fstest.MapFile{Data: []byte(`{"title": "two writers", "coders": [{"name": "ana"}, {"name": "ben"}], "steps": [
			{"do": "import", "coder": "ana", "files": ["KI-01.txt"], "when": "2026-03-01T09:00:00Z"},
			{"do": "codebook", "coder": "ana", "file": "book.csv", "when": "2026-03-01T10:00:00Z"},
			{"do": "save", "coder": "ana", "reason": "first", "when": "2026-03-01T11:00:00Z"}]}`)},
	}, dir)
	if err != nil {
		t.Fatal(err)
	}
	other, err := Open(ctx, dir, "ben", store.WithClock(func() time.Time { return time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC) }))
	if err != nil {
		t.Fatal(err)
	}
	transcript, err := other.Transcript(ctx, "KI-01")
	if err != nil {
		t.Fatal(err)
	}
	book, err := other.Reader().Codebook(ctx)
	if err != nil {
		t.Fatal(err)
	}
	stop, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				ended <- nil
				return
			default:
			}
			at := corpus.Offset(3 + i%5000)
			_, err := other.Project.Apply(ctx, other.Coder.ID, store.NewCoding{Transcript: transcript.ID, Text: transcript.Text(),
				Span: corpus.Span{Start: at, End: at + 5 + corpus.Offset(i/5000)}, Code: book.Codes()[0].ID})
			if err != nil && !store.MayPass(err) {
				ended <- err
				return
			}
		}
	}()
	for range 60 {
		check(s)
	}
	close(stop)
	if err := <-ended; err != nil {
		t.Fatal(err)
	}
}

// codingsAt gives how many codings there were in a state.
func codingsAt(t *testing.T, s *Study, state string) int {
	t.Helper()
	then, err := s.AsOf(context.Background(), state)
	if err != nil {
		t.Fatal(err)
	}
	cs, err := then.Reader().Codings(context.Background(), corpus.TranscriptID{})
	if err != nil {
		t.Fatal(err)
	}
	return len(cs)
}

// A figure names the state that it was computed on: whoever reads as of that
// state finds the same codings again, whatever is written meanwhile.
func TestMaterialIsOfTheStateItNames(t *testing.T) {
	ctx := context.Background()
	whileWritten(t, func(s *Study) {
		m, err := s.Material(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(m.Coded[0].Codings), codingsAt(t, s, m.State); got != want {
			t.Errorf("the material says it is of state %s, which has %d codings, and holds %d", m.State, want, got)
		}
	})
}

func TestCountsAreOfTheStateTheyName(t *testing.T) {
	ctx := context.Background()
	whileWritten(t, func(s *Study) {
		c, err := s.Counts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := c.Codes[0].Codings, codingsAt(t, s, c.State); got != want {
			t.Errorf("the counts say they are of state %s, which has %d codings, and count %d", c.State, want, got)
		}
	})
}

func TestExcerptsAreOfTheStateTheyName(t *testing.T) {
	ctx := context.Background()
	whileWritten(t, func(s *Study) {
		m, excerpts, err := s.Excerpts(ctx, "code:trust")
		if err != nil {
			t.Fatal(err)
		}
		// Each coding stands alone on its passage.
		if got, want := len(excerpts), codingsAt(t, s, m.State); got != want {
			t.Errorf("the excerpts say they are of state %s, which has %d codings, and show %d", m.State, want, got)
		}
	})
}

// Every fact that a search needs is read when it begins: hits that are asked for
// later are of the same state.
func TestHitsAreOfTheStateAtWhichTheSearchBegan(t *testing.T) {
	ctx := context.Background()
	whileWritten(t, func(s *Study) {
		before, err := s.Reader().State(ctx)
		if err != nil {
			t.Fatal(err)
		}
		results, err := s.Search(ctx, "code:trust")
		if err != nil {
			t.Fatal(err)
		}
		after, err := s.Reader().State(ctx)
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := results.Count(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if low, high := codingsAt(t, s, before), codingsAt(t, s, after); got < low || got > high {
			t.Errorf("a search begun between %d and %d codings found %d", low, high, got)
		}
	})
}

// Everything in a snapshot is of one state, and nothing can be read from it when
// it has ended.
func TestSnapshotEndsWithItsCall(t *testing.T) {
	ctx := context.Background()
	whileWritten(t, func(s *Study) {
		var kept *Study
		var first, second string
		err := s.Snapshot(ctx, func(in *Study) error {
			kept = in
			var err, err2 error
			first, err = in.Reader().State(ctx)
			codings, err3 := in.Reader().Codings(ctx, corpus.TranscriptID{})
			second, err2 = in.Reader().State(ctx)
			if err := errors.Join(err, err2, err3); err != nil {
				return err
			}
			// A snapshot within a snapshot is the same one.
			return in.Snapshot(ctx, func(again *Study) error {
				cs, err := again.Reader().Codings(ctx, corpus.TranscriptID{})
				if len(cs) != len(codings) {
					t.Errorf("%d codings, then %d in one snapshot", len(codings), len(cs))
				}
				return err
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		if first != second {
			t.Errorf("one snapshot has the states %s and %s", first, second)
		}
		if _, err := kept.Reader().State(ctx); err == nil {
			t.Error("a reader kept after its snapshot still reads")
		}
	})
}
