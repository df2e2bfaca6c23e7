package exporter

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"concord/codebook/report"
	"concord/corpus/prose"
)

// Docx is a word-processor document in the making: headings, paragraphs and
// tables, in the order in which they are added. The same calls give the same
// bytes. The zero value is an empty document.
type Docx struct {
	body strings.Builder
	// Landscape turns the pages, for wide tables.
	Landscape bool
}

// Heading adds a heading; level 1 is the highest, 3 the lowest.
func (d *Docx) Heading(level int, text string) {
	d.paragraph(fmt.Sprintf("Heading%d", min(max(level, 1), 3)), "", text)
}

// Paragraph adds a paragraph of plain text.
func (d *Docx) Paragraph(text string) { d.paragraph("", "", text) }

// Caption adds a table's title, which stays on the page of what follows.
func (d *Docx) Caption(text string) { d.paragraph("Caption", "", text) }

// Note adds a small paragraph, as below a table.
func (d *Docx) Note(text string) { d.paragraph("Note", "", text) }

// Quote adds words of an interview, set in.
func (d *Docx) Quote(text string) { d.paragraph("Quote", "", text) }

// TableDocx writes a table as a document of its own: its title, the paragraphs
// above it, the table and its notes. Tables of more than nine columns, or of six
// with long cells, lie across the page.
func TableDocx(w io.Writer, t report.Table) error {
	d := Docx{Landscape: len(t.Columns) > 9 || len(t.Columns) >= 6 && slices.ContainsFunc(t.Rows, long)}
	for _, p := range t.About {
		d.Paragraph(p)
	}
	d.Table(t)
	return d.Write(w)
}

// Table adds a table with three rules (top, below the header, bottom), its title
// above and its notes below. The header is repeated on each page.
func (d *Docx) Table(t report.Table) {
	if t.Title != "" {
		d.Caption(t.Title)
	}
	b := &d.body
	b.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="ThreeRules"/><w:tblW w:w="5000" w:type="pct"/><w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>`)
	widths := shares(t, d.width())
	for _, n := range widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, n)
	}
	b.WriteString(`</w:tblGrid>`)
	row := func(properties string, apart, bold bool, cell func(i int) string) {
		b.WriteString(`<w:tr>` + properties)
		for i, c := range t.Columns {
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, widths[i])
			if apart {
				b.WriteString(`<w:tcBorders><w:top w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>`)
			}
			b.WriteString(`</w:tcPr>`)
			align, run := "", ""
			if c.Numbers {
				align = `<w:jc w:val="right"/>`
			}
			if bold {
				run = `<w:rPr><w:b/></w:rPr>`
			}
			b.WriteString(`<w:p><w:pPr><w:pStyle w:val="Cell"/>` + align + `</w:pPr>`)
			d.run(run, cell(i))
			b.WriteString(`</w:p></w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	row(`<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`, false, true, func(i int) string { return t.Columns[i].Name })
	for _, r := range t.Rows {
		together := `<w:trPr><w:cantSplit/></w:trPr>`
		if long(r) {
			together = ""
		}
		row(together, r.Apart, false, r.Cell)
	}
	b.WriteString(`</w:tbl>`)
	for _, n := range t.Notes {
		d.Note(n)
	}
	if len(t.Notes) == 0 {
		b.WriteString(`<w:p/>`) // two tables must not touch, and a document must not end with one
	}
}

// width is that of the text, in twentieths of a point.
func (d *Docx) width() int {
	if d.Landscape {
		return 14500
	}
	return 9600
}

// shares divides a width, in twentieths of a point, among the columns. Each gets
// room for its longest word, if there is room at all; the rest goes to those with
// long cells, by the square root of the longest: a cell of four times the words
// is twice as wide and twice as high.
func shares(t report.Table, whole int) []int {
	const perCharacter = 105
	least, more := make([]int, len(t.Columns)), make([]float64, len(t.Columns))
	leastOfAll, moreOfAll := 0, 0.0
	for i, c := range t.Columns {
		word, cell := longestWord(c.Name), 0
		for _, r := range t.Rows {
			word, cell = max(word, longestWord(r.Cell(i))), max(cell, prose.Width(r.Cell(i)))
		}
		least[i] = (min(word, 24) + 2) * perCharacter
		more[i] = math.Sqrt(float64(cell))
		leastOfAll, moreOfAll = leastOfAll+least[i], moreOfAll+more[i]
	}
	for i := range least {
		switch {
		case leastOfAll >= whole:
			least[i] = least[i] * whole / leastOfAll
		case moreOfAll > 0:
			least[i] += int(float64(whole-leastOfAll) * more[i] / moreOfAll)
		}
	}
	return least
}

func longestWord(s string) int {
	n := 0
	for w := range strings.FieldsSeq(s) {
		n = max(n, prose.Width(w))
	}
	return n
}

// long reports whether a row is better broken than kept on one page.
func long(r report.Row) bool {
	return slices.ContainsFunc(r.Cells, func(c string) bool { return prose.Width(c) > 400 })
}

func (d *Docx) paragraph(style, run, text string) {
	d.body.WriteString(`<w:p>`)
	if style != "" {
		d.body.WriteString(`<w:pPr><w:pStyle w:val="` + style + `"/></w:pPr>`)
	}
	d.run(run, text)
	d.body.WriteString(`</w:p>`)
}

// run adds text, its line ends and tabs as Word writes them.
func (d *Docx) run(properties, text string) {
	if text == "" {
		return
	}
	b := &d.body
	b.WriteString(`<w:r>` + properties)
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		for j, part := range strings.Split(line, "\t") {
			if j > 0 {
				b.WriteString(`<w:tab/>`)
			}
			if part != "" {
				b.WriteString(`<w:t xml:space="preserve">`)
				// Characters that XML cannot hold become U+FFFD.
				_ = xml.EscapeText(b, []byte(part))
				b.WriteString(`</w:t>`)
			}
		}
	}
	b.WriteString(`</w:r>`)
}

// Write writes the document as .docx.
func (d *Docx) Write(w io.Writer) error {
	page := `<w:pgSz w:w="11906" w:h="16838"/>`
	if d.Landscape {
		page = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`
	}
	document := docxHead + `<w:document xmlns:w="` + docxMain + `"><w:body>` + d.body.String() +
		`<w:sectPr>` + page + `<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="709" w:footer="709" w:gutter="0"/></w:sectPr></w:body></w:document>`
	z := zip.NewWriter(w)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", docxTypes}, {"_rels/.rels", docxRelations}, {"word/document.xml", document},
		{"word/_rels/document.xml.rels", docxDocumentRelations}, {"word/styles.xml", docxStyles},
	} {
		f, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: docxTime})
		if err != nil {
			return fmt.Errorf("writing the document: %w", err)
		}
		if _, err := io.WriteString(f, part.content); err != nil {
			return fmt.Errorf("writing the document: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("writing the document: %w", err)
	}
	return nil
}

// docxTime is the time of every part: the same document gives the same bytes.
var docxTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)
