package store

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concord/codebook"
)

// fromFormat opens a copy of the file in testdata that a program of that format
// wrote.
func fromFormat(t *testing.T, format int) *Project {
	t.Helper()
	packed, err := os.Open(filepath.Join("testdata", fmt.Sprintf("format%d.db.gz", format)))
	if err != nil {
		t.Fatal(err)
	}
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, folder, fileName)
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, folder, backupName), 0o700), os.WriteFile(file, content, 0o600)); err != nil {
		t.Fatal(err)
	}
	p, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, p)
	for n := format + 1; n <= Format; n++ {
		if _, err := os.Stat(p.backupPath(fmt.Sprintf("before-format-%d", n))); err != nil {
			t.Errorf("no backup before format %d: %v", n, err)
		}
	}
	return p
}

// There is a file of every format in testdata, and FORMAT.md names the newest.
func TestEveryFormatHasAFileAndTheDocumentNamesTheNewest(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "format*.db.gz"))
	if err != nil || len(files) != Format {
		t.Errorf("testdata holds %v, %v; want a file of each of the %d formats", files, err, Format)
	}
	doc, err := os.ReadFile("FORMAT.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := fmt.Sprintf("\n\nFormat %d.", Format); !strings.Contains(string(doc), want) {
		t.Errorf("FORMAT.md does not say %q", strings.TrimSpace(want))
	}
	for n := 1; n < Format; n++ {
		if want := fmt.Sprintf("From %d to %d: ", n, n+1); !strings.Contains(string(doc), want) {
			t.Errorf("FORMAT.md does not say what changed %q", want)
		}
	}
}

// A file of the first format opens, and is the project it was.
func TestFormatOneIsBroughtUpToDate(t *testing.T) {
	p := fromFormat(t, 1)
	who, err := p.WhoCodes(ctx, "ana")
	if err != nil {
		t.Fatal(err)
	}
	o, err := p.As(who.ID).Overview(ctx)
	if err != nil || o.Title != "Format one" || o.Codebook.Len() != 3 || o.Working != "v1+" || o.Waiting != 1 {
		t.Fatalf("%+v, %v", o, err)
	}
	grief, _ := o.Codebook.Find("grief")
	trust, _ := o.Codebook.Find("trust")
	if len(o.Counts[grief.ID]) != 1 || len(o.Counts[trust.ID]) != 2 {
		t.Errorf("counts %v", o.Counts)
	}
	if _, err := p.AddTheme(ctx, who.ID, NewTheme{Name: "a theme", Codes: []codebook.CodeID{trust.ID}}, ""); err != nil {
		t.Error(err)
	}
}

// Files of the second and third format, which know rounds, decisions, themes and
// (the third) segmentations, hold what was put into them.
func TestLaterFormatsHoldWhatWasPutIntoThem(t *testing.T) {
	for format, title := range map[int]string{2: "Format two", 3: "Format three"} {
		p := fromFormat(t, format)
		who, err := p.WhoCodes(ctx, "ana")
		if err != nil {
			t.Fatal(err)
		}
		r := p.As(who.ID)
		o, err := r.Overview(ctx)
		if err != nil || o.Title != title || len(o.Transcripts) != 2 || o.Codebook.Len() != 3 || len(o.Codebook.Themes()) != 1 || o.Waiting != 12 {
			t.Errorf("format %d: %+v, %v", format, o, err)
		}
		rounds, err := r.Rounds(ctx)
		if err != nil || len(rounds) != 1 || rounds[0].Open {
			t.Fatalf("format %d: rounds %+v, %v", format, rounds, err)
		}
		work, err := r.RoundWork(ctx, rounds[0].ID)
		if err != nil || len(work.Coded) != 1 || len(work.Coded[0].Codings) != 12 || len(work.Unproved) != 0 {
			t.Errorf("format %d: %+v, %v", format, work, err)
		}
		if ds, err := r.Decisions(ctx, rounds[0].ID); err != nil || len(ds) != 1 {
			t.Errorf("format %d: decisions %+v, %v", format, ds, err)
		}
		if all, err := r.Segmentations(ctx); err != nil || len(all) != format-2 {
			t.Errorf("format %d: segmentations %+v, %v", format, all, err)
		}
	}
}
