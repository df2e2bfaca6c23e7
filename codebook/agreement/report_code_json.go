package agreement

import "encoding/json"

// MarshalJSON gives one code's line as Report has it under "per_code_binary":
// the counts, each coefficient as a bare number, and under "coefficients" each
// with its sampling error and intervals.
func (c ReportedCode) MarshalJSON() ([]byte, error) {
	return json.Marshal(c.json())
}

// MarshalJSON gives a coefficient as Report has it under "coefficients", without
// values by category: "value", null with a "reason" if it is undefined, and its
// sampling error and intervals where there are such.
func (c Reported) MarshalJSON() ([]byte, error) {
	return json.Marshal(c.json(nil))
}

// ReportedValue makes a coefficient of which nothing but the value is known.
func ReportedValue(name string, v Value) Reported {
	return Reported{Name: name, Estimate: bare(v)}
}
