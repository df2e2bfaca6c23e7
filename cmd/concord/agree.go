package main

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/store/study"
)

// agreeFlags are those of “concord agree”.
type agreeFlags struct {
	unit, overlap, speakers, pattern, segmentation string
	words, depth                                   int
	assume, rollUp, themes                         bool
	version, round, layer, asOf                    string
	against                                        bool
	coders, codes, transcripts                     []string
	by, coefficient, benchmark                     string
	atLeast                                        float64
	confusion, methods, discuss                    bool
	format, output                                 string
	force                                          bool
	matrixOut                                      string
	scripts                                        []string

	bootstrap int
	seed      string
	resample  string
	jackknife bool
	matrix    matrixFlags
	spans     spanFlags
	gamma     gammaFlags
}

func agreeCommand(g *globals) *cobra.Command {
	var f agreeFlags
	cmd := &cobra.Command{
		Use:   "agree",
		Short: "How far coders agree, code by code; or on a matrix or spans made elsewhere",
		Long: `Measure agreement between coders.

On the project: codings become ratings of units by rules that are printed beside
the figures. A coder counts on a transcript that she has marked as complete.
With --unit character codings are compared as spans of text.

With --matrix FILE.csv: rows are units, columns coders; a header line, first
column the unit's name; an empty cell is missing. With --spans FILE.csv: columns
coder,start,end,category, half-open. Both need no project; “-” reads from
standard input.`,
		Example: `  concord agree                                    all codes, by turn, with the rules
  concord agree --coders ana,ben --by transcript   one coefficient, code × transcript
  concord agree --unit segment --words 40 --format docx -o agreement.docx
  concord agree --code trust --matrix-out trust.csv --script trust.R
  concord agree --unit character --gamma           as spans of text
  concord agree --discuss                          the passages, and no figure
  concord agree --matrix ratings.csv --level ordinal --scale 1,2,3,4,5 --json`,
		Args: args(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.suit(cmd.Flags()); err != nil {
				return usageError{fmt.Errorf("agree: %w", err)}
			}
			switch {
			case cmd.Flags().Changed("matrix"):
				return agreeMatrix(cmd, g, f)
			case cmd.Flags().Changed("spans"):
				return agreeSpans(cmd, g, f)
			}
			return agreeProject(cmd, g, f)
		},
	}
	f.register(cmd.Flags())
	return cmd
}

