package search

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/google/go-cmp/cmp"

	"concord/corpus"
)

func TestUnusableIndexIsMadeAnew(t *testing.T) {
	source := generated(t, 3, 50, 1)
	for name, harm := range map[string]func(dir string) error{
		"no record file":   func(dir string) error { return os.Remove(filepath.Join(dir, "root.bolt")) },
		"empty record":     func(dir string) error { return os.WriteFile(filepath.Join(dir, "root.bolt"), nil, 0o600) },
		"record of noise":  func(dir string) error { return noise(filepath.Join(dir, "root.bolt"), 0) },
		"noise in record":  func(dir string) error { return noise(filepath.Join(dir, "root.bolt"), 8192) },
		"noise further on": func(dir string) error { return noise(filepath.Join(dir, "root.bolt"), 20000) },
		"noise in words":   func(dir string) error { return eachZap(dir, noiseInside) },
		"half a record":    func(dir string) error { return halve(filepath.Join(dir, "root.bolt")) },
		"no words":         func(dir string) error { return eachZap(dir, os.Remove) },
		"empty words": func(dir string) error {
			return eachZap(dir, func(p string) error { return os.WriteFile(p, nil, 0o600) })
		},
		"half of the words": func(dir string) error { return eachZap(dir, halve) },
		"words of noise":    func(dir string) error { return eachZap(dir, func(p string) error { return noise(p, 0) }) },
		"words of zeros":    func(dir string) error { return eachZap(dir, zero) },
		"a file":            func(dir string) error { os.RemoveAll(dir); return os.WriteFile(dir, []byte("x"), 0o600) },
		"an empty folder":   func(dir string) error { os.RemoveAll(dir); return os.Mkdir(dir, 0o700) },
	} {
		t.Run(name, func(t *testing.T) {
			x := NewIndex(t.TempDir(), project)
			if err := x.Sync(t.Context(), source, 1); err != nil {
				t.Fatal(err)
			}
			if err := harm(x.live()); err != nil {
				t.Fatal(err)
			}
			// Searching never fails for it.
			for _, q := range someQueries {
				if d := cmp.Diff(hitsOf(t, Searcher{Source: source}, q), hitsOf(t, Searcher{Source: source, Index: x}, q)); d != "" {
					t.Fatalf("%s (-scan +index):\n%s", q, d)
				}
			}
			if err := x.Sync(t.Context(), source, 2); err != nil {
				t.Fatal(err)
			}
			sameAnswers(t, source, x)
		})
	}
}

// Whatever spoils whichever file, searching goes on and is never wrong, and
// the next Sync mends it.
func TestAnyDamageIsMended(t *testing.T) {
	source := generated(t, 3, 50, 1)
	seed := uint64(time.Now().UnixNano())
	r := rand.New(rand.NewPCG(seed, 0))
	rounds := 15
	if testing.Short() {
		rounds = 3
	}
	for round := range rounds {
		x := NewIndex(t.TempDir(), project)
		if err := x.Sync(t.Context(), source, 1); err != nil {
			t.Fatal(err)
		}
		files, _ := filepath.Glob(filepath.Join(x.live(), "*"))
		file := files[r.IntN(len(files))]
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		from := r.IntN(len(b))
		to := min(len(b), from+1+r.IntN(5000))
		for i := from; i < to; i++ {
			b[i] = byte(r.Uint32())
		}
		if err := os.WriteFile(file, b, 0o600); err != nil {
			t.Fatal(err)
		}
		for _, q := range someQueries {
			if d := cmp.Diff(hitsOf(t, Searcher{Source: source}, q), hitsOf(t, Searcher{Source: source, Index: x}, q)); d != "" {
				t.Fatalf("seed %d, round %d, %s from %d to %d, %s (-scan +index):\n%s", seed, round, file, from, to, q, d)
			}
		}
		if err := x.Sync(t.Context(), source, 2); err != nil {
			t.Fatalf("seed %d, round %d, %s from %d to %d: %v", seed, round, file, from, to, err)
		}
		sameAnswers(t, source, x)
	}
}

// deadIndex is an index whose background has died: nothing ever returns.
type deadIndex struct{ index.Index }

func (deadIndex) Batch(*index.Batch) error { select {} }
func (deadIndex) Close() error             { select {} }

func TestADeadBackgroundHoldsNobodyUp(t *testing.T) {
	f := &file{ix: deadIndex{}, queue: index.NewAnalysisQueue(0), failed: make(chan error, 1), panicked: make(chan error, 1)}
	f.panicked <- errors.New("it panicked")
	begun := time.Now()
	if err := f.apply(index.NewBatch()); !errors.Is(err, ErrNoIndex) {
		t.Fatalf("writing said %v", err)
	}
	f.close()
	if took := time.Since(begun); took > 5*time.Second {
		t.Fatalf("it took %v", took)
	}
}

func TestForeignIndexIsMadeAnew(t *testing.T) {
	dir := t.TempDir()
	if err := NewIndex(dir, corpus.ProjectID{8}).Sync(t.Context(), generated(t, 1, 10, 2), 5); err != nil {
		t.Fatal(err)
	}
	x := NewIndex(dir, project)
	if _, err := x.State(); !errors.Is(err, ErrNoIndex) {
		t.Fatalf("the index of another project was read: %v", err)
	}
	source := generated(t, 2, 20, 1)
	if err := x.Sync(t.Context(), source, 5); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, source, x)
}

func eachZap(dir string, do func(path string) error) error {
	paths, err := filepath.Glob(filepath.Join(dir, "*.zap"))
	for _, p := range paths {
		err = errors.Join(err, do(p))
	}
	if len(paths) == 0 {
		return errors.New("there are no files of words")
	}
	return err
}

func halve(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, info.Size()/2)
}

func noise(path string, from int) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 1))
	for i := min(from, len(b)); i < len(b); i++ {
		b[i] = byte(r.Uint32())
	}
	return os.WriteFile(path, b, 0o600)
}

// noiseInside spoils the middle of a file and leaves its end, which says what
// it is.
func noiseInside(path string) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 1))
	for i := len(b) / 4; i < len(b)*3/4; i++ {
		b[i] = byte(r.Uint32())
	}
	return os.WriteFile(path, b, 0o600)
}

func zero(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.WriteFile(path, make([]byte, info.Size()), 0o600)
}
