package refiqda

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits on what is read. Real projects stay far below them; they keep a file
// made to do harm from filling the memory or the disk.
const (
	MaxEntries   = 100_000
	MaxText      = 64 << 20 // bytes of one text
	MaxProject   = 2 << 30  // bytes of the XML
	MaxDepth     = 100      // of the code tree
	maxAttribute = 1 << 20  // bytes of one name
)

// Archive is a project file that has been opened.
type Archive struct {
	xml   func() (io.ReadCloser, error)
	files map[string]*zip.File // by path, in lower case; nil for bare XML
	stems map[string]*zip.File // by file name without folder and ending, in lower case
}

// Open opens a project: a .qdpx archive or the bare XML of one, told apart by
// their content and not by a name. It reads the archive's directory only.
func Open(r io.ReaderAt, size int64) (*Archive, error) {
	head := make([]byte, 512)
	n, err := r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return nil, fmt.Errorf("reading the project: %w", err)
	}
	head = head[:n]
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return openZip(r, size)
	case looksLikeHTML(head):
		return nil, errors.New("this is a web page, not a REFI-QDA project: the download went wrong; fetch the file again")
	case bytes.Contains(head, []byte("<")):
		return &Archive{xml: func() (io.ReadCloser, error) { return io.NopCloser(io.NewSectionReader(r, 0, size)), nil }}, nil
	}
	return nil, errors.New("this is no REFI-QDA project: it is neither a ZIP archive (.qdpx) nor XML (.qde)")
}

func looksLikeHTML(head []byte) bool {
	s := strings.ToLower(string(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n")))
	return strings.HasPrefix(s, "<!doctype html") || strings.HasPrefix(s, "<html")
}

func openZip(r io.ReaderAt, size int64) (*Archive, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, fmt.Errorf("the archive cannot be read; it may be cut off or damaged: %w", err)
	}
	if len(z.File) > MaxEntries {
		return nil, fmt.Errorf("the archive has %d files, more than the %d that a project can have", len(z.File), MaxEntries)
	}
	a := &Archive{files: map[string]*zip.File{}, stems: map[string]*zip.File{}}
	var project *zip.File
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if strings.HasSuffix(name, "/") || !f.Mode().IsRegular() {
			continue
		}
		if !strings.Contains(name, "/") && strings.HasSuffix(name, ".qde") {
			if project != nil {
				return nil, fmt.Errorf("the archive holds two projects, %q and %q; a REFI-QDA archive has one .qde file", project.Name, f.Name)
			}
			project = f
		}
		a.files[name] = f
		base := path.Base(name)
		a.stems[strings.TrimSuffix(base, path.Ext(base))] = f
	}
	if project == nil {
		return nil, errors.New("the archive holds no .qde file at its top, so it is no REFI-QDA project")
	}
	if project.UncompressedSize64 > MaxProject {
		return nil, fmt.Errorf("the project's XML unpacks to %d MB, more than the %d MB that are read", project.UncompressedSize64>>20, MaxProject>>20)
	}
	a.xml = func() (io.ReadCloser, error) {
		in, err := project.Open()
		if err != nil {
			return nil, err
		}
		return limited{io.LimitReader(in, MaxProject), in}, nil
	}
	return a, nil
}

type limited struct {
	io.Reader
	io.Closer
}

// Extra gives the content of a file of the archive that the standard does not
// know, by its path; ok is false if there is none. It is an error if it is
// larger than max bytes.
func (a *Archive) Extra(name string, max int64) (content []byte, ok bool, err error) {
	f := a.files[strings.ToLower(name)]
	if f == nil {
		return nil, false, nil
	}
	content, err = readEntry(f, max)
	return content, true, err
}

// file finds a source file by the path that the XML gives: exactly, without
// regard to case, or by its name without folder and ending.
func (a *Archive) file(ref string) *zip.File {
	name := strings.ToLower(strings.ReplaceAll(ref, `\`, "/"))
	name = strings.TrimPrefix(name, "internal:")
	name = strings.TrimLeft(name, "/")
	if f := a.files["sources/"+name]; f != nil {
		return f
	}
	if f := a.files[name]; f != nil {
		return f
	}
	base := path.Base(name)
	return a.stems[strings.TrimSuffix(base, path.Ext(base))]
}

// readEntry reads a file of the archive, whatever size its header claims.
func readEntry(f *zip.File, max int64) ([]byte, error) {
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	content, err := io.ReadAll(io.LimitReader(in, max+1))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) > max {
		return nil, fmt.Errorf("it unpacks to more than %d MB", max>>20)
	}
	return content, nil
}
