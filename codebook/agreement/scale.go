package agreement

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Missing is the rating of a coder who did not see the unit. "Saw it and
// applied no code" is a category of its own, never Missing.
const Missing = -1

// Level is the level of measurement of a scale: what may be said about two of
// its categories beyond that they differ.
type Level int

const (
	// Nominal categories are only equal or different.
	Nominal Level = iota
	// Ordinal categories have an order, the order in which the scale lists
	// them, and no distances.
	Ordinal
	// Interval categories are numbers whose differences mean something.
	Interval
	// Ratio categories are numbers, none negative, with a true zero.
	Ratio
	// Circular categories are places on a circle, such as months or hours:
	// the last is next to the first.
	Circular
)

var levelNames = []string{"nominal", "ordinal", "interval", "ratio", "circular"}

func (l Level) String() string {
	if l < Nominal || l > Circular {
		return fmt.Sprintf("Level(%d)", int(l))
	}
	return levelNames[l]
}

// ParseLevel reads the name of a level.
func ParseLevel(name string) (Level, error) {
	for i, n := range levelNames {
		if n == name {
			return Level(i), nil
		}
	}
	return 0, fmt.Errorf("reading the level of measurement: %q is none; use one of %s", name, strings.Join(levelNames, ", "))
}

// Scale is the full ordered list of categories that the coders were offered,
// used or not. Unused categories count: Brennan and Prediger's coefficient and
// Gwet's AC1 depend on how many categories there are, and linear or quadratic
// weights on how long the scale is.
//
// Make one with NewScale; the zero Scale has no categories.
type Scale struct {
	Level      Level
	Categories []string

	// Circumference is the length of the circle of a Circular scale in the
	// unit of its numbers (24 for hours, 360 for degrees). 0 means that the
	// categories are equally spaced places, in the order listed, all round.
	Circumference float64

	numbers []float64 // the categories as numbers; nil if one is no number
}

// largestNumber keeps squares and sums of squares far from overflow.
const largestNumber = 1e100

// NewScale checks the categories of a scale and keeps their order, which
// decides the ranks of an ordinal scale. Categories must differ; at the
// interval and ratio levels all must be finite numbers of moderate size, at the
// ratio level none may be negative.
func NewScale(level Level, categories ...string) (Scale, error) {
	s := Scale{Level: level, Categories: categories}
	if level < Nominal || level > Circular {
		return Scale{}, fmt.Errorf("making a scale: %v is no level of measurement", level)
	}
	if len(categories) == 0 {
		return Scale{}, fmt.Errorf("making a scale: it has no categories; give at least one")
	}
	seen := make(map[string]bool, len(categories))
	for _, c := range categories {
		if seen[c] {
			return Scale{}, fmt.Errorf("making a scale: category %q is listed twice", c)
		}
		seen[c] = true
	}
	s.numbers = numbersOf(categories)
	if level != Interval && level != Ratio {
		return s, nil
	}
	at := make(map[float64]string, len(categories))
	for i, c := range categories {
		if s.numbers == nil {
			if _, ok := parseNumber(c); !ok {
				return Scale{}, fmt.Errorf("making a scale: the %v level needs numbers, and category %q is none (or is too large)", level, c)
			}
			continue
		}
		x := s.numbers[i]
		if level == Ratio && x < 0 {
			return Scale{}, fmt.Errorf("making a scale: the ratio level has no negative values, and category %q is one", c)
		}
		if other, twice := at[x]; twice {
			return Scale{}, fmt.Errorf("making a scale: categories %q and %q are the same number", other, c)
		}
		at[x] = c
	}
	return s, nil
}

// Size is the number of categories, q in the formulas.
func (s Scale) Size() int { return len(s.Categories) }

// numbersOf gives the categories as numbers, or nil if one is no number.
func numbersOf(categories []string) []float64 {
	xs := make([]float64, len(categories))
	for i, c := range categories {
		x, ok := parseNumber(c)
		if !ok {
			return nil
		}
		xs[i] = x
	}
	return xs
}

// parseNumber accepts plain decimal numbers only: no hexadecimal, no
// underscores, no "inf" and no "nan", which strconv would take.
func parseNumber(text string) (float64, bool) {
	for _, r := range text {
		if (r < '0' || r > '9') && !strings.ContainsRune("+-.eE", r) {
			return 0, false
		}
	}
	x, err := strconv.ParseFloat(text, 64)
	if err != nil || math.Abs(x) > largestNumber {
		return 0, false
	}
	if x == 0 {
		x = 0 // minus zero is zero
	}
	return x, true
}

// positions are the values that agreement weights work on. At the interval and
// ratio levels (and on a circle of given circumference) they are the numbers
// themselves; otherwise the categories have ranks and nothing more, so they are
// 1, 2, … q in the order of the scale, even if their labels look like numbers.
func (s Scale) positions() []float64 {
	if s.numbers != nil && (s.Level == Interval || s.Level == Ratio || s.Level == Circular && s.Circumference > 0) {
		return s.numbers
	}
	ranks := make([]float64, len(s.Categories))
	for i := range ranks {
		ranks[i] = float64(i + 1)
	}
	return ranks
}
