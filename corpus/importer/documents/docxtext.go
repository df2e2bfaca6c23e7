package documents

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"concord/corpus/importer/internal/chars"
)

// wordDocument is the text of a Word file and what was met on the way.
type wordDocument struct {
	writer
	run      int // depth of w:t
	text     string
	changes  int // tracked insertions, deletions and moves
	comments int // references to comments
	notes    int // references to footnotes and endnotes
	anchors  []*anchor
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
//   - the places of comments, footnotes and endnotes are noted, see notes; headers
//     and footers are not read.
func wordText(r io.Reader) (*wordDocument, error) {
	w := &wordDocument{}
	d := xml.NewDecoder(r)
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
				w.start(e)
			}
		case xml.EndElement:
			if skipped == 0 {
				w.end(e)
			}
			if skipped == depth {
				skipped = 0
			}
			depth--
		case xml.CharData:
			if skipped == 0 {
				w.characters(e)
			}
		}
	}
	if root {
		return w, fmt.Errorf("is a Word file whose text part is empty")
	}
	w.text = w.b.String()
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
	return fmt.Errorf("is a Word file whose text is damaged%s: open it in Word, save it anew and import that", lineOf(err))
}

// lineOf names the line of XML that an error stands in, in brackets; "" if it
// does not say.
func lineOf(err error) string {
	if syntax := (*xml.SyntaxError)(nil); errors.As(err, &syntax) {
		return fmt.Sprintf(" (line %d of its XML)", syntax.Line)
	}
	return ""
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

// start takes in the beginning of an element.
func (w *wordDocument) start(e xml.StartElement) {
	if !isWord(e.Name) {
		return
	}
	switch t := &w.writer; e.Name.Local {
	case "p":
		t.paragraph()
	case "tr":
		t.tableRow()
	case "tc":
		t.cell()
	case "t":
		w.run++
	case "tab":
		t.put("\t")
	case "br", "cr":
		t.put("\n")
	case "noBreakHyphen":
		t.put("\u2011")
	case "commentRangeStart":
		w.anchor(Comment, e).from = t.len()
	case "commentRangeEnd":
		w.anchor(Comment, e).to = t.len()
	case "commentReference":
		w.anchor(Comment, e).at = t.len()
	case "footnoteReference":
		w.anchor(Footnote, e).at = t.len()
	case "endnoteReference":
		w.anchor(endnote, e).at = t.len()
	}
}

func (w *wordDocument) end(e xml.EndElement) {
	if !isWord(e.Name) {
		return
	}
	switch e.Name.Local {
	case "p":
		w.endParagraph()
	case "tr":
		w.endTableRow()
	case "tc":
		w.endCell()
	case "t":
		w.run--
	}
}

// characters takes in text. A line end inside a run is white space to Word.
func (w *wordDocument) characters(text []byte) {
	if w.run <= 0 {
		return
	}
	if bytes.ContainsAny(text, "\n\r") {
		text = bytes.ReplaceAll(bytes.ReplaceAll(text, []byte("\n"), []byte(" ")), []byte("\r"), []byte(" "))
	}
	w.put(string(text))
}
