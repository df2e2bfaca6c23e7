package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	bolt "go.etcd.io/bbolt"

	"concord/store/projectfile"
	"concord/store/wholefile"
)

// keptBackups is how many of the project's own backups of one kind stay.
const keptBackups = 10

// Backup copies the project file to path as it is at this moment, while others
// work on. The copy gets its name when it is on the disk and the whole check has
// found nothing in it; a damaged project is not copied. An existing file is never
// replaced.
func (p *Project) Backup(ctx context.Context, path string) error {
	if err := p.withFile(ctx, true, func(*bolt.DB) error { return checkedPages(p.file) }); err != nil {
		return fmt.Errorf("backing up to %s: %w", path, err)
	}
	return p.copyFile(ctx, path, checkedWhole(ctx))
}

// copyFile copies the project file. check decides whether the copy may have its
// name.
func (p *Project) copyFile(ctx context.Context, path string, check func(string) error) error {
	err := wholefile.Write(path, false, func(w io.Writer) error {
		return p.withFile(ctx, true, func(db *bolt.DB) error {
			return db.View(func(tx *bolt.Tx) error { _, err := tx.WriteTo(w); return err })
		})
	}, check)
	if errors.Is(err, wholefile.ErrThere) {
		return fmt.Errorf("backing up to %s: there is a file already; choose another name", path)
	}
	if err != nil {
		return fmt.Errorf("backing up to %s: %w", path, projectfile.WriteError(path, err))
	}
	return nil
}

// checkedWhole refuses a file in which the whole check finds anything.
func checkedWhole(ctx context.Context) func(string) error {
	return func(path string) error {
		r, err := CheckFile(ctx, path)
		if err != nil {
			return err
		}
		return refuseDamaged(r.Problems)
	}
}

// checkedPages refuses a file whose pages are damaged: it takes a fraction of the
// time of the whole check.
func checkedPages(path string) error {
	faults, err := projectfile.WalkFile(path, nil)
	if err != nil {
		return err
	}
	return refuseDamaged(faults)
}

func refuseDamaged(problems []string) error {
	if len(problems) == 0 {
		return nil
	}
	return fmt.Errorf("the project is damaged, and a copy of it would be: %s; “concord check” tells all, “concord restore” leads back: %w", problems[0], ErrDamaged)
}

// BackupDaily makes today's backup in the project's own backup folder, if there
// is none yet. It gives the path, or "" if there was nothing to do. The oldest
// beyond ten are removed when the whole check finds nothing in the new one: so
// backups of a damaged project never push out a good one.
func (p *Project) BackupDaily(ctx context.Context) (string, error) {
	name := "day-" + p.now().Format("2006-01-02")
	if _, err := os.Stat(p.backupPath(name)); err == nil {
		return "", nil
	}
	path, err := p.backupTo(ctx, name)
	if err != nil {
		return "", err
	}
	return path, p.prune(ctx, path, "day-*")
}

// BackupFirst makes today's backup, as BackupDaily does, where there was work
// before today: for programs that come and go.
func (p *Project) BackupFirst(ctx context.Context) error {
	if p.created.Local().Format(time.DateOnly) >= p.now().Local().Format(time.DateOnly) {
		return nil
	}
	_, err := p.BackupDaily(ctx)
	return err
}

// BackupBefore makes a backup before something that brings much at once, such as
// "bundle". Ten of each kind are kept, as by BackupDaily.
func (p *Project) BackupBefore(ctx context.Context, what string) (string, error) {
	path, err := p.backupTo(ctx, "before-"+what+"-"+p.now().Format("2006-01-02-150405"))
	if err != nil {
		return "", err
	}
	return path, p.prune(ctx, path, "before-"+what+"-*")
}

// prune removes the oldest backups of a kind beyond ten, if the newest is sound.
func (p *Project) prune(ctx context.Context, newest, kind string) error {
	old, err := filepath.Glob(p.backupPath(kind))
	if err != nil || len(old) <= keptBackups {
		return err
	}
	if err := checkedWhole(ctx)(newest); err != nil {
		return fmt.Errorf("the backup %s: %w; no older backup was removed", newest, err)
	}
	slices.Sort(old)
	for len(old) > keptBackups {
		if err := os.Remove(old[0]); err != nil {
			return err
		}
		old = old[1:]
	}
	return nil
}

func (p *Project) backupPath(name string) string {
	return filepath.Join(p.dir, folder, backupName, strings.ReplaceAll(name, "/", "-")+".db")
}

func (p *Project) backupTo(ctx context.Context, name string) (string, error) {
	path := p.backupPath(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", projectfile.WriteError(path, err)
	}
	for n := 2; ; n++ {
		if _, err := os.Stat(path); err != nil {
			break
		}
		path = p.backupPath(fmt.Sprintf("%s-%d", name, n))
	}
	return path, p.copyFile(ctx, path, checkedPages)
}
