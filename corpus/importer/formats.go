package importer

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"concord/corpus/importer/captions"
	"concord/corpus/importer/charset"
	"concord/corpus/importer/documents"
	"concord/corpus/importer/internal/archive"
	"concord/corpus/importer/speech"
)

// format is a kind of file that Read takes. To add one, add a row to formats and
// a reader to the package of its family.
type format struct {
	name       string   // in corpus.Source
	what       string   // what a person calls it
	reader     string   // name and version of what reads it; raise it with every change of what it makes of a file
	extensions []string // with dots, the usual one first
	// magic are the first bytes of files that are no text, and packed recognises
	// a zip archive; without either the file is decoded before it is read.
	magic  []string
	packed func(a *archive.Archive) bool
	// holds reports whether the beginning of a decoded text is surely of this
	// format, whatever the extension; nil where only the extension tells.
	holds func(f *file, start string) bool
	read  func(f *file, s Settings) ([]draft, error)
}

// formats are tried in this order.
var formats = []*format{
	{name: "docx", what: "Word file", reader: "docx 2", extensions: []string{".docx", ".docm"}, packed: isWord, read: one(readWord)},
	{name: "odt", what: "OpenDocument text", reader: "odt 1", extensions: []string{".odt"}, packed: isOpenDocument, read: one(readOpenDocument)},
	{name: "pdf", what: "PDF", reader: "pdf 1", extensions: []string{".pdf"}, magic: []string{"%PDF-"}, read: one(readPDF)},
	{name: "rtf", what: "RTF file", reader: "rtf 1", extensions: []string{".rtf"}, magic: []string{`{\rtf`}, read: one(readRTF)},
	{name: "vtt", what: "WebVTT file", reader: "webvtt 2", extensions: []string{".vtt"}, holds: isWebVTT, read: one(readWebVTT)},
	{name: "srt", what: "SubRip file", reader: "subrip 2", extensions: []string{".srt"}, holds: isSubRip, read: one(readSubRip)},
	{name: "eaf", what: "ELAN file", reader: "elan 1", extensions: []string{".eaf"}, holds: isELAN, read: one(readELAN)},
	{name: "textgrid", what: "TextGrid of Praat", reader: "textgrid 1", extensions: []string{".TextGrid"}, holds: isTextGrid, read: one(readTextGrid)},
	{name: "textgrid", what: "pack of TextGrids", reader: "textgrid 1", packed: areTextGrids, read: one(readTextGrids)},
	{name: "cha", what: "CHAT transcript", reader: "chat 1", extensions: []string{".cha"}, holds: isCHAT, read: one(readCHAT)},
	{name: "otr", what: "oTranscribe file", reader: "otranscribe 1", extensions: []string{".otr"}, read: one(readOTranscribe)},
	{name: "json", what: "JSON of a speech program", reader: "json 1", extensions: []string{".json", ".jsonl", ".ndjson"}, read: one(readJSON)},
	{name: "survey", what: "table of open answers", reader: "survey 1", extensions: []string{".csv", ".tsv"}, read: readSurvey},
	{name: "survey", what: "workbook of open answers", reader: "survey 1", extensions: []string{".xlsx"}, packed: isWorkbook, read: readSurvey},
	{name: "html", what: "web page", reader: "html 1", extensions: []string{".html", ".htm", ".xhtml"}, holds: isHTML, read: one(readHTML)},
	{name: "md", what: "Markdown", reader: "text 2", extensions: []string{".md", ".markdown"}, read: one(readMarkdown)},
	{name: "txt", what: "plain text", reader: "text 2", extensions: []string{".txt", ".text", ""}, read: one(readPlain)},
}

