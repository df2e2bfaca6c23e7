package exporter

import (
	"fmt"
	"io"
	"strings"

	"concord/corpus/prose"
)

// ExcerptsDocx writes excerpts as a document of quotations under a heading for
// each code, as ExcerptsMarkdown does.
func ExcerptsDocx(w io.Writer, h Heading, excerpts []Excerpt) error {
	var d Docx
	d.Heading(1, fmt.Sprintf("%s: excerpts for %s", h.Title, h.Query))
	d.Paragraph(fmt.Sprintf("%d %s. Codebook %s. Project state %s.", h.Count, prose.Plural(h.Count, "excerpt", "excerpts"), h.Codebook, h.State))
	for _, n := range h.Notes {
		d.Paragraph(n)
	}
	for _, under := range underCodes(excerpts) {
		if under.code != "" {
			d.Heading(2, fmt.Sprintf("%s (%d)", under.code, len(under.excerpts)))
		}
		for _, e := range under.excerpts {
			for line := range strings.Lines(e.Quote) {
				d.Quote(strings.TrimRight(line, "\n"))
			}
			label := "— " + e.Label()
			if len(e.Coders) > 0 {
				label += " (" + strings.Join(e.Coders, ", ") + ")"
			}
			d.Note(label)
			for _, m := range e.Memos {
				d.Note("Memo: " + m)
			}
		}
	}
	return d.Write(w)
}
