// Package codebooks reads codebooks: REFI-QDA, the JSON and Markdown that the
// program writes, and tables (CSV, workbooks, Word).
package codebooks

import (
	"bytes"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus/importer/internal/chars"
	"concord/corpus/importer/tables"
)

// CodeRow is one code as a codebook file has it, not yet looked up in any
// project. Path leads from the root to the code; its last name is the code's.
type CodeRow struct {
	At         string // where in the file: “line 7”, “row 7”; "" where there is none
	ID         codebook.CodeID
	Path       []string
	Definition codebook.Definition
	Examples   codebook.Examples
	Origin     codebook.Origin
	Source     string
	Colour     string
	Aliases    []string
	Heading    bool
	Status     codebook.Status // "" if the file does not say
	Themes     []string        // names of themes it stands in

	above string // parent as the file names it, until the tree is known
}

// ThemeRow is a theme as a codebook file has it. Codes are places in the rows.
type ThemeRow struct {
	ID        codebook.ThemeID
	Name      string
	Narrative string
	Codes     []int
}

// Sheet is a codebook file as read: parents before their children.
type Sheet struct {
	Rows   []CodeRow
	Themes []ThemeRow
	// Told are the parts of a code that such a file tells; see the constants
	// codebook.PartName and so on. Nil for all.
	Told     map[string]bool
	Ignored  []string // columns that mean nothing here
	Warnings []string
}

// Formats are the endings of files that Read reads.
var Formats = []string{".csv", ".json", ".md", ".docx", ".xlsx", ".qdc"}

// Read reads a codebook, by its ending: REFI-QDA (.qdc), the JSON and
// the Markdown that “concord codebook export” writes, or a table (.csv, .xlsx,
// or the first in a .docx) with a row a code: a column name or code, and any of
// parent, definition, include, exclude, examples, near_misses, origin, source,
// colour, aliases, heading, themes and id, or what these are often called. A
// parent is a path, or a name that is unique in the file; several examples,
// aliases or themes are set off by " | ".
//
// Rows may stand in any order; the result has parents first. It is an error,
// which names file and line, if a name is missing or no name, two codes have one
// path, or parents stand above each other in a circle. A parent that the file
// does not define may be in the project already: it is left in Path for the
// caller to find.
func Read(name string, r io.Reader) (Sheet, error) {
	content, err := tables.ReadBytes(r)
	if err != nil {
		return Sheet{}, fmt.Errorf("%s %w", name, err)
	}
	sheet, err := readSheet(name, content)
	if err == nil {
		err = sheet.plant()
	}
	if err != nil {
		return Sheet{}, fmt.Errorf("%s: %w", name, err)
	}
	return sheet, nil
}

func readSheet(name string, content []byte) (Sheet, error) {
	packed := bytes.HasPrefix(content, []byte("PK\x03\x04"))
	ext := strings.ToLower(filepath.Ext(name))
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(content, []byte("\uFEFF")))
	switch {
	case ext == ".qdpx" || ext == ".qde":
		return Sheet{}, fmt.Errorf("it is a REFI-QDA project, not a codebook: “concord import” reads projects; export the codebook alone as .qdc")
	case ext == ".docx":
		t, err := readWord(content)
		if err != nil {
			return Sheet{}, fmt.Errorf("it %w", err)
		}
		return readTable(t, "row")
	case ext == ".xlsx", packed:
		rows, err := tables.ReadWorkbook(content)
		if err != nil {
			return Sheet{}, fmt.Errorf("it %w", err)
		}
		return readTable(tables.Of(rows), "row")
	case ext == ".qdc", bytes.HasPrefix(trimmed, []byte("<?xml")), bytes.HasPrefix(trimmed, []byte("<CodeBook")):
		return readQDC(content)
	case ext == ".json", bytes.HasPrefix(trimmed, []byte("{")):
		return readJSON(content)
	case ext == ".md", ext == ".markdown":
		return readMarkdown(content)
	}
	t, err := tables.ReadCSV(content)
	if err != nil {
		return Sheet{}, err
	}
	return readTable(t, "line")
}

// at writes where something stands, before what is wrong with it.
func (c CodeRow) at() string {
	if c.At == "" {
		return ""
	}
	return c.At + ": "
}

func (c CodeRow) check() error {
	for _, n := range c.Path {
		if wrong := codebook.CheckName(n); wrong != "" {
			return fmt.Errorf("%scode %q: %s", c.at(), chars.Shorten(n), wrong)
		}
	}
	return nil
}

// plant finds the parents that rows name, and puts parents before children.
func (s *Sheet) plant() error {
	if err := s.findParents(); err != nil {
		return err
	}
	first := map[string]CodeRow{}
	ids := map[codebook.CodeID]CodeRow{}
	for _, c := range s.Rows {
		path := strings.ToLower(codebook.JoinPath(c.Path...))
		if other, twice := first[path]; twice {
			return fmt.Errorf("%sthe code “%s” stands in the file already%s", c.at(), codebook.JoinPath(c.Path...), inPlace(other))
		}
		if other, twice := ids[c.ID]; twice && !c.ID.IsZero() {
			return fmt.Errorf("%sthe code “%s” has the same id as “%s”%s", c.at(), codebook.JoinPath(c.Path...), codebook.JoinPath(other.Path...), inPlace(other))
		}
		first[path], ids[c.ID] = c, c
	}
	s.sortRows()
	return s.gatherThemes()
}

