package documents

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"concord/corpus/importer/internal/chars"
)

// wordDocument is the text of a Word file and what was met on the way.
type wordDocument struct {
	text     string
	changes  int // tracked insertions, deletions and moves
	comments int
	notes    int // footnotes and endnotes
}

// Names of the two versions of the format that Word writes, and of the element
// that offers the same content twice.
const (
	wordTransitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	wordStrict       = "http://purl.oclc.org/ooxml/wordprocessingml/main"
	compatibility    = "http://schemas.openxmlformats.org/markup-compatibility/2006"
)

// wordText extracts the text of word/document.xml, in the order of the file:
//
//   - a paragraph is a line; a tab is a TAB, a break (of line or page) an LF, a
//     hyphen that does not break U+2011;
//   - the cells of a table row are joined by TABs and rows end with LF; a cell's
//     own paragraphs are set apart by LF;
//   - insertions, links, content controls and smart tags are read, as if all
//     tracked changes had been accepted; deletions, the old places of moves,
//     field codes and the fallback of alternate content are not;
//   - comments, footnotes, headers and footers are other parts of the file and
//     are not read.
func wordText(r io.Reader) (wordDocument, error) {
	var w wordDocument
	d := xml.NewDecoder(r)
	t := wordWriter{}
	root := true
	depth, skipped := 0, 0 // of elements; the depth at which skipping began
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil || depth > MaxDepth {
			return w, damagedXML(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			if root && !(e.Name.Local == "document" && isWord(e.Name)) {
				return w, fmt.Errorf("is a zip archive but not a Word file: its text part begins with <%s>", e.Name.Local)
			}
			root = false
			w.note(e)
			if skipped == 0 && skips(e.Name) {
				skipped = depth
			}
			if skipped == 0 {
				t.start(e)
			}
		case xml.EndElement:
			if skipped == 0 {
				t.end(e)
			}
			if skipped == depth {
				skipped = 0
			}
			depth--
		case xml.CharData:
			if skipped == 0 {
				t.characters(e)
			}
		}
	}
	if root {
		return w, fmt.Errorf("is a Word file whose text part is empty")
	}
	w.text = t.b.String()
	return w, nil
}

func isWord(n xml.Name) bool { return n.Space == wordTransitional || n.Space == wordStrict }

// skips reports whether nothing inside an element is text of the document.
func skips(n xml.Name) bool {
	if n.Space == compatibility {
		return n.Local == "Fallback"
	}
	if !isWord(n) {
		return false
	}
	switch n.Local {
	case "del", "moveFrom", "instrText", "delInstrText", "delText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr", "sectPr":
		return true
	}
	return false
}

// note counts what a person should know about.
func (w *wordDocument) note(e xml.StartElement) {
	if !isWord(e.Name) {
		return
	}
	switch e.Name.Local {
	case "ins", "del", "moveFrom", "moveTo":
		w.changes++
	case "commentReference":
		w.comments++
	case "footnoteReference", "endnoteReference":
		w.notes++
	}
}

// MaxDepth bounds how deep elements nest. Word writes some dozens.
const MaxDepth = 10_000

func damagedXML(err error) error {
	where := ""
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		where = fmt.Sprintf(" (line %d of its XML)", syntax.Line)
	}
	return fmt.Errorf("is a Word file whose text is damaged%s: open it in Word, save it anew and import that", where)
}

func (w *wordDocument) warnings() []string {
	var out []string
	if w.changes > 0 {
		out = append(out, fmt.Sprintf("the Word file has %s: they were read as if accepted", chars.Count(w.changes, "tracked change", "tracked changes")))
	}
	if w.comments > 0 {
		out = append(out, notImported(w.comments, "comment", "comments"))
	}
	if w.notes > 0 {
		out = append(out, notImported(w.notes, "footnote or endnote", "footnotes or endnotes"))
	}
	return out
}

func notImported(n int, one, many string) string {
	verb := "were"
	if n == 1 {
		verb = "was"
	}
	return fmt.Sprintf("%s in the Word file %s not imported", chars.Count(n, one, many), verb)
}

// wordWriter writes the text of a document as its elements come.
type wordWriter struct {
	b     strings.Builder
	cells []cell // the table cells being read, innermost last
	row   []int  // cells begun in each row being read
	run   int    // depth of w:t
	inner int    // depth of w:p: a text box stands inside a paragraph
	last  byte   // the byte written last
}

// cell is a table cell: its first paragraph follows the TAB directly, later ones
// an LF.
type cell struct{ paragraphs int }

func (t *wordWriter) start(e xml.StartElement) {
	if !isWord(e.Name) {
		return
	}
	switch e.Name.Local {
	case "p":
		if t.inner++; t.inner > 1 && t.last != '\n' {
			t.put("\n")
		}
		if n := len(t.cells); n > 0 {
			if t.cells[n-1].paragraphs++; t.cells[n-1].paragraphs > 1 {
				t.put("\n")
			}
		}
	case "tr":
		t.row = append(t.row, 0)
	case "tc":
		if n := len(t.row); n > 0 {
			if t.row[n-1]++; t.row[n-1] > 1 {
				t.put("\t")
			}
		}
		t.cells = append(t.cells, cell{})
	case "t":
		t.run++
	case "tab":
		t.put("\t")
	case "br", "cr":
		t.put("\n")
	case "noBreakHyphen":
		t.put("\u2011")
	}
}

func (t *wordWriter) end(e xml.EndElement) {
	if !isWord(e.Name) {
		return
	}
	switch e.Name.Local {
	case "p":
		t.inner--
		if len(t.cells) == 0 {
			t.put("\n")
		}
	case "tr":
		if n := len(t.row); n > 0 {
			t.row = t.row[:n-1]
		}
		t.put("\n")
	case "tc":
		if n := len(t.cells); n > 0 {
			t.cells = t.cells[:n-1]
		}
	case "t":
		t.run--
	}
}

// characters takes in text. A line end inside a run is white space to Word.
func (t *wordWriter) characters(text []byte) {
	if t.run <= 0 {
		return
	}
	if bytes.ContainsAny(text, "\n\r") {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\n"), []byte(" ")), []byte("\r"), []byte(" "))
	}
	t.put(string(text))
}

func (t *wordWriter) put(s string) {
	if s != "" {
		t.b.WriteString(s)
		t.last = s[len(s)-1]
	}
}