func (f *agreeFlags) register(fl *pflag.FlagSet) {
	fl.SortFlags = false
	fl.StringVar(&f.unit, "unit", "turn", "what is rated: turn, sentence, paragraph, segment, transcript or character")
	fl.IntVar(&f.words, "words", 0, "of the unit segment: so many words each")
	fl.StringVar(&f.pattern, "pattern", "", "of the unit segment: a regular expression for what stands between two")
	fl.StringVar(&f.segmentation, "segmentation", "", "of the unit segment: the segments of this segmentation (concord segments)")
	fl.StringVar(&f.overlap, "overlap", "any", "how much of a unit's words must be coded: any, half or all")
	fl.StringVar(&f.speakers, "speakers", "participants", "whose words count: participants (all but interviewers) or all")
	fl.BoolVar(&f.assume, "assume-complete", false, "count every transcript on which a coder has a coding as finished")
	fl.BoolVar(&f.rollUp, "roll-up", false, "a coding counts for the codes above its own as well")
	fl.BoolVar(&f.themes, "themes", false, "rate themes in place of codes: a coding counts for every theme that holds its code or one above it")
	fl.IntVar(&f.depth, "depth", 0, "tell codes apart down to this level; those below count as the one above")
	fl.StringSliceVar(&f.coders, "coders", nil, "which coders, set off by commas (default: all who count)")
	fl.StringArrayVar(&f.codes, "code", nil, "a code, by name or path (with --themes: a theme); may be given several times (default: all)")
	fl.StringSliceVar(&f.transcripts, "transcripts", nil, "which transcripts (default: all)")
	fl.StringVar(&f.version, "version", "", "under which saved codebook version, such as v1 (default: the working codebook)")
	fl.StringVar(&f.round, "round", "", "the work that counts in this round, in its units and under its codebook unless others are given")
	fl.StringVar(&f.layer, "layer", "independent", "of a --round: independent, or reconciled: before and after deciding, side by side")
	fl.BoolVar(&f.against, "against-agreed", false, "each coder of a --round beside what was agreed (in a training round: in its standard)")
	fl.StringVar(&f.asOf, "as-of", "", "as it was at a day or time (2026-03-11), a saved version (v1), the close of a round (its name) or a state")
	fl.StringVar(&f.by, "by", "", "measure parts too: pair, transcript, round, version, day, week, month, or an attribute such as sector")
	fl.StringVar(&f.coefficient, "coefficient", "", "the one shown with its interval (default: krippendorff_alpha_nominal)")
	fl.StringVar(&f.benchmark, "benchmark", "", "add a scale of interpretation: krippendorff, landis-koch, fleiss or altman")
	fl.Float64Var(&f.atLeast, "at-least", 0, "of --methods: the value chosen in advance for a code's coefficient to reach")
	fl.BoolVar(&f.confusion, "confusion", false, "which code stood in for which, in place of the table of codes")
	fl.BoolVar(&f.methods, "methods", false, "only the paragraph for the methods section")
	fl.BoolVar(&f.discuss, "discuss", false, "the passages on which coders differ and how many, and no coefficient")
	fl.StringVar(&f.format, "format", "", "table, csv, json, tex or docx (default: by the name of the output, else table)")
	fl.StringVarP(&f.output, "output", "o", "", "write to this file (default: standard output)")
	fl.BoolVar(&f.force, "force", false, "replace existing files")
	fl.StringVar(&f.matrixOut, "matrix-out", "", "write the exact units × coders to this CSV: of one --code as 1 and 0, else as sets")
	fl.StringArrayVar(&f.scripts, "script", nil, "write lines that compute the figure again from --matrix-out to this file, .R or .py")
	fl.IntVar(&f.bootstrap, "bootstrap", -1, "resamples for the intervals; 0 for none (default: 1000 on a project, else none)")
	fl.StringVar(&f.seed, "seed", "1", "seed of whatever is drawn, below 2147483648")
	fl.StringVar(&f.resample, "resample", "", "what the bootstrap draws: units or transcripts (default: transcripts; of a matrix without --cluster, units)")
	fl.BoolVar(&f.jackknife, "jackknife", false, "intervals by leaving out each transcript in turn, which suits few transcripts better (below ten it is done anyway)")
	f.matrix.register(fl)
	f.spans.register(fl)
	f.gamma.register(fl)
}

// Flags that belong to one of the three questions only.
var (
	projectOnly = []string{"unit", "words", "pattern", "segmentation", "overlap", "speakers", "assume-complete", "roll-up", "depth", "themes", "coders", "code", "transcripts",
		"version", "round", "layer", "against-agreed", "as-of", "by", "coefficient", "benchmark", "at-least", "confusion", "methods", "discuss", "matrix-out", "script"}
	matrixOnly = []string{"level", "scale", "weights", "sets", "cluster", "circumference", "threshold", "width", "rho", "krippendorff-bootstrap"}
	spansOnly  = []string{"begin", "end", "lengths", "together"}
	gammaToo   = []string{"gamma", "sampler", "alpha", "beta", "delta-empty", "dissimilarities", "precision"}
)

// suit checks that the flags given belong together.
func (f *agreeFlags) suit(fl *pflag.FlagSet) error {
	matrix, spans := fl.Changed("matrix"), fl.Changed("spans")
	if matrix && spans {
		return fmt.Errorf("--matrix and --spans are two questions; ask one")
	}
	if matrix && f.matrix.file == "" || spans && f.spans.file == "" {
		return fmt.Errorf("the name of the file is missing")
	}
	var strangers []string
	mode := "a question about the project"
	switch {
	case matrix:
		strangers, mode = append(append(append(strangers, projectOnly...), spansOnly...), gammaToo...), "--matrix"
	case spans:
		strangers, mode = append(append(append(strangers, projectOnly...), matrixOnly...), "resample"), "--spans"
	default:
		strangers = append(append(strangers, matrixOnly...), spansOnly...)
	}
	for _, name := range strangers {
		if fl.Changed(name) {
			return fmt.Errorf("--%s does not go with %s", name, mode)
		}
	}
	if fl.Changed("bootstrap") && f.bootstrap < 0 {
		return fmt.Errorf("--bootstrap is a number of resamples, 0 or more")
	}
	if f.jackknife && f.bootstrap == 0 && !matrix {
		return fmt.Errorf("--jackknife goes with a bootstrap: leave out --bootstrap 0")
	}
	if _, err := f.seedNumber(); err != nil {
		return err
	}
	_, err := f.drawn()
	return err
}

