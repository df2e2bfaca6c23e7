package projectfile

import (
	"os"
	"time"
)

// Stamp is what a project file looks like from outside. Two stamps that are
// the same mean that nothing was written in between.
type Stamp struct {
	modified time.Time
	size     int64
	taken    time.Time
}

// StampOf reads the file's time and size without opening it: cheap enough to do
// several times a second.
func StampOf(path string) (Stamp, error) {
	info, err := os.Stat(path)
	if err != nil {
		return Stamp{}, OpenError(path, err)
	}
	return Stamp{info.ModTime(), info.Size(), time.Now()}, nil
}

// SameAs reports whether nothing was written between two stamps. File systems
// round times, so a stamp taken within 100 ms of the last write proves nothing
// and counts as different.
func (s Stamp) SameAs(later Stamp) bool {
	return s.modified.Equal(later.modified) && s.size == later.size && s.taken.Sub(s.modified) > 100*time.Millisecond
}
