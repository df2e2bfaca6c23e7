package documents

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
)

// WordTables gives the tables of a Word file, row by row and cell by cell. A
// cell's paragraphs are set apart by LF; a table within a cell is left out.
func WordTables(content []byte) ([][][]string, error) {
	w, err := openWord(content)
	if err != nil {
		return nil, err
	}
	main, err := w.Read(w.mainPart())
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
		if err != nil || depth > MaxDepth {
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
