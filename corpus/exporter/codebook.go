package exporter

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"concord/codebook"
	"concord/codebook/report"
)

// ExampleSeparator stands between examples in one cell of a table.
const ExampleSeparator = " | "

// CodebookTable gives a codebook as a table with a row a code in tree order,
// parents first. The column parent holds the parent's path. Everything but the
// narratives of themes is in it, and comes back when it is imported.
func CodebookTable(b *codebook.Codebook) report.Table {
	var t report.Table
	for _, name := range []string{"name", "parent", "definition", "include", "exclude", "examples", "near_misses", "origin", "source", "colour", "aliases", "heading", "themes", "status", "id"} {
		t.Columns = append(t.Columns, report.Column{Name: name})
	}
	list := func(items []string) string { return strings.Join(items, ExampleSeparator) }
	for _, k := range b.All() {
		var themes []string
		for _, t := range b.Themes() {
			if t.Holds(k.ID) {
				themes = append(themes, t.Name)
			}
		}
		heading := ""
		if k.Heading {
			heading = "yes"
		}
		t.Rows = append(t.Rows, report.Row{Cells: []string{k.Name, b.Path(k.Parent), k.Definition.Text, k.Definition.Include, k.Definition.Exclude,
			list(k.Examples.Typical), list(k.Examples.NearMisses), string(k.Origin), k.Source, k.Colour, list(k.Aliases), heading, list(themes), b.StatusLine(k), k.ID.String()}})
	}
	return t
}

