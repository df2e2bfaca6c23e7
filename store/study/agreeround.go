package study

import (
	"context"
	"errors"
	"fmt"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/codebook/reconcile"
	"concord/corpus/exporter"
	"concord/corpus/prose"
)

// RoundAgreement is how far the coders of a round agreed independently, and how
// far they do with what was decided.
type RoundAgreement struct {
	Round  string
	Before *Agreement
	// After has each decision in the place of every rating coder's answer, without
	// intervals: it is no reliability. Decided is the number of answers (unit ×
	// code) in which that replaced at least one coder's.
	After   *Agreement
	Decided int
}

// RoundAgreement measures a round before and after deciding, in the round's units
// and under its version of the codebook, whatever the question says of these.
func (s *Study) RoundAgreement(ctx context.Context, round string, q AgreementQuestion) (*RoundAgreement, error) {
	w, err := s.closedRound(ctx, round)
	if err != nil {
		return nil, err
	}
	if len(w.RatingMatrix.Coded) == 0 {
		return nil, fmt.Errorf("nobody has completed a transcript of the round “%s”, so there is nothing to measure", w.Round.Name)
	}
	w.Material.Notes = w.Sentences()
	if q.Rules, err = RoundRules(w.Round); err != nil {
		return nil, err
	}
	q.Version, q.By, q.Gamma = "", "", nil
	if w.Material.Coded, err = chooseWorks(w.Material.Coded, q.Transcripts); err != nil {
		return nil, err
	}
	out := &RoundAgreement{Round: w.Round.Name}
	if out.Before, err = Measure(ctx, w.Material, q); err != nil {
		return nil, err
	}
	out.Before.Program = s.Project.Program()
	after, n := out.Before.RatingMatrix.After(w.Decisions)
	if out.Decided = n; n > 0 {
		b := *out.Before
		b.Resampling = agreement.Resampling{}
		if b.Part, err = measure(ctx, "", after, b.Resampling); err != nil {
			return nil, err
		}
		out.After = &b
	}
	return out, nil
}

// closedRound reads a round that must be closed.
func (s *Study) closedRound(ctx context.Context, name string) (*RoundWork, error) {
	return inSnapshot(ctx, s, func(s *Study) (*RoundWork, error) { return s.readClosedRound(ctx, name) })
}

func (s *Study) readClosedRound(ctx context.Context, name string) (*RoundWork, error) {
	r, err := s.Round(ctx, name)
	if err != nil {
		return nil, err
	}
	if r.Open {
		return nil, fmt.Errorf("the round “%s” is open; what was decided can be told when it is closed", r.Name)
	}
	return s.RoundWork(ctx, r.ID)
}

// Table sets before and after side by side.
func (a *RoundAgreement) Table(label Label) exporter.Table {
	if label.Name == "" {
		label = Labels[0]
	}
	t := exporter.Table{Title: fmt.Sprintf("Agreement in the round “%s” before and after deciding; codebook %s", a.Round, a.Before.Codebook),
		About:   a.Before.Methods(label),
		Columns: []exporter.Column{{Name: "code"}, {Name: "units", Numbers: true}, {Name: "differ", Numbers: true}, {Name: label.Short + " before", Numbers: true}, {Name: "95 %", Numbers: true}}}
	if a.After != nil {
		t.Columns = append(t.Columns, exporter.Column{Name: "differ after", Numbers: true}, exporter.Column{Name: label.Short + " after", Numbers: true})
	}
	for i, c := range a.Before.Codes {
		row := []string{c.Path, fmt.Sprint(c.Pairable), fmt.Sprint(c.Disagreements()), Decimals(a.Before.Value(c, label.Name)), a.Before.intervalOf(c, label.Name)}
		if a.After != nil {
			d := a.After.Codes[i]
			row = append(row, fmt.Sprint(d.Disagreements()), Decimals(a.After.Value(d, label.Name)))
		}
		t.Rows = append(t.Rows, exporter.Row{Cells: row})
	}
	t.Notes = append(a.Before.RatingMatrix.Sentences(), a.Before.IntervalSentence(), a.Sentence())
	return t
}

// Sentence says what “after” is.
func (a *RoundAgreement) Sentence() string {
	if a.After == nil {
		return "Nothing was decided yet: there is no “after”."
	}
	return fmt.Sprintf("After: %s (unit × code) stand in the place of coders' answers. How far coders agree then says how much was talked through; it is not reliability.", prose.Counted(a.Decided, "decided answer", "decided answers"))
}

// Against is each coder of a round beside what was agreed.
type Against struct {
	Round    string
	Standard string // the round whose agreed answers are the measure; the round itself, or the one it trains against
	Coders   []CoderAgainst
	Notes    []string
}

// CoderAgainst counts a coder's answers (unit × code) that can be compared with
// an agreed one.
type CoderAgainst struct {
	Coder    string
	Compared int
	Same     int
	Missed   int             // agreed that the code applies, and she did not apply it
	Added    int             // she applied it, agreed that it does not apply
	Pooled   agreement.Value // pooled κ over the codes
	Codes    []CodeAgainst
}

