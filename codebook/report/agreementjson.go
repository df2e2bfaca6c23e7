package report

import (
	"encoding/json"

	"concord/codebook/agreement"
	"concord/codebook/reconcile"
)

// Reported is a code's line as package agreement prints it.
func (p *Part) Reported(c CodeAgreement) agreement.ReportedCode {
	out := agreement.ReportedCode{Code: c.Path, Row: c.Row}
	for i, e := range c.Estimates {
		r := agreement.Reported{Name: p.Panel.Coefficients[i].Name(), Estimate: e}
		if len(c.Bootstrapped) > i && e.Value.Defined() {
			r.Bootstrap = &c.Bootstrapped[i]
		}
		out.Coefficients = append(out.Coefficients, r)
	}
	return out
}

// object is a JSON object; its keys are printed in alphabetical order.
type object = map[string]any

// MarshalJSON gives the rules, what they left out, and under "codes", by path,
// each code's counts and coefficients; "overall" for all codes together; where
// the question asked for parts, "parts" with the same for each. For the unit
// character it gives the report of package agreement on spans, with the rules.
func (a *Agreement) MarshalJSON() ([]byte, error) {
	if a.Spans != nil {
		return a.spansJSON()
	}
	out := a.Part.JSON()
	a.common(out, a.RatingMatrix.Rules, a.RatingMatrix.Sentences())
	out["overlap"] = a.RatingMatrix.Rules.Overlap
	if a.By != "" {
		parts := []object{}
		for i := range a.Parts {
			part := a.Parts[i].JSON()
			part["name"] = a.Parts[i].Name
			parts = append(parts, part)
		}
		out["by"], out["parts"], out["parts_note"] = a.By, parts, a.PartsNote
	}
	return json.Marshal(out)
}

// common adds what stands in every answer.
func (a *Agreement) common(out object, r reconcile.Rules, sentences []string) {
	speakers := "participants"
	if r.AllSpeakers {
		speakers = "all"
	}
	out["unit"], out["speakers"], out["assume_complete"] = r.Unit, speakers, r.AssumeComplete
	out["roll_up"], out["depth"], out["themes"] = r.RollUp, r.Depth, r.Themes
	if r.Words > 0 {
		out["words"] = r.Words
	}
	if r.Pattern != "" {
		out["pattern"] = r.Pattern
	}
	if r.Segmentation != "" {
		out["segmentation"] = r.Segmentation
	}
	if len(a.Work) > 0 {
		out["work"] = a.Work
	}
	out["codebook"], out["state"], out["program"], out["rules"] = a.Codebook, a.State, a.Program, sentences
}

// JSON gives the members of a part: its units, coders, codes and, of several codes, what
// holds for all together.
func (p *Part) JSON() map[string]any {
	codes := object{}
	for _, c := range p.Codes {
		codes[c.Path] = p.Reported(c)
	}
	out := object{"units": len(p.RatingMatrix.Units), "coders": notNil(p.RatingMatrix.CoderNames()), "transcripts": notNil(p.RatingMatrix.TranscriptNames()), "codes": codes}
	if o := p.Panel.Overall; o != nil {
		coefficients := object{"pooled_kappa": value(o.Pooled)}
		for _, s := range o.Sets {
			coefficients[s.Name] = s
		}
		macro := object{}
		for i, m := range o.Macro {
			macro[p.Panel.Coefficients[i].Name()] = object{"mean": value(m.Mean), "lowest": value(m.Least), "highest": value(m.Greatest), "codes": m.Codes, "undefined": m.Undefined}
		}
		out["overall"] = object{"units": o.Units, "units_pairable": o.Pairable, "coefficients": coefficients, "over_codes": macro}
	}
	return out
}

// value is a bare figure, null with its reason if it is undefined.
func value(v agreement.Value) any {
	return agreement.ReportedValue("", v)
}

func (a *Agreement) spansJSON() ([]byte, error) {
	out := a.Report.JSON()
	a.common(out, a.Spans.Rules, a.Spans.Sentences())
	out["characters"] = a.Spans.Counts.Characters
	return json.Marshal(out)
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}
