package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"concord/codebook/reconcile"
	"concord/corpus"
	"concord/corpus/prose"
	"concord/store/study"
)

// reconciling are the flags that the verbs of reconciling share.
type reconciling struct {
	round   string
	reason  string
	present []string
}

func (r *reconciling) register(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.round, "round", "", "which round (default: the only one)")
}

func (r *reconciling) registerWhy(cmd *cobra.Command) {
	r.register(cmd)
	cmd.Flags().StringVar(&r.reason, "reason", "", "why")
	cmd.Flags().StringSliceVar(&r.present, "present", nil, "who was there")
}

// work reads the work of the round.
func (r *reconciling) work(ctx context.Context, s *study.Study) (*study.RoundWork, error) {
	round, err := s.Round(ctx, r.round)
	if err != nil {
		return nil, err
	}
	return s.RoundWork(ctx, round.ID)
}

func reconcileCommand(g *globals) *cobra.Command {
	var r reconciling
	var f study.QueueFilter
	var bounds bool
	var last int
	cmd := &cobra.Command{
		Use:   "reconcile",
		Short: "Where the coders of a closed round differ, worst first; decide place by place",
		Long: `List the places of a round where its coders differ, the worst and undecided first.
A place is named by its transcript and unit, such as KI-02:14. “reconcile show”
shows one in full, “reconcile decide” records a decision, “reconcile accept”
records that the places on which all agree were looked at. On the screen the
same is a key each. Decisions never alter the codings they judge.`,
		Args: args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			w, err := r.work(ctx, s)
			if err != nil {
				return answer{}, err
			}
			filter, err := w.Filter(f)
			if err != nil {
				return answer{}, err
			}
			all := w.Disagreements(bounds)
			queue := w.RatingMatrix.Filter(all, filter)
			if last > 0 {
				queue = queue[:min(last, len(queue))]
			}
			return answer{value: unitReports(w, queue), text: func(out io.Writer) { printQueue(out, w, all, queue) }}, nil
		}),
	}
	r.register(cmd)
	fl := cmd.Flags()
	fl.StringVar(&f.Code, "code", "", "only where this code is in question")
	fl.StringSliceVar(&f.Pair, "pair", nil, "only where these two coders differ, such as ana,ben")
	fl.StringVar(&f.Transcript, "transcript", "", "only in this transcript")
	fl.StringVar(&f.Kind, "kind", "", "only omission, “other code” or “other bounds”")
	fl.BoolVar(&f.Undecided, "undecided", false, "only what waits for a decision")
	fl.BoolVar(&bounds, "bounds", false, "also where all gave a code, to words that hardly overlap")
	fl.IntVarP(&last, "first", "n", 0, "only the first so many")
	cmd.AddCommand(reconcileShow(g), reconcileDecide(g), reconcileAccept(g))
	return cmd
}

func unitReports(w *study.RoundWork, units []reconcile.Disagreement) []study.UnitReport {
	reports := []study.UnitReport{}
	for _, d := range units {
		reports = append(reports, w.Report(d))
	}
	return reports
}

func printQueue(out io.Writer, w *study.RoundWork, all, queue []reconcile.Disagreement) {
	t := reconcile.Count(all)
	fmt.Fprintf(out, "round “%s”: coders differ on %s; %d decided, %d parked, %d to be looked at again, %d undecided\n", w.Round.Name,
		prose.Counted(t.Places, "place", "places"), t.Decided, t.Parked, t.Review, t.Waiting())
	for _, d := range queue {
		p := w.Report(d)
		var asks []string
		for _, q := range p.Questions {
			name := q.Code[strings.LastIndex(q.Code, "/")+1:]
			if q.Kind == string(reconcile.OtherBounds) {
				asks = append(asks, name+" (bounds)")
				continue
			}
			asks = append(asks, fmt.Sprintf("%s (%s / %s)", name, strings.Join(q.Yes, ", "), strings.Join(q.No, ", ")))
		}
		fmt.Fprintf(out, "%-9s  %-10s  %s\n", p.State, p.Ref, strings.Join(asks, "; "))
	}
	if len(queue) > 0 {
		fmt.Fprintln(out, "(code: who applied it / who did not)")
	}
}

func reconcileShow(g *globals) *cobra.Command {
	var r reconciling
	cmd := &cobra.Command{
		Use:   "show PLACE",
		Short: "A place in full: the passage, what each coder said, what was decided",
		Args:  args(cobra.ExactArgs(1)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			w, err := r.work(ctx, s)
			if err != nil {
				return answer{}, err
			}
			unit, err := w.RatingMatrix.Find(a[0])
			if err != nil {
				return answer{}, err
			}
			p := w.Report(w.RatingMatrix.At(unit, w.Decisions))
			return answer{value: p, text: func(out io.Writer) { printPlace(out, p) }}, nil
		}),
	}
	r.register(cmd)
	return cmd
}

