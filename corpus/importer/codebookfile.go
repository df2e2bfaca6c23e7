package importer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"concord/codebook"
)

// CodeRow is one code as a codebook file has it, not yet looked up in any
// project. Path leads from the root to the code; its last name is the code's.
type CodeRow struct {
	Line       int // in the file, counted from one; 0 for JSON
	Path       []string
	Definition codebook.Definition
	Examples   codebook.Examples
	Origin     codebook.Origin
	Source     string
	Colour     string
	Aliases    []string
}

// CodebookSheet is a codebook file as read: parents before their children.
type CodebookSheet struct {
	Rows     []CodeRow
	Ignored  []string // columns that mean nothing here
	Warnings []string
}

// ReadCodebook reads a codebook as CSV (a row a code, with a column name and any
// of parent, definition, include, exclude, examples, near_misses, origin,
// source, colour and aliases; parent is a path; several examples or aliases are
// set off by " | ") or as the JSON that “concord codebook export” writes.
//
// Rows may stand in any order; the result has parents first. It is an error,
// which names file and line, if a name is missing or no name, two codes have one
// path, a parent is not in the file and is no root of another row's path, or
// parents form a cycle. A parent that the file does not define may be in the
// project already: it is left in Path for the caller to find.
func ReadCodebook(name string, r io.Reader) (CodebookSheet, error) {
	content, err := readAll(r)
	if err != nil {
		return CodebookSheet{}, fmt.Errorf("%s %w", name, err)
	}
	var sheet CodebookSheet
	if strings.EqualFold(filepath.Ext(name), ".json") || bytes.HasPrefix(bytes.TrimSpace(content), []byte("{")) {
		sheet, err = readCodebookJSON(content)
	} else {
		sheet, err = readCodebookCSV(content)
	}
	if err == nil {
		err = sheet.sortParentsFirst()
	}
	if err != nil {
		return CodebookSheet{}, fmt.Errorf("%s: %w", name, err)
	}
	return sheet, nil
}

var codeColumns = map[string]func(c *CodeRow, value string) error{
	"name":        func(c *CodeRow, v string) error { c.Path = append(c.Path, v); return nil },
	"definition":  func(c *CodeRow, v string) error { c.Definition.Text = v; return nil },
	"include":     func(c *CodeRow, v string) error { c.Definition.Include = v; return nil },
	"exclude":     func(c *CodeRow, v string) error { c.Definition.Exclude = v; return nil },
	"examples":    func(c *CodeRow, v string) error { c.Examples.Typical = splitList(v); return nil },
	"near_misses": func(c *CodeRow, v string) error { c.Examples.NearMisses = splitList(v); return nil },
	"origin":      func(c *CodeRow, v string) (err error) { c.Origin, err = parseOrigin(v); return err },
	"source":      func(c *CodeRow, v string) error { c.Source = v; return nil },
	"colour":      func(c *CodeRow, v string) (err error) { c.Colour, err = parseColour(v); return err },
	"color":       func(c *CodeRow, v string) (err error) { c.Colour, err = parseColour(v); return err },
	"aliases":     func(c *CodeRow, v string) error { c.Aliases = splitList(v); return nil },
	"status":      func(*CodeRow, string) error { return nil },
	"id":          func(*CodeRow, string) error { return nil },
}

func splitList(v string) []string {
	var out []string
	for _, x := range strings.Split(v, "|") {
		if x = strings.TrimSpace(x); x != "" {
			out = append(out, x)
		}
	}
	return out
}

func parseOrigin(v string) (codebook.Origin, error) {
	switch o := codebook.Origin(strings.ToLower(strings.ReplaceAll(v, "-", " "))); o {
	case "", codebook.Deductive, codebook.Inductive, codebook.InVivo:
		return o, nil
	}
	return "", fmt.Errorf("%q is no origin; a code is deductive, inductive or in vivo", shorten(v))
}