// CodebookCSV writes CodebookTable as CSV.
func CodebookCSV(w io.Writer, b *codebook.Codebook) error {
	c := csv.NewWriter(w)
	t := CodebookTable(b)
	var header []string
	for _, col := range t.Columns {
		header = append(header, col.Name)
	}
	if err := c.Write(header); err != nil {
		return err
	}
	for _, row := range t.Rows {
		if err := c.Write(row.Cells); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// CodebookXlsx writes CodebookTable as an Excel workbook.
func CodebookXlsx(w io.Writer, b *codebook.Codebook) error {
	return TableXlsx(w, CodebookTable(b), "codebook")
}

// codeJSON is a code as the JSON of a codebook has it.
type codeJSON struct {
	codebook.Code
	Path string `json:"path"`
}

// CodebookJSON writes a codebook as {"version":…,"codes":[…],"themes":[…]};
// version is a line for people.
func CodebookJSON(w io.Writer, b *codebook.Codebook, version string) error {
	codes := []codeJSON{}
	for _, c := range b.All() {
		codes = append(codes, codeJSON{c, b.Path(c.ID)})
	}
	return JSON(w, struct {
		Version string           `json:"version"`
		Codes   []codeJSON       `json:"codes"`
		Themes  []codebook.Theme `json:"themes"`
	}{version, codes, append([]codebook.Theme{}, b.Themes()...)})
}

// deepestHeading is the number of levels that Markdown has for codes.
const deepestHeading = 5

// CodebookMarkdown writes a codebook for reading, as an appendix prints it: a
// heading a code, as deep as the code, with its definition, rules and examples;
// then the themes with their narratives. It comes back when it is imported.
func CodebookMarkdown(w io.Writer, b *codebook.Codebook, title, version string) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# Codebook: %s\n\nVersion %s.\n", markdown(title), markdown(version))
	for depth, c := range b.All() {
		fmt.Fprintf(out, "\n%s %s\n", strings.Repeat("#", min(depth+1, deepestHeading)+1), markdown(c.Name))
		about := []string{string(c.Origin)}
		if c.Heading {
			about = append(about, "a heading")
		}
		if c.Colour != "" {
			about = append(about, "colour "+c.Colour)
		}
		if c.Status != codebook.Live {
			about = append(about, b.StatusLine(c))
		}
		if depth >= deepestHeading {
			about = append(about, "below "+b.Path(c.Parent))
		}
		line := strings.Join(about, ", ")
		if c.Source != "" {
			line += codebook.LeadSource + c.Source
		}
		fmt.Fprintf(out, "\n*%s*\n", markdown(line))
		for _, part := range []struct{ lead, words string }{{"", c.Definition.Text}, {"**Use when** ", c.Definition.Include}, {"**Not when** ", c.Definition.Exclude}} {
			if part.words != "" {
				fmt.Fprintf(out, "\n%s%s\n", part.lead, markdown(part.words))
			}
		}
		for _, part := range []struct {
			lead  string
			items []string
		}{{"Examples", c.Examples.Typical}, {"Looks like it, but is not", c.Examples.NearMisses}, {"Also called", c.Aliases}} {
			if len(part.items) == 0 {
				continue
			}
			fmt.Fprintf(out, "\n**%s**\n\n", part.lead)
			for _, x := range part.items {
				fmt.Fprintf(out, "- %s\n", strings.ReplaceAll(markdown(x), "\n", "\n  "))
			}
		}
	}
	if themes := b.Themes(); len(themes) > 0 {
		fmt.Fprint(out, "\n# Themes\n")
		for _, t := range themes {
			fmt.Fprintf(out, "\n## %s\n", markdown(t.Name))
			if t.Narrative != "" {
				fmt.Fprintf(out, "\n%s\n", markdown(t.Narrative))
			}
			fmt.Fprintln(out)
			for _, id := range t.Codes {
				if path := b.Path(id); path != "" {
					fmt.Fprintf(out, "- %s\n", markdown(path))
				}
			}
		}
	}
	return out.Flush()
}

// CodebookDocx writes the table that papers print: code, definition, when to use
// it and when not, an example, and how often it was used. Codes out of use are
// left out; codes below others are set in.
func CodebookDocx(w io.Writer, b *codebook.Codebook, title, version string, n map[codebook.CodeID]int) error {
	t := report.Table{Title: "Codebook: " + title, Notes: []string{"Version " + version + ". n: codings under this version."}}
	for _, name := range []string{"code", "definition", "use when", "not when", "example", "n"} {
		t.Columns = append(t.Columns, report.Column{Name: name, Numbers: name == "n"})
	}
	d := Docx{Landscape: true}
	kept := inUse(b)
	depth := map[codebook.CodeID]int{}
	for _, c := range b.All() {
		if !kept[c.ID] {
			continue
		}
		if !c.Parent.IsZero() {
			depth[c.ID] = depth[c.Parent] + 1
		}
		number := fmt.Sprint(n[c.ID])
		if c.Heading || !c.InUse() {
			number = ""
		}
		t.Rows = append(t.Rows, report.Row{Apart: c.Parent.IsZero() && len(t.Rows) > 0, Cells: []string{strings.Repeat("\u2003", depth[c.ID]) + c.Name,
			c.Definition.Text, c.Definition.Include, c.Definition.Exclude, strings.Join(c.Examples.Typical, ExampleSeparator), number}})
	}
	d.Table(t)
	for _, theme := range b.Themes() {
		d.Heading(2, "Theme: "+theme.Name)
		for _, p := range strings.Split(theme.Narrative, "\n\n") {
			if p != "" {
				d.Paragraph(p)
			}
		}
		var names []string
		for _, id := range theme.Codes {
			if c, ok := b.Code(id); ok && kept[id] {
				names = append(names, c.Name)
			}
		}
		if len(names) > 0 {
			d.Note("Codes: " + strings.Join(names, ", ") + ".")
		}
	}
	return d.Write(w)
}

// inUse gives the codes in use, and those above them.
func inUse(b *codebook.Codebook) map[codebook.CodeID]bool {
	kept := map[codebook.CodeID]bool{}
	for _, c := range b.All() {
		for k, ok := c, c.InUse(); ok && !kept[k.ID]; k, ok = b.Code(k.Parent) {
			kept[k.ID] = true
		}
	}
	return kept
}
