package agreement

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
)

// The reference cases in testdata/fixed-*.json: published examples and
// constructed data with values that independent implementations confirmed. Each
// names its source.
type referenceCase struct {
	ID         string                     `json:"id"`
	Source     string                     `json:"source"`
	Data       referenceData              `json:"data"`
	Expected   map[string]json.RawMessage `json:"expected"`
	Diverging  map[string]json.RawMessage `json:"diverging"`
	Tolerance  float64                    `json:"tolerance"`
	Tolerances map[string]float64         `json:"tolerances"`
}

type referenceData struct {
	Layout     string            `json:"layout"`
	Coders     int               `json:"coders"`
	Categories []json.RawMessage `json:"categories"`
	Codes      []string          `json:"codes"`
	Level      string            `json:"level"`
	Metric     string            `json:"metric"`
	Ratings    [][]any           `json:"ratings"`
	Table      [][]int           `json:"table"`
	Counts     [][]int           `json:"counts"`
	Resamples  [][]int           `json:"resamples"`
}

func readCases(t testing.TB, file string) []referenceCase {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var cases []referenceCase
	if err := json.Unmarshal(raw, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("%s holds no cases", file)
	}
	return cases
}

func (c referenceCase) tolerance(name string) float64 {
	if x, ok := c.Tolerances[name]; ok {
		return x
	}
	return c.Tolerance
}

// ratings makes Ratings of a case of any layout.
func (d referenceData) ratings(t testing.TB) Ratings {
	t.Helper()
	level := Nominal
	var err error
	if d.Level != "" {
		if level, err = ParseLevel(d.Level); err != nil {
			t.Fatal(err)
		}
	}
	categories := make([]string, len(d.Categories))
	at := make(map[string]int)
	for i, raw := range d.Categories {
		categories[i] = strings.Trim(string(raw), `"`)
		at[categories[i]] = i
	}
	scale, err := NewScale(level, categories...)
	if err != nil {
		t.Fatal(err)
	}
	r := Ratings{Scale: scale}
	for g := range d.Coders {
		r.Coders = append(r.Coders, fmt.Sprint("coder ", g+1))
	}
	switch d.Layout {
	case "units_x_coders":
		for _, row := range d.Ratings {
			values := make([]int, len(row))
			for g, v := range row {
				values[g] = Missing
				if v != nil {
					k, ok := at[fmt.Sprint(v)]
					if !ok {
						t.Fatalf("value %v is not on the scale", v)
					}
					values[g] = k
				}
			}
			r.Values = append(r.Values, values)
		}
	case "contingency":
		for a, row := range d.Table {
			for b, n := range row {
				for range n {
					r.Values = append(r.Values, []int{a, b})
				}
			}
		}
	case "distribution":
		for _, row := range d.Counts {
			var values []int
			for k, n := range row {
				for range n {
					values = append(values, k)
				}
			}
			r.Values = append(r.Values, values)
		}
	default:
		t.Fatalf("unknown layout %q", d.Layout)
	}
	return r
}

