package study

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"concord/codebook/agreement"
	"concord/codebook/agreement/span"
	"concord/codebook/reconcile"
)

// reported is a code's line as package agreement prints it.
func (p *Part) reported(c CodeAgreement) agreement.ReportedCode {
	out := agreement.ReportedCode{Code: c.Path, Row: c.Row}
	for i, e := range c.Estimates {
		r := agreement.Reported{Name: p.Coefficients[i].Name(), Estimate: e}
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
	out := a.Part.json()
	a.common(out, a.RatingMatrix.Rules, a.RatingMatrix.Sentences())
	out["overlap"] = a.RatingMatrix.Rules.Overlap
	if a.By != "" {
		parts := []object{}
		for i := range a.Parts {
			part := a.Parts[i].json()
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

func (p *Part) json() object {
	codes := object{}
	for _, c := range p.Codes {
		codes[c.Path] = p.reported(c)
	}
	out := object{"units": len(p.RatingMatrix.Units), "coders": notNil(p.RatingMatrix.CoderNames()), "transcripts": notNil(p.RatingMatrix.TranscriptNames()), "codes": codes}
	if o := p.Overall; o != nil {
		coefficients := object{"pooled_kappa": value(o.Pooled)}
		for _, s := range o.Sets {
			coefficients[s.Name] = s
		}
		macro := object{}
		for i, m := range o.Macro {
			macro[p.Coefficients[i].Name()] = object{"mean": value(m.Mean), "lowest": value(m.Least), "highest": value(m.Greatest), "codes": m.Codes, "undefined": m.Undefined}
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
	raw, err := json.Marshal(a.Report)
	if err != nil {
		return nil, err
	}
	out := object{}
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, err
	}
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

// WriteCSV writes one row a code: counts, then each coefficient with its
// interval and, where it has no value, the reason. Where the question asked for
// parts, the rows of each follow, with its name in the column part. For the unit
// character it writes the table of codes.
func (a *Agreement) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	if a.Spans != nil {
		return a.writeSpansCSV(c)
	}
	var header []string
	if a.By != "" {
		header = append(header, "part")
	}
	header = append(header, "code", "unit", "units", "coders", "all", "some", "none", "both", "only_first", "only_second", "neither", "prevalence")
	for _, k := range a.Coefficients {
		header = append(header, k.Name(), k.Name()+"_low", k.Name()+"_high", k.Name()+"_reason")
	}
	if err := c.Write(header); err != nil {
		return err
	}
	for _, p := range append([]Part{a.Part}, a.Parts...) {
		for _, code := range p.Codes {
			var row []string
			if a.By != "" {
				row = append(row, p.Name)
			}
			if err := c.Write(append(row, p.csvRow(a.Coefficients, code)...)); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}

// csvRow writes a code's row with the coefficients of the whole, of which a part
// with other coders may have others.
func (p *Part) csvRow(list []agreement.Coefficient, code CodeAgreement) []string {
	row := []string{code.Path, string(p.RatingMatrix.Rules.Unit), strconv.Itoa(code.Pairable), strconv.Itoa(len(code.Row.Coders))}
	for _, n := range []int{code.All, code.Some, code.None} {
		row = append(row, strconv.Itoa(n))
	}
	for _, n := range []int{code.Both, code.OnlyFirst, code.OnlySecond, code.Neither} {
		if len(code.Row.Coders) == 2 {
			row = append(row, strconv.Itoa(n))
		} else {
			row = append(row, "")
		}
	}
	row = append(row, decimal(code.Prevalence))
	for _, k := range list {
		v, low, high := p.Value(code, k.Name()), "", ""
		if i := p.Coefficient(k.Name()); i >= 0 && v.Defined() {
			if ci := p.Interval(code, i); ci.Defined() {
				low, high = decimal(agreement.Value{Number: ci.Low}), decimal(agreement.Value{Number: ci.High})
			}
		}
		row = append(row, decimal(v), low, high, v.Undefined)
	}
	return row
}

func (a *Agreement) writeSpansCSV(c *csv.Writer) error {
	type figure struct {
		name string
		of   func(span.Pair) agreement.Value
	}
	figures := []figure{{"char_percent_agreement", span.Pair.Percent}, {"char_cohen_kappa", span.Pair.Kappa}, {"char_dice_f1", span.Pair.Dice},
		{"char_jaccard", span.Pair.Jaccard}, {"exact_span_f1", span.Pair.ExactF1}, {"overlap_span_f1", span.Pair.OverlapF1}}
	header := []string{"code", "first", "second", "both", "only_first", "only_second", "neither", "char_krippendorff_alpha", "unitizing_u_alpha"}
	for _, f := range figures {
		header = append(header, f.name)
	}
	if err := c.Write(header); err != nil {
		return err
	}
	for _, code := range a.Report.Codes {
		for _, p := range code.Pairs {
			row := []string{code.Code, p.First, p.Second}
			for _, n := range []int{p.Both, p.OnlyFirst, p.OnlySecond, p.Neither} {
				row = append(row, strconv.Itoa(n))
			}
			row = append(row, decimal(code.CharAlpha), decimal(code.UAlpha))
			for _, f := range figures {
				row = append(row, decimal(f.of(p)))
			}
			if err := c.Write(row); err != nil {
				return err
			}
		}
	}
	c.Flush()
	return c.Error()
}

func decimal(v agreement.Value) string {
	if !v.Defined() {
		return ""
	}
	return strconv.FormatFloat(v.Number, 'g', 12, 64)
}
