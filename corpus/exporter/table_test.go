package exporter

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"concord/codebook/report"

	"github.com/clipperhouse/displaywidth"
)

var hostile = report.Table{
	Title:   `50 % of "us" & {them} <tags>`,
	About:   []string{"Agreement was measured with α."},
	Columns: []report.Column{{Name: "code_name"}, {Name: "α", Numbers: true}, {Name: "95 %", Numbers: true}},
	Rows: []report.Row{
		{Cells: []string{`[laughs] #1_\path ~ ^ $5`, ".76", ".55 to .97"}},
		{Cells: []string{"café\x00\x1b[31m 日本\nsecond line\ttab", "−.02"}},
		{Cells: []string{"* overall", "—"}, Apart: true},
	},
	Notes: []string{"One note & <more>.", "Two."},
}

func written(t *testing.T, write func(io.Writer, report.Table) error) string {
	t.Helper()
	var b, again bytes.Buffer
	if err := write(&b, hostile); err != nil {
		t.Fatal(err)
	}
	if err := write(&again, hostile); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(b.Bytes(), again.Bytes()) {
		t.Error("the same table gives other bytes")
	}
	return b.String()
}

func TestTableText(t *testing.T) {
	got := written(t, TableText)
	for _, line := range []string{
		"code_name                         α        95 %",
		`[laughs] #1_\path ~ ^ $5        .76  .55 to .97`,
		"* overall                         —",
	} {
		if !strings.Contains(got, line+"\n") {
			t.Errorf("no line %q in\n%s", line, got)
		}
	}
}

func TestTableTeXEscapes(t *testing.T) {
	got := written(t, TableTeX)
	for _, want := range []string{
		`\caption{50 \% of ''us'' \& \{them\} \textless{}tags\textgreater{}}`, `\begin{tabular}{@{}lrr@{}}`, `code\_name & $\alpha$ & 95 \% \\`,
		`{}[laughs] \#1\_\textbackslash{}path \textasciitilde{} \textasciicircum{} \$5 & .76 & .55 to .97 \\`,
		`café[31m 日本 second line tab & $-$.02 &  \\`, "\\midrule\n{}* overall & --- &  \\\\\n\\bottomrule", "One note \\& \\textless{}more\\textgreater{}.\\\\\nTwo.",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// partsOf reads a .docx and checks that every part is well-formed XML.
func partsOf(t *testing.T, docx string) map[string]string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(docx), int64(len(docx)))
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(bytes.NewReader(content))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		parts[f.Name] = string(content)
	}
	return parts
}

func TestTableDocx(t *testing.T) {
	parts := partsOf(t, written(t, TableDocx))
	for _, name := range []string{"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml"} {
		if parts[name] == "" {
			t.Errorf("there is no part %s", name)
		}
	}
	document := parts["word/document.xml"]
	for _, want := range []string{
		`<w:t xml:space="preserve">50 % of &#34;us&#34; &amp; {them} &lt;tags&gt;</w:t>`, `<w:tblHeader/>`, `second line</w:t><w:tab/><w:t xml:space="preserve">tab</w:t>`,
		"日本</w:t><w:br/>", `<w:jc w:val="right"/></w:pPr><w:r><w:t xml:space="preserve">.76</w:t>`, "One note &amp; &lt;more&gt;.",
	} {
		if !strings.Contains(document, want) {
			t.Errorf("no %q in\n%s", want, document)
		}
	}
	if n := strings.Count(document, "<w:tc>"); n != 12 {
		t.Errorf("%d cells; there are four rows of three", n)
	}
	// Every style used is there.
	for piece := range strings.SplitSeq(document, `Style w:val="`) {
		if name, _, ok := strings.Cut(piece, `"/>`); ok && !strings.ContainsAny(name, "<") && !strings.Contains(parts["word/styles.xml"], `w:styleId="`+name+`"`) {
			t.Errorf("the style %q is used and not defined", name)
		}
	}
	if strings.ContainsAny(document, "\x00\x1b") {
		t.Error("control characters got into the document")
	}
}

func TestDocxParagraphs(t *testing.T) {
	var d Docx
	d.Heading(0, "Ledger")
	d.Heading(9, "deep")
	d.Quote("We met.\nTwice.")
	d.Table(report.Table{Columns: []report.Column{{Name: "a"}}})
	var b bytes.Buffer
	if err := d.Write(&b); err != nil {
		t.Fatal(err)
	}
	document := partsOf(t, b.String())["word/document.xml"]
	for _, want := range []string{`"Heading1"`, `"Heading3"`, `"Quote"`, `</w:tbl><w:p/><w:sectPr>`} {
		if !strings.Contains(document, want) {
			t.Errorf("no %q in\n%s", want, document)
		}
	}
}

// Columns stand under each other on the screen, whatever letters their cells are
// written in: a wide letter takes two cells, a combining mark none.
func TestTextTablesStandInColumns(t *testing.T) {
	var b strings.Builder
	err := TableText(&b, report.Table{Columns: []report.Column{{Name: "code"}, {Name: "n", Numbers: true}, {Name: "last"}},
		Rows: []report.Row{{Cells: []string{"信頼関係", "1", "x"}}, {Cells: []string{"re\u0301sume\u0301", "22", "x"}}, {Cells: []string{"trust under risk", "333", "x"}}}})
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(strings.TrimSpace(b.String()), "\n") {
		at := strings.LastIndexAny(line, "xl")
		if strings.HasSuffix(line, "last") {
			at = strings.Index(line, "last")
		}
		if got := displaywidth.String(line[:at]); got != 23 {
			t.Errorf("the last column of %q begins in cell %d, not 23", line, got)
		}
	}
}