func (d referenceData) table(t testing.TB) *Table {
	t.Helper()
	table, err := Tabulate(d.ratings(t))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// sampling error and category values are written as endings of names.
var endings = []struct{ ending, field string }{
	{"_se0_flc1979", "se0"}, {"_se_gwet", "se"}, {"_ci95_gwet", "ci95"},
	{"_se0", "se0"}, {"_se", "se"}, {"_ci95", "ci95"}, {"_by_category", "by_category"},
}

func splitName(name string) (coefficient, field string) {
	for _, e := range endings {
		if base, ok := strings.CutSuffix(name, e.ending); ok {
			return base, e.field
		}
	}
	return name, "value"
}

func TestCodingReferenceCases(t *testing.T) {
	seen := make(map[string]bool)
	for _, file := range []string{"fixed-coding.json", "fixed-edge.json"} {
		for _, c := range readCases(t, file) {
			t.Run(c.ID, func(t *testing.T) {
				table := c.Data.table(t)
				estimates := make(map[string]Estimate)
				for _, coefficient := range table.Coefficients() {
					estimates[coefficient.Name()] = coefficient.Of(table)
				}
				addCustom(t, c, table, estimates)
				for name, want := range c.Expected {
					base, field := splitName(name)
					e, ok := estimates[base]
					if !ok {
						t.Errorf("%s is not computed", name)
						continue
					}
					seen[name] = true
					checkEstimate(t, name, field, e, table, want, c.tolerance(name))
				}
			})
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d different figures were compared", len(seen))
	}
}

// addCustom adds the two coefficients of Artstein & Poesio (2008) with the
// distance of their example: 0 if equal, 0.5 if one of the two is Chck, else 1.
func addCustom(t *testing.T, c referenceCase, table *Table, estimates map[string]Estimate) {
	if _, ok := c.Expected["krippendorff_alpha_custom"]; !ok {
		return
	}
	check := slices.Index(table.Scale().Categories, "Chck")
	distance := func(a, b int) float64 {
		switch {
		case a == b:
			return 0
		case a == check || b == check:
			return 0.5
		}
		return 1
	}
	matrix := make([][]float64, 3)
	for k := range matrix {
		for l := range 3 {
			matrix[k] = append(matrix[k], 1-distance(k, l))
		}
	}
	weights := Weights{name: "custom", define: func(Scale) ([]float64, string) { return slices.Concat(matrix...), "" }}
	own := alpha("krippendorff_alpha_custom", func(t *Table) (metric, string) {
		return fixedMetric(t, func(k, l int32) float64 { return distance(int(k), int(l)) }), ""
	})
	for _, coefficient := range []Coefficient{own, CohenKappa(weights)} {
		estimates[coefficient.Name()] = coefficient.Of(table)
	}
}

func checkEstimate(t *testing.T, name, field string, e Estimate, table *Table, want json.RawMessage, tolerance float64) {
	t.Helper()
	switch field {
	case "value":
		checkNumber(t, name, e.Value, want, tolerance)
	case "se":
		checkNumber(t, name, e.SE, want, tolerance)
	case "se0":
		checkNumber(t, name, e.SE0, want, tolerance)
	case "ci95":
		var limits [2]float64
		if err := json.Unmarshal(want, &limits); err != nil {
			t.Fatal(err)
		}
		if !e.CI95.Defined() {
			t.Errorf("%s is undefined (%s), want %v", name, e.CI95.Undefined, limits)
			return
		}
		if math.Abs(e.CI95.Low-limits[0]) > tolerance || math.Abs(e.CI95.High-limits[1]) > tolerance {
			t.Errorf("%s = [%.12g, %.12g], want %v", name, e.CI95.Low, e.CI95.High, limits)
		}
	case "by_category":
		var values map[string]json.RawMessage
		if err := json.Unmarshal(want, &values); err != nil {
			t.Fatal(err)
		}
		if len(values) != len(e.ByCategory) {
			t.Fatalf("%s has %d categories, want %d", name, len(e.ByCategory), len(values))
		}
		for k, category := range table.Scale().Categories {
			checkNumber(t, name+" "+category, e.ByCategory[k], values[category], tolerance)
		}
	}
}

func checkNumber(t *testing.T, name string, got Value, want json.RawMessage, tolerance float64) {
	t.Helper()
	if string(want) == "null" {
		if got.Defined() {
			t.Errorf("%s = %.12g, want undefined", name, got.Number)
		}
		return
	}
	var x float64
	if err := json.Unmarshal(want, &x); err != nil {
		t.Fatalf("%s: %v in %s", name, err, want)
	}
	if !got.Defined() {
		t.Errorf("%s is undefined (%s), want %.12g", name, got.Undefined, x)
		return
	}
	if !(math.Abs(got.Number-x) <= tolerance) {
		t.Errorf("%s = %.12g, want %.12g", name, got.Number, x)
	}
}

func TestSetReferenceCases(t *testing.T) {
	for _, c := range readCases(t, "fixed-sets.json") {
		t.Run(c.ID, func(t *testing.T) {
			table := c.Data.setTable(t)
			got := make(map[string]Value)
			for _, coefficient := range table.Coefficients() {
				got[coefficient.Name()] = coefficient.Value(table)
			}
			for name, want := range c.Expected {
				if name == "per_code_binary" {
					checkPerCode(t, table, want, c.Tolerance)
					continue
				}
				value, ok := got[name]
				if !ok {
					t.Errorf("%s is not computed", name)
					continue
				}
				checkNumber(t, name, value, want, c.tolerance(name))
			}
		})
	}
}

func (d referenceData) setTable(t testing.TB) *Table {
	t.Helper()
	r := SetRatings{Codes: d.Codes}
	for g := range d.Coders {
		r.Coders = append(r.Coders, fmt.Sprint("coder ", g+1))
	}
	for _, row := range d.Ratings {
		values := make([][]int, len(row))
		for g, v := range row {
			codes, ok := v.([]any)
			if !ok {
				continue
			}
			values[g] = []int{}
			for _, code := range codes {
				values[g] = append(values[g], slices.Index(d.Codes, code.(string)))
			}
		}
		r.Values = append(r.Values, values)
	}
	table, err := TabulateSets(r)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func checkPerCode(t *testing.T, table *Table, want json.RawMessage, tolerance float64) {
	t.Helper()
	var codes map[string]map[string]json.RawMessage
	if err := json.Unmarshal(want, &codes); err != nil {
		t.Fatal(err)
	}
	if len(codes) != len(table.Codes()) {
		t.Fatalf("%d codes, want %d", len(table.Codes()), len(codes))
	}
	for i, code := range table.Codes() {
		binary, err := table.Code(i)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]Value{"prevalence": binary.Prevalence()}
		for _, coefficient := range binary.Coefficients() {
			got[coefficient.Name()] = coefficient.Value(binary)
		}
		for name, value := range codes[code] {
			x, ok := got[name]
			if !ok {
				t.Errorf("%s of %s is not computed", name, code)
				continue
			}
			checkNumber(t, code+" "+name, x, value, tolerance)
		}
	}
}

func TestSetDistances(t *testing.T) {
	for _, c := range readCases(t, "fixed-set-distance.json") {
		var pairs []struct {
			A, B    []string
			Jaccard float64 `json:"jaccard_distance"`
			MASI    float64 `json:"masi_distance"`
			NLTK    float64 `json:"masi_distance_nltk"`
			Dice    float64 `json:"dice_distance"`
		}
		if err := json.Unmarshal(c.Expected["pairs"], &pairs); err != nil {
			t.Fatal(err)
		}
		for _, p := range pairs {
			both := 0
			for _, x := range p.A {
				if slices.Contains(p.B, x) {
					both++
				}
			}
			for _, d := range []struct {
				distance SetDistance
				want     float64
			}{{JaccardDistance, p.Jaccard}, {MASIDistance, p.MASI}, {MASIRoundedDistance, p.NLTK}, {DiceDistance, p.Dice}} {
				if got := d.distance.Between(both, len(p.A), len(p.B)); math.Abs(got-d.want) > c.Tolerance {
					t.Errorf("%s of %v and %v = %v, want %v", d.distance.Name(), p.A, p.B, got, d.want)
				}
			}
		}
	}
}
