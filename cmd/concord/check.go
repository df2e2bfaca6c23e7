package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"concord/corpus/prose"
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
		RunE: g.projectVerb(func(ctx context.Context, p *store.Project, _ []string) (answer, error) {
			r, err := p.Check(ctx)
			if err != nil {
				return answer{}, err
			}
			return checked(r), nil
		}),
	}
}

// checked is what check says; it exits with exitFound where there are problems.
func checked(r store.CheckReport) answer {
	a := answer{
		value: map[string]any{"events": r.Events, "transcripts": r.Transcripts, "texts": r.Texts, "codings": r.Codings, "conflicts": r.Conflicts,
			"state": r.State, "problems": append([]string{}, r.Problems...)},
		text: func(w io.Writer) { printCheck(w, r) },
	}
	if len(r.Problems) > 0 {
		a.exit = errFound
		a = a.noted("concord: the project is damaged; keep this file as it is, and restore the newest good one from “.concord/backups”")
	}
	return a
}

func printCheck(w io.Writer, r store.CheckReport) {
	for _, problem := range r.Problems {
		fmt.Fprintln(w, problem)
	}
	if len(r.Problems) > 0 {
		return
	}
	fmt.Fprintf(w, "all is well: %d events, %s, %s; state %s\n", r.Events, prose.Counted(r.Transcripts, "transcript", "transcripts"), prose.Counted(r.Codings, "coding", "codings"), r.State)
	if r.Conflicts > 0 {
		fmt.Fprintf(w, "in %s two copies changed the same thing; both changes are kept, the later is shown\n", prose.Counted(r.Conflicts, "place", "places"))
	}
}

func backupCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the project file as it is now, and check the copy",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.projectVerb(func(ctx context.Context, p *store.Project, a []string) (answer, error) {
			return said("wrote %s", a[0]), p.Backup(ctx, a[0])
		}),
	}
}
