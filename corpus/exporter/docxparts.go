package exporter

// The parts of a .docx that are always the same (ECMA-376, the transitional
// form that every word processor reads).
const (
	docxHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	docxMain = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

	docxTypes = docxHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>` +
		`<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`

	docxRelations = docxHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`

	docxDocumentRelations = docxHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`
)

// docxStyles names what paragraphs are, so that a paper's own styles can take
// their place.
var docxStyles = docxHead + `<w:styles xmlns:w="` + docxMain + `"><w:docDefaults>` +
	`<w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="120"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	docxStyle("paragraph", "Normal", "Normal", true, "", "") +
	docxStyle("paragraph", "Heading1", "heading 1", false, `<w:keepNext/><w:spacing w:before="240" w:after="120"/><w:outlineLvl w:val="0"/>`, `<w:b/><w:sz w:val="30"/>`) +
	docxStyle("paragraph", "Heading2", "heading 2", false, `<w:keepNext/><w:spacing w:before="200" w:after="80"/><w:outlineLvl w:val="1"/>`, `<w:b/><w:sz w:val="26"/>`) +
	docxStyle("paragraph", "Heading3", "heading 3", false, `<w:keepNext/><w:spacing w:before="160" w:after="60"/><w:outlineLvl w:val="2"/>`, `<w:b/><w:i/>`) +
	docxStyle("paragraph", "Caption", "caption", false, `<w:keepNext/><w:spacing w:before="160" w:after="80"/>`, `<w:b/><w:sz w:val="20"/>`) +
	docxStyle("paragraph", "Note", "Note", false, `<w:spacing w:before="40" w:after="0"/>`, `<w:sz w:val="18"/>`) +
	docxStyle("paragraph", "Quote", "Quote", false, `<w:ind w:left="567" w:right="567"/>`, ``) +
	docxStyle("paragraph", "Cell", "Table cell", false, `<w:spacing w:before="20" w:after="20"/>`, `<w:sz w:val="18"/>`) +
	`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>` +
	`<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="ThreeRules"><w:name w:val="Three rules"/><w:basedOn w:val="TableNormal"/>` +
	`<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/><w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/></w:tblBorders></w:tblPr>` +
	`<w:tblStylePr w:type="firstRow"><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders></w:tcPr></w:tblStylePr></w:style></w:styles>`

func docxStyle(kind, id, name string, standard bool, paragraph, run string) string {
	s := `<w:style w:type="` + kind + `"`
	if standard {
		s += ` w:default="1"`
	}
	s += ` w:styleId="` + id + `"><w:name w:val="` + name + `"/>`
	if !standard {
		s += `<w:basedOn w:val="Normal"/>`
	}
	if paragraph != "" {
		s += `<w:pPr>` + paragraph + `</w:pPr>`
	}
	if run != "" {
		s += `<w:rPr>` + run + `</w:rPr>`
	}
	return s + `</w:style>`
}
