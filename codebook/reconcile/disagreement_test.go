package reconcile

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/corpus"
)

// three coders on four turns: all agree on a in turn 0; chloe omits b in turn 1;
// ana says a where ben and chloe say b in turn 2; in turn 3 all say a, on other
// words.
func threeCoders(t *testing.T) (*codebook.Codebook, *codebook.CodedTranscript) {
	book := bookOf(2)
	w := workOf(t, "P: one two.", "P: three four five.", "P: six.", "P: seven eight nine ten.")
	for c := 1; c <= 3; c++ {
		code(w, c, 1, 1, "one two")
		complete(w, c, 1, 2)
	}
	code(w, 1, 2, 2, "three four")
	code(w, 2, 2, 2, "four five")
	code(w, 1, 1, 1, "six")
	code(w, 2, 2, 2, "six")
	code(w, 3, 2, 2, "six")
	code(w, 1, 1, 1, "seven")
	code(w, 2, 1, 1, "nine ten")
	code(w, 3, 1, 1, "seven eight nine ten.")
	for i := range w.Codings {
		w.Codings[i].ID = codebook.CodingID{0: 9, 15: byte(i)}
	}
	return book, w
}

func decide(w *codebook.CodedTranscript, n int, span corpus.Span, answers map[int]bool) codebook.Decision {
	d := codebook.Decision{ID: codebook.DecisionID{15: byte(n)}, Clock: uint64(n), Transcript: w.Transcript.ID, Text: w.Text.ID, Span: span}
	for c, yes := range answers {
		d.Answers = append(d.Answers, codebook.Answer{Code: codeID(c), Applies: yes})
	}
	return d
}

func TestDisagreementsAndTheirKinds(t *testing.T) {
	book, w := threeCoders(t)
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
	ds := l.Disagreements(nil, true)
	if len(ds) != 3 {
		t.Fatalf("%d disagreements", len(ds))
	}
	// Worst first: two codes in turn 2, one in turn 1, bounds in turn 3.
	if ds[0].Index != 2 || len(ds[0].Questions) != 2 || ds[0].Questions[0].Kind != OtherCode || ds[0].Questions[1].Kind != OtherCode {
		t.Errorf("first: %+v", ds[0])
	}
	if ds[1].Index != 1 || ds[1].Questions[0].Kind != Omission || len(ds[1].Questions[0].No) != 1 {
		t.Errorf("second: %+v", ds[1])
	}
	if ds[2].Index != 3 || ds[2].Questions[0].Kind != OtherBounds {
		t.Errorf("third: %+v", ds[2])
	}
	if got := l.Disagreements(nil, false); len(got) != 2 {
		t.Errorf("without bounds: %d", len(got))
	}
	unit := l.Units[2].Segment.Span
	decided := l.Disagreements([]codebook.Decision{decide(w, 1, unit, map[int]bool{1: false, 2: true})}, false)
	if decided[0].Index != 1 || decided[1].Open() {
		t.Errorf("decided places do not come last: %+v", decided)
	}
	half := l.Disagreements([]codebook.Decision{decide(w, 1, unit, map[int]bool{1: false})}, false)
	if half[0].Index != 2 || !half[0].Open() {
		t.Error("a place decided for one of two codes counts as done")
	}
	review := decide(w, 1, unit, map[int]bool{1: false, 2: true})
	review.Judged = []codebook.CodingID{{1}}
	if got := l.Disagreements([]codebook.Decision{review}, false); !got[0].Review {
		t.Error("a decision on codings that are no longer independent is not shown for review")
	}
}

func TestTheAgreedLayer(t *testing.T) {
	book, w := threeCoders(t)
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
	agreed := func(decisions ...codebook.Decision) []Agreed {
		as, _ := l.Agreed(decisions, LeaveOut)
		return as
	}
	words := func(as []Agreed) map[string]Bounds {
		out := map[string]Bounds{}
		for _, a := range as {
			out[a.Code.Name+": "+w.Text.Slice(a.Span)] = a.Bounds
		}
		return out
	}
	got := words(agreed())
	want := map[string]Bounds{"a: one two": CommonWords, "a: seven eight nine ten.": UnionOfWords}
	if len(got) != 2 || got["a: one two"] != want["a: one two"] || got["a: seven eight nine ten."] != UnionOfWords {
		t.Errorf("undecided: %v", got)
	}
	d1 := decide(w, 1, l.Units[1].Segment.Span, map[int]bool{2: true})
	d2 := decide(w, 2, l.Units[2].Segment.Span, map[int]bool{1: false, 2: true})
	d3 := decide(w, 3, l.Units[0].Segment.Span, map[int]bool{2: true, 1: false})
	got = words(agreed(d1, d2, d3))
	if len(got) != 4 || got["b: four"] != CommonWords || got["b: six"] != CommonWords || got["b: one two."] != WholeUnit {
		t.Errorf("decided: %v", got)
	}
	// The later decision on a place wins, code by code; parking puts it off.
	again := decide(w, 4, l.Units[1].Segment.Span, map[int]bool{2: false})
	if got = words(agreed(again, d1)); got["b: four"] != "" {
		t.Errorf("the earlier decision is in force: %v", got)
	}
	park := codebook.Decision{ID: codebook.DecisionID{9}, Clock: 9, Transcript: w.Transcript.ID, Text: w.Text.ID, Span: l.Units[1].Segment.Span, Parked: true}
	if got = words(agreed(d1, park)); got["b: four"] != "" {
		t.Errorf("a parked place is in the layer: %v", got)
	}
	bounds := d1
	bounds.Answers = []codebook.Answer{{Code: codeID(2), Applies: true, Span: corpus.Span{Start: l.Units[1].Segment.Span.Start, End: l.Units[1].Segment.Span.Start + 5}}}
	if got = words(agreed(bounds)); got["b: three"] != DecidedWords {
		t.Errorf("decided bounds: %v", got)
	}
}

