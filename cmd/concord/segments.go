package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store/study"
)

func segmentsCommand(g *globals) *cobra.Command {
	cmd := g.tabular(&cobra.Command{
		Use:   "segments",
		Short: "Units of analysis of your own: cut transcripts into segments, by rule or by hand",
		Long: `A segmentation is a named set of segments: units of analysis that coders then code
and that agreement is measured on (concord agree --unit segment --segmentation
NAME, concord round new --segmentation NAME). Make one by rule, or import one made
elsewhere; on the screen segments are cut and joined by hand. Without a verb the
segmentations are listed.`,
		Args: args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			all, err := s.Segmentations(ctx)
			if len(all) == 0 && err == nil {
				return said("no segmentation yet; “concord segments new” makes one").as(all), nil
			}
			return answer{value: all, table: segmentationTable(all)}, err
		}),
	})
	cmd.AddCommand(segmentsNew(g), segmentsImport(g), segmentsExport(g), segmentsRename(g), segmentsRemove(g))
	return cmd
}

func segmentationTable(all []study.SegmentationSummary) *report.Table {
	t := &report.Table{Columns: columns("segmentation", "segments", "by", "made")}
	for _, x := range all {
		t.Rows = append(t.Rows, report.Row{Cells: []string{x.Name, prose.Counted(x.Segments, "segment", "segments") + " in " + prose.Counted(x.Transcripts, "transcript", "transcripts"), x.By, x.How}})
	}
	return t
}

func segmentsNew(g *globals) *cobra.Command {
	var unit string
	var transcripts []string
	rules := reconcile.DefaultRules
	cmd := &cobra.Command{
		Use:   "new NAME",
		Short: "Cut transcripts by rule: turns of participants, sentences, paragraphs, so many words, a pattern",
		Args:  args(cobra.ExactArgs(1)),
	}
	cmd.RunE = g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
		var err error
		if (rules.Words > 0 || rules.Pattern != "") && !cmd.Flags().Changed("unit") {
			unit = string(reconcile.UnitSegment)
		}
		if rules.Unit, err = reconcile.ParseUnit(unit); err != nil {
			return answer{}, usageError{fmt.Errorf("segments new: %w", err)}
		}
		cut, err := s.CutAll(ctx, a[0], rules, transcripts)
		return said("made the segmentation “%s”: %s", cut.Name, cut.How).as(cut), err
	})
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
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			f, err := os.Open(a[1])
			if err != nil {
				return answer{}, fmt.Errorf("importing segments: %w", err)
			}
			defer f.Close()
			r, err := s.ImportSegments(ctx, a[0], a[1], f)
			in := strings.Join(r.Transcripts, ", ")
			return said("%s: %s in %s", r.Segmentation, prose.Counted(r.Segments, "segment", "segments"), in).as(r).warned(a[1], r.Warnings), err
		}),
	}
}

func segmentsExport(g *globals) *cobra.Command {
	var output outputFlags
	cmd := &cobra.Command{
		Use:   "export NAME",
		Short: "Write the segments of a segmentation as CSV, or JSON with --json",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			cut, err := s.Segmentation(cmd.Context(), a[0])
			if err != nil {
				return err
			}
			rows, err := s.SegmentRows(cmd.Context(), cut)
			if err != nil {
				return err
			}
			return output.write(cmd, segmentsAs(rows, g.json))
		},
	}
	output.register(cmd)
	return cmd
}

func segmentsAs(rows []study.SegmentRow, json bool) func(io.Writer) error {
	if json {
		return func(w io.Writer) error { return printJSON(w, rows) }
	}
	t := report.Table{Columns: columns("transcript", "segment", "start", "end", "words", "quote")}
	for _, r := range rows {
		t.Rows = append(t.Rows, report.Row{Cells: []string{r.Transcript, strconv.Itoa(r.Number), strconv.Itoa(int(r.Start)), strconv.Itoa(int(r.End)), strconv.Itoa(r.Words), r.Quote}})
	}
	return func(w io.Writer) error { return exporter.TableCSV(w, t) }
}

func segmentsRename(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "rename NAME TO",
		Short: "Give a segmentation another name",
		Args:  args(cobra.ExactArgs(2)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			cut, err := s.Segmentation(ctx, a[0])
			if err != nil {
				return answer{}, err
			}
			cut, err = s.Project.RenameSegmentation(ctx, s.Coder.ID, cut.ID, a[1])
			return said("it is called “%s” now", cut.Name), err
		}),
	}
}

func segmentsRemove(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME",
		Short: "Remove a segmentation; rounds that were opened with it keep its segments",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			cut, err := s.Segmentation(ctx, a[0])
			if err != nil {
				return answer{}, err
			}
			return said("removed the segmentation “%s”", cut.Name), s.Project.RemoveSegmentation(ctx, s.Coder.ID, cut.ID)
		}),
	}
}
