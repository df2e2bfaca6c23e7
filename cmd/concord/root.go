package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store/study"
)

// globals are the flags that every verb understands.
type globals struct {
	dir   string
	coder string
	json  bool
	csv   bool // of the verbs whose answer is a table
	theme string
	// linear asks for the workbench in plain lines.
	linear bool
}

// open opens the project around the chosen folder, for the chosen coder.
func (g *globals) open(ctx context.Context) (*study.Study, error) {
	s, err := study.Open(ctx, g.dir, coderName(g))
	if err != nil {
		return nil, err
	}
	if err := s.Project.BackupFirst(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "concord:", prose.Visible(err.Error()))
	}
	return s, nil
}

// coderName is who was said to code; "" if nobody was named.
func coderName(g *globals) string {
	if g.coder != "" {
		return g.coder
	}
	return os.Getenv("CONCORD_CODER")
}

func rootCommand() *cobra.Command {
	cobra.EnableCommandSorting = false // verbs stand in the order of work
	var g globals
	root := &cobra.Command{
		Use:   "concord",
		Short: "Code qualitative interviews in a terminal",
		Long: `Concord is a workbench for coding interviews: import transcripts, apply codes
from a versioned codebook, search, measure how far coders agree, and take
excerpts into papers.

Without a verb it opens the project around the current folder on the screen.
“concord demo” opens an example.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Version:       thisBuild().String(),
		Args:          args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			return screen(cmd, s, &g)
		},
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		if path := verbPath(cmd); path != "" {
			err = fmt.Errorf("%s: %w", path, err)
		}
		return usageError{err}
	})
	flags := root.PersistentFlags()
	flags.StringVarP(&g.dir, "project", "C", ".", "folder in or below which the project lies")
	flags.StringVar(&g.coder, "coder", "", "who codes: a name or an id (else $CONCORD_CODER, else the chosen coder)")
	flags.BoolVar(&g.json, "json", false, "print JSON where there is something to report")
	flags.StringVar(&g.theme, "theme", "", "of the screen: dark, light or none (else none where NO_COLOR is set, else dark)")
	flags.BoolVar(&g.linear, "linear", false, "the workbench in plain lines, for screen readers (else if $CONCORD_LINEAR is set)")
	group := func(id, title string, verbs ...*cobra.Command) {
		root.AddGroup(&cobra.Group{ID: id, Title: title})
		for _, v := range verbs {
			v.GroupID = id
		}
		root.AddCommand(verbs...)
	}
	group("study", "The study:", demoCommand(&g), initCommand(&g), importCommand(&g), casesCommand(&g), speakersCommand(&g), segmentsCommand(&g), coderCommand(&g))
	group("coding", "Reading and coding:", transcriptsCommand(&g), showCommand(&g), searchCommand(&g), codeCommand(&g), completeCommand(&g),
		codebookCommand(&g), worklistCommand(&g), undoCommand(&g), redoCommand(&g))
	group("team", "Coding apart and together:", roundCommand(&g), bundleCommand(&g), conflictsCommand(&g), agreeCommand(&g), reconcileCommand(&g), decisionsCommand(&g))
	group("findings", "What the study shows:", matrixCommand(&g), cooccurrenceCommand(&g), saturationCommand(&g), timelineCommand(&g), wordsCommand(&g))
	group("papers", "For papers and other programs:", excerptsCommand(&g), codingsCommand(&g))
	group("care", "Looking after it:", checkCommand(&g), backupCommand(&g), restoreCommand(&g), logCommand(&g), keysCommand(&g), versionCommand(&g))
	root.SetVersionTemplate("{{.Version}}\n")
	help := helpCommand(root)
	help.GroupID = "care"
	root.SetHelpCommand(help)
	root.SetHelpCommandGroupID("care")
	root.SetCompletionCommandGroupID("care")
	explainGroups(root)
	g.completeNames(root)
	return root
}

// printJSON writes a value as indented JSON.
func printJSON(w io.Writer, value any) error { return exporter.JSON(w, value) }

// warn writes warnings about a file to where errors go.
func warn(w io.Writer, file string, warnings []string) {
	for _, text := range warnings {
		fmt.Fprintf(w, "concord: %s: %s\n", file, text)
	}
}

// joinOr joins names with commas, or says none.
func joinOr(names []string, none string) string {
	if len(names) == 0 {
		return none
	}
	return strings.Join(names, ", ")
}
