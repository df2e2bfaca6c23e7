package app

import (
	"errors"
	"fmt"
	"io"

	"concord/store/wholefile"
)

// wroteMsg says that a file was written, or why not.
type WroteMsg struct {
	Path string
	Err  error
}

// writeNew makes a file; one that is there is left alone.
func WriteNew(path string, write func(io.Writer) error) error {
	err := wholefile.Write(path, false, write)
	if errors.Is(err, wholefile.ErrThere) {
		return fmt.Errorf("%s is there already: choose another name", path)
	}
	return err
}
