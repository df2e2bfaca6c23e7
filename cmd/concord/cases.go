package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook/report"
	"concord/corpus"
	"concord/corpus/prose"
	"concord/store/study"
)

func casesCommand(g *globals) *cobra.Command {
	cmd := g.tabular(&cobra.Command{
		Use:   "cases",
		Short: "Cases and their attributes",
		Args:  args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			cases, err := s.Reader().Cases(ctx)
			return answer{value: cases, table: caseTable(cases)}, err
		}),
	})
	cmd.AddCommand(casesImport(g))
	return cmd
}

func caseTable(cases []corpus.Case) *report.Table {
	t := &report.Table{Columns: columns("case", "attributes")}
	for _, c := range cases {
		var parts []string
		for _, a := range c.Attributes {
			parts = append(parts, a.Name+"="+a.Value)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []string{c.Name, strings.Join(parts, "; ")}})
	}
	return t
}

func casesImport(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "import SHEET.csv",
		Short: "Import a participants sheet: cases, attributes, and the transcripts they belong to",
		Long: `Import a participants sheet. The first column is the case's id; a column
“transcript” links it to transcripts by name (several set off by “;”); every
other column is an attribute. Import it again after a change: what is the same
stays as it is.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			f, err := os.Open(a[0])
			if err != nil {
				return answer{}, fmt.Errorf("importing cases: %w", err)
			}
			defer f.Close()
			r, err := s.ImportCases(ctx, a[0], f)
			return said("%s: %s, %d new or changed, %s", a[0], prose.Counted(r.Cases, "case", "cases"), r.Changed,
				prose.Counted(r.Linked, "link to a transcript", "links to transcripts")).as(r).warned(a[0], r.Warnings), err
		}),
	}
}
