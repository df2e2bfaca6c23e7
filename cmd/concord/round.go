package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/codebook/report"
	"concord/corpus/exporter"
	"concord/corpus/prose"
	"concord/store/study"
)

func roundCommand(g *globals) *cobra.Command {
	list := g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
		all, err := s.RoundStatus(ctx)
		return roundList(all), err
	})
	cmd := &cobra.Command{
		Use:   "round",
		Short: "Rounds of independent coding: open, follow, close",
		Long: `A round says which transcripts are coded, by whom, under which saved version of
the codebook, in which units, and whether blind. What each coder had when she
completed a transcript counts in it, whatever she does later. Without a verb the
rounds are listed.`,
		Args: args(cobra.NoArgs),
		RunE: list,
	}
	cmd.AddCommand(roundNew(g),
		&cobra.Command{Use: "list", Short: "List the rounds", Args: args(cobra.NoArgs), RunE: list},
		roundStatus(g), roundWhy(g), roundClose(g), roundReopen(g))
	return g.tabular(cmd)
}

func roundList(all []study.RoundStatus) answer {
	if len(all) == 0 {
		return said("no round yet; “concord round new” opens one").as([]study.RoundStatus{})
	}
	t := &report.Table{Columns: columns("round", "state", "", "transcripts#", "codebook", "unit", "complete")}
	for _, st := range all {
		complete, of := 0, 0
		for _, c := range st.Coders {
			complete, of = complete+c.Complete, of+c.Of()
		}
		t.Rows = append(t.Rows, report.Row{Cells: []string{st.Round.Name, roundState(st.Round), blindness(st.Round), fmt.Sprint(len(st.Transcripts)),
			st.Version.Label(), unitOf(st.Round), fmt.Sprintf("%d of %d", complete, of)}})
	}
	return answer{value: all, table: t}
}

func roundNew(g *globals) *cobra.Command {
	plan := study.RoundPlan{Rules: reconcile.DefaultRules}
	var unit string
	var open bool
	cmd := &cobra.Command{
		Use:   "new NAME",
		Short: "Open a round",
		Long: `Open a round of independent coding. Say which transcripts: by name
(--transcripts), or so many at random (--random N), or so many of each value of
an attribute (--random 2 --stratify sector). It is blind unless --open is given:
until it is closed, those who code in it see nothing of each other's work on its
transcripts. With --standard the round trains coders against what was
agreed in a closed round.`,
		Example: `  concord round new pilot --transcripts KI-01,KI-02
  concord round new "round 2" --random 2 --stratify sector --fresh --coders ana,ben,chloe --each 2
  concord round new training --standard "round 1" --coders dora`,
		Args: args(cobra.ExactArgs(1)),
	}
	cmd.RunE = g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
		plan.Name, plan.Blind = a[0], !open
		if plan.Rules.Segmentation != "" && !cmd.Flags().Changed("unit") {
			unit = string(reconcile.UnitSegment)
		}
		var err error
		if plan.Rules.Unit, err = reconcile.ParseUnit(unit); err != nil {
			return answer{}, usageError{fmt.Errorf("round new: %w", err)}
		}
		if plan.Random > 0 && !cmd.Flags().Changed("seed") {
			plan.Seed = uint64(rand.Uint32())
		}
		return newRound(ctx, s, plan)
	})
	f := cmd.Flags()
	f.StringSliceVar(&plan.Transcripts, "transcripts", nil, "these transcripts")
	f.IntVar(&plan.Random, "random", 0, "so many transcripts at random, or so many of each value of --stratify")
	f.StringVar(&plan.Stratify, "stratify", "", "draw so many of each value of this attribute")
	f.Uint64Var(&plan.Seed, "seed", 0, "of the draw; the same seed draws the same (default: one is chosen and recorded)")
	f.BoolVar(&plan.Fresh, "fresh", false, "draw only transcripts that were in no earlier round")
	f.StringSliceVar(&plan.Coders, "coders", nil, "who codes (default: all coders)")
	f.IntVar(&plan.Each, "each", 0, "so many coders a transcript, balanced (default: all of them)")
	f.StringVar(&plan.Version, "version", "", "under this saved version of the codebook (default: the last one)")
	f.StringVar(&unit, "unit", string(reconcile.UnitTurn), "what is compared and decided on: turn, sentence, paragraph, segment or transcript")
	f.IntVar(&plan.Rules.Words, "words", 0, "length of a segment in words")
	f.StringVar(&plan.Rules.Pattern, "pattern", "", "regular expression that stands between two segments")
	f.StringVar(&plan.Rules.Segmentation, "segmentation", "", "the segments that this segmentation has now (concord segments)")
	f.BoolVar(&open, "open", false, "coders see each other's work while they code")
	f.StringVar(&plan.Standard, "standard", "", "train against what was agreed in this closed round")
	return cmd
}

func newRound(ctx context.Context, s *study.Study, plan study.RoundPlan) (answer, error) {
	r, err := s.NewRound(ctx, plan)
	if err != nil {
		return answer{}, err
	}
	st, err := s.StatusOf(ctx, r.ID.String())
	return answer{value: r, text: func(w io.Writer) {
		printStatus(w, st, nil)
		if r.Blind {
			fmt.Fprintln(w, "\nIn a folder that several share, blind keeps honest people honest. To give each coder a copy\nof her own: concord bundle write FILE --for NAME")
		}
	}}, err
}

