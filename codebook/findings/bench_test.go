package findings

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// generated is a study of so many interviews, 300 turns of 25 words each, coded
// by three coders with 60 codes: some 550 codings an interview.
func generated(interviews int) Data {
	const turns, words, codes, coders = 300, 25, 60, 3
	r := rand.New(rand.NewPCG(1, uint64(interviews)))
	d := Data{Speakers: []string{"I", "P"}}
	for i := range codes {
		parent := None
		if i%6 > 0 {
			parent = i - i%6
		}
		d.Codes = append(d.Codes, Code{fmt.Sprint("code ", i), parent})
	}
	for i := range coders {
		d.Coders = append(d.Coders, Coder{Name: fmt.Sprint("coder ", i)})
	}
	for i := range interviews {
		d.Cases = append(d.Cases, fmt.Sprint("case ", i))
		t := Transcript{Name: fmt.Sprint("KI-", i), Cases: []int{i}, Words: turns * words}
		for k := range turns {
			t.Turns = append(t.Turns, Turn{Span{int32(k * words), int32((k + 1) * words)}, k % 2, None})
		}
		d.Transcripts = append(d.Transcripts, t)
		for range 550 {
			turn := r.Int32N(turns)
			from := turn*words + r.Int32N(words-5)
			d.Codings = append(d.Codings, Coding{Code: r.Int32N(codes), Coder: r.Int32N(coders), Transcript: int32(i),
				Words: Span{from, min(from+5+r.Int32N(20), (turn+1)*words)}, Turns: Span{turn, turn + 1}})
		}
	}
	return d
}

var sizes = []int{45, 1000}

func BenchmarkNew(b *testing.B) {
	for _, n := range sizes {
		d := generated(n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				study(b, d)
			}
		})
	}
}

func BenchmarkMatrix(b *testing.B) {
	for _, n := range sizes {
		s := study(b, generated(n))
		groups := &Groups{Attribute: "county", Names: []string{"a", "b", "c", "d"}}
		for i := range n {
			groups.Cases = append(groups.Cases, []int{i % 4})
		}
		for _, q := range []MatrixQuestion{
			{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByAttribute, Groups: groups}},
			{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByAttribute, Groups: groups}, RollUp: true},
			{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByCase}, Cell: CellPassages},
			{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByCoder}, Cell: CellWords},
			{Rows: Axis{Kind: ByTranscript}, Columns: Axis{Kind: ByCode}, Cell: CellTurns},
			{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByCode}},
		} {
			b.Run(fmt.Sprintf("%d/%s-by-%s-%s-%v", n, q.Rows.Kind, q.Columns.Kind, q.Cell, q.RollUp), func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Matrix(q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkCooccurrence(b *testing.B) {
	for _, n := range sizes {
		s := study(b, generated(n))
		for _, q := range []CooccurrenceQuestion{{Within: Nearness{Words: true}}, {}, {Within: Nearness{Turns: 3}}, {Within: Nearness{Turns: 3}, SameCoder: true}} {
			b.Run(fmt.Sprintf("%d/%s-%v", n, q.Within, q.SameCoder), func(b *testing.B) {
				for b.Loop() {
					if _, err := s.Cooccurrence(q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// 1,000 interviews × 200 codes × 1,000 orders, with all customary rules.
func BenchmarkPermute(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	x := Incidence{Codes: 200}
	for range 1000 {
		var codes []int
		for range 30 {
			codes = append(codes, r.IntN(200))
		}
		x.Interviews = append(x.Interviews, codes)
	}
	for b.Loop() {
		if _, err := x.Permute(CustomaryRules(), Permutations{Orders: 1000, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCompare(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 3))
	var outcome []int
	var says [][]Presence
	for range 1000 {
		outcome = append(outcome, r.IntN(2))
		of := make([]Presence, 60)
		for k := range of {
			of[k] = Presence(r.IntN(3))
		}
		says = append(says, of)
	}
	for b.Loop() {
		if _, err := Compare(outcome, says, 100); err != nil {
			b.Fatal(err)
		}
	}
}
