package store

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"concord/codebook"
	"concord/corpus"
	"concord/store/bundle"
)

func bundleOf(t testing.TB, p *Project, o BundleOptions) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := p.WriteBundle(ctx, codebook.CoderID{}, &b, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// copyOf makes another copy of a project from a bundle with everything.
func copyOf(t testing.TB, p *Project, o BundleOptions) *Project {
	t.Helper()
	q, _, err := InitCopy(ctx, filepath.Join(t.TempDir(), "copy"), bytes.NewReader(bundleOf(t, p, o)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { sound(t, q) })
	return q
}

func TestACopyMadeFromABundleIsTheSame(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	q := copyOf(t, s.Project, BundleOptions{})
	if q.ID() != s.ID() || q.Copy() == s.Copy() {
		t.Error("the copy is another project, or the same copy")
	}
	if stateOf(t, q) != stateOf(t, s.Project) {
		t.Error("the states differ")
	}
	a, _ := s.As(s.ana.ID).State(ctx)
	if b, _ := q.As(s.ana.ID).State(ctx); a != b {
		t.Errorf("states %s and %s", a, b)
	}
	sum, _ := s.As(s.ana.ID).Transcripts(ctx)
	raw, err := hexSum(sum[0].Source.SHA256)
	if err != nil {
		t.Fatal(err)
	}
	if original, err := q.As(s.ana.ID).Original(ctx, raw); err != nil || string(original) != s.text.Body {
		t.Errorf("the original did not come along: %v", err)
	}
	// Another coder works in the copy, and her work comes back.
	if _, err := q.Apply(ctx, s.ben.ID, NewCoding{Transcript: s.transcript.ID, Span: s.turn(3), Code: s.grief.ID}); err != nil {
		t.Fatal(err)
	}
	back := bundleOf(t, q, BundleOptions{})
	for i, want := range []int{1, 0} {
		r, err := s.ReadBundle(ctx, bytes.NewReader(back), ReadBundleOptions{})
		if err != nil || r.Events != want {
			t.Fatalf("reading %d: %+v, %v", i+1, r, err)
		}
		if i == 0 {
			got := fmt.Sprint(r.Counts)
			if !strings.Contains(got, "{ben grief 0 1}") || !strings.Contains(got, "{ana trust 1 1}") {
				t.Errorf("counts %s", got)
			}
		}
	}
	if _, err := s.Undo(ctx, s.ben.ID); !errors.Is(err, ErrNothingToUndo) {
		t.Errorf("what came by a bundle can be undone here: %v", err)
	}
	if j, _ := s.As(s.ana.ID).Journal(ctx); len(j) != 2 {
		t.Errorf("journal %v", j)
	}
}

func hexSum(s string) (out [32]byte, err error) {
	_, err = hex.Decode(out[:], []byte(s))
	return out, err
}

func TestABundleOfAPartHoldsWhatIsNew(t *testing.T) {
	s := newStudy(t)
	q := copyOf(t, s.Project, BundleOptions{})
	first := bundleOf(t, s.Project, BundleOptions{})
	s.apply(t, s.ana, s.trust, s.turn(1))
	part := bundleOf(t, s.Project, BundleOptions{Since: readers(first)})
	h, records, err := bundle.Read(bytes.NewReader(part))
	if err != nil || !h.Partial || h.Events != 1 || len(records) != 1 {
		t.Fatalf("%+v, %d records, %v", h, len(records), err)
	}
	if r, err := q.ReadBundle(ctx, bytes.NewReader(part), ReadBundleOptions{}); err != nil || r.Events != 1 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, _, err := InitCopy(ctx, t.TempDir(), bytes.NewReader(part)); err == nil || !strings.Contains(err.Error(), "only a part") {
		t.Errorf("a copy was made of a part: %v", err)
	}
}

func TestBundlesThatAreRefusedChangeNothing(t *testing.T) {
	s := newStudy(t)
	q := copyOf(t, s.Project, BundleOptions{})
	first := bundleOf(t, s.Project, BundleOptions{})
	other := newStudy(t)
	importText(t, s.Project, s.ana.ID, "KI-02", interview(t, 2))
	second := bundleOf(t, s.Project, BundleOptions{})
	ts, _ := s.As(s.ana.ID).Transcripts(ctx)
	if _, err := s.Apply(ctx, s.ana.ID, NewCoding{Transcript: ts[1].ID, Span: corpus.Span{Start: 5, End: 9}, Code: s.trust.ID}); err != nil {
		t.Fatal(err)
	}
	onUnknownText := bundleOf(t, s.Project, BundleOptions{Since: readers(second)})
	if err := s.ChangeCodes(ctx, s.ana.ID, CodeChange{Code: s.trust.ID, Kind: codebook.Redefine, Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: "x"}}}}); err != nil {
		t.Fatal(err)
	}
	third := bundleOf(t, s.Project, BundleOptions{})
	s.apply(t, s.ana, s.trust, s.turn(7))
	underUnknownDefinition := bundleOf(t, s.Project, BundleOptions{Since: readers(third)})
	full := bundleOf(t, s.Project, BundleOptions{})
	harmed := bytes.Clone(full)
	harmed[len(harmed)/2] ^= 1
	before := stateOf(t, q)
	for name, c := range map[string]struct {
		content []byte
		says    string
	}{
		"cut":                {full[:len(full)/2], "cut short"},
		"changed":            {harmed, "damaged"},
		"foreign":            {[]byte("no bundle at all, but words"), "not a Concord bundle"},
		"empty":              {nil, "not a Concord bundle"},
		"future":             {[]byte("concord bundle 9\n"), "newer Concord"},
		"another project":    {bundleOf(t, other.Project, BundleOptions{}), "another project"},
		"unknown text":       {onUnknownText, "1 of its codings stand on 1 text"},
		"unknown definition": {underUnknownDefinition, "under definitions"},
	} {
		if _, err := q.ReadBundle(ctx, bytes.NewReader(c.content), ReadBundleOptions{}); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if stateOf(t, q) != before {
		t.Error("a refused bundle changed something")
	}
	if _, err := q.ReadBundle(ctx, bytes.NewReader(full), ReadBundleOptions{}); err != nil {
		t.Error(err)
	}
	if _, err := q.ReadBundle(ctx, bytes.NewReader(first), ReadBundleOptions{}); err != nil {
		t.Error(err)
	}
	if stateOf(t, q) != stateOf(t, s.Project) {
		t.Error("after everything the copies differ")
	}
}

