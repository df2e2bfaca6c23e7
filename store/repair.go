package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"concord/corpus"
	"concord/store/projectfile"
	"concord/store/wholefile"
)

// salvage is what can still be read of one or more files of a project: the
// events, what is no event and travels with them, and what is this copy's own.
// State is not among it: it is made anew from the events.
type salvage struct {
	meta    metaRecord
	buckets map[bucket]map[string][]byte
	arrived map[string]bool // keys of the events that the files say had arrived
}

// salvaged are the buckets that events do not lead to.
var salvaged = []bucket{bucketEvent, bucketText, bucketTurns, bucketOriginal, bucketSecret, bucketLocal, bucketUndo}

func newSalvage() *salvage {
	s := &salvage{buckets: map[bucket]map[string][]byte{}, arrived: map[string]bool{}}
	for _, b := range salvaged {
		s.buckets[b] = map[string][]byte{}
	}
	return s
}

// read adds what the file at path holds, by its newer page of where everything
// is and then by the older. What was added before is kept: events and texts never
// change.
func (s *salvage) read(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return projectfile.OpenError(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var foreign error
	for _, m := range projectfile.Metas(f) {
		projectfile.Walk(f, info.Size(), m, func(b string, key, value []byte) {
			foreign = errors.Join(foreign, s.add(bucket(b), key, value))
		})
	}
	return foreign
}

func (s *salvage) add(b bucket, key, value []byte) error {
	switch b {
	case bucketMeta:
		var m metaRecord
		if json.Unmarshal(value, &m) != nil || m.Project.IsZero() {
			return nil
		}
		if !s.meta.Project.IsZero() && m.Project != s.meta.Project {
			return errors.New("the files are of different projects")
		}
		if s.meta.Project.IsZero() {
			s.meta = m
		}
		return nil
	case bucketArrival:
		s.arrived[string(value)] = true
		return nil
	case bucketEvent:
		if e, err := decodeEvent(key, value); err != nil || !json.Valid(e.Payload) {
			return nil
		}
	case bucketOriginal:
		original, err := unpackOriginal(value)
		if sum := sha256.Sum256(original); err != nil || !bytes.Equal(sum[:], key) {
			return nil
		}
	}
	in := s.buckets[b]
	if in == nil {
		return nil // state, or nothing of ours
	}
	if _, there := in[string(key)]; !there {
		in[string(key)] = bytes.Clone(value)
	}
	return nil
}

// sift drops texts that are not what their names say.
func (s *salvage) sift() {
	for id, body := range s.buckets[bucketText] {
		turns, err := corpus.DecodeTurns(s.buckets[bucketTurns][id])
		if err == nil {
			var t *corpus.Text
			if t, err = corpus.NewText(string(body), turns); err == nil && string(t.ID[:]) == id {
				continue
			}
		}
		delete(s.buckets[bucketText], id)
		delete(s.buckets[bucketTurns], id)
	}
}

// RepairReport says what became of a damaged file.
type RepairReport struct {
	Events int `json:"events"` // that could be read
	Lost   int `json:"lost"`   // that had arrived and could not be read in any of the files
	Texts  int `json:"texts"`
	// Check is what the whole check says of the result. A text that was lost
	// stays a problem until a bundle or an import brings it back.
	Check CheckReport `json:"check"`
}

// Repair makes a project file at to, which must not be there, from what can be
// read in the files named; they are not changed. State is made anew.
func Repair(ctx context.Context, to string, from ...string) (RepairReport, error) {
	var out RepairReport
	s := newSalvage()
	for _, path := range from {
		if err := s.read(path); err != nil {
			return out, fmt.Errorf("reading what is left in %s: %w", path, err)
		}
	}
	if s.meta.Project.IsZero() || len(s.buckets[bucketEvent]) == 0 {
		return out, fmt.Errorf("reading what is left in %s: not even the project's name can be read", from[0])
	}
	if s.meta.Format > Format {
		return out, fmt.Errorf("reading what is left in %s: it was written by a newer Concord (%s); install the newer version", from[0], s.meta.Program)
	}
	s.sift()
	out.Events, out.Texts = len(s.buckets[bucketEvent]), len(s.buckets[bucketText])
	for key := range s.arrived {
		if _, there := s.buckets[bucketEvent][key]; !there {
			out.Lost++
		}
	}
	if _, err := os.Lstat(to); err == nil {
		return out, fmt.Errorf("writing %s: %w", to, wholefile.ErrThere)
	}
	half := to + ".new"
	_ = os.Remove(half)
	defer os.Remove(half)
	if err := s.write(half); err != nil {
		return out, projectfile.WriteError(half, err)
	}
	var err error
	if out.Check, err = CheckFile(ctx, half); err != nil {
		return out, err
	}
	if err := os.Rename(half, to); err != nil {
		return out, err
	}
	wholefile.SyncFolder(filepath.Dir(to))
	return out, nil
}

func (s *salvage) write(path string) error {
	db, err := bolt.Open(path, 0o600, &bolt.Options{Timeout: time.Second, PageSize: projectfile.PageSize})
	if err != nil {
		return err
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, b := range allBuckets {
			if _, err := tx.CreateBucketIfNotExists([]byte(b)); err != nil {
				return err
			}
		}
		if len(s.buckets[bucketLocal][string(localCopy)]) != len(CopyID{}) {
			id := newID()
			s.buckets[bucketLocal][string(localCopy)] = id[:]
		}
		for _, b := range salvaged {
			in := tx.Bucket([]byte(b))
			for _, key := range slices.Sorted(maps.Keys(s.buckets[b])) {
				if err := in.Put([]byte(key), s.buckets[b][key]); err != nil {
					return err
				}
			}
		}
		arrivals := tx.Bucket([]byte(bucketArrival))
		for _, key := range slices.Sorted(maps.Keys(s.buckets[bucketEvent])) {
			n, err := arrivals.NextSequence()
			if err != nil {
				return err
			}
			if err := arrivals.Put(u64(n), []byte(key)); err != nil {
				return err
			}
		}
		s.meta.Format = Format
		return errors.Join(writeMeta(tx, s.meta), remakeState(tx))
	})
	return errors.Join(err, db.Close())
}

