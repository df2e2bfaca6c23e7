package span

import (
	"encoding/json"
	"fmt"

	"concord/codebook/agreement"
	"concord/codebook/agreement/gamma"
)

// object is a JSON object; its keys are printed in alphabetical order.
type object = map[string]any

// labels says of the figures that other programs print what they are.
var labels = map[string]string{
	"char_percent_agreement": "share of characters on which the two coders agree; NVivo's percentage for one file",
	"char_cohen_kappa":       "Cohen's kappa over characters; NVivo's kappa for one file; it changes with the length of the text around the spans",
	"segment_matched":        "share of both coders' spans of which the other marked at least so many per cent; MAXQDA's segment agreement",
	"windowdiff":             "share of windows in which the two coders place different numbers of boundaries (pk: in which only one places any); errors, 0 is perfect; the second coder is the reference",
	"maxqda_kappa":           "kappa after Brennan and Prediger with chance 1/number of codes, as MAXQDA prints it; it rises with every code in the table, used or not",
	"alpha_U_2004":           "the older unitizing alpha, replaced in 2016; it changes with the unit of positions",
	"gamma_cat_pygamma059":   "gamma-cat as pygamma-agreement 0.5.9 computes it, with unaligned spans as disagreement",
}

// MarshalJSON gives the JSON that outsiders rely on:
//
//	{"coders":n,"coder_names":[…],"transcripts":n,"categories":[…],
//	 "coefficients":{NAME:{"value":x|null,"reason":"…",…}},
//	 "per_code":{CODE:{"char_krippendorff_alpha":x,"unitizing_u_alpha":x,"pairs":{"A|B":{"both":n,…}}}},
//	 "per_pair":{"A|B":{…}},"domains":{NAME:{"codes":[…],"u_alpha":{…},…}},
//	 "overlaps":[{"codes":[A,B],"places":n}],"separate_codes":[…],"notes":[…],"labels":{…}}
//
// Numbers have 12 significant digits, keys are sorted. What is undefined is
// null; the reason stands beside it, for the bare numbers under per_code and
// per_pair in "undefined".
func (r Report) MarshalJSON() ([]byte, error) { return json.Marshal(r.JSON()) }

// JSON gives the members of MarshalJSON, for an answer that has more.
func (r Report) JSON() map[string]any {
	codes := make(object, len(r.Codes))
	for _, c := range r.Codes {
		codes[c.Code] = c.json(r.Matched)
	}
	pairs := make(object, len(r.Pairs))
	for _, p := range r.Pairs {
		figures := map[string]agreement.Value{}
		for i, percent := range r.Matched {
			figures[fmt.Sprintf("maxqda_segment_agreement_%d", percent)] = p.Share[i]
			figures[fmt.Sprintf("maxqda_kappa_%d", percent)] = p.Kappa[i]
		}
		figures["boundary_similarity"], figures["segmentation_similarity"] = p.Boundaries.B, p.Boundaries.S
		figures["windowdiff"], figures["pk"] = p.Boundaries.WindowDiff, p.Boundaries.Pk
		pairs[p.First+"|"+p.Second] = bareNumbers(figures)
	}
	domains := make(object, len(r.Domains))
	for _, d := range r.Domains {
		domains[d.Name] = d.json()
	}
	overlaps := []object{}
	for _, x := range r.Overlaps {
		overlaps = append(overlaps, object{"codes": [2]string{x.First, x.Second}, "places": x.Places})
	}
	return object{
		"coders":               len(r.Coders),
		"coder_names":          append([]string{}, r.Coders...),
		"transcripts":          r.Transcripts,
		"transcripts_pairable": r.Pairable,
		"positions":            r.Positions,
		"spans":                r.Spans,
		"categories":           append([]string{}, r.Categories...),
		"coefficients":         r.coefficients(),
		"per_code":             codes,
		"per_pair":             pairs,
		"domains":              domains,
		"overlaps":             overlaps,
		"separate_codes":       append([]string{}, r.Separate...),
		"notes":                append([]string{}, r.Notes...),
		"labels":               labels,
	}
}

// bareNumbers prints bare numbers, with the reasons of those that are not
// defined under "undefined".
func bareNumbers(figures map[string]agreement.Value) object {
	out, reasons := object{}, map[string]string{}
	for name, v := range figures {
		out[name] = v
		if !v.Defined() {
			reasons[name] = v.Undefined
		}
	}
	if len(reasons) > 0 {
		out["undefined"] = reasons
	}
	return out
}

func coefficient(v agreement.Value) object {
	out := object{"value": v}
	if !v.Defined() {
		out["reason"] = v.Undefined
	}
	return out
}

// byCategory prints one value for each category and, where there are
// undefined ones, their reasons.
func byCategory(out object, name string, values map[string]agreement.Value) {
	list, reasons := object{}, map[string]string{}
	for c, v := range values {
		list[c] = v
		if !v.Defined() {
			reasons[c] = v.Undefined
		}
	}
	out[name] = list
	if len(reasons) > 0 {
		out["reason_"+name] = reasons
	}
}

