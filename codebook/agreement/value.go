package agreement

// Value is a number, or the reason why there is none. Exactly one of the two
// holds: Undefined is "" for a number, and otherwise says in words why the
// coefficient is not defined for these data; Number is then 0 and means
// nothing.
type Value struct {
	Number    float64
	Undefined string
}

// Defined reports whether there is a number.
func (v Value) Defined() bool { return v.Undefined == "" }

// number makes a defined value.
func number(x float64) Value { return Value{Number: x} }

// undefined makes a value that says why there is no number.
func undefined(reason string) Value { return Value{Undefined: reason} }