// KeptCopy is a backup in the project's own folder, with what the check says of it.
type KeptCopy struct {
	Path  string      `json:"path"`
	Time  time.Time   `json:"time"` // when it was made
	Check CheckReport `json:"check"`
	// Unreadable says why it could not be checked; "" if it could.
	Unreadable string `json:"unreadable,omitempty"`
}

// Good reports whether the check found nothing.
func (k KeptCopy) Good() bool { return k.Unreadable == "" && len(k.Check.Problems) == 0 }

// KeptCopies lists the backups in the folder of the project in dir, the newest
// first. The project's own file need not be readable, nor there.
func KeptCopies(ctx context.Context, dir string) ([]KeptCopy, error) {
	paths, err := filepath.Glob(filepath.Join(dir, folder, backupName, "*.db"))
	var out []KeptCopy
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		k := KeptCopy{Path: path, Time: info.ModTime()}
		if k.Check, err = CheckFile(ctx, path); err != nil {
			k.Unreadable = err.Error()
		}
		out = append(out, k)
	}
	slices.SortFunc(out, func(a, b KeptCopy) int { return b.Time.Compare(a.Time) })
	return out, err
}

// FindFolder is Find for a project whose file may be lost: it wants the folder
// alone.
func FindFolder(dir string) (string, error) {
	start, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	for d := start; ; d = filepath.Dir(d) {
		if info, err := os.Stat(filepath.Join(d, folder)); err == nil && info.IsDir() {
			return d, nil
		}
		if d == filepath.Dir(d) {
			return "", fmt.Errorf("there is no Concord project in %s or above it", start)
		}
	}
}

// FileIn is the path of the project file of the project in dir.
func FileIn(dir string) string { return filepath.Join(dir, folder, fileName) }

// Restore puts a project file made from a backup in the place of the project's
// own, with every event that can still be read in that one: nothing that was
// acknowledged and is readable is lost. The file that was there is set aside,
// beside the backups, under the name returned ("" if there was none).
func Restore(ctx context.Context, dir, backup string) (aside string, out RepairReport, err error) {
	p := newProject(dir, nil)
	free, err := projectfile.Lock(ctx, p.file, p.patience)
	defer free()
	if err != nil {
		return "", out, fmt.Errorf("restoring %s: %w", dir, err)
	}
	from := []string{backup}
	if _, err := os.Stat(p.file); err == nil {
		from = []string{p.file, backup}
	} else if !errors.Is(err, fs.ErrNotExist) {
		return "", out, projectfile.OpenError(p.file, err)
	}
	made := p.file + ".restored"
	_ = os.Remove(made)
	if out, err = Repair(ctx, made, from...); err != nil {
		return "", out, fmt.Errorf("restoring %s: %w; nothing was changed", dir, err)
	}
	if len(from) == 2 {
		aside = filepath.Join(dir, folder, backupName, "set-aside-"+p.now().Format("2006-01-02-150405")+".damaged")
		if err := errors.Join(os.MkdirAll(filepath.Dir(aside), 0o700), os.Link(p.file, aside)); err != nil {
			// Where the disk has no links, a copy by rename leaves the place
			// empty for a moment, which Lock keeps others from seeing.
			if err := os.Rename(p.file, aside); err != nil {
				return "", out, fmt.Errorf("restoring %s: setting the damaged file aside: %w; nothing was changed", dir, err)
			}
		}
	}
	if err := os.Rename(made, p.file); err != nil {
		return aside, out, fmt.Errorf("restoring %s: %w", dir, err)
	}
	wholefile.SyncFolder(filepath.Dir(p.file))
	return aside, out, nil
}
