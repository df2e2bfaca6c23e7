package codebooks

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"concord/codebook"
	"concord/corpus/importer/documents"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/tables"
)

// codeColumn is a column of a table of codes: how it may be called, what part of
// a code it tells, and how its cells are read.
type codeColumn struct {
	names []string
	part  string
	put   func(c *CodeRow, value string) error
}

var codeColumns = []codeColumn{
	{[]string{"name", "code", "code name", "label"}, codebook.PartName, nil},
	{[]string{"parent", "parent code"}, codebook.PartParent, func(c *CodeRow, v string) error { c.above = v; return nil }},
	{[]string{"definition", "description", "meaning"}, codebook.PartDefinition, func(c *CodeRow, v string) error { c.Definition.Text = v; return nil }},
	{[]string{"include", "use when", "when to use", "inclusion", "inclusion criteria"}, codebook.PartInclude, func(c *CodeRow, v string) error { c.Definition.Include = v; return nil }},
	{[]string{"exclude", "not when", "when not", "when not to use", "exclusion", "exclusion criteria"}, codebook.PartExclude, func(c *CodeRow, v string) error { c.Definition.Exclude = v; return nil }},
	{[]string{"examples", "example"}, codebook.PartExample, func(c *CodeRow, v string) error { c.Examples.Typical = splitList(v); return nil }},
	{[]string{"near_misses", "near misses", "near miss"}, codebook.PartNearMiss, func(c *CodeRow, v string) error { c.Examples.NearMisses = splitList(v); return nil }},
	{[]string{"origin"}, codebook.PartOrigin, func(c *CodeRow, v string) (err error) { c.Origin, err = parseOrigin(v); return err }},
	{[]string{"source"}, codebook.PartSource, func(c *CodeRow, v string) error { c.Source = v; return nil }},
	{[]string{"colour", "color"}, codebook.PartColour, func(c *CodeRow, v string) (err error) { c.Colour, err = parseColour(v); return err }},
	{[]string{"aliases", "alias"}, codebook.PartAlias, func(c *CodeRow, v string) error { c.Aliases = splitList(v); return nil }},
	{[]string{"heading"}, codebook.PartHeading, func(c *CodeRow, v string) (err error) { c.Heading, err = parseYes(v); return err }},
	{[]string{"themes", "theme"}, codebook.PartTheme, func(c *CodeRow, v string) error { c.Themes = splitList(v); return nil }},
	{[]string{"status"}, codebook.PartStatus, func(c *CodeRow, v string) (err error) { c.Status, err = parseStatus(v); return err }},
	{[]string{"id", "guid"}, "", func(c *CodeRow, v string) error {
		if id, err := uuid.Parse(v); err == nil { // numbers of other programs say nothing here
			c.ID = codebook.CodeID(id)
		}
		return nil
	}},
	{[]string{"n", "count", "codings"}, "", func(*CodeRow, string) error { return nil }},
}

func findCodeColumn(name string) *codeColumn {
	name = strings.ToLower(strings.TrimSpace(name))
	for i := range codeColumns {
		for _, n := range codeColumns[i].names {
			if n == name {
				return &codeColumns[i]
			}
		}
	}
	return nil
}

// nameColumn is the place of the column with the names of codes; -1 if there is
// none.
func nameColumn(t tables.Table) int {
	for i, h := range t.Header {
		if c := findCodeColumn(h); c != nil && c.part == codebook.PartName {
			return i
		}
	}
	return -1
}

// EmSpace begins the name of a code in a table for reading, once for each code
// above it.
const EmSpace = "\u2003"

// readTable reads a table with a row a code; noun is what a row is called in
// errors.
func readTable(t tables.Table, noun string) (Sheet, error) {
	sheet := Sheet{Warnings: t.Warnings, Told: map[string]bool{}}
	name := nameColumn(t)
	if name < 0 {
		return sheet, fmt.Errorf("%s 1: there is no column “name” or “code”; it has %s", noun, strings.Join(t.Header, ", "))
	}
	columns := make([]*codeColumn, len(t.Header))
	for i, h := range t.Header {
		c := findCodeColumn(h)
		switch {
		case c == nil:
			sheet.Ignored = append(sheet.Ignored, h)
		case i != name && c.put != nil:
			if sheet.Told[c.part] {
				return sheet, fmt.Errorf("%s 1: two columns tell the %s; leave out “%s” or the other", noun, c.part, h)
			}
			columns[i] = c
		}
		if c != nil && c.part != "" {
			sheet.Told[c.part] = true
		}
	}
	var above []string // of the codes last read, by depth, where names are set in
	for _, row := range t.Rows {
		c := CodeRow{At: fmt.Sprintf("%s %d", noun, row.Line)}
		for i, cell := range row.Cells {
			if columns[i] == nil {
				continue
			}
			if err := columns[i].put(&c, strings.TrimSpace(strings.ReplaceAll(cell, "\r\n", "\n"))); err != nil {
				return sheet, fmt.Errorf("%s, column %s: %w", c.At, t.Header[i], err)
			}
		}
		written := row.Cells[name]
		c.Path = []string{strings.TrimSpace(written)}
		if err := c.check(); err != nil {
			return sheet, err
		}
		if depth := (len(written) - len(strings.TrimLeft(written, EmSpace))) / len(EmSpace); !sheet.Told[codebook.PartParent] {
			if depth > len(above) {
				return sheet, fmt.Errorf("%s: the code “%s” is set in by %d, but no code above it by %d", c.At, c.Path[0], depth, depth-1)
			}
			above = append(above[:depth:depth], c.Path[0])
			c.Path = append([]string{}, above...)
		}
		sheet.Rows = append(sheet.Rows, c)
	}
	return sheet, nil
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
	return "", fmt.Errorf("%q is no origin; a code is deductive, inductive or in vivo", chars.Shorten(v))
}

