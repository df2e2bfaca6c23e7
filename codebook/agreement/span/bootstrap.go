package span

import (
	"fmt"
	"slices"

	"concord/codebook/agreement"
	"concord/codebook/agreement/continuum"
)

// bootstrap draws whole transcripts with replacement. What the coefficients
// are made of adds up over transcripts, so a resample costs next to nothing.
// Positions and spans are never drawn: those of one interview are not
// independent, and intervals from them would be far too narrow.
func (r *Report) bootstrap(texts []continuum.Continuum, o PanelOptions) error {
	how := agreement.Resampling{Resamples: o.Resamples, Seed: o.Seed, Drawn: agreement.DrawClusters, Jackknife: o.Jackknife}
	if err := how.Check(); err != nil {
		return err
	}
	switch n := len(texts); {
	case n < 2:
		r.Notes = append(r.Notes, "no bootstrap: it draws transcripts, and there are fewer than two")
	case o.Jackknife:
	case n < agreement.EnoughClusters:
		r.Notes = append(r.Notes, fmt.Sprintf("few transcripts: there are only %d, so the intervals are those of the jackknife over transcripts; a bootstrap over so few is too narrow", n))
	case n < agreement.RoughClusters:
		r.Notes = append(r.Notes, fmt.Sprintf("the bootstrap draws from only %d transcripts: its intervals are rough below %d (--jackknife gives the other)", n, agreement.RoughClusters))
	}
	r.Intervals = unitizingBootstrap(texts, r.Categories, how)
	for i, d := range r.Domains {
		codes := slices.Sorted(slices.Values(d.Codes))
		r.Domains[i].Intervals = unitizingBootstrap(restricted(texts, codes), slices.Compact(codes), how)
	}
	for i := range r.Codes {
		code := r.Codes[i].Code
		if own, _ := continuum.Pairable(o.textsOf(code, texts)); len(own) >= 2 {
			r.Codes[i].Intervals = codeBootstrap(own, code, how)
		}
	}
	return nil
}

// unitizingBootstrap gives intervals of uα, |uα and cuα; nil for fewer than two
// texts and where spans of different codes overlap. Categories must be sorted.
func unitizingBootstrap(texts []continuum.Continuum, categories []string, how agreement.Resampling) map[string]agreement.Bootstrapped {
	tallies, _, why := unitizingTallies(texts, categories)
	if why != "" || len(texts) < 2 {
		return nil
	}
	sum := func(of func(unitizingTally) agreement.Value) func(times []int) agreement.Value {
		return func(times []int) agreement.Value { return of(unitizingSum(tallies, times)) }
	}
	list := agreement.ResampleClusters(len(texts), []func(times []int) agreement.Value{sum(unitizingTally.uAlpha), sum(unitizingTally.barUAlpha),
		sum(func(t unitizingTally) agreement.Value { v, _ := t.cuAlpha(); return v })}, how)
	return map[string]agreement.Bootstrapped{"u_alpha": list[0], "bar_u_alpha": list[1], "cu_alpha": list[2]}
}

func codeBootstrap(texts []continuum.Continuum, code string, how agreement.Resampling) map[string]agreement.Bootstrapped {
	only, chars := make([]continuum.Continuum, len(texts)), make([]charTally, len(texts))
	for i, t := range texts {
		only[i], chars[i] = t.Only(code), charText(t, code)
	}
	units, _, _ := unitizingTallies(only, []string{code}) // one code is never refused
	list := agreement.ResampleClusters(len(texts), []func(times []int) agreement.Value{
		func(times []int) agreement.Value {
			var sum charTally
			for i, n := range times {
				sum.add(chars[i], float64(n))
			}
			return sum.alpha(code)
		},
		func(times []int) agreement.Value { return unitizingSum(units, times).uAlpha() },
	}, how)
	return map[string]agreement.Bootstrapped{"char_krippendorff_alpha": list[0], "unitizing_u_alpha": list[1]}
}
