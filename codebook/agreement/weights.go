package agreement

import (
	"fmt"
	"math"
	"strings"
)

// Weights say how far two categories agree: 1 for the same category, 0 for
// full disagreement, something between for partial agreement. The zero Weights
// are Identity.
//
// Definitions follow Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed.,
// ch. 3. With x the positions of the categories (their numbers at the interval
// and ratio levels, otherwise their ranks 1..q), min and max those of the scale:
//
//	identity   1 if k = l, else 0
//	linear     1 − |x_k − x_l| / (max − min)
//	quadratic  1 − (x_k − x_l)² / (max − min)²
//	ordinal    1 − C(|k−l|+1, 2) / C(q, 2), always on ranks
//	radical    1 − √|x_k − x_l| / √(max − min)
//	ratio      1 − ((x_k−x_l)/(x_k+x_l))² / ((max−min)/(max+min))²
//	circular   1 − d_kl / largest d, d = sin²(π(x_k−x_l)/U), U = max−min+1
//	           (or the circumference of the scale)
//	bipolar    1 − d_kl / largest d,
//	           d = (x_k−x_l)² / ((x_k+x_l−2min)(2max−x_k−x_l))
//
// The whole scale counts, used or not: dropping an unused category changes
// linear and quadratic weights.
type Weights struct {
	name   string
	define func(Scale) (matrix []float64, reason string)
}

// The weights of Gwet (2014); see Weights.
var (
	Identity         = Weights{}
	LinearWeights    = distanceWeights("linear", linearDistance)
	QuadraticWeights = distanceWeights("quadratic", quadraticDistance)
	OrdinalWeights   = distanceWeights("ordinal", ordinalDistance)
	RadicalWeights   = distanceWeights("radical", radicalDistance)
	RatioWeights     = distanceWeights("ratio", ratioDistance)
	CircularWeights  = distanceWeights("circular", circularDistance)
	BipolarWeights   = distanceWeights("bipolar", bipolarDistance)
)

var knownWeights = []Weights{Identity, LinearWeights, QuadraticWeights, OrdinalWeights,
	RadicalWeights, RatioWeights, CircularWeights, BipolarWeights}

// ParseWeights finds weights by name: identity, linear, quadratic, ordinal,
// radical, ratio, circular or bipolar.
func ParseWeights(name string) (Weights, error) {
	names := make([]string, len(knownWeights))
	for i, w := range knownWeights {
		if w.String() == name {
			return w, nil
		}
		names[i] = w.String()
	}
	return Weights{}, fmt.Errorf("reading the weights: %q are none; use one of %s", name, strings.Join(names, ", "))
}

// String is the name of the weights, such as "linear".
func (w Weights) String() string {
	if w.define == nil {
		return "identity"
	}
	return w.name
}

// suffix is what the weights add to the name of a coefficient.
func (w Weights) suffix() string {
	if w.define == nil {
		return ""
	}
	return "_" + w.name
}

// largestWeighted is the largest scale for which a matrix of weights is made
// (32 MB); only measurements that are not codes exceed it.
const largestWeighted = 2000

// matrix gives the weights for a scale, row by row, or the reason why there
// are none. Identity weights have no matrix: it returns nil and no reason.
func (w Weights) matrix(s Scale) ([]float64, string) {
	if w.define == nil {
		return nil, ""
	}
	if s.Size() > largestWeighted {
		return nil, fmt.Sprintf("the scale has %d categories; weights are computed for up to %d", s.Size(), largestWeighted)
	}
	return w.define(s)
}

// distance prepares how far apart two categories are, given their positions;
// only relative size matters. It names a reason if the positions do not allow it.
type distance func(s Scale, x []float64) (between func(k, l int) float64, reason string)

// distanceWeights are 1 − d/(largest d on the scale).
func distanceWeights(name string, d distance) Weights {
	return Weights{name: name, define: func(s Scale) ([]float64, string) {
		between, reason := d(s, s.positions())
		if reason != "" {
			return nil, reason
		}
		q := s.Size()
		m := make([]float64, q*q)
		largest := 0.0
		for k := range q {
			for l := range k {
				v := between(k, l)
				m[k*q+l], m[l*q+k] = v, v
				largest = max(largest, v)
			}
		}
		for i := range m {
			if largest > 0 {
				m[i] = 1 - m[i]/largest
			} else {
				m[i] = 1
			}
		}
		return m, ""
	}}
}

func linearDistance(_ Scale, x []float64) (func(k, l int) float64, string) {
	return func(k, l int) float64 { return math.Abs(x[k] - x[l]) }, ""
}

func quadraticDistance(_ Scale, x []float64) (func(k, l int) float64, string) {
	return func(k, l int) float64 { return (x[k] - x[l]) * (x[k] - x[l]) }, ""
}

func radicalDistance(_ Scale, x []float64) (func(k, l int) float64, string) {
	return func(k, l int) float64 { return math.Sqrt(math.Abs(x[k] - x[l])) }, ""
}

func ordinalDistance(Scale, []float64) (func(k, l int) float64, string) {
	return func(k, l int) float64 {
		between := math.Abs(float64(k - l))
		return (between + 1) * between / 2
	}, ""
}

func ratioDistance(_ Scale, x []float64) (func(k, l int) float64, string) {
	if low, _ := limits(x); low < 0 {
		return nil, "ratio weights need values that are not negative"
	}
	return func(k, l int) float64 {
		if x[k]+x[l] == 0 {
			return 0
		}
		share := (x[k] - x[l]) / (x[k] + x[l])
		return share * share
	}, ""
}

func circularDistance(s Scale, x []float64) (func(k, l int) float64, string) {
	around := s.Circumference
	if around == 0 {
		low, high := limits(x)
		around = high - low + 1
	}
	return func(k, l int) float64 {
		sine := math.Sin(math.Pi * (x[k] - x[l]) / around)
		return sine * sine
	}, ""
}

func bipolarDistance(_ Scale, x []float64) (func(k, l int) float64, string) {
	low, high := limits(x)
	return func(k, l int) float64 {
		sum := x[k] + x[l]
		return (x[k] - x[l]) * (x[k] - x[l]) / ((sum - 2*low) * (2*high - sum))
	}, ""
}

// limits are the least and the greatest of x, which is not empty.
func limits(x []float64) (low, high float64) {
	low, high = x[0], x[0]
	for _, v := range x {
		low, high = min(low, v), max(high, v)
	}
	return low, high
}
