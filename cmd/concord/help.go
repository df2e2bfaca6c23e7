package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// helpCommand shows the help of a verb, or writes the pages of the manual.
func helpCommand(root *cobra.Command) *cobra.Command {
	var man string
	cmd := &cobra.Command{
		Use:   "help [VERB]",
		Short: "Explain a verb, or write the pages of the manual (--man DIR)",
		ValidArgsFunction: func(_ *cobra.Command, a []string, begun string) ([]string, cobra.ShellCompDirective) {
			return verbsBelow(root, a, begun), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, a []string) error {
			if man != "" {
				return writeManual(cmd.Root(), man)
			}
			verb, rest, err := cmd.Root().Find(a)
			if err != nil || len(rest) > 0 && verb.HasSubCommands() {
				return unknownVerb(verb, rest[0])
			}
			verb.InitDefaultHelpFlag()
			return verb.Help()
		},
	}
	cmd.Flags().StringVar(&man, "man", "", "write a manual page for each verb into this folder")
	return cmd
}

// verbsBelow lists the verbs that may follow the words of a command line.
func verbsBelow(root *cobra.Command, a []string, begun string) (out []string) {
	above, _, err := root.Find(a)
	if err != nil {
		return nil
	}
	for _, c := range above.Commands() {
		if c.IsAvailableCommand() && strings.HasPrefix(c.Name(), begun) {
			out = append(out, c.Name()+"\t"+c.Short)
		}
	}
	return out
}

// writeManual writes a page a verb, concord-codebook-show.1 and so on.
func writeManual(root *cobra.Command, dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("writing the manual: %w", err)
	}
	root.DisableAutoGenTag = true // the same program writes the same pages
	b := thisBuild()
	header := &doc.GenManHeader{Title: "CONCORD", Section: "1", Source: "Concord " + b.Version, Manual: "Concord"}
	if err := doc.GenManTree(root, header, dir); err != nil {
		return fmt.Errorf("writing the manual: %w", err)
	}
	return nil
}

// explainGroups lets a verb that only gathers others show them, and refuse a
// word that is none of them.
func explainGroups(cmd *cobra.Command) {
	for _, c := range cmd.Commands() {
		explainGroups(c)
	}
	if cmd.HasSubCommands() && !cmd.Runnable() {
		cmd.DisableFlagsInUseLine = true
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
}

// unknownVerb says that there is no such verb below cmd, and which one may be
// meant.
func unknownVerb(cmd *cobra.Command, word string) error {
	cmd.SuggestionsMinimumDistance = 2
	what := strings.TrimSpace(verbPath(cmd) + " " + word)
	help := "concord help"
	if verbPath(cmd) != "" {
		help += " " + verbPath(cmd)
	}
	meant := cmd.SuggestionsFor(word)
	for i, name := range meant {
		meant[i] = strings.TrimSpace(verbPath(cmd) + " " + name)
	}
	if len(meant) > 0 {
		return usageError{fmt.Errorf("there is no verb “%s”; did you mean “%s”?", what, strings.Join(meant, "” or “"))}
	}
	return usageError{fmt.Errorf("there is no verb “%s”; “%s” lists those there are", what, help)}
}
