package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
)

func casesCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "cases", Short: "Cases and their attributes", Args: args(cobra.NoArgs), RunE: func(cmd *cobra.Command, _ []string) error {
		s, err := g.open(cmd.Context())
		if err != nil {
			return err
		}
		cases, err := s.Reader().Cases(cmd.Context())
		if err != nil {
			return err
		}
		if g.json {
			return printJSON(cmd.OutOrStdout(), cases)
		}
		for _, c := range cases {
			var parts []string
			for _, a := range c.Attributes {
				parts = append(parts, a.Name+"="+a.Value)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s\t%s\n", c.Name, strings.Join(parts, "; "))
		}
		return nil
	}}
	cmd.AddCommand(&cobra.Command{
		Use:   "import SHEET.csv",
		Short: "Import a participants sheet: cases, attributes, and the transcripts they belong to",
		Long: `Import a participants sheet. The first column is the case's id; a column
“transcript” links it to transcripts by name (several set off by “;”); every
other column is an attribute. Import it again after a change: what is the same
stays as it is.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			f, err := os.Open(a[0])
			if err != nil {
				return fmt.Errorf("importing cases: %w", err)
			}
			defer f.Close()
			r, err := s.ImportCases(cmd.Context(), a[0], f)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), r)
			}
			warn(cmd.ErrOrStderr(), a[0], r.Warnings)
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %d new or changed, %s\n", a[0], counted(r.Cases, "case", "cases"), r.Changed,
				counted(r.Linked, "link to a transcript", "links to transcripts"))
			return nil
		},
	})
	return cmd
}
