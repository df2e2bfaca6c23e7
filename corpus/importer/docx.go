package importer

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
	"unicode/utf16"
)

// What a Word file may unpack to. A small file that unpacks to gigabytes is an
// attack or an accident, not an interview.
const (
	maxUnpacked = 200 << 20
	maxRatio    = 100      // unpacked bytes for one packed
	freeRatio   = 10 << 20 // below this many bytes the ratio does not matter
	maxEntries  = 10_000
)

// readDocx reads a Word file: its text as docxText extracts it, cut into turns
// as plain text is.
func readDocx(content []byte, s Settings) (transcribed, error) {
	archive, err := openDocx(content)
	if err != nil {
		return transcribed{}, err
	}
	main, err := archive.read(archive.mainPart())
	if err != nil {
		return transcribed{}, err
	}
	doc, err := docxText(bytes.NewReader(main))
	if err != nil {
		return transcribed{}, err
	}
	if strings.TrimSpace(doc.text) == "" {
		return transcribed{}, fmt.Errorf("holds no words: is the transcript a picture inside the Word file?")
	}
	t, err := readText(doc.text, "docx", s)
	t.encoding, t.reader = "utf-8", docxReader
	t.warnings = append(doc.warnings(), t.warnings...)
	return t, err
}

// zipArchive is a zip archive, such as Word files and workbooks are.
type zipArchive struct {
	files map[string]*zip.File
	spent int64 // bytes unpacked so far
}

const brokenZip = "looks like a Word file, but its zip archive is damaged or cut off: copy or download it again, or open it in Word and save it anew"

// openZip opens a zip archive, whatever it holds.
func openZip(content []byte) (*zipArchive, error) {
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return nil, errors.New(brokenZip)
	}
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("is a zip archive of %d files, more than a Word file has: it was not opened", len(z.File))
	}
	a := &zipArchive{files: map[string]*zip.File{}}
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

func openDocx(content []byte) (*zipArchive, error) {
	a, err := openZip(content)
	if err != nil {
		return nil, err
	}
	has := func(name string) bool { return a.files[name] != nil }
	switch {
	case a.files[a.mainPart()] != nil:
		return a, nil
	case has("xl/workbook.xml"):
		return nil, fmt.Errorf("is an Excel workbook, not a Word file: save participants as CSV and import them with “cases import”")
	case has("ppt/presentation.xml"):
		return nil, fmt.Errorf("is a PowerPoint file, not a Word file")
	case has("content.xml") && has("mimetype"):
		return nil, fmt.Errorf("is an OpenDocument file: open it in a word processor, save it as .docx and import that")
	}
	return nil, fmt.Errorf("is a zip archive but not a Word file: if it holds interviews, unpack it and import them")
}

// mainPart gives the name of the part that holds the text. The package's
// relations name it; nearly always it is word/document.xml.
func (a *zipArchive) mainPart() string {
	const usual = "word/document.xml"
	rels, err := a.read("_rels/.rels")
	if err != nil {
		return usual
	}
	var list struct {
		Relationship []struct {
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if xml.Unmarshal(rels, &list) != nil {
		return usual
	}
	for _, r := range list.Relationship {
		if target := strings.TrimPrefix(path.Clean("/"+r.Target), "/"); strings.HasSuffix(r.Type, "/officeDocument") && strings.HasPrefix(target, "word/") {
			return target
		}
	}
	return usual
}

// read unpacks one part, within the bounds.
func (a *zipArchive) read(name string) ([]byte, error) {
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
		return nil, errors.New(brokenZip)
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, limit+1))
	a.spent += int64(len(b))
	if int64(len(b)) > limit {
		return nil, fmt.Errorf("unpacks to more than %d MB, far more than an interview has: it was not imported", limit>>20)
	}
	if err != nil {
		return nil, errors.New(brokenZip)
	}
	return b, nil
}

// refuseOLE says what a file in Microsoft's old container format is: a Word file
// with a password keeps its zip archive inside one.
func refuseOLE(content []byte) string {
	holds := func(name string) bool {
		var b []byte
		for _, u := range utf16.Encode([]rune(name)) {
			b = append(b, byte(u), byte(u>>8))
		}
		return bytes.Contains(content, b)
	}
	switch {
	case holds("EncryptedPackage"):
		return "is protected with a password: open it in Word, save it without one and import that"
	case holds("Workbook"):
		return "is an old Excel file (.xls): save it as CSV"
	}
	return "is a Word file of the old kind (.doc), whatever it is called: open it in Word, save it as .docx and import that"
}
