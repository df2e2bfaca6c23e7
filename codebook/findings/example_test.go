package findings_test

import (
	"fmt"

	"concord/codebook/findings"
)

// Three sites, one interview of forty words each; two codes, by two coders.
func sites() findings.Data {
	d := findings.Data{
		Codes:  []findings.Code{{Name: "trust", Parent: findings.None}, {Name: "trust/lost", Parent: 0}},
		Cases:  []string{"Site A", "Site B", "Site C"},
		Coders: []findings.Coder{{Name: "ana"}, {Name: "ben"}},
	}
	for i, name := range []string{"KI-01", "KI-02", "KI-03"} {
		t := findings.Transcript{Name: name, Cases: []int{i}, Words: 40}
		for turn := range int32(4) {
			t.Turns = append(t.Turns, findings.Turn{Words: findings.Span{Start: 10 * turn, End: 10*turn + 10}, Speaker: findings.None, Case: findings.None})
		}
		d.Transcripts = append(d.Transcripts, t)
	}
	on := func(code, coder, transcript, turn int32) {
		d.Codings = append(d.Codings, findings.Coding{Code: code, Coder: coder, Transcript: transcript,
			Words: findings.Span{Start: 10 * turn, End: 10*turn + 10}, Turns: findings.Span{Start: turn, End: turn + 1}})
	}
	on(0, 0, 0, 0) // trust, by ana, in the first turn of KI-01
	on(0, 1, 0, 0) // and by ben
	on(1, 0, 0, 2) // trust lost
	on(1, 0, 1, 1)
	return d
}

// A county with two sites, one of which mentions trust, and one in which nobody
// was interviewed: of an empty group there is no share.
func ExampleStudy_Matrix() {
	s, err := findings.New(sites())
	if err != nil {
		panic(err)
	}
	counties, err := findings.GroupsBy("county", findings.TextValues, findings.Values{Cases: [][]string{{"Dane"}, {"Dane"}, {"Rock"}}}, nil)
	if err != nil {
		panic(err)
	}
	m, err := s.Matrix(findings.MatrixQuestion{
		Rows:    findings.Axis{Kind: findings.ByCode},
		Columns: findings.Axis{Kind: findings.ByAttribute, Groups: counties},
	})
	if err != nil {
		panic(err)
	}
	for r, row := range m.Rows {
		for c, col := range m.Columns {
			cell := m.Values[r][c]
			fmt.Printf("%s in %s: %d of %d cases\n", row.Name, col.Name, cell.Count, cell.Of)
		}
	}
	fmt.Println("opened:", m.Passages(0, 0))
	// Output:
	// trust in Dane: 1 of 2 cases
	// trust in Rock: 0 of 1 cases
	// trust/lost in Dane: 2 of 2 cases
	// trust/lost in Rock: 0 of 1 cases
	// opened: [0 1]
}

func ExampleStudy_Cooccurrence() {
	s, err := findings.New(sites())
	if err != nil {
		panic(err)
	}
	c, err := s.Cooccurrence(findings.CooccurrenceQuestion{Within: findings.Nearness{Turns: 2}})
	if err != nil {
		panic(err)
	}
	for _, p := range c.Pairs {
		fmt.Printf("%d turns; J %.2f; P(lost|trust) %.2f; P(trust|lost) %.2f; %d case\n",
			p.Units, p.Jaccard().Number, p.BGivenA().Number, p.AGivenB().Number, p.Cases)
	}
	// Output: 2 turns; J 0.67; P(lost|trust) 1.00; P(trust|lost) 0.50; 1 case
}

func ExampleIncidence_Saturation() {
	x := findings.Incidence{Codes: 12, Interviews: [][]int{{0, 1, 2, 3}, {2, 4, 5}, {6, 7}, {8, 9}, {10}, {0, 1}, {2}}}
	s, err := x.Saturation([]findings.SaturationRule{{Base: 4, Run: 2, Threshold: 0.05}})
	if err != nil {
		panic(err)
	}
	for _, r := range s.Outcomes[0].Runs {
		fmt.Printf("interviews %d–%d: %d new, %.0f %%\n", r.First+1, r.First+2, r.New, 100*r.NewInformation.Number)
	}
	fmt.Println("saturated after", s.Outcomes[0].After)
	// Output:
	// interviews 5–6: 1 new, 10 %
	// interviews 6–7: 0 new, 0 %
	// saturated after 7
}

func ExampleCompare() {
	const no, yes = findings.Absent, findings.Present
	sustained := []int{0, 0, 1}
	pairs, err := findings.Compare(sustained, [][]findings.Presence{{yes, yes, no}, {no, no, no}, {yes, no, no}}, 1)
	if err != nil {
		panic(err)
	}
	fmt.Printf("cases %d and %d differ in theme %v alone\n", pairs[0].A, pairs[0].B, pairs[0].Differ)
	// Output: cases 0 and 2 differ in theme [1] alone
}
