package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// keptBackups is how many of the project's own backups of one kind stay.
const keptBackups = 10

// Backup copies the project file to path as it is at this moment, while others
// work on. The copy is written under another name, synced, opened and checked
// before it gets its name. An existing file is never replaced.
func (p *Project) Backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("backing up to %s: there is a file already; choose another name", path)
	}
	half := path + ".part"
	err := p.withFile(ctx, true, func(db *bolt.DB) error {
		return db.View(func(tx *bolt.Tx) error { return copyTo(tx, half) })
	})
	if err != nil {
		return fmt.Errorf("backing up to %s: %w", path, errors.Join(writeError(path, err), os.Remove(half)))
	}
	if err := verifyFile(ctx, half); err != nil {
		return fmt.Errorf("backing up to %s: the copy does not hold: %w", path, errors.Join(err, os.Remove(half)))
	}
	return os.Rename(half, path)
}

func copyTo(tx *bolt.Tx, path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = tx.WriteTo(f)
	return errors.Join(err, f.Sync(), f.Close())
}

// verifyFile opens a project file and lets bbolt check its structure.
func verifyFile(ctx context.Context, path string) error {
	db, err := openFile(ctx, path, true, lockPatience)
	if err != nil {
		return err
	}
	if _, err := readMeta(db); err != nil {
		return errors.Join(err, db.Close())
	}
	return errors.Join(structure(db), db.Close())
}

func structure(db *bolt.DB) error {
	return db.View(func(tx *bolt.Tx) error {
		var found []error
		for err := range tx.Check() {
			found = append(found, err)
		}
		if len(found) > 0 {
			return fmt.Errorf("%w: %w", bolterrors.ErrInvalid, errors.Join(found...))
		}
		return nil
	})
}

// BackupDaily makes today's backup in the project's own backup folder, if there
// is none yet, and removes the oldest beyond ten. It gives the path, or "" if
// there was nothing to do.
func (p *Project) BackupDaily(ctx context.Context) (string, error) {
	name := "day-" + p.now().Format("2006-01-02")
	if _, err := os.Stat(p.backupPath(name)); err == nil {
		return "", nil
	}
	path, err := p.backupTo(ctx, name)
	if err != nil {
		return "", err
	}
	old, err := filepath.Glob(p.backupPath("day-*"))
	if err != nil {
		return path, err
	}
	slices.Sort(old)
	for len(old) > keptBackups {
		if err := os.Remove(old[0]); err != nil {
			return path, err
		}
		old = old[1:]
	}
	return path, nil
}

func (p *Project) backupPath(name string) string {
	return filepath.Join(p.dir, folder, backupName, strings.ReplaceAll(name, "/", "-")+".db")
}

func (p *Project) backupTo(ctx context.Context, name string) (string, error) {
	path := p.backupPath(name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return "", writeError(path, err)
	}
	for n := 2; ; n++ {
		if _, err := os.Stat(path); err != nil {
			break
		}
		path = p.backupPath(fmt.Sprintf("%s-%d", name, n))
	}
	return path, p.Backup(ctx, path)
}
