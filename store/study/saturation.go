package study

import (
	"context"
	"fmt"
	"strconv"

	"concord/codebook/findings"
	"concord/codebook/report"
)

// SaturationQuestion asks whether further interviews would still bring new codes.
type SaturationQuestion struct {
	Rule  findings.SaturationRule
	All   bool   // all customary rules beside it
	Order string // import (default), name, date, date:ATTRIBUTE or coding
	Query string
	Drawn findings.Permutations // no random orders if Orders is 0
}

// Saturation is the course of saturation, as “concord saturation --json” gives it.
type Saturation struct {
	Order      []string `json:"order"`
	New        []int    `json:"new"`
	Cumulative []int    `json:"cumulative"`
	SaturationOutcome
	Others       []SaturationOutcome     `json:"others,omitempty"` // of the other rules
	Permutations *SaturationPermutations `json:"permutations,omitempty"`
	Unseen       UnseenCodes             `json:"unseen"`
	FindingsHead
}

// SaturationOutcome is what one rule says.
type SaturationOutcome struct {
	Base      int             `json:"base"`
	Run       int             `json:"run"`
	Threshold float64         `json:"threshold"` // a share, 0 to 1
	BaseCodes int             `json:"base_codes"`
	Runs      []SaturationRun `json:"runs"`
	// After is the number of interviews, those of the run included; null if the
	// threshold was not reached, and Why says why.
	After *int   `json:"saturated_after"`
	Why   string `json:"why,omitempty"`
}

// SaturationRun is one run of interviews, which are counted from 1.
type SaturationRun struct {
	Interviews     []int    `json:"interviews"`
	New            int      `json:"new"`
	NewInformation *float64 `json:"new_information"`
}

// SaturationPermutations is what random orders of the interviews give.
type SaturationPermutations struct {
	Orders   int            `json:"orders"`
	Seed     uint64         `json:"seed"`
	Low      []int          `json:"low"`    // 2.5 % of the orders have at most so many codes
	Median   []int          `json:"median"` // 50 %
	High     []int          `json:"high"`   // 97.5 %
	Expected []float64      `json:"expected"`
	Rules    []PermutedRule `json:"rules"`
}

// PermutedRule is when a rule is met over the random orders; 0 stands for never.
type PermutedRule struct {
	Rule    string `json:"rule"`
	Reached int    `json:"reached"` // orders that reached the threshold
	Low     int    `json:"low"`
	Median  int    `json:"median"`
	High    int    `json:"high"`
}

// UnseenCodes estimates the codes that nobody has mentioned yet.
type UnseenCodes struct {
	Observed int      `json:"observed"`
	Once     int      `json:"once"`
	Twice    int      `json:"twice"`
	Chao2    *float64 `json:"chao2"`
	Coverage *float64 `json:"coverage"`
	Assumes  string   `json:"assumes"`
}

// Saturation follows the codes over the interviews; see
// findings.Incidence.Saturation. Interviews in which nobody coded anything or
// declared to have finished are left out: nothing is known of them.
func (s *Study) Saturation(ctx context.Context, q SaturationQuestion) (Saturation, error) {
	return inSnapshot(ctx, s, func(s *Study) (Saturation, error) { return s.readSaturation(ctx, q) })
}

func (s *Study) readSaturation(ctx context.Context, q SaturationQuestion) (Saturation, error) {
	f, err := s.findings(ctx, gathering{query: q.Query})
	if err != nil {
		return Saturation{}, err
	}
	order, rule, err := f.transcriptOrder(q.Order)
	if err != nil {
		return Saturation{}, err
	}
	x, err := f.Incidence(order, nil)
	if err != nil {
		return Saturation{}, err
	}
	rules := []findings.SaturationRule{q.Rule}
	if q.All {
		rules = append(rules, findings.CustomaryRules()...)
	}
	course, err := x.Saturation(rules)
	if err != nil {
		return Saturation{}, err
	}
	out := Saturation{Order: []string{}, New: course.New, Cumulative: course.Cumulative, FindingsHead: f.head(rulesFor(q.Query)...)}
	for _, t := range order {
		out.Order = append(out.Order, f.Transcripts[t].Name)
	}
	out.Rules = append(out.Rules, rule, "New information is the codes first seen in a run over the distinct codes of the base (Guest, Namey & Chen 2020); runs overlap; merged codes count once.")
	if n := len(f.Transcripts) - len(order); n > 0 {
		out.Rules = append(out.Rules, fmt.Sprintf("Left out: %d of %d transcripts, which nobody has coded or finished.", n, len(f.Transcripts)))
	}
	for i, o := range course.Outcomes {
		if done := outcome(o); i == 0 {
			out.SaturationOutcome = done
		} else {
			out.Others = append(out.Others, done)
		}
	}
	u := x.Unseen()
	out.Unseen = UnseenCodes{u.Observed, u.Once, u.Twice, number(u.Chao2), number(u.Coverage), findings.UnseenAssumes}
	if q.Drawn.Orders == 0 || len(order) == 0 {
		return out, nil
	}
	band, err := x.Permute(rules, q.Drawn)
	if err != nil {
		return Saturation{}, err
	}
	out.Permutations = &SaturationPermutations{Orders: band.Orders, Seed: band.Seed, Low: band.Low, Median: band.Median, High: band.High, Expected: band.Expected}
	for _, r := range band.Outcomes {
		out.Permutations.Rules = append(out.Permutations.Rules, PermutedRule{r.Rule.Short(), r.Reached, r.Low, r.Median, r.High})
	}
	return out, nil
}

