// Package sheets reads the tables that go with interviews: participants,
// codings, segments. Rows name things as the file does; ResolveCodings looks them
// up in a project.
package sheets

import (
	"fmt"
	"io"
	"strings"

	"concord/corpus"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/tables"
)

// CasesSheet is a participants sheet as read.
type CasesSheet struct {
	IDColumn string       // header of the first column
	Columns  []CaseColumn // the attributes, in the order of the sheet
	Rows     []CaseRow
	Encoding string
	Warnings []string
}

// CaseColumn is an attribute of cases, with the type that all its values have.
type CaseColumn struct {
	Name string
	Type corpus.AttributeType
}

// CaseRow is one case.
type CaseRow struct {
	Line int // in the file, counted from one
	ID   string
	// Transcripts are the names of the transcripts the case is linked to.
	Transcripts []string
	// Attributes are those that have a value. Values are as written; their type
	// is the column's.
	Attributes []corpus.Attribute
}

// linkColumns are the names, in any case, of a column that links cases to
// transcripts.
var linkColumns = []string{"transcript", "transcripts", "transcript name", "file", "files", "file name", "filename", "document", "documents", "interview file"}

// ReadCases reads a participants sheet: CSV with commas, semicolons or TABs, in
// any encoding, or the first sheet of an Excel workbook. The first column holds
// the case's id, a column called "transcript" or as linkColumns say the names of
// its transcripts, several joined by ";", and every other column an attribute.
// Where all values of a column are numbers with decimal commas ("12,5") they are
// numbers, and where all are dates as 31.12.2026 they are dates; both are kept in
// the one form that sorts, 12.5 and 2026-12-31. An empty cell, "-" and "N/A" mean that there is no value.
//
// It is an error, which names the file and the line, if the header is missing
// or names a column twice, a row has more or fewer cells than the header, or an
// id is missing or comes twice.
func ReadCases(name string, r io.Reader) (CasesSheet, error) {
	sheet, err := readCases(r)
	if err != nil {
		return CasesSheet{}, fmt.Errorf("%s %w", name, err)
	}
	return sheet, nil
}

// participants is a participants sheet before its cells mean anything.
type participants struct{ tables.Table }

func readCases(r io.Reader) (CasesSheet, error) {
	content, err := tables.ReadBytes(r)
	if err != nil {
		return CasesSheet{}, err
	}
	table, err := tables.Read(content)
	if err != nil {
		return CasesSheet{}, err
	}
	t := participants{table}
	if err := t.checkCaseHeader(); err != nil {
		return CasesSheet{}, err
	}
	t.dropSurveyHeaders()
	if len(t.Rows) == 0 {
		return CasesSheet{}, fmt.Errorf("has a header but no cases below it")
	}
	s := CasesSheet{IDColumn: t.Header[0], Encoding: t.Encoding, Warnings: t.Warnings}
	link := t.Column(linkColumns...)
	if link == 0 {
		link = -1
	}
	s.Warnings = append(s.Warnings, t.europeanColumns(link)...)
	for i, h := range t.Header {
		if i > 0 && i != link {
			s.Columns = append(s.Columns, CaseColumn{Name: h, Type: t.typeOf(i)})
		}
	}
	if len(s.Columns) == 0 && link < 0 {
		s.Warnings = append(s.Warnings, "the sheet has one column only: if it has more, they are not set apart by commas, semicolons or TABs")
	}
	lines, folded := map[string]int{}, map[string]string{}
	for _, row := range t.Rows {
		c := CaseRow{Line: row.Line, ID: chars.JoinBlanks(row.Cells[0])}
		if isMissing(c.ID) {
			return s, fmt.Errorf("line %d has no id in the column %q", row.Line, s.IDColumn)
		}
		if before, ok := lines[c.ID]; ok {
			return s, fmt.Errorf("line %d: the id %q stands in line %d already: each case has one row", row.Line, c.ID, before)
		}
		lines[c.ID] = row.Line
		if other, ok := folded[strings.ToLower(c.ID)]; ok {
			s.Warnings = append(s.Warnings, fmt.Sprintf("the ids %q and %q differ only in capitals: they are two cases", other, c.ID))
		}
		folded[strings.ToLower(c.ID)] = c.ID
		k := 0
		for i, cell := range row.Cells {
			switch value := strings.TrimSpace(cell); {
			case i == 0:
			case i == link:
				c.Transcripts = splitNames(value)
			default:
				column := s.Columns[k]
				k++
				if !isMissing(value) {
					c.Attributes = append(c.Attributes, corpus.Attribute{Name: column.Name, Value: value, Type: column.Type})
				}
			}
		}
		s.Rows = append(s.Rows, c)
	}
	s.Warnings = append(s.Warnings, t.slashedDates(link)...)
	return s, nil
}

// checkCaseHeader says what is wrong with the header of a participants sheet.
func (t *participants) checkCaseHeader() error {
	seen := map[string]int{}
	figures := 0
	for i, h := range t.Header {
		if h == "" {
			return fmt.Errorf("line 1: column %d has no name: the first line must name every column", i+1)
		}
		if before, ok := seen[strings.ToLower(h)]; ok {
			return fmt.Errorf("line 1: the columns %d and %d are both named %q", before+1, i+1, h)
		}
		seen[strings.ToLower(h)] = i
		if isNumber(h) || isDate(h) {
			figures++
		}
	}
	if figures > 0 && figures*2 >= len(t.Header)-1 {
		return fmt.Errorf("line 1 does not look like a header: the first line must name the columns")
	}
	return nil
}

// dropSurveyHeaders drops the second and third line of a sheet from Qualtrics,
// which hold the questions and import ids.
func (t *participants) dropSurveyHeaders() {
	for i := range min(2, len(t.Rows)) {
		for _, cell := range t.Rows[i].Cells {
			if strings.HasPrefix(strings.TrimSpace(cell), `{"ImportId":`) {
				t.Rows = t.Rows[i+1:]
				t.Warnings = append(t.Warnings, "the lines with question texts and import ids below the header were left out")
				return
			}
		}
	}
}

// splitNames takes apart the names joined by ";" in the column "transcript".
func splitNames(cell string) []string {
	var out []string
	for n := range strings.SplitSeq(cell, ";") {
		if n = strings.TrimSpace(n); !isMissing(n) {
			out = append(out, n)
		}
	}
	return out
}
