package agreement

import "encoding/json"

// MarshalJSON gives one code's line as Report has it under "per_code_binary":
// the counts, each coefficient as a bare number, and under "coefficients" each
// with its sampling error and intervals.
func (c ReportedCode) MarshalJSON() ([]byte, error) {
	return json.Marshal(c.json())
}
