package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"concord/codebook"
)

func logCommand(g *globals) *cobra.Command {
	var limit int
	cmd := &cobra.Command{
		Use:   "log",
		Short: "Who did what and when, newest last",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			entries, err := s.Reader().Log(cmd.Context(), 0, limit)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), entries)
			}
			coders, err := s.Reader().Coders(cmd.Context())
			if err != nil {
				return err
			}
			names := map[codebook.CoderID]string{}
			for _, c := range coders {
				names[c.ID] = c.Name
			}
			for _, e := range entries {
				who := names[e.Coder]
				if who == "" {
					who = "—"
				}
				deed := e.Deed
				if !e.Undoes.IsZero() {
					deed = e.Verb + ": " + deed
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%6d  %s  %-10s  %s\n", e.Number, e.Time.Local().Format("2006-01-02 15:04:05"), who, deed)
			}
			return nil
		},
	}
	cmd.Flags().IntVarP(&limit, "last", "n", 0, "only the last so many actions")
	return cmd
}
