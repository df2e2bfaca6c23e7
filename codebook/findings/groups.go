package findings

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ValueKind says how an attribute's values are compared.
type ValueKind int

// The kinds of values.
const (
	TextValues   ValueKind = iota // each value is a group; upper and lower case differ
	NumberValues                  // decimal numbers
	DateValues                    // dates that begin with the year: 2026, 2026-03, 2026-03-01, with or without a time
)

// Values are what an attribute says of each case (of Data) and of each
// transcript, as written; none where it says nothing, several where sources
// differ. Either slice may be nil.
type Values struct{ Cases, Transcripts [][]string }

// Groups puts cases and transcripts into groups by an attribute.
type Groups struct {
	Attribute string
	Names     []string // of the groups, in the order of reports

	// Cases and Transcripts give the groups of each. The words of a case in an
	// interview belong to the groups of both, and to NoValue if there are none.
	Cases, Transcripts [][]int

	// Notes are sentences that belong under a table with these groups.
	Notes []string
}

// ManyGroups is the number of groups from which on a table is hardly read: then
// Notes says how to make fewer.
const ManyGroups = 50

// distinctValues is how many groups numbers and dates make if no edges are given.
const distinctValues = 10

// NoValue names the group of those of whom the attribute says nothing. It is
// the last of a table, and there only if somebody is in it.
const NoValue = "no value"

// GroupsBy groups cases and transcripts by the values of an attribute.
//
// Numbers and dates can be cut at the edges given: band i holds edge i ≤ value <
// edge i+1, with an open band below the first edge and from the last edge on;
// open bands in which nobody is are left out. Without edges, numbers stand as
// they are if there are at most 10 different ones, and are else cut into at most
// 10 bands of equal width whose edges are round numbers; dates are cut by the
// least of day, month, quarter and year that gives at most 10 groups, or else by
// year. A band between two edges in which nobody is stays, as a group of none.
//
// It is an error if a value is not of the kind, or if edges are not in order.
func GroupsBy(attribute string, kind ValueKind, v Values, edges []string) (*Groups, error) {
	b, err := bandsFor(kind, slices.Concat(slices.Concat(v.Cases...), slices.Concat(v.Transcripts...)), edges)
	if err != nil {
		return nil, fmt.Errorf("grouping by %s: %w", attribute, err)
	}
	g := &Groups{Attribute: attribute, Cases: b.groups(v.Cases), Transcripts: b.groups(v.Transcripts)}
	g.name(b)
	if len(g.Names) > ManyGroups {
		g.Notes = append(g.Notes, fmt.Sprintf("%s has %d values; bands, or a filter, make a table that can be read", attribute, len(g.Names)))
	}
	return g, nil
}

// name names the bands and leaves out open ones in which nobody is.
func (g *Groups) name(b bands) {
	used := make([]bool, len(b.names))
	both := slices.Concat(g.Cases, g.Transcripts)
	for _, of := range both {
		for _, band := range of {
			used[band] = true
		}
	}
	at := make([]int, len(b.names))
	for band, name := range b.names {
		at[band] = len(g.Names)
		if used[band] || !slices.Contains(b.open, band) {
			g.Names = append(g.Names, name)
		}
	}
	for _, of := range both {
		for k := range of {
			of[k] = at[of[k]]
		}
	}
}

// groups gives the bands of each thing, sorted and without repeats.
func (b bands) groups(values [][]string) [][]int {
	if values == nil {
		return nil
	}
	out := make([][]int, len(values))
	for i, vs := range values {
		for _, v := range vs {
			out[i] = append(out[i], b.group(v))
		}
		slices.Sort(out[i])
		out[i] = slices.Compact(out[i])
	}
	return out
}

// bands is a way to put values into groups.
type bands struct {
	names []string
	open  []int // the groups that are left out if nobody is in them
	group func(value string) int
}

func bandsFor(kind ValueKind, all, edges []string) (bands, error) {
	switch kind {
	case NumberValues:
		return numberBands(all, edges)
	case DateValues:
		return dateBands(all, edges)
	}
	if len(edges) > 0 {
		return bands{}, fmt.Errorf("its values are words, which cannot be cut into bands; leave the edges out")
	}
	slices.Sort(all)
	return each(slices.Compact(all)), nil
}

// each makes every value a group.
func each(values []string) bands {
	at := map[string]int{}
	for i, v := range values {
		at[v] = i
	}
	return bands{names: values, group: func(v string) int { return at[v] }}
}

func numberBands(all, edges []string) (bands, error) {
	number := map[string]float64{}
	for _, v := range all {
		x, err := parseNumber(v)
		if err != nil {
			return bands{}, fmt.Errorf("%q %w; give the attribute the type text, or correct the value", v, err)
		}
		number[v] = x
	}
	var distinct []float64
	for _, x := range number {
		distinct = append(distinct, x)
	}
	slices.Sort(distinct)
	distinct = slices.Compact(distinct)
	var cuts []float64
	for _, e := range edges {
		x, err := parseNumber(e)
		if err != nil {
			return bands{}, fmt.Errorf("the edge %q %w", e, err)
		}
		if n := len(cuts); n > 0 && x <= cuts[n-1] {
			return bands{}, fmt.Errorf("the edge %s does not come after %s; give edges from low to high", e, decimal(cuts[n-1]))
		}
		cuts = append(cuts, x)
	}
	if len(cuts) == 0 {
		if len(distinct) <= distinctValues {
			b := bands{group: func(v string) int { i, _ := slices.BinarySearch(distinct, number[v]); return i }}
			for _, x := range distinct {
				b.names = append(b.names, decimal(x))
			}
			return b, nil
		}
		cuts = roundEdges(distinct[0], distinct[len(distinct)-1])
	}
	b := cutAt(len(cuts), func(i int) string { return decimal(cuts[i]) })
	b.group = func(v string) int {
		return len(cuts) - countFunc(cuts, func(e float64) bool { return e > number[v] })
	}
	return b, nil
}