func TestWhatIsUndecidedFollowsTheRule(t *testing.T) {
	book, w := threeCoders(t)
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
	for rule, want := range map[Undecided]int{LeaveOut: 2, Majority: 4, AnyCoder: 5} {
		as, counts := l.Agreed(nil, rule)
		if len(as) != want || counts.Unanimous != 2 || counts.Undecided != 3 || counts.Assumed != want-2 {
			t.Errorf("%s: %d codes, %+v", rule, len(as), counts)
		}
	}
	// A decision stands whatever the rule.
	d := decide(w, 1, l.Units[2].Segment.Span, map[int]bool{1: false, 2: false})
	if as, counts := l.Agreed([]codebook.Decision{d}, AnyCoder); len(as) != 3 || counts.Rejected != 2 {
		t.Errorf("%d codes, %+v", len(as), counts)
	}
}

// A standard given under another definition is none.
func TestAStandardUnderAnotherDefinitionIsMissing(t *testing.T) {
	book, w := threeCoders(t)
	std := func() Standard {
		l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
		return l.Standard(nil)
	}()
	redefined := bookOf(2, codebook.Change{ID: changeID(9), Clock: 9, Kind: codebook.Redefine, Code: codeID(1),
		Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: "new"}}}})
	l := BuildRatings(redefined, []*codebook.CodedTranscript{w}, coders(3), all(redefined), DefaultRules)
	for line, missing := range map[int]bool{0: true, 1: false} {
		all := true
		marks := l.Against(0, line, std, "standard").Marks
		for u := range l.Units {
			all = all && marks[2*u+1] == agreement.Missing
		}
		if all != missing {
			t.Errorf("line %d: %v", line, marks)
		}
	}
}

func TestAgreementAfterTakesDecisionsInEverybodysPlace(t *testing.T) {
	book, w := threeCoders(t)
	w.Completions = w.Completions[:2] // chloe gave no answers
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
	after, n := l.After([]codebook.Decision{decide(w, 1, l.Units[2].Segment.Span, map[int]bool{1: true})})
	if n != 1 {
		t.Errorf("%d decided", n)
	}
	if after.Rating(2, 0, 0) != 1 || after.Rating(2, 0, 1) != 1 || after.Rating(2, 0, 2) != agreement.Missing {
		t.Errorf("marks after: %v", after.Codes[0].Marks[6:9])
	}
	if l.Rating(2, 0, 1) != 0 {
		t.Error("the line-up before was changed")
	}
	m := l.Against(1, 0, l.Standard([]codebook.Decision{decide(w, 1, l.Units[2].Segment.Span, map[int]bool{1: true})}), "agreed")
	if m.Marks[4] != 0 || m.Marks[5] != 1 || m.Coders[1] != "agreed" {
		t.Errorf("ben against the agreed layer: %v", m.Marks)
	}
}

// Whatever was decided: what all coders agreed on and nobody decided stays, and
// after deciding every disagreement all coders agree everywhere.
func TestDecidingEverythingLeavesNoDisagreement(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		book := bookOf(3)
		w := workOf(t, "P: one two three.", "P: four five.", "P: six seven eight nine.", "P: ten.")
		for c := 1; c <= 3; c++ {
			for range rng.IntN(6) {
				turn := w.Text.Turns[rng.IntN(4)].SpeechSpan()
				k := 1 + rng.IntN(3)
				start := turn.Start + corpus.Offset(rng.IntN(turn.Len()))
				w.Codings = append(w.Codings, codebook.Coding{ID: codebook.CodingID{byte(rng.IntN(256)), byte(len(w.Codings))}, Text: w.Text.ID, Coder: coderID(c), Code: codeID(k),
					Definition: changeID(k), Span: corpus.Span{Start: start, End: turn.End}})
			}
			if rng.IntN(4) > 0 {
				complete(w, c, 1, 2, 3)
			}
		}
		l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(3), all(book), DefaultRules)
		var decisions []codebook.Decision
		for i, d := range l.Disagreements(nil, false) {
			answers := map[int]bool{}
			for _, q := range d.Questions {
				answers[int(q.Code.ID[15])] = rng.IntN(2) == 0
			}
			decisions = append(decisions, decide(w, i+1, d.Unit.Segment.Span, answers))
		}
		after, _ := l.After(decisions)
		if left := after.Disagreements(nil, false); len(left) != 0 {
			rt.Fatalf("%d disagreements are left", len(left))
		}
		for _, d := range l.Disagreements(decisions, false) {
			if d.Open() {
				rt.Fatal("a decided place is open")
			}
		}
		as, counts := l.Agreed(decisions, LeaveOut)
		if counts.Undecided != 0 || counts.Unanimous+counts.Decided != len(as) {
			rt.Fatalf("%d codes agreed, %+v", len(as), counts)
		}
		for _, a := range as {
			if !a.Work.Text.Turns[l.Units[a.Unit].Segment.Turn].Extent.Covers(a.Span) {
				rt.Fatalf("agreed words %v lie outside their unit", a.Span)
			}
		}
	})
}
