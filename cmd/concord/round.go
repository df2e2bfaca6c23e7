package main

import (
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"concord/codebook"
	"concord/codebook/reconcile"
	"concord/store/study"
)

func roundCommand(g *globals) *cobra.Command {
	list := func(cmd *cobra.Command, _ []string) error { return listRounds(cmd, g) }
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
	return cmd
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
		RunE: func(cmd *cobra.Command, a []string) error {
			s, err := g.open(cmd.Context())
			if err != nil {
				return err
			}
			plan.Name, plan.Blind = a[0], !open
			if plan.Rules.Segmentation != "" && !cmd.Flags().Changed("unit") {
				unit = string(reconcile.UnitSegment)
			}
			if plan.Rules.Unit, err = reconcile.ParseUnit(unit); err != nil {
				return usageError{fmt.Errorf("round new: %w", err)}
			}
			if plan.Random > 0 && !cmd.Flags().Changed("seed") {
				plan.Seed = uint64(rand.Uint32())
			}
			r, err := s.NewRound(cmd.Context(), plan)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), r)
			}
			st, err := statusOf(cmd, s, r)
			if err != nil {
				return err
			}
			if err := printStatus(cmd.OutOrStdout(), st, nil); err != nil || !r.Blind {
				return err
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), "\nIn a folder that several share, blind keeps honest people honest. To give each coder a copy\nof her own: concord bundle write FILE --for NAME")
			return err
		},
	}
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

func roundStatus(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "status [NAME]",
		Short: "How far the coders of a round are, and what counts in it",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, r, err := g.round(cmd, a)
			if err != nil {
				return err
			}
			st, err := statusOf(cmd, s, r)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), st)
			}
			var sentences []string
			if !st.Hidden {
				w, err := s.RoundWork(cmd.Context(), r.ID)
				if err != nil {
					return err
				}
				sentences = w.Sentences()
			}
			return printStatus(cmd.OutOrStdout(), st, sentences)
		},
	}
}

func roundWhy(g *globals) *cobra.Command {
	var transcript, coder string
	var not bool
	cmd := &cobra.Command{
		Use:   "why [NAME]",
		Short: "Of each coding of a round, whether it counts there, and why",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, r, err := g.round(cmd, a)
			if err != nil {
				return err
			}
			w, err := s.RoundWork(cmd.Context(), r.ID)
			if err != nil {
				return err
			}
			rows, err := s.AuditRound(cmd.Context(), w)
			if err != nil {
				return err
			}
			rows = slices.DeleteFunc(rows, func(x study.CodingInRound) bool {
				return transcript != "" && !strings.EqualFold(x.Transcript, transcript) || coder != "" && !strings.EqualFold(x.Coder, coder) || not && x.Counts
			})
			if g.json {
				return printJSON(cmd.OutOrStdout(), rows)
			}
			for _, x := range rows {
				counts := "counts"
				if !x.Counts {
					counts = "does not count"
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s %d–%d  %s  %s “%s”\n    %s: %s\n", x.Transcript, x.Start, x.End, x.Coder, x.Code, strings.Join(strings.Fields(x.Quote), " "), counts, x.Why)
			}
			n := count(rows, func(x study.CodingInRound) bool { return x.Counts })
			fmt.Fprintf(cmd.OutOrStdout(), "%s: %d count, %d do not\n", counted(len(rows), "coding", "codings"), n, len(rows)-n)
			return nil
		},
	}
	cmd.Flags().StringVar(&transcript, "transcript", "", "only on this transcript")
	cmd.Flags().StringVar(&coder, "by", "", "only by this coder")
	cmd.Flags().BoolVar(&not, "not-counting", false, "only those that do not count")
	return cmd
}