func (r Report) coefficients() object {
	u := r.Unitizing
	ku := object{"value": nil, "reason": "there is one value for each code, under by_category"}
	byCategory(ku, "by_category", u.KUAlpha)
	byCategory(ku, "coverage_by_category", u.KUCoverage)
	old, oldObserved, oldExpected := map[string]agreement.Value{}, map[string]agreement.Value{}, map[string]agreement.Value{}
	for c, x := range r.Alpha2004.ByCategory {
		old[c], oldObserved[c], oldExpected[c] = x.Alpha, x.Observed, x.Expected
	}
	alpha2004 := coefficient(r.Alpha2004.Alpha)
	byCategory(alpha2004, "by_category", old)
	byCategory(alpha2004, "observed_by_category", oldObserved)
	byCategory(alpha2004, "expected_by_category", oldExpected)
	out := unitizingJSON(u, r.Intervals)
	out["ku_alpha"], out["alpha_U_2004"] = ku, alpha2004
	out["actual_agreement_B"], out["fleiss_pi_B"], out["fleiss_kappa_B"] = coefficient(r.Boundaries.Actual), coefficient(r.Boundaries.Pi), coefficient(r.Boundaries.Kappa)
	for i, g := range r.Gamma {
		addGamma(out, g, i == 0)
	}
	return out
}

// addGamma adds γ under the name of its sampler, and, for the first one, under its
// plain names.
func addGamma(out object, g gamma.Result, first bool) {
	main := coefficient(g.Gamma)
	main["sampler"], main["seed"] = string(g.Sampler), g.Seed
	main["alpha"], main["beta"], main["delta_empty"] = agreement.Number(g.Alpha), agreement.Number(g.Beta), agreement.Number(g.DeltaEmpty)
	main["samples"], main["relative_precision"] = g.Samples, g.Reached
	main["observed_disorder"], main["expected_disorder"], main["expected_disorder_se"] = g.Observed, g.Expected, g.ExpectedSE
	main["ci95"], main["ci95_of"] = g.CI95, "the sampling of random continua"
	main["searches_cut_short"] = g.Inexact
	main["best_alignment_unique"] = nil
	if g.TieKnown {
		main["best_alignment_unique"] = !g.Tied
	}
	name := string(g.Sampler) + "_sampler"
	out["gamma_"+name] = main
	out["expected_disorder_"+name] = coefficient(g.Expected)
	out["gamma_cat_"+name] = coefficient(g.Cat)
	out["gamma_cat_pygamma059_"+name] = coefficient(g.CatUnaligned)
	if !first {
		return
	}
	k := object{"value": nil, "reason": "there is one value for each code, under by_category"}
	byCategory(k, "by_category", g.ByCategory)
	out["gamma"] = main
	out["gamma_cat"] = out["gamma_cat_"+name]
	out["gamma_cat_pygamma059"] = out["gamma_cat_pygamma059_"+name]
	out["gamma_k"] = k
	out["best_alignment_disorder"] = coefficient(g.Observed)
	out["gamma_cat_observed_disorder"] = coefficient(g.CatObserved)
	out["gamma_cat_observed_disorder_pygamma059"] = coefficient(g.CatUnalignedObserved)
}

func (c Code) json(matched []int) object {
	out := bareNumbers(map[string]agreement.Value{
		"char_krippendorff_alpha": c.CharAlpha,
		"unitizing_u_alpha":       c.UAlpha,
	})
	pairs := make(object, len(c.Pairs))
	for _, p := range c.Pairs {
		pairs[p.First+"|"+p.Second] = p.json(matched)
	}
	out["pairs"] = pairs
	if c.Intervals != nil {
		intervals := object{}
		for name, b := range c.Intervals {
			intervals[name] = b
		}
		out["bootstrap"] = intervals
	}
	return out
}

func (p Pair) json(matched []int) object {
	figures := map[string]agreement.Value{
		"char_percent_agreement": p.Percent(),
		"char_cohen_kappa":       p.Kappa(),
		"char_dice_f1":           p.Dice(),
		"char_jaccard":           p.Jaccard(),
		"positive_agreement":     p.Dice(),
		"negative_agreement":     p.Negative(),
		"exact_span_f1":          p.ExactF1(),
		"overlap_span_f1":        p.OverlapF1(),
	}
	for _, percent := range matched {
		figures[fmt.Sprintf("segment_matched_%d", percent)] = p.Matched(percent)
	}
	out := bareNumbers(figures)
	out["both"], out["only_first"], out["only_second"], out["neither"] = p.Both, p.OnlyFirst, p.OnlySecond, p.Neither
	out["spans_first"], out["spans_second"] = p.FirstSpans, p.SecondSpans
	return out
}
