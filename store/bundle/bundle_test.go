package bundle

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"concord/corpus"
)

func write(t testing.TB, records ...Record) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := NewWriter(&b, Header{Project: corpus.ProjectID{1}, Title: "a study", Events: len(records)})
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
	return b.Bytes()
}

func TestABundleComesBack(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 24)
	content := write(t, Record{Event, key, []byte("payload")}, Record{Text, key[:16], nil})
	h, rs, err := Read(bytes.NewReader(content))
	if err != nil || h.Project != (corpus.ProjectID{1}) || len(rs) != 2 || string(rs[0].Value) != "payload" || !bytes.Equal(rs[0].Key, key) || len(rs[1].Value) != 0 {
		t.Fatalf("%+v %+v %v", h, rs, err)
	}
}

// Cut anywhere, or with any byte changed, a bundle is refused as a whole.
func TestDamageIsRefused(t *testing.T) {
	content := write(t, Record{Event, bytes.Repeat([]byte{7}, 24), bytes.Repeat([]byte("payload"), 20)})
	for n := range content {
		if _, _, err := Read(bytes.NewReader(content[:n])); err == nil {
			t.Fatalf("cut at byte %d it is accepted", n)
		}
	}
	for n := range content {
		harmed := bytes.Clone(content)
		harmed[n] ^= 0x20
		h, rs, err := Read(bytes.NewReader(harmed))
		// gzip's own header has bytes that mean nothing (a time, an operating
		// system); a change there changes nothing.
		if err == nil && (len(rs) != 1 || h.Title != "a study") {
			t.Fatalf("with byte %d changed it is another bundle", n)
		}
	}
	if _, _, err := Read(bytes.NewReader([]byte("something else entirely"))); !errors.Is(err, ErrNotBundle) {
		t.Error(err)
	}
	if _, _, err := Read(bytes.NewReader([]byte("concord bundle 2\n…"))); !errors.Is(err, ErrNewer) {
		t.Error(err)
	}
}

func TestSealing(t *testing.T) {
	private, public, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	other, _, _ := NewKey()
	for name, c := range map[string]struct {
		lock        Lock
		right, away Key
	}{
		"key":        {Lock{Recipients: []string{public}}, Key{Identities: private}, Key{Identities: other}},
		"passphrase": {Lock{Passphrase: "long enough words"}, Key{Passphrase: "long enough words"}, Key{Passphrase: "others"}},
	} {
		var b bytes.Buffer
		w, err := Seal(&b, c.lock)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(write(t)); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(b.Bytes(), []byte("concord")) {
			t.Errorf("%s: the bundle can be read", name)
		}
		r, err := Open(bytes.NewReader(b.Bytes()), c.right)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if _, _, err := Read(r); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := Open(bytes.NewReader(b.Bytes()), c.away); err == nil {
			t.Errorf("%s: opened with another key", name)
		}
		if _, err := Open(bytes.NewReader(b.Bytes()), Key{}); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Seal(io.Discard, Lock{Recipients: []string{"nonsense"}}); err == nil {
		t.Error("sealed to nonsense")
	}
}

func FuzzRead(f *testing.F) {
	f.Add(write(f, Record{Event, bytes.Repeat([]byte{7}, 24), []byte("payload")}))
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, rs, err := Read(bytes.NewReader(b))
		if err != nil && rs != nil {
			t.Fatal("records of a bundle that is refused")
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("{}\nE\x18aaaaaaaaaaaaaaaaaaaaaaaa"))
	f.Fuzz(func(t *testing.T, b []byte) { _, _, _ = parse(b) })
}

// A sealed bundle that was cut is called damaged, as one that is not sealed is.
func TestACutSealedBundleIsDamaged(t *testing.T) {
	private, public, err := NewKey()
	if err != nil {
		t.Fatal(err)
	}
	var sealed bytes.Buffer
	w, err := Seal(&sealed, Lock{Recipients: []string{public}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(write(t)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	opened, err := Open(bytes.NewReader(sealed.Bytes()[:sealed.Len()-20]), Key{Identities: private})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := Read(opened); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if _, _, err := Read(strings.NewReader("concord bu")); !errors.Is(err, ErrDamaged) {
		t.Error(err)
	}
	if _, _, err := Read(strings.NewReader("concord soup and more of it")); !errors.Is(err, ErrNotBundle) {
		t.Error(err)
	}
}
