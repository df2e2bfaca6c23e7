package findings

import (
	"fmt"
	"strings"
	"testing"
)

func TestAnEmptyGroupHasNoShare(t *testing.T) {
	d := interview(1, 2, [3]int32{0, 0, 1})
	d.Cases = []string{"Site A", "Site B"}
	d.Transcripts[0].Cases = []int{0} // nobody was interviewed at Site B
	g, err := GroupsBy("county", TextValues, Values{Cases: [][]string{{"Dane"}, {"Rock"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, measure := range []Measure{CellCases, CellTurns, CellWords, CellShare} {
		m, err := study(t, d).Matrix(MatrixQuestion{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByAttribute, Groups: g}, Cell: measure})
		if err != nil {
			t.Fatal(err)
		}
		if len(m.Columns) != 2 || m.Columns[1].Cases != 0 {
			t.Fatalf("columns %+v; Rock is a group of none", m.Columns)
		}
		if share := m.Values[0][1].Share(); share.Defined() || share.Undefined != "the group is empty (n = 0)" {
			t.Errorf("%s of an empty group: %+v", measure, share)
		}
		if share := m.Values[0][0].Share(); !share.Defined() {
			t.Errorf("%s of Dane: %+v", measure, share)
		}
	}
}

// A focus group of two participants and a moderator: what one says is hers, what
// the moderator says is nobody's.
func TestWordsOfAFocusGroupBelongToWhoSaysThem(t *testing.T) {
	d := interview(3, 3, [3]int32{0, 0, 1}, [3]int32{1, 1, 2}, [3]int32{2, 1, 3})
	d.Cases = []string{"P1", "P2"}
	d.Transcripts[0].Turns[1].Case, d.Transcripts[0].Turns[2].Case = 0, 1
	m, err := study(t, d).Matrix(MatrixQuestion{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByCase}, Cell: CellWords})
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(m.Values); got != "[[{0 10} {0 10}] [{10 10} {0 10}] [{10 10} {10 10}]]" {
		t.Errorf("words %s", got)
	}
}

func TestRollUpCountsACaseAndAWordOnce(t *testing.T) {
	d := interview(3, 2, [3]int32{1, 0, 1}, [3]int32{2, 0, 2})
	d.Codes[1].Parent, d.Codes[2].Parent = 0, 0
	for _, c := range []struct {
		measure Measure
		want    string
	}{{CellCases, "[[{1 1}] [{1 1}] [{1 1}]]"}, {CellPassages, "[[{2 0}] [{1 0}] [{1 0}]]"}, {CellTurns, "[[{2 2}] [{1 2}] [{2 2}]]"}, {CellWords, "[[{20 20}] [{10 20}] [{20 20}]]"}} {
		m, err := study(t, d).Matrix(MatrixQuestion{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByTranscript}, Cell: c.measure, RollUp: true})
		if err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprint(m.Values); got != c.want {
			t.Errorf("%s: %s, want %s", c.measure, got, c.want)
		}
	}
}

func TestOnlyTheCodesAskedForStandInTheirOrder(t *testing.T) {
	d := interview(3, 2, [3]int32{0, 0, 1}, [3]int32{2, 0, 2})
	m, err := study(t, d).Matrix(MatrixQuestion{Rows: Axis{Kind: ByCode, Only: []int{2, 1}}, Columns: Axis{Kind: ByTranscript}, Cell: CellTurns})
	if err != nil {
		t.Fatal(err)
	}
	if m.Rows[0].Name != "C" || m.Rows[1].Name != "B" || fmt.Sprint(m.Values) != "[[{2 2}] [{0 2}]]" {
		t.Errorf("rows %+v, values %v", m.Rows, m.Values)
	}
}

func TestNotesSayWhatAReaderMustKnow(t *testing.T) {
	d := interview(1, 2, [3]int32{0, 0, 1})
	g, err := GroupsBy("wave", TextValues, Values{Transcripts: [][]string{{"1", "2"}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	m, err := study(t, d).Matrix(MatrixQuestion{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByAttribute, Groups: g}})
	if err != nil {
		t.Fatal(err)
	}
	notes := strings.Join(m.Notes, "\n")
	for _, want := range []string{"1 of 1 transcripts belong to no case", "more than one group of wave count in each: the groups add up to 2 of 1 cases"} {
		if !strings.Contains(notes, want) {
			t.Errorf("notes %q do not say %q", notes, want)
		}
	}
}

func TestMatrixRefusesWhatIsNoTable(t *testing.T) {
	s := study(t, interview(2, 3, [3]int32{0, 0, 1}))
	var segments []Segment
	for i := range 10 {
		segments = append(segments, Segment{"s", 0, Span{int32(9 - i), int32(10 - i)}})
	}
	for _, c := range []struct {
		q    MatrixQuestion
		says string
	}{
		{MatrixQuestion{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByCode}, Cell: CellTurns}, "which turns two codes share is what co-occurrence says"},
		{MatrixQuestion{Rows: Axis{Kind: ByCase}, Columns: Axis{Kind: ByCase}}, "rows and columns are the same"},
		{MatrixQuestion{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: BySegment, Segments: segments}}, "segment 1 (s) does not lie in a transcript, after the segment before it"},
		{MatrixQuestion{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: ByAttribute}}, "the attribute to group by is missing"},
		{MatrixQuestion{Rows: Axis{Kind: ByCode, Only: []int{0, 0}}, Columns: Axis{Kind: ByCase}}, "number 0 of the codes is asked for twice"},
		{MatrixQuestion{Rows: Axis{Kind: ByCode}, Columns: Axis{Kind: BySegment, Segments: make([]Segment, LargestMatrix)}}, "at most 4000000 are counted at once"},
	} {
		if _, err := s.Matrix(c.q); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s by %s: %v; want %q", c.q.Rows.Kind, c.q.Columns.Kind, err, c.says)
		}
	}
}

func TestDataThatPointsNowhereIsRefused(t *testing.T) {
	good := func() Data { return interview(2, 3, [3]int32{0, 0, 1}) }
	for _, c := range []struct {
		spoil func(*Data)
		says  string
	}{
		{func(d *Data) { d.Codes[0].Parent = 1 }, "has code 1 as its parent, which does not come before it"},
		{func(d *Data) { d.Themes = []Theme{{"x", []int{2}}} }, "theme 0 names code 2 of 2"},
		{func(d *Data) { d.Transcripts[0].Cases = []int{0} }, "transcript 0 names case 0 of 0"},
		{func(d *Data) { d.Transcripts[0].Turns[1].Words = Span{5, 20} }, "turn 1 of transcript 0 holds the words [5,20)"},
		{func(d *Data) { d.Transcripts[0].Turns[1].Speaker = 0 }, "has speaker 0 of 0"},
		{func(d *Data) { d.Coders[0].Transcripts = []int{1} }, "coder 0 names transcript 1 of 1"},
		{func(d *Data) { d.Rounds = []Round{{"r", []Assignment{{0, []int{1}}}}} }, "round 0 names coder 1 of 1"},
		{func(d *Data) { d.Codings[0].Code = 2 }, "coding 0 has code 2 of 2"},
		{func(d *Data) { d.Codings[0].Words.End = 31 }, "coding 0 covers words [0,31) of 30"},
	} {
		d := good()
		c.spoil(&d)
		if _, err := New(d); err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%v; want %q", err, c.says)
		}
	}
}
