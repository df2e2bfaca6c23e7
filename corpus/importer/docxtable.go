package importer

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
)

// docxTables gives the tables of a Word file, row by row and cell by cell. A
// cell's paragraphs are set apart by LF; a table within a cell is left out.
func docxTables(content []byte) ([][][]string, error) {
	archive, err := openDocx(content)
	if err != nil {
		return nil, err
	}
	main, err := archive.read(archive.mainPart())
	if err != nil {
		return nil, err
	}
	d := xml.NewDecoder(bytes.NewReader(main))
	var tables [][][]string
	var cell strings.Builder
	within, depth, skipped, inText := 0, 0, 0, false // within: how many tables
	for {
		token, err := d.Token()
		if err == io.EOF {
			return tables, nil
		}
		if err != nil || depth > maxDepth {
			return nil, damagedXML(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			depth++
			if skipped == 0 && skips(e.Name) {
				skipped = depth
			}
			if skipped > 0 || !isWord(e.Name) {
				break
			}
			switch e.Name.Local {
			case "tbl":
				if within++; within == 1 {
					tables = append(tables, nil)
				}
			case "tr":
				if within == 1 {
					tables[len(tables)-1] = append(tables[len(tables)-1], nil)
				}
			case "tc":
				if within == 1 {
					cell.Reset()
				}
			case "t":
				inText = within == 1
			case "tab":
				if within == 1 {
					cell.WriteByte('\t')
				}
			case "br", "cr":
				if within == 1 {
					cell.WriteByte('\n')
				}
			}
		case xml.EndElement:
			if skipped == 0 && isWord(e.Name) {
				switch e.Name.Local {
				case "tbl":
					within--
				case "tc":
					if rows := tables[max(0, len(tables)-1):]; within == 1 && len(rows) == 1 && len(rows[0]) > 0 {
						at := len(rows[0]) - 1
						rows[0][at] = append(rows[0][at], strings.TrimRight(cell.String(), "\n"))
					}
				case "p":
					if within == 1 {
						cell.WriteByte('\n')
					}
				case "t":
					inText = false
				}
			}
			if skipped == depth {
				skipped = 0
			}
			depth--
		case xml.CharData:
			if inText && skipped == 0 {
				cell.Write(e)
			}
		}
	}
}

// codebookDocx finds the table of codes in a Word file: the first whose header
// names a column for codes.
func codebookDocx(content []byte) (table, error) {
	tables, err := docxTables(content)
	if err != nil {
		return table{}, err
	}
	for _, rows := range tables {
		t := tableOf(rows)
		if t.codeColumn() >= 0 {
			return t, nil
		}
	}
	if len(tables) == 0 {
		return table{}, fmt.Errorf("holds no table; a codebook in Word is a table with the columns code, definition, use when, not when, example")
	}
	return table{}, fmt.Errorf("holds no table with a column “code” or “name” in its first row")
}

// tableOf makes a table of rows; short ones are filled up, empty ones left out.
func tableOf(rows [][]string) table {
	var t table
	for i, cells := range rows {
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		if t.header == nil {
			for _, c := range cells {
				t.header = append(t.header, joinBlanks(c))
			}
			continue
		}
		for len(cells) < len(t.header) {
			cells = append(cells, "")
		}
		t.rows = append(t.rows, tableRow{i + 1, cells[:len(t.header)]})
	}
	return t
}
