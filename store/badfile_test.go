package store

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gofrs/flock"
	bolt "go.etcd.io/bbolt"

	"concord/codebook"
	"concord/store/projectfile"
)

// A place that cannot be used is said to be so in a sentence, and not touched.
func TestPlacesThatCannotBeOpened(t *testing.T) {
	sample := func(t *testing.T) []byte {
		s := newStudy(t)
		content, err := os.ReadFile(s.file)
		if err != nil {
			t.Fatal(err)
		}
		return content
	}
	for name, c := range map[string]struct {
		make func(t *testing.T) []byte
		says string
	}{
		"empty":     {func(*testing.T) []byte { return nil }, "empty"},
		"foreign":   {func(*testing.T) []byte { return []byte(strings.Repeat("not a database. ", 4096)) }, "not a Concord project"},
		"cut":       {func(t *testing.T) []byte { return sample(t)[:5*projectfile.PageSize] }, "cut short"},
		"cut hard":  {func(t *testing.T) []byte { return sample(t)[:100] }, "cut short"},
		"bad pages": {func(t *testing.T) []byte { b := sample(t); clear(b[:2*projectfile.PageSize]); return b }, "not a Concord project"},
		"other bbolt file": {func(t *testing.T) []byte {
			path := filepath.Join(t.TempDir(), "x")
			db, err := bolt.Open(path, 0o600, &bolt.Options{PageSize: projectfile.PageSize})
			if err != nil {
				t.Fatal(err)
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			content, _ := os.ReadFile(path)
			return content
		}, "not a Concord project"},
		"newer": {func(t *testing.T) []byte {
			s := newStudy(t)
			content, _ := os.ReadFile(s.file) // as it is, for the check at the end
			err := s.withFile(ctx, false, func(db *bolt.DB) error {
				return db.Update(func(tx *bolt.Tx) error {
					return writeMeta(tx, metaRecord{Format: Format + 1, Program: "concord 99", Project: s.id})
				})
			})
			if err != nil {
				t.Fatal(err)
			}
			newer, _ := os.ReadFile(s.file)
			if err := os.WriteFile(s.file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			return newer
		}, "newer Concord (concord 99"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			file := filepath.Join(dir, folder, fileName)
			content := c.make(t)
			if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Open(ctx, dir)
			if err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), file) {
				t.Fatalf("got %v; want a sentence that names the file and says %q", err, c.says)
			}
			if after, _ := os.ReadFile(file); string(after) != string(content) {
				t.Error("the file was changed")
			}
		})
	}
}

func TestInitRefusesAProjectInAProject(t *testing.T) {
	p := open(t)
	if _, err := Init(ctx, p.Dir(), "again"); err == nil || !strings.Contains(err.Error(), "already") {
		t.Errorf("got %v", err)
	}
	inner := filepath.Join(p.Dir(), "notes", "deeper")
	if _, err := Init(ctx, inner, "inner"); err == nil || !strings.Contains(err.Error(), "belongs to") {
		t.Errorf("got %v", err)
	}
	if dir, err := Find(inner); err != nil || dir != p.Dir() {
		t.Errorf("found %q, %v", dir, err)
	}
	if _, err := Init(ctx, t.TempDir(), " "); err == nil {
		t.Error("a project without a title was made")
	}
}

