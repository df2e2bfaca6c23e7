package findings

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// checkGroups holds, of any values: each is in exactly one group, one with the
// name of a band that holds it.
func checkGroups(t *testing.T, values string, kind int, edges string) {
	var v Values
	for _, x := range strings.Split(values, "|") {
		v.Cases = append(v.Cases, []string{x})
	}
	var cuts []string
	if edges != "" {
		cuts = strings.Split(edges, "|")
	}
	g, err := GroupsBy("years", ValueKind(kind), v, cuts)
	if err != nil {
		return
	}
	for i, of := range g.Cases {
		if len(of) != 1 || of[0] < 0 || of[0] >= len(g.Names) {
			t.Fatalf("%q is in %v of %q", v.Cases[i], of, g.Names)
		}
		if ValueKind(kind) != NumberValues {
			continue
		}
		name := g.Names[of[0]]
		x, _ := strconv.ParseFloat(strings.TrimSpace(v.Cases[i][0]), 64)
		number := func(s string) float64 { y, _ := strconv.ParseFloat(s, 64); return y }
		switch from, to, two := strings.Cut(name, " to below "); {
		case two && (x < number(from) || x >= number(to)):
			t.Fatalf("%v is in %q", x, name)
		case strings.HasPrefix(name, "below ") && x >= number(name[6:]), strings.HasSuffix(name, " and more") && x < number(strings.TrimSuffix(name, " and more")):
			t.Fatalf("%v is in %q", x, name)
		}
	}
	if ValueKind(kind) != TextValues && len(cuts) == 0 && len(g.Names) > 20 && ValueKind(kind) == NumberValues {
		t.Fatalf("%d bands: %q", len(g.Names), g.Names)
	}
}

func one(values ...string) Values {
	var v Values
	for _, x := range values {
		v.Cases = append(v.Cases, []string{x})
	}
	return v
}

func TestGroupsBy(t *testing.T) {
	many := make([]string, 12)
	for i := range many {
		many[i] = fmt.Sprint(3 * i) // 0 to 33
	}
	for _, c := range []struct {
		name   string
		kind   ValueKind
		values Values
		edges  []string
		names  []string
		cases  string
	}{
		{"words", TextValues, one("Rock", "Dane", "Rock"), nil, []string{"Dane", "Rock"}, "[[1] [0] [1]]"},
		{"few numbers stand by themselves, in their order", NumberValues, one("10", "9", "10.0"), nil, []string{"9", "10"}, "[[1] [0] [1]]"},
		{"many numbers in round bands", NumberValues, one(many...), nil,
			[]string{"0 to below 5", "5 to below 10", "10 to below 15", "15 to below 20", "20 to below 25", "25 to below 30", "30 to below 35"}, ""},
		{"edges, with an empty band between and no empty open band", NumberValues, one("1", "25"), []string{"0", "10", "20"},
			[]string{"0 to below 10", "10 to below 20", "20 and more"}, "[[0] [2]]"},
		{"an edge belongs to the upper band", NumberValues, one("10"), []string{"10"}, []string{"10 and more"}, "[[0]]"},
		{"days", DateValues, one("2026-01-02", "2026-01-01"), nil, []string{"2026-01-01", "2026-01-02"}, "[[1] [0]]"},
		{"date edges", DateValues, one("2025-12-31", "2026-01-01"), []string{"2026-01-01"}, []string{"before 2026-01-01", "from 2026-01-01"}, "[[0] [1]]"},
		{"two sources that differ, and none", TextValues, Values{Cases: [][]string{{"b", "a", "b"}, nil}}, nil, []string{"a", "b"}, "[[0 1] []]"},
	} {
		g, err := GroupsBy("x", c.kind, c.values, c.edges)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if diff := cmp.Diff(c.names, g.Names); diff != "" {
			t.Errorf("%s: %s", c.name, diff)
		}
		if c.cases != "" && fmt.Sprint(g.Cases) != c.cases {
			t.Errorf("%s: cases are in %v, want %s", c.name, g.Cases, c.cases)
		}
	}
}

func TestDatesAreCutByTheLeastPeriodThatMakesFewGroups(t *testing.T) {
	var days, months []string
	for i := range 28 {
		days = append(days, fmt.Sprintf("2026-%02d-%02d", 1+i%2, 1+i))
		months = append(months, fmt.Sprintf("202%d-%02d-05", i%2, 1+i%12))
	}
	for _, c := range []struct {
		values []string
		first  string
	}{{days, "2026-01"}, {months, "2020 Q1"}, {append(months, "2011", "2012", "2013", "2014"), "2011"}} {
		g, err := GroupsBy("interviewed", DateValues, one(c.values...), nil)
		if err != nil {
			t.Fatal(err)
		}
		if g.Names[0] != c.first || len(g.Names) > distinctValues {
			t.Errorf("groups %q; want the first %q", g.Names, c.first)
		}
	}
}

func TestGroupsRefuseWhatTheyCannotCut(t *testing.T) {
	for _, c := range []struct {
		kind  ValueKind
		value string
		edges []string
		says  string
	}{
		{NumberValues, "about ten", nil, `grouping by years: "about ten" is not a number; give the attribute the type text, or correct the value`},
		{NumberValues, "1e300", nil, `"1e300" is too large a number`},
		{NumberValues, "3", []string{"5", "5"}, "the edge 5 does not come after 5; give edges from low to high"},
		{DateValues, "03/01/2026", nil, `"03/01/2026" is not a date; write dates as 2026-03-01`},
		{DateValues, "2026", []string{"2026-05-01", "2026-04-01"}, "the edge 2026-04-01 does not come after 2026-05-01"},
		{TextValues, "a", []string{"b"}, "its values are words"},
	} {
		_, err := GroupsBy("years", c.kind, one(c.value), c.edges)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%q, edges %q: %v; want %q", c.value, c.edges, err, c.says)
		}
	}
	many := make([]string, 400)
	for i := range many {
		many[i] = fmt.Sprint("site ", i)
	}
	g, err := GroupsBy("site", TextValues, one(many...), nil)
	if err != nil || len(g.Names) != 400 || len(g.Notes) != 1 {
		t.Errorf("400 values: %d groups, notes %q, %v", len(g.Names), g.Notes, err)
	}
}