func (f *agreeFlags) seedNumber() (uint64, error) {
	n, err := strconv.ParseUint(f.seed, 10, 64)
	if err != nil || n > math.MaxInt32 {
		return 0, fmt.Errorf("--seed must be a whole number below 2147483648, and %q is not", f.seed)
	}
	return n, nil
}

func (f *agreeFlags) drawn() (agreement.Drawn, error) {
	switch f.resample {
	case "":
		return agreement.DrawAsFits, nil
	case "units":
		return agreement.DrawUnits, nil
	case "transcripts", "clusters":
		return agreement.DrawClusters, nil
	}
	return 0, fmt.Errorf("--resample is units or transcripts, not %q", f.resample)
}

// resampling is what --bootstrap, --seed and --resample ask for.
func (f *agreeFlags) resampling(standard int) agreement.Resampling {
	how := agreement.Resampling{Resamples: f.bootstrap}
	if how.Resamples < 0 {
		how.Resamples = standard
	}
	how.Seed, _ = f.seedNumber() // checked by suit
	how.Drawn, _ = f.drawn()
	how.Jackknife = f.jackknife
	return how
}

// question says what is asked of the project.
func (f *agreeFlags) question() (study.AgreementQuestion, error) {
	how := f.resampling(1000)
	q := study.AgreementQuestion{Coders: f.coders, Codes: f.codes, Transcripts: f.transcripts, Version: f.version, By: f.by,
		Bootstrap: how.Resamples, Seed: how.Seed, Drawn: how.Drawn, Jackknife: how.Jackknife}
	q.Rules = reconcile.Rules{Words: f.words, Pattern: f.pattern, Segmentation: f.segmentation, AssumeComplete: f.assume, RollUp: f.rollUp, Depth: f.depth, Themes: f.themes}
	var err1, err2 error
	q.Rules.Unit, err1 = reconcile.ParseUnit(f.unit)
	q.Rules.Overlap, err2 = reconcile.ParseOverlap(f.overlap)
	if err := firstError(err1, err2); err != nil {
		return q, err
	}
	switch f.speakers {
	case "participants":
	case "all":
		q.Rules.AllSpeakers = true
	default:
		return q, fmt.Errorf("--speakers is participants or all, not %q", f.speakers)
	}
	switch {
	case f.layer != "independent" && f.layer != "reconciled":
		return q, fmt.Errorf("--layer is independent or reconciled, not %q", f.layer)
	case f.round == "" && (f.layer != "independent" || f.against):
		return q, fmt.Errorf("--layer and --against-agreed are about a round: say which with --round")
	case f.gamma.asked && q.Rules.Unit != reconcile.UnitCharacter:
		return q, fmt.Errorf("--gamma is for --unit character")
	}
	if f.gamma.asked {
		g, _, err := f.gamma.options(how.Seed)
		if err != nil {
			return q, err
		}
		q.Gamma = &g
	}
	return q, q.Rules.Check()
}

// outputFormat is the one asked for, by --json, --format or the output's name.
func (f *agreeFlags) outputFormat(g *globals, formats ...string) (string, error) {
	format := f.format
	if format == "" {
		if i := strings.LastIndexByte(f.output, '.'); i >= 0 {
			format = strings.ToLower(f.output[i+1:])
		}
		if format == "txt" {
			format = "table"
		}
	}
	switch {
	case g.json:
		return "json", nil
	case format == "":
		return "table", nil
	}
	for _, known := range formats {
		if format == known {
			return format, nil
		}
	}
	return "", usageError{fmt.Errorf("agree: %q is no format; formats are %s", format, strings.Join(formats, ", "))}
}
