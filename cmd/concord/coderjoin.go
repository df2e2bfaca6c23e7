package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"concord/store"
)

func coderJoin(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "join NAME INTO",
		Short: "Say that two coders are one person: the work of the first is the second's",
		Long: `Say that two coders, added in two copies of the project, are one person. The work
of NAME counts as that of INTO; “concord undo” parts them again. Two with the
same name are told apart by their ids (concord coder list).`,
		Args: args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, a []string) error {
			p, coders, err := g.people(cmd)
			if err != nil {
				return err
			}
			one, err := store.FindCoder(coders, a[0])
			if err != nil {
				return err
			}
			into, err := store.FindCoder(coders, a[1])
			if err != nil {
				return err
			}
			who, err := p.WhoCodes(cmd.Context(), coderName(g))
			if err != nil {
				return err
			}
			if err := p.JoinCoders(cmd.Context(), who.ID, one.ID, into.ID); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "the work of %s (%s) counts as that of %s (%s) now\n", one.Name, one.ID, into.Name, into.ID)
			return nil
		},
	}
}