func parseColour(v string) (string, error) {
	if wrong := codebook.CheckColour(v); wrong != "" {
		return "", fmt.Errorf("%q: %s", shorten(v), wrong)
	}
	return v, nil
}

func readCodebookCSV(content []byte) (CodebookSheet, error) {
	t, err := readTable(content)
	if err != nil {
		return CodebookSheet{}, err
	}
	sheet := CodebookSheet{Warnings: t.warnings}
	name, parent := t.column("name", "code"), t.column("parent")
	if name < 0 {
		return sheet, fmt.Errorf("line 1: there is no column “name”; it has %s", strings.Join(t.header, ", "))
	}
	for i, h := range t.header {
		if _, known := codeColumns[strings.ToLower(h)]; !known && i != name && i != parent {
			sheet.Ignored = append(sheet.Ignored, h)
		}
	}
	for _, row := range t.rows {
		c := CodeRow{Line: row.line}
		if parent >= 0 {
			if p := strings.TrimSpace(row.cells[parent]); p != "" {
				c.Path = codebook.SplitPath(p)
			}
		}
		c.Path = append(c.Path, strings.TrimSpace(row.cells[name]))
		for i, cell := range row.cells {
			put := codeColumns[strings.ToLower(t.header[i])]
			if put == nil || i == name || i == parent {
				continue
			}
			if err := put(&c, strings.TrimSpace(cell)); err != nil {
				return sheet, fmt.Errorf("line %d, column %s: %w", row.line, t.header[i], err)
			}
		}
		if err := c.check(); err != nil {
			return sheet, err
		}
		sheet.Rows = append(sheet.Rows, c)
	}
	return sheet, nil
}

func (c CodeRow) check() error {
	for _, n := range c.Path {
		if wrong := codebook.CheckName(n); wrong != "" {
			return fmt.Errorf("%scode %q: %s", c.at(), shorten(n), wrong)
		}
	}
	return nil
}

func (c CodeRow) at() string {
	if c.Line == 0 {
		return ""
	}
	return fmt.Sprintf("line %d: ", c.Line)
}

func readCodebookJSON(content []byte) (CodebookSheet, error) {
	var file struct {
		Codes []struct {
			codebook.Code
			Path string `json:"path"`
		} `json:"codes"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return CodebookSheet{}, fmt.Errorf("it is not a codebook in JSON as “concord codebook export” writes it: %w", err)
	}
	if file.Codes == nil {
		return CodebookSheet{}, fmt.Errorf("it has no list “codes”")
	}
	var sheet CodebookSheet
	for i, k := range file.Codes {
		path := k.Path
		if path == "" {
			path = codebook.JoinPath(k.Name)
		}
		c := CodeRow{Path: codebook.SplitPath(path), Definition: k.Definition, Examples: k.Examples, Origin: k.Origin,
			Source: k.Source, Colour: k.Colour, Aliases: k.Aliases}
		if err := c.check(); err != nil {
			return sheet, fmt.Errorf("code %d: %w", i+1, err)
		}
		if wrong := codebook.CheckColour(k.Colour); wrong != "" {
			return sheet, fmt.Errorf("code %d, %q: %s", i+1, path, wrong)
		}
		sheet.Rows = append(sheet.Rows, c)
	}
	return sheet, nil
}

// sortParentsFirst orders rows so that parents come before children, otherwise
// as they stood.
func (s *CodebookSheet) sortParentsFirst() error {
	first := map[string]int{}
	for _, c := range s.Rows {
		path := strings.ToLower(codebook.JoinPath(c.Path...))
		if line, twice := first[path]; twice {
			return fmt.Errorf("%sthe code “%s” stands in the file already, in line %d", c.at(), codebook.JoinPath(c.Path...), line)
		}
		first[path] = c.Line
	}
	slices.SortStableFunc(s.Rows, func(a, b CodeRow) int {
		// A longer path never precedes a shorter one it belongs below; stable
		// sorting by depth alone would tear siblings from their place in the
		// file only where children stand before parents.
		return len(a.Path) - len(b.Path)
	})
	return nil
}
