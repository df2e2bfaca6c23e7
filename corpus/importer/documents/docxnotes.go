package documents

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// endnote is a note at the end of a Word file; to readers it is a footnote.
const endnote NoteKind = "endnote"

// anchor is the place of a note in a Word file. Positions are bytes of the text;
// -1 where the file does not give them.
type anchor struct {
	kind         NoteKind
	id           string
	from, to, at int
}

// anchor finds the anchor of the note that e refers to, or begins one.
func (w *wordDocument) anchor(kind NoteKind, e xml.StartElement) *anchor {
	id := ""
	for _, a := range e.Attr {
		if a.Name.Local == "id" {
			id = a.Value
		}
	}
	if n := len(w.anchors); kind == Comment {
		// The end and the reference come soon after the start, if at all.
		for i := n - 1; i >= 0 && i >= n-100; i-- {
			if a := w.anchors[i]; a.kind == kind && a.id == id {
				return a
			}
		}
	}
	a := &anchor{kind: kind, id: id, from: -1, to: -1, at: -1}
	w.anchors = append(w.anchors, a)
	return a
}

// noteParts are the parts of a Word file that hold notes, and the element of one.
var noteParts = []struct {
	kind          NoteKind
	part, element string
}{
	{Comment, "comments.xml", "comment"},
	{Footnote, "footnotes.xml", "footnote"},
	{endnote, "endnotes.xml", "endnote"},
}

// readNotes gives the notes whose words the file holds, and takes them off the
// counts of those that were not imported.
func (w *wordDocument) readNotes(a wordArchive) []Note {
	if w.comments+w.notes == 0 {
		return nil
	}
	type key struct {
		kind NoteKind
		id   string
	}
	words := map[key]Note{}
	folder, _, _ := strings.Cut(a.mainPart(), "/")
	for _, p := range noteParts {
		content, err := a.Read(folder + "/" + p.part)
		if err != nil {
			continue // the warning counts what is missing
		}
		for id, n := range readNotePart(content, p.element) {
			n.Kind = p.kind
			words[key{p.kind, id}] = n
		}
	}
	var out []Note
	for _, anchor := range w.anchors {
		n, ok := words[key{anchor.kind, anchor.id}]
		if !ok || anchor.at < 0 && anchor.to < 0 {
			continue
		}
		if n.Kind == Comment {
			w.comments--
		} else {
			n.Kind = Footnote
			w.notes--
		}
		if n.Text == "" {
			continue
		}
		from, to := anchor.from, anchor.to
		if from < 0 || to < 0 {
			from, to = anchor.at, anchor.at
		}
		n.Span = place(w.text, from, to)
		if n.Span.Len() > 0 {
			out = append(out, n)
		}
	}
	w.comments, w.notes = max(w.comments, 0), max(w.notes, 0)
	return out
}

// readNotePart reads the notes of one part, by their ids. What comes after damage
// is left out.
func readNotePart(content []byte, element string) map[string]Note {
	out := map[string]Note{}
	d := xml.NewDecoder(bytes.NewReader(content))
	var id string
	var n Note
	var text strings.Builder
	depth, inText := 0, false
	for {
		token, err := d.Token()
		if err != nil || depth > MaxDepth {
			return out
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			switch {
			case !isWord(e.Name):
			case e.Name.Local == element:
				id, n = "", Note{}
				text.Reset()
				for _, a := range e.Attr {
					switch a.Name.Local {
					case "id":
						id = a.Value
					case "author":
						n.Author = strings.TrimSpace(a.Value)
					}
				}
			case e.Name.Local == "t":
				inText = true
			case e.Name.Local == "tab":
				text.WriteByte('\t')
			case e.Name.Local == "br", e.Name.Local == "cr":
				text.WriteByte('\n')
			}
		case xml.EndElement:
			depth--
			switch {
			case !isWord(e.Name):
			case e.Name.Local == element:
				n.Text = strings.TrimSpace(text.String())
				out[id] = n
			case e.Name.Local == "p":
				text.WriteByte('\n')
			case e.Name.Local == "t":
				inText = false
			}
		case xml.CharData:
			if inText {
				text.Write(e)
			}
		}
	}
}
