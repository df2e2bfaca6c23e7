package reconcile

import (
	"slices"
	"strings"
	"testing"

	"concord/codebook"
	"concord/corpus"
)

// answers writes a decision's answers as "a=yes b=no", bounds in brackets.
func answers(l *RatingMatrix, d codebook.Decision) string {
	text := l.Coded[0].Text
	var out []string
	for _, a := range d.Answers {
		c, _ := l.Codebook.Code(a.Code)
		s := c.Name + "=no"
		if a.Applies {
			s = c.Name + "=yes"
		}
		if a.Span != (corpus.Span{}) {
			s += "[" + text.Slice(a.Span) + "]"
		}
		out = append(out, s)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestVerdictsBecomeAnswers(t *testing.T) {
	book, w := threeCoders(t)
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
	ana, chloe := 0, 2
	at := corpus.Offset(strings.Index(w.Text.Body, "six"))
	bounds := corpus.Span{Start: at, End: at + 3}
	for _, c := range []struct {
		name    string
		unit    int
		verdict Adjudication
		want    string
		outcome string
	}{
		// Turn 2: ana says a, ben and chloe say b. Turn 3: all say a, on other words.
		{"follow ana", 2, Adjudication{Follow: &ana}, "a=yes b=no", "ana"},
		{"follow chloe", 2, Adjudication{Follow: &chloe}, "a=no b=yes", "chloe"},
		{"both", 2, Adjudication{Yes: true}, "a=yes b=yes", "all"},
		{"neither", 2, Adjudication{No: true}, "a=no b=no", "none"},
		{"the other", 2, Adjudication{Other: codeID(2)}, "a=no b=yes", "other code"},
		{"one by one", 2, Adjudication{Answers: map[codebook.CodeID]bool{codeID(1): true}}, "a=yes", "code by code"},
		{"new bounds", 2, Adjudication{Yes: true, Bounds: bounds}, "a=yes[" + w.Text.Slice(bounds) + "] b=yes[" + w.Text.Slice(bounds) + "]", "all"},
		{"whose words", 3, Adjudication{Follow: &ana}, "a=yes[seven]", "ana"},
		{"the union of words", 3, Adjudication{Yes: true}, "a=yes[seven eight nine ten.]", "all"},
		{"parked", 2, Adjudication{Park: true}, "", "parked"},
		// A place nobody disputes can still be refused, or given another code.
		{"refused", 0, Adjudication{No: true}, "a=no", "none"},
		{"replaced", 0, Adjudication{Other: codeID(2)}, "a=no b=yes", "other code"},
	} {
		d, err := l.Decision(l.At(c.unit, nil), c.verdict)
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := answers(&l, d); got != c.want || d.Outcome != c.outcome || d.Parked != c.verdict.Park {
			t.Errorf("%s: %q, outcome %q; want %q, %q", c.name, got, d.Outcome, c.want, c.outcome)
		}
		if len(d.Judged) == 0 || len(d.Completions) != 3 {
			t.Errorf("%s: judged %d codings under %d completions", c.name, len(d.Judged), len(d.Completions))
		}
		for _, a := range d.Answers {
			if code, _ := book.Code(a.Code); a.Definition != code.DefinedBy {
				t.Errorf("%s: the answer is not given under the definition in force", c.name)
			}
		}
	}
	for name, v := range map[string]Adjudication{
		"nothing":        {},
		"outside bounds": {Yes: true, Bounds: corpus.Span{Start: 0, End: 3}},
		"unknown code":   {Other: codebook.CodeID{77}},
	} {
		if d, err := l.Decision(l.At(2, nil), v); err == nil {
			t.Errorf("%s is accepted: %s", name, answers(&l, d))
		}
	}
}

// A decision for each place, following one coder throughout, gives that coder's
// answers as the agreed layer; accepting what all agree on changes nothing in it.
func TestFollowingACoderGivesHerAnswers(t *testing.T) {
	book, w := threeCoders(t)
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
	for who := range l.Coders {
		var ds []codebook.Decision
		add := func(d codebook.Decision, err error) {
			if err != nil {
				t.Fatal(err)
			}
			d.ID, d.Clock = codebook.DecisionID{15: byte(len(ds) + 1)}, uint64(len(ds)+1)
			ds = append(ds, d)
		}
		for _, d := range l.Disagreements(nil, false) {
			add(l.Decision(d, Adjudication{Follow: &who}))
		}
		layer, _ := l.Agreed(ds, LeaveOut)
		for _, d := range l.Unanimous(ds) {
			add(l.Accept(d, "", nil))
		}
		if left := l.Unanimous(ds); len(left) != 0 {
			t.Errorf("%d places are left to accept", len(left))
		}
		accepted, _ := l.Agreed(ds, LeaveOut)
		if len(accepted) != len(layer) {
			t.Errorf("accepting what all agree on makes %d of %d codings", len(accepted), len(layer))
		}
		got := map[[2]int]bool{}
		for _, a := range accepted {
			for i, line := range l.Codes {
				if line.Code.ID == a.Code.ID {
					got[[2]int{a.Unit, i}] = true
				}
			}
		}
		for u := range l.Units {
			for i := range l.Codes {
				if got[[2]int{u, i}] != (l.Rating(u, i, who) == 1) {
					t.Errorf("%s, %s: the agreed layer is not what %s said", l.Ref(u), l.Codes[i].Code.Name, l.Coders[who].Name)
				}
			}
		}
		after, _ := l.After(ds)
		for i := range after.Codes {
			for u := range after.Units {
				for k := range after.Coders {
					if after.Rating(u, i, k) != l.Rating(u, i, who) {
						t.Errorf("after deciding, coders differ at %s on %s", l.Ref(u), l.Codes[i].Code.Name)
					}
				}
			}
		}
	}
}

func TestTheQueueIsFiltered(t *testing.T) {
	book, w := threeCoders(t)
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
	ds := l.Disagreements(nil, true)
	id := func(i int) codebook.CoderID { return l.Coders[i].ID }
	for _, c := range []struct {
		name string
		f    Filter
		want []int // units
	}{
		{"all", Filter{}, []int{2, 1, 3}},
		{"a", Filter{Code: codeID(1)}, []int{2, 3}},
		{"omissions", Filter{Kind: Omission}, []int{1}},
		{"omissions of a", Filter{Kind: Omission, Code: codeID(1)}, nil},
		{"ana and ben", Filter{Pair: []codebook.CoderID{id(0), id(1)}}, []int{2, 3}},
		{"ben and chloe", Filter{Pair: []codebook.CoderID{id(2), id(1)}}, []int{1, 3}},
		{"another transcript", Filter{Transcript: corpus.TranscriptID{9, 9}}, nil},
		{"undecided", Filter{Undecided: true, Kind: OtherCode}, []int{2}},
	} {
		var got []int
		for _, d := range l.Filter(ds, c.f) {
			got = append(got, d.Index)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: units %v, want %v", c.name, got, c.want)
		}
	}
	decided := decide(w, 1, l.Units[2].Segment.Span, map[int]bool{1: true, 2: false})
	if got := l.Filter(l.Disagreements([]codebook.Decision{decided}, false), Filter{Undecided: true}); len(got) != 1 || got[0].Index != 1 {
		t.Errorf("undecided: %v", got)
	}
}

// Each unit has its own name, and the name leads back to the unit.
func TestUnitsAreNamedAndFound(t *testing.T) {
	book := bookOf(1)
	w := workOf(t, "Q: Well?", "P: One thing. Another thing. And more.", "P: Yes.")
	w.Transcript.Name = "KI-07"
	complete(w, 1, 1)
	complete(w, 2, 1)
	for _, c := range []struct {
		rules Rules
		want  []string
	}{
		{Rules{Unit: UnitTurn, Overlap: OverlapAny}, []string{"KI-07:1 turn 1", "KI-07:2 turn 2", "KI-07:3 turn 3"}},
		{Rules{Unit: UnitSentence, Overlap: OverlapAny}, []string{"KI-07:1.1 turn 1, sentence 1", "KI-07:2.1 turn 2, sentence 1", "KI-07:2.2 turn 2, sentence 2", "KI-07:2.3 turn 2, sentence 3", "KI-07:3.1 turn 3, sentence 1"}},
		{Rules{Unit: UnitTranscript, Overlap: OverlapAny}, []string{"KI-07 the whole transcript"}},
		{Rules{Unit: UnitSegment, Words: 4, Overlap: OverlapAny}, []string{"KI-07:1 segment 1", "KI-07:2 segment 2", "KI-07:3 segment 3", "KI-07:4 segment 4"}},
	} {
		l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), c.rules)
		var got []string
		for u := range l.Units {
			got = append(got, l.Ref(u)+" "+l.Label(u))
			if back, err := l.Find(strings.ToLower(l.Ref(u))); err != nil || back != u {
				t.Errorf("%s leads to unit %d, not %d (%v)", l.Ref(u), back, u, err)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.rules.Unit, got, c.want)
		}
		if _, err := l.Find("KI-08:1"); err == nil || !strings.Contains(err.Error(), l.Ref(0)) {
			t.Errorf("an unknown unit: %v", err)
		}
	}
}
