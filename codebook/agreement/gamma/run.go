package gamma

import (
	"context"
	"math"
	"runtime"
	"sync"

	"concord/codebook/agreement"
)

// runner computes γ for texts that all have at least two coders.
type runner struct {
	options    Options
	categories []string
	solver     solver
	texts      []unitText
}

// totals is what one corpus, observed or random, adds up to.
type totals struct {
	disorder  float64 // of all unitary alignments
	perCoder  float64 // units of a coder, the mean in each text
	cat       categorical
	byCat     []categorical
	unaligned categorical
	inexact   int
}

func (s totals) mean() float64 { return s.disorder / s.perCoder }

// measure computes the observed disorder, then random continua until their
// mean is known well enough.
func (r *runner) measure(ctx context.Context) (Result, error) {
	result := r.blank()
	result.TieKnown = true
	observed := totals{byCat: make([]categorical, len(r.categories))}
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
func (r *runner) samples(ctx context.Context) ([]totals, error) {
	var samples []totals
	for planned := r.options.MinSamples; len(samples) < planned; {
		more, err := r.draw(ctx, len(samples), planned)
		if err != nil {
			return nil, err
		}
		samples = append(samples, more...)
		mean, sd := meanSD(disorders(samples))
		if mean == 0 {
			break
		}
		needed := math.Ceil(math.Pow(1.96*sd/mean/r.options.Precision, 2))
		planned = int(min(needed, float64(r.options.MaxSamples)))
	}
	return samples, nil
}

func disorders(samples []totals) []float64 {
	list := make([]float64, len(samples))
	for i, s := range samples {
		list[i] = s.mean()
	}
	return list
}

// draw computes the random continua from to to−1. Each has its own stream of
// random numbers and its own place in the result, so that the number of
// goroutines does not matter.
func (r *runner) draw(ctx context.Context, from, to int) ([]totals, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	sums := make([]totals, to-from)
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
func (r *runner) sample(ctx context.Context, index int) (totals, error) {
	sum := totals{byCat: make([]categorical, len(r.categories))}
	for _, t := range r.options.Sampler.draw(r.texts, streamOf(r.options.Seed, index)) {
		a, err := r.solver.align(ctx, t, false)
		if err != nil {
			return sum, err
		}
		r.tally(&sum, t, a)
	}
	return sum, nil
}

func (r *runner) tally(sum *totals, t unitText, a alignment) {
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

func (r *runner) conclude(result *Result, observed totals, samples []totals) {
	result.Samples, result.Inexact = len(samples), observed.inexact
	for _, s := range samples {
		result.Inexact += s.inexact
	}
	o := observed.mean()
	mean, sd := meanSD(disorders(samples))
	se := sd / math.Sqrt(float64(len(samples)))
	result.Observed, result.Expected, result.ExpectedSE = agreement.Number(o), agreement.Number(mean), agreement.Number(se)
	if mean == 0 {
		no := agreement.Undefined("random continua show no disorder")
		result.Gamma, result.Reached, result.CI95 = no, no, agreement.CI{Undefined: no.Undefined}
	} else {
		result.Gamma, result.Reached = agreement.Number(1-o/mean), agreement.Number(1.96*se/mean)
		result.CI95 = interval(o, mean, se)
	}
	pick := func(of func(totals) categorical, zero bool) (observedCat, expectedCat, ratio agreement.Value) {
		list := make([]categorical, len(samples))
		for i, s := range samples {
			list[i] = of(s)
		}
		return categoricalRatio(of(observed), list, zero)
	}
	result.CatObserved, result.CatExpected, result.Cat = pick(func(s totals) categorical { return s.cat }, false)
	result.CatUnalignedObserved, _, result.CatUnaligned = pick(func(s totals) categorical { return s.unaligned }, true)
	for k, name := range r.categories {
		_, _, result.ByCategory[name] = pick(func(s totals) categorical { return s.byCat[k] }, false)
	}
}
