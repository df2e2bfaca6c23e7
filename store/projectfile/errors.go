package projectfile

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	bolterrors "go.etcd.io/bbolt/errors"
)

// ErrBusy is what a transaction fails with when another program has held the
// project for longer than its patience. Trying again later is safe.
var ErrBusy = errors.New("the project is busy")

// ErrFull is what a transaction fails with when there is no room on the disk.
var ErrFull = errors.New("the disk is full")

// ErrDamaged says that the bytes of the file are not what they were.
var ErrDamaged = errors.New("the file is damaged")

// MayPass reports errors that another try may not meet: the project is busy, the
// disk is full. Nothing was changed, and trying again is safe.
func MayPass(err error) bool { return errors.Is(err, ErrBusy) || errors.Is(err, ErrFull) }

// wayBack is what to do about a damaged file.
const wayBack = "“concord restore” lists the backups and brings the project back with all that can still be read"

// OpenError turns what bbolt or the system says at opening into a sentence.
func OpenError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("opening the project file %s: it is not there; if the folder was moved, open it where it is now; “concord init” makes a project, and “.concord/backups” may hold copies of a lost one", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("opening the project file %s: not permitted; ask its owner for the right to read and write it", path)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("opening the project file %s: the disk is read-only; copy the project to a place you can write to", path)
	case errors.Is(err, syscall.ENOLCK), errors.Is(err, syscall.ENOSYS), errors.Is(err, errors.ErrUnsupported):
		return fmt.Errorf("opening the project file %s: this disk cannot lock files (%w), as some network drives cannot; the file is sound; copy the project's folder to a disk of this computer and work there", path, err)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err, bolterrors.ErrChecksum):
		return fmt.Errorf("opening the project file %s: it is not a Concord project, or its header is damaged; %s", path, wayBack)
	case errors.Is(err, errShape):
		return fmt.Errorf("opening the project file %s: %w; %s", path, err, wayBack)
	}
	return fmt.Errorf("opening the project file %s: %w; try again, and look at the disk if it stays so", path, err)
}

// WriteError turns what a commit failed with into a sentence.
func WriteError(path string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("writing to %s: %w; nothing was changed; make room and do it again", path, ErrFull)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("writing to %s: the place is read-only; nothing was changed", path)
	case errors.Is(err, syscall.EIO):
		// The second of a commit's two syncs may fail after the data was written.
		return fmt.Errorf("writing to %s: the disk reports a fault (%w); the change may or may not be saved: look before you do it again, and make a backup on another disk", path, err)
	}
	return err
}
