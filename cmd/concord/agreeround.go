package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"concord/codebook/report"
	"concord/store/study"
)

// open opens the project as agreement is to see it: at a past moment, or with
// the work of a round only, by whose rules it is then measured unless others are
// asked for.
func (f *agreeFlags) open(cmd *cobra.Command, g *globals, q *study.AgreementQuestion) (*study.Study, error) {
	s, err := g.open(cmd.Context())
	if err != nil {
		return nil, err
	}
	if f.asOf != "" {
		if s, err = s.AsOf(cmd.Context(), f.asOf); err != nil {
			return nil, err
		}
	}
	if f.round == "" {
		return s, nil
	}
	r, err := s.Round(cmd.Context(), f.round)
	if err != nil {
		return nil, err
	}
	rules, err := study.RoundRules(r)
	if err != nil {
		return nil, err
	}
	if cut := cmd.Flags(); !cut.Changed("unit") && !cut.Changed("words") && !cut.Changed("pattern") && !cut.Changed("segmentation") {
		q.Rules.Unit, q.Rules.Words, q.Rules.Pattern, q.Rules.Segmentation = rules.Unit, rules.Words, rules.Pattern, rules.Segmentation
	}
	if f.layer == "reconciled" || f.against {
		for _, name := range []string{"unit", "words", "pattern", "segmentation", "overlap", "speakers", "assume-complete", "roll-up", "depth", "themes", "version", "by", "matrix-out", "script", "confusion", "discuss", "gamma", "methods"} {
			if cmd.Flags().Changed(name) && (name != "methods" || f.against) {
				return nil, usageError{fmt.Errorf("agree: --%s does not go with --layer reconciled or --against-agreed: decisions were made on the units of the round and under its codebook", name)}
			}
		}
		return s, nil
	}
	return s.OnLayer(cmd.Context(), study.LayerQuestion{Layer: study.Independent, Round: r.Name})
}

// onDecisions writes what takes decisions into account; done says that it was
// asked for.
func (f *agreeFlags) onDecisions(cmd *cobra.Command, s *study.Study, q study.AgreementQuestion, choice report.Choice, format string) (done bool, err error) {
	var write func(io.Writer) error
	switch {
	case f.against:
		a, err := s.Against(cmd.Context(), f.round)
		if err != nil {
			return true, err
		}
		write = tableWriter(a.ByCoder().Shown(), format, a.JSON())
	case f.layer == "reconciled":
		a, err := s.RoundAgreement(cmd.Context(), f.round, q)
		if err != nil {
			return true, err
		}
		if f.methods {
			write = methodsWriter(a.MethodsSection(choice), format)
			break
		}
		t := a.ByCode(choice.Label).Shown()
		if format == "table" {
			t.About = a.Before.Work // the rules stand below
		}
		write = tableWriter(t, format, a.JSON())
	default:
		return false, nil
	}
	return true, writeOutput(cmd, *f, write)
}
