package main

import (
	"cmp"
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/prose"
	"concord/store"
	"concord/store/study"
)

func codebookProposals(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "proposals",
		Short: "List the codes that coders propose, with passages; accept, merge or decline decides",
		Args:  args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			list, err := s.Proposals(ctx)
			a := answer{value: list, text: func(w io.Writer) { printProposals(w, list) }}
			return a.noted(prose.Counted(len(list), "code is proposed", "codes are proposed")), err
		}),
	}
}

func printProposals(w io.Writer, list []study.Proposal) {
	for _, p := range list {
		fmt.Fprintf(w, "%s, by %s on %s, %s\n", p.Path, cmp.Or(p.By, "—"), p.When.Local().Format("2006-01-02"), prose.Counted(p.Passages, "passage", "passages"))
		if p.Definition.Text != "" {
			fmt.Fprintf(w, "    %s\n", prose.Excerpt(p.Definition.Text, 200))
		}
		for _, q := range p.Quotes {
			fmt.Fprintf(w, "    %s: “%s”\n", q.Where, prose.Excerpt(q.Words, 160))
		}
	}
}

func codebookAccept(g *globals) *cobra.Command {
	var name, parent string
	cmd := changeCommand(g, "accept CODE", "Accept a proposed code, if need be under another name or parent", 1,
		func(_ *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error) {
			c, err := b.Find(a[0])
			if err != nil {
				return store.CodeChange{}, err
			}
			v := codebook.Values{State: &codebook.State{Status: codebook.Live}}
			if name != "" {
				v.Name = &name
			}
			if parent != "" {
				p, err := findParent(b, parent)
				if err != nil {
					return store.CodeChange{}, err
				}
				v.Parent = &p
			}
			return store.CodeChange{Code: c.ID, Kind: codebook.Accept, Values: v}, nil
		})
	cmd.Flags().StringVar(&name, "name", "", "call it so")
	cmd.Flags().StringVar(&parent, "parent", "", "put it below this code (“/” for the root)")
	return cmd
}

func codebookDecline(g *globals) *cobra.Command {
	return stateCommand(g, "decline CODE", "Decline a proposed code, with a reason; its codings are kept and hidden", codebook.Decline, codebook.Declined)
}

// findParent gives the code that is meant, or none for “/”.
func findParent(b *codebook.Codebook, s string) (codebook.CodeID, error) {
	if s == "/" {
		return codebook.CodeID{}, nil
	}
	c, err := b.Find(s)
	return c.ID, err
}