// largestNumber bounds what can be cut into bands with exact edges.
const largestNumber = 1e15

func parseNumber(s string) (float64, error) {
	x, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	switch {
	case err != nil || math.IsNaN(x):
		return 0, errors.New("is not a number")
	case math.Abs(x) > largestNumber:
		return 0, errors.New("is too large a number")
	}
	return x, nil
}

func countFunc[T any](of []T, holds func(T) bool) int {
	n := 0
	for _, x := range of {
		if holds(x) {
			n++
		}
	}
	return n
}

// cutAt names the n+1 bands between n edges.
func cutAt(n int, edge func(int) string) bands {
	b := bands{open: []int{0, n}}
	b.names = append(b.names, "below "+edge(0))
	for i := 1; i < n; i++ {
		b.names = append(b.names, edge(i-1)+" to below "+edge(i))
	}
	b.names = append(b.names, edge(n-1)+" and more")
	return b
}

// roundEdges cuts from low to high at multiples of 1, 2 or 5 times a power of
// ten, the least of them that makes at most 10 bands. No value lies below the
// first edge or from the last on.
func roundEdges(low, high float64) []float64 {
	power := math.Floor(math.Log10((high - low) / distinctValues))
	for ; ; power++ {
		for _, step := range []float64{1, 2, 5} {
			// Edges are whole multiples, so that they print as they were meant.
			scale := func(k float64) float64 {
				if power < 0 {
					return k * step / math.Pow(10, -power)
				}
				return k * step * math.Pow(10, power)
			}
			first, last := math.Floor(low/scale(1)), math.Floor(high/scale(1))+1
			if last-first > distinctValues {
				continue
			}
			var out []float64
			for k := range int(last-first) + 1 {
				out = append(out, scale(first+float64(k)))
			}
			return slices.Compact(out)
		}
	}
}

// decimal writes a number without an exponent.
func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }

// dateUnit cuts a date, written as year, month and day, down to a period.
type dateUnit func(string) string

var dateUnits = []dateUnit{
	func(d string) string { return d[:min(len(d), 10)] },
	func(d string) string { return d[:min(len(d), 7)] },
	quarter,
	func(d string) string { return d[:4] },
}

func quarter(d string) string {
	if len(d) < 7 {
		return d
	}
	month, _ := strconv.Atoi(d[5:7])
	return fmt.Sprintf("%s Q%d", d[:4], (month+2)/3)
}

func dateBands(all, edges []string) (bands, error) {
	for _, v := range all {
		if !isDate(v) {
			return bands{}, fmt.Errorf("%q is not a date; write dates as 2026-03-01", v)
		}
	}
	for i, e := range edges {
		switch {
		case !isDate(e):
			return bands{}, fmt.Errorf("the edge %q is not a date; write dates as 2026-03-01", e)
		case i > 0 && e <= edges[i-1]:
			return bands{}, fmt.Errorf("the edge %s does not come after %s; give edges from early to late", e, edges[i-1])
		}
	}
	if len(edges) > 0 {
		b := cutAt(len(edges), func(i int) string { return edges[i] })
		b.names[0] = "before " + edges[0]
		b.names[len(edges)] = "from " + edges[len(edges)-1]
		b.group = func(v string) int { return len(edges) - countFunc(edges, func(e string) bool { return e > v }) }
		return b, nil
	}
	for i, cut := range dateUnits {
		var periods []string
		for _, v := range all {
			periods = append(periods, cut(v))
		}
		slices.SortFunc(periods, cmp.Compare)
		periods = slices.Compact(periods)
		if len(periods) <= distinctValues || i == len(dateUnits)-1 {
			b := each(periods)
			at := b.group
			b.group = func(v string) int { return at(cut(v)) }
			return b, nil
		}
	}
	return bands{}, nil
}

// isDate reports whether s begins with a year, or a year and a month, or a whole
// date.
func isDate(s string) bool {
	digits := func(from, to int) bool {
		return !strings.ContainsFunc(s[from:to], func(r rune) bool { return r < '0' || r > '9' })
	}
	switch {
	case len(s) == 4:
		return digits(0, 4)
	case len(s) == 7:
		return digits(0, 4) && s[4] == '-' && digits(5, 7) && "01" <= s[5:7] && s[5:7] <= "12"
	case len(s) >= 10:
		return digits(0, 4) && s[4] == '-' && digits(5, 7) && "01" <= s[5:7] && s[5:7] <= "12" &&
			s[7] == '-' && digits(8, 10) && "01" <= s[8:10] && s[8:10] <= "31"
	}
	return false
}
