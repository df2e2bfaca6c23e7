package store

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"concord/codebook"
	"concord/store/projectfile"
)

// What a sound file is repaired to is what it was.
func TestRepairOfASoundFileIsTheSame(t *testing.T) {
	s, good := worked(t)
	to := filepath.Join(t.TempDir(), "repaired.db")
	r, err := Repair(ctx, to, s.file)
	if err != nil || len(r.Check.Problems) > 0 || r.Lost != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	content, err := os.ReadFile(to)
	if err != nil {
		t.Fatal(err)
	}
	p, err := Open(ctx, placed(t, content))
	if err != nil {
		t.Fatal(err)
	}
	if stateOf(t, p) != stateOf(t, s.Project) || p.Copy() != s.Copy() {
		t.Error("the repaired project is another")
	}
	if _, err := p.Undo(ctx, s.ana.ID); err != nil {
		t.Error("what could be undone cannot be undone any more:", err)
	}
	if now, _ := os.ReadFile(s.file); string(now) != string(good) {
		t.Error("the file that was repaired was changed")
	}
	if _, err := Repair(ctx, to, s.file); err == nil {
		t.Error("a file was replaced")
	}
}

// Restoring from yesterday's backup keeps today's work that can be read, whatever
// page is damaged; the damaged file is set aside.
func TestRestoreKeepsWhatCanBeRead(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	backup, err := s.BackupDaily(ctx)
	if err != nil {
		t.Fatal(err)
	}
	old, err := os.ReadFile(backup)
	if err != nil {
		t.Fatal(err)
	}
	wander(rand.New(rand.NewPCG(5, 5)), s.Project, []codebook.Coder{s.ana, s.ben}, 60)
	today, err := os.ReadFile(s.file)
	if err != nil {
		t.Fatal(err)
	}
	whole := 0
	for n := 2; n < len(today)/projectfile.PageSize; n++ {
		bad := append([]byte(nil), today...)
		clear(bad[n*projectfile.PageSize : (n+1)*projectfile.PageSize])
		dir := placed(t, bad)
		kept := filepath.Join(dir, folder, backupName, "day-2026-03-01.db")
		if err := os.WriteFile(kept, old, 0o600); err != nil {
			t.Fatal(err)
		}
		copies, err := KeptCopies(ctx, dir)
		if err != nil || len(copies) != 1 || !copies[0].Good() || copies[0].Check.Events == 0 {
			t.Fatalf("%+v, %v", copies, err)
		}
		aside, r, err := Restore(ctx, dir, kept)
		if err != nil {
			t.Errorf("page %d: %v", n, err)
			continue
		}
		if set, _ := os.ReadFile(aside); string(set) != string(bad) {
			t.Errorf("page %d: the damaged file was not set aside as it was", n)
		}
		p, err := Open(ctx, dir)
		if err != nil {
			t.Errorf("page %d: %v", n, err)
			continue
		}
		if r.Events < copies[0].Check.Events {
			t.Errorf("page %d: fewer events than the backup has", n)
		}
		if stateOf(t, p) == stateOf(t, s.Project) {
			whole++
			if len(r.Check.Problems) > 0 {
				t.Errorf("page %d: %v", n, r.Check.Problems)
			}
		}
	}
	if pages := len(today)/projectfile.PageSize - 2; whole < pages/2 {
		t.Errorf("everything came back for %d of %d pages", whole, pages)
	} else {
		t.Logf("everything came back for %d of %d damaged pages", whole, pages)
	}
}

// A project whose file is gone comes back from a backup.
func TestRestoreOfALostFile(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	backup, err := s.BackupDaily(ctx)
	if err != nil {
		t.Fatal(err)
	}
	want := stateOf(t, s.Project)
	if err := os.Remove(s.file); err != nil {
		t.Fatal(err)
	}
	if dir, err := FindFolder(filepath.Join(s.Dir(), "notes")); err != nil || dir != s.Dir() {
		t.Errorf("%q, %v", dir, err)
	}
	if aside, _, err := Restore(ctx, s.Dir(), backup); err != nil || aside != "" {
		t.Fatal(aside, err)
	}
	if stateOf(t, s.Project) != want {
		t.Error("the project that came back is another")
	}
}