// Formats lists the extensions of files that Read takes, with their dots, those
// that are met most first.
func Formats() []string {
	out := []string{".txt", ".docx"}
	for _, f := range formats {
		if f.extensions == nil {
			continue
		}
		if e := f.extensions[0]; !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

func (f *format) hasExtension(ext string) bool {
	return slices.ContainsFunc(f.extensions, func(e string) bool { return strings.EqualFold(e, ext) })
}

// isText reports whether the format's files are decoded before they are read.
func (f *format) isText() bool { return f.magic == nil && f.packed == nil }

// detect finds the format of a file, by its bytes before its extension, and
// decodes it if it is text. An error says what the file is instead.
func (f *file) detect(encoding string) (*format, error) {
	if form, err := f.detectBinary(); form != nil || err != nil {
		return form, err
	}
	for _, form := range formats {
		if !form.isText() && form.hasExtension(f.ext) {
			return nil, fmt.Errorf("is called %s but is not a %s: open it in the program that wrote it and save it as %s", f.ext, form.what, f.ext)
		}
	}
	if encoding == "" && !utf8.Valid(f.content) {
		if named := documents.HTMLEncoding(f.content); slices.Contains(charset.Names(), named) {
			encoding = named
		}
	}
	var err error
	if f.text, err = charset.Decode(f.content, encoding); err != nil {
		return nil, err
	}
	return f.detectText()
}

// detectBinary finds the format of a file that is no text; nil for one that is,
// an error for one that no reader takes.
func (f *file) detectBinary() (*format, error) {
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
	if !isZip(f.content) {
		return nil, nil
	}
	a, err := archive.Open(f.content)
	if err != nil {
		return nil, err
	}
	for _, form := range formats {
		if form.packed != nil && form.packed(a) {
			return form, nil
		}
	}
	return nil, zipRefusal(a)
}

func (f *file) detectText() (*format, error) {
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
	switch {
	case f.ext == ".qde" || strings.Contains(start, "urn:QDA-XML:project"):
		return nil, errProject
	case f.ext == ".qdc" || strings.Contains(start, "urn:QDA-XML:codebook"):
		return nil, fmt.Errorf("is a REFI-QDA codebook, not an interview: import it with “codebook import”")
	case strings.HasPrefix(start, "<?xml"), strings.HasPrefix(start, "<"):
		return nil, fmt.Errorf("is XML of a kind that is not known, with the extension %q: export the transcript as text, Word file or captions", f.ext)
	case strings.HasPrefix(start, "{"), strings.HasPrefix(start, "["):
		return nil, fmt.Errorf("looks like JSON with the extension %q: if it is the transcript of a speech program, rename it to .json", f.ext)
	}
	return nil, fmt.Errorf("has the extension %q, which is not one of a transcript (%s): if it is plain text, rename it to .txt", f.ext, strings.Join(Formats(), ", "))
}

var errProject = fmt.Errorf("is a REFI-QDA project, a whole study and not an interview: export its transcripts as text or Word files and import those, and its codebook as .qdc with “codebook import”")

// refusal says what a file is that no reader takes, told by its first bytes; ""
// for all others.
func refusal(content []byte) string {
	has := func(magic string) bool { return bytes.HasPrefix(content, []byte(magic)) }
	switch {
	case has("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"):
		return archive.DescribeOLE(content)
	case has("\x89PNG"), has("\xFF\xD8\xFF"), has("GIF8"):
		return "is a picture: import the transcript as text or Word file"
	case has("ID3"), has("OggS"), has("fLaC"), has("RIFF"), len(content) > 8 && string(content[4:8]) == "ftyp":
		return "is a recording: import its transcript"
	case has("SQLite format 3\x00"):
		return "is a database: import a transcript as text or Word file"
	case has("\x1F\x8B"), has("7z\xBC\xAF"), has("Rar!"):
		return "is a packed archive of a kind that is not read: unpack it, or pack the files as .zip"
	}
	return ""
}

// zipRefusal says what a zip archive is that no reader takes.
func zipRefusal(a *archive.Archive) error {
	switch {
	case a.Has("ppt/presentation.xml"):
		return fmt.Errorf("is a PowerPoint file, not a Word file")
	case a.Has("project.qde"):
		return errProject
	}
	return fmt.Errorf("is a zip archive but not a Word file: if it holds interviews, unpack it and import them")
}

func isZip(content []byte) bool {
	return bytes.HasPrefix(content, []byte("PK\x03\x04")) || bytes.HasPrefix(content, []byte("PK\x05\x06"))
}

func isWord(a *archive.Archive) bool { return documents.IsWord(a) }

func isOpenDocument(a *archive.Archive) bool { return a.Has("content.xml") && a.Has("mimetype") }

func isWorkbook(a *archive.Archive) bool { return a.Has("xl/workbook.xml") }

func isWebVTT(_ *file, start string) bool { return strings.HasPrefix(start, "WEBVTT") }

func isSubRip(f *file, start string) bool {
	return f.ext != ".md" && f.ext != ".markdown" && f.ext != ".vtt" && captions.LooksLikeSubRip(start)
}

func isELAN(_ *file, start string) bool { return strings.Contains(start, "<ANNOTATION_DOCUMENT") }

func isTextGrid(_ *file, start string) bool { return speech.IsTextGrid(start) }

// areTextGrids reports whether an archive is what Together makes.
func areTextGrids(a *archive.Archive) bool { return a.Comment == oneTalk }

func isCHAT(_ *file, start string) bool { return speech.IsCHAT(start) }

func isHTML(f *file, start string) bool {
	if f.ext == ".md" || f.ext == ".markdown" {
		return false
	}
	start = strings.ToLower(start[:min(len(start), 200)])
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html") || strings.Contains(start, "<html xmlns")
}
