package findings

import (
	"fmt"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"concord/codebook/agreement"
)

// Incidence says which codes each interview has, interviews in order.
type Incidence struct {
	Codes      int     // how many codes there could be
	Interviews [][]int // the codes of each, in any order, repeats allowed
}

// Incidence gathers which codes the transcripts in order have. into says what
// each code counts as, so that a merged code counts once under the version of
// the codebook in question: the index of the surviving code, or None for a code
// that does not count. A nil into leaves codes as they are.
func (s *Study) Incidence(order []int, into []int) (Incidence, error) {
	x := Incidence{Codes: len(s.Codes)}
	if into != nil && len(into) != len(s.Codes) {
		return x, fmt.Errorf("gathering codes by interview: %d codes are mapped; there are %d", len(into), len(s.Codes))
	}
	seen := make([]int, len(s.Codes))
	for i, t := range order {
		if t < 0 || t >= len(s.Transcripts) {
			return x, fmt.Errorf("gathering codes by interview: transcript %d is none of the %d there are", t, len(s.Transcripts))
		}
		var has []int
		for _, k := range s.codingsOf(t) {
			code := int(s.Codings[k].Code)
			if into != nil {
				code = into[code]
			}
			if code < None || code >= len(s.Codes) {
				return x, fmt.Errorf("gathering codes by interview: a code counts as code %d of %d", code, len(s.Codes))
			}
			if code != None && seen[code] != i+1 {
				seen[code] = i + 1
				has = append(has, code)
			}
		}
		slices.Sort(has)
		x.Interviews = append(x.Interviews, has)
	}
	return x, nil
}

func (x Incidence) check() error {
	for i, codes := range x.Interviews {
		if err := within("interview", i, "code", codes, x.Codes); err != nil {
			return err
		}
	}
	return nil
}

// SaturationRule is the rule of Guest, Namey & Chen (2020).
type SaturationRule struct {
	Base      int     // the number of first interviews whose codes are the measure
	Run       int     // the number of interviews looked at together for new codes
	Threshold float64 // the new information, as a share of the base's codes, at which to stop
}

// Short is the rule as it is reported, such as "4+2, ≤ 5 %".
func (r SaturationRule) Short() string {
	return fmt.Sprintf("%d+%d, ≤ %v %%", r.Base, r.Run, math.Round(r.Threshold*1e6)/1e4)
}

func (r SaturationRule) check() error {
	if r.Base < 1 || r.Run < 1 || !(r.Threshold >= 0 && r.Threshold <= 1) {
		return fmt.Errorf("base %d, run %d and threshold %v are no rule: base and run are at least 1, the threshold a share from 0 to 1", r.Base, r.Run, r.Threshold)
	}
	return nil
}

// CustomaryRules are those that Guest, Namey & Chen consider: base 4, 5 or 6,
// run 2 or 3, threshold 5 % or 0.
func CustomaryRules() []SaturationRule {
	var out []SaturationRule
	for _, base := range []int{4, 5, 6} {
		for _, run := range []int{2, 3} {
			for _, threshold := range []float64{0.05, 0} {
				out = append(out, SaturationRule{base, run, threshold})
			}
		}
	}
	return out
}

// SaturationRun is one run of interviews.
type SaturationRun struct {
	First int // index of its first interview
	New   int // codes first seen in the run
	// NewInformation is New / the distinct codes of the base, from 0 up; it
	// exceeds 1 where a run brings more than the base held. Undefined if the base
	// has no code.
	NewInformation agreement.Value
}

// RuleOutcome is what a rule says of one order of interviews.
type RuleOutcome struct {
	Rule      SaturationRule
	BaseCodes int // distinct codes of the first Rule.Base interviews
	// Runs are those from the base on, each beginning one interview after the one
	// before: with base 4 and run 2, interviews 5–6, 6–7, 7–8 …
	Runs []SaturationRun
	// After is the number of interviews, those of the run included, after which
	// the first run at or below the threshold ended; 0 if there was none. In the
	// notation of Guest, Namey & Chen it is After − Run, with +Run.
	After int
	// Why says why there is no After: too few interviews, no code in the base, or
	// no run so low. "" if there is one.
	Why string
}

// Saturation is the course of one order of interviews.
type Saturation struct {
	New        []int // codes first seen in each interview
	Cumulative []int // distinct codes seen up to and with each
	Outcomes   []RuleOutcome
}

