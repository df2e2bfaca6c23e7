package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/corpus/prose"
	"concord/store/study"
)

func codebookSave(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "save --reason WHY",
		Short: "Save the working codebook as a version that never changes",
		Args:  args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			v, err := s.Project.SaveVersion(ctx, s.Coder.ID, reason)
			return said("saved %s, %s", v.Citation(), prose.Counted(len(v.Codes), "code", "codes")).as(v), err
		}),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why this version is saved")
	return cmd
}

// savedVersion is a version as “codebook log --json” lists it.
type savedVersion struct {
	Label   string               `json:"label"`
	ID      codebook.VersionID   `json:"id"`
	Number  int                  `json:"number"`
	Digest  string               `json:"digest"`
	Parents []codebook.VersionID `json:"parents"`
	By      string               `json:"by"`
	Time    time.Time            `json:"time"`
	Reason  string               `json:"reason"`
	Codes   int                  `json:"codes"`
	Changed string               `json:"changed"`
}

func codebookLog(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "log",
		Short: "List the saved versions, newest first, with what changed in each",
		Args:  args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			log, err := s.VersionLog(ctx)
			list := []savedVersion{}
			for _, e := range log.Versions {
				list = append(list, savedVersion{e.Label(), e.ID, e.Number, e.Digest, append([]codebook.VersionID{}, e.Parents...), e.By, e.Time, e.Reason, len(e.Codes), e.Changed})
			}
			return answer{value: list, text: func(w io.Writer) { printVersions(w, log) }}, err
		}),
	}
}

func printVersions(w io.Writer, log study.VersionLog) {
	if log.Unsaved != "" {
		fmt.Fprintf(w, "not saved yet: %s; “concord codebook diff” shows them, “concord codebook save --reason …” saves them\n", log.Unsaved)
	}
	for _, e := range log.Versions {
		fmt.Fprintf(w, "%s %s  %s  %s, %s\n", e.Label(), e.ShortDigest(), e.Time.Local().Format("2006-01-02 15:04"), cmp.Or(e.By, "—"), prose.Counted(len(e.Codes), "code", "codes"))
		for _, line := range nonEmpty(e.Reason, e.Changed) {
			fmt.Fprintln(w, hang("    ", line))
		}
	}
}

// reasonRow is a change as “codebook diff --json” and “blame --json” give it.
type reasonRow struct {
	Kind    codebook.ChangeKind `json:"kind"`
	By      string              `json:"by"`
	Time    time.Time           `json:"time"`
	Reason  string              `json:"reason"`
	Version string              `json:"version"` // the first saved one that holds it; "" if none does
}

func reasonOf(r codebook.Recorded, names map[codebook.CoderID]string) reasonRow {
	return reasonRow{r.Kind, names[r.Author], r.Time, r.Reason(), r.Version}
}

// say tells who made a change, when and why.
func (r reasonRow) say() string {
	out := joinOr(nonEmpty(r.By), "—") + ", " + r.Time.Local().Format("2006-01-02") + ", " + study.Done(r.Kind)
	if r.Reason != "" {
		out += ": “" + r.Reason + "”"
	}
	return out
}

func nonEmpty(s ...string) (out []string) {
	for _, x := range s {
		if x != "" {
			out = append(out, x)
		}
	}
	return out
}

func codebookDiff(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "diff [FROM [TO]]",
		Short: "What changed between two versions, code by code and word by word, and why",
		Long: `What changed between two saved versions of the codebook, code by code; in prose
[-what went-] and {+what came+} are marked. Below each code stand the changes
that led to it, with who made them and why. Without TO it compares with the
working codebook, without FROM what was saved last with the working codebook.`,
		Args: args(cobra.MaximumNArgs(2)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			a = append(a, "", "")
			d, err1 := s.Diff(ctx, a[0], a[1])
			names, err2 := s.CoderNames(ctx)
			if err := firstError(err1, err2); err != nil {
				return answer{}, err
			}
			return answer{value: diffJSON(d, names), text: func(w io.Writer) { printDiff(w, d, names) }}, nil
		}),
	}
}

