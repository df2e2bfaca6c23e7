package documents

import (
	"strings"
	"unicode/utf8"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
)

// Text is the text of a document and what a person should know about it.
type Text struct {
	Body string
	// Notes are comments and footnotes, in the order of their places.
	Notes    []Note
	Warnings []string
}

// NoteKind is what a note is in its document.
type NoteKind string

// The kinds of note.
const (
	Comment  NoteKind = "comment"
	Footnote NoteKind = "footnote"
)

// Note is a comment or a footnote. Its words are no part of the body.
type Note struct {
	Kind   NoteKind
	Author string // "" where the document does not say
	Text   string
	Span   corpus.Span // the words of the body that it stands on, never empty
}

// writer writes the text of a document as its elements come: a paragraph is a
// line; the cells of a table row are joined by TABs, and rows end with LF. A
// cell's own paragraphs are set apart by LF.
type writer struct {
	b     strings.Builder
	cells []int // paragraphs begun in each cell being read, innermost last
	row   []int // cells begun in each row being read
	inner int   // depth of paragraphs: a text box stands inside one
	last  byte  // the byte written last
}

func (t *writer) paragraph() {
	if t.inner++; t.inner > 1 && t.last != '\n' {
		t.put("\n")
	}
	if n := len(t.cells); n > 0 {
		// The first paragraph of a cell follows the TAB directly, later ones an LF.
		if t.cells[n-1]++; t.cells[n-1] > 1 {
			t.put("\n")
		}
	}
}

func (t *writer) endParagraph() {
	t.inner--
	if len(t.cells) == 0 {
		t.put("\n")
	}
}

func (t *writer) tableRow() { t.row = append(t.row, 0) }

func (t *writer) endTableRow() {
	if n := len(t.row); n > 0 {
		t.row = t.row[:n-1]
	}
	t.put("\n")
}

func (t *writer) cell() {
	if n := len(t.row); n > 0 {
		if t.row[n-1]++; t.row[n-1] > 1 {
			t.put("\t")
		}
	}
	t.cells = append(t.cells, 0)
}

func (t *writer) endCell() {
	if n := len(t.cells); n > 0 {
		t.cells = t.cells[:n-1]
	}
}

func (t *writer) put(s string) {
	if s != "" {
		t.b.WriteString(s)
		t.last = s[len(s)-1]
	}
}

func (t *writer) len() int { return t.b.Len() }

// at makes a position of the text an offset of the corpus.
func at(n int) corpus.Offset { return corpus.Offset(n) }

// place gives the words of body that a note from one byte to another stands on:
// those between them, else the word before.
func place(body string, from, to int) corpus.Span {
	from, to = min(max(from, 0), len(body)), min(max(to, 0), len(body))
	if from > to {
		from = to
	}
	if a, b := chars.TrimBlanks(body, from, to); a < b {
		return corpus.Span{Start: at(a), End: at(b)}
	}
	_, to = chars.TrimBlanks(body, 0, to)
	if to == 0 { // nothing before it: the first word
		from, _ = chars.TrimBlanks(body, 0, len(body))
		to = from
		for to < len(body) {
			r, size := utf8.DecodeRuneInString(body[to:])
			if chars.IsBlank(r) {
				break
			}
			to += size
		}
		return corpus.Span{Start: at(from), End: at(to)}
	}
	from = to
	for from > 0 {
		r, size := utf8.DecodeLastRuneInString(body[:from])
		if chars.IsBlank(r) {
			break
		}
		from -= size
	}
	return corpus.Span{Start: at(from), End: at(to)}
}
