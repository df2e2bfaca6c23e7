package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store/study"
)

func codingsCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "codings", Short: "Export and import codings as tables", Args: args(cobra.NoArgs)}
	cmd.AddCommand(codingsExport(g), codingsImport(g))
	return cmd
}

func codingsExport(g *globals) *cobra.Command {
	var output outputFlags
	var view viewFlags
	formats := []string{"csv", "jsonl"}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write all codings you may see, as CSV or JSONL; offsets count code points",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			format, err := output.choose(cmd, formats...)
			if err != nil {
				return err
			}
			s, err := view.open(cmd, g)
			if err != nil {
				return err
			}
			m, err := s.Material(cmd.Context(), nil)
			if err != nil {
				return err
			}
			return writeCodings(cmd, output, format, m)
		},
	}
	output.register(cmd, formats...)
	view.register(cmd)
	return cmd
}

func writeCodings(cmd *cobra.Command, output outputFlags, format string, m *exporter.Study) error {
	rows := m.CodingRows()
	err := output.write(cmd, func(w io.Writer) error {
		if format == "csv" {
			return exporter.CodingsCSV(w, rows)
		}
		return exporter.CodingsJSONL(w, rows)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(cmd.ErrOrStderr(), "%s; codebook %s; project state %s\n", prose.Counted(len(rows), "coding", "codings"), m.VersionLine(), m.State)
	for _, note := range m.Notes {
		fmt.Fprintln(cmd.ErrOrStderr(), note)
	}
	return nil
}

func codingsImport(g *globals) *cobra.Command {
	var complete []string
	cmd := &cobra.Command{
		Use:   "import FILE.{csv,jsonl}",
		Short: "Import codings made elsewhere: all of a file's rows, or none",
		Long: `Import codings. Columns: transcript, start, end, code and coder (by name, path or
id) are needed; id, text, version, created, memo and quote are read. Offsets
count code points of the stored text; a quote must be the very words there.
Codings that are in the project already are left out.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			f, err := os.Open(a[0])
			if err != nil {
				return answer{}, fmt.Errorf("importing codings: %w", err)
			}
			defer f.Close()
			r, err := s.ImportCodings(ctx, a[0], f, complete)
			a1 := answer{value: r, text: func(w io.Writer) { printCodingsImport(w, a[0], r) }}
			return a1.warned(a[0], r.Warnings), err
		}),
	}
	cmd.Flags().StringSliceVar(&complete, "complete", nil, "record these transcripts as complete for the coders of the file")
	return cmd
}

func printCodingsImport(w io.Writer, file string, r study.CodingsReport) {
	fmt.Fprintf(w, "%s: %s, %d added, %d there already\n", file, prose.Counted(r.Rows, "coding", "codings"), r.Added, r.Already)
	for _, c := range r.Completed {
		fmt.Fprintf(w, "complete: %s\n", c)
	}
}
