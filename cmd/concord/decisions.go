package main

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/exporter"
	"concord/corpus/prose"
)

func decisionsCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "decisions", Short: "The ledger of decisions about disagreements", Args: args(cobra.NoArgs)}
	cmd.AddCommand(decisionsExport(g))
	return cmd
}

func decisionsExport(g *globals) *cobra.Command {
	var format, output, round string
	var force bool
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write every decision: passage, codings judged, outcome, reason, people, time, codebook",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case g.json:
				format = "json"
			case format == "":
				format = strings.TrimPrefix(strings.ToLower(filepath.Ext(output)), ".")
			}
			if format == "" {
				format = "md"
			}
			if err := notToTerminal(cmd, format, output); err != nil {
				return err
			}
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			entries, err := s.Ledger(cmd.Context(), round)
			if err != nil {
				return err
			}
			m, err := s.Material(cmd.Context(), nil)
			if err != nil {
				return err
			}
			write, ok := map[string]func(io.Writer) error{
				"csv":  func(w io.Writer) error { return exporter.LedgerCSV(w, entries) },
				"json": func(w io.Writer) error { return printJSON(w, entries) },
				"md":   func(w io.Writer) error { return exporter.LedgerMarkdown(w, m.Title, m.State, entries) },
				"docx": func(w io.Writer) error { return exporter.TableDocx(w, exporter.LedgerTable(m.Title, m.State, entries)) },
			}[format]
			if !ok {
				return usageError{fmt.Errorf("decisions export: %q is no format; formats are md, csv, json and docx", format)}
			}
			w, closeOutput, err := openOutput(cmd, output, force)
			if err != nil {
				return err
			}
			if err := firstError(write(w), closeOutput()); err != nil {
				return fmt.Errorf("writing decisions: %w", err)
			}
			if output != "" && output != "-" {
				fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s to %s\n", prose.Counted(len(entries), "decision", "decisions"), output)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "md, csv, json or docx (default: by the name of the output, else md)")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file (default: standard output)")
	cmd.Flags().StringVar(&round, "round", "", "only of this round")
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}