func parseColour(v string) (string, error) {
	if wrong := codebook.CheckColour(v); wrong != "" {
		return "", fmt.Errorf("%q: %s", chars.Shorten(v), wrong)
	}
	return v, nil
}

func parseYes(v string) (bool, error) {
	switch strings.ToLower(v) {
	case "", "no", "false", "0":
		return false, nil
	case "yes", "true", "1", "heading":
		return true, nil
	}
	return false, fmt.Errorf("%q is neither yes nor no", chars.Shorten(v))
}

func parseStatus(v string) (codebook.Status, error) {
	first, _, _ := strings.Cut(strings.ToLower(v), " ") // “merged into trust”
	switch s := codebook.Status(first); s {
	case "", codebook.Live, codebook.Proposed, codebook.Declined, codebook.Retired, codebook.Merged, codebook.Split:
		return s, nil
	}
	return "", fmt.Errorf("%q is no status; a code is live, proposed, declined, retired, merged or split", chars.Shorten(v))
}

func readJSON(content []byte) (Sheet, error) {
	var file struct {
		Codes []struct {
			codebook.Code
			Path string `json:"path"`
		} `json:"codes"`
		Themes []codebook.Theme `json:"themes"`
	}
	if err := json.Unmarshal(content, &file); err != nil {
		return Sheet{}, fmt.Errorf("it is not a codebook in JSON as “concord codebook export” writes it: %w", inJSON(content, err))
	}
	if file.Codes == nil {
		return Sheet{}, fmt.Errorf("it has no list “codes”")
	}
	var sheet Sheet
	at := map[codebook.CodeID]int{}
	for i, k := range file.Codes {
		path := k.Path
		if path == "" {
			path = codebook.JoinPath(k.Name)
		}
		c := CodeRow{At: fmt.Sprintf("code %d", i+1), ID: k.ID, Path: codebook.SplitPath(path), Definition: k.Definition, Examples: k.Examples, Origin: k.Origin,
			Source: k.Source, Colour: k.Colour, Aliases: k.Aliases, Heading: k.Heading, Status: k.Status}
		if err := c.check(); err != nil {
			return sheet, err
		}
		if wrong := codebook.CheckColour(k.Colour); wrong != "" {
			return sheet, fmt.Errorf("%s, %q: %s", c.At, path, wrong)
		}
		if _, err := parseOrigin(string(k.Origin)); err != nil {
			return sheet, fmt.Errorf("%s, %q: %w", c.At, path, err)
		}
		at[k.ID] = i
		sheet.Rows = append(sheet.Rows, c)
	}
	for _, t := range file.Themes {
		row := ThemeRow{ID: t.ID, Name: t.Name, Narrative: t.Narrative}
		for _, id := range t.Codes {
			if n, ok := at[id]; ok {
				row.Codes = append(row.Codes, n)
			}
		}
		sheet.Themes = append(sheet.Themes, row)
	}
	return sheet, nil
}

// inJSON adds the line to an error of package json.
func inJSON(content []byte, err error) error {
	offset := int64(-1)
	switch e := err.(type) {
	case *json.SyntaxError:
		offset = e.Offset
	case *json.UnmarshalTypeError:
		offset = e.Offset
	}
	if offset < 0 || offset > int64(len(content)) {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+strings.Count(string(content[:offset]), "\n"), err)
}

// readWord finds the table of codes in a Word file: the first whose header
// names a column for codes.
func readWord(content []byte) (tables.Table, error) {
	found, err := documents.WordTables(content)
	if err != nil {
		return tables.Table{}, err
	}
	for _, rows := range found {
		t := tables.Of(rows)
		if nameColumn(t) >= 0 {
			return t, nil
		}
	}
	if len(found) == 0 {
		return tables.Table{}, fmt.Errorf("holds no table; a codebook in Word is a table with the columns code, definition, use when, not when, example")
	}
	return tables.Table{}, fmt.Errorf("holds no table with a column “code” or “name” in its first row")
}