func diffJSON(d study.BookDiff, names map[codebook.CoderID]string) any {
	type codeRow struct {
		codebook.CodeDiff
		Effect study.Effect `json:"effect"`
		Why    []reasonRow  `json:"why"`
	}
	codes := []codeRow{}
	for _, c := range d.Codes {
		row := codeRow{c, d.Effects[c.Code], []reasonRow{}}
		for _, r := range c.Why {
			row.Why = append(row.Why, reasonOf(r, names))
		}
		codes = append(codes, row)
	}
	return struct {
		From   string               `json:"from"`
		To     string               `json:"to"`
		Codes  []codeRow            `json:"codes"`
		Themes []codebook.ThemeDiff `json:"themes"`
	}{d.From.Line, d.To.Line, codes, d.Themes}
}

func printDiff(w io.Writer, d study.BookDiff, names map[codebook.CoderID]string) {
	fmt.Fprintf(w, "codebook %s → %s: %s\n", d.From.Line, d.To.Line, d.Summary())
	for _, c := range d.Codes {
		fmt.Fprintf(w, "\n%s  (%s)\n", c.Path, study.Kinds(c.Parts))
		printParts(w, c.Parts)
		if effect := d.Effects[c.Code].String(); effect != "" {
			fmt.Fprintln(w, hang(label("effect"), effect))
		}
		for _, r := range c.Why {
			fmt.Fprintln(w, hang(label("why"), reasonOf(r, names).say()))
		}
	}
	for _, t := range d.Themes {
		fmt.Fprintf(w, "\ntheme %s  (%s)\n", t.Name, study.Kinds(t.Parts))
		printParts(w, t.Parts)
	}
}

func printParts(w io.Writer, parts []codebook.Difference) {
	added := len(parts) > 0 && parts[0].Kind == codebook.Add
	for _, p := range parts {
		text := study.DiffLine(p)
		if added && text != "" {
			text = p.Is // all of it is new: marks would be noise
		}
		if text != "" {
			fmt.Fprintln(w, hang(label(p.Part), text))
		}
	}
}

func codebookBlame(g *globals) *cobra.Command {
	var all bool
	cmd := &cobra.Command{
		Use:   "blame CODE",
		Short: "Who gave each part of a code its present words, when and why, and in which version it first stood",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			h, err := s.CodeHistory(ctx, a[0])
			if err != nil {
				return answer{}, err
			}
			return answer{value: blameRows(h), text: func(w io.Writer) { printBlame(w, h, all) }}, nil
		}),
	}
	cmd.Flags().BoolVar(&all, "all", false, "then every change of the code, oldest first, word by word")
	return cmd
}

// blameRow is a part of a code as “codebook blame --json” gives it.
type blameRow struct {
	Part  string `json:"part"`
	Value string `json:"value"`
	reasonRow
}

func blameRows(h study.CodeHistory) []blameRow {
	rows := []blameRow{}
	for _, p := range h.Parts {
		rows = append(rows, blameRow{p.Part, p.Value, reasonOf(p.Set, h.Names)})
	}
	return rows
}

func printBlame(w io.Writer, h study.CodeHistory, all bool) {
	fmt.Fprintln(w, h.Path)
	for _, row := range blameRows(h) {
		fmt.Fprintln(w, hang(label(row.Part), row.Value))
		fmt.Fprintln(w, hang(label(""), "— "+row.say()+", "+inVersion(row.Version)))
	}
	if !all {
		return
	}
	for _, step := range h.Steps {
		r := reasonOf(step.Recorded, h.Names)
		note := ""
		if step.TakenBack {
			note = " (taken back)"
		}
		fmt.Fprintf(w, "\n%s, %s%s\n", r.say(), inVersion(r.Version), note)
		printParts(w, step.Parts)
	}
}

func inVersion(label string) string {
	if label == "" {
		return "not saved yet"
	}
	return "first in " + label
}

// label begins a line of a part of a code.
func label(part string) string { return fmt.Sprintf("    %-12s", part) }

// hang breaks text into lines of at most 96 columns; the first begins with
// lead, the others are indented as far.
func hang(lead, text string) string {
	const width = 96
	indent := strings.Repeat(" ", len([]rune(lead)))
	var lines []string
	line, empty := lead, true
	for _, w := range strings.Fields(text) {
		if !empty && len([]rune(line))+1+len([]rune(w)) > width {
			lines = append(lines, line)
			line, empty = indent, true
		}
		if !empty {
			line += " "
		}
		line += w
		empty = false
	}
	return strings.Join(append(lines, line), "\n")
}
