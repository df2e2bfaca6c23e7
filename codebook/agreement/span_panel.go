package agreement

import (
	"context"
	"fmt"
	"maps"
	"slices"
)

// SpanPanelOptions says what a panel of spans contains beyond what is always there.
type SpanPanelOptions struct {
	// Codes are reported even if nobody applied them.
	Codes []string
	// ByCode gives the texts on which a code is measured, where these are not
	// those of all codes together: a coder whose silence on one code means
	// nothing takes no part there.
	ByCode map[string][]Continuum
	// Gamma asks for γ; nil leaves it out.
	Gamma *GammaOptions
	// Samplers are the ways to make random continua for which γ is computed;
	// the first is "the" γ. None means that of Gamma alone.
	Samplers []GammaSampler
	// Matched are the shares, in per cent, of a span that the other coder must
	// have marked for it to count as matched. None means 90 and 50.
	Matched []int
	// NearMiss is the near-miss span of the boundary measures, 0 for
	// DefaultNearMiss.
	NearMiss int
	// Resamples of the bootstrap over transcripts, 0 for none, and its seed.
	Resamples int
	Seed      uint64
}

// SpanReport is everything that can be said about coders' spans. It marshals to
// the JSON that `concord agree --spans --json` prints; METHODS.md lists the fields.
type SpanReport struct {
	Coders      []string
	Transcripts int // of which
	Pairable    int // were looked at by two coders or more
	Positions   int // in the pairable transcripts
	Spans       int // of all coders in the pairable transcripts
	Categories  []string

	Unitizing  Unitizing
	Alpha2004  AlphaU2004
	Boundaries BoundaryAgreement
	Gamma      []GammaResult // one for each sampler asked for
	// Intervals are bootstraps over transcripts of "u_alpha", "bar_u_alpha"
	// and "cu_alpha"; nil if there are none.
	Intervals map[string]Bootstrapped

	Codes   []SpanCode
	Pairs   []SpanCoderPair
	Matched []int

	// Notes are sentences a reader must know.
	Notes []string
}

// SpanCode is one code in a report.
type SpanCode struct {
	Code string
	// CharAlpha is Krippendorff's α over positions; UAlpha is uα of the code
	// against everything else.
	CharAlpha, UAlpha Value
	Pairs             []SpanPair // of coders, in the order of SpanReport.Pairs
	// Intervals are bootstraps over transcripts of "char_krippendorff_alpha"
	// and "unitizing_u_alpha"; nil if there are none.
	Intervals map[string]Bootstrapped
}

// SpanCoderPair is one pair of coders over all codes: MAXQDA's two figures for
// each of SpanReport.Matched, and how well their boundaries agree.
type SpanCoderPair struct {
	First, Second string
	Share, Kappa  []Value
	Boundaries    PairBoundaries
}

// SpanPanel computes all coefficients that spans allow. An error means wrong
// options, or that ctx was done.
func SpanPanel(ctx context.Context, texts []Continuum, o SpanPanelOptions) (SpanReport, error) {
	if o.NearMiss == 0 {
		o.NearMiss = DefaultNearMiss
	}
	if len(o.Matched) == 0 {
		o.Matched = []int{90, 50}
	}
	if err := o.check(); err != nil {
		return SpanReport{}, err
	}
	pairable, _ := spanPairable(texts)
	r := SpanReport{Coders: o.coders(texts), Transcripts: len(texts), Pairable: len(pairable), Matched: o.Matched}
	for _, t := range pairable {
		r.Positions += t.Length()
		for _, g := range t.coders {
			r.Spans += len(g.Spans)
		}
	}
	r.Categories = spanSorted(slices.Concat(spanCategories(texts), o.Codes))
	r.Categories = slices.Compact(r.Categories)
	r.Unitizing = unitizingAlpha(texts, r.Categories)
	r.Alpha2004 = UnitizingAlpha2004(texts)
	r.Boundaries = spanBoundaries(pairable, o.NearMiss)
	for _, code := range r.Categories {
		r.Codes = append(r.Codes, spanCode(o.textsOf(code, texts), r.Coders, code))
	}
	r.pair(pairable, o.NearMiss)
	r.note()
	if o.Resamples > 0 {
		if err := r.bootstrap(pairable, o); err != nil {
			return SpanReport{}, err
		}
	}
	return r, r.gamma(ctx, texts, o)
}

func (o SpanPanelOptions) check() error {
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
func (o SpanPanelOptions) coders(texts []Continuum) []string {
	names := spanCoders(texts)
	for _, code := range slices.Sorted(maps.Keys(o.ByCode)) {
		for _, name := range spanCoders(o.ByCode[code]) {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

func (o SpanPanelOptions) textsOf(code string, all []Continuum) []Continuum {
	if own, ok := o.ByCode[code]; ok {
		return own
	}
	return all
}

func spanCode(texts []Continuum, coders []string, code string) SpanCode {
	only := make([]Continuum, len(texts))
	for i, t := range texts {
		only[i] = t.Only(code)
	}
	c := SpanCode{Code: code, CharAlpha: CharAlpha(only, code), UAlpha: UnitizingAlpha(only).UAlpha}
	for i, first := range coders {
		for _, second := range coders[i+1:] {
			c.Pairs = append(c.Pairs, CompareSpans(only, code, first, second))
		}
	}
	return c
}

// pair adds what is said of two coders over all codes.
func (r *SpanReport) pair(texts []Continuum, nearMiss int) {
	n := 0
	for i, first := range r.Coders {
		for _, second := range r.Coders[i+1:] {
			p := SpanCoderPair{First: first, Second: second, Boundaries: pairBoundaries(texts, first, second, nearMiss)}
			list := make([]SpanPair, len(r.Codes))
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

func (r *SpanReport) note() {
	if left := r.Transcripts - r.Pairable; left > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d of %d transcripts were looked at by fewer than two coders and take no part", left, r.Transcripts))
	}
	if n := r.Unitizing.Merged; n > 0 {
		r.Notes = append(r.Notes, fmt.Sprintf("%d spans overlap another of the same coder and code and were joined to it for the unitizing coefficients", n))
	}
}

func (r *SpanReport) gamma(ctx context.Context, texts []Continuum, o SpanPanelOptions) error {
	if o.Gamma == nil {
		return nil
	}
	samplers := o.Samplers
	if len(samplers) == 0 {
		samplers = []GammaSampler{o.Gamma.Sampler}
	}
	for _, s := range samplers {
		one := *o.Gamma
		one.Sampler = s
		g, err := Gamma(ctx, texts, one)
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

// spanBoundaries takes every start and end of a span inside the text for a
// boundary.
func spanBoundaries(texts []Continuum, nearMiss int) BoundaryAgreement {
	var cells []boundaryCell
	var names []string
	for i, t := range texts {
		coders := spanSorted(t.Coders())
		if i == 0 {
			names = coders
		}
		if !slices.Equal(coders, names) {
			no := undefined("boundary coefficients need the same coders in every transcript")
			return BoundaryAgreement{no, no, no}
		}
		cell := boundaryCell{potential: t.Length() - 1}
		for _, name := range names {
			cuts, _ := t.cuts(name)
			cell.cuts = append(cell.cuts, cuts)
		}
		cells = append(cells, cell)
	}
	return boundaryAgreement(cells, nearMiss)
}