// Who gives up waiting at the queue leaves nothing locked behind.
func TestGivingUpLeavesNothingLocked(t *testing.T) {
	s := newStudy(t)
	hasty, err := Open(ctx, s.Dir(), WithPatience(20*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	queue := flock.New(filepath.Join(filepath.Dir(s.file), "queue.lock"))
	if err := queue.Lock(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := hasty.AddMemo(ctx, s.ana.ID, codebook.Subject{Kind: codebook.AboutProject}, "x"); !errors.Is(err, ErrBusy) {
			t.Fatalf("writing at a closed queue: %v", err)
		}
		if _, err := hasty.As(s.ana.ID).Overview(ctx); !errors.Is(err, ErrBusy) {
			t.Fatalf("reading at a closed queue: %v", err)
		}
	}
	if err := queue.Unlock(); err != nil {
		t.Fatal(err)
	}
	// s has the patience to let those who gave up go through and away.
	if _, err := s.AddMemo(ctx, s.ana.ID, codebook.Subject{Kind: codebook.AboutProject}, "x"); err != nil {
		t.Errorf("writing after others gave up: %v", err)
	}
	if _, err := hasty.As(s.ana.ID).Overview(ctx); err != nil {
		t.Errorf("reading after others gave up: %v", err)
	}
}

func TestAHeldFileIsBusyAndSaysWhoHoldsIt(t *testing.T) {
	s := newStudy(t)
	holder, err := bolt.Open(s.file, 0o600, &bolt.Options{Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	takeBack := s.announce("importing codings")
	quick, err := Open(ctx, s.Dir(), WithPatience(20*time.Millisecond))
	if !errors.Is(err, ErrBusy) || !strings.Contains(err.Error(), "importing codings") {
		t.Errorf("got %v, %v", quick, err)
	}
	takeBack()
	done := make(chan error)
	go func() {
		_, err := s.Apply(ctx, s.ana.ID, NewCoding{Transcript: s.transcript.ID, Span: s.turn(1), Code: s.trust.ID})
		done <- err
	}()
	time.Sleep(50 * time.Millisecond)
	if err := holder.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-done; err != nil {
		t.Errorf("a coding that waited for the file: %v", err)
	}
}

func TestReadOnlyPlaces(t *testing.T) {
	if runtime.GOOS == "windows" || os.Getuid() == 0 {
		t.Skip("needs a system and a user for whom permissions hold")
	}
	s := newStudy(t)
	if err := os.Chmod(s.file, 0o400); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Apply(ctx, s.ana.ID, NewCoding{Transcript: s.transcript.ID, Span: s.turn(1), Code: s.trust.ID}); err == nil || !strings.Contains(err.Error(), "not permitted") {
		t.Errorf("got %v", err)
	}
	if _, err := Open(ctx, s.Dir()); err != nil {
		t.Errorf("a read-only project cannot be read: %v", err)
	}
}

func TestMigrationsRunOnceAfterABackup(t *testing.T) {
	s := newStudy(t)
	ran := 0
	steps := []migration{
		{0, "long ago", func(*bolt.Tx) error { t.Error("ran a migration of an older format"); return nil }},
		{Format, "a test", func(*bolt.Tx) error { ran++; return nil }},
	}
	m := metaRecord{Format: Format, Program: "concord test", Project: s.id}
	if err := s.migrate(ctx, m, steps, Format+1); err != nil || ran != 1 {
		t.Fatalf("ran %d times, %v", ran, err)
	}
	backups, _ := filepath.Glob(s.backupPath("before-format-*"))
	if len(backups) != 1 {
		t.Errorf("backups: %v", backups)
	}
	if _, err := Open(ctx, s.Dir()); err == nil || !strings.Contains(err.Error(), "newer") {
		t.Errorf("the migrated file opens as the old format: %v", err)
	}
	failing := []migration{{Format + 1, "a bad one", func(tx *bolt.Tx) error {
		_ = tx.DeleteBucket([]byte(bucketCoding))
		return errors.New("no luck")
	}}}
	m.Format = Format + 1
	if err := s.migrate(ctx, m, failing, Format+2); err == nil || !strings.Contains(err.Error(), "as it was") {
		t.Errorf("got %v", err)
	}
	if _, err := s.As(s.ana.ID).Codings(ctx, s.transcript.ID); err != nil {
		t.Errorf("a failed migration left the file changed: %v", err)
	}
}

func TestBackupsOpenAndNeverReplace(t *testing.T) {
	s := newStudy(t)
	s.apply(t, s.ana, s.trust, s.turn(1))
	dir := t.TempDir()
	path := filepath.Join(dir, folder, fileName)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx, path); err != nil {
		t.Fatal(err)
	}
	if err := s.Backup(ctx, path); err == nil {
		t.Error("a backup replaced a file")
	}
	restored, err := Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	sound(t, restored)
	a, _ := s.As(s.ana.ID).State(ctx)
	if b, _ := restored.As(s.ana.ID).State(ctx); a != b {
		t.Errorf("the backup holds %s, the project %s", b, a)
	}
	first, err := s.BackupDaily(ctx)
	if err != nil || first == "" {
		t.Fatalf("%q, %v", first, err)
	}
	if second, err := s.BackupDaily(ctx); err != nil || second != "" {
		t.Errorf("a second backup on one day: %q, %v", second, err)
	}
}

// Check finds what was changed behind the program's back.
func TestCheckFindsDamage(t *testing.T) {
	for name, harm := range map[string]func(s *study, tx *bolt.Tx) error{
		"a word of a text": func(s *study, tx *bolt.Tx) error {
			return tx.Bucket([]byte(bucketText)).Put(s.text.ID[:], []byte(strings.Replace(s.text.Body, "argued", "agreed", 1)))
		},
		"a lost coding": func(s *study, tx *bolt.Tx) error {
			k, _ := tx.Bucket([]byte(bucketCoding)).Cursor().First()
			return tx.Bucket([]byte(bucketCoding)).Delete(k)
		},
		"an event": func(s *study, tx *bolt.Tx) error {
			k, _ := tx.Bucket([]byte(bucketEvent)).Cursor().Last()
			return tx.Bucket([]byte(bucketEvent)).Delete(k)
		},
		"a count": func(s *study, tx *bolt.Tx) error {
			return tx.Bucket([]byte(bucketCount)).Put(pair(s.grief.ID, s.ben.ID), u64(3))
		},
		"a lost text": func(s *study, tx *bolt.Tx) error {
			return tx.Bucket([]byte(bucketText)).Delete(s.text.ID[:])
		},
		"a secret": func(s *study, tx *bolt.Tx) error {
			k, _ := tx.Bucket([]byte(bucketSecret)).Cursor().First()
			return tx.Bucket([]byte(bucketSecret)).Put(k, []byte("another"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			whole := newStudy(t)
			whole.apply(t, whole.ana, whole.trust, whole.turn(1))
			path := filepath.Join(t.TempDir(), "harmed.db")
			if err := whole.Backup(ctx, path); err != nil {
				t.Fatal(err)
			}
			harmed := &study{Project: &Project{file: path, now: time.Now, patience: time.Second}, ana: whole.ana, ben: whole.ben,
				trust: whole.trust, grief: whole.grief, text: whole.text}
			err := harmed.withFile(ctx, false, func(db *bolt.DB) error {
				return db.Update(func(tx *bolt.Tx) error { return harm(harmed, tx) })
			})
			if err != nil {
				t.Fatal(err)
			}
			r, err := harmed.Check(ctx)
			if err == nil && len(r.Problems) == 0 {
				t.Error("check found nothing")
			}
		})
	}
}
