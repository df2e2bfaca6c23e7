package exporter

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"concord/codebook"
)

// CodebookQDC writes a codebook in the REFI-QDA exchange format, for other
// programs; origin names the one that writes it. Codes out of use are left out,
// unless others stand below them. The format has one field of prose for a code:
// definition, rules, examples and other names go into it, each under its lead,
// and are found again when the file comes back. Themes become sets. It is an
// error if no code is in use: the format cannot say so.
func CodebookQDC(w io.Writer, b *codebook.Codebook, origin string) error {
	kept := inUse(b)
	if len(kept) == 0 {
		return errors.New("no code is in use: a REFI-QDA codebook has one at least")
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `<?xml version="1.0" encoding="utf-8"?>`+"\n"+`<CodeBook xmlns="urn:QDA-XML:codebook:1.0" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:QDA-XML:codebook:1.0 http://schema.qdasoftware.org/versions/Codebook/v1.0/Codebook.xsd" origin="%s">`+"\n  <Codes>\n", escaped(origin))
	open := 0 // elements <Code> not closed yet
	close := func(depth int) {
		for ; open > depth; open-- {
			fmt.Fprintf(out, "%s</Code>\n", indent(open+1))
		}
	}
	for depth, c := range b.All() {
		if !kept[c.ID] {
			continue
		}
		close(depth)
		fmt.Fprintf(out, `%s<Code guid="%s" name="%s" isCodable="%t"`, indent(depth+2), c.ID, escaped(c.Name), c.Applicable())
		if c.Colour != "" {
			fmt.Fprintf(out, ` color="%s"`, c.Colour)
		}
		fmt.Fprintln(out, ">")
		if words := putTogether(c); words != "" {
			fmt.Fprintf(out, "%s<Description>%s</Description>\n", indent(depth+3), escaped(words))
		}
		open = depth + 1
	}
	close(0)
	fmt.Fprintln(out, "  </Codes>")
	if themes := b.Themes(); len(themes) > 0 {
		fmt.Fprintln(out, "  <Sets>")
		for _, t := range themes {
			fmt.Fprintf(out, `    <Set guid="%s" name="%s">`+"\n", t.ID, escaped(t.Name))
			if t.Narrative != "" {
				fmt.Fprintf(out, "      <Description>%s</Description>\n", escaped(t.Narrative))
			}
			for _, id := range t.Codes {
				if kept[id] {
					fmt.Fprintf(out, `      <MemberCode guid="%s"/>`+"\n", id)
				}
			}
			fmt.Fprintln(out, "    </Set>")
		}
		fmt.Fprintln(out, "  </Sets>")
	}
	fmt.Fprintln(out, "</CodeBook>")
	return out.Flush()
}

func indent(depth int) string { return strings.Repeat("  ", depth) }

// escaped writes text as XML; characters that XML cannot hold become U+FFFD.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a strings.Builder takes everything
	return strings.ReplaceAll(b.String(), "&#xA;", "\n")
}

// putTogether writes all that is said of a code into one description.
func putTogether(c codebook.Code) string {
	var parts []string
	say := func(lead, words string) {
		if words != "" {
			parts = append(parts, lead+words)
		}
	}
	say("", c.Definition.Text)
	say(codebook.LeadInclude, c.Definition.Include)
	say(codebook.LeadExclude, c.Definition.Exclude)
	for _, x := range c.Examples.Typical {
		say(codebook.LeadExample, x)
	}
	for _, x := range c.Examples.NearMisses {
		say(codebook.LeadNearMiss, x)
	}
	say(codebook.LeadAliases, strings.Join(c.Aliases, ExampleSeparator))
	return strings.Join(parts, "\n\n")
}
