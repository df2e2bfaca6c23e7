package agreement

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
)

// gammaRun computes γ for texts that all have at least two coders.
type gammaRun struct {
	options    GammaOptions
	categories []string
	solver     gammaSolver
	texts      []gammaText
}

// gammaSum is what one corpus, observed or random, adds up to.
type gammaSum struct {
	disorder  float64 // of all unitary alignments
	perCoder  float64 // units of a coder, the mean in each text
	cat       gammaCat
	byCat     []gammaCat
	unaligned gammaCat
	inexact   int
}

func (s gammaSum) mean() float64 { return s.disorder / s.perCoder }

// measure computes the observed disorder, then random continua until their
// mean is known well enough.
func (r *gammaRun) measure(ctx context.Context) (GammaResult, error) {
	result := r.blank()
	result.TieKnown = true
	observed := gammaSum{byCat: make([]gammaCat, len(r.categories))}
	for i, t := range r.texts {
		a, err := r.solver.align(ctx, t, true)
		if err != nil {
			return result, err
		}
		r.tally(&observed, t, a)
		result.Tied = result.Tied || a.tied
		result.TieKnown = result.TieKnown && a.sure
		for _, c := range a.clusters {
			result.Alignment = append(result.Alignment, UnitaryAlignment{Text: i, Spans: c, Disorder: r.solver.measure.cluster(t, c)})
		}
	}
	result.TieKnown = result.TieKnown || result.Tied
	samples, err := r.samples(ctx)
	if err != nil {
		return result, err
	}
	r.conclude(&result, observed, samples)
	return result, nil
}

// samples draws random continua until there are enough.
func (r *gammaRun) samples(ctx context.Context) ([]gammaSum, error) {
	var samples []gammaSum
	for planned := r.options.MinSamples; len(samples) < planned; {
		more, err := r.draw(ctx, len(samples), planned)
		if err != nil {
			return nil, err
		}
		samples = append(samples, more...)
		mean, sd := gammaMean(gammaDisorders(samples))
		if mean == 0 {
			break
		}
		needed := math.Ceil(math.Pow(1.96*sd/mean/r.options.Precision, 2))
		planned = int(min(needed, float64(r.options.MaxSamples)))
	}
	return samples, nil
}

func gammaDisorders(samples []gammaSum) []float64 {
	list := make([]float64, len(samples))
	for i, s := range samples {
		list[i] = s.mean()
	}
	return list
}

// draw computes the random continua from to to−1. Each has its own stream of
// random numbers and its own place in the result, so that the number of
// goroutines does not matter.
func (r *gammaRun) draw(ctx context.Context, from, to int) ([]gammaSum, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	sums := make([]gammaSum, to-from)
	next := make(chan int)
	var group sync.WaitGroup
	var report sync.Mutex
	done := from
	workers := r.options.Workers
	if workers < 1 {
		workers = runtime.GOMAXPROCS(0)
	}
	for range min(workers, len(sums)) {
		group.Go(func() {
			for i := range next {
				s, err := r.sample(ctx, i)
				if err != nil {
					cancel(err)
					return
				}
				sums[i-from] = s
				report.Lock()
				done++
				if r.options.Progress != nil {
					r.options.Progress(done, to)
				}
				report.Unlock()
			}
		})
	}
feed:
	for i := from; i < to; i++ {
		select {
		case next <- i:
		case <-ctx.Done():
			break feed
		}
	}
	close(next)
	group.Wait()
	return sums, context.Cause(ctx)
}

// sample aligns one random continuum.
func (r *gammaRun) sample(ctx context.Context, index int) (gammaSum, error) {
	sum := gammaSum{byCat: make([]gammaCat, len(r.categories))}
	for _, t := range r.options.Sampler.draw(r.texts, gammaStream(r.options.Seed, index)) {
		a, err := r.solver.align(ctx, t, false)
		if err != nil {
			return sum, err
		}
		r.tally(&sum, t, a)
	}
	return sum, nil
}

func (r *gammaRun) tally(sum *gammaSum, t gammaText, a gammaAlignment) {
	sum.disorder += r.solver.disorder(t, a)
	sum.perCoder += t.perCoder()
	if !a.exact {
		sum.inexact++
	}
	for _, c := range a.clusters {
		sum.cat.add(r.solver.measure, t, c, -1, false)
		sum.unaligned.add(r.solver.measure, t, c, -1, true)
		for k := range sum.byCat {
			sum.byCat[k].add(r.solver.measure, t, c, k, false)
		}
	}
}

func (r *gammaRun) conclude(result *GammaResult, observed gammaSum, samples []gammaSum) {
	result.Samples, result.Inexact = len(samples), observed.inexact
	for _, s := range samples {
		result.Inexact += s.inexact
	}
	o := observed.mean()
	mean, sd := gammaMean(gammaDisorders(samples))
	se := sd / math.Sqrt(float64(len(samples)))
	result.Observed, result.Expected, result.ExpectedSE = number(o), number(mean), number(se)
	if mean == 0 {
		no := undefined("random continua show no disorder")
		result.Gamma, result.Reached, result.CI95 = no, no, CI{Undefined: no.Undefined}
	} else {
		result.Gamma, result.Reached = number(1-o/mean), number(1.96*se/mean)
		result.CI95 = gammaInterval(o, mean, se)
	}
	pick := func(of func(gammaSum) gammaCat, zero bool) (observedCat, expectedCat, ratio Value) {
		list := make([]gammaCat, len(samples))
		for i, s := range samples {
			list[i] = of(s)
		}
		return gammaCatRatio(of(observed), list, zero)
	}
	result.CatObserved, result.CatExpected, result.Cat = pick(func(s gammaSum) gammaCat { return s.cat }, false)
	result.CatUnalignedObserved, _, result.CatUnaligned = pick(func(s gammaSum) gammaCat { return s.unaligned }, true)
	for k, name := range r.categories {
		_, _, result.ByCategory[name] = pick(func(s gammaSum) gammaCat { return s.byCat[k] }, false)
	}
}

func spanSorted(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return names
}
