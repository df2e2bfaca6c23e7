package search

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// While one writes, the others scan; while one reads, a writer gives up soon.
func TestWhoComesAtTheWrongMomentIsToldSo(t *testing.T) {
	source := generated(t, 2, 20, 1)
	x := NewIndex(t.TempDir(), project)
	if err := x.Sync(t.Context(), source, 1); err != nil {
		t.Fatal(err)
	}
	writing, err := open(x.live(), false)
	if err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	r, err := Searcher{Source: source, Index: x}.Search(t.Context(), "county")
	if err != nil {
		t.Fatal(err)
	}
	if n, why := r.Scanned(); n != 2 || !errors.Is(why, ErrBusy) {
		t.Fatalf("%d scanned, %v; want both, because the index is in use", n, why)
	}
	if err := x.Sync(t.Context(), source, 2); !errors.Is(err, ErrBusy) {
		t.Fatalf("a second writer got %v", err)
	}
	if took := time.Since(begun); took > 10*time.Second {
		t.Fatalf("they waited %v", took)
	}
	writing.close()
	reading, err := open(x.live(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer reading.close()
	if err := x.Sync(t.Context(), source, 2); !errors.Is(err, ErrBusy) {
		t.Fatalf("a writer among readers got %v", err)
	}
	sameAnswers(t, source, x)
}

// Processes that are killed while they index leave an index that the next one
// finishes, and that is never wrong meanwhile.
func TestKilledProcesses(t *testing.T) {
	if dir := os.Getenv("SEARCH_TEST_INDEX"); dir != "" {
		fmt.Println("begun")
		err := NewIndex(dir, project).Sync(context.Background(), generated(t, 12, 300, 3), 1)
		fmt.Println("done", err)
		os.Exit(0)
	}
	source := generated(t, 12, 300, 3)
	dir := t.TempDir()
	x := NewIndex(dir, project)
	rounds, behind := 12, 0
	if testing.Short() {
		rounds = 4
	}
	r := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 0))
	for i := range rounds {
		child := exec.Command(os.Args[0], "-test.run=^TestKilledProcesses$")
		child.Env = append(os.Environ(), "SEARCH_TEST_INDEX="+dir)
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		lines.Scan()
		time.Sleep(time.Duration(r.IntN(500)) * time.Millisecond)
		child.Process.Kill()
		child.Wait()
		s, err := x.State()
		switch {
		case errors.Is(err, ErrNoIndex):
		case err != nil:
			t.Fatalf("round %d: %v", i, err)
		case s.Arrival == NeverLevel:
			behind++
		case s.Arrival != 1 || s.Transcripts != 12:
			t.Fatalf("round %d: the index says %+v", i, s)
		}
		for _, q := range []string{"county", `"the county"`} {
			if d := cmp.Diff(hitsOf(t, Searcher{Source: source}, q), hitsOf(t, Searcher{Source: source, Index: x}, q)); d != "" {
				t.Fatalf("round %d: %s (-scan +index):\n%s", i, q, d)
			}
		}
		if s.Arrival == 1 {
			x.Delete()
		}
	}
	t.Logf("%d of %d rounds left the index half done", behind, rounds)
	if err := x.Sync(t.Context(), source, 1); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, source, x)
	if entries, _ := os.ReadDir(dir); len(entries) > 1+rounds {
		t.Fatalf("left over: %v", entries)
	}
}

// Two processes index and search at once.
func TestTwoProcessesAtOnce(t *testing.T) {
	source := generated(t, 12, 300, 3)
	dir := t.TempDir()
	x := NewIndex(dir, project)
	child := exec.Command(os.Args[0], "-test.run=^TestKilledProcesses$")
	child.Env = append(os.Environ(), "SEARCH_TEST_INDEX="+dir)
	var said strings.Builder
	child.Stdout = &said
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	var group sync.WaitGroup
	group.Go(func() {
		for range 20 {
			if err := x.Sync(t.Context(), source, 1); err == nil {
				return
			} else if !errors.Is(err, ErrBusy) {
				t.Error(err)
				return
			}
			time.Sleep(50 * time.Millisecond)
		}
	})
	want := hitsOf(t, Searcher{Source: source}, "county")
	for range 10 {
		if d := cmp.Diff(want, hitsOf(t, Searcher{Source: source, Index: x}, "county")); d != "" {
			t.Errorf("while both index (-scan +index):\n%s", d)
		}
	}
	group.Wait()
	if err := child.Wait(); err != nil {
		t.Fatalf("the other process: %v", err)
	}
	if out := said.String(); !strings.Contains(out, "done <nil>") && !strings.Contains(out, ErrBusy.Error()) {
		t.Fatalf("the other process said %q", out)
	}
	if err := x.Sync(t.Context(), source, 1); err != nil {
		t.Fatal(err)
	}
	sameAnswers(t, source, x)
}
