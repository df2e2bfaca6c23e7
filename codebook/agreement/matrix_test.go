package agreement

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
)

func matrixOf(t testing.TB, r Ratings) []byte {
	t.Helper()
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	line := append([]string{"unit"}, r.Coders...)
	for i := -1; i < len(r.Values); i++ {
		if i >= 0 {
			line[0] = fmt.Sprint("u", i+1)
			for g, v := range r.Values[i] {
				line[g+1] = ""
				if v != Missing {
					line[g+1] = r.Scale.Categories[v]
				}
			}
		}
		if err := w.Write(line); err != nil {
			t.Fatal(err)
		}
	}
	w.Flush()
	return b.Bytes()
}

// reported is the JSON as an outsider reads it.
type reported struct {
	Coders       int
	Units        int
	Categories   []string
	Notes        []string
	Coefficients map[string]struct {
		Value      *float64
		Reason     string
		SE         *float64 `json:"se"`
		SE0        *float64 `json:"se0"`
		CI95       *[2]float64
		ByCategory map[string]*float64 `json:"by_category"`
		Bootstrap  *struct {
			CI95      *[2]float64
			Resamples int
			Seed      uint64
			Drawn     string
		}
	}
	PerCode map[string]map[string]any `json:"per_code_binary"`
}

func report(t testing.TB, table *Table, options PanelOptions) reported {
	t.Helper()
	panel, err := Panel(table, options)
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(panel)
	if err != nil {
		t.Fatal(err)
	}
	var out reported
	if err := json.Unmarshal(text, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// The way an outsider takes: a CSV, the scale and the level in, JSON out. Every
// reference case must come out right that way too.
func TestReferenceCasesThroughMatrixAndJSON(t *testing.T) {
	for _, file := range []string{"fixed-coding.json", "fixed-edge.json"} {
		for _, c := range readCases(t, file) {
			t.Run(c.ID, func(t *testing.T) {
				ratings := c.Data.ratings(t)
				read, err := ReadMatrix(bytes.NewReader(matrixOf(t, ratings)), MatrixOptions{Level: ratings.Scale.Level, Scale: ratings.Scale.Categories})
				if err != nil {
					t.Fatal(err)
				}
				table, err := Tabulate(read)
				if err != nil {
					t.Fatal(err)
				}
				got := report(t, table, PanelOptions{})
				for name, want := range c.Expected {
					if strings.HasSuffix(name, "_custom") {
						continue
					}
					base, field := splitName(name)
					x, ok := got.Coefficients[base]
					if !ok {
						t.Errorf("%s is not in the JSON", base)
						continue
					}
					tolerance := c.tolerance(name)
					switch field {
					case "value":
						checkPointer(t, name, x.Value, want, tolerance)
						if (x.Value == nil) != (x.Reason != "") {
							t.Errorf("%s: value %v with reason %q", name, x.Value, x.Reason)
						}
					case "se":
						checkPointer(t, name, x.SE, want, tolerance)
					case "se0":
						checkPointer(t, name, x.SE0, want, tolerance)
					case "ci95":
						var limits [2]float64
						if err := json.Unmarshal(want, &limits); err != nil {
							t.Fatal(err)
						}
						if x.CI95 == nil || math.Abs(x.CI95[0]-limits[0]) > tolerance || math.Abs(x.CI95[1]-limits[1]) > tolerance {
							t.Errorf("%s = %v, want %v", name, x.CI95, limits)
						}
					case "by_category":
						var values map[string]json.RawMessage
						if err := json.Unmarshal(want, &values); err != nil {
							t.Fatal(err)
						}
						for category, v := range values {
							checkPointer(t, name+" "+category, x.ByCategory[category], v, tolerance)
						}
					}
				}
			})
		}
	}
}

func checkPointer(t *testing.T, name string, got *float64, want json.RawMessage, tolerance float64) {
	t.Helper()
	value := Undefined("null in the JSON")
	if got != nil {
		value = Number(*got)
	}
	checkNumber(t, name, value, want, tolerance)
}

func TestSetCasesThroughMatrixAndJSON(t *testing.T) {
	for _, c := range readCases(t, "fixed-sets.json") {
		var b strings.Builder
		b.WriteString("unit,A,B\n")
		for i, row := range c.Data.Ratings {
			fmt.Fprintf(&b, "u%d", i)
			for _, cell := range row {
				var codes []string
				for _, code := range cell.([]any) {
					codes = append(codes, code.(string))
				}
				if codes == nil {
					codes = []string{"-"}
				}
				b.WriteString("," + strings.Join(codes, " ; "))
			}
			b.WriteString("\r\n")
		}
		read, err := ReadSetMatrix(strings.NewReader("\ufeff"+b.String()), MatrixOptions{})
		if err != nil {
			t.Fatal(err)
		}
		table, err := TabulateSets(read)
		if err != nil {
			t.Fatal(err)
		}
		got := report(t, table, PanelOptions{})
		for name, want := range c.Expected {
			if name != "per_code_binary" {
				checkPointer(t, c.ID+" "+name, got.Coefficients[name].Value, want, c.Tolerance)
				continue
			}
			var codes map[string]map[string]float64
			if err := json.Unmarshal(want, &codes); err != nil {
				t.Fatal(err)
			}
			for code, values := range codes {
				for name, x := range values {
					if y, ok := got.PerCode[code][name].(float64); !ok || math.Abs(x-y) > c.Tolerance {
						t.Errorf("%s: %s of %s = %v, want %v", c.ID, name, code, got.PerCode[code][name], x)
					}
				}
			}
		}
	}
}

func TestReadMatrix(t *testing.T) {
	const text = "\ufeffunit, ana ,ben,\"cleo, c.\",interview\r\n" +
		"one,2,10, 2 ,i1\r\n" +
		"\r\n" +
		",,,,\r\n" +
		"two,,2.0,9,i2\r\n"
	r, err := ReadMatrix(strings.NewReader(text), MatrixOptions{Cluster: "interview"})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"ana", "ben", "cleo, c."}; !slices.Equal(r.Coders, want) {
		t.Errorf("coders %q, want %q", r.Coders, want)
	}
	if want := []string{"2", "9", "10"}; !slices.Equal(r.Scale.Categories, want) {
		t.Errorf("categories %q, want %q: numbers in order, 2 and 2.0 the same", r.Scale.Categories, want)
	}
	if want := [][]int{{0, 2, 0}, {Missing, 0, 1}}; !slices.EqualFunc(r.Values, want, slices.Equal) {
		t.Errorf("values %v, want %v", r.Values, want)
	}
	if !slices.Equal(r.Units, []string{"one", "two"}) || !slices.Equal(r.Clusters, []string{"i1", "i2"}) {
		t.Errorf("units %q, clusters %q", r.Units, r.Clusters)
	}
}

func TestReadMatrixTellsWhereItIsWrong(t *testing.T) {
	for _, c := range []struct {
		name, text string
		options    MatrixOptions
		want       []string
	}{
		{"empty", "", MatrixOptions{}, []string{"empty"}},
		{"no coder", "unit\nu1\n", MatrixOptions{}, []string{"line 1", "no column for a coder"}},
		{"semicolons", "unit;a;b\nu1;1;2\n", MatrixOptions{}, []string{"line 1", "commas"}},
		{"unnamed column", "unit,a,,b\n", MatrixOptions{}, []string{"line 1", "column 3", "no name"}},
		{"two of a name", "unit,a,b,a\n", MatrixOptions{}, []string{"line 1", "columns 2 and 4", `"a"`}},
		{"short line", "unit,a,b\nu1,1,1\nu2,1\n", MatrixOptions{}, []string{"line 3", `column "b"`}},
		{"long line", "unit,a,b\nu1,1,1,7\n", MatrixOptions{}, []string{"line 2", "column 4"}},
		{"not on the scale", "unit,a,b\nu1,1,2\nu2,1,3\n", MatrixOptions{Scale: []string{"1", "2"}}, []string{"line 3", `column "b"`, `"3"`, `"1", "2"`}},
		{"no number", "unit,a,b\nu1,1,2\nu2,x,2\n", MatrixOptions{Level: Interval}, []string{"line 3", `column "a"`, `"x"`}},
		{"negative", "unit,a,b\nu1,1,-2\n", MatrixOptions{Level: Ratio}, []string{"line 2", `column "b"`, "-2"}},
		{"infinite", "unit,a,b\nu1,1,inf\n", MatrixOptions{Level: Interval}, []string{"line 2", `column "b"`}},
		{"too large", "unit,a,b\nu1,1,1e300\n", MatrixOptions{Level: Interval}, []string{"line 2", `column "b"`}},
		{"no such cluster", "unit,a,b\nu1,1,2\n", MatrixOptions{Cluster: "doc"}, []string{"line 1", `"doc"`}},
		{"cluster missing", "unit,a,b,doc\nu1,1,2,x\nu2,1,2,\n", MatrixOptions{Cluster: "doc"}, []string{"line 3", `column "doc"`}},
		{"quote", "unit,a,b\nu1,\"1,2\n", MatrixOptions{}, []string{"line", "quotation"}},
		{"nothing", "unit,a,b\nu1,,\n", MatrixOptions{}, []string{"every cell is empty"}},
		{"UTF-16", "\xff\xfeu\x00", MatrixOptions{}, []string{"UTF-16"}},
		{"Latin-1", "unit,a,b\nu1,\xe9,1\n", MatrixOptions{}, []string{"line 2", `column "a"`, "UTF-8"}},
		{"scale twice", "unit,a,b\nu1,1,1\n", MatrixOptions{Scale: []string{"1", "1"}}, []string{`"1"`, "twice"}},
	} {
		_, err := ReadMatrix(strings.NewReader(c.text), c.options)
		if err == nil {
			t.Errorf("%s: no error", c.name)
			continue
		}
		for _, part := range c.want {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%s: %q does not say %q", c.name, err, part)
			}
		}
	}
	for _, cell := range []string{";", "a;;b", "-;a", "a;"} {
		_, err := ReadSetMatrix(strings.NewReader("unit,a,b\nu1,a,"+cell+"\n"), MatrixOptions{})
		if err == nil || !strings.Contains(err.Error(), "line 2") || !strings.Contains(err.Error(), `column "b"`) {
			t.Errorf("set %q: %v", cell, err)
		}
	}
	if _, err := ReadSetMatrix(strings.NewReader("unit,a,b\nu1,a,z\n"), MatrixOptions{Scale: []string{"a", "b"}}); err == nil || !strings.Contains(err.Error(), `"z"`) {
		t.Errorf("unknown code: %v", err)
	}
}

