package projectfile

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	bolt "go.etcd.io/bbolt"
)

// sample makes a file with deep, shallow and inline buckets, and long values.
func sample(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "x.db")
	db, err := bolt.Open(path, 0o600, &bolt.Options{PageSize: PageSize})
	if err != nil {
		t.Fatal(err)
	}
	for round := range 3 {
		err = errors.Join(err, db.Update(func(tx *bolt.Tx) error {
			for bucket, n := range map[string]int{"deep": 900, "some": 50, "empty": 0, "few": 2} {
				b, err := tx.CreateBucketIfNotExists([]byte(bucket))
				if err != nil {
					return err
				}
				for i := range n {
					if err := b.Put(fmt.Appendf(nil, "key %06d", i*7%n), []byte(strings.Repeat("v", i%200+round))); err != nil {
						return err
					}
				}
			}
			return tx.Bucket([]byte("some")).Put([]byte("long"), make([]byte, 5*PageSize))
		}))
	}
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWalkSeesEverythingAndFindsNothingWrong(t *testing.T) {
	path := sample(t)
	seen := map[string]int{}
	faults, err := WalkFile(path, func(bucket string, key, value []byte) { seen[bucket]++ })
	if err != nil || len(faults) > 0 || seen["deep"] != 900 || seen["some"] != 51 || seen["few"] != 2 || seen["empty"] != 0 {
		t.Errorf("%v, %v, %v", seen, faults, err)
	}
}

// Every page whose header changes is found, whichever it is.
func TestWalkFindsEveryDamagedPage(t *testing.T) {
	path := sample(t)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	metas := Metas(strings.NewReader(string(good)))
	found := map[int]bool{}
	for n := 2; n < int(metas[0].pages); n++ {
		b := append([]byte(nil), good...)
		for i := range 8 {
			b[n*PageSize+i] ^= 0xFF
		}
		found[n] = len(Walk(strings.NewReader(string(b)), int64(len(b)), metas[0], nil)) > 0
	}
	err = Use(t.Context(), path, false, Patience, func(db *bolt.DB) error {
		return db.Update(func(tx *bolt.Tx) error {
			for n := 2; n < int(metas[0].pages); n++ {
				p, err := tx.Page(n)
				if err != nil {
					return err
				}
				if free := p.Type == "free"; found[n] == free {
					t.Errorf("damage on page %d (%s) was found: %v", n, p.Type, found[n])
				}
				if p.Type != "free" {
					n += p.OverflowCount // these have no header of their own
				}
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFaultsOfADamagedFileAreErrors(t *testing.T) {
	path := sample(t)
	for _, fault := range []any{"assertion failed: page 3 expected to be: 3, but self identifies as 0"} {
		if err := Guard(path, func() error { panic(fault) }); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "concord restore") {
			t.Errorf("%v: %v", fault, err)
		}
	}
	// A fault of the program over a sound file is not hidden.
	defer func() {
		if recover() == nil {
			t.Error("a fault of the program was taken for damage")
		}
	}()
	_ = Guard(path, func() error { panic("no such case") })
}

func TestWhatTheSystemSaysBecomesASentence(t *testing.T) {
	for err, says := range map[error]string{
		syscall.ENOLCK: "cannot lock files", syscall.ENOSYS: "cannot lock files", fs.ErrNotExist: "it is not there", syscall.EROFS: "read-only",
		errors.New("odd"): "odd; try again",
	} {
		got := OpenError("x.db", err).Error()
		if !strings.Contains(got, says) || strings.Contains(says, "lock") && strings.Contains(got, "restore") {
			t.Errorf("%v: %s", err, got)
		}
	}
	if got := WriteError("x.db", syscall.EIO).Error(); !strings.Contains(got, "may or may not be saved") {
		t.Error(got)
	}
	if got := WriteError("x.db", syscall.ENOSPC); !errors.Is(got, ErrFull) || !MayPass(got) {
		t.Error(got)
	}
}
