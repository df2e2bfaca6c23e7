package importer

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"concord/corpus/importer/internal/archive"
	"concord/corpus/prose"
)

// The bounds of a zip archive of interviews. Files are unpacked one by one, so
// memory is bounded by the largest of them.
const (
	maxCollection = 10_000  // files
	maxPacked     = 2 << 30 // bytes that all files together may unpack to
	maxRatio      = 200     // unpacked bytes for one packed
	freeRatio     = 10 << 20
)

// IsCollection reports whether content is a zip archive of files rather than a
// document that is a zip archive inside, as Word files are.
func IsCollection(content []byte) bool {
	if !isZip(content) {
		return false
	}
	a, err := archive.Open(content)
	if err != nil {
		return false
	}
	for _, form := range formats {
		if form.packed != nil && form.packed(a) {
			return false
		}
	}
	return !a.Has("xl/workbook.xml") && !a.Has("ppt/presentation.xml") && !a.Has("project.qde") && !a.Has("mimetype")
}

// Unpack hands the files of a zip archive to each, one after the other, under
// their names with folders. Folders, hidden files and what Macs add are passed
// over; an archive within the archive, a file with a password or one that
// unpacks to more than an interview can have is an error of its own, and the
// others are handed on. The errors name the archive and the file; err is set if
// the archive as a whole cannot be read.
func Unpack(name string, content []byte, each func(name string, content []byte)) (problems []error, err error) {
	z, zipErr := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if zipErr != nil {
		return nil, fmt.Errorf("%s is a zip archive that is damaged or cut off: copy or download it again", name)
	}
	if len(z.File) > maxCollection {
		return nil, fmt.Errorf("%s is a zip archive of %d files, more than are unpacked at once (%d): split it", name, len(z.File), maxCollection)
	}
	spent := int64(0)
	for _, f := range z.File {
		inside := memberName(f.Name)
		if inside == "" || f.FileInfo().IsDir() {
			continue
		}
		b, err := unpackMember(f)
		switch {
		case err != nil:
			problems = append(problems, fmt.Errorf("%s: %s %w", name, inside, err))
			continue
		case IsCollection(b):
			problems = append(problems, fmt.Errorf("%s: %s is an archive within the archive: unpack it and import its files", name, inside))
			continue
		}
		if spent += int64(len(b)); spent > maxPacked {
			return problems, fmt.Errorf("%s unpacks to more than %d GB: the files from %s on were not read; unpack it and import them", name, maxPacked>>30, inside)
		}
		each(inside, b)
	}
	return problems, nil
}

// memberName is the name of a file in an archive, without the tricks that would
// lead out of a folder; "" for a file that is nobody's interview.
func memberName(raw string) string {
	clean := strings.TrimPrefix(path.Clean("/"+strings.ReplaceAll(raw, `\`, "/")), "/")
	for part := range strings.SplitSeq(clean, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return ""
		}
	}
	return clean
}

// Hidden reports whether a file of this name lies beside interviews without being
// one: hidden files, and those that systems leave in folders.
func Hidden(base string) bool {
	return strings.HasPrefix(base, ".") || strings.HasPrefix(base, "~$") ||
		slices.Contains([]string{"Thumbs.db", "desktop.ini", "__MACOSX"}, base)
}

func unpackMember(f *zip.File) ([]byte, error) {
	if f.Flags&1 != 0 {
		return nil, errors.New("has a password: unpack it and import it")
	}
	limit := int64(MaxBytes)
	if ratio := int64(min(f.CompressedSize64, MaxBytes)) * maxRatio; ratio > 0 {
		limit = min(limit, max(ratio, freeRatio))
	}
	r, err := f.Open()
	if err != nil {
		return nil, errors.New("is damaged in the archive: pack it anew")
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	switch {
	case int64(len(b)) > limit:
		return nil, fmt.Errorf("unpacks to more than %d MB, more than an interview can have", limit>>20)
	case err != nil:
		return nil, errors.New("is damaged in the archive: pack it anew")
	}
	return b, nil
}

// ReadLimited reads a file whole, but no more than MaxBytes of it: a device or a
// pipe may have no end.
func ReadLimited(name string, r io.Reader) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s cannot be read: %w", name, err)
	case len(b) > MaxBytes:
		return nil, fmt.Errorf("%s has more than %d MB, more than an interview can have: is it a recording?", name, MaxBytes>>20)
	}
	return b, nil
}

// oneTalk marks an archive whose files are the speakers of one talk.
const oneTalk = "concord: one talk, a file a speaker"

// Together packs several TextGrid files, one a speaker, into one file that Read
// reads as one talk. The same files give the same bytes, in whatever order.
func Together(files map[string][]byte) ([]byte, error) {
	names := make([]string, 0, len(files))
	for name, content := range files {
		if f := newFile(name, content); !strings.EqualFold(f.ext, ".textgrid") {
			return nil, fmt.Errorf("%s is no TextGrid: only TextGrid files, one a speaker, are read together", name)
		}
		names = append(names, name)
	}
	if len(names) < 2 {
		return nil, fmt.Errorf("%s alone: two or more TextGrid files are read together", prose.Counted(len(names), "file", "files"))
	}
	slices.Sort(names)
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range names {
		f, err := w.CreateHeader(&zip.FileHeader{Name: path.Base(strings.ReplaceAll(name, `\`, "/")), Method: zip.Deflate})
		if err != nil {
			return nil, err
		}
		if _, err := f.Write(files[name]); err != nil {
			return nil, err
		}
	}
	if err := w.SetComment(oneTalk); err != nil {
		return nil, err
	}
	err := w.Close()
	return b.Bytes(), err
}
