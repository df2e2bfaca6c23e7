package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"concord/codebook/agreement"
)

// spanFlags ask for agreement on spans made elsewhere.
type spanFlags struct {
	file, lengths string
	begin, end    int
	gamma         bool
	sampler       string
	alpha, beta   float64
}

func (s *spanFlags) register(f *pflag.FlagSet) {
	f.StringVar(&s.file, "spans", "", "a CSV of spans instead of the project")
	f.IntVar(&s.begin, "begin", 0, "where the continuum of --spans begins")
	f.IntVar(&s.end, "end", -1, "where it ends")
	f.StringVar(&s.lengths, "lengths", "", "a CSV of transcript,length instead of --begin and --end")
	d := agreement.DefaultGammaOptions()
	f.BoolVar(&s.gamma, "gamma", false, "compute γ too, which takes longer")
	f.StringVar(&s.sampler, "sampler", string(agreement.ShuffleSampler), "how γ makes random spans: shuffle or statistical; both are reported, this one as γ")
	f.Float64Var(&s.alpha, "alpha", d.Alpha, "weight of position in γ's dissimilarity")
	f.Float64Var(&s.beta, "beta", d.Beta, "weight of category in it")
}

func agreeSpans(cmd *cobra.Command, g *globals, f agreeFlags) error {
	if err := checkSeed(f); err != nil {
		return err
	}
	if f.spans.lengths == "" && f.spans.end < 0 {
		return usageError{fmt.Errorf("agree: --spans needs --end (and --begin, if it is not 0), or --lengths FILE: what nobody marked counts too")}
	}
	report, err := measureSpans(cmd.Context(), f)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	if g.json || f.format == "json" {
		return printJSON(out, report)
	}
	return spanTable(out, report)
}

func measureSpans(ctx context.Context, f agreeFlags) (agreement.SpanReport, error) {
	var none agreement.SpanReport
	file, err := os.Open(f.spans.file)
	if err != nil {
		return none, fmt.Errorf("reading the spans: %w", err)
	}
	defer file.Close()
	bounds := agreement.SpanBounds{Begin: f.spans.begin, End: f.spans.end}
	if f.spans.lengths != "" {
		lengths, err := os.Open(f.spans.lengths)
		if err != nil {
			return none, fmt.Errorf("reading the lengths: %w", err)
		}
		defer lengths.Close()
		bounds.Lengths = lengths
	}
	texts, notes, err := agreement.ReadSpans(file, bounds)
	if err != nil {
		return none, fmt.Errorf("reading the spans %s: %w", f.spans.file, err)
	}
	options := agreement.SpanPanelOptions{Resamples: max(f.bootstrap, 0), Seed: uint64(f.seed)}
	if f.spans.gamma {
		samplers := []agreement.GammaSampler{agreement.ShuffleSampler, agreement.StatisticalSampler}
		first := slices.Index(samplers, agreement.GammaSampler(f.spans.sampler))
		if first < 0 {
			return none, usageError{fmt.Errorf("agree: %q is no sampler; samplers are shuffle and statistical", f.spans.sampler)}
		}
		samplers[0], samplers[first] = samplers[first], samplers[0]
		g := agreement.DefaultGammaOptions()
		g.Seed, g.Alpha, g.Beta = uint64(f.seed), f.spans.alpha, f.spans.beta
		options.Gamma, options.Samplers = &g, samplers
	}
	report, err := agreement.SpanPanel(ctx, texts, options)
	report.Notes = append(notes, report.Notes...)
	return report, err
}

// spanTable prints the report's JSON in the order of its names, a line a value:
// the figures are too many and too different for columns.
func spanTable(out io.Writer, report agreement.SpanReport) error {
	raw, err := json.Marshal(report)
	if err != nil {
		return err
	}
	var tree map[string]any
	if err := json.Unmarshal(raw, &tree); err != nil {
		return err
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	printTree(w, "", tree)
	return w.Flush()
}
