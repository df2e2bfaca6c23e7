package projectfile

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"io"
	"os"
)

// The layout of a bbolt page: a header of 16 bytes (number 8, kind 2, count 2,
// overflow 4), then the elements, whose positions count from their own start.
const (
	pageHeader = 16
	element    = 16

	kindBranch   = 0x01
	kindLeaf     = 0x02
	kindMeta     = 0x04
	kindFreelist = 0x10

	leafIsBucket = 0x01
	bucketHeader = 16

	magic     = 0xED0CDAED
	maxFaults = 50 // after so many, Walk stops
	maxDepth  = 64
)

// Visit is given each key and value that a walk can read, with the bucket it is
// in. The slices are only good for the call.
type Visit func(bucket string, key, value []byte)

// WalkFile is Walk on the file at a path, beginning at its newest good meta page.
func WalkFile(path string, visit Visit) (faults []string, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, OpenError(path, err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	metas := Metas(f)
	if len(metas) == 0 {
		return []string{"neither of the two pages that say where everything is can be read"}, nil
	}
	faults = Walk(f, info.Size(), metas[0], visit)
	if len(metas) == 1 {
		// A sound file has two; bbolt would read the other without a word.
		faults = append(faults, "one of the two pages that say where everything is cannot be read; what was done last may be missing")
	}
	return faults, nil
}

// Meta is one of the two pages that say where everything is: a transaction writes
// one, the next the other.
type Meta struct {
	Transaction           uint64
	root, freelist, pages uint64
}

// Metas reads the good meta pages of a file, the newest first.
func Metas(r io.ReaderAt) (out []Meta) {
	for n := range int64(2) {
		var page [pageHeader + 64]byte
		if _, err := r.ReadAt(page[:], n*PageSize); err != nil {
			continue
		}
		b := page[pageHeader:]
		sum := fnv.New64a()
		sum.Write(b[:56])
		if binary.NativeEndian.Uint32(b) != magic || binary.NativeEndian.Uint32(b[8:]) != PageSize || binary.NativeEndian.Uint64(b[56:]) != sum.Sum64() {
			continue
		}
		out = append(out, Meta{root: binary.NativeEndian.Uint64(b[16:]), freelist: binary.NativeEndian.Uint64(b[32:]),
			pages: binary.NativeEndian.Uint64(b[40:]), Transaction: binary.NativeEndian.Uint64(b[48:])})
	}
	if len(out) == 2 && out[1].Transaction > out[0].Transaction {
		out[0], out[1] = out[1], out[0]
	}
	return out
}

// Walk reads all pages that a meta page leads to, trusting none: that each lies
// within the file, is what it says it is, and belongs to one bucket; that keys
// are in order; that no page is both used and free, nor neither. It gives what is
// wrong, at most 50 sentences, and goes on past a bad page where it can, so that
// visit (which may be nil) sees everything that can be read.
func Walk(r io.ReaderAt, size int64, m Meta, visit Visit) []string {
	w := &walk{r: r, pages: min(m.pages, uint64(size)/PageSize), visit: visit}
	w.used = make([]bool, max(w.pages, 2))
	w.used[0], w.used[1] = true, true
	if m.pages > w.pages {
		w.fault("the file is cut short: it has %d pages of %d", uint64(size)/PageSize, m.pages)
	}
	w.bucket("", m.root)
	w.freelist(m.freelist)
	if len(w.faults) == 0 {
		lost := 0
		for n := range w.pages {
			if !w.used[n] {
				lost++
			}
		}
		if lost > 0 {
			w.fault("%d pages are neither used nor free", lost)
		}
	}
	return w.faults
}

type walk struct {
	r      io.ReaderAt
	pages  uint64
	used   []bool
	visit  Visit
	faults []string
}

func (w *walk) fault(format string, args ...any) {
	switch n := len(w.faults); {
	case n < maxFaults:
		w.faults = append(w.faults, fmt.Sprintf(format, args...))
	case n == maxFaults:
		w.faults = append(w.faults, "… and more")
	}
}

// read reads a page with its overflow, and marks it as used; nil if it is bad.
func (w *walk) read(id uint64) []byte {
	var head [pageHeader]byte
	if id < 2 || id >= w.pages {
		w.fault("page %d lies outside of the file", id)
		return nil
	}
	if _, err := w.r.ReadAt(head[:], int64(id*PageSize)); err != nil {
		w.fault("page %d cannot be read: %v", id, err)
		return nil
	}
	more := uint64(binary.NativeEndian.Uint32(head[12:]))
	if said := binary.NativeEndian.Uint64(head[:]); said != id {
		w.fault("page %d says that it is page %d", id, said)
		return nil
	}
	if id+more >= w.pages {
		w.fault("page %d goes on beyond the end of the file", id)
		return nil
	}
	for n := id; n <= id+more; n++ {
		if w.used[n] {
			w.fault("page %d is used twice", n)
			return nil
		}
		w.used[n] = true
	}
	page := make([]byte, (more+1)*PageSize)
	if _, err := w.r.ReadAt(page, int64(id*PageSize)); err != nil {
		w.fault("page %d cannot be read: %v", id, err)
		return nil
	}
	return page
}

// bucket walks the tree below a root page. The buckets of a project are not
// nested, so a bucket within a named one is a fault.
func (w *walk) bucket(name string, root uint64) {
	var last []byte
	w.tree(name, root, 0, &last)
}

func (w *walk) tree(bucket string, id uint64, depth int, last *[]byte) {
	if depth > maxDepth || len(w.faults) > maxFaults && w.visit == nil {
		return
	}
	page := w.read(id)
	if page == nil {
		return
	}
	w.elements(bucket, id, page, depth, last)
}

// elements reads the elements of a page that was read whole; inline pages have
// the number 0.
func (w *walk) elements(bucket string, id uint64, page []byte, depth int, last *[]byte) {
	kind, count := binary.NativeEndian.Uint16(page[8:]), int(binary.NativeEndian.Uint16(page[10:]))
	if kind != kindLeaf && kind != kindBranch {
		w.fault("page %d of the bucket %q is neither branch nor leaf", id, bucket)
		return
	}
	if pageHeader+count*element > len(page) || kind == kindBranch && count == 0 {
		w.fault("page %d of the bucket %q has no room for its %d entries", id, bucket, count)
		return
	}
	for i := range count {
		at := pageHeader + i*element
		e := page[at : at+element]
		var flags uint32
		var pos, ksize, vsize int
		if kind == kindLeaf {
			flags, pos, ksize, vsize = binary.NativeEndian.Uint32(e), int(binary.NativeEndian.Uint32(e[4:])), int(binary.NativeEndian.Uint32(e[8:])), int(binary.NativeEndian.Uint32(e[12:]))
		} else {
			pos, ksize = int(binary.NativeEndian.Uint32(e)), int(binary.NativeEndian.Uint32(e[4:]))
		}
		if at+pos+ksize+vsize > len(page) || pos < element {
			w.fault("entry %d on page %d of the bucket %q lies outside of its page", i, id, bucket)
			continue
		}
		key := page[at+pos : at+pos+ksize]
		if kind == kindBranch {
			w.tree(bucket, binary.NativeEndian.Uint64(e[8:]), depth+1, last)
			continue
		}
		if *last != nil && bytes.Compare(*last, key) >= 0 {
			w.fault("the keys on page %d of the bucket %q are out of order", id, bucket)
		}
		*last = append((*last)[:0:0], key...)
		w.entry(bucket, id, flags, key, page[at+pos+ksize:at+pos+ksize+vsize], depth)
	}
}

func (w *walk) entry(bucket string, id uint64, flags uint32, key, value []byte, depth int) {
	if flags&leafIsBucket == 0 {
		if bucket == "" {
			w.fault("page %d has an entry that is in no bucket", id)
		} else if w.visit != nil {
			w.visit(bucket, key, value)
		}
		return
	}
	if bucket != "" || len(value) < bucketHeader {
		w.fault("an entry on page %d of the bucket %q is said to be a bucket", id, bucket)
		return
	}
	root := binary.NativeEndian.Uint64(value)
	if root != 0 {
		w.bucket(string(key), root)
		return
	}
	inline := value[bucketHeader:]
	if len(inline) < pageHeader {
		w.fault("the bucket %q is cut short", key)
		return
	}
	var last []byte
	w.elements(string(key), 0, inline, depth+1, &last)
}

// freelist marks the pages that are free. A file may be written without a list.
func (w *walk) freelist(id uint64) {
	page := w.read(id)
	if page == nil {
		return
	}
	if kind := binary.NativeEndian.Uint16(page[8:]); kind != kindFreelist {
		w.fault("page %d is not the list of free pages", id)
		return
	}
	count, ids := uint64(binary.NativeEndian.Uint16(page[10:])), page[pageHeader:]
	if count == 0xFFFF {
		count, ids = binary.NativeEndian.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids))/8 {
		w.fault("the list of free pages has no room for its %d entries", count)
		return
	}
	for i := range count {
		n := binary.NativeEndian.Uint64(ids[i*8:])
		if n < 2 || n >= w.pages || w.used[n] {
			w.fault("page %d is said to be free, and is not", n)
			continue
		}
		w.used[n] = true
	}
}
