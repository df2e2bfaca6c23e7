package importer

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"

	"concord/corpus"
)

// MaxBytes is the size of the largest file that Read takes.
const MaxBytes = 200 << 20

// maxTurns bounds what one file may become. The longest interviews have a few
// thousand turns.
const maxTurns = 1_000_000

// Document is one interview as read from a file.
type Document struct {
	// Name is what the transcript may be called: the file's name without folder
	// and extension.
	Name string
	Text *corpus.Text
	// Speakers are the labels on turns, in order of first appearance.
	Speakers []Speaker
	// Unnamed counts the turns that name no speaker.
	Unnamed int
	// Source says what was read and by what. Its Part is "" while every format
	// holds one interview a file.
	Source corpus.Source
	// Words counts the spoken words, labels and time stamps left out.
	Words int
	// Warnings are sentences about what a person should check.
	Warnings []string
}

// Speaker is a label on turns of one document.
type Speaker struct {
	Label string
	Turns int
	// Role is guessed from the label; corpus.RoleUnknown if that says nothing.
	Role corpus.Role
}

// The readers and the versions of what they make of a file.
const (
	textReader = "text 1"
	vttReader  = "webvtt 1"
	srtReader  = "subrip 1"
	docxReader = "docx 1"
)

// Read makes documents of the bytes of an interview file: .txt, .md, .vtt, .srt
// or .docx. What the bytes are counts for more than the extension of name, so
// that a Word file called .txt is read as what it is; a name without extension
// is taken for .txt.
//
// It takes the whole content rather than a reader, because a .docx must be
// read from its end and because its caller keeps the bytes anyway.
//
// An error means that nothing can be imported; it names the file as name does.
func Read(name string, content []byte, s Settings) ([]Document, error) {
	d, err := readDocument(name, content, s)
	if err != nil {
		return nil, fmt.Errorf("%s %w", name, err)
	}
	return []Document{d}, nil
}

// readDocument does what Read does, with errors that go on after the file's
// name: "is empty".
func readDocument(name string, content []byte, s Settings) (Document, error) {
	if len(content) == 0 {
		return Document{}, fmt.Errorf("is empty: there is nothing to import")
	}
	if len(content) > MaxBytes {
		return Document{}, fmt.Errorf("has %d MB, more than an interview can have (%d MB): is it a recording?", len(content)>>20, MaxBytes>>20)
	}
	base := baseName(name)
	ext := strings.ToLower(filepath.Ext(base))
	if ext == base { // ".txt" alone is a name, not an extension
		ext = ""
	}
	sum := sha256.Sum256(content)
	d := Document{
		Name:   strings.TrimSuffix(base, filepath.Ext(base)),
		Source: corpus.Source{File: base, SHA256: hex.EncodeToString(sum[:])},
	}
	if d.Name == "" {
		d.Name = base
	}
	var t transcribed
	var err error
	switch kind, binary := kindOf(content, ext); {
	case binary != "":
		return d, fmt.Errorf("%s", binary)
	case kind == "docx":
		t, err = readDocx(content, s)
	default:
		var decoded decoding
		if decoded, err = decode(content, s.Encoding); err != nil {
			return d, err
		}
		if kind == "" {
			if kind, err = textKind(decoded.text, ext); err != nil {
				return d, err
			}
		}
		switch kind {
		case "vtt":
			t, err = readVTT(decoded.text, s)
		case "srt":
			t, err = readSRT(decoded.text, s)
		default:
			t, err = readText(decoded.text, kind, s)
		}
		t.encoding = decoded.name
		t.warnings = append(decoded.warnings, t.warnings...)
	}
	if err != nil {
		return d, err
	}
	if len(t.turns) > maxTurns {
		return d, fmt.Errorf("has more than %d turns: this does not look like an interview", maxTurns)
	}
	if d.Text, err = corpus.NewText(t.body, t.turns); err != nil {
		return d, fmt.Errorf("could not be cut into turns: %w", err)
	}
	d.Source.Format, d.Source.Encoding, d.Source.Importer = t.format, t.encoding, t.reader
	d.Words = d.Text.SpokenWords()
	d.Speakers, d.Unnamed = countSpeakers(t.turns)
	d.Warnings = append(t.warnings, checkTurns(d)...)
	return d, nil
}

// transcribed is what a format's reader makes of a file.
type transcribed struct {
	body     string
	turns    []corpus.Turn
	format   string
	encoding string
	reader   string
	warnings []string
}

// baseName is the last part of a path with either kind of slash: a file listed
// on another system keeps its name.
func baseName(name string) string {
	return name[strings.LastIndexAny(name, `/\`)+1:]
}

// kindOf tells the format from the bytes where it can, "" where only the
// decoded text can tell. The second result is set if the bytes are something
// that no reader takes, and says so.
func kindOf(content []byte, ext string) (kind, refusal string) {
	has := func(magic string) bool { return bytes.HasPrefix(content, []byte(magic)) }
	switch {
	case has("PK\x03\x04"), has("PK\x05\x06"):
		return "docx", ""
	case has("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"):
		return "", refuseOLE(content)
	case has("%PDF-"):
		return "", "is a PDF, which has no reliable order of words: import the Word or text file it was made from"
	case has(`{\rtf`):
		return "", "is an RTF file: open it in a word processor, save it as .docx and import that"
	case has("\x89PNG"), has("\xFF\xD8\xFF"), has("GIF8"):
		return "", "is a picture: import the transcript as text or Word file"
	case has("ID3"), has("OggS"), has("fLaC"), has("RIFF"), len(content) > 8 && string(content[4:8]) == "ftyp":
		return "", "is a recording: import its transcript"
	case has("SQLite format 3\x00"):
		return "", "is a database: import a transcript as text or Word file"
	case has("\x1F\x8B"), has("7z\xBC\xAF"), has("Rar!"):
		return "", "is a packed archive: unpack it and import the files inside"
	case ext == ".docx":
		return "", "is called .docx but is not a Word file: open it in a word processor and save it as .docx"
	}
	return "", ""
}

// textKind tells the format of decoded text: by its first lines, then by the
// extension.
func textKind(text, ext string) (string, error) {
	start := strings.TrimLeft(text[:min(len(text), 4096)], " \t\n\ufeff")
	isMarkdown := ext == ".md" || ext == ".markdown"
	switch {
	case strings.HasPrefix(start, "WEBVTT"):
		return "vtt", nil
	case !isMarkdown && ext != ".vtt" && startsLikeSRT(start):
		return "srt", nil
	case isMarkdown:
		return "md", nil
	case ext == ".vtt", ext == ".srt":
		return ext[1:], nil
	case ext == ".txt", ext == ".text", ext == "":
		return "txt", nil
	case ext == ".csv", ext == ".tsv", ext == ".jsonl", ext == ".json":
		return "", fmt.Errorf("is a table, not an interview: participants are imported with “cases import”, codings with “codings import”")
	}
	return "", fmt.Errorf("has the extension %q, which is not one of a transcript (.txt, .md, .vtt, .srt, .docx): if it is plain text, rename it to .txt", ext)
}

func countSpeakers(turns []corpus.Turn) (speakers []Speaker, unnamed int) {
	index := map[string]int{}
	for _, t := range turns {
		if t.Speaker == "" {
			unnamed++
			continue
		}
		i, ok := index[t.Speaker]
		if !ok {
			i = len(speakers)
			index[t.Speaker] = i
			speakers = append(speakers, Speaker{Label: t.Speaker, Role: guessRole(t.Speaker)})
		}
		speakers[i].Turns++
	}
	return speakers, unnamed
}
