package projectfile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/gofrs/flock"
	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// PageSize is that of every project file, so that a file made on one machine
// opens on another.
const PageSize = 4096

// Patience is how long a transaction waits for other programs by default.
const Patience = 5 * time.Second

// Use opens a project file for one transaction's time and runs f with it. A file
// that is not there is not made. Faults that a damaged file raises in f come back
// as ErrDamaged; f must not hand the file to another goroutine, but by Guard.
func Use(ctx context.Context, path string, readOnly bool, patience time.Duration, f func(*bolt.DB) error) error {
	var db *bolt.DB
	err := Guard(path, func() (err error) {
		if db, err = open(ctx, path, readOnly, patience); err != nil {
			return err
		}
		return f(db)
	})
	if db == nil {
		return err
	}
	return errors.Join(err, Guard(path, db.Close))
}

// UseAlone is Use, for reading, of a file that nobody else works with, such as a
// backup: it leaves no lock file beside it.
func UseAlone(path string, f func(*bolt.DB) error) error {
	var db *bolt.DB
	err := Guard(path, func() (err error) {
		var opened *os.File
		if db, err = openOnce(path, options(true, &opened), &opened); err != nil {
			return OpenError(path, err)
		}
		return f(db)
	})
	if db == nil {
		return err
	}
	return errors.Join(err, Guard(path, db.Close))
}

// Lock keeps all others from a project file, and from its place, until the
// function returned is called: for putting another file there.
func Lock(ctx context.Context, path string, patience time.Duration) (free func(), err error) {
	letIn, err := acquire(ctx, path, false, patience)
	if err != nil {
		return letIn, err
	}
	if _, err := os.Stat(path); err != nil {
		return letIn, nil // there is no file to wait for
	}
	file := flock.New(path)
	free = func() { _ = file.Close(); letIn() }
	began := time.Now()
	for {
		if ok, err := file.TryLock(); ok || err != nil {
			return free, nil // what cannot be locked is not written to either
		}
		if err := pause(ctx, began, patience); err != nil {
			return free, err
		}
	}
}

// Guard runs f, which reads a mapped project file, and turns the faults that a
// damaged one raises into ErrDamaged: those of the machine, those of bbolt, which
// asserts what it reads, and any other panic if Walk finds the file damaged.
func Guard(path string, f func() error) (err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		fault := recover()
		if fault == nil {
			return
		}
		if !fromDamage(path, fault) {
			panic(fault)
		}
		err = fmt.Errorf("reading %s: %w; %s", path, ErrDamaged, wayBack)
	}()
	return f()
}

func fromDamage(path string, fault any) bool {
	switch x := fault.(type) {
	case interface{ Addr() uintptr }:
		return true
	case string:
		if strings.HasPrefix(x, "assertion failed") {
			return true
		}
	case runtime.Error, error:
	}
	problems, err := WalkFile(path, nil)
	return err != nil || len(problems) > 0
}

func open(ctx context.Context, path string, readOnly bool, patience time.Duration) (*bolt.DB, error) {
	var opened *os.File
	how := options(readOnly, &opened)
	free, err := acquire(ctx, path, readOnly, patience)
	defer free()
	began := time.Now()
	for err == nil {
		db, openErr := openOnce(path, how, &opened)
		if openErr == nil {
			return db, nil
		}
		if !errors.Is(openErr, bolterrors.ErrTimeout) {
			return nil, OpenError(path, openErr)
		}
		err = pause(ctx, began, patience)
	}
	if errors.Is(err, ErrBusy) {
		err = busyError(path)
	}
	return nil, err
}

// options are those of every opening; opened is given the file.
func options(readOnly bool, opened **os.File) *bolt.Options {
	return &bolt.Options{
		Timeout:      time.Nanosecond, // one try; the loop below waits
		ReadOnly:     readOnly,
		FreelistType: bolt.FreelistMapType,
		// The file was made by Init: opening must never make an empty one.
		OpenFile: func(name string, flag int, perm fs.FileMode) (*os.File, error) {
			file, err := os.OpenFile(name, flag&^os.O_CREATE, perm)
			if err != nil {
				return nil, err
			}
			if err := checkShape(file); err != nil {
				return nil, errors.Join(err, file.Close())
			}
			*opened = file
			return file, nil
		},
	}
}

// openOnce opens a file, and lets go of it, with its lock, where bbolt stumbles
// over what is in it.
func openOnce(path string, how *bolt.Options, opened **os.File) (*bolt.DB, error) {
	whole := false
	defer func() {
		if !whole && *opened != nil {
			_ = (*opened).Close()
		}
	}()
	*opened = nil
	db, err := bolt.Open(path, 0o600, how)
	whole = err == nil
	return db, err
}
