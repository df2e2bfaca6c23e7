// Package archive opens the zip archives that word processors and spreadsheets
// write, within bounds on what they may unpack to.
package archive

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// What a Word file may unpack to. A small file that unpacks to gigabytes is an
// attack or an accident, not an interview.
const (
	maxUnpacked = 200 << 20
	maxRatio    = 100      // unpacked bytes for one packed
	freeRatio   = 10 << 20 // below this many bytes the ratio does not matter
	maxEntries  = 10_000
)

// Archive is a zip archive, such as Word files and workbooks are.
type Archive struct {
	// Comment is what the archive says about itself.
	Comment string

	files map[string]*zip.File
	spent int64 // bytes unpacked so far
}

// Broken is what is wrong with an archive that cannot be opened.
const Broken = "looks like a Word file, but its zip archive is damaged or cut off: copy or download it again, or open it in Word and save it anew"

// Open opens a zip archive, whatever it holds.
func Open(content []byte) (*Archive, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, errors.New(Broken)
	}
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("is a zip archive of %d files, more than a Word file has: it was not opened", len(z.File))
	}
	a := &Archive{Comment: z.Comment, files: map[string]*zip.File{}}
	for _, f := range z.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if _, ok := a.files[name]; !ok {
			a.files[name] = f
		}
		if f.Flags&1 != 0 {
			return nil, fmt.Errorf("is a zip archive with a password: unpack it, or save the Word file without one")
		}
	}
	return a, nil
}

// Read unpacks one part, within the bounds.
func (a *Archive) Read(name string) ([]byte, error) {
	f := a.files[name]
	if f == nil {
		return nil, fmt.Errorf("has no part %s", name)
	}
	limit := int64(maxUnpacked) - a.spent
	if ratio := int64(maxRatio) * int64(f.CompressedSize64); ratio > 0 {
		limit = min(limit, max(ratio, freeRatio))
	}
	r, err := f.Open()
	if err != nil {
		return nil, errors.New(Broken)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	a.spent += int64(len(b))
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("unpacks to more than %d MB, far more than an interview has: it was not imported", limit>>20)
	}
	if err != nil {
		return nil, errors.New(Broken)
	}
	return b, nil
}

// Has reports whether the archive holds a part of that name.
func (a *Archive) Has(name string) bool { return a.files[name] != nil }

// Names lists the parts of the archive in alphabetical order.
func (a *Archive) Names() []string { return slices.Sorted(maps.Keys(a.files)) }
