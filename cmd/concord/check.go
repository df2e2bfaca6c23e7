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
	var repair string
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Verify the whole project: every event, text, coding and the state they lead to",
		Long: `Verify the whole project. The state is rebuilt from the events and compared byte
by byte; every text, original and quote is compared with its digest. Nothing is
changed. Exit code 0 if all is well, 3 if something was found.

With --repair a new project file is made of all that can be read in this one: its
events, texts and originals, and the state made anew. The file itself stays as it is.
“concord restore” does the same with a backup, and puts the result in place.`,
		Args: args(cobra.NoArgs),
	}
	check := g.projectVerb(func(ctx context.Context, p *store.Project, _ []string) (answer, error) {
		r, err := p.Check(ctx)
		return checked(r), err
	})
	mend := g.plainVerb(func(ctx context.Context, _ []string) (answer, error) {
		dir, err := store.FindFolder(g.dir)
		if err != nil {
			return answer{}, err
		}
		r, err := store.Repair(ctx, repair, store.FileIn(dir))
		return repaired(r, "wrote "+repair), err
	})
	cmd.RunE = func(cmd *cobra.Command, a []string) error {
		if repair != "" {
			return mend(cmd, a)
		}
		return check(cmd, a)
	}
	cmd.Flags().StringVar(&repair, "repair", "", "make this new file of all that can be read")
	return cmd
}

func restoreCommand(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "restore [BACKUP]",
		Short: "List the backups; or bring the project back from one, with all that can still be read",
		Long: `Without a file, list the backups in .concord/backups: when each was made, how many
events it holds, and what the check says of it.

With one of them, or another copy of the project file, make the project anew from it
and from every event, text and original that can still be read in the present file:
nothing that was saved and can be read is lost. The present file is set aside among
the backups.`,
		Args: args(cobra.MaximumNArgs(1)),
		RunE: g.plainVerb(func(ctx context.Context, a []string) (answer, error) {
			dir, err := store.FindFolder(g.dir)
			if err != nil {
				return answer{}, err
			}
			if len(a) == 0 {
				copies, err := store.KeptCopies(ctx, dir)
				return keptCopies(copies), err
			}
			return restored(ctx, dir, a[0])
		}),
	}
}

func restored(ctx context.Context, dir, backup string) (answer, error) {
	aside, r, err := store.Restore(ctx, dir, backup)
	if err != nil {
		return answer{}, err
	}
	done := "restored the project"
	if aside != "" {
		done += "; the file that was there is now " + aside
	}
	return repaired(r, done), nil
}

// repaired says what a new file was made of; problems that are left are found.
func repaired(r store.RepairReport, done string) answer {
	a := answer{value: r, text: func(w io.Writer) {
		fmt.Fprintf(w, "%s: %s and %s were read", done, prose.Counted(r.Events, "event", "events"), prose.Counted(r.Texts, "text", "texts"))
		if r.Lost > 0 {
			fmt.Fprintf(w, "; %s could not be read", prose.Counted(r.Lost, "event", "events"))
		}
		fmt.Fprintln(w)
		printCheck(w, r.Check)
	}}
	if len(r.Check.Problems) > 0 {
		a.exit = errFound
	}
	return a
}

func keptCopies(copies []store.KeptCopy) answer {
	return answer{value: append([]store.KeptCopy{}, copies...), text: func(w io.Writer) {
		if len(copies) == 0 {
			fmt.Fprintln(w, "there are no backups; “concord check --repair FILE” makes a new file of what can be read")
			return
		}
		for _, k := range copies {
			says := "sound"
			switch {
			case k.Unreadable != "":
				says = k.Unreadable
			case !k.Good():
				says = "damaged: " + k.Check.Problems[0]
			}
			fmt.Fprintf(w, "%s  %s  %s  %s\n", k.Time.Format("2006-01-02 15:04"), prose.Counted(k.Check.Events, "event", "events"), k.Path, says)
		}
	}}
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
		a = a.noted("concord: the project is damaged; keep this file as it is; “concord restore” lists the backups and brings it back")
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
