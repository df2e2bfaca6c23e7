package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
)

func codebookCounts(g *globals) *cobra.Command {
	var view viewFlags
	cmd := &cobra.Command{
		Use:   "counts",
		Short: "How often each code was used, by whom and in how many transcripts",
		Long: `How often each code was used, by whom and in how many transcripts, as codings
count under the working codebook or a saved version: those of merged codes at
the survivor, stale ones among them. Codings of retired and declined codes are
hidden and stand apart.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := view.open(cmd, g)
			if err != nil {
				return err
			}
			c, err := s.Counts(cmd.Context())
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if g.json {
				return printJSON(out, c)
			}
			fmt.Fprintf(out, "codebook %s, state %s\n", c.Codebook, c.State)
			for _, note := range c.Notes {
				fmt.Fprintln(out, note)
			}
			w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
			head := "codings\tstale\thidden\ttranscripts\t"
			for _, name := range c.Coders {
				head += name + "\t"
			}
			fmt.Fprintln(w, head+"  code")
			for _, k := range c.Codes {
				row := fmt.Sprintf("%d\t%d\t%d\t%d\t", k.Codings, k.Stale, k.Hidden, k.Transcripts)
				for _, name := range c.Coders {
					row += fmt.Sprintf("%d\t", k.ByCoder[name])
				}
				path := k.Path
				if k.Status != "live" {
					path += " (" + k.Status + ")"
				}
				fmt.Fprintln(w, row+"  "+strings.TrimSpace(path))
			}
			if err := w.Flush(); err != nil {
				return err
			}
			if c.Unknown > 0 {
				fmt.Fprintf(out, "%s of codes that this codebook has not\n", counted(c.Unknown, "coding", "codings"))
			}
			return nil
		},
	}
	view.register(cmd)
	return cmd
}
