package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store/study"
)

func excerptsCommand(g *globals) *cobra.Command {
	var output outputFlags
	var view viewFlags
	formats := []string{"md", "docx", "csv", "json"}
	cmd := &cobra.Command{
		Use:   "excerpts QUERY",
		Short: "Write labelled excerpts, such as code:trust, as Markdown, .docx, CSV or JSON",
		Long: `Write labelled excerpts of the passages a query finds: code:trust, coder:ana,
code:"informal channel" sector:treatment, or words. Each is labelled with
transcript, case, speaker, turn and time.`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, words []string) error {
			if g.json {
				output.format = "json"
			}
			format, err := output.choose(cmd, formats...)
			if err != nil {
				return err
			}
			s, err := view.open(cmd, g)
			if err != nil {
				return err
			}
			return writeExcerpts(cmd, output, format, s, strings.Join(words, " "))
		},
	}
	output.register(cmd, formats...)
	view.register(cmd)
	return cmd
}

func writeExcerpts(cmd *cobra.Command, output outputFlags, format string, s *study.Study, query string) error {
	m, excerpts, err := s.Excerpts(cmd.Context(), query)
	if err != nil {
		return err
	}
	h := m.HeadingFor(query, excerpts)
	err = output.write(cmd, func(w io.Writer) error {
		switch format {
		case "md":
			return exporter.ExcerptsMarkdown(w, h, excerpts)
		case "docx":
			return exporter.ExcerptsDocx(w, h, excerpts)
		case "csv":
			return exporter.ExcerptsCSV(w, excerpts)
		}
		return exporter.ExcerptsJSON(w, h, excerpts)
	})
	if err == nil && output.toFile() {
		fmt.Fprintf(cmd.ErrOrStderr(), "wrote %s to %s\n", prose.Counted(len(excerpts), "excerpt", "excerpts"), output.path)
	}
	return err
}