func roundStatus(g *globals) *cobra.Command {
	return g.tabular(&cobra.Command{
		Use:   "status [ROUND]",
		Short: "How far the coders of a round are, and what counts in it",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			st, err := s.StatusOf(ctx, first(a))
			if err != nil {
				return answer{}, err
			}
			var sentences []string
			if !st.Hidden {
				w, err := s.RoundWork(ctx, st.Round.ID)
				if err != nil {
					return answer{}, err
				}
				sentences = w.Sentences()
			}
			return statusAnswer(st, sentences), nil
		}),
	})
}

func statusAnswer(st study.RoundStatus, sentences []string) answer {
	t := statusTable(st)
	return answer{value: st, table: &t, text: func(w io.Writer) { printStatus(w, st, sentences) }}
}

func roundWhy(g *globals) *cobra.Command {
	var f study.AuditFilter
	cmd := &cobra.Command{
		Use:   "why [ROUND]",
		Short: "Of each coding of a round, whether it counts there, and why",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			rows, err := s.Audit(ctx, first(a), f)
			return answer{value: rows, text: func(w io.Writer) { printAudit(w, rows) }}, err
		}),
	}
	cmd.Flags().StringVar(&f.Transcript, "transcript", "", "only on this transcript")
	cmd.Flags().StringVar(&f.Coder, "by", "", "only by this coder")
	cmd.Flags().BoolVar(&f.NotCounting, "not-counting", false, "only those that do not count")
	return cmd
}

func printAudit(w io.Writer, rows []study.CodingInRound) {
	n := 0
	for _, x := range rows {
		counts := "does not count"
		if x.Counts {
			counts = "counts"
			n++
		}
		fmt.Fprintf(w, "%s %d–%d  %s  %s “%s”\n    %s: %s\n", x.Transcript, x.Start, x.End, x.Coder, x.Code, strings.Join(strings.Fields(x.Quote), " "), counts, x.Why)
	}
	fmt.Fprintf(w, "%s: %d count, %d do not\n", prose.Counted(len(rows), "coding", "codings"), n, len(rows)-n)
}

func roundClose(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "close [ROUND]",
		Short: "End independent coding: what is complete now counts, what comes later does not",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			st, err := s.CloseRound(ctx, first(a))
			if err != nil {
				return answer{}, err
			}
			missing := ""
			if n := st.Waiting(); n > 0 {
				missing = fmt.Sprintf(", %d missing (concord round status)", n)
			}
			n := len(st.Round.Closes[len(st.Round.Closes)-1].Completions)
			return said("closed the round “%s”: %s count%s", st.Round.Name, prose.Counted(n, "completion", "completions"), missing).as(st), nil
		}),
	}
}

func roundReopen(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "reopen [ROUND] --reason TEXT",
		Short: "Take a close back, so that late work can count; the close stays on record",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			r, err := s.ReopenRound(ctx, first(a), reason)
			return said("opened the round “%s” again", r.Name).as(r), err
		}),
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

func roundState(r codebook.Round) string {
	if r.Open || len(r.Closes) == 0 {
		return "open"
	}
	return "closed " + r.Closes[len(r.Closes)-1].Time.Local().Format("2006-01-02")
}

func blindness(r codebook.Round) string {
	if r.Blind {
		return "blind"
	}
	return "not blind"
}

func unitOf(r codebook.Round) string {
	switch {
	case r.Words > 0:
		return fmt.Sprintf("%s of %d words", r.Unit, r.Words)
	case r.Pattern != "":
		return fmt.Sprintf("%s cut by %q", r.Unit, r.Pattern)
	case r.Segmentation != "":
		return fmt.Sprintf("%s of “%s”", r.Unit, r.Segmentation)
	}
	return r.Unit
}

// printStatus prints a round: what it is, who is how far with what, and what
// counts.
func printStatus(out io.Writer, st study.RoundStatus, sentences []string) {
	r := st.Round
	fmt.Fprintf(out, "round “%s”: %s, %s, codebook %s, unit %s\n%s\n\n", r.Name, roundState(r), blindness(r), study.VersionName(st.Version), unitOf(r), r.How)
	_ = exporter.TableText(out, statusTable(st))
	if len(sentences) > 0 {
		fmt.Fprintf(out, "\n%s\n", strings.Join(sentences, "\n"))
	}
}

// statusTable has a row a transcript and a column a coder.
func statusTable(st study.RoundStatus) report.Table {
	t := report.Table{Columns: columns("")}
	total := []string{"complete"}
	for _, c := range st.Coders {
		t.Columns = append(t.Columns, report.Column{Name: c.Coder.Name})
		total = append(total, fmt.Sprintf("%d of %d", c.Complete, c.Of()))
	}
	for _, x := range st.Transcripts {
		cells := []string{x.Name}
		for _, c := range st.Coders {
			cells = append(cells, string(cmp.Or(c.By[x.ID], "·")))
		}
		t.Rows = append(t.Rows, report.Row{Cells: cells})
	}
	t.Rows = append(t.Rows, report.Row{Cells: total})
	return t
}
