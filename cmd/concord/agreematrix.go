package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"concord/codebook/agreement"
)

// matrixFlags ask for agreement on a matrix made elsewhere.
type matrixFlags struct {
	file, level, scale, cluster string
	weights                     []string
	sets                        bool
	circumference               float64
}

func (m *matrixFlags) register(f *pflag.FlagSet) {
	f.StringVar(&m.file, "matrix", "", "a CSV of units × coders instead of the project")
	f.StringVar(&m.level, "level", "nominal", "level of the matrix's values: nominal, ordinal, interval, ratio or circular")
	f.StringVar(&m.scale, "scale", "", "all categories in their order, set off by commas (default: those in the matrix, sorted)")
	f.StringArrayVar(&m.weights, "weights", nil, "further agreement weights: linear, quadratic, ordinal, radical, ratio, circular, bipolar; may be given several times")
	f.BoolVar(&m.sets, "sets", false, "a cell of the matrix holds codes set off by “;”; “-” means coded, and no code applies")
	f.StringVar(&m.cluster, "cluster", "", "a column that is no coder but says what a unit belongs to (its transcript)")
	f.Float64Var(&m.circumference, "circumference", 0, "of a circular scale, in its own unit (24 for hours)")
}

func checkSeed(f agreeFlags) error {
	if f.seed > math.MaxInt32 {
		return usageError{fmt.Errorf("agree: --seed must be below 2147483648")}
	}
	return nil
}

func agreeMatrix(cmd *cobra.Command, g *globals, f agreeFlags) error {
	report, err := measureMatrix(f)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if g.json || f.format == "json" {
		return printJSON(out, report)
	}
	fmt.Fprintf(out, "%s, %d units of which %d were rated by two or more; level %s\n\n", counted(len(report.Coders), "coder", "coders"), report.Units, report.Pairable, report.Level)
	reportedTable(out, report.Coefficients)
	for _, c := range report.Codes {
		fmt.Fprintf(out, "\n%s: all %d, some %d, none %d\n", c.Code, c.Row.All, c.Row.Some, c.Row.None)
		reportedTable(out, c.Coefficients)
	}
	if len(report.Notes) > 0 {
		fmt.Fprintln(out)
	}
	for _, note := range report.Notes {
		fmt.Fprintf(out, "Note: %s.\n", note)
	}
	return nil
}

func measureMatrix(f agreeFlags) (agreement.Report, error) {
	var none agreement.Report
	if err := checkSeed(f); err != nil {
		return none, err
	}
	level, err := agreement.ParseLevel(f.matrix.level)
	if err != nil {
		return none, usageError{fmt.Errorf("agree: %w", err)}
	}
	options := agreement.MatrixOptions{Level: level, Cluster: f.matrix.cluster, Circumference: f.matrix.circumference}
	if f.matrix.scale != "" {
		options.Scale = strings.Split(f.matrix.scale, ",")
	}
	panel := agreement.PanelOptions{Resamples: max(f.bootstrap, 0), Seed: uint64(f.seed), Drawn: agreement.DrawAsFits}
	for _, list := range f.matrix.weights {
		for name := range strings.SplitSeq(list, ",") {
			w, err := agreement.ParseWeights(name)
			if err != nil {
				return none, usageError{fmt.Errorf("agree: %w", err)}
			}
			panel.Weights = append(panel.Weights, w)
		}
	}
	file, err := os.Open(f.matrix.file)
	if err != nil {
		return none, fmt.Errorf("reading the matrix: %w", err)
	}
	defer file.Close()
	table, err := tabulate(file, f.matrix.sets, options)
	if err != nil {
		return none, fmt.Errorf("reading the matrix %s: %w", f.matrix.file, err)
	}
	return agreement.Panel(table, panel)
}

func tabulate(r io.Reader, sets bool, options agreement.MatrixOptions) (*agreement.Table, error) {
	if sets {
		ratings, err := agreement.ReadSetMatrix(r, options)
		if err != nil {
			return nil, err
		}
		return agreement.TabulateSets(ratings)
	}
	ratings, err := agreement.ReadMatrix(r, options)
	if err != nil {
		return nil, err
	}
	return agreement.Tabulate(ratings)
}

func reportedTable(out io.Writer, list []agreement.Reported) {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, c := range list {
		e := c.Estimate
		interval, note := "", e.Value.Undefined
		ci, how := e.CI95, "analytic"
		if c.Bootstrap != nil {
			ci, how = c.Bootstrap.CI95, "bootstrap over "+c.Bootstrap.Drawn.String()
		}
		if e.Value.Defined() && ci.Defined() {
			interval = fmt.Sprintf("[%.4f, %.4f] %s", ci.Low, ci.High, how)
		}
		shown := "—"
		if e.Value.Defined() {
			shown = fmt.Sprintf("%.4f", e.Value.Number)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", c.Name, shown, interval, note)
	}
	_ = w.Flush()
}