// sortRows puts parents before children and keeps the codes of themes.
func (s *Sheet) sortRows() {
	order := make([]int, len(s.Rows))
	for i := range order {
		order[i] = i
	}
	// A longer path never precedes a shorter one that it belongs below.
	slices.SortStableFunc(order, func(a, b int) int { return len(s.Rows[a].Path) - len(s.Rows[b].Path) })
	rows, now := make([]CodeRow, len(order)), make([]int, len(order))
	for i, n := range order {
		rows[i], now[n] = s.Rows[n], i
	}
	s.Rows = rows
	for t := range s.Themes {
		for i, n := range s.Themes[t].Codes {
			s.Themes[t].Codes[i] = now[n]
		}
	}
}

// AddParents adds a row, a heading, for each parent that the file names and has
// no row for, unless known reports that a code of that path is there already. It
// gives the paths added.
func (s *Sheet) AddParents(known func(path string) bool) []string {
	have := map[string]bool{}
	for _, c := range s.Rows {
		have[strings.ToLower(codebook.JoinPath(c.Path...))] = true
	}
	var added []string
	for _, c := range slices.Clone(s.Rows) {
		for n := 1; n < len(c.Path); n++ {
			path := codebook.JoinPath(c.Path[:n]...)
			if have[strings.ToLower(path)] || known(path) {
				continue
			}
			have[strings.ToLower(path)] = true
			added = append(added, path)
			s.Rows = append(s.Rows, CodeRow{Path: slices.Clone(c.Path[:n]), Heading: true})
		}
	}
	s.sortRows()
	return added
}

func inPlace(c CodeRow) string {
	if c.At == "" {
		return ""
	}
	return ", in " + c.At
}

// findParents completes the paths of rows that name a parent. That is a path, or
// a name that only one code of the file has.
func (s *Sheet) findParents() error {
	paths, names := map[string]bool{}, map[string][]int{}
	for i, c := range s.Rows {
		full := slices.Clone(c.Path)
		if c.above != "" {
			full = append(codebook.SplitPath(c.above), c.Path...)
		}
		paths[strings.ToLower(codebook.JoinPath(full...))] = true
		names[strings.ToLower(c.Path[len(c.Path)-1])] = append(names[strings.ToLower(c.Path[len(c.Path)-1])], i)
	}
	parent := make([]int, len(s.Rows))
	for i, c := range s.Rows {
		parent[i] = -1
		if c.above == "" || paths[strings.ToLower(c.above)] {
			continue
		}
		if above := codebook.SplitPath(c.above); len(above) == 1 {
			switch found := names[strings.ToLower(above[0])]; {
			case len(found) == 1:
				parent[i] = found[0]
			case len(found) > 1:
				return fmt.Errorf("%sthe parent %q may be any of %d codes; give its path, such as “%s”", c.at(), c.above, len(found), codebook.JoinPath("parent", above[0]))
			}
		}
	}
	for i := range s.Rows {
		seen := []int{i}
		for at := parent[i]; at >= 0; at = parent[at] {
			if n := slices.Index(seen, at); n >= 0 {
				return s.circle(seen[n:])
			}
			seen = append(seen, at)
		}
	}
	full := make([][]string, len(s.Rows))
	var path func(i int) []string
	path = func(i int) []string {
		if full[i] == nil {
			var above []string
			if parent[i] >= 0 {
				above = path(parent[i])
			} else if s.Rows[i].above != "" {
				above = codebook.SplitPath(s.Rows[i].above)
			}
			full[i] = append(slices.Clone(above), s.Rows[i].Path...)
		}
		return full[i]
	}
	for i := range s.Rows {
		path(i)
	}
	for i := range s.Rows {
		s.Rows[i].Path = full[i]
		if err := s.Rows[i].check(); err != nil {
			return err
		}
	}
	return nil
}

// circle says which codes stand above each other.
func (s *Sheet) circle(rows []int) error {
	var told []string
	for _, i := range rows {
		c := s.Rows[i]
		where := ""
		if c.At != "" {
			where = " (" + c.At + ")"
		}
		told = append(told, "“"+c.Path[len(c.Path)-1]+"”"+where)
	}
	if len(rows) == 1 {
		return fmt.Errorf("%s stands below itself", told[0])
	}
	return fmt.Errorf("%sthe parents form a circle: %s", s.Rows[rows[0]].at(), strings.Join(told, " below "))
}

// gatherThemes makes themes of those that rows name.
func (s *Sheet) gatherThemes() error {
	at := map[string]int{}
	for i, t := range s.Themes {
		if wrong := codebook.CheckName(t.Name); wrong != "" {
			return fmt.Errorf("theme %q: %s", chars.Shorten(t.Name), strings.Replace(wrong, "code", "theme", 1))
		}
		if _, twice := at[strings.ToLower(t.Name)]; twice {
			return fmt.Errorf("two themes are called “%s”", t.Name)
		}
		at[strings.ToLower(t.Name)] = i
	}
	for i, c := range s.Rows {
		for _, name := range c.Themes {
			n, ok := at[strings.ToLower(name)]
			if !ok {
				if wrong := codebook.CheckName(name); wrong != "" {
					return fmt.Errorf("%stheme %q: %s", c.at(), chars.Shorten(name), strings.Replace(wrong, "code", "theme", 1))
				}
				n = len(s.Themes)
				at[strings.ToLower(name)] = n
				s.Themes = append(s.Themes, ThemeRow{Name: name})
			}
			s.Themes[n].Codes = append(s.Themes[n].Codes, i)
		}
	}
	return nil
}
