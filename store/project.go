package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	bolt "go.etcd.io/bbolt"

	"concord/codebook"
	"concord/corpus"
	"concord/store/bundle"
	"concord/store/projectfile"
	"concord/store/wholefile"
)

// Project is everything about one study, in one folder. Its methods may be
// called from several goroutines.
type Project struct {
	dir      string // the study's folder
	file     string
	id       corpus.ProjectID
	created  time.Time
	copy     CopyID
	queue    sync.RWMutex
	seen     atomic.Uint64 // the events that had arrived when the file was last looked at
	now      func() time.Time
	program  string
	patience time.Duration
}

// Option changes how a project is opened.
type Option func(*Project)

// WithClock makes events carry the times that now gives.
func WithClock(now func() time.Time) Option { return func(p *Project) { p.now = now } }

// WithPatience sets how long a transaction waits for other programs. The
// default is 5 seconds.
func WithPatience(d time.Duration) Option { return func(p *Project) { p.patience = d } }

const (
	folder     = ".concord"
	fileName   = "project.db"
	searchName = "search"
	backupName = "backups"
)

func newProject(dir string, options []Option) *Project {
	p := &Project{dir: dir, file: filepath.Join(dir, folder, fileName), now: time.Now, program: "concord " + programVersion(), patience: projectfile.Patience}
	for _, o := range options {
		o(p)
	}
	return p
}

// Program names this program with its version, for figures and files that say
// what made them.
func (p *Project) Program() string { return p.program }

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// Init makes a project in dir, which is made if it is not there. It is an error
// if dir holds a project, or lies inside one.
func Init(ctx context.Context, dir, title string, options ...Option) (*Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if found, err := Find(dir); err == nil {
		if found == dir {
			return nil, fmt.Errorf("making a project in %s: there is one already; “concord” opens it", dir)
		}
		return nil, fmt.Errorf("making a project in %s: the folder belongs to the project in %s; choose a folder outside it", dir, found)
	}
	if strings.TrimSpace(title) == "" {
		return nil, fmt.Errorf("making a project in %s: a project needs a title", dir)
	}
	p := newProject(dir, options)
	if err := p.create(corpus.ProjectID(newID())); err != nil {
		return nil, fmt.Errorf("making a project in %s: %w", dir, err)
	}
	p, err = Open(ctx, dir, options...)
	if err != nil {
		return nil, err
	}
	return p, p.setTitle(ctx, title)
}

// InitCopy makes another copy of a project in dir, from a bundle with everything
// in it. The copy is made beside its place and moved there when it is whole.
func InitCopy(ctx context.Context, dir string, r io.Reader, options ...Option) (*Project, BundleReport, error) {
	var report BundleReport
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, report, err
	}
	if found, err := Find(dir); err == nil {
		return nil, report, fmt.Errorf("making a copy in %s: there is a project in %s; “concord bundle read” brings a bundle into it", dir, found)
	}
	content, err := io.ReadAll(r)
	if err != nil {
		return nil, report, fmt.Errorf("reading the bundle: %w", err)
	}
	h, _, err := bundle.Read(bytes.NewReader(content))
	if err != nil {
		return nil, report, fmt.Errorf("reading the bundle: %w", err)
	}
	if h.Partial {
		return nil, report, fmt.Errorf("making a copy in %s: the bundle holds only a part of “%s”; ask for one with everything (without --since)", dir, h.Title)
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return nil, report, projectfile.WriteError(dir, err)
	}
	half, err := os.MkdirTemp(filepath.Dir(dir), ".making-")
	if err != nil {
		return nil, report, projectfile.WriteError(dir, err)
	}
	defer os.RemoveAll(half)
	if err := newProject(half, options).create(h.Project); err != nil {
		return nil, report, fmt.Errorf("making a copy in %s: %w", dir, err)
	}
	p, err := Open(ctx, half, options...)
	if err == nil {
		report, err = p.ReadBundle(ctx, bytes.NewReader(content), ReadBundleOptions{})
	}
	if err != nil {
		return nil, report, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, report, projectfile.WriteError(dir, err)
	}
	if err := os.Rename(filepath.Join(half, folder), filepath.Join(dir, folder)); err != nil {
		return nil, report, fmt.Errorf("making a copy in %s: %w", dir, err)
	}
	p, err = Open(ctx, dir, options...)
	return p, report, err
}

