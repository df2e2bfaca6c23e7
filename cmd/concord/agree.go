package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/store/study"
)

// agreeFlags are those of “concord agree” on a project.
type agreeFlags struct {
	unit, overlap, speakers, format, version string
	coders, codes, transcripts               []string
	assume                                   bool
	bootstrap                                int
	seed                                     uint32
	matrix                                   matrixFlags
	spans                                    spanFlags
}

func agreeCommand(g *globals) *cobra.Command {
	var f agreeFlags
	cmd := &cobra.Command{
		Use:   "agree",
		Short: "How far coders agree, code by code; or on a matrix or spans made elsewhere",
		Long: `Measure agreement between coders.

On the project: codings become ratings of units by rules that are printed beside
the figures. A coder counts on a transcript that she has marked as complete.

With --matrix FILE.csv: rows are units, columns coders; a header line, first
column the unit's name; an empty cell is missing. With --spans FILE.csv: columns
coder,start,end,category, half-open. Both need no project.`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case f.matrix.file != "" && f.spans.file != "":
				return usageError{fmt.Errorf("agree: --matrix and --spans are two questions; ask one")}
			case f.matrix.file != "":
				return agreeMatrix(cmd, g, f)
			case f.spans.file != "":
				return agreeSpans(cmd, g, f)
			}
			return agreeProject(cmd, g, f)
		},
	}
	fl := cmd.Flags()
	fl.StringVar(&f.unit, "unit", "turn", "what is rated: turn, sentence, paragraph or transcript")
	fl.StringVar(&f.overlap, "overlap", "any", "how much of a unit's words must be coded: any, half or all")
	fl.StringVar(&f.speakers, "speakers", "participants", "whose units count: participants (all but interviewers) or all")
	fl.BoolVar(&f.assume, "assume-complete", false, "count every transcript on which a coder has a coding as finished")
	fl.StringSliceVar(&f.coders, "coders", nil, "which coders, set off by commas (default: all who count)")
	fl.StringArrayVar(&f.codes, "code", nil, "a code, by name or path; may be given several times (default: all)")
	fl.StringSliceVar(&f.transcripts, "transcripts", nil, "which transcripts (default: all)")
	fl.StringVar(&f.version, "version", "", "under which saved codebook version, such as v1 (default: the working codebook)")
	fl.StringVar(&f.format, "format", "", "table, csv or json")
	fl.IntVar(&f.bootstrap, "bootstrap", -1, "resamples for the intervals; 0 for none (default: 1000 on a project, else none)")
	fl.Uint32Var(&f.seed, "seed", 1, "seed of the resamples (below 2147483648)")
	f.matrix.register(fl)
	f.spans.register(fl)
	return cmd
}

func (f agreeFlags) question() (study.AgreementQuestion, error) {
	q := study.AgreementQuestion{Coders: f.coders, Codes: f.codes, Transcripts: f.transcripts, Version: f.version, Bootstrap: f.bootstrap, Seed: uint64(f.seed)}
	if q.Bootstrap < 0 {
		q.Bootstrap = 1000
	}
	var err1, err2 error
	q.Rules.Unit, err1 = reconcile.ParseUnit(f.unit)
	q.Rules.Overlap, err2 = reconcile.ParseOverlap(f.overlap)
	if err := firstError(err1, err2); err != nil {
		return q, usageError{fmt.Errorf("agree: %w", err)}
	}
	switch f.speakers {
	case "participants":
	case "all":
		q.Rules.AllSpeakers = true
	default:
		return q, usageError{fmt.Errorf("agree: --speakers is participants or all, not %q", f.speakers)}
	}
	q.Rules.AssumeComplete = f.assume
	return q, nil
}

func agreeProject(cmd *cobra.Command, g *globals, f agreeFlags) error {
	q, err := f.question()
	if err != nil {
		return err
	}
	s, err := g.open(cmd.Context())
	if err != nil {
		return err
	}
	a, err := s.Agreement(cmd.Context(), q)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	switch {
	case g.json || f.format == "json":
		return printJSON(out, a)
	case f.format == "csv":
		return a.WriteCSV(out)
	case f.format == "" || f.format == "table":
		return agreementTable(out, a)
	}
	return usageError{fmt.Errorf("agree: %q is no format; formats are table, csv and json", f.format)}
}

// agreementTable prints one line a code and the rules below.
func agreementTable(out io.Writer, a *study.Agreement) error {
	var names []string
	for _, c := range a.Lineup.Coders {
		names = append(names, c.Name)
	}
	fmt.Fprintf(out, "Agreement of %s, by %s; codebook %s\n\n", joinOr(names, "nobody"), a.Lineup.Rules.Unit, a.Codebook)
	alpha, percent, positive, ac1 := a.Coefficient("krippendorff_alpha_nominal"), a.Coefficient("percent_agreement"), a.Coefficient("positive_agreement"), a.Coefficient("gwet_ac1")
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "code\tunits\tall\tsome\tnone\tpercent\tα nominal\t95 %\tPA+\tAC1\tprevalence")
	var reasons []string
	for _, c := range a.Codes {
		if len(c.Estimates) == 0 {
			fmt.Fprintf(w, "%s\t0\t\t\t\t—\t—\t\t—\t—\t—\n", c.Path)
			continue
		}
		interval := ""
		if ci := a.Interval(c, alpha); ci.Defined() && c.Estimates[alpha].Value.Defined() {
			interval = fmt.Sprintf("%s to %s", short(ci.Low), short(ci.High))
		}
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", c.Path, c.Pairable, c.All, c.Some, c.None,
			value(c.Estimates[percent].Value), value(c.Estimates[alpha].Value), interval, value(c.Estimates[positive].Value), value(c.Estimates[ac1].Value), value(c.Prevalence))
		if why := c.Estimates[alpha].Value.Undefined; why != "" {
			reasons = append(reasons, fmt.Sprintf("%s: α is undefined: %s.", c.Path, why))
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out)
	for _, line := range append(a.Lineup.Sentences(), a.IntervalSentence()) {
		fmt.Fprintln(out, line)
	}
	for _, line := range reasons {
		fmt.Fprintln(out, line)
	}
	return nil
}

// value writes a number with two decimals and without a leading zero, as papers
// print coefficients; "—" for none.
func value(v agreement.Value) string {
	if !v.Defined() {
		return "—"
	}
	return short(v.Number)
}

func short(x float64) string {
	s := fmt.Sprintf("%.2f", x)
	s = strings.Replace(s, "0.", ".", 1)
	if s == "-.00" {
		s = ".00"
	}
	return s
}