func TestMatrixNotes(t *testing.T) {
	r, err := ReadMatrix(strings.NewReader("unit,a,b\nu1,low,NA\nu2,high,low\n"), MatrixOptions{Level: Ordinal})
	if err != nil {
		t.Fatal(err)
	}
	table, err := Tabulate(r)
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Join(report(t, table, PanelOptions{}).Notes, "\n")
	for _, want := range []string{`"NA" is read as a category`, "alphabetical order"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes %q do not say %q", notes, want)
		}
	}
}

func TestPanelWithBootstrap(t *testing.T) {
	table := clustered(t, 12)
	got := report(t, table, PanelOptions{Resamples: 200, Seed: 11})
	b := got.Coefficients["krippendorff_alpha_nominal"].Bootstrap
	if b == nil || b.CI95 == nil || b.Resamples != 200 || b.Seed != 11 || b.Drawn != "clusters" {
		t.Fatalf("bootstrap %+v", b)
	}
	if x := got.Coefficients["krippendorff_alpha_nominal"].Value; *x < b.CI95[0] || *x > b.CI95[1] {
		t.Errorf("alpha %v is outside its interval %v", *x, *b.CI95)
	}
	few := report(t, clustered(t, 4), PanelOptions{Resamples: 200, Seed: 11})
	if d := few.Coefficients["krippendorff_alpha_nominal"].Bootstrap.Drawn; d != "clusters" {
		t.Errorf("with four clusters the bootstrap drew %s", d)
	}
	if notes := strings.Join(few.Notes, "\n"); !strings.Contains(notes, "only 4 hold units rated by two") {
		t.Errorf("the notes %q do not warn", notes)
	}
}

