package search

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
)

// file is an open index.
type file struct {
	path  string
	ix    index.Index
	queue *index.AnalysisQueue
	// What went wrong in the background: an error that bleve will tell again or
	// live with, or a panic, after which it neither writes nor closes.
	failed, panicked chan error
	dead             bool
}

// open opens an index, or makes one that is missing if it may write.
func open(path string, readOnly bool) (*file, error) {
	f := &file{path: path, failed: make(chan error, 1), panicked: make(chan error, 1)}
	workers := 0
	if !readOnly {
		workers = runtime.GOMAXPROCS(0)
	}
	for begun := time.Now(); ; time.Sleep(2 * time.Millisecond) {
		f.queue = index.NewAnalysisQueue(workers)
		ix, err := scorch.NewScorch(scorch.Name, map[string]any{
			"path":                   path,
			"read_only":              readOnly,
			"bolt_timeout":           "1ms", // one try; we try again ourselves
			"asyncErrorCallbackName": failures,
		}, f.queue)
		if err == nil {
			if err = ix.Open(); err == nil {
				f.ix = ix
				if !readOnly {
					watched.Store(path, f)
				}
				return f, nil
			}
		}
		f.queue.Close()
		if err.Error() != "timeout" { // as bbolt says that another has it
			return nil, fmt.Errorf("%w: it cannot be opened (%v)", ErrNoIndex, err)
		}
		if time.Since(begun) > patience {
			return nil, ErrBusy
		}
	}
}

// close closes the index. It does not wait for a bleve that has died with
// locks in its hands.
func (f *file) close() error {
	closed := make(chan error, 1)
	go func() { closed <- f.ix.Close() }()
	wait := 10 * time.Second
	if f.dead {
		wait = 0
	}
	var err error
	select {
	case err = <-closed:
	case <-time.After(wait):
		err = fmt.Errorf("%w: it cannot be closed", errDamaged)
	}
	f.queue.Close()
	watched.CompareAndDelete(f.path, f)
	return err
}

// apply writes a batch, which is on the disk whole or not at all. Bleve writes
// in the background, and would wait for ever for a background that has died.
// An index that cannot be written counts as damaged: it is only a cache.
func (f *file) apply(b *index.Batch) error {
	applied := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				applied <- fmt.Errorf("%v", p)
			}
		}()
		applied <- f.ix.Batch(b)
	}()
	var err error
	select {
	case err = <-applied:
	case err = <-f.panicked:
		f.dead = true
	}
	if err != nil {
		return fmt.Errorf("%w: writing it failed (%v)", errDamaged, err)
	}
	return nil
}

// settle waits until bleve has merged what it wants to merge. Closed earlier,
// it would lose the work, and files would pile up. An error that it can live
// with (the disk is full) ends the wait.
func (f *file) settle(ctx context.Context) error {
	stats, ok := f.ix.(*scorch.Scorch).Stats().(*scorch.Stats)
	for ok && ctx.Err() == nil && len(f.failed) == 0 {
		select {
		case err := <-f.panicked:
			f.dead = true
			return fmt.Errorf("%w (%v)", errDamaged, err)
		default:
		}
		all := stats.ToMap()
		root, _ := all["CurRootEpoch"].(uint64)
		merged, _ := all["LastMergedEpoch"].(uint64)
		persisted, _ := all["LastPersistedEpoch"].(uint64)
		if merged >= root && persisted >= root {
			break
		}
		time.Sleep(time.Millisecond)
	}
	return nil
}

// failures names the callback through which bleve tells of errors in its
// background, by the path of the index.
const failures = "concord"

var watched sync.Map // path → *file, of those open for writing

func init() {
	scorch.RegistryAsyncErrorCallbacks[failures] = func(err error, path string) {
		f, ok := watched.Load(path)
		if !ok {
			return
		}
		c := f.(*file).failed
		if errors.Is(err, scorch.ErrAsyncPanic) {
			c = f.(*file).panicked
		}
		select {
		case c <- err:
		default: // one is enough
		}
	}
}
