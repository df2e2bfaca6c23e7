package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"concord/corpus/importer"
	"concord/corpus/importer/charset"
	"concord/corpus/prose"
	"concord/store/study"
)

func importCommand(g *globals) *cobra.Command {
	var encoding, labels string
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Import interviews: .txt, .md, .vtt, .srt, .docx",
		Long: `Import interviews. Each file is one action: it goes in whole or not at all, and
the others of the same command still go in. What is in the project already, byte
for byte, is reported as unchanged.`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error {
			settings := importer.Settings{Encoding: encoding}
			if labels != "" {
				settings.Roster = importer.Labels(strings.Split(labels, ",")...)
			}
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			return importFiles(cmd, g, s, expand(files), settings)
		},
	}
	cmd.Flags().StringVar(&encoding, "encoding", "", "read text files in this encoding ("+strings.Join(charset.Names(), ", ")+"); default: find out")
	cmd.Flags().StringVar(&labels, "speakers", "", "labels that are speakers wherever they begin a line, set off by commas")
	return cmd
}

// expand resolves patterns that the shell left alone, as Windows' does.
func expand(files []string) []string {
	var out []string
	for _, f := range files {
		if matches, err := filepath.Glob(f); err == nil && len(matches) > 0 && strings.ContainsAny(f, "*?[") {
			out = append(out, matches...)
		} else {
			out = append(out, f)
		}
	}
	return out
}

// importFiles imports files one by one and reports each as it is done: a long
// import shows how far it is, and what was imported before a failure stays.
func importFiles(cmd *cobra.Command, g *globals, s *study.Study, files []string, settings importer.Settings) error {
	errs := cmd.ErrOrStderr()
	reports := []study.FileReport{}
	failed := 0
	for _, file := range files {
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		done, err := importFile(cmd.Context(), s, file, settings)
		if err != nil {
			say(errs, err)
			failed++
		}
		reports = append(reports, done...)
		if !g.json {
			printFileReports(cmd, done)
		}
	}
	if g.json {
		if err := printJSON(cmd.OutOrStdout(), reports); err != nil {
			return err
		}
	}
	if err := s.Index(cmd.Context()); err != nil {
		fmt.Fprintln(errs, "concord: the search index will be brought up to date later:", err)
	}
	if failed > 0 {
		fmt.Fprintf(errs, "concord: %s of %d could not be imported\n", prose.Counted(failed, "file", "files"), len(files))
		return errReported
	}
	return nil
}

func importFile(ctx context.Context, s *study.Study, file string, settings importer.Settings) ([]study.FileReport, error) {
	content, err := study.ReadFile(file)
	if err != nil {
		return nil, err
	}
	return s.Import(ctx, file, content, settings)
}

func printFileReports(cmd *cobra.Command, done []study.FileReport) {
	for _, r := range done {
		name := filepath.Base(r.File)
		if r.Status == "unchanged" {
			fmt.Fprintf(cmd.OutOrStdout(), "%s: unchanged, it is %s\n", name, r.Transcript)
		} else {
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %s, %s, %d words, %s\n", name, r.Transcript, prose.Counted(r.Turns, "turn", "turns"), r.Words, speakersLine(r.Speakers))
		}
		warn(cmd.ErrOrStderr(), name, r.Warnings)
	}
}

// speakersLine lists speakers with their turns, those who speak most first.
func speakersLine(speakers map[string]int) string {
	if len(speakers) == 0 {
		return "no speakers named"
	}
	var names []string
	for name := range speakers {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if n := speakers[b] - speakers[a]; n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	var parts []string
	for _, name := range names {
		parts = append(parts, fmt.Sprintf("%s %d", name, speakers[name]))
	}
	return strings.Join(parts, ", ")
}
