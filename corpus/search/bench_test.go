package search

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"concord/corpus"
)

// A benchStudy is interviews of 300 turns and some 30 words a turn, with their
// index, which is kept in the system's temporary folder for the next time.
type benchStudy struct {
	interviews int
	once       sync.Once
	source     memorySource
	index      *Index
}

var (
	small = &benchStudy{interviews: 45}
	large = &benchStudy{interviews: 1000}
)

// memorySource is a source in memory.
type memorySource struct {
	list []Transcript
	text map[corpus.TextID]*corpus.Text
}

func (m memorySource) Transcripts(context.Context) ([]Transcript, error) { return m.list, nil }

func (m memorySource) Text(_ context.Context, id corpus.TextID) (*corpus.Text, error) {
	return m.text[id], nil
}

func benchSource(b testing.TB, interviews int) memorySource {
	say := talk(11)
	r := rand.New(rand.NewPCG(11, 2))
	m := memorySource{text: map[corpus.TextID]*corpus.Text{}}
	for i := range interviews {
		var turns []string
		for range 300 {
			turns = append(turns, say(5+r.IntN(50)))
		}
		x := study(b, turns)[0]
		x.transcript.ID = corpus.TranscriptID{byte(i), byte(i >> 8), 0xff}
		m.list = append(m.list, x.transcript)
		m.text[x.text.ID] = x.text
	}
	return m
}

func (s *benchStudy) open(b *testing.B) *benchStudy {
	if s == large && !strings.Contains(flag.Lookup("test.bench").Value.String(), "Large") {
		b.Skip("takes long; ask for it with -bench Large")
	}
	s.once.Do(func() {
		s.source = benchSource(b, s.interviews)
		dir := filepath.Join(os.TempDir(), fmt.Sprintf("concord-search-bench-%d-%d", s.interviews, os.Getuid()))
		s.index = NewIndex(dir, project)
		if err := s.index.Sync(b.Context(), s.source, schema); err != nil {
			b.Fatal(err)
		}
	})
	return s
}

// queries draws terms from what was said, so that common words come as often
// as they are used.
func (s *benchStudy) queries(make func(words []string) string) func() string {
	r := rand.New(rand.NewPCG(1, 1))
	return func() string {
		for {
			t := s.source.text[s.source.list[r.IntN(len(s.source.list))].Text]
			turn := corpus.TurnIndex(r.IntN(len(t.Turns)))
			var words []string
			for _, w := range wordsOf(speechOf(t, turn)) {
				words = append(words, w.word)
			}
			if len(words) > 3 {
				return make(words[r.IntN(len(words)-3):])
			}
		}
	}
}

// first measures how long the first screen takes, fifty hits with their marks.
func (s *benchStudy) first(b *testing.B, with Searcher, next func() string) {
	var took []time.Duration
	for b.Loop() {
		b.StopTimer()
		query := next()
		b.StartTimer()
		begun := time.Now()
		r, err := with.Search(b.Context(), query)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := r.Page(b.Context(), 0, 50); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

func prefixOf(word string, n int) string {
	if r := []rune(word); len(r) > n {
		return string(r[:n])
	}
	return word
}

func benchSearch(b *testing.B, s *benchStudy) {
	kinds := []struct {
		name string
		make func(words []string) string
	}{
		// A backslash keeps a word from being read as an operator.
		{"word", func(w []string) string { return `\` + w[0] }},
		{"and", func(w []string) string { return `\` + w[0] + ` \` + w[2] }},
		{"phrase", func(w []string) string { return `"` + strings.Join(w[:3], " ") + `"` }},
		{"prefix4", func(w []string) string { return prefixOf(w[0], 4) + "*" }},
		{"prefix1", func(w []string) string { return prefixOf(w[0], 1) + "*" }},
		{"fuzzy", func(w []string) string { return `\\` + w[0] + "~" }},
		{"regexp", func(w []string) string { return `/\b` + w[0] + `\W+\w+ing\b/i` }},
	}
	for _, k := range kinds {
		b.Run(k.name, func(b *testing.B) {
			s.open(b)
			s.first(b, Searcher{Source: s.source, Index: s.index}, s.queries(k.make))
		})
	}
	for _, k := range kinds[:4] {
		b.Run("scan-"+k.name, func(b *testing.B) {
			s.open(b)
			s.first(b, Searcher{Source: s.source}, s.queries(k.make))
		})
	}
	for name, query := range map[string]string{"regexp-nowhere": `/zebra|quagga/i`, "regexp-all": `/\bovers?dose\w*/i`, "count-the": "the", "scan-nowhere": "zebra"} {
		b.Run(name, func(b *testing.B) {
			s.open(b)
			with := Searcher{Source: s.source, Index: s.index}
			if name == "scan-nowhere" {
				with.Index = nil
			}
			for b.Loop() {
				r, err := with.Search(b.Context(), query)
				if err != nil {
					b.Fatal(err)
				}
				if _, _, err := r.Count(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkSearch(b *testing.B)      { benchSearch(b, small) }
func BenchmarkSearchLarge(b *testing.B) { benchSearch(b, large) }

func benchBuild(b *testing.B, s *benchStudy) {
	s.open(b)
	size := int64(0)
	for b.Loop() {
		dir := b.TempDir()
		x := NewIndex(dir, project)
		if err := x.Sync(b.Context(), s.source, 1); err != nil {
			b.Fatal(err)
		}
		size = 0
		files, _ := filepath.Glob(filepath.Join(x.live(), "*"))
		for _, f := range files {
			if info, err := os.Stat(f); err == nil {
				size += info.Size()
			}
		}
	}
	b.ReportMetric(float64(size)/1e6, "index-MB")
}

func BenchmarkBuild(b *testing.B)      { benchBuild(b, small) }
func BenchmarkBuildLarge(b *testing.B) { benchBuild(b, large) }
