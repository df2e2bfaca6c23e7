package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/codebook/report"
	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store/study"
)

func codebookCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "codebook", Short: "The codebook: show, change, save and compare versions, import, export", Args: args(cobra.NoArgs)}
	cmd.AddCommand(codebookShow(g), codebookCounts(g), codebookImport(g), codebookExport(g), codebookSave(g), codebookLog(g), codebookDiff(g), codebookBlame(g),
		codebookAdd(g), codebookRename(g), codebookRedefine(g), codebookDescribe(g), codebookMove(g), codebookMerge(g), codebookSplit(g), codebookRetire(g), codebookRestore(g),
		codebookHealth(g), codebookProposals(g), codebookAccept(g), codebookDecline(g), codebookTheme(g))
	return cmd
}

func codebookShow(g *globals) *cobra.Command {
	return g.tabular(&cobra.Command{
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
			b, err := s.Book(cmd.Context(), first(a))
			if err != nil {
				return err
			}
			if g.json {
				return exporter.CodebookJSON(cmd.OutOrStdout(), b.Codebook, b.Line)
			}
			uses, err := s.Reader().Uses(cmd.Context())
			return firstError(err, g.emit(cmd, bookShown(b, b.Count(uses))))
		},
	})
}

func bookShown(b study.Book, counts codebook.Counts) answer {
	t := report.Table{Columns: columns("code", "codings", "origin", "state")}
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
		t.Rows = append(t.Rows, report.Row{Cells: []string{strings.Repeat("  ", depth) + c.Name, number, string(c.Origin), state}})
	}
	return answer{table: &t, text: func(w io.Writer) {
		printBookHead(w, b)
		_ = exporter.TableText(w, t)
		if counts.Unknown > 0 {
			fmt.Fprintf(w, "%s of codes that %s has not\n", prose.Counted(counts.Unknown, "coding", "codings"), b.Label)
		}
	}}
}

func printBookHead(w io.Writer, b study.Book) {
	fmt.Fprintf(w, "codebook %s, %s\n", b.Line, prose.Counted(b.Len(), "code", "codes"))
	for _, t := range b.Themes() {
		var names []string
		for _, id := range t.Codes {
			if c, ok := b.Code(id); ok {
				names = append(names, c.Name)
			}
		}
		fmt.Fprintf(w, "theme %s: %s\n", t.Name, joinOr(names, "no codes yet"))
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
