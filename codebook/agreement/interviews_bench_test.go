package agreement

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// interviewMarks are synthetic marks of a study: so many interviews of 300 turns,
// 60 codes and three coders. A few codes are frequent and most are rare; half of
// the turns carry no code, some several; each coder misses or adds some.
func interviewMarks(interviews int) []Marks {
	const turns, coders, codes = 300, 3, 60
	random := rand.New(rand.NewPCG(11, 12))
	names := make([]string, interviews)
	cluster := make([]int32, 0, interviews*turns)
	for i := range names {
		names[i] = fmt.Sprintf("interview %05d", i)
		for range turns {
			cluster = append(cluster, int32(i))
		}
	}
	all := make([]Marks, codes)
	for c := range all {
		all[c] = Marks{Coders: []string{"ana", "ben", "cleo"}, ClusterNames: names, Cluster: cluster,
			Marks: make([]int8, len(cluster)*coders)}
	}
	pick := func() int { return min(random.IntN(codes), random.IntN(codes), random.IntN(codes)) }
	for u := range cluster {
		var truth []int
		for range max(0, random.IntN(8)-4) {
			truth = append(truth, pick())
		}
		for g := range coders {
			for _, c := range truth {
				if random.IntN(6) > 0 {
					all[c].Marks[u*coders+g] = 1
				}
			}
			if random.IntN(40) == 0 {
				all[pick()].Marks[u*coders+g] = 1
			}
		}
	}
	return all
}

// measureAll is what “concord agree” computes of all codes by turn.
func measureAll(b *testing.B, marks []Marks, resamples int) (sets int) {
	how := Resampling{Resamples: resamples, Seed: 1}
	list := RowCoefficients(3)
	tables := make([]*Table, len(marks))
	for i, m := range marks {
		t, err := TabulateMarks(m)
		if err != nil {
			b.Fatal(err)
		}
		t.Row(list...)
		if resamples > 0 {
			if _, err := Bootstrap(t, list, how); err != nil {
				b.Fatal(err)
			}
		}
		tables[i] = t
	}
	PooledKappa(tables)
	t := tabulateAll(b, marks)
	both := []Coefficient{AlphaSets(JaccardDistance), AlphaSets(MASIDistance)}
	for _, c := range both {
		c.Of(t)
	}
	if resamples > 0 {
		if _, err := Bootstrap(t, both, how); err != nil {
			b.Fatal(err)
		}
	}
	return t.Scale().Size()
}

func tabulateAll(b *testing.B, marks []Marks) *Table {
	codes := make([]string, len(marks))
	for c := range codes {
		codes[c] = fmt.Sprint(c)
	}
	t, err := TabulateSetMarks(codes, marks)
	if err != nil {
		b.Fatal(err)
	}
	return t
}

// Agreement by turn on all codes, without a bootstrap and with 1,000 resamples over
// interviews.
func BenchmarkAllCodes(b *testing.B) {
	for _, interviews := range []int{45, 1000} {
		marks := interviewMarks(interviews)
		for _, resamples := range []int{0, 1000} {
			b.Run(fmt.Sprintf("%dinterviews/%dresamples", interviews, resamples), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					b.ReportMetric(float64(measureAll(b, marks, resamples)), "sets")
				}
			})
		}
	}
}
