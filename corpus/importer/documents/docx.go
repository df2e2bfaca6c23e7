// Package documents extracts the text of documents: those of word processors, of
// the web, and PDF.
package documents

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"concord/corpus/importer/internal/archive"
)

// ReadWord extracts the text of a Word file (.docx).
func ReadWord(content []byte) (Text, error) {
	w, err := openWord(content)
	if err != nil {
		return Text{}, err
	}
	main, err := w.Read(w.mainPart())
	if err != nil {
		return Text{}, err
	}
	doc, err := wordText(bytes.NewReader(main))
	if err != nil {
		return Text{}, err
	}
	if strings.TrimSpace(doc.text) == "" {
		return Text{}, fmt.Errorf("holds no words: is the transcript a picture inside the Word file?")
	}
	notes := doc.readNotes(w)
	return Text{Body: doc.text, Notes: notes, Warnings: doc.warnings()}, nil
}

// IsWord reports whether an archive is a Word file.
func IsWord(a *archive.Archive) bool { return a.Has(wordArchive{a}.mainPart()) }

// wordArchive is the archive that a Word file is.
type wordArchive struct{ *archive.Archive }

func openWord(content []byte) (wordArchive, error) {
	zipped, err := archive.Open(content)
	if err != nil {
		return wordArchive{}, err
	}
	if !IsWord(zipped) {
		return wordArchive{}, fmt.Errorf("is a zip archive but not a Word file")
	}
	return wordArchive{zipped}, nil
}

// mainPart gives the name of the part that holds the text. The package's
// relations name it; nearly always it is word/document.xml.
func (a wordArchive) mainPart() string {
	const usual = "word/document.xml"
	rels, err := a.Read("_rels/.rels")
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
