package study

import (
	"context"
	"fmt"
	"io"
	"strings"

	"concord/codebook"
	"concord/corpus/exporter"
)

// CodebookFormats are the endings of files that a codebook is written to.
var CodebookFormats = []string{".csv", ".json", ".md", ".docx", ".xlsx", ".qdc"}

// WriteCodebook writes the working codebook or, for a label such as “v2”, a
// saved version, in the format of an ending such as “.qdc”.
func (s *Study) WriteCodebook(ctx context.Context, w io.Writer, ext, label string) (Book, error) {
	var b Book
	var title string
	uses := map[codebook.CodeID]int{} // codings shown of each code
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if b, err = s.Book(ctx, label); err != nil {
			return err
		}
		if title, _, err = s.Reader().Title(ctx); err != nil || ext != ".docx" {
			return err
		}
		used, err := s.Reader().Uses(ctx)
		if err != nil {
			return err
		}
		counts := b.Count(used)
		for _, c := range b.All() {
			uses[c.ID] = counts.Of(c.ID).Shown()
		}
		return nil
	})
	if err != nil {
		return b, err
	}
	switch ext {
	case ".csv":
		return b, exporter.CodebookCSV(w, b.Codebook)
	case ".json":
		return b, exporter.CodebookJSON(w, b.Codebook, b.Line)
	case ".md":
		return b, exporter.CodebookMarkdown(w, b.Codebook, title, b.Line)
	case ".xlsx":
		return b, exporter.CodebookXlsx(w, b.Codebook)
	case ".qdc":
		return b, exporter.CodebookQDC(w, b.Codebook, s.Project.Program())
	case ".docx":
		return b, exporter.CodebookDocx(w, b.Codebook, title, b.Line, uses)
	}
	return b, fmt.Errorf("%q says no format; formats are %s", ext, strings.Join(CodebookFormats, ", "))
}
