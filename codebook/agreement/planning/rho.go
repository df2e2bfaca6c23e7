package planning

import (
	"fmt"
	"math"

	"concord/codebook/agreement"
	"concord/codebook/agreement/internal/resample"
)

// Generalisation asks Shaffer's question: two coders coded a test set and
// reached some kappa on one code; would they have been above a threshold had
// they coded everything? Zero fields mean the defaults in brackets.
type Generalisation struct {
	BaseRate  float64 // share of all units to which the code applies; needed
	TestSet   int     // units in the test set; needed
	Positives int     // of these, units chosen because the first coder marked them (0)

	Population int     // units in the whole material (10,000)
	Threshold  float64 // kappa that would be good enough (0.65)
	LeastKappa float64 // smallest kappa of the simulated coders (0.40)

	LeastPrecision, MostPrecision float64 // of the second coder against the first (0.6 and 1)

	Simulations int // simulated pairs of coders (800)
	Seed        uint64
}

// maxSimulations keeps a typing error from running for hours.
const maxSimulations = 10_000_000

// filled puts the defaults in and checks the rest.
func (g Generalisation) filled() (Generalisation, error) {
	standard := func(x *float64, value float64) {
		if *x == 0 {
			*x = value
		}
	}
	if g.Population == 0 {
		g.Population = 10000
	}
	if g.Simulations == 0 {
		g.Simulations = 800
	}
	standard(&g.Threshold, 0.65)
	standard(&g.LeastKappa, 0.40)
	standard(&g.LeastPrecision, 0.6)
	standard(&g.MostPrecision, 1)
	share := func(x float64) bool { return x > 0 && x <= 1 }
	positive := int(math.Round(g.BaseRate * float64(g.Population)))
	switch {
	case !(g.BaseRate > 0 && g.BaseRate < 1):
		return g, fmt.Errorf("computing Shaffer's rho: the base rate is %v; it must lie between 0 and 1", g.BaseRate)
	case g.Population < 2 || g.Population > 10_000_000:
		return g, fmt.Errorf("computing Shaffer's rho: a population of %d units is not possible", g.Population)
	case g.TestSet < 1 || g.TestSet > g.Population:
		return g, fmt.Errorf("computing Shaffer's rho: a test set of %d units cannot be drawn from %d", g.TestSet, g.Population)
	case g.Positives < 0 || g.Positives > min(g.TestSet, max(positive, 1)):
		return g, fmt.Errorf("computing Shaffer's rho: %d units with the code cannot be chosen for the test set", g.Positives)
	case !share(g.LeastKappa) || !share(g.Threshold) || g.LeastKappa > g.Threshold:
		return g, fmt.Errorf("computing Shaffer's rho: kappas between %v and %v cannot be simulated", g.LeastKappa, g.Threshold)
	case !share(g.LeastPrecision) || !share(g.MostPrecision) || g.LeastPrecision > g.MostPrecision:
		return g, fmt.Errorf("computing Shaffer's rho: precisions between %v and %v cannot be simulated", g.LeastPrecision, g.MostPrecision)
	case g.Simulations < 1 || g.Simulations > maxSimulations:
		return g, fmt.Errorf("computing Shaffer's rho: %d simulations are not possible", g.Simulations)
	}
	return g, nil
}

// ShafferRho is Shaffer's rho of an observed Cohen's kappa: the share of
// simulated pairs of coders, all with a kappa below the threshold on the whole
// material, whose kappa on a test set drawn in the same way is as high as the
// observed one or higher. It is the type I error of concluding that the kappa
// of the whole material is above the threshold; below .05 one may conclude it.
// 1 if the observed kappa is below the mean of the simulated ones.
//
// For each simulation a kappa, evenly between LeastKappa and Threshold, and a
// precision, evenly among those possible with it and with the base rate b, are
// drawn; recall follows from
//
//	recall = κP / (2P − 2b − κ + 2bκ)
//
// the population is filled accordingly and the test set drawn without
// replacement. A test set without variation counts as agreement.
//
// Source: Eagan, Rogers, Serlin, Ruis, Arastoopour Irgens & Shaffer (2017), CSCL
// 2017; procedure as in R's rhoR. It presupposes two coders, one code, and units
// drawn at random: not turns of a few interviews.
func ShafferRho(observed float64, g Generalisation) (agreement.Value, error) {
	g, err := g.filled()
	if err != nil {
		return agreement.Value{}, err
	}
	sum, reached := 0.0, 0
	var random resample.Stream
	for i := range g.Simulations {
		random.Start(g.Seed, i)
		c, ok := g.simulate(&random)
		if !ok {
			return agreement.Undefined("no coders with such kappas and precisions are possible at this base rate"), nil
		}
		kappa := g.testSet(c, &random)
		sum += kappa
		if kappa >= observed {
			reached++
		}
	}
	if observed < sum/float64(g.Simulations) {
		return agreement.Number(1), nil
	}
	return agreement.Number(float64(reached) / float64(g.Simulations)), nil
}

// cells are the units that both marked, only the first, only the second,
// neither.
type cells [4]int

// simulate makes a population coded by two coders.
func (g Generalisation) simulate(random *resample.Stream) (cells, bool) {
	const steps = 100_000
	evenly := func(low, high float64) float64 {
		return low + (high-low)*float64(random.Below(steps+1))/steps
	}
	b := g.BaseRate
	for range 1000 {
		kappa := evenly(g.LeastKappa, g.Threshold)
		least := (2*b + kappa - 2*b*kappa) / (2 - kappa) // recall is 1 there
		if least >= g.MostPrecision {
			continue
		}
		precision := evenly(max(least, g.LeastPrecision), g.MostPrecision)
		recall := min(1, kappa*precision/(2*precision-2*b-kappa+2*b*kappa))
		first := max(1, int(math.Round(b*float64(g.Population))))
		both := max(1, int(math.Round(float64(first)*recall)))
		second := max(1, int(math.Round(float64(both)*(1-precision)/precision)))
		second = min(second, g.Population-first)
		return cells{both, first - both, second, g.Population - first - second}, true
	}
	return cells{}, false
}

// testSet draws a test set from the population and gives its kappa.
func (g Generalisation) testSet(population cells, random *resample.Stream) float64 {
	var drawn cells
	draw := func(among int) {
		left := 0
		for _, n := range population[:among] {
			left += n
		}
		at := random.Below(left)
		for c := range among {
			if at < population[c] {
				population[c]--
				drawn[c]++
				return
			}
			at -= population[c]
		}
	}
	for range g.Positives {
		draw(2) // both, or only the first
	}
	for range g.TestSet - g.Positives {
		draw(4)
	}
	n := float64(g.TestSet)
	first, second := float64(drawn[0]+drawn[1])/n, float64(drawn[0]+drawn[2])/n
	apart := first*(1-second) + second*(1-first)
	if apart <= 0 {
		return 1
	}
	return 1 - float64(drawn[1]+drawn[2])/n/apart
}
