package importer

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"concord/corpus/importer/captions"
	"concord/corpus/importer/charset"
	"concord/corpus/importer/documents"
	"concord/corpus/importer/internal/archive"
	"concord/corpus/importer/turns"
)

// format is a kind of file that Read takes. To add one, add a row to formats and
// a reader to the package of its family.
type format struct {
	name       string   // in corpus.Source
	reader     string   // name and version of what reads it; raise it with every change of what it makes of a file
	extensions []string // with dots, the usual one first
	// magic are the first bytes of files that are no text; nil for formats of
	// text, which are decoded before they are read.
	magic []string
	// holds reports whether the beginning of a decoded text is surely of this
	// format, whatever the extension; nil where only the extension tells.
	holds func(f *file, start string) bool
	read  func(f *file, s Settings) (turns.Transcript, error)
}

// formats are tried in this order.
var formats = []*format{
	{name: "docx", reader: "docx 1", extensions: []string{".docx"}, magic: []string{"PK\x03\x04", "PK\x05\x06"}, read: readWord},
	{name: "vtt", reader: "webvtt 1", extensions: []string{".vtt"}, holds: isWebVTT, read: readWebVTT},
	{name: "srt", reader: "subrip 1", extensions: []string{".srt"}, holds: isSubRip, read: readSubRip},
	{name: "md", reader: "text 1", extensions: []string{".md", ".markdown"}, read: readMarkdown},
	{name: "txt", reader: "text 1", extensions: []string{".txt", ".text", ""}, read: readPlain},
}

// Formats lists the extensions of files that Read takes, with their dots.
func Formats() []string {
	var out []string
	for _, f := range formats {
		out = append(out, f.extensions[0])
	}
	slices.Reverse(out)
	return out
}

func (f *format) hasExtension(ext string) bool { return slices.Contains(f.extensions, ext) }

// detect finds the format of a file, by its bytes before its extension, and
// decodes it if it is text. An error says what the file is instead.
func (f *file) detect(encoding string) (*format, error) {
	for _, form := range formats {
		for _, magic := range form.magic {
			if bytes.HasPrefix(f.content, []byte(magic)) {
				return form, nil
			}
		}
	}
	if what := refusal(f.content); what != "" {
		return nil, fmt.Errorf("%s", what)
	}
	for _, form := range formats {
		if form.magic != nil && form.hasExtension(f.ext) {
			return nil, fmt.Errorf("is called %s but is not a Word file: open it in a word processor and save it as %s", f.ext, f.ext)
		}
	}
	var err error
	if f.text, err = charset.Decode(f.content, encoding); err != nil {
		return nil, err
	}
	start := strings.TrimLeft(f.text.Text[:min(len(f.text.Text), 4096)], " \t\n\ufeff")
	for _, form := range formats {
		if form.holds != nil && form.holds(f, start) {
			return form, nil
		}
	}
	for _, form := range formats {
		if form.hasExtension(f.ext) {
			return form, nil
		}
	}
	switch f.ext {
	case ".csv", ".tsv", ".jsonl", ".json":
		return nil, fmt.Errorf("is a table, not an interview: participants are imported with “cases import”, codings with “codings import”")
	}
	return nil, fmt.Errorf("has the extension %q, which is not one of a transcript (%s): if it is plain text, rename it to .txt", f.ext, strings.Join(Formats(), ", "))
}

// refusal says what a file is that no reader takes, told by its first bytes; ""
// for all others.
func refusal(content []byte) string {
	has := func(magic string) bool { return bytes.HasPrefix(content, []byte(magic)) }
	switch {
	case has("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"):
		return archive.DescribeOLE(content)
	case has("%PDF-"):
		return "is a PDF, which has no reliable order of words: import the Word or text file it was made from"
	case has(`{\rtf`):
		return "is an RTF file: open it in a word processor, save it as .docx and import that"
	case has("\x89PNG"), has("\xFF\xD8\xFF"), has("GIF8"):
		return "is a picture: import the transcript as text or Word file"
	case has("ID3"), has("OggS"), has("fLaC"), has("RIFF"), len(content) > 8 && string(content[4:8]) == "ftyp":
		return "is a recording: import its transcript"
	case has("SQLite format 3\x00"):
		return "is a database: import a transcript as text or Word file"
	case has("\x1F\x8B"), has("7z\xBC\xAF"), has("Rar!"):
		return "is a packed archive: unpack it and import the files inside"
	}
	return ""
}

func isWebVTT(_ *file, start string) bool { return strings.HasPrefix(start, "WEBVTT") }

func isSubRip(f *file, start string) bool {
	return f.ext != ".md" && f.ext != ".markdown" && f.ext != ".vtt" && captions.LooksLikeSubRip(start)
}

func readPlain(f *file, s Settings) (turns.Transcript, error) {
	return turns.Cut(f.text.Text, false, s.labels()), nil
}

func readMarkdown(f *file, s Settings) (turns.Transcript, error) {
	return turns.Cut(f.text.Text, true, s.labels()), nil
}

func readWebVTT(f *file, s Settings) (turns.Transcript, error) {
	return captions.ReadWebVTT(f.text.Text, s.captions())
}

func readSubRip(f *file, s Settings) (turns.Transcript, error) {
	return captions.ReadSubRip(f.text.Text, s.captions())
}

func readWord(f *file, s Settings) (turns.Transcript, error) {
	doc, err := documents.ReadWord(f.content)
	if err != nil {
		return turns.Transcript{}, err
	}
	t := turns.Cut(doc.Body, false, s.labels())
	t.Warnings = append(doc.Warnings, t.Warnings...)
	return t, nil
}