// Saturation applies rules to the interviews in their order.
//
// Definition: Guest, Namey & Chen (2020), PLOS ONE 15(5): e0232076. A code is
// new in the interview in which it is first seen. New information of a run is
// the number of codes new in its interviews over the number of distinct codes
// of the base, the first interviews. Runs overlap. A base that holds no code has
// no new information, and saturation is then not reached.
func (x Incidence) Saturation(rules []SaturationRule) (*Saturation, error) {
	if err := x.check(); err != nil {
		return nil, fmt.Errorf("computing saturation: %w", err)
	}
	for _, r := range rules {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("computing saturation: %w", err)
		}
	}
	out := &Saturation{}
	seen := make([]bool, x.Codes)
	total := 0
	for _, codes := range x.Interviews {
		fresh := 0
		for _, c := range codes {
			if !seen[c] {
				seen[c] = true
				fresh++
			}
		}
		total += fresh
		out.New = append(out.New, fresh)
		out.Cumulative = append(out.Cumulative, total)
	}
	for _, r := range rules {
		out.Outcomes = append(out.Outcomes, r.outcome(out.Cumulative))
	}
	return out, nil
}

// outcome applies the rule to a curve of distinct codes.
func (r SaturationRule) outcome(cumulative []int) RuleOutcome {
	o := RuleOutcome{Rule: r}
	n := len(cumulative)
	if n < r.Base+r.Run {
		o.Why = fmt.Sprintf("there are %d interviews; base and run take %d", n, r.Base+r.Run)
		if n >= r.Base {
			o.BaseCodes = cumulative[r.Base-1]
		}
		return o
	}
	o.BaseCodes = cumulative[r.Base-1]
	for first := r.Base; first+r.Run <= n; first++ {
		run := SaturationRun{First: first, New: cumulative[first+r.Run-1] - cumulative[first-1]}
		if o.BaseCodes == 0 {
			run.NewInformation.Undefined = "the base has no code"
		} else {
			run.NewInformation.Number = float64(run.New) / float64(o.BaseCodes)
		}
		o.Runs = append(o.Runs, run)
	}
	switch o.After = r.after(cumulative); {
	case o.After > 0:
	case o.BaseCodes == 0:
		o.Why = "the base has no code"
	default:
		o.Why = "no run brought so little new"
	}
	return o
}

// after is RuleOutcome.After alone.
func (r SaturationRule) after(cumulative []int) int {
	if len(cumulative) < r.Base || cumulative[r.Base-1] == 0 {
		return 0
	}
	base := float64(cumulative[r.Base-1])
	for end := r.Base + r.Run; end <= len(cumulative); end++ {
		if float64(cumulative[end-1]-cumulative[end-r.Run-1])/base <= r.Threshold {
			return end
		}
	}
	return 0
}

// Permutations says how many random orders to draw.
type Permutations struct {
	Orders int    // 1,000 is customary
	Seed   uint64 // same data, same seed: same band
}

// MostOrders bounds Permutations.Orders.
const MostOrders = 1_000_000

// SaturationBand is what saturation would have been had the interviews come in
// another order.
type SaturationBand struct {
	Permutations
	// Low, Median and High are, for each number of interviews, the distinct codes
	// that 2.5, 50 and 97.5 % of the orders had at most: the least count that so
	// many orders do not exceed.
	Low, Median, High []int
	// Expected is the mean over all orders there are, computed and not drawn
	// (sample-based rarefaction, Mao Tau; Colwell, Mao & Chang 2004).
	Expected []float64
	Outcomes []RuleBand
}

// RuleBand is what a rule says over all orders drawn.
type RuleBand struct {
	Rule    SaturationRule
	Reached int // orders in which the threshold was reached
	// Low, Median and High are the 2.5, 50 and 97.5 % points of After among all
	// orders, those that never reached the threshold counting as later than any;
	// 0 where such an order stands at the point.
	Low, Median, High int
}