func printPlace(out io.Writer, p study.UnitReport) {
	fmt.Fprintf(out, "%s, %s\n\n", p.Ref, p.Label)
	if p.Speaker != "" {
		fmt.Fprintf(out, "%s: ", p.Speaker)
	}
	fmt.Fprintf(out, "%s\n\n", p.Text)
	for _, c := range p.Coders {
		if c.Missing {
			fmt.Fprintf(out, "%s  did not rate it\n", c.Coder)
		} else if c.Silent {
			fmt.Fprintf(out, "%s  no code\n", c.Coder)
		}
		for _, k := range c.Codings {
			fmt.Fprintf(out, "%s  %s: “%s”\n", c.Coder, k.Code, k.Quote)
			if k.Memo != "" {
				fmt.Fprintf(out, "    memo: %s\n", k.Memo)
			}
		}
	}
	fmt.Fprintln(out)
	for _, q := range p.Questions {
		switch {
		case q.Kind == string(reconcile.OtherBounds):
			fmt.Fprintf(out, "%s: other bounds, by %s\n", q.Code, strings.Join(q.Yes, ", "))
		case len(q.No) == 0:
			fmt.Fprintf(out, "%s: applied by all who rated it\n", q.Code)
		default:
			fmt.Fprintf(out, "%s: %s; yes %s, no %s\n", q.Code, q.Kind, strings.Join(q.Yes, ", "), strings.Join(q.No, ", "))
		}
	}
	if d := p.Decision; d != nil {
		fmt.Fprintf(out, "\n%s: %s. %s (%s, %s", p.State, d.Verdict(), d.Reason, d.By, d.Time.Local().Format("2006-01-02 15:04"))
		if len(d.Present) > 0 {
			fmt.Fprintf(out, "; present: %s", strings.Join(d.Present, ", "))
		}
		fmt.Fprintln(out, ")")
	}
}

func reconcileDecide(g *globals) *cobra.Command {
	var r reconciling
	var words string
	cmd := &cobra.Command{
		Use:   "decide PLACE VERDICT",
		Short: "Record a decision about a place",
		Long: `Record what was decided about a place. VERDICT is a coder's name (her codes),
all (every code in question), none, park, “code NAME” (another code in place of
those in question), or code by code: “trust=yes, network access=no”. With --words
what applies applies to those words of the unit.`,
		Example: `  concord reconcile decide KI-02:14 ben --reason "the map is data" --present ana,ben
  concord reconcile decide KI-02:16 "trust=yes, viability=no"`,
		Args: args(cobra.MinimumNArgs(2)),
		RunE: g.verb(func(ctx context.Context, s *study.Study, a []string) (answer, error) {
			w, err := r.work(ctx, s)
			if err != nil {
				return answer{}, err
			}
			p, err := r.decide(ctx, s, w, a[0], strings.Join(a[1:], " "), words)
			if err != nil {
				return answer{}, err
			}
			return said("%s, %s: %s", p.State, p.Ref, p.Decision.Verdict()).as(p), nil
		}),
	}
	r.registerWhy(cmd)
	cmd.Flags().StringVar(&words, "words", "", "the very words of the unit that what applies applies to")
	return cmd
}

// decide records a decision about a unit; with words, what applies applies to
// those.
func (r *reconciling) decide(ctx context.Context, s *study.Study, w *study.RoundWork, place, decision, words string) (study.UnitReport, error) {
	unit, err := w.RatingMatrix.Find(place)
	if err != nil {
		return study.UnitReport{}, err
	}
	v, err := w.ParseAdjudication(decision)
	if err != nil {
		return study.UnitReport{}, err
	}
	v.Reason, v.Present = r.reason, r.present
	if words != "" {
		if v.Bounds, err = wordsIn(w, unit, words); err != nil {
			return study.UnitReport{}, err
		}
	}
	if _, err := s.Decide(ctx, w, unit, v); err != nil {
		return study.UnitReport{}, err
	}
	return w.Report(w.RatingMatrix.At(unit, w.Decisions)), nil
}

// wordsIn finds words within a unit.
func wordsIn(w *study.RoundWork, unit int, words string) (corpus.Span, error) {
	p := w.RatingMatrix.Units[unit]
	text := w.RatingMatrix.Coded[p.Coded].Text.Slice(p.Segment.Span)
	at := strings.Index(text, words)
	switch {
	case at < 0:
		return corpus.Span{}, fmt.Errorf("the unit %s does not hold the words “%s”", w.RatingMatrix.Ref(unit), words)
	case strings.Contains(text[at+1:], words):
		return corpus.Span{}, fmt.Errorf("the words “%s” come more than once in the unit %s; give more of them", words, w.RatingMatrix.Ref(unit))
	}
	start := p.Segment.Span.Start + corpus.Offset(at)
	return corpus.Span{Start: start, End: start + corpus.Offset(len(words))}, nil
}

func reconcileAccept(g *globals) *cobra.Command {
	var r reconciling
	var dry bool
	cmd := &cobra.Command{
		Use:   "accept",
		Short: "Record that the places on which all coders agree were looked at",
		Args:  args(cobra.NoArgs),
		RunE: g.verb(func(ctx context.Context, s *study.Study, _ []string) (answer, error) {
			w, err := r.work(ctx, s)
			if err != nil {
				return answer{}, err
			}
			units := w.RatingMatrix.Unanimous(w.Decisions)
			if !dry {
				if _, err := s.Accept(ctx, w, units, r.reason, r.present); err != nil {
					return answer{}, err
				}
			}
			reports := unitReports(w, units)
			return answer{value: reports, text: func(out io.Writer) { printAccepted(out, reports, dry) }}, nil
		}),
	}
	r.registerWhy(cmd)
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only list them")
	return cmd
}

func printAccepted(out io.Writer, reports []study.UnitReport, dry bool) {
	for _, p := range reports {
		var codes []string
		for _, q := range p.Questions {
			codes = append(codes, q.Code[strings.LastIndex(q.Code, "/")+1:])
		}
		fmt.Fprintf(out, "%-10s  %s\n", p.Ref, strings.Join(codes, "; "))
	}
	verb := "accepted"
	if dry {
		verb = "to accept:"
	}
	fmt.Fprintf(out, "%s %s on which all agree\n", verb, prose.Counted(len(reports), "place", "places"))
}
