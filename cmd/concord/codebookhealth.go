package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"concord/corpus/prose"
	"concord/store/study"
)

func codebookHealth(g *globals) *cobra.Command {
	var view viewFlags
	cmd := &cobra.Command{
		Use:   "health",
		Short: "What may be wrong with the codebook: unused, alike, without definition, always together",
		Long: `What may be wrong with the codebook: codes without a definition or an example,
never used or used by one coder only, codes whose passages overlap those of
another (nearly) always, and names that are nearly the same. These are hints: a
rare code may be the most telling one.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := view.open(cmd, g)
			if err != nil {
				return err
			}
			h, err := s.Health(cmd.Context())
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if g.json {
				return printJSON(out, h)
			}
			fmt.Fprintf(out, "codebook %s, %s that may be applied\n", h.Codebook, prose.Counted(h.Codes, "code", "codes"))
			var last study.Complaint
			for _, f := range h.Findings {
				if f.Kind != last {
					fmt.Fprintf(out, "\n%s\n", f.Kind)
					last = f.Kind
				}
				fmt.Fprintln(out, "   ", f.Say)
			}
			if len(h.Findings) == 0 {
				fmt.Fprintln(out, "nothing found")
			}
			return nil
		},
	}
	view.registerVersion(cmd)
	view.registerPast(cmd)
	return cmd
}
