// Package gamma computes γ (Mathet, Widlöcher & Métivier 2015), which measures
// agreement of coders who both place spans and categorise them, with γ-cat and γ-k
// (Mathet 2017). METHODS.md of package agreement holds the formulas.
package gamma

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
)

// Options are the settings of γ. Start from DefaultOptions and
// print what you change: every one of them moves the value.
type Options struct {
	// Alpha and Beta weigh the positional and the categorical dissimilarity.
	Alpha, Beta float64
	// DeltaEmpty is Δ∅, the cost of a unit that stays alone. γ does not depend
	// on it, the disorders are proportional to it.
	DeltaEmpty float64
	// Categorical gives the dissimilarity of two categories, from 0 to 1, the
	// same both ways, 0 for a category and itself. nil: 1 for any two.
	Categorical func(a, b string) float64
	// Sampler makes the random continua.
	Sampler Sampler
	// Seed chooses the random continua. The same seed gives the same value on
	// any machine and with any number of Workers.
	Seed uint64
	// MinSamples continua are drawn at least, MaxSamples at most. In between
	// the drawing goes on until the half width of the 95 % interval of the
	// expected disorder is at most Precision times the expected disorder.
	MinSamples, MaxSamples int
	Precision              float64
	// Workers is the number of goroutines, 0 for as many as there are processors.
	Workers int
	// Progress, if not nil, is called now and then with the number of random
	// continua done and the number planned so far, from one goroutine at a time.
	Progress func(done, planned int)
}

// DefaultOptions are α = 3, β = 1, Δ∅ = 1, as in the examples that came
// with the method, and the shuffle of Mathet et al. (2015): at least 30 random
// continua, until the expected disorder is known to half a per cent, at most 2,000.
func DefaultOptions() Options {
	return Options{Alpha: 3, Beta: 1, DeltaEmpty: 1, Sampler: ShuffleSampler,
		MinSamples: 30, MaxSamples: 2000, Precision: 0.005}
}

// Result is γ with what it was made of.
type Result struct {
	// Gamma is 1 − Observed/Expected. 1 is perfect agreement, 0 chance; it has
	// no lower bound.
	Gamma agreement.Value
	// CI95 bounds γ for the sampling of random continua alone: more of them
	// narrow it. It says nothing about other transcripts.
	CI95 agreement.CI
	// Observed is the disorder of the best alignment, Expected the mean
	// disorder of the best alignments of random continua, ExpectedSE its
	// standard error.
	Observed, Expected, ExpectedSE agreement.Value
	// Samples is the number of random continua drawn; Reached is the relative
	// half width of the 95 % interval of Expected.
	Samples int
	Reached agreement.Value
	// Cat is γ-cat (Mathet 2017): agreement on categories where the best
	// alignment pairs units; units without a partner play no part. ByCategory
	// is γ-k, the same for pairs in which at least one unit has the category.
	Cat        agreement.Value
	ByCategory map[string]agreement.Value
	// CatObserved and CatExpected are the categorical disorders behind Cat.
	CatObserved, CatExpected agreement.Value
	// CatUnaligned is γ-cat as the program pygamma-agreement 0.5.9 computes
	// it, where a unit without a partner counts as a disagreement, and a random
	// continuum in which nothing is aligned as full agreement.
	CatUnaligned, CatUnalignedObserved agreement.Value
	// Tied says that another alignment is as good as the one used. γ is the
	// same for all of them, but γ-cat and γ-k are not. TieKnown is false where
	// the search for a second one was given up.
	Tied, TieKnown bool
	// Inexact counts searches that hit their limit: their disorder may be
	// higher than that of the best alignment. It is always 0 for two coders.
	Inexact int
	// Alignment is the best alignment.
	Alignment []UnitaryAlignment
	// Sampler, Seed and the weights repeat the options used.
	Sampler                 Sampler
	Seed                    uint64
	Alpha, Beta, DeltaEmpty float64
}

// UnitaryAlignment is a set of spans taken to be about the same thing, at most
// one from each coder.
type UnitaryAlignment struct {
	// Text is the index of the continuum in the argument of Compute.
	Text int
	// Spans holds, for each coder of this continuum in the order of
	// Continuum.Coders, the index of a span in Continuum.Spans, or -1.
	Spans []int
	// Disorder is between 0 and the number of coders times Δ∅.
	Disorder float64
}

