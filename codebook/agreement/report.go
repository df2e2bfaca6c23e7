package agreement

import (
	"fmt"
	"slices"
)

// PanelOptions says what a panel contains beyond what the data allow anyway.
type PanelOptions struct {
	Weights   []Weights // further agreement weights
	Resamples int       // of the bootstrap; 0 for none
	Seed      uint64
	Drawn     Drawn // what the bootstrap draws
	Jackknife bool  // give the jackknife's intervals, in place of the bootstrap's if there is one
}

// Report is everything that can be said about a table. It marshals to the JSON
// that `concord agree --json` prints; MarshalJSON lists its fields.
type Report struct {
	Coders     []string
	Units      int // rated by at least one coder
	Pairable   int // rated by at least two
	Ratings    int
	Clusters   int
	Level      Level
	Categories []string // of the scale, used or not; for sets of codes, the codes
	Sets       bool

	Coefficients []Reported
	Codes        []ReportedCode // for sets of codes: the yes/no table of each code

	// PooledKappa is that of all codes together, for sets of codes.
	PooledKappa Value

	// Notes are sentences a reader must know: what was left out, what the
	// intervals presuppose.
	Notes []string
}

// Reported is a coefficient in a report.
type Reported struct {
	Name      string
	Estimate  Estimate
	Bootstrap *Bootstrapped // nil if there was none
	Jackknife *Jackknifed   // nil if there was none, or Bootstrap holds it
	Claimed   Claim         // nil if nothing was asked, or there is nothing to say
}

// Claim is what a coefficient's sampling error allows to claim. Package planning
// makes them.
type Claim interface {
	// Sentences say it for people.
	Sentences() []string
	// Fields say it in the coefficient's JSON object.
	Fields() map[string]any
}

// ReportedCode is one code in a report.
type ReportedCode struct {
	Code         string
	Row          Row
	Coefficients []Reported // those of Row.Estimates
}

// Panel computes all coefficients that a table allows, with their intervals,
// and for sets of codes those of every code.
func Panel(t *Table, options PanelOptions) (Report, error) {
	s := t.sum()
	r := Report{Coders: t.Coders(), Units: s.units, Pairable: s.pairable, Ratings: s.ratings,
		Clusters: len(t.clusters), Level: t.scale.Level, Categories: slices.Clone(t.scale.Categories), Notes: t.Notes()}
	var err error
	if r.Coefficients, err = panel(t, t.Coefficients(options.Weights...), options); err != nil {
		return Report{}, err
	}
	if t.sets != nil {
		r.Sets = true
		r.Categories = slices.Clone(t.sets.codes)
		tables := make([]*Table, len(t.sets.codes))
		for i, code := range t.sets.codes {
			if tables[i], err = t.Code(i); err != nil {
				return Report{}, err
			}
			list := RowCoefficients(len(tables[i].coders))
			c := ReportedCode{Code: code, Row: tables[i].Row()}
			if c.Coefficients, err = panel(tables[i], list, options); err != nil {
				return Report{}, err
			}
			for _, x := range c.Coefficients {
				c.Row.Estimates = append(c.Row.Estimates, x.Estimate)
			}
			r.Codes = append(r.Codes, c)
		}
		r.PooledKappa = PooledKappa(tables)
	}
	r.Notes = append(r.Notes, t.cautions(options)...)
	return r, nil
}

func panel(t *Table, list []Coefficient, options PanelOptions) ([]Reported, error) {
	out := make([]Reported, len(list))
	for i, e := range Estimates(t, list) {
		out[i] = Reported{Name: list[i].name, Estimate: e}
	}
	switch {
	case options.Resamples > 0:
		boots, err := Bootstrap(t, list, Resampling{Resamples: options.Resamples, Seed: options.Seed, Drawn: options.Drawn, Jackknife: options.Jackknife})
		if err != nil {
			return nil, err
		}
		for i := range out {
			if out[i].Estimate.Value.Defined() {
				out[i].Bootstrap = &boots[i]
			}
		}
	case options.Jackknife:
		jacks, err := Jackknife(t, list, options.Drawn)
		if err != nil {
			return nil, err
		}
		for i := range out {
			if out[i].Estimate.Value.Defined() {
				out[i].Jackknife = &jacks[i]
			}
		}
	}
	return out, nil
}

// Interval is the interval to print beside a coefficient and what it comes from: the
// bootstrap's if there is one, else the jackknife's, else the analytic one.
func (c Reported) Interval() (ci CI, method string) {
	switch {
	case c.Bootstrap != nil:
		return c.Bootstrap.CI95, c.Bootstrap.Method()
	case c.Jackknife != nil:
		return c.Jackknife.CI95, "jackknife over " + c.Jackknife.Drawn.String()
	}
	return c.Estimate.CI95, "analytic"
}

// cautions are what a reader must know about a panel's intervals and scale.
func (t *Table) cautions(options PanelOptions) []string {
	var notes []string
	of := "the bootstrap drew"
	if options.Resamples == 0 || options.Jackknife {
		of = "the jackknife left out"
	}
	switch n := t.PairableClusters(); {
	case options.Resamples == 0 && !options.Jackknife:
	case options.Drawn.fitting(len(t.clusters)) == DrawUnits && len(t.clusters) > 0:
		notes = append(notes, of+" units, not clusters: its intervals are too narrow if units of one cluster are not independent")
	case options.Drawn.fitting(len(t.clusters)) == DrawUnits:
		notes = append(notes, of+" units as if they were independent: its intervals are too narrow if units belong together, as turns of one interview do")
	case options.Jackknife:
	case n < EnoughClusters:
		notes = append(notes, fmt.Sprintf("few clusters: only %d hold units rated by two or more, so the intervals are those of the jackknife over clusters; a bootstrap over so few is too narrow", n))
	case n < RoughClusters:
		notes = append(notes, fmt.Sprintf("the bootstrap drew clusters, of which only %d hold units rated by two or more: its intervals are rough below %d (--jackknife gives the other)", n, RoughClusters))
	}
	if s := t.scale; t.sets == nil && s.Level == Ordinal && s.numbers == nil {
		notes = append(notes, "the ordinal scale is, from lowest to highest: "+quoted(s.Categories))
	}
	return notes
}

// quoted lists names, the first twenty if there are more.
func quoted(names []string) string {
	text := ""
	for i, n := range names {
		if i == 20 {
			return text + fmt.Sprintf(" and %d more", len(names)-i)
		}
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprintf("%q", n)
	}
	return text
}

// Find gives a coefficient of the report by name.
func (r Report) Find(name string) (Reported, bool) {
	i := slices.IndexFunc(r.Coefficients, func(c Reported) bool { return c.Name == name })
	if i < 0 {
		return Reported{}, false
	}
	return r.Coefficients[i], true
}
