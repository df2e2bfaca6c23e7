package store

import (
	"strings"
	"unicode"
)

func equalFold(a, b string) bool {
	return strings.EqualFold(strings.TrimSpace(a), strings.TrimSpace(b))
}

func list(names []string) string { return strings.Join(names, ", ") }

// compareNames orders names as people do: without regard to case, and with runs
// of digits compared as numbers, so that KI-2 comes before KI-10.
func compareNames(a, b string) int {
	x, y := strings.ToLower(a), strings.ToLower(b)
	for x != "" && y != "" {
		xd, yd := leadingDigits(x), leadingDigits(y)
		if xd != "" && yd != "" {
			xn, yn := strings.TrimLeft(xd, "0"), strings.TrimLeft(yd, "0")
			if len(xn) != len(yn) {
				return len(xn) - len(yn)
			}
			if n := strings.Compare(xn, yn); n != 0 {
				return n
			}
			x, y = x[len(xd):], y[len(yd):]
			continue
		}
		if x[0] != y[0] {
			return int(x[0]) - int(y[0])
		}
		x, y = x[1:], y[1:]
	}
	if n := len(x) - len(y); n != 0 {
		return n
	}
	return strings.Compare(a, b)
}

func leadingDigits(s string) string {
	for i, r := range s {
		if !unicode.IsDigit(r) || r > '9' {
			return s[:i]
		}
	}
	return s
}
