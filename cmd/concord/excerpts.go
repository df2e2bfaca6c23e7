package main

import (
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/exporter"
)

func excerptsCommand(g *globals) *cobra.Command {
	var format, output string
	var force bool
	var view viewFlags
	cmd := &cobra.Command{
		Use:   "excerpts QUERY",
		Short: "Write labelled excerpts, such as code:trust, as Markdown, .docx, CSV or JSON",
		Long: `Write labelled excerpts of the passages a query finds: code:trust, coder:ana,
code:"informal channel" sector:treatment, or words. Each is labelled with
transcript, case, speaker, turn and time.`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error {
			if format == "" {
				format = strings.TrimPrefix(strings.ToLower(filepath.Ext(output)), ".")
			}
			switch {
			case g.json:
				format = "json"
			case format == "":
				format = "md"
			}
			if format != "md" && format != "csv" && format != "json" && format != "docx" {
				return usageError{fmt.Errorf("excerpts: %q is no format; formats are md, docx, csv and json", format)}
			}
			if err := notToTerminal(cmd, format, output); err != nil {
				return err
			}
			s, err := view.open(cmd, g)
			if err != nil {
				return err
			}
			query := strings.Join(words, " ")
			m, excerpts, err := s.Excerpts(cmd.Context(), query)
			if err != nil {
				return err
			}
			w, closeOutput, err := openOutput(cmd, output, force)
			if err != nil {
				return err
			}
			h := m.HeadingFor(query, excerpts)
			switch format {
			case "md":
				err = exporter.ExcerptsMarkdown(w, h, excerpts)
			case "docx":
				err = exporter.ExcerptsDocx(w, h, excerpts)
			case "csv":
				err = exporter.ExcerptsCSV(w, excerpts)
			case "json":
				err = exporter.ExcerptsJSON(w, h, excerpts)
			}
			if err := firstError(err, closeOutput()); err != nil {
				return fmt.Errorf("writing excerpts: %w", err)
			}
			if output != "" && output != "-" {
				fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s to %s\n", counted(len(excerpts), "excerpt", "excerpts"), output)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&format, "format", "", "md, docx, csv or json (default: by the name of the output, else md)")
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file (default: standard output)")
	view.register(cmd)
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}
