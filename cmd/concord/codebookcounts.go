package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"concord/codebook/report"
	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store/study"
)

func codebookCounts(g *globals) *cobra.Command {
	var view viewFlags
	cmd := g.tabular(&cobra.Command{
		Use:   "counts",
		Short: "How often each code was used, by whom and in how many transcripts",
		Long: `How often each code was used, by whom and in how many transcripts, as codings
count under the working codebook or a saved version: those of merged codes at
the survivor, stale ones among them. Codings of retired and declined codes are
hidden and stand apart.`,
		Args: args(cobra.NoArgs),
		RunE: g.verbOn(view.opening(g), func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			c, err := s.Counts(ctx)
			t := countTable(c)
			return answer{value: c, table: &t, text: func(w io.Writer) { printCounts(w, c, t) }}, err
		}),
	})
	view.register(cmd)
	return cmd
}

func printCounts(w io.Writer, c study.CodeCounts, t report.Table) {
	fmt.Fprintf(w, "codebook %s, state %s\n", c.Codebook, c.State)
	for _, note := range c.Notes {
		fmt.Fprintln(w, note)
	}
	_ = exporter.TableText(w, t)
	if c.Unknown > 0 {
		fmt.Fprintf(w, "%s of codes that this codebook has not\n", prose.Counted(c.Unknown, "coding", "codings"))
	}
}

func countTable(c study.CodeCounts) report.Table {
	t := report.Table{Columns: columns("codings#", "stale#", "hidden#", "transcripts#")}
	for _, name := range c.Coders {
		t.Columns = append(t.Columns, report.Column{Name: name, Numbers: true})
	}
	t.Columns = append(t.Columns, report.Column{Name: "code"})
	for _, k := range c.Codes {
		cells := []string{strconv.Itoa(k.Codings), strconv.Itoa(k.Stale), strconv.Itoa(k.Hidden), strconv.Itoa(k.Transcripts)}
		for _, name := range c.Coders {
			cells = append(cells, strconv.Itoa(k.ByCoder[name]))
		}
		path := k.Path
		if k.Status != "live" {
			path += " (" + k.Status + ")"
		}
		t.Rows = append(t.Rows, report.Row{Cells: append(cells, path)})
	}
	return t
}
