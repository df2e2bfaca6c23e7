package span

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
	"concord/codebook/agreement/gamma"
)

// PanelOptions says what a panel of spans contains beyond what is always there.
type PanelOptions struct {
	// Codes are reported even if nobody applied them.
	Codes []string
	// ByCode gives the texts on which a code is measured, where these are not
	// those of all codes together: a coder whose silence on one code means
	// nothing takes no part there.
	ByCode map[string][]continuum.Continuum
	// Domains are groups of codes that exclude each other, for which the unitizing
	// coefficients are computed as well.
	Domains []Domain
	// Gamma asks for γ; nil leaves it out.
	Gamma *gamma.Options
	// Samplers are the ways to make random continua for which γ is computed;
	// the first is "the" γ. None means that of Gamma alone.
	Samplers []gamma.Sampler
	// Matched are the shares, in per cent, of a span that the other coder must
	// have marked for it to count as matched. None means 90 and 50.
	Matched []int
	// NearMiss is the near-miss span of the boundary measures, 0 for
	// DefaultNearMiss.
	NearMiss int
	// Resamples of the bootstrap over transcripts, 0 for none, and its seed.
	Resamples int
	Seed      uint64
	// Jackknife asks for the jackknife's intervals in place of the bootstrap's.
	Jackknife bool
}

// Report is everything that can be said about coders' spans. It marshals to
// the JSON that `concord agree --spans --json` prints; METHODS.md lists the fields.
type Report struct {
	Coders      []string
	Transcripts int // of which
	Pairable    int // were looked at by two coders or more
	Positions   int // in the pairable transcripts
	Spans       int // of all coders in the pairable transcripts
	Categories  []string

	Unitizing  Unitizing
	Alpha2004  AlphaU2004
	Boundaries BoundaryAgreement
	Gamma      []gamma.Result // one for each sampler asked for
	// Intervals are bootstraps over transcripts of "u_alpha", "bar_u_alpha"
	// and "cu_alpha"; nil if there are none.
	Intervals map[string]agreement.Bootstrapped

	Domains []DomainAgreement
	// Overlaps are the pairs of codes whose spans overlap, Separate the codes that
	// overlap no other.
	Overlaps []Overlap
	Separate []string

	Codes   []Code
	Pairs   []CoderPair
	Matched []int

	// Notes are sentences a reader must know.
	Notes []string
}

// Code is one code in a report.
type Code struct {
	Code string
	// CharAlpha is Krippendorff's α over positions; UAlpha is uα of the code
	// against everything else.
	CharAlpha, UAlpha agreement.Value
	Pairs             []Pair // of coders, in the order of Report.Pairs
	// Intervals are bootstraps over transcripts of "char_krippendorff_alpha"
	// and "unitizing_u_alpha"; nil if there are none.
	Intervals map[string]agreement.Bootstrapped
}

// CoderPair is one pair of coders over all codes: MAXQDA's two figures for
// each of Report.Matched, and how well their boundaries agree.
type CoderPair struct {
	First, Second string
	Share, Kappa  []agreement.Value
	Boundaries    PairBoundaries
}

// Panel computes all coefficients that spans allow. An error means wrong
// options, or that ctx was done.
func Panel(ctx context.Context, texts []continuum.Continuum, o PanelOptions) (Report, error) {
	if o.NearMiss == 0 {
		o.NearMiss = DefaultNearMiss
	}
	if len(o.Matched) == 0 {
		o.Matched = []int{90, 50}
	}
	if err := o.check(); err != nil {
		return Report{}, err
	}
	pairable, _ := continuum.Pairable(texts)
	r := Report{Coders: o.coders(texts), Transcripts: len(texts), Pairable: len(pairable), Matched: o.Matched}
	for _, t := range pairable {
		r.Positions += t.Length()
		for _, g := range t.All() {
			r.Spans += len(g.Spans)
		}
	}
	r.Categories = slices.Sorted(slices.Values(slices.Concat(continuum.Categories(texts), o.Codes)))
	r.Categories = slices.Compact(r.Categories)
	r.Unitizing = unitizingAlpha(texts, r.Categories)
	r.Alpha2004 = UnitizingAlpha2004(texts)
	r.Boundaries = boundariesOf(pairable, o.NearMiss)
	for _, code := range r.Categories {
		r.Codes = append(r.Codes, codeOf(o.textsOf(code, texts), r.Coders, code))
	}
	r.pair(pairable, o.NearMiss)
	r.note()
	if err := r.measureDomains(pairable, o); err != nil {
		return Report{}, err
	}
	if o.Resamples > 0 {
		if err := r.bootstrap(pairable, o); err != nil {
			return Report{}, err
		}
	}
	return r, r.gamma(ctx, texts, o)
}

