package planning

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"concord/codebook/agreement"
)

func pilot(t *testing.T) *agreement.Table {
	t.Helper()
	scale, err := agreement.NewScale(agreement.Nominal, "no", "yes")
	if err != nil {
		t.Fatal(err)
	}
	r := agreement.Ratings{Scale: scale, Coders: []string{"a", "b"}}
	for range 30 {
		r.Values = append(r.Values, []int{1, 1}, []int{0, 0}, []int{0, 0})
	}
	r.Values = append(r.Values, []int{1, 0}, []int{0, 1}, []int{1, 0}, []int{1, agreement.Missing})
	table, err := agreement.Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// What a panel claims is what the functions say that it names.
func TestClaims(t *testing.T) {
	table := pilot(t)
	claims := Claims{Threshold: 0.8, Width: 0.1, Pairs: true, Generalise: true}
	report, err := Panel(table, agreement.PanelOptions{Resamples: 200, Seed: 3}, claims)
	if err != nil {
		t.Fatal(err)
	}
	alpha, _ := report.Find("krippendorff_alpha_nominal")
	kappa, _ := report.Find("cohen_kappa")
	holsti, _ := report.Find("holsti")
	if alpha.Claimed == nil || kappa.Claimed == nil || holsti.Claimed == nil {
		t.Fatal("nothing is claimed")
	}
	alphaClaims, kappaClaims, holstiClaims := alpha.Claimed.(*Claimed), kappa.Claimed.(*Claimed), holsti.Claimed.(*Claimed)
	near := func(what string, got *agreement.Value, want agreement.Value) {
		t.Helper()
		if got == nil || got.Undefined != want.Undefined || math.Abs(got.Number-want.Number) > 1e-12 {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	near("exceeds", alphaClaims.Exceeds, Exceeds(alpha.Estimate, 0.8))
	near("share", alphaClaims.Share, agreement.Number(1-alpha.Bootstrap.Below800.Number))
	near("units for a width", alphaClaims.UnitsForWidth, UnitsForWidth(alpha.Estimate, 94, 0.1))
	near("units for alpha", alphaClaims.UnitsForAlpha, UnitsForAlpha(0.8, 63.0/186, 0.05, 2))
	rho, err := ShafferRho(kappa.Estimate.Value.Number, Generalisation{BaseRate: 63.0 / 186, TestSet: 93, Threshold: 0.8, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	near("rho", kappaClaims.Rho, rho)
	pairs, err := agreement.KrippendorffBootstrap(table, agreement.Nominal, agreement.Resampling{Resamples: 200, Seed: 3})
	if err != nil {
		t.Fatal(err)
	}
	if alphaClaims.Pairs2016 == nil || alphaClaims.Pairs2016.CI95 != pairs.CI95 || alphaClaims.Pairs2006 == nil {
		t.Error("Krippendorff's bootstraps are not those of the functions")
	}
	if kappaClaims.Pairs2016 != nil || alphaClaims.Rho != nil || holstiClaims.UnitsForWidth != nil {
		t.Error("a claim stands with a coefficient that it does not belong to")
	}
	raw, err := json.Marshal(report)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{`"exceeds"`, `"share_of_resamples"`, `"units_needed"`, `"units_for_width"`, `"shaffer_rho"`, `"krippendorff_bootstrap"`, `"krippendorff_bootstrap_2006"`} {
		if !strings.Contains(string(raw), key) {
			t.Errorf("%s is not in the JSON", key)
		}
	}
	if len(alphaClaims.Sentences()) < 5 {
		t.Errorf("in words: %q", alphaClaims.Sentences())
	}
}

func TestClaimsAreAskedFor(t *testing.T) {
	report, err := Panel(pilot(t), agreement.PanelOptions{}, Claims{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Coefficients {
		if c.Claimed != nil {
			t.Errorf("%s claims something", c.Name)
		}
	}
	for _, c := range []Claims{{Threshold: 1}, {Threshold: math.NaN()}, {Width: -1}, {Width: 2}, {Pairs: true}} {
		if _, err := Panel(pilot(t), agreement.PanelOptions{}, c); err == nil {
			t.Errorf("%+v is accepted", c)
		}
	}
}
