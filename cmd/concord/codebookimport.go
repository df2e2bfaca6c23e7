package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
)

func codebookImport(g *globals) *cobra.Command {
	var reason string
	var dry bool
	cmd := &cobra.Command{
		Use:   "import FILE.{csv,json}",
		Short: "Add the codes of a file and change those that differ",
		Long: `Add the codes of a file that the codebook has not, and change those that differ.
Codes are matched by path. Codes that the file does not name stay as they are.
--dry-run says what it would do, and does nothing.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			f, err := os.Open(a[0])
			if err != nil {
				return fmt.Errorf("importing a codebook: %w", err)
			}
			defer f.Close()
			done, warnings, err := s.ImportCodebook(cmd.Context(), a[0], f, reason, dry)
			if err != nil {
				return err
			}
			warn(cmd.ErrOrStderr(), a[0], warnings)
			if g.json {
				return printJSON(cmd.OutOrStdout(), done)
			}
			out := cmd.OutOrStdout()
			would := ""
			if dry {
				would = "would be "
			}
			for _, part := range []struct {
				what  string
				paths []string
			}{{would + "added", done.Added}, {would + "redefined", done.Redefined}, {would + "changed in examples, origin or colour", done.Described}} {
				for _, path := range part.paths {
					fmt.Fprintf(out, "%s: %s\n", part.what, path)
				}
			}
			fmt.Fprintf(out, "%d added, %d redefined, %d otherwise changed, %d the same, %d not in the file\n",
				len(done.Added), len(done.Redefined), len(done.Described), len(done.Unchanged), len(done.Missing))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with each change")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what it would do")
	return cmd
}
