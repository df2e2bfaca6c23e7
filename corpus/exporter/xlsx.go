package exporter

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"

	"concord/codebook/report"
)

// TableXlsx writes a table as an Excel workbook of one sheet: the header in bold
// and kept in view, numbers as numbers, all else as text (nothing becomes a
// formula or a date). What stands above and below the table is left out. The
// same table gives the same bytes.
func TableXlsx(w io.Writer, t report.Table, sheet string) error {
	z := zip.NewWriter(w)
	var err error
	part := func(name, content string) {
		if err != nil {
			return
		}
		var f io.Writer
		if f, err = z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: docxTime}); err == nil {
			_, err = io.WriteString(f, content)
		}
	}
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	const rel = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	part("[Content_Types].xml", head+`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`)
	part("_rels/.rels", head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+rel+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	part("xl/workbook.xml", head+`<workbook `+main+` xmlns:r="`+rel+`"><sheets><sheet name="`+escaped(sheet)+`" sheetId="1" r:id="rId1"/></sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", head+`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="`+rel+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="`+rel+`/styles" Target="styles.xml"/></Relationships>`)
	part("xl/styles.xml", head+`<styleSheet `+main+`><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>`)
	var b strings.Builder
	b.WriteString(head + `<worksheet ` + main + `><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>`)
	for i, n := range shares(t, 10*len(t.Columns)) {
		fmt.Fprintf(&b, `<col min="%d" max="%d" width="%d" customWidth="1"/>`, i+1, i+1, max(n*3, 8))
	}
	b.WriteString(`</cols><sheetData>`)
	row := func(n int, cells func(i int) string, style func(i int) (number bool, look int)) {
		fmt.Fprintf(&b, `<row r="%d">`, n)
		for i := range t.Columns {
			words := cells(i)
			if words == "" {
				continue
			}
			number, look := style(i)
			if number {
				fmt.Fprintf(&b, `<c r="%s%d"><v>%s</v></c>`, columnName(i), n, escaped(words))
			} else {
				fmt.Fprintf(&b, `<c r="%s%d" s="%d" t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>`, columnName(i), n, look, escaped(words))
			}
		}
		b.WriteString(`</row>`)
	}
	row(1, func(i int) string { return t.Columns[i].Name }, func(int) (bool, int) { return false, 1 })
	for n, r := range t.Rows {
		row(n+2, r.Cell, func(i int) (bool, int) { return t.Columns[i].Numbers && isNumber(r.Cell(i)), 2 })
	}
	b.WriteString(`</sheetData></worksheet>`)
	part("xl/worksheets/sheet1.xml", b.String())
	if err != nil {
		return err
	}
	return z.Close()
}

// isNumber reports whether a cell holds a plain decimal number.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole, part, point := strings.Cut(s, ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && (!point || digits(part))
}

// columnName is how a column is called, counted from zero: A, B … Z, AA.
func columnName(i int) string {
	if i < 26 {
		return string(rune('A' + i))
	}
	return columnName(i/26-1) + string(rune('A'+i%26))
}
