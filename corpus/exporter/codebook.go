package exporter

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"concord/codebook"
)

// ExampleSeparator stands between examples in one cell of a table.
const ExampleSeparator = " | "

// CodebookCSV writes the codes of a codebook in tree order, parents first. The
// column parent holds the parent's path.
func CodebookCSV(w io.Writer, b *codebook.Codebook) error {
	c := csv.NewWriter(w)
	header := []string{"name", "parent", "definition", "include", "exclude", "examples", "near_misses", "origin", "source", "colour", "aliases", "status", "id"}
	if err := c.Write(header); err != nil {
		return err
	}
	for _, k := range b.Codes() {
		err := c.Write([]string{k.Name, b.Path(k.Parent), k.Definition.Text, k.Definition.Include, k.Definition.Exclude,
			strings.Join(k.Examples.Typical, ExampleSeparator), strings.Join(k.Examples.NearMisses, ExampleSeparator),
			string(k.Origin), k.Source, k.Colour, strings.Join(k.Aliases, ExampleSeparator), string(k.Status), k.ID.String()})
		if err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// codeJSON is a code as the JSON of a codebook has it.
type codeJSON struct {
	codebook.Code
	Path string `json:"path"`
}

// CodebookJSON writes a codebook as {"version":…,"codes":[…]}; version is a
// line for people.
func CodebookJSON(w io.Writer, b *codebook.Codebook, version string) error {
	codes := []codeJSON{}
	for _, c := range b.Codes() {
		codes = append(codes, codeJSON{c, b.Path(c.ID)})
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(struct {
		Version string     `json:"version"`
		Codes   []codeJSON `json:"codes"`
	}{version, codes})
}

// CodebookMarkdown writes a codebook for reading: a heading a code, as deep as
// the code, with its definition, rules and examples.
func CodebookMarkdown(w io.Writer, b *codebook.Codebook, title, version string) error {
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "# Codebook: %s\n\nVersion %s.\n", markdown(title), markdown(version))
	for _, c := range b.Codes() {
		level := min(b.Depth(c.ID)+2, 6)
		fmt.Fprintf(out, "\n%s %s\n", strings.Repeat("#", level), markdown(c.Name))
		about := string(c.Origin)
		if c.Source != "" {
			about += ", from " + c.Source
		}
		if c.Status != codebook.Live {
			about += ", " + string(c.Status)
		}
		fmt.Fprintf(out, "\n*%s*\n", markdown(about))
		for _, part := range []struct{ lead, words string }{
			{"", c.Definition.Text}, {"**Use when** ", c.Definition.Include}, {"**Not when** ", c.Definition.Exclude},
			{"**For example** ", strings.Join(c.Examples.Typical, "; ")}, {"**Looks like it, but is not** ", strings.Join(c.Examples.NearMisses, "; ")},
		} {
			if part.words != "" {
				fmt.Fprintf(out, "\n%s%s\n", part.lead, markdown(part.words))
			}
		}
	}
	return out.Flush()
}
