package gamma

import (
	"math"
	"math/rand/v2"
)

// Sampler names a way to make random continua. The two give different
// expectations, and so different values of γ.
type Sampler string

const (
	// ShuffleSampler is that of Mathet et al. (2015) §5.2: each random coder
	// is a real one taken at random, whose timeline is cut at a random place
	// and its two parts swapped. A span is moved whole, by its start. A cut lies
	// at least half a mean span from the one before it, as long as there is room.
	ShuffleSampler Sampler = "shuffle"
	// StatisticalSampler is the default of pygamma-agreement: spans one after
	// the other, with the number of spans, their lengths and the gaps drawn
	// from normal distributions and their categories by their share.
	StatisticalSampler Sampler = "statistical"
)

// streamOf is the stream of random numbers of one random continuum.
func streamOf(seed uint64, index int) *rand.Rand {
	a := mixBits(seed ^ 0x636f6e636f726421)
	b := mixBits(a + uint64(index)*0x9e3779b97f4a7c15)
	return rand.New(rand.NewPCG(b, mixBits(b)))
}

// mixBits spreads the bits of x (the finalizer of SplitMix64).
func mixBits(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// draw makes one random text for each text. At least one of them has a unit;
// the texts must have at least one between them.
func (s Sampler) draw(texts []unitText, r *rand.Rand) []unitText {
	random := make([]unitText, len(texts))
	for {
		units := 0
		for i, t := range texts {
			if s == StatisticalSampler {
				random[i] = invent(t, r)
			} else {
				random[i] = shuffle(t, r)
			}
			units += len(random[i].units)
		}
		if units > 0 {
			return random
		}
	}
}

// shuffle makes a text by the rule of ShuffleSampler. The place of a cut
// is a whole number of positions from the beginning.
func shuffle(t unitText, r *rand.Rand) unitText {
	random := unitText{begin: t.begin, end: t.end, coders: t.coders}
	if len(t.units) == 0 {
		return random
	}
	length, mean := t.end-t.begin, 0.0
	for _, u := range t.units {
		mean += u.end - u.start
	}
	apart := mean / float64(len(t.units)) / 2
	free := [][2]float64{{0, length}}
	for coder := range t.coders {
		shift := placeCut(free, length, r)
		free = without(free, shift-apart, shift+apart)
		from := r.IntN(t.coders)
		for _, u := range t.units {
			if u.coder != from {
				continue
			}
			move := shift
			if u.start+shift >= t.end {
				move -= length
			}
			random.units = append(random.units, unit{u.start + move, u.end + move, u.category, coder})
		}
	}
	random.sort()
	return random
}

// placeCut draws a place from the free stretches, or from all of the text if
// there is none, and rounds it down to a whole position.
func placeCut(free [][2]float64, length float64, r *rand.Rand) float64 {
	room := 0.0
	for _, f := range free {
		room += f[1] - f[0]
	}
	if room == 0 {
		return math.Floor(r.Float64() * length)
	}
	at := r.Float64() * room
	for _, f := range free {
		if at < f[1]-f[0] {
			return math.Floor(f[0] + at)
		}
		at -= f[1] - f[0]
	}
	return math.Floor(free[0][0])
}

// without takes [low,high] out of stretches. What lies wholly on one side
// is stretched up to it, so that a later cut is kept apart from the last one
// only: the way pygamma-agreement goes about it, whose values are the ones
// people compare with.
func without(stretches [][2]float64, low, high float64) [][2]float64 {
	var left [][2]float64
	for _, s := range stretches {
		if s[0] < low {
			left = append(left, [2]float64{s[0], low})
		}
		if s[1] > high {
			left = append(left, [2]float64{high, s[1]})
		}
	}
	return left
}

// invent makes a text by the rule of StatisticalSampler. Gaps may be
// negative, so that spans overlap as real ones do, and are taken between each
// coder's spans, before the first one unless it stands at the beginning, and
// once as 0.
func invent(t unitText, r *rand.Rand) unitText {
	random := unitText{begin: t.begin, end: t.end, coders: t.coders}
	if len(t.units) == 0 {
		return random
	}
	counts, last := make([]float64, t.coders), make([]float64, t.coders)
	gaps, lengths := []float64{0}, []float64{}
	for _, u := range t.units {
		lengths = append(lengths, u.end-u.start)
		switch {
		case counts[u.coder] > 0:
			gaps = append(gaps, u.start-last[u.coder])
		case u.start > t.begin:
			gaps = append(gaps, u.start-t.begin)
		}
		counts[u.coder]++
		last[u.coder] = u.end
	}
	count, gap, long := newNormal(counts), newNormal(gaps), newNormal(lengths)
	for coder := range t.coders {
		n := int(math.Abs(math.Trunc(count.draw(r))))
		if len(random.units) == 0 {
			n = max(1, n)
		}
		at := t.begin
		for range n {
			start := at + gap.draw(r)
			length := math.Abs(long.draw(r))
			for length == 0 {
				length = math.Abs(long.draw(r))
			}
			at = start + length
			category := t.units[r.IntN(len(t.units))].category
			random.units = append(random.units, unit{start, at, category, coder})
		}
	}
	random.sort()
	return random
}

// normal is a normal distribution.
type normal struct{ mean, sd float64 }

// newNormal takes mean and standard deviation (divisor n) from values.
func newNormal(values []float64) normal {
	mean, sum := 0.0, 0.0
	for _, x := range values {
		mean += x
	}
	mean /= float64(len(values))
	for _, x := range values {
		sum += (x - mean) * (x - mean)
	}
	return normal{mean, math.Sqrt(sum / float64(len(values)))}
}

func (n normal) draw(r *rand.Rand) float64 { return n.mean + n.sd*r.NormFloat64() }
