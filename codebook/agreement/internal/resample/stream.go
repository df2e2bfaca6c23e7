// Package resample draws the random numbers of bootstrap resamples.
package resample

import (
	"math/bits"
	"math/rand/v2"
)

// Stream is the random numbers of one resample. Every resample has its own,
// made from the seed and the resample's number alone, and draws whole numbers
// only. So the resamples are the same on any machine and with any number of
// goroutines, whichever of them computes which.
//
// The generator is PCG-DXSM (128 bits of state, from math/rand/v2), seeded with
// (seed, number of the resample, from 0). Its output is fixed by the Go 1
// compatibility promise.
type Stream struct{ pcg rand.PCG }

// Start begins the numbers of a resample, counted from 0.
func (s *Stream) Start(seed uint64, resample int) { s.pcg.Seed(seed, uint64(resample)) }

// below draws a whole number from 0 to n−1, all equally likely (Lemire 2019:
// the high half of a product, with the few biased products drawn again).
func (s *Stream) Below(n int) int {
	bound := uint64(n)
	high, low := bits.Mul64(s.pcg.Uint64(), bound)
	if low < bound {
		for least := -bound % bound; low < least; {
			high, low = bits.Mul64(s.pcg.Uint64(), bound)
		}
	}
	return int(high)
}
