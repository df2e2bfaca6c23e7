package agreement

import "fmt"

// spanStatistic is a coefficient of a resample of transcripts, each taken
// times[i] times.
type spanStatistic func(times []int) Value

// bootstrap draws whole transcripts with replacement. What the coefficients
// are made of adds up over transcripts, so a resample costs next to nothing.
// Positions and spans are never drawn: those of one interview are not
// independent, and intervals from them would be far too narrow.
func (r *SpanReport) bootstrap(texts []Continuum, o SpanPanelOptions) error {
	how := Resampling{Resamples: o.Resamples, Seed: o.Seed, Drawn: DrawClusters}
	if err := how.check(); err != nil {
		return err
	}
	switch n := len(texts); {
	case n < 2:
		r.Notes = append(r.Notes, "no bootstrap: it draws transcripts, and there are fewer than two")
	case n < EnoughClusters:
		r.Notes = append(r.Notes, fmt.Sprintf("the bootstrap draws from only %d transcripts: take its intervals as a hint", n))
	}
	names := []string{"u_alpha", "bar_u_alpha", "cu_alpha"}
	var statistics []spanStatistic
	if tallies, _, why := unitizingTallies(texts, r.Categories); why == "" && len(texts) >= 2 {
		sum := func(of func(unitizingTally) Value) spanStatistic {
			return func(times []int) Value { return of(unitizingSum(tallies, times)) }
		}
		statistics = append(statistics, sum(unitizingTally.uAlpha), sum(unitizingTally.barUAlpha),
			sum(func(t unitizingTally) Value { v, _ := t.cuAlpha(); return v }))
		r.Intervals = map[string]Bootstrapped{}
		for i, b := range spanResample(len(texts), statistics, how) {
			r.Intervals[names[i]] = b
		}
	}
	for i := range r.Codes {
		code := r.Codes[i].Code
		if own, _ := spanPairable(o.textsOf(code, texts)); len(own) >= 2 {
			r.Codes[i].Intervals = spanCodeBootstrap(own, code, how)
		}
	}
	return nil
}

func spanCodeBootstrap(texts []Continuum, code string, how Resampling) map[string]Bootstrapped {
	only, chars := make([]Continuum, len(texts)), make([]charTally, len(texts))
	for i, t := range texts {
		only[i], chars[i] = t.Only(code), charText(t, code)
	}
	units, _, _ := unitizingTallies(only, []string{code}) // one code is never refused
	list := spanResample(len(texts), []spanStatistic{
		func(times []int) Value {
			var sum charTally
			for i, n := range times {
				sum.add(chars[i], float64(n))
			}
			return sum.alpha(code)
		},
		func(times []int) Value { return unitizingSum(units, times).uAlpha() },
	}, how)
	return map[string]Bootstrapped{"char_krippendorff_alpha": list[0], "unitizing_u_alpha": list[1]}
}

// spanResample computes statistics on every resample of n transcripts.
func spanResample(n int, statistics []spanStatistic, how Resampling) []Bootstrapped {
	values := make([][]float64, len(statistics))
	for i := range values {
		values[i] = make([]float64, how.Resamples)
	}
	parallel(how, func(next func() (int, bool)) {
		var random stream
		times := make([]int, n)
		for b, more := next(); more; b, more = next() {
			clear(times)
			random.start(how.Seed, b)
			for range n {
				times[random.below(n)]++
			}
			for i, s := range statistics {
				values[i][b] = plain(s(times))
			}
		}
	})
	out := make([]Bootstrapped, len(statistics))
	for i, v := range values {
		out[i] = summarise(v, how)
	}
	return out
}