// Compute computes γ (Mathet, Widlöcher & Métivier 2015), with γ-cat and γ-k
// (Mathet 2017). Spans may overlap in any way, also those of one coder.
//
// The alignment of least disorder is exact: for two coders by assignment, for
// three and more by a search with a limit (Inexact counts how often it was
// hit). Where several are as good, the one used depends only on coders' names
// and the order of their spans, not on the machine.
//
// Over several texts, disorders and numbers of units add up, no alignment
// crosses from one text to the next, and a random continuum is one random text
// for each of them.
//
// Undefined: fewer than two coders; nobody marked anything; random continua
// without disorder; more ways to align than the search can hold. γ-cat and γ-k
// are undefined where no two units are aligned closely enough to weigh
// anything, random continua without weight being left out of their mean.
//
// An error means wrong options, or that ctx was done.
//
// Sources: Computational Linguistics 41 (2015) 437–479; 43 (2017) 661–681.
func Compute(ctx context.Context, texts []continuum.Continuum, o Options) (Result, error) {
	categories := continuum.Categories(texts)
	measure, err := newDissimilarity(o, categories)
	if err != nil {
		return Result{}, err
	}
	if err := o.check(); err != nil {
		return Result{}, err
	}
	run := runner{options: o, categories: categories, solver: solver{measure, maxNodes, maxCandidates}}
	var from []int // index of each text taken part
	for i, t := range texts {
		if len(t.All()) >= 2 {
			run.texts, from = append(run.texts, newUnitText(t, categories)), append(from, i)
		}
	}
	if _, why := continuum.Pairable(texts); why != "" {
		return run.refuse(why), nil
	}
	if run.units() == 0 {
		return run.refuse("nobody marked anything"), nil
	}
	result, err := run.measure(ctx)
	var size sizeError
	switch {
	case errors.As(err, &size):
		return run.refuse(size.Error()), nil
	case err != nil:
		return Result{}, fmt.Errorf("gamma: %w", err)
	}
	for i, u := range result.Alignment {
		result.Alignment[i] = nameSpans(u, run.texts[u.Text], texts[from[u.Text]], from[u.Text])
	}
	return result, nil
}

func (o Options) check() error {
	switch {
	case o.Sampler != ShuffleSampler && o.Sampler != StatisticalSampler:
		return fmt.Errorf("gamma: there is no sampler %q: take %q or %q", o.Sampler, ShuffleSampler, StatisticalSampler)
	case o.MinSamples < 2 || o.MaxSamples < o.MinSamples:
		return fmt.Errorf("gamma: at least %d and at most %d random continua: take at least 2, and no more at least than at most", o.MinSamples, o.MaxSamples)
	case !(o.Precision > 0 && o.Precision < 1):
		return fmt.Errorf("gamma: precision %v: must lie between 0 and 1", o.Precision)
	}
	return nil
}

func (r *runner) units() int {
	n := 0
	for _, t := range r.texts {
		n += len(t.units)
	}
	return n
}

func (r *runner) refuse(why string) Result {
	no := agreement.Undefined(why)
	result := r.blank()
	result.CI95 = agreement.CI{Undefined: why}
	for _, v := range []*agreement.Value{&result.Gamma, &result.Observed, &result.Expected, &result.ExpectedSE,
		&result.Reached, &result.Cat, &result.CatObserved, &result.CatExpected, &result.CatUnaligned, &result.CatUnalignedObserved} {
		*v = no
	}
	for _, c := range r.categories {
		result.ByCategory[c] = no
	}
	return result
}

func (r *runner) blank() Result {
	o := r.options
	return Result{ByCategory: map[string]agreement.Value{}, Sampler: o.Sampler, Seed: o.Seed,
		Alpha: o.Alpha, Beta: o.Beta, DeltaEmpty: o.DeltaEmpty}
}

// nameSpans turns unit numbers into span numbers of each coder, coders in the
// order of the continuum.
func nameSpans(u UnitaryAlignment, g unitText, t continuum.Continuum, text int) UnitaryAlignment {
	named := UnitaryAlignment{Text: text, Spans: make([]int, len(t.All())), Disorder: u.Disorder}
	names := slices.Sorted(slices.Values(t.Coders()))
	for i := range named.Spans {
		named.Spans[i] = -1
	}
	for _, n := range u.Spans {
		unit := g.units[n]
		for i, c := range t.All() {
			if c.Coder != names[unit.coder] {
				continue
			}
			nth := 0 // units of one coder stand in the order of Continuum.Spans
			for _, before := range g.units[:n] {
				if before.coder == unit.coder {
					nth++
				}
			}
			named.Spans[i] = nth
		}
	}
	return named
}

// interval bounds γ = 1 − o/e for e ± 1.96 SE.
func interval(o, e, se float64) agreement.CI {
	if e-1.96*se <= 0 {
		return agreement.CI{Undefined: "the expected disorder is not known well enough: draw more random continua"}
	}
	return agreement.CI{Low: 1 - o/(e-1.96*se), High: 1 - o/(e+1.96*se)}
}

// meanSD is the mean and the standard deviation (divisor n−1) of the values.
func meanSD(values []float64) (mean, sd float64) {
	for _, x := range values {
		mean += x
	}
	mean /= float64(len(values))
	for _, x := range values {
		sd += (x - mean) * (x - mean)
	}
	return mean, math.Sqrt(sd / float64(max(1, len(values)-1)))
}
