package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
)

// A file that could not be written whole is not there, nor is a part of it; one
// that was there before is as it was.
func TestAFileIsWrittenWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "bundle")
	cut := func(w io.Writer) error {
		if _, err := io.WriteString(w, "half of it"); err != nil {
			return err
		}
		return errors.New("the disk is full")
	}
	names := func() (out []string) {
		found, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			out = append(out, f.Name())
		}
		return out
	}
	if err := writeWhole(path, false, cut); err == nil || len(names()) != 0 {
		t.Errorf("%v; there is %v", err, names())
	}
	whole := func(w io.Writer) error { _, err := io.WriteString(w, "all of it"); return err }
	if err := writeWhole(path, false, whole); err != nil {
		t.Fatal(err)
	}
	if err := writeWhole(path, false, whole); err == nil {
		t.Error("a file was replaced unasked")
	}
	if err := writeWhole(path, true, cut); err == nil {
		t.Error("half a file was taken for a whole one")
	}
	if content, err := os.ReadFile(path); err != nil || string(content) != "all of it" || len(names()) != 1 {
		t.Errorf("%q, %v; there is %v", content, err, names())
	}
}
