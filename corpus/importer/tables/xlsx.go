package tables

import (
	"encoding/xml"
	"fmt"
	"path"
	"strings"

	"concord/corpus/importer/internal/archive"
)

// ReadWorkbook reads the first sheet of an Excel workbook: the words of its
// cells, formulas by the value they had when it was saved.
func ReadWorkbook(content []byte) ([][]string, error) {
	zipped, err := archive.Open(content)
	if err != nil {
		return nil, fmt.Errorf("looks like an Excel workbook, but its zip archive is damaged or cut off: copy it again, or open it in Excel and save it anew")
	}
	book := workbook{zipped}
	name, err := book.firstSheet()
	if err != nil {
		return nil, err
	}
	shared, err := book.sharedStrings()
	if err != nil {
		return nil, err
	}
	var sheet struct {
		Rows []struct {
			Number int `xml:"r,attr"`
			Cells  []struct {
				At     string     `xml:"r,attr"`
				Type   string     `xml:"t,attr"`
				Value  string     `xml:"v"`
				Inline richString `xml:"is"`
			} `xml:"c"`
		} `xml:"sheetData>row"`
	}
	if err := book.unmarshal(name, &sheet); err != nil {
		return nil, err
	}
	var out [][]string
	for _, r := range sheet.Rows {
		if r.Number > maxSheetRows || len(r.Cells) > maxSheetColumns {
			return nil, fmt.Errorf("has a sheet larger than a codebook can be")
		}
		for r.Number > 0 && len(out) < r.Number-1 {
			out = append(out, nil)
		}
		var row []string
		for i, c := range r.Cells {
			column := i
			if n := columnOf(c.At); n >= 0 {
				column = n
			}
			if column > maxSheetColumns {
				return nil, fmt.Errorf("has a sheet larger than a codebook can be")
			}
			for len(row) <= column {
				row = append(row, "")
			}
			switch c.Type {
			case "s":
				var n int
				if _, err := fmt.Sscan(c.Value, &n); err != nil || n < 0 || n >= len(shared) {
					return nil, fmt.Errorf("is a damaged workbook: cell %s names words that it does not hold", c.At)
				}
				row[column] = shared[n]
			case "inlineStr":
				row[column] = c.Inline.String()
			default:
				row[column] = c.Value
			}
		}
		out = append(out, row)
	}
	return out, nil
}

const (
	maxSheetRows    = 200_000
	maxSheetColumns = 1_000
)

// workbook is the archive that a workbook is.
type workbook struct{ *archive.Archive }

// richString is words in one or several runs.
type richString struct {
	Text string `xml:"t"`
	Runs []struct {
		Text string `xml:"t"`
	} `xml:"r"`
}

func (s richString) String() string {
	out := s.Text
	for _, r := range s.Runs {
		out += r.Text
	}
	return strings.ReplaceAll(out, "\r\n", "\n")
}

// columnOf gives the column of a cell such as “AB12”, counted from zero; -1 if
// that is no cell.
func columnOf(cell string) int {
	n := 0
	for _, c := range cell {
		if c < 'A' || c > 'Z' {
			break
		}
		if n = n*26 + int(c-'A') + 1; n > 1<<20 {
			break
		}
	}
	return n - 1
}

func (a workbook) unmarshal(name string, into any) error {
	content, err := a.Read(name)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(content, into); err != nil {
		return fmt.Errorf("is a damaged workbook (%s): open it in Excel, save it anew and import that", name)
	}
	return nil
}

// firstSheet names the part that holds the first sheet.
func (a workbook) firstSheet() (string, error) {
	var book struct {
		Sheets []struct {
			Relation string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if !a.Has("xl/workbook.xml") {
		return "", fmt.Errorf("is a zip archive but no Excel workbook")
	}
	if err := a.unmarshal("xl/workbook.xml", &book); err != nil {
		return "", err
	}
	if len(book.Sheets) == 0 {
		return "", fmt.Errorf("is a workbook without sheets")
	}
	var rels struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
		}
	}
	if a.Has("xl/_rels/workbook.xml.rels") {
		if err := a.unmarshal("xl/_rels/workbook.xml.rels", &rels); err != nil {
			return "", err
		}
	}
	for _, r := range rels.Relationship {
		if r.ID == book.Sheets[0].Relation {
			if strings.HasPrefix(r.Target, "/") {
				return strings.TrimPrefix(path.Clean(r.Target), "/"), nil
			}
			return path.Join("xl", r.Target), nil
		}
	}
	return "xl/worksheets/sheet1.xml", nil
}

// sharedStrings are the words that cells name by number.
func (a workbook) sharedStrings() ([]string, error) {
	if !a.Has("xl/sharedStrings.xml") {
		return nil, nil
	}
	var list struct {
		Items []richString `xml:"si"`
	}
	if err := a.unmarshal("xl/sharedStrings.xml", &list); err != nil {
		return nil, err
	}
	out := make([]string, len(list.Items))
	for i, s := range list.Items {
		out[i] = s.String()
	}
	return out, nil
}
