package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/prose"
	"concord/store"
	"concord/store/study"
)

func codebookImport(g *globals) *cobra.Command {
	var reason string
	var dry, yes bool
	cmd := &cobra.Command{
		Use:   "import FILE.{csv,json,md,docx,xlsx,qdc}",
		Short: "Add the codes and themes of a file and change those that differ",
		Long: `Add the codes and themes of a file that the codebook has not, and change those
that differ. A code is the one that has its id, else the one at its path. Codes
that the file does not name stay as they are, and so does what such a file
cannot tell. On a terminal it shows what it would do and asks; --yes does it
without asking, --dry-run only shows.

REFI-QDA (.qdc) is read as ATLAS.ti, NVivo, QualCoder and Taguette write it:
codes that cannot be applied become headings, sets become themes. A table (.csv,
.xlsx, or the first in a .docx) has a row a code and a column “name” or “code”.`,
		Args: args(cobra.ExactArgs(1)),
	}
	cmd.RunE = g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
		content, err := os.ReadFile(a[0])
		if err != nil {
			return answer{}, fmt.Errorf("importing a codebook: %w", err)
		}
		would := dry
		if !dry && !yes && !g.json && isTerminal(cmd.InOrStdin()) && isTerminal(cmd.OutOrStdout()) {
			if yes, err = confirmImport(cmd, s, a[0], content, reason); err != nil || !yes {
				return said("nothing was changed"), err
			}
		}
		done, warnings, err := s.ImportCodebook(ctx, a[0], bytes.NewReader(content), reason, would)
		a1 := answer{value: done, text: func(w io.Writer) { printImport(w, done, would) }}
		return a1.warned(a[0], append(warnings, done.Left...)), err
	})
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with each change")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only show what it would do")
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do it without asking")
	return cmd
}

// confirmImport shows what an import would do and asks whether to do it. There is
// nothing to ask where nothing would change.
func confirmImport(cmd *cobra.Command, s *study.Study, name string, content []byte, reason string) (bool, error) {
	done, _, err := s.ImportCodebook(cmd.Context(), name, bytes.NewReader(content), reason, true)
	if err != nil || done.Empty() {
		return err == nil, err
	}
	printImport(cmd.OutOrStdout(), done, true)
	fmt.Fprint(cmd.OutOrStdout(), "import? “concord undo” takes it back [y/N] ")
	line, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
	return strings.HasPrefix(strings.ToLower(strings.TrimSpace(line)), "y"), nil
}

// printImport says what an import does, change by change: word by word, where
// words change.
func printImport(w io.Writer, done store.CodebookImport, would bool) {
	is := ""
	if would {
		is = "would be "
	}
	for _, c := range done.Codes {
		if c.Parts[0].Kind == codebook.Add {
			fmt.Fprintf(w, "%sadded: %s\n", is, c.Path)
			continue
		}
		fmt.Fprintf(w, "%s%s: %s\n", is, study.Kinds(c.Parts), c.Path)
		printParts(w, c.Parts)
	}
	for _, t := range done.Diff.Themes {
		fmt.Fprintf(w, "%s%s: theme %s\n", is, study.Kinds(t.Parts), t.Name)
	}
	if would && len(done.Missing) > 0 {
		fmt.Fprintln(w, hang("not in the file, and would stay: ", strings.Join(done.Missing, ", ")))
	}
	fmt.Fprintf(w, "%d added, %d redefined, %d otherwise changed, %d the same, %d not in the file\n",
		len(done.Added), len(done.Redefined), len(done.Described), len(done.Unchanged), len(done.Missing))
}

func codebookExport(g *globals) *cobra.Command {
	var version string
	var force bool
	cmd := &cobra.Command{
		Use:   "export FILE.{csv,json,md,docx,xlsx,qdc}",
		Short: "Write the codebook, or a saved version, to a file",
		Long: `Write the codebook, or a saved version, in the format that the ending says:
.csv and .xlsx   a row a code, with everything; come back with “codebook import”
.json            the same for programs
.md              for reading, as an appendix
.docx            the table that papers print: code, definition, use when, not when, example, n
.qdc             REFI-QDA, for ATLAS.ti, NVivo, MAXQDA, QualCoder, Taguette …`,
		Args: args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			ext := strings.ToLower(filepath.Ext(a[0]))
			if !slices.Contains(study.CodebookFormats, ext) {
				return answer{}, usageError{fmt.Errorf("codebook export: %q says no format; end the name in %s", a[0], strings.Join(study.CodebookFormats, ", "))}
			}
			var b study.Book
			err := writeWhole(a[0], force, func(w io.Writer) (err error) { b, err = s.WriteCodebook(ctx, w, ext, version); return err })
			if err != nil {
				return answer{}, fmt.Errorf("exporting the codebook to %s: %w", a[0], err)
			}
			return answer{value: map[string]string{"file": a[0], "codebook": b.Line}}.
				noted(fmt.Sprintf("wrote codebook %s, %s, to %s", b.Line, prose.Counted(b.Len(), "code", "codes"), a[0])), nil
		}),
	}
	cmd.Flags().StringVar(&version, "version", "", "a saved version, such as v2 (default: the working codebook)")
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}
