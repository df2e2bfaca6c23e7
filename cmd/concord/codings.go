package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/exporter"
)

func codingsCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "codings", Short: "Export and import codings as tables", Args: args(cobra.NoArgs)}
	var format, output string
	var force bool
	var view viewFlags
	export := &cobra.Command{
		Use:   "export",
		Short: "Write all codings you may see, as CSV or JSONL; offsets count code points",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format == "" {
				format = strings.TrimPrefix(strings.ToLower(filepath.Ext(output)), ".")
			}
			if format == "" {
				format = "csv"
			}
			if format != "csv" && format != "jsonl" {
				return usageError{fmt.Errorf("codings export: %q is no format; formats are csv and jsonl", format)}
			}
			s, err := view.open(cmd, g)
			if err != nil {
				return err
			}
			m, err := s.Material(cmd.Context(), nil)
			if err != nil {
				return err
			}
			w, closeOutput, err := openOutput(cmd, output, force)
			if err != nil {
				return err
			}
			rows := m.CodingRows()
			if format == "csv" {
				err = exporter.CodingsCSV(w, rows)
			} else {
				err = exporter.CodingsJSONL(w, rows)
			}
			if err := firstError(err, closeOutput()); err != nil {
				return fmt.Errorf("writing codings: %w", err)
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "%s; codebook %s; project state %s\n", counted(len(rows), "coding", "codings"), m.VersionLine(), m.State)
			for _, note := range m.Notes {
				fmt.Fprintln(cmd.ErrOrStderr(), note)
			}
			return nil
		},
	}
	export.Flags().StringVar(&format, "format", "", "csv or jsonl (default: by the name of the output, else csv)")
	export.Flags().StringVarP(&output, "output", "o", "", "write to this file (default: standard output)")
	export.Flags().BoolVar(&force, "force", false, "replace an existing file")
	view.register(export)

	var complete []string
	imported := &cobra.Command{
		Use:   "import FILE.{csv,jsonl}",
		Short: "Import codings made elsewhere: all of a file's rows, or none",
		Long: `Import codings. Columns: transcript, start, end, code and coder (by name, path or
id) are needed; id, text, version, created, memo and quote are read. Offsets
count code points of the stored text; a quote must be the very words there.
Codings that are in the project already are left out.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			f, err := os.Open(a[0])
			if err != nil {
				return fmt.Errorf("importing codings: %w", err)
			}
			defer f.Close()
			r, err := s.ImportCodings(cmd.Context(), a[0], f, complete)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), r)
			}
			warn(cmd.ErrOrStderr(), a[0], r.Warnings)
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "%s: %s, %d added, %d there already\n", a[0], counted(r.Rows, "coding", "codings"), r.Added, r.Already)
			for _, c := range r.Completed {
				fmt.Fprintf(out, "complete: %s\n", c)
			}
			return nil
		},
	}
	imported.Flags().StringSliceVar(&complete, "complete", nil, "record these transcripts as complete for the coders of the file")
	cmd.AddCommand(export, imported)
	return cmd
}
