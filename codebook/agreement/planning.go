package agreement

import "fmt"

// Claims say what a panel is to tell about what its figures allow to claim. The
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
	Exceeds, Share *Value
	// UnitsForWidth is how many units an interval of the width needs.
	Width         float64
	UnitsForWidth *Value
	// UnitsForAlpha is how many units are needed to tell that alpha is not below
	// the threshold for the least used category, at the .05 level; of alpha only.
	UnitsForAlpha *Value
	// Pairs2016 and Pairs2006 are Krippendorff's bootstraps, of alpha only.
	Pairs2016, Pairs2006 *Bootstrapped
	// Rho is Shaffer's, of Cohen's kappa only; RhoThreshold what it asks about.
	Rho          *Value
	RhoThreshold float64
}

// claim adds to each coefficient what its sampling error allows to claim.
func (c Claims) claim(t *Table, s *sums, list []Reported, options PanelOptions) error {
	if c == (Claims{}) {
		return nil
	}
	for i := range list {
		r := &list[i]
		e := r.Estimate
		if !e.Value.Defined() {
			continue
		}
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
			v := UnitsForWidth(e, s.units, c.Width)
			x.UnitsForWidth = &v
		}
		if r.Name == "krippendorff_alpha_nominal" && c.Threshold > 0 {
			v := UnitsForAlpha(c.Threshold, leastShare(s), 0.05, len(t.coders))
			x.UnitsForAlpha = &v
		}
		if level, ok := alphaLevel(r.Name); ok && c.Pairs {
			how := Resampling{Resamples: options.Resamples, Seed: options.Seed}
			for to, of := range map[**Bootstrapped]func(*Table, Level, Resampling) (Bootstrapped, error){&x.Pairs2016: KrippendorffBootstrap, &x.Pairs2006: KrippendorffBootstrap2006} {
				b, err := of(t, level, how)
				if err != nil {
					return err
				}
				*to = &b
			}
		}
		if r.Name == "cohen_kappa" && c.Generalise && t.scale.Size() == 2 {
			g := Generalisation{BaseRate: s.shareOf(1), TestSet: s.pairable, Threshold: c.Threshold, Seed: options.Seed}
			if g.Threshold == 0 {
				g.Threshold = 0.65
			}
			x.RhoThreshold = g.Threshold
			v, err := ShafferRho(e.Value.Number, g)
			if err != nil {
				v = undefined(err.Error())
			}
			x.Rho = &v
		}
		if *x != (Claimed{Threshold: c.Threshold, Width: c.Width}) {
			r.Claimed = x
		}
	}
	return nil
}

// alphaLevel gives the level of Krippendorff's alpha of a name.
func alphaLevel(name string) (Level, bool) {
	for l := Nominal; l <= Circular; l++ {
		if name == "krippendorff_alpha_"+l.String() {
			return l, true
		}
	}
	return 0, false
}

// shareOf is the share of category k among the values on pairable units.
func (s *sums) shareOf(k int) float64 {
	return float64(s.pairedByCategory()[k]) / float64(s.paired)
}

// leastShare is the share of the least used category, of those used at all.
func leastShare(s *sums) float64 {
	least := 1.0
	for k, n := range s.pairedByCategory() {
		if n > 0 {
			least = min(least, s.shareOf(k))
		}
	}
	return least
}

// Words say it for people, a sentence a claim.
func (x *Claimed) Words() []string {
	if x == nil {
		return nil
	}
	var say []string
	tell := func(v *Value, format string, rest ...any) {
		switch {
		case v == nil:
		case !v.Defined():
			say = append(say, v.Undefined)
		default:
			say = append(say, fmt.Sprintf(format, append([]any{v.Number}, rest...)...))
		}
	}
	if x.Share == nil || x.Exceeds.Defined() {
		tell(x.Exceeds, "exceeds %[2]g with probability %.3[1]f", x.Threshold)
	}
	tell(x.Share, "%.3f of the resamples exceed %g", x.Threshold)
	tell(x.UnitsForAlpha, "%.0f units are needed to tell that it is not below %g for the least used category", x.Threshold)
	tell(x.UnitsForWidth, "%.0f units are needed for an interval no wider than %g", x.Width)
	for _, p := range []struct {
		b    *Bootstrapped
		name string
	}{{x.Pairs2016, "2016"}, {x.Pairs2006, "2006"}} {
		if p.b != nil && p.b.CI95.Defined() {
			say = append(say, fmt.Sprintf("Krippendorff's bootstrap of %s: %.4f to %.4f", p.name, p.b.CI95.Low, p.b.CI95.High))
		}
	}
	tell(x.Rho, "Shaffer's ρ for κ above %[2]g: %.3[1]f", x.RhoThreshold)
	return say
}

func (x *Claimed) json(out object) {
	withReason := func(o object, key string, v Value) {
		o[key] = jsonValue(v)
		if !v.Defined() {
			o["reason"] = v.Undefined
		}
	}
	if x.Exceeds != nil {
		o := object{"threshold": jsonNumber(x.Threshold)}
		withReason(o, "probability", *x.Exceeds)
		if x.Share != nil {
			o["share_of_resamples"] = jsonValue(*x.Share)
		}
		if x.UnitsForAlpha != nil {
			o["units_needed"] = jsonValue(*x.UnitsForAlpha)
		}
		out["exceeds"] = o
	}
	if x.UnitsForWidth != nil {
		o := object{"width": jsonNumber(x.Width)}
		withReason(o, "units", *x.UnitsForWidth)
		out["units_for_width"] = o
	}
	for key, b := range map[string]*Bootstrapped{"krippendorff_bootstrap": x.Pairs2016, "krippendorff_bootstrap_2006": x.Pairs2006} {
		if b != nil {
			o := b.json()
			o["drawn"] = "pairs of values"
			out[key] = o
		}
	}
	if x.Rho != nil {
		o := object{"threshold": jsonNumber(x.RhoThreshold)}
		withReason(o, "rho", *x.Rho)
		out["shaffer_rho"] = o
	}
}
