package agreement_test

import (
	"fmt"
	"strings"

	"concord/codebook/agreement"
)

// Krippendorff's (2011) example: four observers, twelve units, some values missing.
// He prints .743 for nominal data.
const observers = `unit,A,B,C,D
1,1,1,,1
2,2,2,3,2
3,3,3,3,3
4,3,3,3,3
5,2,2,2,2
6,1,2,3,4
7,4,4,4,4
8,1,1,2,1
9,2,2,2,2
10,,5,5,5
11,,,1,1
12,,,3,
`

func ExampleReadMatrix() {
	ratings, err := agreement.ReadMatrix(strings.NewReader(observers), agreement.MatrixOptions{Level: agreement.Nominal})
	if err != nil {
		fmt.Println(err)
		return
	}
	table, err := agreement.Tabulate(ratings)
	if err != nil {
		fmt.Println(err)
		return
	}
	alpha := agreement.KrippendorffAlpha(agreement.Nominal).Of(table)
	fmt.Printf("%d units, %d of them rated by two or more: α %.3f\n", table.Units(), table.Pairable(), alpha.Value.Number)
	// Output: 12 units, 11 of them rated by two or more: α 0.743
}

func ExamplePanel() {
	ratings, _ := agreement.ReadMatrix(strings.NewReader(observers), agreement.MatrixOptions{})
	table, err := agreement.Tabulate(ratings)
	if err != nil {
		fmt.Println(err)
		return
	}
	report, err := agreement.Panel(table, agreement.PanelOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"percent_agreement", "fleiss_kappa", "krippendorff_alpha_nominal"} {
		c, _ := report.Find(name)
		fmt.Printf("%s %.3f\n", c.Name, c.Estimate.Value.Number)
	}
	// Output:
	// percent_agreement 0.818
	// fleiss_kappa 0.761
	// krippendorff_alpha_nominal 0.743
}

// What cannot be computed says why.
func ExampleCoefficient_Value() {
	scale, _ := agreement.NewScale(agreement.Nominal, "no", "yes")
	table, err := agreement.Tabulate(agreement.Ratings{Scale: scale, Coders: []string{"ana", "ben"}, Values: [][]int{{0, 0}, {0, 0}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(agreement.CohenKappa(agreement.Identity).Value(table).Undefined)
	// Output: only one category was used, so agreement beyond chance cannot be determined
}

// Four interviews are few: the interval leaves out one interview at a time.
func ExampleBootstrap() {
	scale, _ := agreement.NewScale(agreement.Nominal, "no", "yes")
	r := agreement.Ratings{Scale: scale, Coders: []string{"ana", "ben"}}
	for interview, errors := range []int{1, 3, 2, 5} {
		for turn := range 20 {
			row := []int{turn % 2, turn % 2}
			if turn < errors {
				row[1] = 1 - row[1]
			}
			r.Values = append(r.Values, row)
			r.Clusters = append(r.Clusters, fmt.Sprint("interview ", interview+1))
		}
	}
	table, err := agreement.Tabulate(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	alpha := agreement.KrippendorffAlpha(agreement.Nominal)
	list, err := agreement.Bootstrap(table, []agreement.Coefficient{alpha}, agreement.Resampling{Resamples: 1000, Seed: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	b := list[0]
	fmt.Printf("α %.2f, %s, %d clusters: %.2f to %.2f\n", alpha.Value(table).Number, b.Method(), b.Clusters, b.CI95.Low, b.CI95.High)
	// Output: α 0.73, jackknife over clusters, 4 clusters: 0.46 to 1.00
}

func ExampleTabulateMarks() {
	table, err := agreement.TabulateMarks(agreement.Marks{Coders: []string{"ana", "ben"},
		Marks: []int8{1, 1, 1, 0, 0, 0, 0, 0, 1, agreement.Missing}})
	if err != nil {
		fmt.Println(err)
		return
	}
	row := table.Row(agreement.CohenKappa(agreement.Identity))
	fmt.Printf("both %d, only ana %d, only ben %d, neither %d: κ %.2f\n", row.Both, row.OnlyFirst, row.OnlySecond, row.Neither, row.Estimates[0].Value.Number)
	// Output: both 1, only ana 1, only ben 0, neither 2: κ 0.50
}

// Several codes on a unit: a rating is a set of codes.
func ExampleAlphaSets() {
	table, err := agreement.TabulateSets(agreement.SetRatings{Codes: []string{"money", "trust", "work"}, Coders: []string{"ana", "ben"},
		Values: [][][]int{{{0}, {0, 1}}, {{1}, {1}}, {{}, {}}, {{2}, {2}}, {{0, 2}, {0}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range []agreement.SetDistance{agreement.JaccardDistance, agreement.MASIDistance} {
		fmt.Printf("α with %s distance %.3f\n", d.Name(), agreement.AlphaSets(d).Value(table).Number)
	}
	// Output:
	// α with jaccard distance 0.755
	// α with masi distance 0.686
}
