package main

import (
	"encoding/csv"
	"fmt"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/store/study"
)

func segmentsCommand(g *globals) *cobra.Command {
	list := func(cmd *cobra.Command, _ []string) error { return listSegmentations(cmd, g) }
	cmd := &cobra.Command{
		Use:   "segments",
		Short: "Units of analysis of your own: cut transcripts into segments, by rule or by hand",
		Long: `A segmentation is a named set of segments: units of analysis that coders then code
and that agreement is measured on (concord agree --unit segment --segmentation
NAME, concord round new --segmentation NAME). Make one by rule, or import one made
elsewhere; on the screen segments are cut and joined by hand. Without a verb the
segmentations are listed.`,
		Args: args(cobra.NoArgs),
		RunE: list,
	}
	cmd.AddCommand(segmentsNew(g), segmentsImport(g), segmentsExport(g), segmentsRename(g), segmentsRemove(g))
	return cmd
}

func listSegmentations(cmd *cobra.Command, g *globals) error {
	s, err := g.open(cmd.Context())
	if err != nil {
		return err
	}
	all, err := s.Reader().Segmentations(cmd.Context())
	if err != nil {
		return err
	}
	coders, err := s.Reader().Coders(cmd.Context())
	if err != nil {
		return err
	}
	names := namesOf(coders)
	type row struct {
		Name        string `json:"name"`
		How         string `json:"how"`
		By          string `json:"by"`
		Transcripts int    `json:"transcripts"`
		Segments    int    `json:"segments"`
	}
	rows := []row{}
	for _, x := range all {
		found, err := s.SegmentRows(cmd.Context(), x)
		if err != nil {
			return err
		}
		r := row{Name: x.Name, How: x.How, By: names[x.By], Segments: len(found)}
		for i, f := range found {
			if i == 0 || found[i-1].Transcript != f.Transcript {
				r.Transcripts++
			}
		}
		rows = append(rows, r)
	}
	out := cmd.OutOrStdout()
	if g.json {
		return printJSON(out, rows)
	}
	if len(rows) == 0 {
		fmt.Fprintln(out, "no segmentation yet; “concord segments new” makes one")
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s in %s\t%s\t%s\n", r.Name, counted(r.Segments, "segment", "segments"), counted(r.Transcripts, "transcript", "transcripts"), r.By, r.How)
	}
	return w.Flush()
}

func segmentsNew(g *globals) *cobra.Command {
	var unit string
	var transcripts []string
	rules := reconcile.DefaultRules
	cmd := &cobra.Command{
		Use:   "new NAME",
		Short: "Cut transcripts by rule: turns of participants, sentences, paragraphs, so many words, a pattern",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			var err error
			if (rules.Words > 0 || rules.Pattern != "") && !cmd.Flags().Changed("unit") {
				unit = string(reconcile.UnitSegment)
			}
			if rules.Unit, err = reconcile.ParseUnit(unit); err != nil {
				return usageError{fmt.Errorf("segments new: %w", err)}
			}
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			cut, err := s.CutAll(cmd.Context(), a[0], rules, transcripts)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), cut)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "made the segmentation “%s”: %s\n", cut.Name, cut.How)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&unit, "unit", string(reconcile.UnitTurn), "turn, sentence, paragraph, segment (with --words or --pattern) or transcript")
	f.IntVar(&rules.Words, "words", 0, "so many words each")
	f.StringVar(&rules.Pattern, "pattern", "", "a regular expression for what stands between two")
	f.StringSliceVar(&transcripts, "transcripts", nil, "only these (default: all)")
	return cmd
}

func segmentsImport(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "import NAME FILE.csv",
		Short: "Take segments made elsewhere: columns transcript, start, end, in code points",
		Long: `Take segments made elsewhere into the segmentation NAME, which is made if it is
not there. The transcripts that the file names get its segments in place of those
they had. Offsets count code points of the stored text, as “concord show
TRANSCRIPT --text” prints it; the end is not included.`,
		Args: args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			f, err := os.Open(a[1])
			if err != nil {
				return fmt.Errorf("importing segments: %w", err)
			}
			defer f.Close()
			r, err := s.ImportSegments(cmd.Context(), a[0], a[1], f)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), r)
			}
			warn(cmd.ErrOrStderr(), a[1], r.Warnings)
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %s in %s\n", r.Segmentation, counted(r.Segments, "segment", "segments"), strings.Join(r.Transcripts, ", "))
			return nil
		},
	}
}

func segmentsExport(g *globals) *cobra.Command {
	var output string
	var force bool
	cmd := &cobra.Command{
		Use:   "export NAME",
		Short: "Write the segments of a segmentation as CSV, or JSON with --json",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, cut, err := g.segmentation(cmd, a[0])
			if err != nil {
				return err
			}
			rows, err := s.SegmentRows(cmd.Context(), cut)
			if err != nil {
				return err
			}
			out, closeOutput, err := openOutput(cmd, output, force)
			if err != nil {
				return err
			}
			if g.json {
				return firstError(printJSON(out, rows), closeOutput())
			}
			w := csv.NewWriter(out)
			if err := w.Write([]string{"transcript", "segment", "start", "end", "words", "quote"}); err != nil {
				return err
			}
			for _, r := range rows {
				if err := w.Write(segmentCells(r)); err != nil {
					return err
				}
			}
			w.Flush()
			return firstError(w.Error(), closeOutput())
		},
	}
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to this file (default: standard output)")
	cmd.Flags().BoolVar(&force, "force", false, "replace an existing file")
	return cmd
}

func segmentCells(r study.SegmentRow) []string {
	return []string{r.Transcript, strconv.Itoa(r.Number), strconv.Itoa(int(r.Start)), strconv.Itoa(int(r.End)), strconv.Itoa(r.Words), r.Quote}
}

// segmentation opens the project and finds a segmentation.
func (g *globals) segmentation(cmd *cobra.Command, name string) (*study.Study, codebook.Segmentation, error) {
	s, err := g.open(cmd.Context())
	if err != nil {
		return nil, codebook.Segmentation{}, err
	}
	cut, err := s.Segmentation(cmd.Context(), name)
	return s, cut, err
}

func segmentsRename(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "rename NAME TO",
		Short: "Give a segmentation another name",
		Args:  args(cobra.ExactArgs(2)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, cut, err := g.segmentation(cmd, a[0])
			if err != nil {
				return err
			}
			if cut, err = s.Project.RenameSegmentation(cmd.Context(), s.Coder.ID, cut.ID, a[1]); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "it is called “%s” now\n", cut.Name)
			return nil
		},
	}
}

func segmentsRemove(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME",
		Short: "Remove a segmentation; rounds that were opened with it keep its segments",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, cut, err := g.segmentation(cmd, a[0])
			if err != nil {
				return err
			}
			if err := s.Project.RemoveSegmentation(cmd.Context(), s.Coder.ID, cut.ID); err != nil {
				return err
			}
			fmt.Fprintf(cmd.OutOrStdout(), "removed the segmentation “%s”\n", cut.Name)
			return nil
		},
	}
}