func roundClose(g *globals) *cobra.Command {
	return &cobra.Command{
		Use:   "close [NAME]",
		Short: "End independent coding: what is complete now counts, what comes later does not",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, r, err := g.round(cmd, a)
			if err != nil {
				return err
			}
			if r, err = s.Project.CloseRound(cmd.Context(), s.Coder.ID, r.ID); err != nil {
				return err
			}
			st, err := statusOf(cmd, s, r)
			if err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), st)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "closed the round “%s”: %s count", r.Name, counted(len(r.Closes[len(r.Closes)-1].Completions), "completion", "completions"))
			if n := st.Waiting(); n > 0 {
				fmt.Fprintf(cmd.OutOrStdout(), ", %d missing (concord round status)", n)
			}
			fmt.Fprintln(cmd.OutOrStdout())
			return nil
		},
	}
}

func roundReopen(g *globals) *cobra.Command {
	var reason string
	cmd := &cobra.Command{
		Use:   "reopen [NAME] --reason TEXT",
		Short: "Take a close back, so that late work can count; the close stays on record",
		Args:  args(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, a []string) error {
			s, r, err := g.round(cmd, a)
			if err != nil {
				return err
			}
			if r, err = s.Project.ReopenRound(cmd.Context(), s.Coder.ID, r.ID, reason); err != nil {
				return err
			}
			if g.json {
				return printJSON(cmd.OutOrStdout(), r)
			}
			fmt.Fprintf(cmd.OutOrStdout(), "opened the round “%s” again\n", r.Name)
			return nil
		},
	}
	cmd.Flags().StringVar(&reason, "reason", "", "why")
	return cmd
}

// round opens the project and finds the round that was named, if any was.
func (g *globals) round(cmd *cobra.Command, a []string) (*study.Study, codebook.Round, error) {
	s, err := g.open(cmd.Context())
	if err != nil {
		return nil, codebook.Round{}, err
	}
	name := ""
	if len(a) > 0 {
		name = a[0]
	}
	r, err := s.Round(cmd.Context(), name)
	return s, r, err
}

func statusOf(cmd *cobra.Command, s *study.Study, r codebook.Round) (study.RoundStatus, error) {
	all, err := s.RoundStatus(cmd.Context())
	for _, st := range all {
		if st.Round.ID == r.ID {
			return st, err
		}
	}
	return study.RoundStatus{}, err
}

func listRounds(cmd *cobra.Command, g *globals) error {
	s, err := g.open(cmd.Context())
	if err != nil {
		return err
	}
	all, err := s.RoundStatus(cmd.Context())
	if err != nil {
		return err
	}
	if g.json {
		if all == nil {
			all = []study.RoundStatus{}
		}
		return printJSON(cmd.OutOrStdout(), all)
	}
	out := cmd.OutOrStdout()
	if len(all) == 0 {
		fmt.Fprintln(out, "no round yet; “concord round new” opens one")
		return nil
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, st := range all {
		complete, of := 0, 0
		for _, c := range st.Coders {
			complete, of = complete+c.Complete, of+c.Of()
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\tcodebook %s\tunit %s\t%d of %d complete\n", st.Round.Name, roundState(st.Round), blindness(st.Round),
			counted(len(st.Transcripts), "transcript", "transcripts"), st.Version.Label(), unitOf(st.Round), complete, of)
	}
	return w.Flush()
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
func printStatus(out io.Writer, st study.RoundStatus, sentences []string) error {
	r := st.Round
	fmt.Fprintf(out, "round “%s”: %s, %s, codebook %s, unit %s\n%s\n\n", r.Name, roundState(r), blindness(r), study.VersionName(st.Version), unitOf(r), r.How)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	head := ""
	for _, c := range st.Coders {
		head += "\t" + c.Coder.Name
	}
	fmt.Fprintln(w, head)
	for _, t := range st.Transcripts {
		row := t.Name
		for _, c := range st.Coders {
			p, given := c.By[t.ID]
			if !given {
				p = "·"
			}
			row += "\t" + string(p)
		}
		fmt.Fprintln(w, row)
	}
	total := "complete"
	for _, c := range st.Coders {
		total += fmt.Sprintf("\t%d of %d", c.Complete, c.Of())
	}
	fmt.Fprintln(w, total)
	if err := w.Flush(); err != nil {
		return err
	}
	if len(sentences) > 0 {
		fmt.Fprintf(out, "\n%s\n", strings.Join(sentences, "\n"))
	}
	return nil
}
