package main

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"concord/codebook/agreement"
	"concord/codebook/agreement/planning"
	"concord/codebook/report"
	"concord/corpus/prose"
)

// matrixFlags ask for agreement on a matrix made elsewhere.
type matrixFlags struct {
	file, level, scale, cluster string
	weights                     []string
	sets                        bool
	circumference               float64
	claims                      planning.Claims
}

func (m *matrixFlags) register(f *pflag.FlagSet) {
	f.StringVar(&m.file, "matrix", "", "a CSV of units × coders instead of the project")
	f.StringVar(&m.level, "level", "nominal", "level of the matrix's values: nominal, ordinal, interval, ratio or circular")
	f.StringVar(&m.scale, "scale", "", "all categories in their order, set off by commas as in a CSV (default: those in the matrix, sorted)")
	f.StringArrayVar(&m.weights, "weights", nil, "further agreement weights: linear, quadratic, ordinal, radical, ratio, circular, bipolar; several with commas, or given again")
	f.BoolVar(&m.sets, "sets", false, "a cell of the matrix holds codes set off by “;”; “-” means coded, and no code applies")
	f.StringVar(&m.cluster, "cluster", "", "a column that is no coder but says what a unit belongs to (its transcript)")
	f.Float64Var(&m.claims.Threshold, "threshold", 0, "of the matrix: the probability that each coefficient exceeds this, and the units needed to tell it of α")
	f.Float64Var(&m.claims.Width, "width", 0, "of the matrix, as a pilot: the units needed for a 95 % interval no wider than this")
	f.BoolVar(&m.claims.Generalise, "rho", false, "of the matrix of two coders and two categories: Shaffer's ρ, whether κ on these units generalises (above --threshold, else .65)")
	f.BoolVar(&m.claims.Pairs, "krippendorff-bootstrap", false, "of the matrix: Krippendorff's own bootstraps of α beside the other, to compare with KALPHA and icr")
	f.Float64Var(&m.circumference, "circumference", 0, "of a circular scale, in its own unit (24 for hours)")
}

func agreeMatrix(cmd *cobra.Command, g *globals, f agreeFlags) error {
	format, err := f.outputFormat(g, "table", "csv", "json", "tex", "docx")
	if err != nil {
		return err
	}
	measured, err := measureMatrix(cmd, f)
	if err != nil {
		return err
	}
	return writeOutput(cmd, f, tableWriter(reportTable(measured), format, measured))
}

func measureMatrix(cmd *cobra.Command, f agreeFlags) (agreement.Report, error) {
	var none agreement.Report
	m := f.matrix
	level, err := agreement.ParseLevel(m.level)
	if err != nil {
		return none, usageError{fmt.Errorf("agree: %w", err)}
	}
	if m.sets && level != agreement.Nominal {
		return none, usageError{fmt.Errorf("agree: --level %s does not go with --sets: sets of codes have no order", m.level)}
	}
	options := agreement.MatrixOptions{Level: level, Cluster: m.cluster, Circumference: m.circumference}
	if m.scale != "" {
		if options.Scale, err = commaList(m.scale); err != nil {
			return none, usageError{fmt.Errorf("agree: --scale: %w", err)}
		}
	}
	how := f.resampling(0)
	panel := agreement.PanelOptions{Resamples: how.Resamples, Seed: how.Seed, Drawn: how.Drawn, Jackknife: how.Jackknife}
	for _, list := range m.weights {
		for name := range strings.SplitSeq(list, ",") {
			w, err := agreement.ParseWeights(strings.TrimSpace(name))
			if err != nil {
				return none, usageError{fmt.Errorf("agree: %w", err)}
			}
			panel.Weights = append(panel.Weights, w)
		}
	}
	file, err := openInput(cmd, m.file)
	if err != nil {
		return none, fmt.Errorf("reading the matrix: %w", err)
	}
	defer file.Close()
	table, err := tabulate(file, m.sets, options)
	if err != nil {
		return none, fmt.Errorf("%s: %w", m.file, err)
	}
	return planning.Panel(table, panel, m.claims)
}

// openInput opens a file to be read; "-" is standard input.
func openInput(cmd *cobra.Command, path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(cmd.InOrStdin()), nil
	}
	return os.Open(path)
}

// commaList takes a line of a CSV apart.
func commaList(s string) ([]string, error) {
	c := csv.NewReader(strings.NewReader(s))
	c.TrimLeadingSpace = true
	list, err := c.Read()
	if err != nil {
		return nil, fmt.Errorf("%q is no list set off by commas: a quotation mark is out of place", s)
	}
	for i := range list {
		if list[i] = strings.TrimSpace(list[i]); list[i] == "" {
			return nil, errors.New("a category has no name")
		}
	}
	return list, nil
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

// reportTable is a report as a table: a row a coefficient; for sets, those of
// each code follow.
func reportTable(measured agreement.Report) report.Table {
	t := report.Table{Title: fmt.Sprintf("%s, %s of which %d were rated by two or more", prose.Counted(len(measured.Coders), "coder", "coders"), prose.Counted(measured.Units, "unit", "units"), measured.Pairable),
		Columns: []report.Column{{Name: "coefficient"}, {Name: "value", Numbers: true}, {Name: "95 %", Numbers: true}, {Name: "interval, or why there is no value"}}}
	if measured.Sets {
		t.Columns = append([]report.Column{{Name: "code"}}, t.Columns...)
	} else {
		t.Title += "; level " + measured.Level.String()
	}
	add := func(code string, list []agreement.Reported, apart bool) {
		for i, c := range list {
			cells := reportedCells(c)
			if measured.Sets {
				cells = append([]string{code}, cells...)
			}
			t.Rows = append(t.Rows, report.Row{Cells: cells, Apart: apart && i == 0})
		}
	}
	all := measured.Coefficients
	if measured.Sets {
		all = append(all, agreement.ReportedValue("pooled_kappa", measured.PooledKappa))
	}
	add("all", all, false)
	for _, c := range measured.Codes {
		add(c.Code, c.Coefficients, true)
		t.Notes = append(t.Notes, fmt.Sprintf("%s: all %d, some %d, none %d.", c.Code, c.Row.All, c.Row.Some, c.Row.None))
	}
	for _, note := range measured.Notes {
		t.Notes = append(t.Notes, "Note: "+note+".")
	}
	return t
}

func reportedCells(c agreement.Reported) []string {
	e := c.Estimate
	if !e.Value.Defined() {
		return []string{c.Name, "—", "", e.Value.Undefined}
	}
	ci, how := c.Interval()
	cells := []string{c.Name, fmt.Sprintf("%.4f", e.Value.Number), ""}
	say := []string{how}
	if ci.Defined() {
		cells[2] = fmt.Sprintf("%.4f to %.4f", ci.Low, ci.High)
	} else {
		say[0] = "no interval: " + ci.Undefined
	}
	if b := c.Bootstrap; b != nil && b.Undefined > 0 {
		say = append(say, fmt.Sprintf("undefined in %d of %d resamples", b.Undefined, b.Resamples))
	}
	if warning := e.Warning(); warning != "" {
		say = append(say, warning)
	}
	if c.Claimed != nil {
		say = append(say, c.Claimed.Sentences()...)
	}
	return append(cells, strings.Join(say, "; "))
}