func readers(bs ...[]byte) (out []io.Reader) {
	for _, b := range bs {
		out = append(out, bytes.NewReader(b))
	}
	return out
}

// A bundle for somebody in a blind round holds nothing of the others.
func TestABundleForACoderIsBlind(t *testing.T) {
	s := newStudy(t)
	s.roundOn(t, true)
	s.apply(t, s.ana, s.trust, s.turn(1))
	s.apply(t, s.ben, s.grief, s.turn(3))
	q := copyOf(t, s.Project, BundleOptions{For: s.ben.ID})
	for _, who := range []codebook.CoderID{s.ben.ID, s.ana.ID, {}} {
		cs, _ := q.As(who).Codings(ctx, corpus.TranscriptID{})
		for _, c := range cs {
			if c.Coder == s.ana.ID {
				t.Error("ben's copy holds ana's coding")
			}
		}
	}
	if cs, _ := q.As(s.ben.ID).Codings(ctx, corpus.TranscriptID{}); len(cs) != 1 {
		t.Errorf("ben's copy holds %d of his codings", len(cs))
	}
	if _, err := q.Complete(ctx, s.ben.ID, s.ben.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Complete(ctx, s.ana.ID, s.ana.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReadBundle(ctx, bytes.NewReader(bundleOf(t, q, BundleOptions{})), ReadBundleOptions{}); err != nil {
		t.Fatal(err)
	}
	rounds, _ := s.As(s.ana.ID).Rounds(ctx)
	r, err := s.CloseRound(ctx, s.ana.ID, rounds[0].ID)
	if err != nil || len(r.Closes[0].Completions) != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	work, err := s.As(s.ana.ID).RoundWork(ctx, r.ID)
	if err != nil || len(work.Unproved) != 0 || len(work.Coded[0].Codings) != 2 {
		t.Errorf("%+v, %v", work, err)
	}
}

// Random histories in three copies, exchanged by bundles of all kinds, in any
// order, repeated: in the end all hold the same.
func TestBundlesInAnyOrder(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	texts := []*corpus.Text{interview(t, 1), interview(t, 2)}
	rapid.Check(t, func(rt *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 9))
		first := newBareStudy(t, texts[0])
		copies := []*Project{first.Project, copyOf(t, first.Project, BundleOptions{}), copyOf(t, first.Project, BundleOptions{})}
		coders := []codebook.Coder{first.ana, first.ben}
		var sent [][]byte
		for range rapid.IntRange(1, 4).Draw(rt, "rounds") {
			for i, c := range copies {
				if rng.IntN(4) == 0 {
					importText(t, c, coders[rng.IntN(2)].ID, fmt.Sprint("KI-0", i), texts[rng.IntN(2)])
				}
				wander(rng, c, coders, rng.IntN(15))
			}
			from := copies[rng.IntN(3)]
			o := BundleOptions{}
			if len(sent) > 0 && rng.IntN(2) == 0 {
				o.Since = readers(sent[rng.IntN(len(sent))])
			}
			sent = append(sent, bundleOf(t, from, o))
			_, _ = copies[rng.IntN(3)].ReadBundle(ctx, bytes.NewReader(sent[rng.IntN(len(sent))]), ReadBundleOptions{})
		}
		for range 2 {
			for _, from := range copies {
				all := bundleOf(t, from, BundleOptions{})
				for _, to := range copies {
					if _, err := to.ReadBundle(ctx, bytes.NewReader(all), ReadBundleOptions{}); err != nil {
						rt.Fatal(err)
					}
				}
			}
		}
		want := stateOf(t, copies[0])
		for i, c := range copies[1:] {
			if stateOf(t, c) != want {
				rt.Fatalf("copy %d differs", i+1)
			}
		}
	})
}
