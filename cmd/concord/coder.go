package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/codebook/report"
	"concord/store"
)

func coderCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "coder", Short: "Who codes: add, list, choose", Args: args(cobra.NoArgs)}
	cmd.AddCommand(coderAdd(g), coderList(g), coderChoose(g), coderLead(g), coderJoin(g))
	return cmd
}

func coderAdd(g *globals) *cobra.Command {
	var about string
	cmd := &cobra.Command{
		Use:   "add NAME",
		Short: "Add a coder; the first one is also chosen",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.projectVerb(func(ctx context.Context, p *store.Project, a []string) (answer, error) {
			c, chosen, err := p.AddFirstCoder(ctx, a[0], about)
			if err != nil {
				return answer{}, err
			}
			if chosen {
				return said("added %s, who codes here now", c.Name), nil
			}
			return said("added %s", c.Name), nil
		}),
	}
	cmd.Flags().StringVar(&about, "about", "", "a line about the coder")
	return cmd
}

func coderList(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the coders",
		Args:  args(cobra.NoArgs),
		RunE: g.projectVerb(func(ctx context.Context, p *store.Project, _ []string) (answer, error) {
			team, err := p.Team(ctx)
			return answer{value: team.Coders, table: coderTable(team)}, err
		}),
	}
}

func coderTable(team store.Team) *report.Table {
	t := &report.Table{Columns: columns("  coder", "id", "about")}
	for _, c := range team.Coders {
		mark, about := "  ", c.About
		if c.ID == team.Chosen {
			mark = "* "
		}
		if c.ID == team.Lead {
			about = strings.TrimSpace("leads. " + about)
		}
		t.Rows = append(t.Rows, report.Row{Cells: []string{mark + c.Name, c.ID.String(), about}})
	}
	return t
}

func coderChoose(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "choose CODER",
		Short: "Choose who codes in this copy of the project",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.projectVerb(func(ctx context.Context, p *store.Project, a []string) (answer, error) {
			c, err := findCoder(ctx, p, a[0])
			if err != nil {
				return answer{}, err
			}
			return said("%s codes here now", c.Name), p.ChooseCoder(ctx, c.ID)
		}),
	}
}

func coderLead(g *globals) *cobra.Command {
	var nobody bool
	cmd := &cobra.Command{
		Use:   "lead [CODER]",
		Short: "Say who leads: new codes that others make while coding then wait for her",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: g.projectVerb(func(ctx context.Context, p *store.Project, a []string) (answer, error) {
			if len(a) == 0 && !nobody {
				return whoLeads(ctx, p)
			}
			return setLead(ctx, p, g, first(a))
		}),
	}
	cmd.Flags().BoolVar(&nobody, "nobody", false, "nobody leads")
	return cmd
}

func whoLeads(ctx context.Context, p *store.Project) (answer, error) {
	team, err := p.Team(ctx)
	for _, c := range team.Coders {
		if c.ID == team.Lead {
			return said("%s", c.Name).as(c), err
		}
	}
	return answer{}, err
}

// setLead makes a coder the lead; "" for nobody.
func setLead(ctx context.Context, p *store.Project, g *globals, name string) (answer, error) {
	who, err := p.WhoCodes(ctx, coderName(g))
	if err != nil {
		return answer{}, err
	}
	if name == "" {
		return said("nobody leads now; new codes are live at once"), p.SetLead(ctx, who.ID, codebook.CoderID{})
	}
	lead, err := findCoder(ctx, p, name)
	if err != nil {
		return answer{}, err
	}
	return said("%s leads now; new codes of others wait for her (concord codebook proposals)", lead.Name), p.SetLead(ctx, who.ID, lead.ID)
}

func coderJoin(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "join CODER INTO",
		Short: "Say that two coders are one person: the work of the first is the second's",
		Long: `Say that two coders, added in two copies of the project, are one person. The work
of CODER counts as that of INTO; “concord undo” parts them again. Two with the
same name are told apart by their ids (concord coder list).`,
		Args: args(cobra.ExactArgs(2)),
		RunE: g.projectVerb(func(ctx context.Context, p *store.Project, a []string) (answer, error) {
			one, err1 := findCoder(ctx, p, a[0])
			into, err2 := findCoder(ctx, p, a[1])
			who, err3 := p.WhoCodes(ctx, coderName(g))
			if err := firstError(err1, err2, err3); err != nil {
				return answer{}, err
			}
			return said("the work of %s (%s) counts as that of %s (%s) now", one.Name, one.ID, into.Name, into.ID), p.JoinCoders(ctx, who.ID, one.ID, into.ID)
		}),
	}
}

// findCoder finds a coder of a project by name or id.
func findCoder(ctx context.Context, p *store.Project, name string) (codebook.Coder, error) {
	coders, err := p.As(codebook.CoderID{}).Coders(ctx)
	if err != nil {
		return codebook.Coder{}, err
	}
	return store.FindCoder(coders, name)
}
