package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"concord/codebook/report"
	"concord/store/study"
)

func transcriptsCommand(g *globals) *cobra.Command {
	return g.tabular(&cobra.Command{
		Use:   "transcripts",
		Short: "List the transcripts, with each coder's progress",
		Args:  args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			all, coders, err := s.Transcripts(ctx)
			return answer{value: all, table: transcriptTable(all, coders)}, err
		}),
	})
}

func transcriptTable(all []study.TranscriptSummary, coders []string) *report.Table {
	t := &report.Table{Columns: columns("transcript", "turns#", "words#", "case")}
	for _, name := range coders {
		t.Columns = append(t.Columns, report.Column{Name: name})
	}
	for _, row := range all {
		cells := []string{row.Name, strconv.Itoa(row.Turns), strconv.Itoa(row.Words), joinOr(row.Cases, "—")}
		for _, c := range coders {
			cells = append(cells, progress(row.By(c)))
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	return t
}

func progress(w study.CoderWork) string {
	switch {
	case w.Complete:
		return fmt.Sprintf("%d, complete", w.Codings)
	case w.Codings == 0:
		return "—"
	}
	return strconv.Itoa(w.Codings)
}
