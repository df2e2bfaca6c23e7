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

func clashesCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "clashes",
		Short: "Things that two copies changed differently, neither knowing of the other",
		Long: `List the things to which two copies gave different values, neither knowing of the
other: a definition, a code's name, its place in the tree. Both are kept; which is
in force is marked with *. Settle one with “concord clashes settle NUMBER SIDE”.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			clashes, err := s.Reader().Clashes(cmd.Context())
			if err != nil {
				return err
			}
			if g.json {
				if clashes == nil {
					clashes = []store.Clash{}
				}
				return printJSON(cmd.OutOrStdout(), clashes)
			}
			coders, err := s.Reader().Coders(cmd.Context())
			if err != nil {
				return err
			}
			printClashes(cmd.OutOrStdout(), clashes, namesOf(coders))
			return nil
		},
	}
	cmd.AddCommand(clashSettle(g))
	return cmd
}

func printClashes(out io.Writer, clashes []store.Clash, names map[codebook.CoderID]string) {
	if len(clashes) == 0 {
		fmt.Fprintln(out, "no clashes: no two copies changed the same thing")
	}
	for i, c := range clashes {
		state := ""
		if c.Settled {
			state = " (settled)"
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

func clashSettle(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "settle NUMBER SIDE",
		Short: "Say which side of a clash stays",
		Args:  args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, a []string) error {
			n, err1 := strconv.Atoi(a[0])
			k, err2 := strconv.Atoi(a[1])
			if err := firstError(err1, err2); err != nil {
				return usageError{fmt.Errorf("clashes settle: NUMBER and SIDE are numbers from “concord clashes”: %w", err)}
			}
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			clashes, err := s.Reader().Clashes(cmd.Context())
			if err != nil {
				return err
			}
			if n < 1 || n > len(clashes) {
				return fmt.Errorf("there is no clash %d; there are %d", n, len(clashes))
			}
			c := clashes[n-1]
			if k < 1 || k > len(c.Sides) {
				return fmt.Errorf("the clash %d has no side %d; it has %d", n, k, len(c.Sides))
			}
			if err := s.Project.SettleClash(cmd.Context(), s.Coder.ID, c.Thing, c.Replaced, c.Sides[k-1].Event, reason); err != nil {
				return err
			}
			left := 0
			if clashes, err = s.Reader().Clashes(cmd.Context()); err != nil {
				return err
			}
			if left = len(clashes) - count(clashes, func(c store.Clash) bool { return c.Settled }); g.json {
				return printJSON(cmd.OutOrStdout(), map[string]int{"unsettled": left})
			}
			fmt.Fprintf(cmd.OutOrStdout(), "settled: %s; %s left\n", c.Name, counted(left, "clash", "clashes"))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func count[T any](all []T, holds func(T) bool) int {
	return len(all) - len(slices.DeleteFunc(slices.Clone(all), holds))
}
