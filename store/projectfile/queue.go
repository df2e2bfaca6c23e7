package projectfile

import (
	"context"
	"path/filepath"
	"runtime"
	"time"

	"github.com/gofrs/flock"
)

// queueFile is the writers' queue: a lock file beside the project file. Whoever
// wants the project file locks it first and holds it until the project file is
// open: readers side by side, writers alone. So a waiting writer keeps new readers
// out, and is not starved by readers who come and go without a pause.
const queueFile = "queue.lock"

// acquire locks the writers' queue. The function returned lets go of it. Where
// there can be no such file, in a folder that cannot be written to, there are no
// writers either, and nobody waits.
//
// Waiting is left to the system, which lets waiters through more or less in
// turn; programs that try again and again would race, and the same would lose.
func acquire(ctx context.Context, project string, readOnly bool, patience time.Duration) (free func(), err error) {
	lock := flock.New(filepath.Join(filepath.Dir(project), queueFile), flock.SetPermissions(0o600))
	letGo := func() { _ = lock.Close() }
	try, stand := lock.TryLock, lock.Lock
	if readOnly {
		try, stand = lock.TryRLock, lock.RLock
	}
	if ok, err := try(); ok || err != nil {
		return letGo, nil
	}
	through := make(chan error, 1)
	go func() { through <- stand() }()
	// Who gives up leaves somebody behind to let go of the lock when it comes.
	giveUp := func(err error) (func(), error) {
		go func() { <-through; letGo() }()
		return func() {}, err
	}
	select {
	case <-through:
		return letGo, nil
	case <-time.After(patience):
		return giveUp(ErrBusy)
	case <-ctx.Done():
		return giveUp(ctx.Err())
	}
}

// Most transactions take less than a millisecond, which is as short as a timer
// can be: a lock held by others is tried again at once for a while, and then at
// leisure.
const (
	eagerFor = 2 * time.Millisecond
	wait     = time.Millisecond
)

// pause waits between two tries. It fails when patience is at its end, with
// ErrBusy, or the context.
func pause(ctx context.Context, began time.Time, patience time.Duration) error {
	waited := time.Since(began)
	switch {
	case waited > patience:
		return ErrBusy
	case waited < eagerFor:
		runtime.Gosched()
		return ctx.Err()
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(wait):
		return nil
	}
}
