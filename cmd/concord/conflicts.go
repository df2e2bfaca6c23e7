package main

import (
	"context"
	"fmt"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/prose"
	"concord/store"
	"concord/store/study"
)

func conflictsCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "conflicts",
		Short: "Things that two copies changed differently, neither knowing of the other",
		Long: `List the things to which two copies gave different values, neither knowing of the
other: a definition, a code's name, its place in the tree. Both are kept; which is
in force is marked with *. Resolve one with “concord conflicts resolve NUMBER SIDE”.`,
		Args: args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			conflicts, names, err := s.Conflicts(ctx)
			return answer{value: conflicts, text: func(out io.Writer) { printConflicts(out, conflicts, names) }}, err
		}),
	}
	cmd.AddCommand(conflictResolve(g))
	return cmd
}

func printConflicts(out io.Writer, conflicts []store.Conflict, names map[codebook.CoderID]string) {
	if len(conflicts) == 0 {
		fmt.Fprintln(out, "no conflicts: no two copies changed the same thing")
	}
	for i, c := range conflicts {
		state := ""
		if c.Resolved {
			state = " (resolved)"
		}
		fmt.Fprintf(out, "%d  %s%s\n", i+1, c.Name, state)
		for j, side := range c.Sides {
			mark := " "
			if side.InForce {
				mark = "*"
			}
			fmt.Fprintf(out, "  %s %d  %s, %s\n", mark, j+1, names[side.Coder], side.Time.Local().Format("2006-01-02 15:04"))
			for _, f := range c.Fields {
				fmt.Fprintf(out, "       %s: %s\n", f, side.Values[f])
			}
		}
	}
}

func conflictResolve(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "resolve NUMBER SIDE",
		Short: "Say which side of a conflict stays",
		Args:  args(cobra.ExactArgs(2)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			number, err1 := strconv.Atoi(a[0])
			side, err2 := strconv.Atoi(a[1])
			if err := firstError(err1, err2); err != nil {
				return answer{}, usageError{fmt.Errorf("conflicts resolve: NUMBER and SIDE are numbers from “concord conflicts”: %w", err)}
			}
			c, left, err := s.ResolveConflict(ctx, number, side, reason)
			return said("resolved: %s; %s left", c.Name, prose.Counted(left, "conflict", "conflicts")).as(map[string]int{"unresolved": left}), err
		}),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}
