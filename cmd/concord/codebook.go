package main

import (
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/exporter"
)

func codebookCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "codebook", Short: "The codebook: show, change, save and compare versions, import, export", Args: args(cobra.NoArgs)}
	cmd.AddCommand(codebookShow(g), codebookCounts(g), codebookImport(g), codebookExport(g), codebookSave(g), codebookLog(g), codebookDiff(g), codebookBlame(g),
		codebookAdd(g), codebookRename(g), codebookRedefine(g), codebookDescribe(g), codebookMove(g), codebookMerge(g), codebookSplit(g), codebookRetire(g), codebookRestore(g),
		codebookHealth(g), codebookProposals(g), codebookAccept(g), codebookDecline(g), codebookTheme(g))
	return cmd
}

func codebookShow(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "show [VERSION]",
		Short: "Print the working codebook, or a saved version such as v2, with counts",
		Long: `Print the working codebook, or a saved version such as v2. The counts are of the
codings that count as each code under it: those of merged codes at the survivor;
stale ones, which nobody has looked at since their code changed, in brackets.`,
		Args: args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			b, err := s.Book(cmd.Context(), strings.Join(a, ""))
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if g.json {
				return exporter.CodebookJSON(out, b.Codebook, b.Line)
			}
			uses, err := s.Reader().Uses(cmd.Context())
			if err != nil {
				return err
			}
			counts := b.Count(uses)
			fmt.Fprintf(out, "codebook %s, %s\n", b.Line, counted(b.Len(), "code", "codes"))
			for _, t := range b.Themes() {
				var names []string
				for _, id := range t.Codes {
					if c, ok := b.Code(id); ok {
						names = append(names, c.Name)
					}
				}
				fmt.Fprintf(out, "theme %s: %s\n", t.Name, joinOr(names, "no codes yet"))
			}
			w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
			for depth, c := range b.All() {
				n := counts.Of(c.ID)
				number := fmt.Sprint(n.Shown() + n.Hidden)
				if n.Stale > 0 {
					number += fmt.Sprintf(" (%d stale)", n.Stale)
				}
				state := ""
				switch {
				case c.Status != codebook.Live:
					state = b.StatusLine(c)
				case c.Heading:
					state = "heading"
				}
				fmt.Fprintf(w, "%s%s\t%s\t%s\t%s\n", strings.Repeat("  ", depth), c.Name, number, c.Origin, state)
			}
			if err := w.Flush(); err != nil {
				return err
			}
			if counts.Unknown > 0 {
				fmt.Fprintf(out, "%s of codes that %s has not\n", counted(counts.Unknown, "coding", "codings"), b.Label)
			}
			return nil
		},
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
