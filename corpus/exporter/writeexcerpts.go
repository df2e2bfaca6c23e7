package exporter

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"concord/corpus/prose"
)

// Heading says of a list of excerpts what was asked and of what.
type Heading struct {
	Title    string `json:"title"`
	Query    string `json:"query"`
	Codebook string `json:"codebook"` // as Study.VersionLine gives it
	State    string `json:"state"`
	Count    int    `json:"count"`
	// Notes say whose codings these are, where there is anything to say.
	Notes []string `json:"notes,omitempty"`
}

// HeadingFor names what a list of excerpts was made of.
func (s *Study) HeadingFor(query string, excerpts []Excerpt) Heading {
	return Heading{s.Title, query, s.VersionLine(), s.State, len(excerpts), s.Notes}
}

// ExcerptsMarkdown writes excerpts as quotations under a heading for each code
// (each code's excerpts stand together; one with several codes stands under
// each). Excerpts without a code come last.
func ExcerptsMarkdown(w io.Writer, h Heading, excerpts []Excerpt) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s: excerpts for `%s`\n\n", markdown(h.Title), strings.ReplaceAll(h.Query, "`", "'"))
	fmt.Fprintf(b, "%d %s. Codebook %s. Project state %s.\n", h.Count, prose.Plural(h.Count, "excerpt", "excerpts"), h.Codebook, h.State)
	if len(h.Notes) > 0 {
		fmt.Fprintf(b, "\n%s\n", markdown(strings.Join(h.Notes, " ")))
	}
	for _, under := range underCodes(excerpts) {
		if under.code != "" {
			fmt.Fprintf(b, "\n## %s (%d)\n", markdown(under.code), len(under.excerpts))
		}
		for _, e := range under.excerpts {
			fmt.Fprintf(b, "\n%s\n>\n> — %s", blockQuote(e.Quote), markdown(e.Label()))
			if len(e.Coders) > 0 {
				fmt.Fprintf(b, " (%s)", markdown(strings.Join(e.Coders, ", ")))
			}
			b.WriteString("\n")
			for _, m := range e.Memos {
				fmt.Fprintf(b, "\n*Memo:* %s\n", markdown(strings.ReplaceAll(m, "\n", " ")))
			}
		}
	}
	return b.Flush()
}

// coded are the excerpts of one code.
type coded struct {
	code     string // "" for those without
	excerpts []Excerpt
}

// underCodes gathers excerpts by code, in the order in which codes come up;
// those without a code come last.
func underCodes(excerpts []Excerpt) []coded {
	var out []coded
	at := map[string]int{}
	var without []Excerpt
	for _, e := range excerpts {
		if len(e.Codes) == 0 {
			without = append(without, e)
		}
		for _, c := range e.Codes {
			i, known := at[c]
			if !known {
				i = len(out)
				at[c] = i
				out = append(out, coded{code: c})
			}
			out[i].excerpts = append(out[i].excerpts, e)
		}
	}
	if len(without) > 0 {
		out = append(out, coded{excerpts: without})
	}
	return out
}

func blockQuote(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight("> "+markdown(l), " ")
	}
	return strings.Join(lines, "\n")
}

// markdown keeps characters that mean something to Markdown from doing so.
func markdown(s string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "_", `\_`, "`", "\\`", "<", `\<`, "[", `\[`, "]", `\]`, "#", `\#`).Replace(s)
}

// ExcerptsCSV writes one row an excerpt. Several codes, coders or versions are
// joined by "; ". Attributes follow as columns of their own.
func ExcerptsCSV(w io.Writer, excerpts []Excerpt) error {
	attributes := map[string]bool{}
	for _, e := range excerpts {
		for name := range e.Attributes {
			attributes[name] = true
		}
	}
	names := slices.Sorted(maps.Keys(attributes))
	c := csv.NewWriter(w)
	header := []string{"transcript", "case", "speaker", "turn", "last_turn", "time", "codes", "coders", "version", "flagged", "start", "end", "quote", "memos"}
	if err := c.Write(append(header, names...)); err != nil {
		return err
	}
	for _, e := range excerpts {
		row := []string{e.Transcript, e.Case, e.Speaker, number(int(e.Turn)), number(int(e.LastTurn)), e.Time, strings.Join(e.Codes, "; "),
			strings.Join(e.Coders, "; "), strings.Join(e.Version, "; "), fmt.Sprint(e.Flagged), fmt.Sprint(e.Start), fmt.Sprint(e.End), e.Quote,
			strings.Join(e.Memos, "\n\n")}
		for _, name := range names {
			row = append(row, e.Attributes[name])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

// ExcerptsJSON writes the heading and the excerpts as one JSON object.
func ExcerptsJSON(w io.Writer, h Heading, excerpts []Excerpt) error {
	if excerpts == nil {
		excerpts = []Excerpt{}
	}
	return JSON(w, struct {
		Heading
		Excerpts []Excerpt `json:"excerpts"`
	}{h, excerpts})
}

// number writes a turn number, or nothing for none.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}
