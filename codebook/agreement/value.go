package agreement

import (
	"encoding/json"
	"math"
	"strconv"
)

// Value is a number, or the reason why there is none. Exactly one of the two
// holds: Undefined is "" for a number, and otherwise says in words why the
// coefficient is not defined for these data; Number is then 0 and means
// nothing.
type Value struct {
	Number    float64
	Undefined string
}

// Number makes a defined value.
func Number(x float64) Value { return Value{Number: x} }

// Undefined makes a value that says why there is no number.
func Undefined(reason string) Value { return Value{Undefined: reason} }

// Defined reports whether there is a number.
func (v Value) Defined() bool { return v.Undefined == "" }

// MarshalJSON gives the number with 12 significant digits, enough for any use
// and the same on every machine although the last bits may differ; null if the
// value is undefined. The reason is for the caller to print beside it.
func (v Value) MarshalJSON() ([]byte, error) {
	if !v.Defined() {
		return []byte("null"), nil
	}
	x := v.Number
	if math.Abs(x) < 1e-14 {
		x = 0 // rounding noise around an exact zero, and minus zero
	}
	return strconv.AppendFloat(nil, x, 'g', 12, 64), nil
}

// CI is a confidence interval, or the reason why there is none.
type CI struct {
	Low, High float64
	Undefined string
}

// Defined reports whether there is an interval.
func (c CI) Defined() bool { return c.Undefined == "" }

// MarshalJSON gives the two limits as an array, as Value gives numbers, or null.
func (c CI) MarshalJSON() ([]byte, error) {
	if !c.Defined() {
		return []byte("null"), nil
	}
	return json.Marshal([2]Value{Number(c.Low), Number(c.High)})
}
