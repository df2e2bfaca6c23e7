package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store/study"
)

func decisionsCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "decisions", Short: "The ledger of decisions about disagreements", Args: args(cobra.NoArgs)}
	cmd.AddCommand(decisionsExport(g))
	return cmd
}

func decisionsExport(g *globals) *cobra.Command {
	var round string
	var output outputFlags
	formats := []string{"md", "csv", "json", "docx"}
	cmd := &cobra.Command{
		Use:   "export",
		Short: "Write every decision: passage, codings judged, outcome, reason, people, time, codebook",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if g.json {
				output.format = "json"
			}
			format, err := output.choose(cmd, formats...)
			if err != nil {
				return err
			}
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			return writeDecisions(cmd, output, format, s, round)
		},
	}
	output.register(cmd, formats...)
	cmd.Flags().StringVar(&round, "round", "", "only of this round")
	return cmd
}

func writeDecisions(cmd *cobra.Command, output outputFlags, format string, s *study.Study, round string) error {
	ledger, err := s.Ledger(cmd.Context(), round)
	if err != nil {
		return err
	}
	err = output.write(cmd, func(w io.Writer) error {
		switch format {
		case "csv":
			return exporter.LedgerCSV(w, ledger.Entries)
		case "json":
			return printJSON(w, ledger.Entries)
		case "docx":
			return exporter.TableDocx(w, exporter.LedgerTable(ledger))
		}
		return exporter.LedgerMarkdown(w, ledger)
	})
	if err == nil && output.toFile() {
		fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s to %s\n", prose.Counted(len(ledger.Entries), "decision", "decisions"), output.path)
	}
	return err
}
