package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"concord/codebook/reconcile"
	"concord/corpus/prose"
	"concord/examples"
	"concord/store"
	"concord/store/study"
)

const defaultStudy = "overdose-coalitions"

func demoCommand(g *globals) *cobra.Command {
	var dir string
	var fresh bool
	cmd := &cobra.Command{
		Use:   "demo [STUDY]",
		Short: "Open a copy of an example study; without a terminal, print a report of it",
		Long: `Open a copy of an example study. The copy is kept in your data folder (or --dir), so
that what you do with it stays; --fresh makes it anew. Where the output is no
terminal, a plain report is printed instead. The studies, all of them invented:

  overdose-coalitions  two counties, eight interviews, three coders, two rounds (the default)
  response-teams       five teams, of which three lasted: sites as cases, five themes
  shared-values        eight counties and two focus groups: codes from theory, five themes`,
		Args:      args(cobra.MaximumNArgs(1)),
		ValidArgs: examples.Studies(),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := openDemo(cmd, g, cmp.Or(first(a), defaultStudy), dir, fresh)
			if err != nil {
				return err
			}
			if !g.json && (linearWanted(g) || isTerminal(cmd.OutOrStdout()) && isTerminal(cmd.InOrStdin())) {
				return screen(cmd, s, g)
			}
			return demoReport(cmd, s)
		},
	}
	cmd.Flags().StringVar(&dir, "dir", "", "keep the copy in this folder")
	cmd.Flags().BoolVar(&fresh, "fresh", false, "make the copy anew, and lose what was done with the old one")
	return cmd
}

func openDemo(cmd *cobra.Command, g *globals, name, dir string, fresh bool) (*study.Study, error) {
	files, err := examples.Files(name)
	if err != nil {
		return nil, err
	}
	if dir == "" {
		data, err := dataFolder()
		if err != nil {
			return nil, err
		}
		dir = filepath.Join(data, "concord", "demo", name)
	}
	if fresh {
		if err := removeDemo(dir); err != nil {
			return nil, err
		}
	}
	if found, err := store.Find(dir); err == nil {
		if abs, _ := filepath.Abs(dir); found != abs {
			return nil, fmt.Errorf("making the example in %s: the folder belongs to the project in %s; choose another with --dir", dir, found)
		}
		return study.Open(cmd.Context(), dir, coderName(g))
	}
	// Made beside its place and moved there when it is whole, so that an
	// interrupted start is not taken for the example.
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return nil, fmt.Errorf("making the example: %w", err)
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return nil, fmt.Errorf("making the example in %s: the folder is not empty; choose another with --dir", dir)
	}
	half, err := os.MkdirTemp(filepath.Dir(dir), ".making-")
	if err != nil {
		return nil, fmt.Errorf("making the example: %w", err)
	}
	defer os.RemoveAll(half)
	if _, err := study.Replay(cmd.Context(), files, half); err != nil {
		return nil, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("making the example: %w", err)
	}
	if err := os.Rename(half, dir); err != nil {
		return nil, fmt.Errorf("making the example: %w", err)
	}
	return study.Open(cmd.Context(), dir, coderName(g))
}

// removeDemo removes an old copy: a project and nothing beside it.
func removeDemo(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if slices.ContainsFunc(entries, func(e os.DirEntry) bool { return e.Name() != ".concord" }) {
		return fmt.Errorf("making the example anew in %s: the folder holds other things too; remove them, or choose another folder with --dir", dir)
	}
	return os.RemoveAll(dir)
}

// dataFolder is where a person's programs keep their data.
func dataFolder() (string, error) {
	if d := os.Getenv("XDG_DATA_HOME"); d != "" {
		return d, nil
	}
	if d := os.Getenv("LOCALAPPDATA"); d != "" {
		return d, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("finding a place for the example: %w; name one with --dir", err)
	}
	return filepath.Join(home, ".local", "share"), nil
}

// demoReport prints what is in the study and how far its coders agree.
func demoReport(cmd *cobra.Command, s *study.Study) error {
	out := cmd.OutOrStdout()
	o, err := s.Reader().Overview(cmd.Context())
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s\n%s\n\n", o.Title, o.About)
	codings := 0
	for _, byCoder := range o.Summaries {
		for _, m := range byCoder {
			codings += m.Codings
		}
	}
	fmt.Fprintf(out, "%s, %s, %s, %s, %s\n\n", prose.Counted(len(o.Transcripts), "transcript", "transcripts"), prose.Counted(len(o.Coders), "coder", "coders"),
		prose.Counted(o.Codebook.Len(), "code", "codes"), prose.Counted(len(o.Versions), "codebook version", "codebook versions"), prose.Counted(codings, "coding", "codings"))
	for _, t := range o.Transcripts {
		about := ""
		for _, id := range t.Cases {
			for _, a := range o.Cases[id].Attributes {
				if a.Name == "sector" || a.Name == "county" {
					about += ", " + a.Value
				}
			}
		}
		fmt.Fprintf(out, "  %s: %d turns, %d words%s\n", t.Name, t.TurnCount, t.WordCount, about)
	}
	fmt.Fprintln(out)
	// Each round under the codebook version it was coded with.
	for _, v := range o.Versions {
		a, err := s.Agreement(cmd.Context(), study.AgreementQuestion{Rules: reconcile.DefaultRules, Version: v.Label(), Bootstrap: 1000, Seed: 1})
		if err != nil {
			return err
		}
		if err := agreementTable(out, a); err != nil {
			return err
		}
		fmt.Fprintln(out)
	}
	return placeLine(out, s)
}

func placeLine(out io.Writer, s *study.Study) error {
	_, err := fmt.Fprintf(out, "The copy is in %s; open it in a terminal with “concord demo”.\n", s.Project.Dir())
	return err
}
