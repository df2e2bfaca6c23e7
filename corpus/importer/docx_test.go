package importer

import (
	"encoding/binary"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"concord/corpus/importer/documents"
	"concord/corpus/importer/internal/archive"
	"concord/corpus/importer/internal/filetest"
)

func TestDocxText(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"split runs":        {`<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>IN</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t xml:space="preserve">T: </w:t></w:r><w:r><w:lastRenderedPageBreak/><w:t>How?</w:t></w:r></w:p>`, "INT: How?\n"},
		"tab, break, dash":  {`<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t><w:noBreakHyphen/><w:t>e</w:t></w:r></w:p>`, "a\tb\nc\nd\u2011e\n"},
		"tracked changes":   {`<w:p><w:r><w:t>a</w:t></w:r><w:ins><w:r><w:t>b</w:t></w:r></w:ins><w:del><w:r><w:delText>c</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>d</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>e</w:t></w:r></w:moveTo></w:p>`, "abe\n"},
		"containers":        {`<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>` + filetest.P("a") + `</w:sdtContent></w:sdt><w:p><w:hyperlink><w:r><w:t>b</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>c</w:t></w:r></w:smartTag><w:sdt><w:sdtContent><w:r><w:t>d</w:t></w:r></w:sdtContent></w:sdt></w:p>`, "a\nbcd\n"},
		"fields":            {`<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:fldSimple w:instr="DATE"><w:r><w:t>today</w:t></w:r></w:fldSimple></w:p>`, "today\n"},
		"alternate content": {`<w:p><w:r><mc:AlternateContent><mc:Choice><w:t>a</w:t></mc:Choice><mc:Fallback><w:t>b</w:t></mc:Fallback></mc:AlternateContent><a:t>drawn</a:t></w:r></w:p>`, "a\n"},
		"text box":          {`<w:p><w:r><w:t>a</w:t></w:r><w:r><w:pict><w:txbxContent>` + filetest.P("box") + `</w:txbxContent></w:pict></w:r></w:p>`, "a\nbox\n\n"},
		"empty paragraphs":  {filetest.P("a") + `<w:p/>` + filetest.P("b"), "a\n\nb\n"},
		"table": {`<w:tbl><w:tblPr/><w:tr><w:tc><w:tcPr/>` + filetest.P("INT") + `</w:tc><w:tc>` + filetest.P("How?") + filetest.P("Why?") + `</w:tc></w:tr><w:tr><w:tc>` + filetest.P("P1") + `</w:tc><w:tc><w:p/></w:tc><w:tc>` + filetest.P("So.") + `</w:tc></w:tr></w:tbl>` + filetest.P("end"),
			"INT\tHow?\nWhy?\nP1\t\tSo.\nend\n"},
		"escapes and line ends in runs": {filetest.P("a &amp; b\n c"), "a & b  c\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, "a.docx", filetest.Word(t, c.body), Settings{})
			if diff := cmp.Diff(c.want, d.Text.Body); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDocxTurns(t *testing.T) {
	d := read(t, "a.txt", filetest.Word(t, filetest.P("INT: How?")+filetest.P("P1: So.")+filetest.P("And so.")+filetest.P("INT: Bye.")), Settings{})
	if got := show(d); got != "INT|How?\nP1|So.\nAnd so.\nINT|Bye.\n" {
		t.Error(got)
	}
	if d.Source.Format != "docx" || d.Source.Importer != "docx 2" || d.Source.Encoding != "utf-8" {
		t.Errorf("%+v", d.Source)
	}
	table := `<w:tbl>`
	for _, row := range [][2]string{{"INT", "How?"}, {"Ana", "So."}, {"INT", "And?"}, {"Ana", "Thus."}} {
		table += `<w:tr><w:tc>` + filetest.P(row[0]) + `</w:tc><w:tc>` + filetest.P(row[1]) + `</w:tc></w:tr>`
	}
	if got := show(read(t, "a.docx", filetest.Word(t, table+`</w:tbl>`), Settings{})); got != "INT|How?\nAna|So.\nINT|And?\nAna|Thus.\n" {
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
	main := filetest.WordHead + filetest.P("INT: right") + `</w:body></w:document>`
	other := filetest.WordHead + filetest.P("INT: wrong") + `</w:body></w:document>`
	for target, part := range map[string]string{"word/document2.xml": "word/document2.xml", "/word/document.xml": "word/document.xml", "xl/workbook.xml": "word/document.xml"} {
		d := read(t, "a.docx", filetest.Zip(t, "_rels/.rels", rels(target), "word/other.xml", other, part, main), Settings{})
		if d.Text.Body != "INT: right\n" {
			t.Errorf("%s: %q", target, d.Text.Body)
		}
	}
	if d := read(t, "a.docx", filetest.Zip(t, "_rels/.rels", "<broken", "word/document.xml", main), Settings{}); d.Text.Body != "INT: right\n" {
		t.Errorf("broken relations: %q", d.Text.Body)
	}
}

func TestDocxWarnings(t *testing.T) {
	body := `<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr><w:r><w:t>INT: a</w:t><w:commentReference/><w:footnoteReference/><w:endnoteReference/></w:r><w:del/></w:p>` + filetest.P("P1: b")
	d := read(t, "a.docx", filetest.Word(t, body), Settings{})
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
	good := filetest.Word(t, filetest.P("INT: hello"))
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
	bomb := filetest.WordHead + `<w:p><w:r><w:t>` + strings.Repeat("a", 30<<20) + `</w:t></w:r></w:p></w:body></w:document>`
	for name, c := range map[string]struct{ content, want string }{
		"cut off":       {good[:len(good)/2], archive.Broken},
		"first bytes":   {"PK\x03\x04", archive.Broken},
		"damaged":       {strings.Replace(good, good[len(good)/3:len(good)/3+40], strings.Repeat("\x01", 40), 1), "damaged"},
		"old":           {ole, "is a Word file of the old kind (.doc), whatever it is called: open it in Word, save it as .docx and import that"},
		"password":      {ole + filetest.UTF16("EncryptedPackage", binary.LittleEndian), "is protected with a password: open it in Word, save it without one and import that"},
		"locked zip":    {string(locked), "is a zip archive with a password: unpack it, or save the Word file without one"},
		"Excel":         {filetest.Zip(t, "xl/workbook.xml", "<x/>"), "is a workbook without sheets"},
		"PowerPoint":    {filetest.Zip(t, "ppt/presentation.xml", "<x/>"), "is a PowerPoint file, not a Word file"},
		"OpenDocument":  {filetest.Zip(t, "mimetype", "x", "content.xml", "<x/>"), "is an OpenDocument file, but no text document (x): save the interview as .odt or .docx"},
		"only mimetype": {filetest.Zip(t, "mimetype", "x"), "is a zip archive but not a Word file: if it holds interviews, unpack it and import them"},
		"some zip":      {filetest.Zip(t, "a.txt", "hello"), "is a zip archive but not a Word file: if it holds interviews, unpack it and import them"},
		"other XML":     {filetest.Zip(t, "word/document.xml", "<html/>"), "is a zip archive but not a Word file: its text part begins with <html>"},
		"no XML":        {filetest.Zip(t, "word/document.xml", ""), "is a Word file whose text part is empty"},
		"broken XML":    {filetest.Zip(t, "word/document.xml", filetest.WordHead+"\n<w:p></w:q>"), "is a Word file whose text is damaged (line 5 of its XML): open it in Word, save it anew and import that"},
		"deep XML":      {filetest.Zip(t, "word/document.xml", filetest.WordHead+strings.Repeat("<w:p>", documents.MaxDepth+1)), "is a Word file whose text is damaged: open it in Word, save it anew and import that"},
		"no words":      {filetest.Word(t, `<w:p/>`), "holds no words: is the transcript a picture inside the Word file?"},
		"packed tight":  {filetest.Zip(t, "word/document.xml", bomb), "unpacks to more than 10 MB, far more than an interview has: it was not imported"},
		"entity attack": {filetest.Zip(t, "word/document.xml", `<!DOCTYPE w [<!ENTITY a "aaaa">]>`+filetest.WordHead+filetest.P("&a;")), "is a Word file whose text is damaged (line 4 of its XML): open it in Word, save it anew and import that"},
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
