package store

import (
	"bufio"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"concord/codebook"
	"concord/corpus"
)

// childVar makes the test binary, started again by a test, do a piece of work
// in a project and nothing else.
const childVar = "CONCORD_STORE_CHILD"

// readsBundle in place of a coder makes the child read the bundle named third.
const readsBundle = "reads a bundle"

// readBundle says each step that it reports, and "read" when it has finished.
func readBundle(p *Project, path string) {
	f, err := os.Open(path)
	if err != nil {
		fmt.Println("error", err)
		return
	}
	defer f.Close()
	_, err = p.ReadBundle(ctx, f, ReadBundleOptions{Progress: func(what string, done, of int) { fmt.Println("step", what) }})
	fmt.Println("read", err)
}

// child codes in a loop, says each coding's id once it is acknowledged, and how
// long it took. The job is "DIR|CODER|N"; N codings, or for ever if N is 0.
func child(job string) {
	parts := strings.Split(job, "|")
	p, err := Open(ctx, parts[0])
	if err != nil {
		fmt.Println("error", err)
		return
	}
	if parts[1] == readsBundle {
		readBundle(p, parts[2])
		return
	}
	n, _ := strconv.Atoi(parts[2])
	r := p.As(codebook.CoderID{})
	coder, err := p.WhoCodes(ctx, parts[1])
	if err != nil {
		fmt.Println("error", err)
		return
	}
	ts, _ := r.Transcripts(ctx)
	book, _ := r.Codebook(ctx)
	text, _ := r.Text(ctx, ts[0].Text())
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	for i := 0; n == 0 || i < n; i++ {
		start := corpus.Offset(rng.IntN(len(text.Body) - 50))
		began := time.Now()
		got, err := p.apply(ctx, coder.ID, false, []NewCoding{{Transcript: ts[0].ID, Code: book.Codes()[i%book.Len()].ID,
			Span: corpus.Span{Start: start, End: start + corpus.Offset(1+rng.IntN(40))}}})
		if err != nil {
			fmt.Println("error", err)
			return
		}
		fmt.Println("coded", got[0].Coding.ID, time.Since(began).Microseconds())
	}
}

func startChild(t testing.TB, p *Project, coder string, n int) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	return startJob(t, fmt.Sprintf("%s|%s|%d", p.Dir(), coder, n))
}

func startJob(t testing.TB, job string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childVar+"="+job)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

// A process that is killed at any moment loses nothing that it acknowledged:
// each round kills it after so many acknowledgements and a random pause, which
// may end within the writing of the next coding or between two.
func TestKillLosesNothingAcknowledged(t *testing.T) {
	s := newStudy(t)
	rounds := 25
	if testing.Short() {
		rounds = 5
	}
	acknowledged := map[string]bool{}
	for range rounds {
		cmd, out := startChild(t, s.Project, "ana", 0)
		atLeast, seen := 1+rand.IntN(4), 0
		for out.Scan() {
			f := strings.Fields(out.Text())
			if len(f) > 0 && f[0] == "error" {
				t.Fatal(out.Text())
			}
			if len(f) != 3 {
				continue // the last line may be cut short by the kill
			}
			acknowledged[f[1]] = true
			if seen++; seen == atLeast {
				time.AfterFunc(time.Duration(rand.IntN(3000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
			}
		}
		_ = cmd.Wait()
		if seen < atLeast {
			t.Fatalf("the child ended by itself after %d codings", seen)
		}
	}
	there := map[string]bool{}
	for _, c := range s.codings(t) {
		there[c.ID.String()] = true
	}
	for id := range acknowledged {
		if !there[id] {
			t.Errorf("the coding %s was acknowledged and is lost", id)
		}
	}
	t.Logf("%d kills, %d codings acknowledged, %d there", rounds, len(acknowledged), len(there))
}

// Two processes that write and one that reads work on one project at once; each
// sees what the others did, and nothing is lost.
func TestTwoWritersAndAReader(t *testing.T) {
	s := newStudy(t)
	const each = 150
	var wait sync.WaitGroup
	var lock sync.Mutex
	var took []int // µs a coding
	acknowledged := map[string]bool{}
	for _, coder := range []string{"ana", "ben"} {
		cmd, out := startChild(t, s.Project, coder, each)
		wait.Add(1)
		go func() {
			defer wait.Done()
			n := 0
			for out.Scan() {
				if f := strings.Fields(out.Text()); f[0] == "coded" {
					n++
					us, _ := strconv.Atoi(f[2])
					lock.Lock()
					took = append(took, us)
					acknowledged[f[1]] = true
					lock.Unlock()
				} else {
					t.Error(out.Text())
				}
			}
			_ = cmd.Wait()
			if n != each {
				t.Errorf("%s: %d codings acknowledged, want %d", coder, n, each)
			}
		}()
	}
	done := make(chan bool)
	go func() { wait.Wait(); close(done) }()
	seen := 0
	for running := true; running; {
		select {
		case <-done:
			running = false
		default:
		}
		n := len(s.codings(t))
		if n < seen {
			t.Fatalf("the reader saw %d codings after %d", n, seen)
		}
		seen = n
	}
	// The same words coded twice at random are one coding, acknowledged twice.
	there := map[string]bool{}
	for _, c := range s.codings(t) {
		there[c.ID.String()] = true
	}
	if !maps.Equal(there, acknowledged) {
		t.Errorf("%d codings are there, %d were acknowledged", len(there), len(acknowledged))
	}
	slices.Sort(took)
	t.Logf("a coding took %d µs at the median, %d µs at the 99th percentile", took[len(took)/2], took[len(took)*99/100])
}

// A process that is killed while it reads a bundle leaves the project as it was,
// at whatever step; only when it said that it has read does the project hold
// what the bundle brought.
func TestKillWhileReadingABundleChangesNothing(t *testing.T) {
	from := open(t)
	if err := fill(from, 12, 30, 6000); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "bundle")
	if err := os.WriteFile(path, bundleOf(t, from, BundleOptions{}), 0o600); err != nil {
		t.Fatal(err)
	}
	to := twin(t, from)
	before, after := stateOf(t, to), stateOf(t, from)
	killedAt := map[string]int{}
	for i := 0; i < 40 && len(killedAt) < 4; i++ {
		cmd, out := startJob(t, to.Dir()+"|"+readsBundle+"|"+path)
		last, steps := "the start", rand.IntN(20)
		for out.Scan() {
			if strings.HasPrefix(out.Text(), "read") {
				t.Fatalf("it was not killed in time: %s", out.Text())
			}
			last = strings.TrimPrefix(out.Text(), "step ")
			if steps--; steps < 0 {
				_ = cmd.Process.Kill()
				break
			}
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		killedAt[last]++
		if got := stateOf(t, to); got != before {
			t.Fatalf("killed at %q, the project has changed", last)
		}
	}
	r, err := to.Check(ctx)
	if err != nil || len(r.Problems) > 0 {
		t.Fatal(r.Problems, err)
	}
	cmd, out := startJob(t, to.Dir()+"|"+readsBundle+"|"+path)
	for out.Scan() {
		if strings.HasPrefix(out.Text(), "read") && out.Text() != "read <nil>" {
			t.Error(out.Text())
		}
	}
	_ = cmd.Wait()
	if stateOf(t, to) != after {
		t.Error("a whole reading does not give the same project")
	}
	t.Logf("killed at %v", killedAt)
}
