package report

import (
	"fmt"
	"strconv"
	"strings"

	"concord/codebook/agreement"
)

// Decimals writes a value as papers do: two decimals, no leading zero; "—" for
// none.
func Decimals(v agreement.Value) string {
	if !v.Defined() {
		return "—"
	}
	return Decimal(v.Number)
}

// Decimal writes a number with two decimals and without a leading zero.
func Decimal(x float64) string {
	s := strings.Replace(fmt.Sprintf("%.2f", x), "0.", ".", 1)
	if s == "-.00" {
		return ".00"
	}
	return strings.Replace(s, "-", "−", 1)
}

// Bounds writes an interval: “.55 to .97”; "" if it is undefined.
func Bounds(ci agreement.CI) string {
	if !ci.Defined() {
		return ""
	}
	return Decimal(ci.Low) + " to " + Decimal(ci.High)
}

func percentOf(v agreement.Value) string {
	if !v.Defined() {
		return "—"
	}
	return fmt.Sprintf("%.0f %%", 100*v.Number)
}

// decimal writes a value for programs: twelve digits; "" for none.
func decimal(v agreement.Value) string {
	if !v.Defined() {
		return ""
	}
	return strconv.FormatFloat(v.Number, 'g', 12, 64)
}
