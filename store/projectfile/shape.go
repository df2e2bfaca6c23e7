package projectfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"

	bolterrors "go.etcd.io/bbolt/errors"
)

// errShape says that a file is shorter than it must be.
var errShape = errors.New("the file is damaged")

// checkShape refuses a file that is shorter than its own header says, before
// bbolt maps it: touching a missing page would kill the process.
func checkShape(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if info.Size() == 0 {
		return fmt.Errorf("%w: it is empty", errShape)
	}
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
		page = PageSize
	}
	if page < 512 || page > 1<<20 {
		return bolterrors.ErrInvalid
	}
	read(int64(page))
	if need := used * page; uint64(info.Size()) < need {
		return fmt.Errorf("%w: it is cut short: it has %d bytes of at least %d", errShape, info.Size(), need)
	}
	return nil
}
