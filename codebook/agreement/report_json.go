package agreement

import (
	"encoding/json"
	"maps"
)

// object is a JSON object; its keys are printed in alphabetical order.
type object = map[string]any

// MarshalJSON gives the JSON that outsiders rely on:
//
//	{"coders":n,"units":n,"categories":[…],
//	 "coefficients":{NAME:{"value":x|null,"reason":"…","se":x,"se0":x,"ci95":[lo,hi],
//	   "by_category":{CATEGORY:x|null},"bootstrap":{"ci95":[lo,hi],"resamples":N,"seed":S,…}}}}
//
// and beside these the counts, the notes, and for sets of codes
// "per_code_binary". What is undefined is null, with the reason in words; what
// a coefficient has not is left out.
func (r Report) MarshalJSON() ([]byte, error) {
	coefficients := make(object, len(r.Coefficients))
	for _, c := range r.Coefficients {
		coefficients[c.Name] = c.json(r.Categories)
	}
	out := object{
		"coders":         len(r.Coders),
		"coder_names":    emptyNotNull(r.Coders),
		"units":          r.Units,
		"units_pairable": r.Pairable,
		"ratings":        r.Ratings,
		"categories":     emptyNotNull(r.Categories),
		"coefficients":   coefficients,
		"notes":          emptyNotNull(r.Notes),
	}
	if r.Clusters > 0 {
		out["clusters"] = r.Clusters
	}
	if !r.Sets {
		out["level"] = r.Level.String()
		return json.Marshal(out)
	}
	codes := make(object, len(r.Codes))
	for _, c := range r.Codes {
		codes[c.Code] = c.json()
	}
	out["per_code_binary"] = codes
	coefficients["pooled_kappa"] = ReportedValue("pooled_kappa", r.PooledKappa)
	return json.Marshal(out)
}

// bare is an estimate of which nothing but the value is known.
func bare(v Value) Estimate {
	none := Undefined(whyNoError)
	return Estimate{Value: v, SE: none, SE0: none, CI95: CI{Undefined: whyNoError}}
}

func emptyNotNull(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func (c Reported) json(categories []string) object {
	e := c.Estimate
	out := object{"value": e.Value}
	if len(e.ByCategory) > 0 && len(e.ByCategory) == len(categories) {
		by := make(object, len(categories))
		for k, v := range e.ByCategory {
			by[categories[k]] = v
		}
		out["by_category"] = by
	}
	if !e.Value.Defined() {
		out["reason"] = e.Value.Undefined
		return out
	}
	if e.PairableOnly != nil {
		out["pairable_only"] = *e.PairableOnly
	}
	if warning := e.Warning(); warning != "" {
		out["warning"] = warning
	}
	if e.SE.Defined() {
		out["se"] = e.SE
	}
	if e.SE0.Defined() {
		out["se0"] = e.SE0
	}
	switch {
	case e.CI95.Defined():
		out["ci95"] = e.CI95
	case e.CI95.Undefined != whyNoError:
		out["ci95"] = nil
		out["ci95_reason"] = e.CI95.Undefined
	}
	if c.Bootstrap != nil {
		out["bootstrap"] = c.Bootstrap
	}
	if c.Jackknife != nil {
		out["jackknife"] = c.Jackknife
	}
	if c.Claimed != nil {
		maps.Copy(out, c.Claimed.Fields())
	}
	return out
}

// MarshalJSON gives the interval, null with a "reason" if there is none, and
// what it was made from; "percentile" has that of the resamples where "ci95" is the
// jackknife's.
func (b Bootstrapped) MarshalJSON() ([]byte, error) {
	out := object{
		"ci95":      b.CI95,
		"method":    b.Method(),
		"resamples": b.Resamples,
		"seed":      b.Seed,
		"drawn":     b.Drawn.String(),
		"undefined": b.Undefined,
		"mean":      b.Mean,
		"se":        b.SE,
		"below_667": b.Below667,
		"below_800": b.Below800,
	}
	if !b.CI95.Defined() {
		out["reason"] = b.CI95.Undefined
	}
	if b.CI95 != b.Percentile {
		out["percentile"] = b.Percentile
	}
	if b.Clusters > 0 {
		out["clusters"], out["few_clusters"] = b.Clusters, b.Few()
	}
	if b.Jackknife != nil {
		out["jackknife"] = b.Jackknife
	}
	return json.Marshal(out)
}

// MarshalJSON gives the interval, null with a "reason" if there is none, the standard
// error, and what was left out.
func (j Jackknifed) MarshalJSON() ([]byte, error) {
	out := object{"ci95": j.CI95, "se": j.SE, "left_out": j.Drawn.String(), "n": j.N}
	if !j.CI95.Defined() {
		out["reason"] = j.CI95.Undefined
	}
	return json.Marshal(out)
}

// json of a code has its coefficients as bare numbers beside the counts; their
// sampling errors and intervals lie in "coefficients".
func (c ReportedCode) json() object {
	row := c.Row
	out := object{
		"units":          row.Units,
		"units_pairable": row.Pairable,
		"all":            row.All,
		"some":           row.Some,
		"none":           row.None,
		"prevalence":     row.Prevalence,
	}
	by := make(object, len(row.Coders))
	for g, name := range row.Coders {
		by[name] = row.PrevalenceBy[g]
	}
	out["prevalence_by_coder"] = by
	if len(row.Coders) == 2 {
		out["both"], out["only_first"], out["only_second"], out["neither"] = row.Both, row.OnlyFirst, row.OnlySecond, row.Neither
	}
	details := make(object, len(c.Coefficients))
	for _, x := range c.Coefficients {
		out[x.Name] = x.Estimate.Value
		details[x.Name] = x.json(yesNo.Categories)
	}
	out["coefficients"] = details
	return out
}
