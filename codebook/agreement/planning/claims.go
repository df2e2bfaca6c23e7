// Package planning says what coefficients allow to claim and how many units a
// study needs: thresholds, scales of interpretation, sample sizes, and Shaffer's
// rho. METHODS.md of package agreement holds the formulas.
package planning

import (
	"fmt"

	"concord/codebook/agreement"
)

// Claims say which claims a panel is to add to its figures. The
// zero value asks for nothing.
type Claims struct {
	Threshold float64 // does a coefficient exceed it? 0 asks for nothing
	Width     float64 // how many units for a 95 % interval no wider? 0 asks for nothing
	// Pairs asks for Krippendorff's own bootstraps of alpha beside the others;
	// it needs resamples.
	Pairs bool
	// Generalise asks for Shaffer's rho of Cohen's kappa, for two coders and two
	// categories, with Threshold as its threshold if there is one. Its base rate
	// and test set are those of the table.
	Generalise bool
}

func (c Claims) check(resamples int) error {
	switch {
	case c.Threshold != 0 && !(c.Threshold > -1 && c.Threshold < 1):
		return fmt.Errorf("a threshold must lie between −1 and 1, and %v does not", c.Threshold)
	case c.Width != 0 && !(c.Width > 0 && c.Width < 2):
		return fmt.Errorf("the width of an interval must lie between 0 and 2, and %v does not", c.Width)
	case c.Pairs && resamples == 0:
		return fmt.Errorf("the bootstrap after Krippendorff needs a number of resamples")
	}
	return nil
}

// Claimed is what a coefficient's sampling error allows to claim.
type Claimed struct {
	// Exceeds is the probability that the true value lies above the threshold
	// (see Exceeds), Share the share of bootstrap resamples that do.
	Threshold      float64
	Exceeds, Share *agreement.Value
	// UnitsForWidth is how many units an interval of the width needs.
	Width         float64
	UnitsForWidth *agreement.Value
	// UnitsForAlpha is how many units are needed to show that alpha is not below
	// the threshold for the least used category, at the .05 level; of alpha only.
	UnitsForAlpha *agreement.Value
	// Pairs2016 and Pairs2006 are Krippendorff's bootstraps, of alpha only.
	Pairs2016, Pairs2006 *agreement.Bootstrapped
	// Rho is Shaffer's, of Cohen's kappa only; RhoThreshold what it asks about.
	Rho          *agreement.Value
	RhoThreshold float64
}

// Panel is agreement.Panel with what each coefficient's sampling error allows to
// claim.
func Panel(t *agreement.Table, options agreement.PanelOptions, c Claims) (agreement.Report, error) {
	if err := c.check(options.Resamples); err != nil {
		return agreement.Report{}, err
	}
	r, err := agreement.Panel(t, options)
	if err != nil || c == (Claims{}) {
		return r, err
	}
	if err := c.add(t, r.Coefficients, options); err != nil {
		return agreement.Report{}, err
	}
	for i := range r.Codes {
		code, err := t.Code(i)
		if err == nil {
			err = c.add(code, r.Codes[i].Coefficients, options)
		}
		if err != nil {
			return agreement.Report{}, err
		}
	}
	return r, nil
}

// add puts claims beside the coefficients of a table.
func (c Claims) add(t *agreement.Table, list []agreement.Reported, options agreement.PanelOptions) error {
	for i := range list {
		r := &list[i]
		if !r.Estimate.Value.Defined() {
			continue
		}
		x, err := c.of(t, *r, options)
		if err != nil {
			return err
		}
		if *x != (Claimed{Threshold: c.Threshold, Width: c.Width}) {
			r.Claimed = x
		}
	}
	return nil
}

