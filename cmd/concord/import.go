package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"concord/corpus"
	"concord/corpus/importer"
	"concord/corpus/importer/charset"
	"concord/corpus/prose"
	"concord/store/study"
)

// importFlags are what the command line says about how files are read.
type importFlags struct {
	encoding, speakers, roster, recipe, keep         string
	speaker, notSpeaker, rename, role, tier, answers []string
	gap                                              time.Duration
	rollUp, preview, together                        bool
}

func importCommand(g *globals) *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "import FILE…",
		Short: "Import interviews: " + strings.Join(importer.Formats(), ", "),
		Long: `Import interviews: files, folders with all that is in them, and zip archives.
Each file is one action: it goes in whole or not at all, and the others of the
same command still go in. What is in the project already, byte for byte, is
reported as unchanged; read with other settings it is read again, while nobody
has coded it.

--preview shows what would be imported and imports nothing: speakers with their
turns, first words and guessed roles, words in no turn, times that run backwards.
What the reader got wrong can be told: --speaker and --roster name labels that
are speakers, in whatever way they are set off; --not-speaker labels that are
none; --rename gives a label another name, and so joins two spellings; --role
gives a role. These settings are kept with the transcript. --save-recipe keeps
them under a name, and --recipe uses them again.

Limits: a file of 200 MB; an archive of 10,000 files and 2 GB unpacked, without
archives inside it.`,
		Args: args(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, files []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			settings, err := f.kept(s)
			if err != nil {
				return err
			}
			if f.preview {
				return previewFiles(cmd, g, f.reading(files), settings)
			}
			return importFiles(cmd, g, s, f.reading(files), settings)
		},
	}
	fs := cmd.Flags()
	fs.BoolVar(&f.preview, "preview", false, "show what would be imported, and import nothing")
	fs.StringVar(&f.encoding, "encoding", "", "read text files in this encoding ("+strings.Join(charset.Names(), ", ")+"); default: find out")
	fs.StringVar(&f.speakers, "speakers", "", "labels that are speakers wherever they begin a line, set off by commas")
	fs.StringArrayVar(&f.speaker, "speaker", nil, "a label that is a speaker, commas and all; may be given again")
	fs.StringVar(&f.roster, "roster", "", "a file of labels that are speakers, one a line")
	fs.StringArrayVar(&f.notSpeaker, "not-speaker", nil, "a label that is no speaker; may be given again")
	fs.StringArrayVar(&f.rename, "rename", nil, "OLD=NEW: another name for a label; may be given again")
	fs.StringArrayVar(&f.role, "role", nil, "LABEL=interviewer, participant, other or none; may be given again")
	fs.StringArrayVar(&f.tier, "tier", nil, "read this tier of ELAN and TextGrid files, instead of those that seem to be speech; may be given again")
	fs.StringArrayVar(&f.answers, "answers", nil, "read this column of a survey as answers; may be given again")
	fs.DurationVar(&f.gap, "gap", 0, "the silence that ends a turn in captions and other files with times; below 0 every caption is a turn (default 2s)")
	fs.BoolVar(&f.rollUp, "undo-roll-up", false, "drop from each caption the lines it repeats of the one before")
	fs.BoolVar(&f.together, "together", false, "read the TextGrid files named, one a speaker, as one talk")
	fs.StringVar(&f.recipe, "recipe", "", "use the settings kept under this name, with those given besides")
	fs.StringVar(&f.keep, "save-recipe", "", "keep the settings under this name")
	return cmd
}

// kept gives the settings of the flags with those of the recipe named, and keeps
// them under a name if that was asked for.
func (f importFlags) kept(s *study.Study) (importer.Settings, error) {
	settings, err := f.settings()
	if err != nil {
		return settings, err
	}
	if f.recipe != "" {
		kept, err := s.Recipe(f.recipe)
		if err != nil {
			return settings, err
		}
		settings = kept.Merge(settings)
	}
	if f.keep != "" {
		err = s.SaveRecipe(f.keep, settings)
	}
	return settings, err
}

// reading reads files one by one, or together as one interview.
func (f importFlags) reading(files []string) func(do func(string, []byte, error) error) error {
	if f.together {
		return func(do func(string, []byte, error) error) error { return do(study.ReadTogether(expand(files))) }
	}
	return func(do func(string, []byte, error) error) error { return study.ReadInterviews(expand(files), do) }
}

// settings makes importer settings of the flags.
func (f importFlags) settings() (importer.Settings, error) {
	s := importer.Settings{Encoding: f.encoding, MergeGap: f.gap, UndoRollUp: f.rollUp, NotSpeakers: importer.Labels(f.notSpeaker...), Tiers: importer.Labels(f.tier...), Answers: importer.Labels(f.answers...)}
	labels := f.speaker
	if f.speakers != "" {
		labels = append(labels, strings.Split(f.speakers, ",")...)
	}
	if f.roster != "" {
		content, err := study.ReadFile(f.roster)
		if err != nil {
			return s, err
		}
		labels = append(labels, strings.Split(string(content), "\n")...)
	}
	s.Roster = importer.Labels(labels...)
	renames, err := pairFlags("rename", f.rename)
	if err != nil {
		return s, err
	}
	roles, err := pairFlags("role", f.role)
	if err != nil {
		return s, err
	}
	for label, role := range roles {
		if !slices.Contains([]string{string(corpus.RoleInterviewer), string(corpus.RoleParticipant), string(corpus.RoleOther), "none"}, role) {
			return s, usageError{fmt.Errorf("import: %q is no role for %s; roles are interviewer, participant, other and none", role, label)}
		}
	}
	s.Renames, s.Roles = importer.Pairs(renames), importer.Pairs(roles)
	return s, nil
}