func FuzzReadMatrix(f *testing.F) {
	for _, seed := range []string{
		"unit,a,b\nu1,1,2\nu2,2,2\n", "\ufeffu,a,b,c\r\n1,x,,y\r\n", "u,a,b\n1,-,a;b\n2,a,a\n",
		"u,a\n1,\"x\"\"y\"\n", "u,a,b\n1,1e3,1000\n2,0.5,.5\n", "u,a,b\n1,0,-0\n", "u;a;b\n1;2;3\n", "u,a,b\n,,\n", "\"", "\xff\xfe", "u,a,b,d\n1,1,1,x\n2,1,0,y\n",
	} {
		f.Add(seed, uint8(0))
		f.Add(seed, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, choice uint8) {
		options := MatrixOptions{Level: Level(choice % 5)}
		if choice&8 != 0 {
			options.Cluster = "d"
		}
		if r, err := ReadMatrix(strings.NewReader(text), options); err == nil {
			table, err := Tabulate(r)
			if err != nil {
				t.Fatalf("what was read cannot be tabulated: %v", err)
			}
			if r.Scale.Size() < 50 {
				finitePanel(t, table)
			}
		}
		if r, err := ReadSetMatrix(strings.NewReader(text), options); err == nil {
			table, err := TabulateSets(r)
			if err != nil {
				t.Fatalf("what was read cannot be tabulated: %v", err)
			}
			if len(r.Codes) < 20 {
				finitePanel(t, table)
			}
		}
	})
}

