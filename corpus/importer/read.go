package importer

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/charset"
	"concord/corpus/importer/documents"
	"concord/corpus/importer/turns"
)

// MaxBytes is the size of the largest file that Read takes.
const MaxBytes = 200 << 20

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
	// Source says what was read and by what. Its Part is "" where the format
	// holds one interview a file.
	Source corpus.Source
	// Case is whose words they are, with attributes, where the file says; its ID
	// is zero.
	Case *corpus.Case
	// Notes are comments and footnotes on words of the text.
	Notes []documents.Note
	// Words counts the spoken words, labels and time stamps left out.
	Words int
	// Warnings are sentences about what a person should check.
	Warnings []string
}

// Speaker is a label on turns of one document, with the role that the label
// suggests.
type Speaker = turns.Speaker

// Read makes documents of the bytes of an interview file, in one of Formats.
// What the bytes are counts for more than the extension of name, so that a Word
// file called .txt is read as what it is; a name without extension is taken for
// .txt.
//
// It takes the whole content rather than a reader, because a .docx must be
// read from its end and because its caller keeps the bytes anyway.
//
// An error means that nothing can be imported; it names the file as name does.
func Read(name string, content []byte, s Settings) ([]Document, error) {
	out, err := readFile(name, content, s)
	if err != nil {
		return nil, fmt.Errorf("%s %w", name, err)
	}
	return out, nil
}

// readFile does what Read does, with errors that go on after the file's name: "is
// empty".
func readFile(name string, content []byte, s Settings) ([]Document, error) {
	f := newFile(name, content)
	switch {
	case len(content) == 0:
		return nil, fmt.Errorf("is empty: there is nothing to import")
	case len(content) > MaxBytes:
		return nil, fmt.Errorf("has %d MB, more than an interview can have (%d MB): is it a recording?", len(content)>>20, MaxBytes>>20)
	}
	form, err := f.detect(s.Encoding)
	if err != nil {
		return nil, err
	}
	drafts, err := form.read(f, s)
	if err != nil {
		return nil, err
	}
	var out []Document
	for _, t := range drafts {
		d, err := f.document(form, t, s)
		if err != nil {
			return nil, err
		}
		out = append(out, d)
	}
	return out, nil
}

// file is a file being read.
type file struct {
	base    string // name without folder
	ext     string // in lower case, with its dot; "" if there is none
	content []byte
	// text is the content decoded, where the format is one of text.
	text charset.Decoded
}

func newFile(name string, content []byte) *file {
	// Either kind of slash: a file listed on another system keeps its name.
	f := &file{base: name[strings.LastIndexAny(name, `/\`)+1:], content: content}
	if ext := strings.ToLower(filepath.Ext(f.base)); ext != f.base { // ".txt" alone is a name, not an extension
		f.ext = ext
	}
	return f
}

// title is what a transcript of the file may be called.
func (f *file) title() string {
	if name := strings.TrimSuffix(f.base, filepath.Ext(f.base)); name != "" {
		return name
	}
	return f.base
}

// document makes a document of what a reader made of the file.
func (f *file) document(form *format, t draft, s Settings) (Document, error) {
	if len(t.Turns) > turns.MaxTurns {
		return Document{}, fmt.Errorf("has more than %d turns: this does not look like an interview", turns.MaxTurns)
	}
	names := pairs(s.Renames)
	for i, turn := range t.Turns {
		if to, ok := names[turn.Speaker]; ok {
			t.Turns[i].Speaker = to
		}
	}
	text, err := corpus.NewText(t.Body, t.Turns)
	if err != nil {
		return Document{}, fmt.Errorf("could not be cut into turns: %w", err)
	}
	sum := sha256.Sum256(f.content)
	d := Document{Name: f.title(), Text: text, Words: text.SpokenWords(), Source: corpus.Source{File: f.base, SHA256: hex.EncodeToString(sum[:]),
		Format: form.name, Importer: form.reader, Encoding: "utf-8"}}
	if f.text.Name != "" {
		d.Source.Encoding = f.text.Name
	}
	d.Notes = t.notes
	if t.part != "" {
		d.Name, d.Source.Part = f.title()+" "+t.part, t.part
		d.Case = &corpus.Case{Name: t.part, Attributes: t.attributes}
	}
	d.Speakers, d.Unnamed = turns.CountSpeakers(t.Turns)
	roles := pairs(s.Roles)
	for i, sp := range d.Speakers {
		switch role := roles[sp.Label]; role {
		case "":
			if d.Case != nil {
				d.Speakers[i].Role = map[bool]corpus.Role{true: corpus.RoleInterviewer, false: corpus.RoleParticipant}[sp.Label == questionLabel]
			}
		case "none":
			d.Speakers[i].Role = corpus.RoleUnknown
		default:
			d.Speakers[i].Role = corpus.Role(role)
		}
	}
	d.Warnings = append(append(f.text.Warnings, t.Warnings...), turns.Check(t.Turns, d.Speakers)...)
	return d, nil
}
