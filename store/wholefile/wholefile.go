// Package wholefile writes files that are there whole or not at all.
package wholefile

import (
	"bufio"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// ErrThere says that there is a file of the name already.
var ErrThere = errors.New("there is a file already; choose another name, or give --force")

// Write writes a file. The content goes to a new temporary file of mode 0600 in
// the same folder, which is synced, passes the checks (each is given its path),
// and only then takes the name. What fails leaves nothing behind, and a file that
// was there as it was.
//
// With replace, a file of the name is replaced in one step, a symbolic link as
// such; without, Write fails with ErrThere, also where the file appears while the
// content is being written. What is no file, such as a pipe or a terminal, is
// written to as it is, if replace is set.
func Write(path string, replace bool, write func(io.Writer) error, checks ...func(temporary string) error) (err error) {
	if _, err := os.Lstat(path); err == nil && !replace {
		return ErrThere
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return toDevice(path, write)
	}
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+"-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	err = buffered(f, write)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	for _, check := range checks {
		if err := check(f.Name()); err != nil {
			return err
		}
	}
	if err := giveName(f.Name(), path, replace); err != nil {
		return err
	}
	SyncFolder(dir)
	return nil
}

func toDevice(path string, write func(io.Writer) error) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return errors.Join(buffered(f, write), f.Close())
}

func buffered(w io.Writer, write func(io.Writer) error) error {
	b := bufio.NewWriterSize(w, 1<<16)
	if err := write(b); err != nil {
		return err
	}
	return b.Flush()
}

// giveName renames a file. Without replace it does not replace one that has
// appeared since: a hard link fails where the name is taken. Where the disk has
// no links, an empty file made exclusively reserves the name.
func giveName(from, to string, replace bool) error {
	if replace {
		return os.Rename(from, to)
	}
	err := os.Link(from, to)
	if err == nil {
		return nil // the temporary name is removed by the caller
	}
	if errors.Is(err, fs.ErrExist) {
		return ErrThere
	}
	reserved, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return ErrThere
	}
	if err != nil {
		return err
	}
	err = errors.Join(reserved.Close(), os.Rename(from, to))
	if err != nil {
		err = errors.Join(err, os.Remove(to))
	}
	return err
}

// SyncFolder brings new names in a folder onto the disk. Not every system lets
// one sync a folder; the files themselves are whole either way.
func SyncFolder(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
