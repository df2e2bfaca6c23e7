// Package distribution holds the normal and Student's t distribution.
package distribution

import "math"

// NormalCDF is the standard normal distribution function. Relative error about
// 1e-15, in the lower tail too.
func NormalCDF(x float64) float64 { return math.Erfc(-x/math.Sqrt2) / 2 }

// NormalQuantile is its inverse: NormalCDF(NormalQuantile(p)) = p. It is
// −Inf at 0 and +Inf at 1.
func NormalQuantile(p float64) float64 {
	if p < 0.5 {
		return -NormalQuantile(1 - p)
	}
	return math.Sqrt2 * math.Erfinv(2*p-1)
}

// TQuantile is the p-quantile of Student's t distribution with df > 0 degrees
// of freedom, which need not be whole. Relative error below 1e-13 for
// 0.001 ≤ p ≤ 0.999 and df ≤ 1e7.
func TQuantile(p, df float64) float64 {
	switch {
	case p == 0.5:
		return 0
	case p < 0.5:
		return -TQuantile(1-p, df)
	case p >= 1:
		return math.Inf(1)
	}
	// Bracket the quantile, starting from the normal one, which it exceeds.
	low := NormalQuantile(p)
	high := 2*low + 1
	for tUpper(high, df) > 1-p {
		low, high = high, 2*high
	}
	// Newton's method, kept inside the bracket by halving it.
	x := low
	for range 200 {
		tail := tUpper(x, df) - (1 - p)
		if tail > 0 {
			low = x
		} else {
			high = x
		}
		next := x + tail/tDensity(x, df)
		if !(next > low && next < high) {
			next = low + (high-low)/2
		}
		if math.Abs(next-x) <= 1e-15*x {
			return next
		}
		x = next
	}
	return x
}

// tUpper is the probability that Student's t exceeds x ≥ 0: half the
// regularised incomplete beta function I_u(df/2, 1/2) at u = df/(df+x²). Both u
// and 1−u are passed on, for one of them would lose its digits in the other.
func tUpper(x, df float64) float64 {
	u, v := df/(df+x*x), x*x/(df+x*x)
	a := df / 2
	front := math.Exp(a*math.Log1p(-v) + math.Log(v)/2 - logBetaHalf(a))
	if v < 0.5 && x < 10 {
		// One less the other tail, by a series of positive terms: no digits
		// are lost however many degrees of freedom there are.
		term, sum := 1.0, 1.0
		for i := 0.0; term > 1e-17*sum; i++ {
			term *= (a + 0.5 + i) / (1.5 + i) * v
			sum += term
		}
		return (1 - 2*front*sum) / 2
	}
	return front * betaFraction(u, a, 0.5) / a / 2
}

// tDensity is the density of Student's t at x.
func tDensity(x, df float64) float64 {
	return math.Exp(-logBetaHalf(df/2) - math.Log(df)/2 - (df+1)/2*math.Log1p(x*x/df))
}

// logBetaHalf is the logarithm of the beta function B(a, 1/2). For large a the
// difference of two logarithms of gamma functions would lose digits, so there
// it is the asymptotic series of their ratio.
func logBetaHalf(a float64) float64 {
	logPi := math.Log(math.Pi) / 2
	if a < 20 {
		x, _ := math.Lgamma(a)
		y, _ := math.Lgamma(a + 0.5)
		return logPi + x - y
	}
	z := 1 / (a * a)
	series := -1.0/8 + z*(1.0/192+z*(-1.0/640+z*(17.0/14336-z*31.0/18432)))
	return logPi - math.Log(a)/2 - series/a
}

// betaFraction is the continued fraction of the incomplete beta function
// (Abramowitz & Stegun 26.5.8), evaluated by Lentz's method. It converges fast
// for x < (a+1)/(a+b+2).
func betaFraction(x, a, b float64) float64 {
	const tiny = 1e-300
	apart := func(v float64) float64 {
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	c, d := 1.0, 1/apart(1-(a+b)*x/(a+1))
	f := d
	for m := 1.0; m < 1e5; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		var last float64
		for _, step := range [2]float64{even, odd} {
			d = 1 / apart(1+step*d)
			c = apart(1 + step/c)
			last = c * d
			f *= last
		}
		if math.Abs(last-1) < 1e-16 {
			break
		}
	}
	return f
}
