package store

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"concord/store/projectfile"
)

// What a transaction fails with that another try may not meet; see MayPass.
var (
	ErrBusy = projectfile.ErrBusy // another program holds the project
	ErrFull = projectfile.ErrFull // there is no room on the disk
)

// ErrDamaged says that the bytes of the project file are not what they were.
var ErrDamaged = projectfile.ErrDamaged

// MayPass reports errors that another try may not meet: the project is busy, the
// disk is full. Nothing was changed, and trying again is safe.
func MayPass(err error) bool { return projectfile.MayPass(err) }

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
	return projectfile.Use(ctx, p.file, readOnly, p.patience, f)
}

// announce leaves word, for whoever waits, of a transaction that takes long. The
// returned function takes it back.
func (p *Project) announce(what string) func() { return projectfile.Announce(p.file, what, p.now()) }

// Stamp is what a project file looks like from outside.
type Stamp = projectfile.Stamp

// Stamp reads the file's time and size without opening it: cheap enough to do
// several times a second.
func (p *Project) Stamp() (Stamp, error) { return projectfile.StampOf(p.file) }

// committed notes how many events have arrived, for notOlder, once the
// transaction is on the disk.
func (p *Project) committed(tx *bolt.Tx) {
	n := tx.Bucket([]byte(bucketArrival)).Sequence()
	tx.OnCommit(func() { p.seen.Store(n) })
}

// notOlder fails, once, where the file has fewer events than this Project has
// seen in it: somebody has put an older file in its place.
func (p *Project) notOlder(tx *bolt.Tx) error {
	arrivals := tx.Bucket([]byte(bucketArrival))
	if arrivals == nil {
		return nil
	}
	now := arrivals.Sequence()
	seen := p.seen.Swap(now)
	if now >= seen {
		return nil
	}
	return fmt.Errorf("the project in %s went back from %d to %d events: an older file was put in the place of the one that was open; what was done since lies in that file, or in “.concord/backups”; go on only if that was meant", p.dir, seen, now)
}