func (p *Project) create(id corpus.ProjectID) error {
	for _, d := range []string{folder, filepath.Join(folder, backupName)} {
		if err := os.MkdirAll(filepath.Join(p.dir, d), 0o700); err != nil {
			return projectfile.WriteError(p.dir, err)
		}
	}
	// Made under another name and renamed, so that a half-made file is never
	// taken for a project.
	half := p.file + ".new"
	_ = os.Remove(half)
	db, err := bolt.Open(half, 0o600, &bolt.Options{Timeout: time.Second, PageSize: projectfile.PageSize})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, b := range allBuckets {
			if _, err := tx.CreateBucket([]byte(b)); err != nil {
				return err
			}
		}
		copyID := newID()
		if err := tx.Bucket([]byte(bucketLocal)).Put(localCopy, copyID[:]); err != nil {
			return err
		}
		return writeMeta(tx, metaRecord{Format, p.program, id, p.now().UTC().Truncate(time.Millisecond)})
	})
	if err := errors.Join(err, db.Close()); err != nil {
		return projectfile.WriteError(half, err)
	}
	if err := os.Rename(half, p.file); err != nil {
		return err
	}
	wholefile.SyncFolder(filepath.Dir(p.file))
	return nil
}

// Find walks up from dir to the folder that holds a project.
func Find(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for d := start; ; d = filepath.Dir(d) {
		if _, err := os.Stat(filepath.Join(d, folder, fileName)); err == nil {
			return d, nil
		} else if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) {
			return "", projectfile.OpenError(filepath.Join(d, folder, fileName), err)
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("there is no Concord project in %s or above it; “concord init DIR” makes one, “concord demo” shows one", start)
		}
	}
}

// Open opens the project in dir (as Find gives it), bringing an older file up
// to date after a backup.
func Open(ctx context.Context, dir string, options ...Option) (*Project, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	p := newProject(dir, options)
	var m metaRecord
	err = p.withFile(ctx, true, func(db *bolt.DB) error {
		var err error
		if m, err = readMeta(db); err != nil {
			return fmt.Errorf("opening %s: %w", p.file, err)
		}
		return db.View(func(tx *bolt.Tx) error {
			copy(p.copy[:], fileState{tx}.get(bucketLocal, localCopy))
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	if err := p.migrate(ctx, m, migrations, Format); err != nil {
		return nil, err
	}
	p.id, p.created = m.Project, m.Created
	return p, nil
}

// ID names the project; it is the same in every copy.
func (p *Project) ID() corpus.ProjectID { return p.id }

// Copy names this copy of the project.
func (p *Project) Copy() CopyID { return p.copy }

// Dir is the study's folder.
func (p *Project) Dir() string { return p.dir }

// SearchDir is where the search index lies. It is a cache.
func (p *Project) SearchDir() string { return filepath.Join(p.dir, folder, searchName) }

// As gives the readings that a coder may make. The zero coder is a reader who
// does not code.
func (p *Project) As(coder codebook.CoderID) Reader { return Reader{p: p, coder: coder} }

// view runs f in a read transaction. Nothing of the view may outlive f.
func (p *Project) view(ctx context.Context, f func(view) error) error {
	return p.withFile(ctx, true, func(db *bolt.DB) error {
		return db.View(func(tx *bolt.Tx) error {
			if err := p.notOlder(tx); err != nil {
				return err
			}
			return f(fileState{tx})
		})
	})
}
