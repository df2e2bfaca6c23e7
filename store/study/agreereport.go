package study

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"concord/codebook/agreement"
)

// Reported is a code's line as package agreement prints it.
func (a *Agreement) reported(c CodeAgreement) agreement.ReportedCode {
	out := agreement.ReportedCode{Code: c.Path, Row: c.Row}
	for i, e := range c.Estimates {
		r := agreement.Reported{Name: a.Coefficients[i].Name(), Estimate: e}
		if len(c.Bootstrapped) > i && e.Value.Defined() {
			r.Bootstrap = &c.Bootstrapped[i]
		}
		out.Coefficients = append(out.Coefficients, r)
	}
	return out
}

// MarshalJSON gives the rules, what they left out, and under "codes", by path,
// each code's counts and coefficients.
func (a *Agreement) MarshalJSON() ([]byte, error) {
	var coders []string
	for _, c := range a.Lineup.Coders {
		coders = append(coders, c.Name)
	}
	codes := map[string]agreement.ReportedCode{}
	for _, c := range a.Codes {
		codes[c.Path] = a.reported(c)
	}
	var transcripts []string
	for _, w := range a.Lineup.Works {
		transcripts = append(transcripts, w.Transcript.Name)
	}
	r := a.Lineup.Rules
	speakers := "participants"
	if r.AllSpeakers {
		speakers = "all"
	}
	return json.Marshal(map[string]any{
		"unit": r.Unit, "overlap": r.Overlap, "speakers": speakers, "assume_complete": r.AssumeComplete,
		"units": len(a.Lineup.Places), "coders": notNil(coders), "transcripts": notNil(transcripts),
		"codebook": a.Codebook, "state": a.State, "rules": a.Lineup.Sentences(), "codes": codes,
	})
}

func notNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// WriteCSV writes one row a code: counts, then each coefficient with its
// interval and, where it has no value, the reason.
func (a *Agreement) WriteCSV(w io.Writer) error {
	c := csv.NewWriter(w)
	header := []string{"code", "unit", "units", "coders", "all", "some", "none", "both", "only_first", "only_second", "neither", "prevalence"}
	for _, k := range a.Coefficients {
		header = append(header, k.Name(), k.Name()+"_low", k.Name()+"_high", k.Name()+"_reason")
	}
	if err := c.Write(header); err != nil {
		return err
	}
	for _, code := range a.Codes {
		row := []string{code.Path, string(a.Lineup.Rules.Unit), strconv.Itoa(code.Pairable), strconv.Itoa(len(code.Row.Coders))}
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
		for i, e := range code.Estimates {
			low, high := "", ""
			if ci := a.Interval(code, i); ci.Defined() {
				low, high = decimal(agreement.Value{Number: ci.Low}), decimal(agreement.Value{Number: ci.High})
			}
			row = append(row, decimal(e.Value), low, high, e.Value.Undefined)
		}
		if len(code.Estimates) == 0 {
			for range a.Coefficients {
				row = append(row, "", "", "", "no transcript was completed by any of the coders")
			}
		}
		if err := c.Write(row); err != nil {
			return err
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

// Interval gives the interval of a code's coefficient number i: that of the
// bootstrap if there was one, else the analytic one.
func (a *Agreement) Interval(c CodeAgreement, i int) agreement.CI {
	if len(c.Bootstrapped) > i {
		return c.Bootstrapped[i].CI95
	}
	if len(c.Estimates) > i {
		return c.Estimates[i].CI95
	}
	return agreement.CI{Undefined: "nothing was measured"}
}

// Coefficient gives the number of a coefficient by name; -1 if it is not there.
func (a *Agreement) Coefficient(name string) int {
	for i, c := range a.Coefficients {
		if c.Name() == name {
			return i
		}
	}
	return -1
}
