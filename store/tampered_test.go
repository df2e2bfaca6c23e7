package store

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"concord/codebook"
	"concord/corpus"
	"concord/store/bundle"
)

// rewritten writes a bundle again, with a good checksum, after a change of its
// records: what somebody who means harm, or a broken program, would send.
func rewritten(t testing.TB, content []byte, change func([]bundle.Record)) []byte {
	t.Helper()
	h, records, err := bundle.Read(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	change(records)
	var out bytes.Buffer
	w, err := bundle.NewWriter(&out, h)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range records {
		if err := w.Put(r.Kind, r.Key, r.Value); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// firstOf gives the first event about a class of things in a bundle.
func firstOf(t testing.TB, rs []bundle.Record, c Class) *bundle.Record {
	t.Helper()
	for i, r := range rs {
		if r.Kind == bundle.Event {
			if e, err := decodeEvent(r.Key, r.Value); err == nil && e.Thing.Class == c {
				return &rs[i]
			}
		}
	}
	t.Fatalf("the bundle holds no %s", c)
	return nil
}

func TestTamperedBundlesAreRefused(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	to := twin(t, s.Project)
	good := bundleOf(t, s.Project, BundleOptions{})
	before := stateOf(t, to)
	for name, c := range map[string]struct {
		change func([]bundle.Record)
		says   string
	}{
		"a coding moved": {func(rs []bundle.Record) {
			r := firstOf(t, rs, ClassCoding)
			r.Value = bytes.Replace(r.Value, []byte(`"start":`), []byte(`"start":1`), 1)
		}, "do not stand on the words they were made on"},
		"a coding beyond its text": {func(rs []bundle.Record) {
			r := firstOf(t, rs, ClassCoding)
			r.Value = bytes.Replace(r.Value, []byte(`"end":`), []byte(`"end":99999`), 1)
		}, "do not stand on the words they were made on"},
		"a clock at its end": {func(rs []bundle.Record) {
			r := firstOf(t, rs, ClassCode)
			r.Key = bytes.Clone(r.Key)
			binary.BigEndian.PutUint64(r.Key, 1<<64-1)
		}, "the clock of"},
		"a time that cannot be written": {func(rs []bundle.Record) {
			r := firstOf(t, rs, ClassCode)
			r.Value = bytes.Clone(r.Value)
			binary.BigEndian.PutUint64(r.Value[49:], 1<<62)
		}, "the time of"},
		"other words in a text": {func(rs []bundle.Record) {
			for i, r := range rs {
				if r.Kind == bundle.Text {
					rs[i].Value = append(bytes.Clone(r.Value[:len(r.Value)-1]), '?')
				}
			}
		}, "the delivery is damaged"},
		"a payload that is none": {func(rs []bundle.Record) {
			r := firstOf(t, rs, ClassCode)
			r.Value = r.Value[:len(r.Value)-1]
		}, "the payload of"},
	} {
		_, err := to.ReadBundle(ctx, bytes.NewReader(rewritten(t, good, c.change)), ReadBundleOptions{})
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
		if stateOf(t, to) != before {
			t.Errorf("%s: a refused bundle changed something", name)
		}
	}
}

// A bundle with any bit of any event turned over is refused as a whole, or what
// it leads to is sound and can be read.
func TestAnyTurnedBitIsRefusedOrSound(t *testing.T) {
	t.Parallel() // it waits for the disk most of the time
	from := newBareStudy(t, interview(t, 1))
	rng := rand.New(rand.NewPCG(8, 8))
	wander(rng, from.Project, []codebook.Coder{from.ana, from.ben}, 60)
	good := bundleOf(t, from.Project, BundleOptions{})
	rapid.Check(t, func(rt *rapid.T) {
		to := twin(t, from.Project)
		harmed := rewritten(t, good, func(rs []bundle.Record) {
			for range rapid.IntRange(1, 3).Draw(rt, "bits") {
				r := &rs[rapid.IntRange(0, len(rs)-1).Draw(rt, "record")]
				if r.Kind != bundle.Event {
					continue
				}
				r.Value = bytes.Clone(r.Value)
				r.Value[rapid.IntRange(0, len(r.Value)-1).Draw(rt, "byte")] ^= 1 << rapid.IntRange(0, 7).Draw(rt, "bit")
			}
		})
		before := stateOf(t, to)
		if _, err := to.ReadBundle(ctx, bytes.NewReader(harmed), ReadBundleOptions{}); err != nil {
			if stateOf(t, to) != before {
				rt.Fatalf("refused (%v), and yet something changed", err)
			}
			return
		}
		if r, err := to.Check(ctx); err != nil || len(r.Problems) > 0 {
			rt.Fatalf("accepted, and the check says %v %v", r.Problems, err)
		}
		read := to.As(from.ana.ID)
		o, err := read.Overview(ctx)
		if err != nil {
			rt.Fatal(err)
		}
		for _, x := range o.Transcripts {
			if _, err := read.Reading(ctx, x.ID); err != nil {
				rt.Fatal(err)
			}
		}
		if _, err := read.Log(ctx, LogFilter{}); err != nil {
			rt.Fatal(err)
		}
		if _, err := read.Conflicts(ctx); err != nil {
			rt.Fatal(err)
		}
	})
}

// Copies whose clocks on the wall disagree by years agree on what came last: who
// knew of a change and made another.
func TestClocksThatDisagree(t *testing.T) {
	s := newStudy(t)
	bens := copyOf(t, s.Project, BundleOptions{})
	bens.now = func() time.Time { return time.Date(1999, 12, 31, 23, 59, 0, 0, time.UTC) }
	exchange := func(from, to *Project) {
		t.Helper()
		if _, err := to.ReadBundle(ctx, bytes.NewReader(bundleOf(t, from, BundleOptions{})), ReadBundleOptions{}); err != nil {
			t.Fatal(err)
		}
	}
	name := func(p *Project) string {
		book, err := p.As(s.ana.ID).Codebook(ctx)
		if err != nil {
			t.Fatal(err)
		}
		c, _ := book.Code(s.trust.ID)
		return c.Name
	}
	rename := func(p *Project, by codebook.Coder, to string) {
		t.Helper()
		if err := p.ChangeCodes(ctx, by.ID, CodeChange{Code: s.trust.ID, Kind: codebook.Rename, Values: codebook.Values{Name: &to}}); err != nil {
			t.Fatal(err)
		}
	}
	for i, to := range []string{"one", "two", "three", "four"} {
		if i%2 == 0 {
			rename(s.Project, s.ana, to)
			exchange(s.Project, bens)
		} else {
			rename(bens, s.ben, to)
			exchange(bens, s.Project)
		}
		if name(s.Project) != to || name(bens) != to {
			t.Errorf("after the change to %q the copies say %q and %q", to, name(s.Project), name(bens))
		}
	}
	if conflicts, err := s.As(s.ana.ID).Conflicts(ctx); err != nil || len(conflicts) != 0 {
		t.Errorf("%+v, %v", conflicts, err)
	}
}

// One coder works in two copies at once and completes the transcript in both:
// the newer completion counts, with the codings of the copy it was made in.
func TestOneCoderInTwoCopiesAtOnce(t *testing.T) {
	s := newStudy(t)
	r := s.roundOn(t, true)
	other := copyOf(t, s.Project, BundleOptions{})
	here := s.apply(t, s.ben, s.trust, s.turn(1))
	if _, err := s.Complete(ctx, s.ben.ID, s.ben.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	got, err := other.Apply(ctx, s.ben.ID, NewCoding{Transcript: s.transcript.ID, Span: s.turn(3), Code: s.trust.ID})
	if err != nil {
		t.Fatal(err)
	}
	there := got[0].Coding
	later := time.Now().Add(time.Hour)
	other.now = func() time.Time { return later }
	if _, err := other.Complete(ctx, s.ben.ID, s.ben.ID, s.transcript.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := s.ReadBundle(ctx, bytes.NewReader(bundleOf(t, other, BundleOptions{})), ReadBundleOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.CloseRound(ctx, s.ana.ID, r.ID); err != nil {
		t.Fatal(err)
	}
	w, err := s.As(s.ana.ID).RoundWork(ctx, r.ID)
	if err != nil || len(w.Coded[0].Codings) != 1 || w.Coded[0].Codings[0].ID != there.ID || len(w.Unproved) != 0 {
		t.Errorf("%+v, %v", w, err)
	}
	// Nothing of either is lost.
	cs, err := s.As(s.ben.ID).Codings(ctx, corpus.TranscriptID{})
	if err != nil || len(cs) != 2 || cs[0].ID != here.ID && cs[1].ID != here.ID {
		t.Errorf("%d codings, %v", len(cs), err)
	}
}
