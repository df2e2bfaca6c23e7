package report

import (
	"fmt"
	"strings"

	"concord/codebook/agreement"
	"concord/codebook/agreement/planning"
	"concord/codebook/reconcile"
	"concord/corpus/prose"
)

// Methods is what a paper's methods section has to say of the figures: unit,
// rule, coefficient, numbers, coders, interval, codebook version and program.
func (a *Agreement) Methods(label Label) []string {
	if a.Spans != nil {
		return []string{a.spansMethods()}
	}
	r := a.RatingMatrix.Rules
	s := append(a.coverage(), unitRule(r), map[reconcile.Overlap]string{
		reconcile.OverlapAny:  "A unit carried a code for a coder if her codings covered any of its words.",
		reconcile.OverlapHalf: "A unit carried a code for a coder if her codings covered at least half of its words.",
		reconcile.OverlapAll:  "A unit carried a code for a coder if her codings covered all of its words.",
	}[r.Overlap])
	s = append(s, a.circumstances(r)...)
	cite := ""
	if label.Source != "" {
		cite = " (" + label.Source + ")"
	}
	s = append(s, fmt.Sprintf("For each code we report %s%s.", label.Long, cite), a.IntervalSentence())
	if k := a.Coefficient(label.Name); k >= 0 && a.Panel.Overall != nil {
		switch m := a.Panel.Overall.Macro[k]; {
		case m.Codes == 0:
			s = append(s, fmt.Sprintf("It is undefined for all %d codes.", m.Undefined))
		default:
			s = append(s, fmt.Sprintf("Over %s it ranged from %s to %s (mean %s)%s.", prose.Counted(m.Codes, "code", "codes"), Decimals(m.Least), Decimals(m.Greatest), Decimals(m.Mean),
				map[bool]string{true: fmt.Sprintf("; %s without a value %s left out", prose.Counted(m.Undefined, "code", "codes"), prose.Plural(m.Undefined, "is", "are"))}[m.Undefined > 0]))
		}
	}
	s = append(s, a.programSentence())
	return append([]string{strings.Join(s, " ")}, a.Work...)
}

// circumstances are the rules that hold for units and spans alike.
func (a *Agreement) circumstances(r reconcile.Rules) []string {
	var s []string
	switch {
	case r.Themes:
		s = append(s, "A coding counted for every theme that holds its code or one above it.")
	case r.Depth > 0:
		s = append(s, fmt.Sprintf("Codes below level %d of the code tree counted as the code above them.", r.Depth))
	case r.RollUp:
		s = append(s, "A coding counted for the codes above its own as well.")
	}
	if !r.AllSpeakers {
		s = append(s, "What interviewers said was left out.")
	}
	if r.AssumeComplete {
		return append(s, "Every transcript on which a coder had a coding was taken as finished by her, and her silence there as “no”.")
	}
	return append(s, "Silence counted as “no” only on transcripts that a coder had marked as complete, and for codes with the definition they had then.")
}

func (a *Agreement) programSentence() string {
	return fmt.Sprintf("Computed with %s from project state %s.", a.Program, a.State)
}

// notes are what stands below a table of codes.
func (a *Agreement) notes(label Label, benchmark *planning.Benchmark) []string {
	notes := a.RatingMatrix.Sentences()
	if o := a.overallSentence(); o != "" {
		notes = append(notes, o)
	}
	notes = append(notes, a.IntervalSentence())
	notes = append(notes, a.undefinedSentences(label)...)
	notes = append(notes, a.missingIntervals(label)...)
	for _, c := range a.Codes {
		if remark := a.Remark(c, label.Name); remark != "" && a.Value(c, label.Name).Defined() {
			notes = append(notes, c.Path+": "+remark)
		}
	}
	if benchmark != nil {
		notes = append(notes, fmt.Sprintf("Classes after %s; “claim” is the class that the sampling error allows to claim (Gwet 2014, ch. 6). Such classes are conventions: their authors call them arbitrary, and the same class means other things for other coefficients, numbers of categories and prevalences.", benchmark.Source))
	}
	return notes
}

// undefinedSentences say for which codes a coefficient is undefined, and why.
func (p *Part) undefinedSentences(label Label) []string {
	var reasons []string
	codes := map[string][]string{}
	for _, c := range p.Codes {
		if v := p.Value(c, label.Name); !v.Defined() {
			if codes[v.Undefined] == nil {
				reasons = append(reasons, v.Undefined)
			}
			codes[v.Undefined] = append(codes[v.Undefined], c.Path)
		}
	}
	var say []string
	for _, why := range reasons {
		say = append(say, fmt.Sprintf("%s is undefined for %s: %s.", label.Short, prose.And(codes[why]), why))
	}
	return say
}

// missingIntervals say for which codes a coefficient has a value and no interval, and
// in how many resamples it was undefined.
func (p *Part) missingIntervals(label Label) []string {
	k := p.Coefficient(label.Name)
	if k < 0 {
		return nil
	}
	var say, reasons []string
	codes := map[string][]string{}
	for _, c := range p.Codes {
		if !p.Value(c, label.Name).Defined() {
			continue
		}
		if ci := p.Interval(c, k); !ci.Defined() {
			if codes[ci.Undefined] == nil {
				reasons = append(reasons, ci.Undefined)
			}
			codes[ci.Undefined] = append(codes[ci.Undefined], c.Path)
		}
		if len(c.Bootstrapped) > k {
			if b := c.Bootstrapped[k]; b.Undefined > 0 && b.CI95 == b.Percentile && b.CI95.Defined() {
				say = append(say, fmt.Sprintf("%s: %s was undefined in %d of %d resamples; the interval is that of the others.", c.Path, label.Short, b.Undefined, b.Resamples))
			}
		}
	}
	for _, why := range reasons {
		say = append(say, fmt.Sprintf("%s has no interval for %s: %s.", label.Short, prose.And(codes[why]), why))
	}
	return say
}

