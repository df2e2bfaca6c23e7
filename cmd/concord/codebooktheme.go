package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/prose"
	"concord/store"
	"concord/store/study"
)

func codebookTheme(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "theme", Short: "Themes gather codes above the tree, for writing up", Args: args(cobra.NoArgs)}
	cmd.AddCommand(themeList(g), themeAdd(g), themeChange(g), themeRemove(g))
	return cmd
}

func themeList(g *globals) *cobra.Command {
	return &cobra.Command{
		Use: "list", Short: "List the themes with their narratives and codes", Args: args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			b, err := s.Reader().Codebook(ctx)
			if err != nil {
				return answer{}, err
			}
			return answer{value: b.Themes(), text: func(w io.Writer) { printThemes(w, b) }}, nil
		}),
	}
}

func printThemes(w io.Writer, b *codebook.Codebook) {
	for _, t := range b.Themes() {
		fmt.Fprintln(w, t.Name)
		if t.Narrative != "" {
			fmt.Fprintln(w, hang("    ", t.Narrative))
		}
		for _, id := range t.Codes {
			if path := b.Path(id); path != "" {
				fmt.Fprintln(w, "    ·", path)
			}
		}
	}
}

func themeAdd(g *globals) *cobra.Command {
	var narrative, reason string
	cmd := &cobra.Command{
		Use: "add NAME [CODE…]", Short: "Make a theme of codes", Args: args(cobra.MinimumNArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			words, err := wordsOrFile(narrative)
			if err != nil {
				return answer{}, err
			}
			t, err := s.AddTheme(ctx, a[0], words, a[1:], reason)
			return said("added theme %s with %s", t.Name, prose.Counted(len(t.Codes), "code", "codes")).as(t), err
		}),
	}
	cmd.Flags().StringVar(&narrative, "narrative", "", "what the codes say together; @FILE reads it from a file")
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}

// themeFlags say what is to change of a theme.
type themeFlags struct {
	name, narrative, reason string
	gather, release         []string
}

// change reads the flags that were given.
func (f *themeFlags) change(cmd *cobra.Command, b *codebook.Codebook) (c store.ThemeChange, err error) {
	if cmd.Flags().Changed("name") {
		c.Name = &f.name
	}
	if cmd.Flags().Changed("narrative") {
		words, err := wordsOrFile(f.narrative)
		if err != nil {
			return c, err
		}
		c.Narrative = &words
	}
	if c.Gather, err = study.FindCodes(b, f.gather); err != nil {
		return c, err
	}
	if c.Release, err = study.FindCodes(b, f.release); err != nil {
		return c, err
	}
	if c.Name == nil && c.Narrative == nil && len(c.Gather)+len(c.Release) == 0 {
		err = usageError{fmt.Errorf("codebook theme change: say what is to change: --name, --narrative, --add or --drop")}
	}
	return c, err
}

func themeChange(g *globals) *cobra.Command {
	var f themeFlags
	cmd := &cobra.Command{
		Use: "change THEME", Short: "Rename a theme, write its narrative, bring codes in or take them out", Args: args(cobra.ExactArgs(1)),
	}
	cmd.RunE = g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
		b, err := s.Reader().Codebook(ctx)
		if err != nil {
			return answer{}, err
		}
		t, err1 := b.FindTheme(a[0])
		c, err2 := f.change(cmd, b)
		if err := firstError(err1, err2); err != nil {
			return answer{}, err
		}
		return said("changed theme %s", t.Name), s.Project.ChangeTheme(ctx, s.Coder.ID, t.ID, c, f.reason)
	})
	fl := cmd.Flags()
	fl.StringVar(&f.name, "name", "", "call it so")
	fl.StringVar(&f.narrative, "narrative", "", "what the codes say together; @FILE reads it from a file")
	fl.StringArrayVar(&f.gather, "add", nil, "bring a code in")
	fl.StringArrayVar(&f.release, "drop", nil, "take a code out")
	fl.StringVar(&f.reason, "reason", "", "why, kept with the change")
	return cmd
}

func themeRemove(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: "remove THEME", Short: "Take a theme away; its codes stay", Args: args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			t, err := s.RemoveTheme(ctx, a[0], reason)
			return said("removed theme %s", t.Name), err
		}),
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