func (o PanelOptions) check() error {
	for _, p := range o.Matched {
		if p < 1 || p > 100 {
			return fmt.Errorf("comparing spans: a span cannot be matched to %d %%: choose between 1 and 100", p)
		}
	}
	if o.NearMiss < 1 {
		return fmt.Errorf("comparing spans: near-miss span %d: must be at least 1", o.NearMiss)
	}
	return nil
}

// coders lists those of all texts, also of those of single codes.
func (o PanelOptions) coders(texts []continuum.Continuum) []string {
	names := continuum.Coders(texts)
	for _, code := range slices.Sorted(maps.Keys(o.ByCode)) {
		for _, name := range continuum.Coders(o.ByCode[code]) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func (o PanelOptions) textsOf(code string, all []continuum.Continuum) []continuum.Continuum {
	if own, ok := o.ByCode[code]; ok {
		return own
	}
	return all
}

func codeOf(texts []continuum.Continuum, coders []string, code string) Code {
	only := make([]continuum.Continuum, len(texts))
	for i, t := range texts {
		only[i] = t.Only(code)
	}
	c := Code{Code: code, CharAlpha: CharAlpha(only, code), UAlpha: UnitizingAlpha(only).UAlpha}
	for i, first := range coders {
		for _, second := range coders[i+1:] {
			c.Pairs = append(c.Pairs, Compare(only, code, first, second))
		}
	}
	return c
}

// pair adds what is said of two coders over all codes.
func (r *Report) pair(texts []continuum.Continuum, nearMiss int) {
	n := 0
	for i, first := range r.Coders {
		for _, second := range r.Coders[i+1:] {
			p := CoderPair{First: first, Second: second, Boundaries: pairBoundaries(texts, first, second, nearMiss)}
			list := make([]Pair, len(r.Codes))
			for k, c := range r.Codes {
				list[k] = c.Pairs[n]
			}
			for _, percent := range r.Matched {
				share, kappa := MAXQDA(list, percent)
				p.Share, p.Kappa = append(p.Share, share), append(p.Kappa, kappa)
			}
			r.Pairs = append(r.Pairs, p)
			n++
		}
	}
}

func (r *Report) note() {
	if left := r.Transcripts - r.Pairable; left > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d of %d transcripts were looked at by fewer than two coders and take no part", left, r.Transcripts))
	}
	if n := r.Unitizing.Merged; n > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d spans overlap another of the same coder and code and were joined to it for the unitizing coefficients", n))
	}
}

func (r *Report) gamma(ctx context.Context, texts []continuum.Continuum, o PanelOptions) error {
	if o.Gamma == nil {
		return nil
	}
	samplers := o.Samplers
	if len(samplers) == 0 {
		samplers = []gamma.Sampler{o.Gamma.Sampler}
	}
	for _, s := range samplers {
		one := *o.Gamma
		one.Sampler = s
		g, err := gamma.Compute(ctx, texts, one)
		if err != nil {
			return err
		}
		r.Gamma = append(r.Gamma, g)
	}
	g := r.Gamma[0]
	if g.Tied {
		r.Notes = append(r.Notes, "several alignments are equally good: gamma is the same for all of them, gamma_cat and gamma_k are not; the alignment used is fixed by the coders' names and the order of the spans")
	}
	if g.Inexact > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("the search for the best alignment hit its limit %d times: gamma is then approximate", g.Inexact))
	}
	return nil
}

// boundariesOf takes every start and end of a span inside the text for a
// boundary.
func boundariesOf(texts []continuum.Continuum, nearMiss int) BoundaryAgreement {
	var cells []boundaryCell
	var names []string
	for i, t := range texts {
		coders := slices.Sorted(slices.Values(t.Coders()))
		if i == 0 {
			names = coders
		}
		if !slices.Equal(coders, names) {
			no := agreement.Undefined("boundary coefficients need the same coders in every transcript")
			return BoundaryAgreement{no, no, no}
		}
		cell := boundaryCell{potential: t.Length() - 1}
		for _, name := range names {
			cuts, _ := cutsOf(t, name)
			cell.cuts = append(cell.cuts, cuts)
		}
		cells = append(cells, cell)
	}
	return boundaryAgreement(cells, nearMiss)
}
