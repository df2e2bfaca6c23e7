package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/exporter"
	"concord/store"
	"concord/store/study"
)

func codebookCommand(g *globals) *cobra.Command {
	cmd := &cobra.Command{Use: "codebook", Short: "The codebook: show, change, save versions, import, export", Args: args(cobra.NoArgs)}
	cmd.AddCommand(codebookShow(g), codebookImport(g), codebookExport(g), codebookSave(g), codebookLog(g),
		codebookAdd(g), codebookRename(g), codebookRedefine(g), codebookMove(g), codebookMerge(g), codebookRetire(g), codebookRestore(g))
	return cmd
}

// bookOf gives the working codebook, or that of a saved version ("v2"), with
// how it is called.
func bookOf(cmd *cobra.Command, s *study.Study, label string) (*codebook.Codebook, string, error) {
	versions, err := s.Reader().Versions(cmd.Context())
	if err != nil {
		return nil, "", err
	}
	if label == "" {
		b, err := s.Reader().Codebook(cmd.Context())
		if err != nil {
			return nil, "", err
		}
		m := exporter.Study{Codebook: b, Versions: versions}
		return b, m.VersionLine(), nil
	}
	v, err := study.FindVersion(versions, label)
	if err != nil {
		return nil, "", err
	}
	return v.Codebook(), v.Label() + " (" + v.ShortDigest() + ")", nil
}

func codebookShow(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "show [VERSION]",
		Short: "Print the working codebook, or a saved version such as v2, with counts",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			label := ""
			if len(a) > 0 {
				label = a[0]
			}
			b, version, err := bookOf(cmd, s, label)
			if err != nil {
				return err
			}
			if g.json {
				return exporter.CodebookJSON(cmd.OutOrStdout(), b, version)
			}
			counts, err := s.Reader().Counts(cmd.Context())
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			fmt.Fprintf(out, "codebook %s, %s\n", version, counted(b.Len(), "code", "codes"))
			w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
			for _, c := range b.Codes() {
				n := 0
				for _, k := range counts[c.ID] {
					n += k
				}
				state := ""
				if c.Status != codebook.Live {
					state = string(c.Status)
				}
				fmt.Fprintf(w, "%s%s\t%d\t%s\t%s\n", strings.Repeat("  ", b.Depth(c.ID)), c.Name, n, c.Origin, state)
			}
			return w.Flush()
		},
	}
}

func codebookImport(g *globals) *cobra.Command {
	var reason string
	var dry bool
	cmd := &cobra.Command{
		Use:   "import FILE.{csv,json}",
		Short: "Add the codes of a file and change those that differ",
		Long: `Add the codes of a file that the codebook has not, and change those that differ.
Codes are matched by path. Codes that the file does not name stay as they are.
--dry-run says what it would do, and does nothing.`,
		Args: args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			f, err := os.Open(a[0])
			if err != nil {
				return fmt.Errorf("importing a codebook: %w", err)
			}
			defer f.Close()
			done, warnings, err := s.ImportCodebook(cmd.Context(), a[0], f, reason, dry)
			if err != nil {
				return err
			}
			warn(cmd.ErrOrStderr(), a[0], warnings)
			if g.json {
				return printJSON(cmd.OutOrStdout(), done)
			}
			out := cmd.OutOrStdout()
			would := ""
			if dry {
				would = "would be "
			}
			for _, part := range []struct {
				what  string
				paths []string
			}{{would + "added", done.Added}, {would + "redefined", done.Redefined}, {would + "changed in examples, origin or colour", done.Described}} {
				for _, path := range part.paths {
					fmt.Fprintf(out, "%s: %s\n", part.what, path)
				}
			}
			fmt.Fprintf(out, "%d added, %d redefined, %d otherwise changed, %d the same, %d not in the file\n",
				len(done.Added), len(done.Redefined), len(done.Described), len(done.Unchanged), len(done.Missing))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with each change")
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only say what it would do")
	return cmd
}

func codebookExport(g *globals) *cobra.Command {
	var version string
	var force bool
	cmd := &cobra.Command{
		Use:   "export FILE.{csv,json,md}",
		Short: "Write the codebook, or a saved version, to a file",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			b, line, err := bookOf(cmd, s, version)
			if err != nil {
				return err
			}
			title, _, err := s.Reader().Title(cmd.Context())
			if err != nil {
				return err
			}
			ext := strings.ToLower(filepath.Ext(a[0]))
			if ext != ".csv" && ext != ".json" && ext != ".md" {
				return usageError{fmt.Errorf("codebook export: %q says no format; end the name in .csv, .json or .md", a[0])}
			}
			w, closeOutput, err := openOutput(cmd, a[0], force)
			if err != nil {
				return err
			}
			switch ext {
			case ".csv":
				err = exporter.CodebookCSV(w, b)
			case ".json":
				err = exporter.CodebookJSON(w, b, line)
			case ".md":
				err = exporter.CodebookMarkdown(w, b, title, line)
			}
			if err := firstError(err, closeOutput()); err != nil {
				return fmt.Errorf("writing %s: %w", a[0], err)
			}
			fmt.Fprintf(cmd.ErrOrStderr(), "wrote codebook %s, %s, to %s\n", line, counted(b.Len(), "code", "codes"), a[0])
			return nil
		},
	}
	cmd.Flags().StringVar(&version, "version", "", "a saved version, such as v2 (default: the working codebook)")
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}

func codebookSave(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "save --reason WHY",
		Short: "Save the working codebook as a version that never changes",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			v, err := s.SaveVersion(cmd.Context(), s.Coder.ID, reason)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), v)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "saved %s (%s), %s\n", v.Label(), v.ShortDigest(), counted(len(v.Codes), "code", "codes"))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why this version is saved")
	return cmd
}

func codebookLog(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "log",
		Short: "List the saved versions, newest first",
		Args:  args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			o, err := s.Reader().Overview(cmd.Context())
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), o.Versions)
			}
			out := cmd.OutOrStdout()
			if o.Changed {
				fmt.Fprintln(out, "the working codebook has changes that no version holds; “concord codebook save --reason …” saves them")
			}
			names := map[codebook.CoderID]string{}
			for _, c := range o.Coders {
				names[c.ID] = c.Name
			}
			for i := len(o.Versions) - 1; i >= 0; i-- {
				v := o.Versions[i]
				fmt.Fprintf(out, "%s %s  %s  %s\n    %s\n", v.Label(), v.ShortDigest(), v.Time.Local().Format("2006-01-02 15:04"), joinOr([]string{names[v.Author]}, "—"), v.Reason)
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

// changeCommand makes a verb that changes codes: use, help, arguments, and
// what the change is.
func changeCommand(g *globals, use, short string, n int, change func(s *study.Study, b *codebook.Codebook, a []string) (store.CodeChange, error)) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use: use, Short: short, Args: args(cobra.ExactArgs(n)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			b, err := s.Reader().Codebook(cmd.Context())
			if err != nil {
				return err
			}
			c, err := change(s, b, a)
			if err != nil {
				return err
			}
			c.Reason = reason
			if err := s.ChangeCodes(cmd.Context(), s.Coder.ID, c); err != nil {
				return err
			}
			if b, err = s.Reader().Codebook(cmd.Context()); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", c.Kind, b.Path(c.Code))
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why, kept with the change")
	return cmd
}