// of makes the claims of one coefficient, which has a value.
func (c Claims) of(t *agreement.Table, r agreement.Reported, options agreement.PanelOptions) (*Claimed, error) {
	e := r.Estimate
	x := &Claimed{Threshold: c.Threshold, Width: c.Width}
	if c.Threshold != 0 && (e.SE.Defined() || r.Bootstrap != nil) {
		v := Exceeds(e, c.Threshold)
		x.Exceeds = &v
		if r.Bootstrap != nil {
			share := r.Bootstrap.Below(c.Threshold)
			if share.Defined() {
				share.Number = 1 - share.Number
			}
			x.Share = &share
		}
	}
	if c.Width != 0 && e.SE.Defined() {
		v := UnitsForWidth(e, t.Units(), c.Width)
		x.UnitsForWidth = &v
	}
	if r.Name == "krippendorff_alpha_nominal" && c.Threshold > 0 {
		v := UnitsForAlpha(c.Threshold, leastUsed(t.Shares()), 0.05, len(t.Coders()))
		x.UnitsForAlpha = &v
	}
	if level, ok := alphaLevel(r.Name); ok && c.Pairs {
		how := agreement.Resampling{Resamples: options.Resamples, Seed: options.Seed}
		newer, err := agreement.KrippendorffBootstrap(t, level, how)
		if err != nil {
			return nil, err
		}
		older, err := agreement.KrippendorffBootstrap2006(t, level, how)
		if err != nil {
			return nil, err
		}
		x.Pairs2016, x.Pairs2006 = &newer, &older
	}
	if scale := t.Scale(); r.Name == "cohen_kappa" && c.Generalise && scale.Size() == 2 {
		g := Generalisation{BaseRate: t.Shares()[1], TestSet: t.Pairable(), Threshold: c.Threshold, Seed: options.Seed}
		if g.Threshold == 0 {
			g.Threshold = 0.65
		}
		x.RhoThreshold = g.Threshold
		v, err := ShafferRho(e.Value.Number, g)
		if err != nil {
			v = agreement.Undefined(err.Error())
		}
		x.Rho = &v
	}
	return x, nil
}

// alphaLevel gives the level of Krippendorff's alpha of a name.
func alphaLevel(name string) (agreement.Level, bool) {
	for l := agreement.Nominal; l <= agreement.Circular; l++ {
		if name == "krippendorff_alpha_"+l.String() {
			return l, true
		}
	}
	return 0, false
}

// leastUsed is the least share above 0, or 1.
func leastUsed(shares []float64) float64 {
	least := 1.0
	for _, x := range shares {
		if x > 0 {
			least = min(least, x)
		}
	}
	return least
}

// Sentences say it for people, a sentence a claim.
func (x *Claimed) Sentences() []string {
	var say []string
	add := func(v *agreement.Value, format string, rest ...any) {
		switch {
		case v == nil:
		case !v.Defined():
			say = append(say, v.Undefined)
		default:
			say = append(say, fmt.Sprintf(format, append([]any{v.Number}, rest...)...))
		}
	}
	if x.Share == nil || x.Exceeds.Defined() {
		add(x.Exceeds, "exceeds %[2]g with probability %.3[1]f", x.Threshold)
	}
	add(x.Share, "%.3f of the resamples exceed %g", x.Threshold)
	add(x.UnitsForAlpha, "%.0f units are needed to show that it is not below %g for the least used category", x.Threshold)
	add(x.UnitsForWidth, "%.0f units are needed for an interval no wider than %g", x.Width)
	for _, p := range []struct {
		b    *agreement.Bootstrapped
		name string
	}{{x.Pairs2016, "2016"}, {x.Pairs2006, "2006"}} {
		if p.b != nil && p.b.CI95.Defined() {
			say = append(say, fmt.Sprintf("Krippendorff's bootstrap of %s: %.4f to %.4f", p.name, p.b.CI95.Low, p.b.CI95.High))
		}
	}
	add(x.Rho, "Shaffer's ρ for κ above %[2]g: %.3[1]f", x.RhoThreshold)
	return say
}

// Fields say it in JSON, as METHODS.md lists it.
func (x *Claimed) Fields() map[string]any {
	out := map[string]any{}
	withReason := func(o map[string]any, key string, v agreement.Value) map[string]any {
		o[key] = v
		if !v.Defined() {
			o["reason"] = v.Undefined
		}
		return o
	}
	if x.Exceeds != nil {
		o := withReason(map[string]any{"threshold": agreement.Number(x.Threshold)}, "probability", *x.Exceeds)
		if x.Share != nil {
			o["share_of_resamples"] = *x.Share
		}
		if x.UnitsForAlpha != nil {
			o["units_needed"] = *x.UnitsForAlpha
		}
		out["exceeds"] = o
	}
	if x.UnitsForWidth != nil {
		out["units_for_width"] = withReason(map[string]any{"width": agreement.Number(x.Width)}, "units", *x.UnitsForWidth)
	}
	if x.Pairs2016 != nil {
		out["krippendorff_bootstrap"] = x.Pairs2016
	}
	if x.Pairs2006 != nil {
		out["krippendorff_bootstrap_2006"] = x.Pairs2006
	}
	if x.Rho != nil {
		out["shaffer_rho"] = withReason(map[string]any{"threshold": agreement.Number(x.RhoThreshold)}, "rho", *x.Rho)
	}
	return out
}
