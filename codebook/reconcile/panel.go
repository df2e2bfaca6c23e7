package reconcile

import (
	"context"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"

	"concord/codebook/agreement"
)

// Panel is how far coders agree on each line of a line-up, and over all lines
// together.
type Panel struct {
	Coefficients []agreement.Coefficient // those of each row's estimates
	Codes        []CodeRow               // one for each line
	Overall      *Overall                // nil if there is one line or none
}

// CodeRow is one line's counts and coefficients.
type CodeRow struct {
	agreement.Row
	// Bootstrapped has one entry for each coefficient; it is nil if no bootstrap
	// was asked for or no unit was coded by two.
	Bootstrapped []agreement.Bootstrapped
}

// Overall is what can be said of several codes together. None of it replaces
// the rows.
type Overall struct {
	// Units were rated on every code by at least one coder, Pairable by two or
	// more: a rating is the set of codes, and of a set with a gap nothing is
	// known.
	Units, Pairable int
	// Sets are coefficients of the sets: α with Jaccard and MASI distance.
	Sets []agreement.Reported
	// Pooled is the pooled κ of de Vries et al. (2008); see agreement.PooledKappa.
	Pooled agreement.Value
	// Macro has an entry for each of the panel's coefficients.
	Macro []Macro
}

// Macro is a coefficient over the codes: every code weighs the same, and codes
// for which it is undefined are left out and counted.
type Macro struct {
	Mean, Least, Greatest agreement.Value
	Codes, Undefined      int
}

// Measure computes a panel, with a bootstrap if how asks for resamples. It stops
// between two codes when ctx is done.
func (l *RatingMatrix) Measure(ctx context.Context, how agreement.Resampling) (Panel, error) {
	p := Panel{Coefficients: agreement.RowCoefficients(len(l.Coders))}
	tables, err := l.tables(ctx)
	if err != nil {
		return Panel{}, err
	}
	for i, line := range l.Codes {
		if err := ctx.Err(); err != nil {
			return Panel{}, err
		}
		row := CodeRow{Row: tables[i].Row(p.Coefficients...)}
		if how.Resamples > 0 && row.Pairable > 0 {
			if row.Bootstrapped, err = agreement.Bootstrap(tables[i], p.Coefficients, how); err != nil {
				return Panel{}, fmt.Errorf("agreement on “%s”: %w", line.Code.Name, err)
			}
		}
		p.Codes = append(p.Codes, row)
	}
	if len(l.Codes) < 2 {
		return p, nil
	}
	p.Overall, err = l.overall(p, tables, how)
	return p, err
}

// tables aggregates the ratings of every code, several at a time. It stops between
// two when ctx is done.
func (l *RatingMatrix) tables(ctx context.Context) ([]*agreement.Table, error) {
	tables, errs, marks := make([]*agreement.Table, len(l.Codes)), make([]error, len(l.Codes)), l.marks()
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(l.Codes)) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(tables) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				tables[i], errs[i] = agreement.TabulateMarks(marks(i))
			}
		})
	}
	group.Wait()
	for i, err := range errs {
		if err != nil {
			return nil, fmt.Errorf("agreement on “%s”: %w", l.Codes[i].Code.Name, err)
		}
	}
	return tables, ctx.Err()
}

func (l *RatingMatrix) overall(p Panel, tables []*agreement.Table, how agreement.Resampling) (*Overall, error) {
	sets, err := l.Sets()
	if err != nil {
		return nil, fmt.Errorf("agreement over all codes: %w", err)
	}
	o := &Overall{Units: sets.Units(), Pairable: sets.Pairable(), Pooled: agreement.PooledKappa(tables)}
	list := []agreement.Coefficient{agreement.AlphaSets(agreement.JaccardDistance), agreement.AlphaSets(agreement.MASIDistance)}
	for i, e := range agreement.Estimates(sets, list) {
		o.Sets = append(o.Sets, agreement.Reported{Name: list[i].Name(), Estimate: e})
	}
	if how.Resamples > 0 && o.Pairable > 0 {
		boots, err := agreement.Bootstrap(sets, list, how)
		if err != nil {
			return nil, fmt.Errorf("agreement over all codes: %w", err)
		}
		for i := range o.Sets {
			if o.Sets[i].Estimate.Value.Defined() {
				o.Sets[i].Bootstrap = &boots[i]
			}
		}
	}
	for k := range p.Coefficients {
		o.Macro = append(o.Macro, macro(p.Codes, k))
	}
	return o, nil
}

func macro(codes []CodeRow, k int) Macro {
	none := agreement.Value{Undefined: "it is undefined for every code"}
	m := Macro{Mean: none, Least: none, Greatest: none}
	sum := 0.0
	for _, c := range codes {
		v := c.Estimates[k].Value
		if !v.Defined() {
			m.Undefined++
			continue
		}
		if m.Codes == 0 || v.Number < m.Least.Number {
			m.Least = v
		}
		if m.Codes == 0 || v.Number > m.Greatest.Number {
			m.Greatest = v
		}
		m.Codes++
		sum += v.Number
	}
	if m.Codes > 0 {
		m.Mean = agreement.Value{Number: sum / float64(m.Codes)}
	}
	return m
}

// Sets aggregates all lines together: a rating is the set of codes a coder gave
// to a unit, missing if she gave no answer on one of them.
func (l *RatingMatrix) Sets() (*agreement.Table, error) {
	codes, marks := make([]string, len(l.Codes)), make([]agreement.Marks, len(l.Codes))
	of := l.marks()
	for i := range l.Codes {
		codes[i], marks[i] = fmt.Sprint(i), of(i)
	}
	return agreement.TabulateSetMarks(codes, marks)
}

// SetRatings gives the ratings as sets of codes, transcripts as clusters. Codes
// are numbered like the lines; their names are the numbers.
func (l *RatingMatrix) SetRatings() agreement.SetRatings {
	n := len(l.Coders)
	out := agreement.SetRatings{Coders: l.CoderNames(), Values: make([][][]int, len(l.Units)), Clusters: make([]string, len(l.Units))}
	for i := range l.Codes {
		out.Codes = append(out.Codes, fmt.Sprint(i))
	}
	names := l.TranscriptNames()
	missing := make([]bool, n)
	for u, p := range l.Units {
		out.Clusters[u] = names[p.Coded]
		row := make([][]int, n)
		clear(missing)
		for i := range l.Codes {
			for c, m := range l.Codes[i].Marks[u*n : (u+1)*n] {
				switch m {
				case 1:
					row[c] = append(row[c], i)
				case agreement.Missing:
					missing[c] = true
				}
			}
		}
		for c := range row {
			switch {
			case missing[c]:
				row[c] = nil
			case row[c] == nil:
				row[c] = []int{}
			}
		}
		out.Values[u] = row
	}
	return out
}