// pairFlags takes apart the values LABEL=VALUE of a flag, at the last sign.
func pairFlags(flag string, values []string) (map[string]string, error) {
	out := map[string]string{}
	for _, v := range values {
		n := strings.LastIndexByte(v, '=')
		if n <= 0 || n == len(v)-1 {
			return nil, usageError{fmt.Errorf("import: --%s %q: write the label, =, and what it shall be", flag, v)}
		}
		out[strings.TrimSpace(v[:n])] = strings.TrimSpace(v[n+1:])
	}
	return out, nil
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

// fileSource hands over files to be imported, each with its name and content or
// with what is wrong with it.
type fileSource func(do func(name string, content []byte, err error) error) error

// importFiles imports files one by one and reports each as it is done: a long
// import shows how far it is, and what was imported before a failure stays.
func importFiles(cmd *cobra.Command, g *globals, s *study.Study, each fileSource, settings importer.Settings) error {
	errs := cmd.ErrOrStderr()
	reports := []study.FileReport{}
	failed, count := 0, 0
	err := each(func(name string, content []byte, err error) error {
		if err := cmd.Context().Err(); err != nil {
			return err
		}
		count++
		var done []study.FileReport
		if err == nil {
			done, err = s.Import(cmd.Context(), name, content, settings)
		}
		if err != nil {
			say(errs, err)
			failed++
		}
		reports = append(reports, done...)
		if !g.json {
			printFileReports(cmd, done)
		}
		return nil
	})
	if err != nil {
		return err
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
		fmt.Fprintf(errs, "concord: %s of %d could not be imported\n", prose.Counted(failed, "file", "files"), count)
		return errReported
	}
	return nil
}

func printFileReports(cmd *cobra.Command, done []study.FileReport) {
	out := cmd.OutOrStdout()
	for _, r := range done {
		name := filepath.Base(r.File)
		if r.Status == "unchanged" {
			fmt.Fprintf(out, "%s: unchanged, it is %s\n", name, r.Transcript)
		} else {
			again := map[bool]string{true: "read again, "}[r.Status == "reread"]
			memos := ""
			if r.Memos > 0 {
				memos = ", " + prose.Counted(r.Memos, "memo", "memos")
			}
			fmt.Fprintf(out, "%s: %s%s, %s, %d words, %s%s\n", name, again, r.Transcript, prose.Counted(r.Turns, "turn", "turns"), r.Words, speakersLine(r.Speakers, r.Roles), memos)
		}
		warn(cmd.ErrOrStderr(), name, r.Warnings)
	}
}

// speakersLine lists speakers with their turns and roles, those who speak most
// first.
func speakersLine(speakers map[string]int, roles map[string]corpus.Role) string {
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
		part := fmt.Sprintf("%s %d", name, speakers[name])
		if role := roles[name]; role != "" {
			part += " (" + string(role) + ")"
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, ", ")
}

// previewFiles shows what importing files would give.
func previewFiles(cmd *cobra.Command, g *globals, each fileSource, settings importer.Settings) error {
	previews := []importer.Preview{}
	failed := false
	err := each(func(name string, content []byte, err error) error {
		var documents []importer.Document
		if err == nil {
			documents, err = importer.Read(name, content, settings)
		}
		if err != nil {
			say(cmd.ErrOrStderr(), err)
			failed = true
		}
		for _, d := range documents {
			p := d.Preview()
			previews = append(previews, p)
			if !g.json {
				printPreview(cmd.OutOrStdout(), p)
			}
		}
		return cmd.Context().Err()
	})
	if g.json {
		err = errors.Join(err, printJSON(cmd.OutOrStdout(), previews))
	}
	if err == nil && failed {
		return errReported
	}
	return err
}

func printPreview(out io.Writer, p importer.Preview) {
	fmt.Fprintf(out, "%s: %s, %s, %s, %s, %d words\n", p.File, p.Name, p.Format, p.Encoding, prose.Counted(p.Turns, "turn", "turns"), p.Words)
	width := 7
	for _, s := range p.Speakers {
		width = min(max(width, prose.Width(s.Label)), 40)
	}
	fmt.Fprintf(out, "  %s  %-11s  %5s  %6s  first words\n", prose.Left("speaker", width), "role", "turns", "words")
	for _, s := range p.Speakers {
		role := string(s.Role)
		if role == "" {
			role = "—"
		}
		fmt.Fprintf(out, "  %s  %s  %5d  %6d  %s\n", prose.Left(prose.Truncate(s.Label, width), width), prose.Left(role, 11), s.Turns, s.Words, s.First)
	}
	if p.UnnamedTurns > 0 {
		fmt.Fprintf(out, "  %s nobody\n", prose.Counted(p.UnnamedTurns, "turn names", "turns name"))
	}
	if p.OutsideWords > 0 {
		fmt.Fprintf(out, "  %s in no turn: %s\n", prose.Counted(p.OutsideWords, "word stands", "words stand"), p.OutsideFirst)
	}
	if p.Notes > 0 {
		fmt.Fprintf(out, "  %s will be memos\n", prose.Counted(p.Notes, "comment or footnote", "comments and footnotes"))
	}
	if n := len(p.Backwards); n > 0 {
		fmt.Fprintf(out, "  %s before the turn above, first turn %d\n", prose.Counted(n, "turn begins", "turns begin"), p.Backwards[0])
	}
	for _, w := range p.Warnings {
		fmt.Fprintf(out, "  ! %s\n", w)
	}
}
