package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/gamma"
	"concord/codebook/agreement/span"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// spanFlags ask for agreement on spans made elsewhere.
type spanFlags struct {
	file, lengths string
	begin, end    int
	together      []string
}

func (s *spanFlags) register(f *pflag.FlagSet) {
	f.StringVar(&s.file, "spans", "", "a CSV of spans instead of the project")
	f.Var((*position)(&s.begin), "begin", "where the continuum of --spans begins")
	f.Var((*position)(&s.end), "end", "where it ends")
	f.StringVar(&s.lengths, "lengths", "", "a CSV of transcript,length instead of --begin and --end")
	f.StringArrayVar(&s.together, "together", nil, "categories of --spans that exclude each other, set off by commas: uα and cuα of these together; may be given several times")
}

// position is a flag that holds a whole number, also if it is written like 44.0,
// as programs do that take it for a number of any kind.
type position int

func (p *position) Set(s string) error {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil || x != math.Trunc(x) || math.Abs(x) > 1<<53 {
		return errors.New("it is not a whole number")
	}
	*p = position(x)
	return nil
}

func (p *position) String() string { return strconv.Itoa(int(*p)) }

func (p *position) Type() string { return "int" }

// gammaFlags ask for γ.
type gammaFlags struct {
	asked                         bool
	sampler, dissimilarities      string
	alpha, beta, empty, precision float64
}

func (s *gammaFlags) register(f *pflag.FlagSet) {
	d := gamma.DefaultOptions()
	f.BoolVar(&s.asked, "gamma", false, "compute γ too, which takes longer")
	f.StringVar(&s.sampler, "sampler", string(gamma.ShuffleSampler), "how γ makes random spans: shuffle or statistical; on --spans both are reported, this one as γ")
	f.Float64Var(&s.alpha, "alpha", d.Alpha, "weight of position in γ's dissimilarity")
	f.Float64Var(&s.beta, "beta", d.Beta, "weight of category in it")
	f.Float64Var(&s.empty, "delta-empty", d.DeltaEmpty, "what a span without a partner costs; γ does not depend on it, its disorders do")
	f.StringVar(&s.dissimilarities, "dissimilarities", "", "a CSV of category × category, from 0 to 1, for γ (default: any two are 1 apart)")
	f.Float64Var(&s.precision, "precision", d.Precision, "how exactly the disorder by chance must be known for γ, as a share of it; .02 takes a sixteenth of the time")
}

// options gives γ's options, and the samplers, the one asked for first.
func (s gammaFlags) options(seed uint64) (gamma.Options, []gamma.Sampler, error) {
	samplers := []gamma.Sampler{gamma.ShuffleSampler, gamma.StatisticalSampler}
	first := slices.Index(samplers, gamma.Sampler(s.sampler))
	if first < 0 {
		return gamma.Options{}, nil, fmt.Errorf("%q is no sampler; samplers are shuffle and statistical", s.sampler)
	}
	samplers[0], samplers[first] = samplers[first], samplers[0]
	g := gamma.DefaultOptions()
	g.Seed, g.Alpha, g.Beta, g.DeltaEmpty, g.Precision, g.Sampler = seed, s.alpha, s.beta, s.empty, s.precision, samplers[0]
	if s.dissimilarities != "" {
		file, err := os.Open(s.dissimilarities)
		if err != nil {
			return g, nil, fmt.Errorf("reading the dissimilarities: %w", err)
		}
		defer file.Close()
		if g.Categorical, err = gamma.ReadDissimilarities(file); err != nil {
			return g, nil, fmt.Errorf("%s: %w", s.dissimilarities, err)
		}
	}
	return g, samplers, nil
}

func agreeSpans(cmd *cobra.Command, g *globals, f agreeFlags) error {
	fl := cmd.Flags()
	switch {
	case f.spans.lengths == "" && !fl.Changed("end"):
		return usageError{fmt.Errorf("agree: --spans needs --end (and --begin, if it is not 0), or --lengths FILE: what nobody marked counts too")}
	case f.spans.lengths != "" && (fl.Changed("end") || fl.Changed("begin")):
		return usageError{fmt.Errorf("agree: --lengths says where each transcript ends: leave out --begin and --end")}
	case f.spans.lengths == "-" && f.spans.file == "-":
		return usageError{fmt.Errorf("agree: --spans and --lengths cannot both be read from standard input")}
	}
	format, err := f.outputFormat(g, "table", "json")
	if err != nil {
		return err
	}
	measured, err := measureSpans(cmd, f)
	if err != nil {
		return err
	}
	return writeOutput(cmd, f, func(w io.Writer) error {
		if format == "json" {
			return printJSON(w, measured)
		}
		return spanTable(w, measured)
	})
}

func measureSpans(cmd *cobra.Command, f agreeFlags) (span.Report, error) {
	var none span.Report
	how := f.resampling(0)
	if f.jackknife && f.bootstrap < 0 {
		how = f.resampling(1000)
	}
	options := span.PanelOptions{Resamples: how.Resamples, Seed: how.Seed, Jackknife: how.Jackknife}
	for _, list := range f.spans.together {
		codes, err := commaList(list)
		if err != nil {
			return none, usageError{fmt.Errorf("agree: --together: %w", err)}
		}
		options.Domains = append(options.Domains, span.Domain{Name: strings.Join(codes, ", "), Codes: codes})
	}
	if f.gamma.asked {
		g, samplers, err := f.gamma.options(how.Seed)
		if err != nil {
			return none, usageError{fmt.Errorf("agree: %w", err)}
		}
		g.Progress = gammaProgress(cmd)
		options.Gamma, options.Samplers = &g, samplers
	}
	file, err := openInput(cmd, f.spans.file)
	if err != nil {
		return none, fmt.Errorf("reading the spans: %w", err)
	}
	defer file.Close()
	bounds := continuum.Bounds{Begin: f.spans.begin, End: f.spans.end}
	if f.spans.lengths != "" {
		lengths, err := openInput(cmd, f.spans.lengths)
		if err != nil {
			return none, fmt.Errorf("reading the lengths: %w", err)
		}
		defer lengths.Close()
		bounds.Lengths = lengths
	}
	texts, notes, err := continuum.Read(file, bounds)
	if err != nil {
		name := f.spans.file
		if strings.HasPrefix(err.Error(), "reading the lengths") {
			name = f.spans.lengths
		}
		return none, fmt.Errorf("%s: %w", name, err)
	}
	measured, err := span.Panel(cmd.Context(), texts, options)
	measured.Notes = append(notes, measured.Notes...)
	return measured, err
}

// spanTable prints the report's JSON in the order of its names, a line a value:
// the figures are too many and too different for columns.
func spanTable(out io.Writer, measured span.Report) error {
	raw, err := json.Marshal(measured)
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
