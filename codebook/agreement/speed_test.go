package agreement

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// study makes the marks of a large study: 45 interviews of 300 turns, 60 codes,
// three coders who agree on most units, some turns not seen by all.
func study() []Marks {
	const interviews, turns, coders, codes = 45, 300, 3, 60
	random := rand.New(rand.NewPCG(1, 2))
	names := make([]string, interviews)
	cluster := make([]int32, 0, interviews*turns)
	for i := range names {
		names[i] = fmt.Sprintf("interview %02d", i)
		for range turns {
			cluster = append(cluster, int32(i))
		}
	}
	all := make([]Marks, codes)
	for c := range all {
		m := Marks{Coders: []string{"ana", "ben", "cleo"}, ClusterNames: names, Cluster: cluster}
		m.Marks = make([]int8, 0, len(cluster)*coders)
		for range cluster {
			applies := random.IntN(100) < 2+c/4
			for g := range coders {
				mark := int8(0)
				if applies != (random.IntN(50) == 0) {
					mark = 1
				}
				if g == 2 && random.IntN(10) == 0 {
					mark = Missing
				}
				m.Marks = append(m.Marks, mark)
			}
		}
		all[c] = m
	}
	return all
}

// The agreement panel over 13,500 units, 3 coders and 60 codes, from the marks.
// To reach: below 50 ms.
func BenchmarkPanelOfSixtyCodes(b *testing.B) {
	codes := study()
	list := RowCoefficients(3)
	for b.Loop() {
		tables := make([]*Table, len(codes))
		for i, m := range codes {
			table, err := TabulateMarks(m)
			if err != nil {
				b.Fatal(err)
			}
			table.Row(list...)
			tables[i] = table
		}
		PooledKappa(tables)
	}
}

// The same 60 codes with 1,000 resamples over the 45 interviews, all
// coefficients of a row. To reach: below 1 s.
func BenchmarkBootstrapOfSixtyCodes(b *testing.B) {
	var tables []*Table
	for _, m := range study() {
		table, err := TabulateMarks(m)
		if err != nil {
			b.Fatal(err)
		}
		tables = append(tables, table)
	}
	list := RowCoefficients(3)
	for b.Loop() {
		for _, table := range tables {
			if _, err := Bootstrap(table, list, Resampling{Resamples: 1000, Seed: 1, Drawn: DrawClusters}); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// many makes n ratings by so many coders.
func many(n, coders, categories int) Ratings {
	random := rand.New(rand.NewPCG(3, 4))
	r := Ratings{}
	names := make([]string, categories)
	for k := range names {
		names[k] = fmt.Sprint(k)
	}
	r.Scale, _ = NewScale(Nominal, names...)
	for g := range coders {
		r.Coders = append(r.Coders, fmt.Sprint("coder ", g))
	}
	all := make([]int, n)
	for i := 0; i < n; i += coders {
		truth := random.IntN(categories)
		for g := range min(coders, n-i) {
			all[i+g] = truth
			if random.IntN(4) == 0 {
				all[i+g] = random.IntN(categories)
			}
		}
	}
	r.Values = rows(all, coders)
	return r
}

// Nominal alpha of 5,000,000 ratings, from ratings to value. To reach: below
// 100 ms.
func BenchmarkAlphaOfFiveMillionRatings(b *testing.B) {
	for _, c := range []struct{ coders, categories int }{{2, 5}, {5, 6}, {8, 20}, {50, 4}} {
		r := many(5_000_000, c.coders, c.categories)
		b.Run(fmt.Sprintf("%dcoders%dcategories", c.coders, c.categories), func(b *testing.B) {
			for b.Loop() {
				table, err := Tabulate(r)
				if err != nil {
					b.Fatal(err)
				}
				if v := KrippendorffAlpha(Nominal).Value(table); !v.Defined() {
					b.Fatal(v.Undefined)
				}
			}
		})
	}
}

// Everything about an ordinal table of 13,500 units, with 2,000 resamples.
func BenchmarkOrdinalPanelWithBootstrap(b *testing.B) {
	r := many(13_500*3, 3, 5)
	r.Scale.Level = Ordinal
	for i := range r.Values {
		r.Clusters = append(r.Clusters, fmt.Sprint("interview ", i/300))
	}
	table, err := Tabulate(r)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Panel(table, PanelOptions{Resamples: 2000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

// manySets makes set-valued codings: 13,500 units in 45 interviews, 3 coders, 60
// codes, up to three codes a unit.
func manySets() SetRatings {
	random := rand.New(rand.NewPCG(5, 6))
	r := SetRatings{Coders: []string{"ana", "ben", "cleo"}}
	for c := range 60 {
		r.Codes = append(r.Codes, fmt.Sprintf("code %02d", c))
	}
	for i := range 13_500 {
		truth := []int{}
		for range random.IntN(4) {
			truth = append(truth, min(random.IntN(60), random.IntN(60)))
		}
		row := make([][]int, 3)
		for g := range row {
			row[g] = []int{}
			for _, c := range truth {
				if random.IntN(5) > 0 {
					row[g] = append(row[g], c)
				}
			}
		}
		r.Values = append(r.Values, row)
		r.Clusters = append(r.Clusters, fmt.Sprintf("interview %02d", i/300))
	}
	return r
}

// Alpha of sets with the MASI distance, from the ratings.
func BenchmarkAlphaMASI(b *testing.B) {
	r := manySets()
	for b.Loop() {
		table, err := TabulateSets(r)
		if err != nil {
			b.Fatal(err)
		}
		if v := AlphaSets(MASIDistance).Value(table); !v.Defined() {
			b.Fatal(v.Undefined)
		}
		b.ReportMetric(float64(table.Scale().Size()), "sets")
	}
}

// Everything about sets of codes, each of the 60 codes too, with 1,000
// resamples over interviews.
func BenchmarkSetPanelWithBootstrap(b *testing.B) {
	table, err := TabulateSets(manySets())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := Panel(table, PanelOptions{Resamples: 1000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
