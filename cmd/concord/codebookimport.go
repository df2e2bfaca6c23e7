package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
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
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			content, err := os.ReadFile(a[0])
			if err != nil {
				return fmt.Errorf("importing a codebook: %w", err)
			}
			ask := !dry && !yes && !g.json && isTerminal(cmd.InOrStdin()) && isTerminal(cmd.OutOrStdout())
			done, warnings, err := s.ImportCodebook(cmd.Context(), a[0], bytes.NewReader(content), reason, dry || ask)
			if err != nil {
				return err
			}
			warn(cmd.ErrOrStderr(), a[0], append(warnings, done.Left...))
			if g.json {
				return printJSON(cmd.OutOrStdout(), done)
			}
			out := cmd.OutOrStdout()
			printImport(out, done, dry || ask)
			if !ask || done.Empty() {
				return nil
			}
			fmt.Fprint(out, "import? [y/N] ")
			answer, _ := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
			if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(answer)), "y") {
				fmt.Fprintln(out, "nothing was changed")
				return nil
			}
			if _, _, err := s.ImportCodebook(cmd.Context(), a[0], bytes.NewReader(content), reason, false); err != nil {
				return err
			}
			fmt.Fprintln(out, "imported; “concord undo” takes it back")
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with each change")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only show what it would do")
	cmd.Flags().BoolVarP(&yes, "yes", "y", false, "do it without asking")
	return cmd
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
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			ext := strings.ToLower(filepath.Ext(a[0]))
			if !slices.Contains(study.CodebookFormats, ext) {
				return usageError{fmt.Errorf("codebook export: %q says no format; end the name in %s", a[0], strings.Join(study.CodebookFormats, ", "))}
			}
			// Made whole before the file is opened: what is wrong leaves none.
			var content bytes.Buffer
			b, err := s.WriteCodebook(cmd.Context(), &content, ext, version)
			if err != nil {
				return fmt.Errorf("exporting the codebook: %w", err)
			}
			w, closeOutput, err := openOutput(cmd, a[0], force)
			if err != nil {
				return err
			}
			_, err = w.Write(content.Bytes())
			if err := firstError(err, closeOutput()); err != nil {
				return fmt.Errorf("writing %s: %w", a[0], err)
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "wrote codebook %s, %s, to %s\n", b.Line, counted(b.Len(), "code", "codes"), a[0])
			return nil
		},
	}
	cmd.Flags().StringVar(&version, "version", "", "a saved version, such as v2 (default: the working codebook)")
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}