// Permute draws random orders of the interviews and applies rules to each.
//
// The orders are those of Fisher and Yates with random numbers from PCG-DXSM
// (math/rand/v2), a stream for each order from the seed and the order's number,
// so that they are the same on every machine. A number below n is the high half
// of the product of n and 64 random bits; its bias is below n/2⁶⁴.
func (x Incidence) Permute(rules []SaturationRule, how Permutations) (*SaturationBand, error) {
	if err := x.check(); err != nil {
		return nil, fmt.Errorf("drawing orders of interviews: %w", err)
	}
	if how.Orders < 1 || how.Orders > MostOrders {
		return nil, fmt.Errorf("drawing orders of interviews: %d orders are not possible; choose between 1 and %d", how.Orders, MostOrders)
	}
	for _, r := range rules {
		if err := r.check(); err != nil {
			return nil, fmt.Errorf("drawing orders of interviews: %w", err)
		}
	}
	n := len(x.Interviews)
	curves := make([][]int, n) // by number of interviews and count of codes: orders
	for i := range curves {
		curves[i] = make([]int, x.Codes+1)
	}
	ends := make([][]int, len(rules)) // by rule and After: orders
	for i := range ends {
		ends[i] = make([]int, n+1)
	}
	d := newOrders(x, how.Seed)
	for k := range how.Orders {
		cumulative := d.draw(k)
		for i, c := range cumulative {
			curves[i][c]++
		}
		for i, r := range rules {
			ends[i][r.after(cumulative)]++
		}
	}
	out := &SaturationBand{Permutations: how, Expected: x.expected()}
	for i := range curves {
		out.Low = append(out.Low, quantile(curves[i], how.Orders, 0.025))
		out.Median = append(out.Median, quantile(curves[i], how.Orders, 0.5))
		out.High = append(out.High, quantile(curves[i], how.Orders, 0.975))
	}
	for i, r := range rules {
		never := ends[i][0]
		ends[i] = append(ends[i][1:], never) // later than any
		at := func(p float64) int { return (quantile(ends[i], how.Orders, p) + 1) % (n + 1) }
		out.Outcomes = append(out.Outcomes, RuleBand{r, how.Orders - never, at(0.025), at(0.5), at(0.975)})
	}
	return out, nil
}

// quantile is the least value that a share p of n things do not exceed; counts
// says how many have each value.
func quantile(counts []int, n int, p float64) int {
	need := max(int(math.Ceil(p*float64(n))), 1)
	for value, c := range counts {
		if need -= c; need <= 0 {
			return value
		}
	}
	return len(counts) - 1
}

// orders draws orders of interviews and counts codes along them.
type orders struct {
	seed       uint64
	order      []int
	masks      []uint64 // the codes of each interview, wide words each
	wide       int
	seen       []uint64
	cumulative []int
	pcg        rand.PCG
}

func newOrders(x Incidence, seed uint64) *orders {
	n, wide := len(x.Interviews), (x.Codes+63)/64
	d := &orders{seed: seed, order: make([]int, n), masks: make([]uint64, n*wide), wide: wide, seen: make([]uint64, wide), cumulative: make([]int, n)}
	for i, codes := range x.Interviews {
		for _, c := range codes {
			d.masks[i*wide+c/64] |= 1 << (c % 64)
		}
	}
	return d
}

// draw gives the curve of distinct codes along the k-th order. It is good until
// the next.
func (d *orders) draw(k int) []int {
	d.pcg.Seed(d.seed, uint64(k))
	for i := range d.order {
		d.order[i] = i
	}
	for i := len(d.order) - 1; i > 0; i-- {
		j, _ := bits.Mul64(d.pcg.Uint64(), uint64(i+1))
		d.order[i], d.order[j] = d.order[j], d.order[i]
	}
	clear(d.seen)
	total := 0
	for i, interview := range d.order {
		for w := range d.wide {
			codes := d.masks[interview*d.wide+w]
			total += bits.OnesCount64(codes &^ d.seen[w])
			d.seen[w] |= codes
		}
		d.cumulative[i] = total
	}
	return d.cumulative
}

// frequencies gives the number of interviews that have each code.
func (x Incidence) frequencies() []int {
	q := make([]int, x.Codes)
	last := make([]int, x.Codes)
	for i, codes := range x.Interviews {
		for _, c := range codes {
			if last[c] != i+1 {
				last[c] = i + 1
				q[c]++
			}
		}
	}
	return q
}

// expected is the mean number of distinct codes in m of the n interviews, for
// each m: Σ over codes of 1 − C(n−q, m)/C(n, m), q the interviews with the code.
func (x Incidence) expected() []float64 {
	n := len(x.Interviews)
	out := make([]float64, n)
	for _, q := range x.frequencies() {
		none := 1.0 // the chance that m interviews are all without the code
		for m := 1; m <= n && q > 0; m++ {
			none *= max(float64(n-q-m+1), 0) / float64(n-m+1)
			out[m-1] += 1 - none
		}
	}
	return out
}
