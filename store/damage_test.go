package store

import (
	"context"
	"errors"
	"flag"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"concord/codebook"
	"concord/corpus"
	"concord/store/projectfile"
)

// worked is a project with some history, and the bytes of its file.
func worked(t testing.TB) (*study, []byte) {
	t.Helper()
	s := newStudy(t)
	wander(rand.New(rand.NewPCG(4, 4)), s.Project, []codebook.Coder{s.ana, s.ben}, 80)
	content, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	return s, content
}

// placed puts bytes where a project's file would lie.
func placed(t testing.TB, content []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	if err := errors.Join(os.MkdirAll(filepath.Join(dir, folder, backupName), 0o700), os.WriteFile(filepath.Join(dir, folder, fileName), content, 0o600)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// harmed changes a file in one of the ways that disks do.
func harmed(rng *rand.Rand, good []byte) []byte {
	b := append([]byte(nil), good...)
	pages := len(b) / projectfile.PageSize
	page := func() []byte {
		n := rng.IntN(pages)
		return b[n*projectfile.PageSize : (n+1)*projectfile.PageSize]
	}
	switch rng.IntN(6) {
	case 0: // one bit
		b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
	case 1: // a page of zeros
		clear(page())
	case 2: // a page of noise
		for p := page(); len(p) > 0; p = p[1:] {
			p[0] = byte(rng.Uint32())
		}
	case 3: // a page in another's place
		copy(page(), page())
	case 4: // the header of a page
		p := page()
		p[rng.IntN(16)] ^= byte(1 + rng.IntN(255))
	case 5: // the end is missing
		b = b[:rng.IntN(len(b))]
	}
	return b
}

// A damaged file is refused or read, by whatever is asked of it, and never ends
// the program; what the check passes gives the reports that the good file gives.
func TestADamagedFileNeverEndsTheProgram(t *testing.T) {
	_, good := worked(t)
	whole, err := Open(ctx, placed(t, good))
	if err != nil {
		t.Fatal(err)
	}
	want := visible(t, whole)
	rounds := 60 * max(1, flag.Lookup("rapid.checks").Value.(flag.Getter).Get().(int)/50) // more where more is asked for
	if testing.Short() {
		rounds = 20
	}
	rng := rand.New(rand.NewPCG(11, 15))
	refused, found, harmless := 0, 0, 0
	for range rounds {
		p, err := Open(ctx, placed(t, harmed(rng, good)), WithPatience(100*time.Millisecond))
		if err != nil {
			refused++
			continue
		}
		r, err := p.Check(ctx)
		if len(r.Problems) > maxProblems+1 {
			t.Errorf("the check says %d things", len(r.Problems))
		}
		if err != nil || len(r.Problems) > 0 {
			found++
		} else if harmless++; visible(t, p) != want {
			t.Error("the check passed a file that says something else")
		}
		read := p.As(codebook.CoderID{})
		_, _ = read.Overview(ctx)
		_, _ = read.Codings(ctx, corpus.TranscriptID{})
		_, _ = read.CodedTranscripts(ctx, nil)
		_, _ = read.Log(ctx, LogFilter{})
		_, _ = read.History(ctx)
		_, _ = read.Conflicts(ctx)
		_, _ = p.WriteBundle(ctx, codebook.CoderID{}, io.Discard, BundleOptions{})
		if err := p.Backup(ctx, filepath.Join(t.TempDir(), "copy")); (err == nil) != (len(r.Problems) == 0) {
			t.Errorf("the check found %v, the backup says %v", r.Problems, err)
		}
		_, _ = p.AddCoder(ctx, "dora", "")
	}
	t.Logf("of %d damaged files %d were refused, %d found by the check, %d harmless", rounds, refused, found, harmless)
	if found == 0 || refused == 0 {
		t.Error("the damage was not what it was meant to be")
	}
}

// Ten backups of a damaged project never push out a good one.
func TestBackupsOfADamagedProjectPushNothingOut(t *testing.T) {
	day := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	s := newStudy(t, WithClock(func() time.Time { return day }))
	s.apply(t, s.ana, s.trust, s.turn(1))
	good, err := s.BackupDaily(ctx)
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	at := strings.Index(string(content), "we argued")
	if at < 0 {
		t.Fatal("the words are not in the file")
	}
	content[at] = 'W' // what the pages do not show
	p, err := Open(ctx, placed(t, content), WithClock(func() time.Time { return day }))
	if err != nil {
		t.Fatal(err)
	}
	kept, _ := os.ReadFile(good)
	if err := os.WriteFile(p.backupPath("day-2026-03-01"), kept, 0o600); err != nil {
		t.Fatal(err)
	}
	for i := range 14 {
		day = day.AddDate(0, 0, 1)
		_, err := p.BackupDaily(ctx)
		if beyond := i >= keptBackups-1; beyond != errors.Is(err, ErrDamaged) {
			t.Errorf("backup %d: %v", i+1, err)
		}
	}
	if r, err := CheckFile(ctx, p.backupPath("day-2026-03-01")); err != nil || len(r.Problems) > 0 {
		t.Errorf("the good backup: %v %v", r.Problems, err)
	}
	if err := p.Backup(ctx, filepath.Join(t.TempDir(), "x.db")); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged project was backed up: %v", err)
	}
}

// A backup is not written through a link that lies in wait, and leaves nothing
// but itself.
func TestABackupIsWrittenBesideWhatIsThere(t *testing.T) {
	s := newStudy(t)
	dir := t.TempDir()
	victim, path := filepath.Join(dir, "victim"), filepath.Join(dir, "copy.db")
	if err := os.WriteFile(victim, []byte("interviews"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(victim, path+".part"); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if err := s.Backup(ctx, path); err != nil {
		t.Fatal(err)
	}
	if content, _ := os.ReadFile(victim); string(content) != "interviews" {
		t.Error("the backup was written through a link")
	}
	if info, err := os.Lstat(path); err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("the backup is %v, %v", info.Mode(), err)
	}
	if found, _ := os.ReadDir(dir); len(found) != 3 {
		t.Errorf("the folder holds %v", found)
	}
}

// Who has a project open is told, once, that an older file took its place.
func TestAnOlderFileInThePlaceOfANewerIsSaid(t *testing.T) {
	s := newStudy(t)
	old, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	s.apply(t, s.ana, s.trust, s.turn(1))
	if err := os.WriteFile(s.file, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.As(s.ana.ID).Overview(ctx); err == nil || !strings.Contains(err.Error(), "went back from") {
		t.Errorf("reading after the file went back: %v", err)
	}
	if _, err := s.As(s.ana.ID).Overview(ctx); err != nil {
		t.Errorf("it is said more than once: %v", err)
	}
	s.apply(t, s.ana, s.trust, s.turn(3))
	if err := os.WriteFile(s.file, old, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddMemo(context.Background(), s.ana.ID, codebook.Subject{Kind: codebook.AboutProject}, "x"); err == nil || !strings.Contains(err.Error(), "went back from") {
		t.Errorf("writing after the file went back: %v", err)
	}
}
