package documents

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"

	"concord/corpus/importer/internal/archive"
	"concord/corpus/importer/internal/chars"
)

// Names of the parts of the OpenDocument vocabulary that hold text.
const (
	odfText   = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
	odfTable  = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
	odfOffice = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
	dublin    = "http://purl.org/dc/elements/1.1/"
)

// ReadOpenDocument extracts the text of an OpenDocument text (.odt), as ReadWord
// does of a Word file: paragraphs and headings are lines, table cells are joined
// by TABs, white space collapses as the format says, text that tracked changes
// deleted is left out. Annotations are comments, notes are footnotes.
func ReadOpenDocument(content []byte) (Text, error) {
	a, err := archive.Open(content)
	if err != nil {
		return Text{}, err
	}
	if a.Has("META-INF/manifest.xml") {
		if m, err := a.Read("META-INF/manifest.xml"); err == nil && bytes.Contains(m, []byte("encryption-data")) {
			return Text{}, fmt.Errorf("is protected with a password: open it in a word processor, save it without one and import that")
		}
	}
	if kind, err := a.Read("mimetype"); err == nil && !bytes.Contains(kind, []byte("opendocument.text")) {
		return Text{}, fmt.Errorf("is an OpenDocument file, but no text document (%s): save the interview as .odt or .docx", chars.Shorten(string(kind)))
	}
	main, err := a.Read("content.xml")
	if err != nil {
		return Text{}, err
	}
	d := odtReader{in: xml.NewDecoder(bytes.NewReader(main))}
	if err := d.read(); err != nil {
		return Text{}, err
	}
	t := Text{Body: d.b.String()}
	if strings.TrimSpace(t.Body) == "" {
		return Text{}, fmt.Errorf("holds no words: is the transcript a picture inside the file?")
	}
	for _, n := range d.notes {
		if n.Text == "" {
			continue
		}
		n.Span = place(t.Body, int(n.Span.Start), int(n.Span.End))
		if n.Span.Len() > 0 {
			t.Notes = append(t.Notes, n.Note)
		}
	}
	if d.changes > 0 {
		t.Warnings = append(t.Warnings, fmt.Sprintf("the file has %s: they were read as if accepted", chars.Count(d.changes, "tracked change", "tracked changes")))
	}
	return t, nil
}

// odtReader reads content.xml.
type odtReader struct {
	writer
	in      *xml.Decoder
	depth   int
	within  int // depth of text:p and text:h
	blank   bool
	changes int
	notes   []*odtNote
}

// odtNote is a note whose place counts bytes of the text written so far; name
// links an annotation with its end.
type odtNote struct {
	Note
	name string
}

func (d *odtReader) read() error {
	for {
		token, err := d.in.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil || d.depth > MaxDepth {
			return damagedODT(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			d.depth++
			if err := d.start(e); err != nil {
				return err
			}
		case xml.EndElement:
			d.depth--
			d.end(e)
		case xml.CharData:
			if d.within > 0 {
				d.characters(string(e))
			}
		}
	}
}

func damagedODT(err error) error {
	return fmt.Errorf("is an OpenDocument file whose text is damaged%s: open it in a word processor, save it anew and import that", lineOf(err))
}

func (d *odtReader) start(e xml.StartElement) error {
	switch e.Name.Space {
	case odfText:
		switch e.Name.Local {
		case "p", "h":
			d.paragraph()
			d.within++
			d.blank = true
		case "s":
			n, err := strconv.Atoi(attributeOf(e, "c"))
			if err != nil || n < 1 {
				n = 1
			}
			d.literal(strings.Repeat(" ", min(n, 1000)))
		case "tab":
			d.literal("\t")
		case "line-break":
			d.literal("\n")
		case "tracked-changes":
			d.changes += countElements(d.in, "changed-region")
			d.depth--
		case "note":
			return d.note(Footnote, e)
		case "note-citation", "sequence-decls":
			d.depth--
			return skipped(d.in.Skip())
		}
	case odfTable:
		switch e.Name.Local {
		case "table-row":
			d.tableRow()
		case "table-cell", "covered-table-cell":
			d.cell()
		}
	case odfOffice:
		switch e.Name.Local {
		case "annotation":
			return d.note(Comment, e)
		case "annotation-end":
			for _, n := range d.notes {
				if name := attributeOf(e, "name"); name != "" && n.name == name {
					n.Span.End = at(d.len())
				}
			}
		}
	}
	return nil
}

func (d *odtReader) end(e xml.EndElement) {
	switch e.Name.Space {
	case odfText:
		if e.Name.Local == "p" || e.Name.Local == "h" {
			d.within--
			d.endParagraph()
		}
	case odfTable:
		switch e.Name.Local {
		case "table-row":
			d.endTableRow()
		case "table-cell", "covered-table-cell":
			d.endCell()
		}
	}
}

// literal writes white space that the file asks for.
func (d *odtReader) literal(s string) {
	if d.within > 0 {
		d.put(s)
		d.blank = false
	}
}

// characters writes text; each run of white space is one blank, and none at the
// beginning of a paragraph.
func (d *odtReader) characters(s string) {
	var b strings.Builder
	for _, r := range s {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			if !d.blank {
				b.WriteByte(' ')
			}
			d.blank = true
			continue
		}
		d.blank = false
		b.WriteRune(r)
	}
	d.put(b.String())
}

// note reads an annotation or a note to its end.
func (d *odtReader) note(kind NoteKind, e xml.StartElement) error {
	d.depth--
	n := &odtNote{Note: Note{Kind: kind}, name: attributeOf(e, "name")}
	n.Span.Start, n.Span.End = at(d.len()), at(d.len())
	var text strings.Builder
	depth, element := 1, ""
	for depth > 0 {
		token, err := d.in.Token()
		if err != nil || depth > MaxDepth {
			return damagedODT(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			element = e.Name.Local
			if e.Name.Space == odfText && e.Name.Local == "note-citation" {
				if err := d.in.Skip(); err != nil {
					return damagedODT(err)
				}
				depth--
			}
		case xml.EndElement:
			depth--
			if e.Name.Space == odfText && e.Name.Local == "p" {
				text.WriteByte('\n')
			}
			if e.Name.Space == dublin {
				element = ""
			}
		case xml.CharData:
			switch element {
			case "creator":
				n.Author = strings.TrimSpace(string(e))
			case "date", "creator-initials", "sender-initials":
			default:
				text.WriteString(chars.JoinBlanks(string(e)) + " ")
			}
		}
	}
	lines := strings.Split(strings.TrimSpace(text.String()), "\n")
	for i := range lines {
		lines[i] = chars.JoinBlanks(lines[i])
	}
	n.Text = strings.Join(lines, "\n")
	d.notes = append(d.notes, n)
	return nil
}

// countElements reads the element that began last to its end and counts those of
// a name in it.
func countElements(in *xml.Decoder, local string) int {
	n := 0
	for depth := 1; depth > 0; {
		token, err := in.Token()
		if err != nil {
			return n // the next token gives the error again
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			if e.Name.Local == local {
				n++
			}
		case xml.EndElement:
			depth--
		}
	}
	return n
}

func skipped(err error) error {
	if err != nil {
		return damagedODT(err)
	}
	return nil
}

func attributeOf(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}
