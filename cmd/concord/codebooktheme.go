package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/store"
)

func codebookTheme(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "theme", Short: "Themes gather codes above the tree, for writing up", Args: args(cobra.NoArgs)}
	cmd.AddCommand(themeList(g), themeAdd(g), themeChange(g), themeRemove(g))
	return cmd
}

func themeList(g *globals) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the themes with their narratives and codes", Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if g.json {
				return printJSON(out, b.Themes())
			}
			for _, t := range b.Themes() {
				fmt.Fprintln(out, t.Name)
				if t.Narrative != "" {
					fmt.Fprintln(out, hang("    ", t.Narrative))
				}
				for _, id := range t.Codes {
					if path := b.Path(id); path != "" {
						fmt.Fprintln(out, "    ·", path)
					}
				}
			}
			return nil
		},
	}
}

// findCodes gives the codes of these names.
func findCodes(b *codebook.Codebook, names []string) ([]codebook.CodeID, error) {
	var out []codebook.CodeID
	for _, n := range names {
		c, err := b.Find(n)
		if err != nil {
			return nil, err
		}
		out = append(out, c.ID)
	}
	return out, nil
}

func themeAdd(g *globals) *cobra.Command {
	var narrative, reason string
	cmd := &cobra.Command{
		Use: "add NAME [CODE…]", Short: "Make a theme of codes", Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			codes, err := findCodes(b, a[1:])
			if err != nil {
				return err
			}
			words, err := wordsOrFile(narrative)
			if err != nil {
				return err
			}
			t, err := s.Project.AddTheme(cmd.Context(), s.Coder.ID, store.NewTheme{Name: a[0], Narrative: words, Codes: codes}, reason)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), t)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "added theme %s with %s\n", t.Name, counted(len(t.Codes), "code", "codes"))
			return nil
		},
	}
	cmd.Flags().StringVar(&narrative, "narrative", "", "what the codes say together; @FILE reads it from a file")
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}

func themeChange(g *globals) *cobra.Command {
	var name, narrative, reason string
	var gather, release []string
	cmd := &cobra.Command{
		Use: "change THEME", Short: "Rename a theme, write its narrative, bring codes in or take them out", Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			t, err := b.FindTheme(a[0])
			if err != nil {
				return err
			}
			var c store.ThemeChange
			if cmd.Flags().Changed("name") {
				c.Name = &name
			}
			if cmd.Flags().Changed("narrative") {
				words, err := wordsOrFile(narrative)
				if err != nil {
					return err
				}
				c.Narrative = &words
			}
			var err1, err2 error
			c.Gather, err1 = findCodes(b, gather)
			c.Release, err2 = findCodes(b, release)
			if err := firstError(err1, err2); err != nil {
				return err
			}
			if c.Name == nil && c.Narrative == nil && len(c.Gather)+len(c.Release) == 0 {
				return usageError{fmt.Errorf("codebook theme change: say what is to change: --name, --narrative, --add or --drop")}
			}
			if err := s.Project.ChangeTheme(cmd.Context(), s.Coder.ID, t.ID, c, reason); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "changed theme", t.Name)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&name, "name", "", "call it so")
	f.StringVar(&narrative, "narrative", "", "what the codes say together; @FILE reads it from a file")
	f.StringArrayVar(&gather, "add", nil, "bring a code in")
	f.StringArrayVar(&release, "drop", nil, "take a code out")
	f.StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}

func themeRemove(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "remove THEME", Short: "Take a theme away; its codes stay", Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, b, err := g.codes(cmd)
			if err != nil {
				return err
			}
			t, err := b.FindTheme(a[0])
			if err != nil {
				return err
			}
			if err := s.Project.RemoveTheme(cmd.Context(), s.Coder.ID, t.ID, reason); err != nil {
				return err
			}
			fmt.Fprintln(cmd.OutOrStdout(), "removed theme", t.Name)
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}

// wordsOrFile gives the words themselves, or those of a file named as @FILE.
func wordsOrFile(s string) (string, error) {
	name, ok := strings.CutPrefix(s, "@")
	if !ok {
		return s, nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("reading the narrative: %w", err)
	}
	return strings.TrimSpace(string(content)), nil
}
