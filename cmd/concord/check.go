package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"concord/store"
)

func checkCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Verify the whole project: every event, text, coding and the state they lead to",
		Long: `Verify the whole project. The state is rebuilt from the events and compared byte
by byte; every text, original and quote is compared with its digest. Nothing is
changed. Exit code 0 if all is well, 3 if something was found.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			dir, err := store.Find(g.dir)
			if err != nil {
				return err
			}
			p, err := store.Open(cmd.Context(), dir)
			if err != nil {
				return err
			}
			r, err := p.Check(cmd.Context())
			if err != nil {
				return err
			}
			if g.json {
				problems := r.Problems
				if problems == nil {
					problems = []string{}
				}
				if err := printJSON(cmd.OutOrStdout(), map[string]any{"events": r.Events, "transcripts": r.Transcripts, "texts": r.Texts,
					"codings": r.Codings, "conflicts": r.Conflicts, "state": r.State, "problems": problems}); err != nil {
					return err
				}
			} else {
				for _, problem := range r.Problems {
					fmt.Fprintln(cmd.OutOrStdout(), problem)
				}
			}
			if len(r.Problems) > 0 {
				if !g.json {
					fmt.Fprintln(cmd.ErrOrStderr(), "concord: the project is damaged; keep this file as it is, and restore the newest good one from “.concord/backups”")
				}
				return errFound
			}
			if !g.json {
				fmt.Fprintf(cmd.OutOrStdout(), "all is well: %d events, %s, %s; state %s\n", r.Events, counted(r.Transcripts, "transcript", "transcripts"), counted(r.Codings, "coding", "codings"), r.State)
				if r.Conflicts > 0 {
					fmt.Fprintf(cmd.OutOrStdout(), "in %s two copies changed the same thing; both changes are kept, the later is shown\n", counted(r.Conflicts, "place", "places"))
				}
			}
			return nil
		},
	}
}

func backupCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the project file as it is now, and check the copy",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			dir, err := store.Find(g.dir)
			if err != nil {
				return err
			}
			p, err := store.Open(cmd.Context(), dir)
			if err != nil {
				return err
			}
			if err := p.Backup(cmd.Context(), a[0]); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "wrote", a[0])
			return nil
		},
	}
}
