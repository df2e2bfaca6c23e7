package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/store"
)

func conflictsCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "conflicts",
		Short: "Things that two copies changed differently, neither knowing of the other",
		Long: `List the things to which two copies gave different values, neither knowing of the
other: a definition, a code's name, its place in the tree. Both are kept; which is
in force is marked with *. Resolve one with “concord conflicts resolve NUMBER SIDE”.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			conflicts, err := s.Reader().Conflicts(cmd.Context())
			if err != nil {
				return err
			}
			if g.json {
				if conflicts == nil {
					conflicts = []store.Conflict{}
				}
				return printJSON(cmd.OutOrStdout(), conflicts)
			}
			coders, err := s.Reader().Coders(cmd.Context())
			if err != nil {
				return err
			}
			printConflicts(cmd.OutOrStdout(), conflicts, namesOf(coders))
			return nil
		},
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
		RunE: func(cmd *cobra.Command, a []string) error {
			n, err1 := strconv.Atoi(a[0])
			k, err2 := strconv.Atoi(a[1])
			if err := firstError(err1, err2); err != nil {
				return usageError{fmt.Errorf("conflicts resolve: NUMBER and SIDE are numbers from “concord conflicts”: %w", err)}
			}
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			conflicts, err := s.Reader().Conflicts(cmd.Context())
			if err != nil {
				return err
			}
			if n < 1 || n > len(conflicts) {
				return fmt.Errorf("there is no conflict %d; there are %d", n, len(conflicts))
			}
			c := conflicts[n-1]
			if k < 1 || k > len(c.Sides) {
				return fmt.Errorf("the conflict %d has no side %d; it has %d", n, k, len(c.Sides))
			}
			if err := s.Project.ResolveConflict(cmd.Context(), s.Coder.ID, c.Thing, c.Replaced, c.Sides[k-1].Event, reason); err != nil {
				return err
			}
			left := 0
			if conflicts, err = s.Reader().Conflicts(cmd.Context()); err != nil {
				return err
			}
			if left = len(conflicts) - count(conflicts, func(c store.Conflict) bool { return c.Resolved }); g.json {
				return printJSON(cmd.OutOrStdout(), map[string]int{"unresolved": left})
			}
			fmt.Fprintf(cmd.OutOrStdout(), "resolved: %s; %s left\n", c.Name, counted(left, "conflict", "conflicts"))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func count[T any](all []T, holds func(T) bool) int {
	return len(all) - len(slices.DeleteFunc(slices.Clone(all), holds))
}
