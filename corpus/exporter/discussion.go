package exporter

import (
	"fmt"
	"io"

	"concord/codebook/report"
	"concord/corpus/prose"
)

// DiscussionText writes the counts of a discussion and below them the passages,
// for reading.
func DiscussionText(w io.Writer, d report.Discussion) error {
	if err := TableText(w, d.Counts().Shown()); err != nil {
		return err
	}
	code := ""
	for _, q := range d.Passages {
		if q.Code != code {
			code = q.Code
			if _, err := fmt.Fprintf(w, "\n%s\n", code); err != nil {
				return err
			}
		}
		if _, err := fmt.Fprintf(w, "  %s: %s\n    %s\n", q.Where(), q.Who(), prose.OneLine(q.Quote)); err != nil {
			return err
		}
	}
	return nil
}

// DiscussionDocx writes the counts of a discussion and the passages as a
// document.
func DiscussionDocx(w io.Writer, d report.Discussion) error {
	var doc Docx
	doc.Table(d.Counts().Shown())
	code := ""
	for _, q := range d.Passages {
		if q.Code != code {
			code = q.Code
			doc.Heading(2, code)
		}
		doc.Paragraph(q.Where() + ": " + q.Who())
		doc.Quote(q.Quote)
	}
	return doc.Write(w)
}
