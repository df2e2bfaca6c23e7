package search

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"concord/corpus"
)

// schema counts the ways in which the index has been laid out. An index of
// another schema is made anew.
const schema = 2

// ErrBusy says that another process has the index open, and that nobody should
// wait for it: a search scans instead, a Sync is left for later.
var ErrBusy = errors.New("the search index is in use by another process")

// ErrNoIndex says that there is no index that could be used: none has been
// made, or it is damaged, of another project, or of another version of
// Concord. Sync makes one.
var ErrNoIndex = errors.New("there is no search index yet")

// errDamaged is an ErrNoIndex that opening and a first look do not show.
var errDamaged = fmt.Errorf("%w: the one there is damaged", ErrNoIndex)

// patience is how long one waits for the index. Readers hold it for
// milliseconds, a writer for one batch.
const patience = 50 * time.Millisecond

// Index is a project's index of words: a folder that may be deleted at any
// time. It holds the words of the turns and nothing else: no text, no codings.
//
// No file stays open between calls. Any number of processes may search at
// once, or one may write; who comes at the wrong moment gets ErrBusy.
type Index struct {
	dir     string
	project corpus.ProjectID
}

// NewIndex names the index of a project in a folder, which is made when the
// index is. Nothing is opened.
func NewIndex(dir string, project corpus.ProjectID) *Index { return &Index{dir, project} }

// live is where the index in use lies. Others beside it are being made, or
// being deleted; they come and go by renaming, so that nobody ever opens half
// an index.
func (x *Index) live() string { return filepath.Join(x.dir, "index") }

// NeverLevel is the arrival of an index that has not been finished once.
const NeverLevel = math.MaxUint64

// State is what an index says of itself.
type State struct {
	Arrival     uint64 // the last arrival that it was level with, or NeverLevel
	Transcripts int    // transcripts indexed whole
	Turns       int    // their turns
}

// State reads how far the index has come. It gives ErrBusy or ErrNoIndex if it
// cannot be read.
func (x *Index) State() (s State, err error) {
	err = x.read(func(_ index.IndexReader, r record) error {
		s.Arrival = r.head.Arrival
		for _, p := range r.progress {
			if p.whole() {
				s.Transcripts++
				s.Turns += p.turns
			}
		}
		return nil
	})
	return s, err
}

// Delete removes the index with all the words in it. Searches scan until Sync
// has made another.
func (x *Index) Delete() error {
	if err := x.discard(); err != nil {
		return err
	}
	return x.sweep()
}

// discard takes the index out of use and deletes it.
func (x *Index) discard() error {
	if _, err := os.Lstat(x.live()); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	old, err := os.MkdirTemp(x.dir, "old-")
	if err == nil {
		err = os.Rename(x.live(), filepath.Join(old, "index"))
	}
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("deleting the search index in %s: %w", x.dir, err)
	}
	return x.sweep()
}

// sweep deletes what a process that was killed has left: indexes taken out of
// use (at once, they hold words) and unfinished ones (not yet, somebody may be
// at it).
func (x *Index) sweep() error {
	entries, err := os.ReadDir(x.dir)
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("deleting an old search index: %w", err)
	}
	for _, e := range entries {
		abandoned := strings.HasPrefix(e.Name(), "old-")
		if strings.HasPrefix(e.Name(), "new-") {
			info, err := e.Info()
			abandoned = err == nil && time.Since(info.ModTime()) > time.Minute
		}
		if !abandoned {
			continue
		}
		if err := os.RemoveAll(filepath.Join(x.dir, e.Name())); err != nil {
			return fmt.Errorf("deleting an old search index: %w", err)
		}
	}
	return nil
}

// create puts an empty index in place, unless somebody else just did.
func (x *Index) create() error {
	err := os.MkdirAll(x.dir, 0o700)
	if err != nil {
		return fmt.Errorf("making the search index: %w", err)
	}
	fresh, err := os.MkdirTemp(x.dir, "new-")
	if err != nil {
		return fmt.Errorf("making the search index: %w", err)
	}
	defer os.RemoveAll(fresh)
	made := filepath.Join(fresh, "index")
	f, err := open(made, false)
	if err != nil {
		return fmt.Errorf("making the search index in %s: %w", x.dir, err)
	}
	b := index.NewBatch()
	record{head: x.head(NeverLevel)}.put(b)
	err = f.apply(b)
	if closed := f.close(); err == nil {
		err = closed
	}
	if err != nil {
		return fmt.Errorf("making the search index in %s: %w", x.dir, err)
	}
	if err = os.Rename(made, x.live()); err != nil && !exists(x.live()) {
		return fmt.Errorf("making the search index in %s: %w", x.dir, err)
	}
	return nil
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// read opens the index for reading, checks that it is ours, and closes it
// after use.
func (x *Index) read(use func(index.IndexReader, record) error) error {
	return x.with(true, func(f *file) error {
		reader, err := f.ix.Reader()
		if err != nil {
			return err
		}
		defer reader.Close()
		r, err := x.recordIn(reader)
		if err != nil {
			return err
		}
		return use(reader, r)
	})
}

// readNewest reads the record for somebody who will write. Where the newest
// state of the index cannot be loaded bleve takes an older one without a word:
// good enough for reading, but writing on top of it would mix the two.
func (x *Index) readNewest() (r record, err error) {
	err = x.with(true, func(f *file) error {
		s := f.ix.(*scorch.Scorch)
		states, err := s.RootBoltSnapshotEpochs()
		if err != nil || len(states) == 0 {
			return fmt.Errorf("%w: it holds nothing", errDamaged)
		}
		newest, err := s.LoadSnapshot(states[0])
		if err != nil {
			return fmt.Errorf("%w (%v)", errDamaged, err)
		}
		defer newest.Close()
		r, err = x.recordIn(newest)
		return err
	})
	return r, err
}

func (x *Index) recordOf(f *file) (record, error) {
	reader, err := f.ix.Reader()
	if err != nil {
		return record{}, err
	}
	defer reader.Close()
	return x.recordIn(reader)
}

// with opens the index and closes it after use. An index that cannot be opened
// or read, and any panic or memory fault on the way (a torn file is mapped
// into memory and believed), is ErrNoIndex; use must do nothing else that
// could panic.
func (x *Index) with(readOnly bool, use func(*file) error) (err error) {
	if !exists(filepath.Join(x.live(), "root.bolt")) {
		return ErrNoIndex
	}
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w (%v)", errDamaged, p)
		}
	}()
	f, err := open(x.live(), readOnly)
	if err != nil {
		return err
	}
	defer func() {
		if closed := f.close(); err == nil {
			err = closed
		}
	}()
	return use(f)
}
