package importer

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// zipOf packs files, given as name and content in turn.
func zipOf(t testing.TB, files ...string) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for i := 0; i < len(files); i += 2 {
		f, err := w.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const wordHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
 xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><w:body>`

// wordFile packs a body of paragraphs as a Word file.
func wordFile(t testing.TB, body string) string {
	return zipOf(t,
		"[Content_Types].xml", `<Types/>`,
		"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
		"word/document.xml", wordHead+body+`<w:sectPr><w:p><w:r><w:t>no</w:t></w:r></w:p></w:sectPr></w:body></w:document>`)
}

// p is a paragraph of one run.
func p(text string) string {
	return `<w:p><w:r><w:t xml:space="preserve">` + text + `</w:t></w:r></w:p>`
}

func TestDocxText(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"split runs":        {`<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>IN</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">T: </w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>How?</w:t></w:r></w:p>`, "INT: How?\n"},
		"tab, break, dash":  {`<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t></w:r></w:p>`, "a\tb\nc\nd\u2011e\n"},
		"tracked changes":   {`<w:p><w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>e</w:t></w:r></w:moveTo></w:p>`, "abe\n"},
		"containers":        {`<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>` + p("a") + `</w:sdtContent></w:sdt><w:p><w:hyperlink><w:r><w:t>b</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>c</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t>d</w:t></w:r></w:sdtContent></w:sdt></w:p>`, "a\nbcd\n"},
		"fields":            {`<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple w:instr="DATE"><w:r><w:t>today</w:t></w:r></w:fldSimple></w:p>`, "today\n"},
		"alternate content": {`<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>b</w:t></mc:Fallback></mc:AlternateContent><a:t>drawn</a:t></w:r></w:p>`, "a\n"},
		"text box":          {`<w:p><w:r><w:t>a</w:t></w:r><w:r><w:pict><w:txbxContent>` + p("box") + `</w:txbxContent></w:pict></w:r></w:p>`, "a\nbox\n\n"},
		"empty paragraphs":  {p("a") + `<w:p/>` + p("b"), "a\n\nb\n"},
		"table": {`<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>` + p("INT") + `</w:tc><w:tc>` + p("How?") + p("Why?") + `</w:tc></w:tr><w:tr><w:tc>` + p("P1") + `</w:tc><w:tc><w:p/></w:tc><w:tc>` + p("So.") + `</w:tc></w:tr></w:tbl>` + p("end"),
			"INT\tHow?\nWhy?\nP1\t\tSo.\nend\n"},
		"escapes and line ends in runs": {p("a &amp; b\n c"), "a & b  c\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "a.docx", wordFile(t, c.body), Settings{})
			if diff := cmp.Diff(c.want, d.Text.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDocxTurns(t *testing.T) {
	d := read(t, "a.txt", wordFile(t, p("INT: How?")+p("P1: So.")+p("And so.")+p("INT: Bye.")), Settings{})
	if got := show(d); got != "INT|How?\nP1|So.\nAnd so.\nINT|Bye.\n" {
		t.Error(got)
	}
	if d.Source.Format != "docx" || d.Source.Importer != docxReader || d.Source.Encoding != "utf-8" {
		t.Errorf("%+v", d.Source)
	}
	table := `<w:tbl>`
	for _, row := range [][2]string{{"INT", "How?"}, {"Ana", "So."}, {"INT", "And?"}, {"Ana", "Thus."}} {
		table += `<w:tr><w:tc>` + p(row[0]) + `</w:tc><w:tc>` + p(row[1]) + `</w:tc></w:tr>`
	}
	if got := show(read(t, "a.docx", wordFile(t, table+`</w:tbl>`), Settings{})); got != "INT|How?\nAna|So.\nINT|And?\nAna|Thus.\n" {
		t.Error(got)
	}
}

// The text of a Word file need not be in word/document.xml: Office 365 has been
// seen to number it.
func TestDocxMainPartIsWhereRelationsSay(t *testing.T) {
	rels := func(target string) string {
		return `<Relationships><Relationship Type="http://x/metadata/core-properties" Target="word/other.xml"/>` +
			`<Relationship Type="http://x/officeDocument" Target="` + target + `"/></Relationships>`
	}
	main := wordHead + p("INT: right") + `</w:body></w:document>`
	other := wordHead + p("INT: wrong") + `</w:body></w:document>`
	for target, part := range map[string]string{"word/document2.xml": "word/document2.xml", "/word/document.xml": "word/document.xml", "xl/workbook.xml": "word/document.xml"} {
		d := read(t, "a.docx", zipOf(t, "_rels/.rels", rels(target), "word/other.xml", other, part, main), Settings{})
		if d.Text.Body != "INT: right\n" {
			t.Errorf("%s: %q", target, d.Text.Body)
		}
	}
	if d := read(t, "a.docx", zipOf(t, "_rels/.rels", "<broken", "word/document.xml", main), Settings{}); d.Text.Body != "INT: right\n" {
		t.Errorf("broken relations: %q", d.Text.Body)
	}
}

func TestDocxWarnings(t *testing.T) {
	body := `<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:r><w:t>INT: a</w:t><w:commentReference/><w:footnoteReference/><w:endnoteReference/></w:r><w:del/></w:p>` + p("P1: b")
	d := read(t, "a.docx", wordFile(t, body), Settings{})
	want := []string{
		"the Word file has 2 tracked changes: they were read as if accepted",
		"1 comment in the Word file was not imported",
		"2 footnotes or endnotes in the Word file were not imported",
	}
	if diff := cmp.Diff(want, d.Warnings); diff != "" {
		t.Error(diff)
	}
}

func TestBadWordFilesAreRefusedInPlainWords(t *testing.T) {
	good := wordFile(t, p("INT: hello"))
	locked := []byte(good)
	for _, magic := range []string{"PK\x03\x04", "PK\x01\x02"} {
		at := 6
		if magic == "PK\x01\x02" {
			at = 8
		}
		for i := 0; i+at < len(locked); i++ {
			if string(locked[i:i+4]) == magic {
				locked[i+at] |= 1
			}
		}
	}
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 512)
	bomb := wordHead + `<w:p><w:r><w:t>` + strings.Repeat("a", 30<<20) + `</w:t></w:r></w:p></w:body></w:document>`
	for name, c := range map[string]struct{ content, want string }{
		"cut off":       {good[:len(good)/2], brokenZip},
		"first bytes":   {"PK\x03\x04", brokenZip},
		"damaged":       {strings.Replace(good, good[len(good)/3:len(good)/3+40], strings.Repeat("\x01", 40), 1), "damaged"},
		"old":           {ole, "is a Word file of the old kind (.doc), whatever it is called: open it in Word, save it as .docx and import that"},
		"password":      {ole + utf16Of("EncryptedPackage", binary.LittleEndian), "is protected with a password: open it in Word, save it without one and import that"},
		"locked zip":    {string(locked), "is a zip archive with a password: unpack it, or save the Word file without one"},
		"Excel":         {zipOf(t, "xl/workbook.xml", "<x/>"), "is an Excel workbook, not a Word file: save participants as CSV and import them with “cases import”"},
		"PowerPoint":    {zipOf(t, "ppt/presentation.xml", "<x/>"), "is a PowerPoint file, not a Word file"},
		"OpenDocument":  {zipOf(t, "mimetype", "x", "content.xml", "<x/>"), "is an OpenDocument file: open it in a word processor, save it as .docx and import that"},
		"only mimetype": {zipOf(t, "mimetype", "x"), "is a zip archive but not a Word file: if it holds interviews, unpack it and import them"},
		"some zip":      {zipOf(t, "a.txt", "hello"), "is a zip archive but not a Word file: if it holds interviews, unpack it and import them"},
		"other XML":     {zipOf(t, "word/document.xml", "<html/>"), "is a zip archive but not a Word file: its text part begins with <html>"},
		"no XML":        {zipOf(t, "word/document.xml", ""), "is a Word file whose text part is empty"},
		"broken XML":    {zipOf(t, "word/document.xml", wordHead+"\n<w:p></w:q>"), "is a Word file whose text is damaged (line 5 of its XML): open it in Word, save it anew and import that"},
		"deep XML":      {zipOf(t, "word/document.xml", wordHead+strings.Repeat("<w:p>", maxDepth+1)), "is a Word file whose text is damaged: open it in Word, save it anew and import that"},
		"no words":      {wordFile(t, `<w:p/>`), "holds no words: is the transcript a picture inside the Word file?"},
		"packed tight":  {zipOf(t, "word/document.xml", bomb), "unpacks to more than 10 MB, far more than an interview has: it was not imported"},
		"entity attack": {zipOf(t, "word/document.xml", `<!DOCTYPE w [<!ENTITY a "aaaa">]>`+wordHead+p("&a;")), "is a Word file whose text is damaged (line 4 of its XML): open it in Word, save it anew and import that"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := Read("a.docx", []byte(c.content), Settings{})
			if err == nil {
				t.Fatal("accepted")
			}
			if !strings.HasPrefix(err.Error(), "a.docx ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
}