// CodeAgainst is the same for one code.
type CodeAgainst struct {
	Code                          string
	Compared, Same, Missed, Added int
	Kappa                         agreement.Value // Cohen's
}

// Against compares each coder of a closed round with what was agreed: in the
// round, or, in a training round, in the one it trains against.
func (s *Study) Against(ctx context.Context, round string) (*Against, error) {
	var r codebook.Round
	var w, measure *RoundWork
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if r, err = s.Round(ctx, round); err != nil {
			return err
		}
		if w, err = s.RoundWork(ctx, r.ID); err != nil {
			return err
		}
		measure = w
		if !r.Standard.IsZero() {
			measure, err = s.RoundWork(ctx, r.Standard)
		} else if r.Open {
			err = errors.New("what was agreed can be told when the round is closed")
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	std := measure.RatingMatrix.Standard(measure.Decisions)
	out := &Against{Round: r.Name, Standard: measure.Round.Name, Notes: append(w.Sentences(), fmt.Sprintf(
		"Compared are units and codes for which the round “%s” has an agreed answer: one that all its coders gave, or that was decided. κ is pooled over the codes (de Vries et al. 2008).", measure.Round.Name))}
	for i, c := range w.RatingMatrix.Coders {
		one, err := w.against(i, std)
		if err != nil {
			return nil, err
		}
		one.Coder = c.Name
		out.Coders = append(out.Coders, one)
	}
	return out, nil
}

func (w *RoundWork) against(coder int, std reconcile.Standard) (CoderAgainst, error) {
	var out CoderAgainst
	var tables []*agreement.Table
	for i, line := range w.RatingMatrix.Codes {
		t, err := agreement.TabulateMarks(w.RatingMatrix.Against(coder, i, std, "agreed"))
		if err != nil {
			return out, err
		}
		row := t.Row(agreement.CohenKappa(agreement.Identity))
		c := CodeAgainst{Code: w.RatingMatrix.Codebook.Path(line.Code.ID), Compared: row.Pairable, Same: row.Both + row.Neither, Missed: row.OnlySecond, Added: row.OnlyFirst, Kappa: row.Estimates[0].Value}
		out.Codes = append(out.Codes, c)
		out.Compared, out.Same, out.Missed, out.Added = out.Compared+c.Compared, out.Same+c.Same, out.Missed+c.Missed, out.Added+c.Added
		tables = append(tables, t)
	}
	out.Pooled = agreement.PooledKappa(tables)
	return out, nil
}

// Table lays the comparison out: a row a coder, and one for each code on which
// she differs.
func (a *Against) Table() exporter.Table {
	number := func(name string) exporter.Column { return exporter.Column{Name: name, Numbers: true} }
	t := exporter.Table{Title: fmt.Sprintf("Coders of the round “%s” beside what was agreed in “%s”", a.Round, a.Standard),
		Columns: []exporter.Column{{Name: "coder"}, {Name: "code"}, number("compared"), number("same"), number("missed"), number("added"), number("κ")}, Notes: a.Notes}
	cells := func(coder, code string, compared, same, missed, added int, kappa agreement.Value) []string {
		return []string{coder, code, fmt.Sprint(compared), fmt.Sprint(same), fmt.Sprint(missed), fmt.Sprint(added), Decimals(kappa)}
	}
	for _, c := range a.Coders {
		t.Rows = append(t.Rows, exporter.Row{Cells: cells(c.Coder, "all codes", c.Compared, c.Same, c.Missed, c.Added, c.Pooled), Apart: true})
		for _, k := range c.Codes {
			if k.Same < k.Compared {
				t.Rows = append(t.Rows, exporter.Row{Cells: cells("", k.Code, k.Compared, k.Same, k.Missed, k.Added, k.Kappa)})
			}
		}
	}
	return t
}

// JSON gives the comparison with its coefficients.
func (a *Against) JSON() any {
	coders := []object{}
	for _, c := range a.Coders {
		codes := []object{}
		for _, k := range c.Codes {
			codes = append(codes, object{"code": k.Code, "compared": k.Compared, "same": k.Same, "missed": k.Missed, "added": k.Added, "kappa": value(k.Kappa)})
		}
		coders = append(coders, object{"coder": c.Coder, "compared": c.Compared, "same": c.Same, "missed": c.Missed, "added": c.Added, "pooled_kappa": value(c.Pooled), "codes": codes})
	}
	return object{"round": a.Round, "standard": a.Standard, "coders": coders, "rules": a.Notes}
}

// JSON gives both figures.
func (a *RoundAgreement) JSON() any {
	out := object{"round": a.Round, "before": a.Before, "after": nil, "decided": a.Decided, "after_is": a.Sentence()}
	if a.After != nil {
		out["after"] = a.After
	}
	return out
}
