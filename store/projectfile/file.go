package store

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"
	bolterrors "go.etcd.io/bbolt/errors"
)

// ErrBusy is what an action or a reading fails with when another program has
// held the project for longer than lockPatience. Trying again later is safe.
var ErrBusy = errors.New("the project is busy")

// ErrFull is what an action fails with when there is no room on the disk.
var ErrFull = errors.New("the disk is full")

// MayPass reports errors that another try may not meet: the project is busy, the
// disk is full. Nothing was changed, and trying again is safe.
func MayPass(err error) bool { return errors.Is(err, ErrBusy) || errors.Is(err, ErrFull) }

const lockPatience = 5 * time.Second

// withFile opens the project file for one transaction's time. Transactions of
// this process queue here before they try the file's own lock, which other
// processes hold for milliseconds; bbolt by itself would wait 50 ms between
// tries.
func (p *Project) withFile(ctx context.Context, readOnly bool, f func(*bolt.DB) error) error {
	if readOnly {
		p.queue.RLock()
		defer p.queue.RUnlock()
	} else {
		p.queue.Lock()
		defer p.queue.Unlock()
	}
	db, err := openFile(ctx, p.file, readOnly, p.patience)
	if err != nil {
		return err
	}
	err = f(db)
	return errors.Join(err, db.Close())
}

func openFile(ctx context.Context, path string, readOnly bool, patience time.Duration) (*bolt.DB, error) {
	options := &bolt.Options{
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
			return file, nil
		},
	}
	free, err := pass(ctx, path, readOnly, patience)
	defer free()
	began := time.Now()
	for err == nil {
		db, openErr := bolt.Open(path, 0o600, options)
		if openErr == nil {
			return db, nil
		}
		if !errors.Is(openErr, bolterrors.ErrTimeout) {
			return nil, openError(path, openErr)
		}
		err = pause(ctx, began, patience)
	}
	if errors.Is(err, ErrBusy) {
		err = busyError(path)
	}
	return nil, err
}

// checkShape refuses a file that is shorter than its own header says, before
// bbolt maps it: touching a missing page would kill the process.
func checkShape(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return errors.New("the file is empty")
	}
	const magic = 0xED0CDAED
	var used, page, newest uint64
	read := func(at int64) bool {
		var b [80]byte
		if n, _ := file.ReadAt(b[:], at); n < len(b) {
			return false
		}
		m := b[16:]
		if binary.NativeEndian.Uint32(m) != magic {
			return false
		}
		page = uint64(binary.NativeEndian.Uint32(m[8:]))
		if txid := binary.NativeEndian.Uint64(m[48:]); txid >= newest {
			newest, used = txid, binary.NativeEndian.Uint64(m[40:])
		}
		return true
	}
	if !read(0) {
		// Let bbolt judge a damaged first page; there may be a good second one.
		page = pageSize
	}
	if page < 512 || page > 1<<20 {
		return bolterrors.ErrInvalid
	}
	read(int64(page))
	if need := used * page; uint64(info.Size()) < need {
		return fmt.Errorf("the file is cut short: it has %d bytes of at least %d", info.Size(), need)
	}
	return nil
}

// openError turns what bbolt or the system says into a sentence.
func openError(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("opening the project file %s: it is not there; “concord init” makes a project, and “.concord/backups” may hold copies of a lost one", path)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("opening the project file %s: not permitted; ask its owner for the right to read and write it", path)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("opening the project file %s: the disk is read-only; copy the project to a place you can write to", path)
	case errors.Is(err, bolterrors.ErrInvalid), errors.Is(err, bolterrors.ErrVersionMismatch), errors.Is(err, bolterrors.ErrChecksum):
		return fmt.Errorf("opening the project file %s: it is not a Concord project, or its header is damaged; restore the newest file from “.concord/backups”", path)
	}
	return fmt.Errorf("opening the project file %s: %w; restore the newest file from “.concord/backups” if it stays so", path, err)
}

// writeError turns a failed commit into a sentence.
func writeError(path string, err error) error {
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("writing to %s: %w; nothing was changed; make room and do it again", path, ErrFull)
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("writing to %s: the place is read-only; nothing was changed", path)
	}
	return err
}

// holder is what the side file of a long transaction says.
type holder struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	User  string    `json:"user"`
	What  string    `json:"what"`
	Since time.Time `json:"since"`
}

func holderFile(file string) string { return filepath.Join(filepath.Dir(file), "holder.json") }

// announce leaves word, for whoever waits, of a transaction that takes long.
// The returned function takes it back.
func (p *Project) announce(what string) func() {
	h := holder{PID: os.Getpid(), What: what, Since: p.now()}
	h.Host, _ = os.Hostname()
	if u, err := user.Current(); err == nil {
		h.User = u.Username
	}
	content, err := json.Marshal(h)
	if err != nil {
		return func() {}
	}
	path := holderFile(p.file)
	if os.WriteFile(path, content, 0o600) != nil {
		return func() {}
	}
	return func() { _ = os.Remove(path) }
}

func busyError(path string) error {
	var h holder
	if content, err := os.ReadFile(holderFile(path)); err == nil && json.Unmarshal(content, &h) == nil {
		return fmt.Errorf("%w: %s on %s has been %s since %s (process %d); wait for it to end and do it again",
			ErrBusy, h.User, h.Host, h.What, h.Since.Local().Format("15:04:05"), h.PID)
	}
	return fmt.Errorf("%w: another program holds it; wait for that to end and do it again (%s)", ErrBusy, path)
}

// Stamp is what a project file looks like from outside. Two stamps that are
// equal mean that nothing was written in between, if Settled.
type Stamp struct {
	modified time.Time
	size     int64
	taken    time.Time
}

// Stamp reads the file's time and size without opening it: cheap enough to do
// several times a second.
func (p *Project) Stamp() (Stamp, error) {
	info, err := os.Stat(p.file)
	if err != nil {
		return Stamp{}, openError(p.file, err)
	}
	return Stamp{info.ModTime(), info.Size(), time.Now()}, nil
}

// SameAs reports whether nothing was written between two stamps. File systems
// round times, so a stamp taken within 100 ms of the last write proves nothing
// and counts as different.
func (s Stamp) SameAs(later Stamp) bool {
	return s.modified.Equal(later.modified) && s.size == later.size && s.taken.Sub(s.modified) > 100*time.Millisecond
}