// overallSentence says what holds for all codes together; "" for one code.
func (a *Agreement) overallSentence() string {
	o := a.Panel.Overall
	if o == nil {
		return ""
	}
	s := "All codes together: pooled κ " + Decimals(o.Pooled)
	if !o.Pooled.Defined() {
		s += " (" + o.Pooled.Undefined + ")"
	}
	s += " (de Vries et al. 2008)"
	for _, name := range []string{"alpha_jaccard", "alpha_masi"} {
		x := a.setAlpha(name)
		s += map[string]string{"alpha_jaccard": "; α of the sets of codes with Jaccard distance ", "alpha_masi": ", with MASI distance "}[name] + Decimals(x.Estimate.Value)
		switch {
		case !x.Estimate.Value.Defined():
			s += " (" + x.Estimate.Value.Undefined + ")"
		case x.Bootstrap != nil && x.Bootstrap.CI95.Defined():
			s += fmt.Sprintf(" (95 %%: %s to %s)", Decimal(x.Bootstrap.CI95.Low), Decimal(x.Bootstrap.CI95.High))
		}
	}
	s += fmt.Sprintf(", over the %s on which two coders or more answered for every code.", a.RatingMatrix.Rules.Noun(o.Pairable))
	k := a.Coefficient(Labels[0].Name)
	if m := o.Macro[k]; m.Undefined > 0 {
		s += fmt.Sprintf(" Means of the codes leave out %s without a value.", prose.Counted(m.Undefined, "code", "codes"))
	}
	return s
}

// rareUse is the share of ratings below which coefficients corrected for chance
// collapse although coders agree on nearly every unit.
const rareUse = 0.05

// Remark explains what is easily misread about a code's figure: why it is
// undefined; why it is low although coders agree on nearly every unit (the
// paradox of κ); what units that only one coder rated make of it; "" if there is
// nothing to explain.
func (p *Part) Remark(c CodeAgreement, name string) string {
	v := p.Value(c, name)
	if !v.Defined() {
		return fmt.Sprintf("%s is undefined: %s.", labelOf(name).Short, v.Undefined)
	}
	return strings.TrimSpace(p.paradox(c, name, v) + " " + p.unpaired(c, name))
}

// unpaired says what a coefficient would be without the units that only one coder
// rated, where these change it.
func (p *Part) unpaired(c CodeAgreement, name string) string {
	k := p.Coefficient(name)
	if k < 0 || k >= len(c.Estimates) || c.Estimates[k].Warning() == "" {
		return ""
	}
	return fmt.Sprintf("What chance would give is estimated also from %s that only one coder rated (Gwet 2014); without them %s is %s.",
		prose.Counted(c.Units-c.Pairable, "unit", "units"), labelOf(name).Short, Decimals(*c.Estimates[k].PairableOnly))
}

// paradox says why a coefficient is low although coders agree on nearly every
// unit.
func (p *Part) paradox(c CodeAgreement, name string, v agreement.Value) string {
	short := labelOf(name).Short
	switch name {
	case "positive_agreement", "negative_agreement", "f1", "prevalence_index", "bias_index", "cohen_kappa_max":
		return ""
	case "percent_agreement", "gwet_ac1", "brennan_prediger", "pabak":
		return p.absence(c, short, v)
	}
	percent := p.Value(c, "percent_agreement")
	if !c.Prevalence.Defined() || !percent.Defined() || v.Number >= 0.8 || percent.Number < 0.9 {
		return ""
	}
	use, often := c.Prevalence.Number, "only %.1f %% of ratings give the code"
	if use > 0.5 {
		use, often = 1-use, "all but %.1f %% of ratings give the code"
	}
	if use == 0 || use >= rareUse {
		return ""
	}
	s := fmt.Sprintf("%s is %s although coders agree on %.0f %% of the units, because "+often+", and chance alone would make them agree on %.0f %%.",
		short, Decimal(v.Number), 100*percent.Number, 100*use, 100*(use*use+(1-use)*(1-use)))
	if positive := p.Value(c, "positive_agreement"); positive.Defined() && c.Prevalence.Number < 0.5 {
		s += fmt.Sprintf(" Where one coder gives it, another does so %.0f %% of the time (PA+).", 100*positive.Number)
	}
	return s
}

// absence says that a high figure is agreement on where a code is not.
func (p *Part) absence(c CodeAgreement, short string, v agreement.Value) string {
	positive := p.Value(c, "positive_agreement")
	if v.Number < 0.8 || !positive.Defined() || positive.Number >= 0.5 || !c.Prevalence.Defined() || c.Prevalence.Number >= 0.1 {
		return ""
	}
	return fmt.Sprintf("%s is %s because coders agree on where the code is not; where one coder gives it, another does so %.0f %% of the time (PA+).",
		short, Decimals(v), 100*positive.Number)
}