// finitePanel fails if a panel holds what JSON cannot, such as NaN.
func finitePanel(t *testing.T, table *Table) {
	t.Helper()
	panel, err := Panel(table, PanelOptions{Weights: knownWeights, Resamples: 5, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(panel)
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(text) {
		t.Fatalf("not JSON: %s", text)
	}
	for _, c := range panel.Coefficients {
		for _, v := range append([]Value{c.Estimate.Value, c.Estimate.SE, c.Estimate.SE0}, c.Estimate.ByCategory...) {
			checkFinite(t, c.Name, v)
		}
		if ci := c.Estimate.CI95; ci.Defined() {
			checkFinite(t, c.Name, Number(ci.Low))
			checkFinite(t, c.Name, Number(ci.High))
			if ci.Low > ci.High {
				t.Errorf("%s: interval [%v, %v]", c.Name, ci.Low, ci.High)
			}
		}
		if b := c.Bootstrap; b != nil && b.CI95.Defined() {
			checkFinite(t, c.Name, Number(b.CI95.Low))
			checkFinite(t, c.Name, Number(b.CI95.High))
		}
	}
}

func checkFinite(t *testing.T, name string, v Value) {
	t.Helper()
	if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
		t.Errorf("%s is %v", name, v.Number)
	}
	if v.Defined() == (v.Undefined != "") {
		t.Errorf("%s is %+v", name, v)
	}
}

// Coders who all said that no code applies have rated the units.
func TestSetsWithoutAnyCode(t *testing.T) {
	r, err := ReadSetMatrix(strings.NewReader("unit,a,b\n1,-,-\n2,-,-\n3,,-\n"), MatrixOptions{})
	if err != nil {
		t.Fatal(err)
	}
	table, err := TabulateSets(r)
	if err != nil {
		t.Fatal(err)
	}
	report, err := Panel(table, PanelOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range report.Coefficients {
		v := c.Estimate.Value
		switch c.Name {
		case "mean_pairwise_exact_match", "mean_pairwise_jaccard_similarity":
			if !v.Defined() || v.Number != 1 {
				t.Errorf("%s: %v", c.Name, v)
			}
		default:
			if v.Undefined != whyOneSet {
				t.Errorf("%s: %v", c.Name, v)
			}
		}
	}
	if report.Pairable != 2 {
		t.Errorf("%d units were rated by two", report.Pairable)
	}
	if _, err := ReadSetMatrix(strings.NewReader("unit,a,b\n1,,\n"), MatrixOptions{}); err == nil {
		t.Error("a matrix in which nobody rated anything is read")
	}
}
