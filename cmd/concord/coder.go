package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/store"
)

func coderCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "coder", Short: "Who codes: add, list, choose", Args: args(cobra.NoArgs)}
	var about string
	add := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a coder; the first one is also chosen",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			p, coders, err := g.people(cmd)
			if err != nil {
				return err
			}
			c, err := p.AddCoder(cmd.Context(), a[0], about)
			if err != nil {
				return err
			}
			said := "added " + c.Name
			if len(coders) == 0 {
				if err := p.ChooseCoder(cmd.Context(), c.ID); err != nil {
					return err
				}
				said += ", who codes here now"
			}
			fmt.Fprintln(cmd.OutOrStdout(), said)
			return nil
		},
	}
	add.Flags().StringVar(&about, "about", "", "a line about the coder")
	list := &cobra.Command{
		Use:   "list",
		Short: "List the coders",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			p, coders, err := g.people(cmd)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), coders)
			}
			chosen, err := p.ChosenCoder(cmd.Context())
			if err != nil {
				return err
			}
			lead, err := p.As(chosen).Lead(cmd.Context())
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, c := range coders {
				mark := " "
				if c.ID == lead {
					c.About = strings.TrimSpace("leads. " + c.About)
				}
				if c.ID == chosen {
					mark = "*"
				}
				fmt.Fprintf(w, "%s %s\t%s\t%s\n", mark, c.Name, c.ID, c.About)
			}
			return w.Flush()
		},
	}
	choose := &cobra.Command{
		Use:   "choose NAME",
		Short: "Choose who codes in this copy of the project",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			p, coders, err := g.people(cmd)
			if err != nil {
				return err
			}
			c, err := store.FindCoder(coders, a[0])
			if err != nil {
				return err
			}
			if err := p.ChooseCoder(cmd.Context(), c.ID); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), c.Name, "codes here now")
			return nil
		},
	}
	cmd.AddCommand(add, list, choose, coderLead(g), coderJoin(g))
	return cmd
}

func coderLead(g *globals) *cobra.Command {
	var nobody bool
	cmd := &cobra.Command{
		Use:   "lead [NAME]",
		Short: "Say who leads: new codes that others make while coding then wait for her",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			p, coders, err := g.people(cmd)
			if err != nil {
				return err
			}
			who, err := p.WhoCodes(cmd.Context(), coderName(g))
			if err != nil {
				return err
			}
			if len(a) == 0 && !nobody {
				lead, err := p.As(who.ID).Lead(cmd.Context())
				if err != nil {
					return err
				}
				for _, c := range coders {
					if c.ID == lead {
						fmt.Fprintln(cmd.OutOrStdout(), c.Name)
					}
				}
				return nil
			}
			var lead codebook.Coder
			said := "nobody leads now; new codes are live at once"
			if !nobody {
				if lead, err = store.FindCoder(coders, a[0]); err != nil {
					return err
				}
				said = lead.Name + " leads now; new codes of others wait for her (concord codebook proposals)"
			}
			if err := p.SetLead(cmd.Context(), who.ID, lead.ID); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), said)
			return nil
		},
	}
	cmd.Flags().BoolVar(&nobody, "nobody", false, "nobody leads")
	return cmd
}

// people opens the project without asking who codes: that may be what is about
// to be decided.
func (g *globals) people(cmd *cobra.Command) (*store.Project, []codebook.Coder, error) {
	dir, err := store.Find(g.dir)
	if err != nil {
		return nil, nil, err
	}
	p, err := store.Open(cmd.Context(), dir)
	if err != nil {
		return nil, nil, err
	}
	coders, err := p.As(codebook.CoderID{}).Coders(cmd.Context())
	return p, coders, err
}

// namesOf maps coders to their names.
func namesOf(coders []codebook.Coder) map[codebook.CoderID]string {
	out := map[codebook.CoderID]string{}
	for _, c := range coders {
		out[c.ID] = c.Name
	}
	return out
}
