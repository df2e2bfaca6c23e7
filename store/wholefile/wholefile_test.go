package wholefile

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func words(s string) func(io.Writer) error {
	return func(w io.Writer) error { _, err := io.WriteString(w, s); return err }
}

func names(t *testing.T, dir string) (out []string) {
	t.Helper()
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range found {
		out = append(out, f.Name())
	}
	return out
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestWhatFailsLeavesEverythingAsItWas(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.csv")
	full := errors.New("the disk is full")
	cut := func(w io.Writer) error { return errors.Join(words("half")(w), full) }
	refused := func(string) error { return full }
	for _, replace := range []bool{false, true} {
		if err := Write(path, replace, cut); !errors.Is(err, full) || len(names(t, dir)) != 0 {
			t.Errorf("%v; there is %v", err, names(t, dir))
		}
		if err := Write(path, replace, words("whole"), refused); !errors.Is(err, full) || len(names(t, dir)) != 0 {
			t.Errorf("%v; there is %v", err, names(t, dir))
		}
	}
	if err := Write(path, false, words("first")); err != nil {
		t.Fatal(err)
	}
	if err := Write(path, true, cut); !errors.Is(err, full) || content(t, path) != "first" || len(names(t, dir)) != 1 {
		t.Errorf("%v; %q; there is %v", err, content(t, path), names(t, dir))
	}
	if err := Write(path, false, words("second")); !errors.Is(err, ErrThere) || content(t, path) != "first" {
		t.Errorf("%v; %q", err, content(t, path))
	}
	if err := Write(path, true, words("second")); err != nil || content(t, path) != "second" {
		t.Errorf("%v; %q", err, content(t, path))
	}
	if info, _ := os.Stat(path); runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
}

// A file that appears while the content is written is not replaced unasked.
func TestAFileThatAppearsMeanwhileStays(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.csv")
	err := Write(path, false, func(w io.Writer) error {
		return errors.Join(words("mine")(w), os.WriteFile(path, []byte("another's"), 0o600))
	})
	if !errors.Is(err, ErrThere) || content(t, path) != "another's" || len(names(t, dir)) != 1 {
		t.Errorf("%v; %q; there is %v", err, content(t, path), names(t, dir))
	}
}

// What a symbolic link points to is never written to.
func TestLinksAreNotFollowed(t *testing.T) {
	dir := t.TempDir()
	victim, path := filepath.Join(dir, "victim"), filepath.Join(dir, "x.csv")
	if err := errors.Join(os.WriteFile(victim, []byte("interviews"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, path); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := Write(path, false, words("mine")); !errors.Is(err, ErrThere) {
		t.Errorf("%v", err)
	}
	if err := Write(path, true, words("mine")); err != nil {
		t.Error(err)
	}
	if content(t, victim) != "interviews" || content(t, path) != "mine" {
		t.Errorf("the victim holds %q, the file %q", content(t, victim), content(t, path))
	}
}