func outcome(o findings.RuleOutcome) SaturationOutcome {
	out := SaturationOutcome{Base: o.Rule.Base, Run: o.Rule.Run, Threshold: o.Rule.Threshold, BaseCodes: o.BaseCodes, Runs: []SaturationRun{}, Why: o.Why}
	if o.After > 0 {
		out.After = &o.After
	}
	for _, r := range o.Runs {
		run := SaturationRun{New: r.New, NewInformation: number(r.NewInformation)}
		for i := range o.Rule.Run {
			run.Interviews = append(run.Interviews, r.First+i+1)
		}
		out.Runs = append(out.Runs, run)
	}
	return out
}

func (o SaturationOutcome) rule() findings.SaturationRule {
	return findings.SaturationRule{Base: o.Base, Run: o.Run, Threshold: o.Threshold}
}

// sentence says what the rule says.
func (o SaturationOutcome) sentence() string {
	if o.After == nil {
		return fmt.Sprintf("%s: not reached (%s).", o.rule().Short(), o.Why)
	}
	return fmt.Sprintf("%s: reached after %d interviews (%d, and the run of %d that confirms it); the base has %d codes.", o.rule().Short(), *o.After, *o.After-o.Run, o.Run, o.BaseCodes)
}

// Table is the course for people: a row an interview, with the run that ends
// there.
func (s Saturation) Table() *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "#", Numbers: true}, {Name: "interview"}, {Name: "new", Numbers: true}, {Name: "so far", Numbers: true},
		{Name: fmt.Sprintf("new in %d", s.Run), Numbers: true}, {Name: "new information", Numbers: true}}}
	if s.Permutations != nil {
		t.Columns = append(t.Columns, report.Column{Name: "other orders", Numbers: true})
	}
	for i, name := range s.Order {
		r := report.Row{Cells: []string{strconv.Itoa(i + 1), name, strconv.Itoa(s.New[i]), strconv.Itoa(s.Cumulative[i]), "", ""}}
		if k := i + 1 - s.Base - s.Run; k >= 0 {
			r.Cells[4], r.Cells[5] = strconv.Itoa(s.Runs[k].New), "—"
			if x := s.Runs[k].NewInformation; x != nil {
				r.Cells[5] = strconv.FormatFloat(*x*100, 'f', 1, 64) + " %"
			}
		}
		if p := s.Permutations; p != nil {
			r.Cells = append(r.Cells, fmt.Sprintf("%d–%d", p.Low[i], p.High[i]))
		}
		t.Rows = append(t.Rows, r)
	}
	t.Notes = append(t.Notes, s.sentence())
	for _, o := range s.Others {
		t.Notes = append(t.Notes, o.sentence())
	}
	if p := s.Permutations; p != nil {
		note := fmt.Sprintf("Other orders: what 95 %% of %d random orders have (seed %d); %d of them reach %s", p.Orders, p.Seed, p.Rules[0].Reached, p.Rules[0].Rule)
		if p.Rules[0].Median > 0 {
			note += fmt.Sprintf(", half of all after %d interviews", p.Rules[0].Median)
		}
		t.Notes = append(t.Notes, note+".")
	}
	if s.Unseen.Chao2 != nil && s.Unseen.Coverage != nil {
		t.Notes = append(t.Notes, fmt.Sprintf("Seen %d codes; Chao2 estimates at least %.1f, coverage %.2f. It %s.", s.Unseen.Observed, *s.Unseen.Chao2, *s.Unseen.Coverage, s.Unseen.Assumes))
	}
	t.Notes = append(t.Notes, s.notes()...)
	return t
}
