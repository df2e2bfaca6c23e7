package report

import (
	"fmt"
	"slices"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/agreement/span"
	"concord/codebook/reconcile"
)

// CodeAgreement is one code's line.
type CodeAgreement struct {
	Code codebook.Code
	Path string
	Line int // in the matrix
	reconcile.CodeRow
}

// Agreement is how far coders agree, with everything that must be printed
// beside it.
type Agreement struct {
	Part
	Parts     []Part // where the question asked for parts
	By        string // by what
	PartsNote string // how they were parted, and what is in none; "" for nothing

	Codebook   string               // the version in force, with digest
	State      string               // of the project
	Program    string               // what computed it
	Resampling agreement.Resampling // what was drawn, if anything
	Work       []string             // whose codings these are, where they are not all that there are
	// History tells the rounds of coding so far and what changed in the codebook
	// between them; "" if there were none.
	History string

	// AllCodes has the ratings for every code, where the question named some: what
	// coders gave instead of a code, or not at all, shows only there.
	AllCodes *reconcile.RatingMatrix

	// Where the unit is the character there are spans in place of units, and the
	// ratings, the codes and the parts are empty.
	Spans  *reconcile.Spans
	Report *span.Report
	Gamma  bool
}

// Part is the agreement on a rating matrix, or on a part of it: of two coders, on one
// transcript …
type Part struct {
	Name         string
	RatingMatrix reconcile.RatingMatrix
	Panel        reconcile.Panel
	Codes        []CodeAgreement // the panel's rows with their codes
}

// Hints say for each code what is worth a look, of all that coders gave.
func (a *Agreement) Hints() []reconcile.Hint {
	all := &a.RatingMatrix
	if a.AllCodes != nil {
		all = a.AllCodes
	}
	return a.RatingMatrix.Hints(a.Panel.Codes, all)
}

// HintTexts are Hints in words; "" for nothing.
func (a *Agreement) HintTexts() []string {
	var out []string
	for _, h := range a.Hints() {
		out = append(out, h.String())
	}
	return out
}

// Coefficient gives the number of a coefficient by name; -1 if it is not there,
// as Cohen's κ is not for three coders.
func (p *Part) Coefficient(name string) int {
	return slices.IndexFunc(p.Panel.Coefficients, func(c agreement.Coefficient) bool { return c.Name() == name })
}

// Value gives a code's coefficient by name.
func (p *Part) Value(c CodeAgreement, name string) agreement.Value {
	k := p.Coefficient(name)
	if k < 0 || k >= len(c.Estimates) {
		return agreement.Value{Undefined: "it is not for this number of coders"}
	}
	return c.Estimates[k].Value
}

// Interval gives the interval of a code's coefficient number i: that of the
// bootstrap if there was one, else the analytic one.
func (p *Part) Interval(c CodeAgreement, i int) agreement.CI {
	if len(c.Bootstrapped) > i {
		return c.Bootstrapped[i].CI95
	}
	if len(c.Estimates) > i {
		return c.Estimates[i].CI95
	}
	return agreement.CI{Undefined: "nothing was measured"}
}

// IntervalSentence says how the intervals were made.
func (a *Agreement) IntervalSentence() string {
	n := a.Resampling.Resamples
	if n == 0 {
		return "Intervals are analytic (Gwet 2014), for units taken as independent, which turns of one interview are not."
	}
	var b agreement.Bootstrapped
	for _, c := range a.Codes {
		if len(c.Bootstrapped) > 0 && (b.Resamples == 0 || c.Bootstrapped[0].Clusters > b.Clusters) {
			b = c.Bootstrapped[0]
		}
	}
	draws := fmt.Sprintf("%d resamples, seed %d", n, a.Resampling.Seed)
	switch {
	case b.Drawn != agreement.DrawClusters:
		return fmt.Sprintf("Intervals: percentiles of a bootstrap over units, %s; too narrow, since turns of one interview are not independent.", draws)
	case b.Few():
		return fmt.Sprintf("Intervals: t on the jackknife over whole transcripts (MacKinnon, Nielsen & Webb 2023), since few transcripts, %d, were coded by two or more and a bootstrap over so few is too narrow.", b.Clusters)
	case b.Resampling.Jackknife:
		return fmt.Sprintf("Intervals: t on the jackknife over whole transcripts (%d coded by two or more; MacKinnon, Nielsen & Webb 2023).", b.Clusters)
	case b.Rough():
		return fmt.Sprintf("Intervals: percentiles of a bootstrap over whole transcripts (%d coded by two or more), %s; rough with fewer than %d transcripts.", b.Clusters, draws, agreement.RoughClusters)
	}
	return fmt.Sprintf("Intervals: percentiles of a bootstrap over whole transcripts (%d coded by two or more), %s.", b.Clusters, draws)
}
