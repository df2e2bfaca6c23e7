package reconcile

import (
	"context"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/corpus"
)

func redefined(id, n int) codebook.Change {
	return codebook.Change{ID: changeID(id), Clock: uint64(id), Kind: codebook.Redefine, Code: codeID(n),
		Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: "new"}}}}
}

func state(id, n int, status codebook.Status, into ...int) codebook.Change {
	s := &codebook.State{Status: status}
	for _, k := range into {
		s.Into = append(s.Into, codeID(k))
	}
	return codebook.Change{ID: changeID(id), Clock: uint64(id), Kind: codebook.Merge, Code: codeID(n), Values: codebook.Values{State: s}}
}

func under(id, n, parent int) codebook.Change {
	p := codeID(parent)
	return codebook.Change{ID: changeID(id), Clock: uint64(id), Kind: codebook.Move, Code: codeID(n), Values: codebook.Values{Parent: &p}}
}

func lineUp(t *testing.T, book *codebook.Codebook, n int, rules Rules, works ...*codebook.CodedTranscript) RatingMatrix {
	t.Helper()
	if err := rules.Check(); err != nil {
		t.Fatal(err)
	}
	return BuildRatings(book, works, coders(n), all(book), rules)
}

// A code redefined after a transcript was completed has no answers there, not
// even by codings that were confirmed since: without the silence around them
// only the yes would count.
func TestNoAnswerIsHalfAnAnswer(t *testing.T) {
	book := bookOf(1, redefined(9, 1))
	w := workOf(t, "P: we met.", "P: nobody called.", "P: they did.")
	code(w, 1, 1, 9, "we met") // confirmed, or made since
	complete(w, 1, 1)
	complete(w, 2, 9)
	l := lineUp(t, book, 2, DefaultRules, w)
	expect(t, l, 0, missing, 0, missing, 0, missing, 0)
	if l.Counts.UnmeantMarks != 1 || l.Counts.UnmeantSilence != 2 {
		t.Errorf("counts %+v", l.Counts)
	}
	// She looks at the transcript again and completes it.
	complete(w, 1, 9)
	expect(t, lineUp(t, book, 2, DefaultRules, w), 0, 1, 0, 0, 0, 0, 0)
}

// What was coded under a later version says nothing under an earlier one, and
// the other way round.
func TestSeenUnderAnotherVersion(t *testing.T) {
	v1, v2 := bookOf(2), bookOf(2, redefined(9, 1))
	w := workOf(t, "P: we met.", "P: nobody called.")
	code(w, 1, 1, 1, "we met")
	complete(w, 1, 1, 2) // under v1
	code(w, 2, 1, 9, "we met")
	complete(w, 2, 2, 9) // under v2
	expect(t, lineUp(t, v1, 2, DefaultRules, w), 0, 1, missing, 0, missing)
	expect(t, lineUp(t, v2, 2, DefaultRules, w), 0, missing, 1, missing, 0)
	// Code b is the same in both.
	expect(t, lineUp(t, v1, 2, DefaultRules, w), 1, 0, 0, 0, 0)
}

// A coding of a code that was split may be any of its parts, until somebody
// looks, even where the coder completed the transcript again without looking.
func TestASplitCodeIsMissingForEachOfItsParts(t *testing.T) {
	book := bookOf(3, state(9, 1, codebook.Split, 2, 3))
	w := workOf(t, "P: we met.", "P: nobody called.")
	code(w, 1, 1, 1, "we met")
	complete(w, 1, 2, 3)
	l := lineUp(t, book, 1, DefaultRules, w)
	expect(t, l, 0, missing, 0)
	expect(t, l, 1, missing, 0)
	if l.Counts.StaleMarks != 2 {
		t.Errorf("counts %+v", l.Counts)
	}
	// One part was split further, the other merged into a fourth code.
	book = bookOf(6, state(9, 1, codebook.Split, 2, 3), state(10, 2, codebook.Split, 4, 5), state(11, 3, codebook.Merged, 6))
	w.Completions = nil
	complete(w, 1, 4, 5, 6)
	l = lineUp(t, book, 1, DefaultRules, w)
	for i := range l.Codes {
		expect(t, l, i, missing, 0)
	}
	if len(l.Codes) != 3 {
		t.Errorf("%d lines", len(l.Codes))
	}
}

func TestHiddenCodingsAreCountedWhereTheirCoderCounts(t *testing.T) {
	book := bookOf(2, state(9, 1, codebook.Retired))
	w := workOf(t, "P: we met.")
	code(w, 1, 1, 1, "we met")
	code(w, 2, 1, 1, "we met") // has not completed
	complete(w, 1, 1, 2)
	l := lineUp(t, book, 2, DefaultRules, w)
	if len(l.Codes) != 1 || l.Counts.HiddenCodings != 1 || l.Counts.Incomplete != 1 {
		t.Errorf("%d lines, counts %+v", len(l.Codes), l.Counts)
	}
}

// The unit transcript holds interviewers' turns, but not their words.
func TestInterviewersWordsAreInNoUnit(t *testing.T) {
	book := bookOf(1)
	w := workOf(t, "INT: did you trust them at all?", "P: yes.", "INT: why?")
	code(w, 1, 1, 1, "trust them at all")
	complete(w, 1, 1)
	rules := DefaultRules
	rules.Unit = UnitTranscript
	l := lineUp(t, book, 1, rules, w)
	expect(t, l, 0, 0)
	if l.Counts.InterviewerTurns != 2 {
		t.Errorf("counts %+v", l.Counts)
	}
	rules.AllSpeakers = true
	expect(t, lineUp(t, book, 1, rules, w), 0, 1)
	// Half of the participants' words, not of all words.
	rules.AllSpeakers, rules.Overlap = false, OverlapHalf
	code(w, 1, 1, 1, "yes")
	expect(t, lineUp(t, book, 1, rules, w), 0, 1)
	// Nothing but an interviewer: no unit.
	only := workOf(t, "INT: hello?")
	complete(only, 1, 1)
	if l := lineUp(t, book, 1, rules, only); len(l.Units) != 0 {
		t.Errorf("%d units", len(l.Units))
	}
}

func TestUnitsWithoutWordsAreNotRated(t *testing.T) {
	book := bookOf(1)
	w := workOf(t, "P: …", "P: we met.", "P: – –")
	complete(w, 1, 1)
	l := lineUp(t, book, 1, DefaultRules, w)
	if len(l.Units) != 1 || l.Counts.WordlessUnits != 2 {
		t.Errorf("%d units, counts %+v", len(l.Units), l.Counts)
	}
}

func TestACompletionOfAnEarlierTextDoesNotCount(t *testing.T) {
	book := bookOf(1)
	w := workOf(t, "P: we met.")
	complete(w, 1, 1)
	w.Completions[0].Text = corpus.TextID{1}
	w.Elsewhere = 3
	complete(w, 2, 1)
	l := lineUp(t, book, 2, DefaultRules, w)
	expect(t, l, 0, missing, 0)
	if l.Counts.OldCompletions != 1 || l.Counts.CodingsOnOldTexts != 3 {
		t.Errorf("counts %+v", l.Counts)
	}
}

func TestTheNewestCompletionCounts(t *testing.T) {
	book := bookOf(1, redefined(9, 1))
	w := workOf(t, "P: we met.")
	complete(w, 1, 9)
	complete(w, 1, 1)
	w.Completions[0].Time = time.Unix(100, 0) // the one under the new definition is newer
	expect(t, lineUp(t, book, 1, DefaultRules, w), 0, 0)
}

func TestSegments(t *testing.T) {
	book := bookOf(1)
	w := workOf(t, "INT: one two three four five six?", "P: one two three four five.", "P: six / seven / eight")
	code(w, 1, 1, 1, "four")
	code(w, 1, 1, 1, "eight")
	complete(w, 1, 1)
	rules := Rules{Unit: UnitSegment, Overlap: OverlapAny, Words: 2}
	l := lineUp(t, book, 1, rules, w)
	// “four” stands first in what INT said, which counts only if asked for.
	expect(t, l, 0, 0, 0, 0, 0, 1)
	if l.Counts.InterviewerUnits != 3 {
		t.Errorf("counts %+v", l.Counts)
	}
	rules.AllSpeakers = true
	expect(t, lineUp(t, book, 1, rules, w), 0, 0, 1, 0, 0, 0, 0, 0, 1)
	rules = Rules{Unit: UnitSegment, Overlap: OverlapAny, Pattern: `\s*/\s*`}
	expect(t, lineUp(t, book, 1, rules, w), 0, 0, 0, 0, 1)
}

func TestRulesAreChecked(t *testing.T) {
	for _, r := range []Rules{
		{Unit: UnitTurn, Words: 3}, {Unit: UnitSegment}, {Unit: UnitSegment, Words: 3, Pattern: "x"}, {Unit: UnitSegment, Words: -1},
		{Unit: UnitSegment, Pattern: "("}, {Unit: UnitTurn, Pattern: "x"}, {Unit: UnitTurn, Depth: -1},
	} {
		if r.Check() == nil {
			t.Errorf("%+v passes", r)
		}
	}
}

// Codes 2 and 3 stand below 1, 4 below 3.
func tree(further ...codebook.Change) *codebook.Codebook {
	return bookOf(5, append([]codebook.Change{under(21, 2, 1), under(22, 3, 1), under(23, 4, 3)}, further...)...)
}

func TestRollUp(t *testing.T) {
	book := tree()
	w := workOf(t, "P: one.", "P: two.", "P: three.", "P: four.")
	code(w, 1, 1, 1, "one")
	code(w, 1, 2, 2, "two")
	code(w, 1, 4, 4, "three")
	complete(w, 1, 1, 2, 3, 4, 5)
	rules := DefaultRules
	rules.RollUp = true
	l := lineUp(t, book, 1, rules, w)
	for _, c := range []struct {
		name string
		want []int
	}{{"a", []int{1, 1, 1, 0}}, {"b", []int{0, 1, 0, 0}}, {"c", []int{0, 0, 1, 0}}, {"d", []int{0, 0, 1, 0}}, {"e", []int{0, 0, 0, 0}}} {
		for i := range l.Codes {
			if l.Codes[i].Code.Name == c.name {
				expect(t, l, i, c.want...)
			}
		}
	}
	rules = DefaultRules
	rules.Depth = 2
	l = lineUp(t, book, 1, rules, w)
	names := ""
	for i := range l.Codes {
		names += l.Codes[i].Code.Name
	}
	if names != "abce" {
		t.Fatalf("lines %s", names)
	}
	expect(t, l, 0, 1, 0, 0, 0)
	expect(t, l, 2, 0, 0, 1, 0) // d counts as c
	rules.Depth = 1
	l = lineUp(t, book, 1, rules, w)
	expect(t, l, 0, 1, 1, 1, 0)
	if len(l.Codes) != 2 {
		t.Errorf("%d lines", len(l.Codes))
	}
}

// A code added below another after a transcript was completed makes silence on
// the whole branch no answer.
func TestRollUpTakesSilenceOnlyWhereAllOfItWasMeant(t *testing.T) {
	w := workOf(t, "P: one.", "P: two.")
	code(w, 1, 1, 1, "one")
	complete(w, 1, 1, 2, 3, 5) // code d (4) was not there yet
	rules := DefaultRules
	rules.RollUp = true
	l := lineUp(t, tree(), 1, rules, w)
	expect(t, l, 0, missing, missing)
	// Unless it was retired again: then nobody could give it.
	expect(t, lineUp(t, tree(state(30, 4, codebook.Retired)), 1, rules, w), 0, 1, 0)
}

func TestOfKeepsTheMarks(t *testing.T) {
	book := bookOf(2)
	var works []*codebook.CodedTranscript
	for i, words := range []string{"one", "two", "three"} {
		w := workOf(t, "P: "+words+".", "P: more.")
		w.Transcript.Name = "KI"
		for c := 1; c <= 3; c++ {
			complete(w, c, 1, 2)
		}
		code(w, 1+i, 1, 1, words)
		works = append(works, w)
	}
	l := lineUp(t, book, 3, DefaultRules, works...)
	part := l.Of([]int{0, 2}, []int{2, 0})
	expect(t, part, 0, 0, 1, 0, 0, 1, 0, 0, 0)
	if d := cmp.Diff([]string{"KI", "KI #2"}, part.TranscriptNames()); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"chloe", "ana"}, part.CoderNames()); d != "" {
		t.Error(d)
	}
	if p := part.Units; len(p) != 4 || p[2].Coded != 1 {
		t.Errorf("places %+v", p)
	}
}

func TestNamesAreToldApart(t *testing.T) {
	got := distinct([]string{"ana", "ana", "ana #2", "", "", "ana"})
	if d := cmp.Diff([]string{"ana", "ana #3", "ana #2", "#2", "#3", "ana #4"}, got); d != "" {
		t.Error(d)
	}
}

func TestTwoCodersWhoShareNothing(t *testing.T) {
	book := bookOf(2)
	one, two := workOf(t, "P: one.", "P: two."), workOf(t, "P: three.", "P: four.")
	complete(one, 1, 1, 2)
	complete(two, 2, 1, 2)
	l := lineUp(t, book, 2, DefaultRules, one, two)
	p, err := l.Measure(context.Background(), agreement.Resampling{Resamples: 50, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range p.Coefficients {
		if v := p.Codes[0].Estimates[i].Value; !strings.Contains(v.Undefined, "no unit was coded by both") {
			t.Errorf("%s: %+v", c.Name(), v)
		}
		if m := p.Overall.Macro[i]; m.Mean.Defined() || m.Undefined != 2 {
			t.Errorf("%s: %+v", c.Name(), m)
		}
	}
	for _, s := range p.Overall.Sets {
		if s.Estimate.Value.Undefined != "no unit was coded by both" {
			t.Errorf("%s: %+v", s.Name, s.Estimate.Value)
		}
	}
	if v := p.Overall.Pooled; v.Undefined != "no unit was coded by both" {
		t.Errorf("pooled: %+v", v)
	}
}

func TestMacroSaysWhatItLeftOut(t *testing.T) {
	book := bookOf(3)
	w := workOf(t, "P: one.", "P: two.", "P: three.", "P: four.")
	for c := 1; c <= 2; c++ {
		code(w, c, 1, 1, "one")
		complete(w, c, 1, 2, 3)
	}
	code(w, 1, 2, 2, "two")
	code(w, 2, 2, 2, "three")
	l := lineUp(t, book, 2, DefaultRules, w)
	p, err := l.Measure(context.Background(), agreement.Resampling{})
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range p.Coefficients {
		if c.Name() != "cohen_kappa" {
			continue
		}
		// Code a: 1. Code b: (.5-.625)/(1-.625) = -1/3. Code c: nobody used it.
		m := p.Overall.Macro[i]
		if m.Codes != 2 || m.Undefined != 1 || math.Abs(m.Mean.Number-1.0/3) > 1e-12 || m.Greatest.Number != 1 || math.Abs(m.Least.Number+1.0/3) > 1e-12 {
			t.Errorf("%+v", m)
		}
	}
	// Pooled: p_a = (1 + .5 + 1)/3, p_e = (.625 + .625 + 1)/3.
	if v := p.Overall.Pooled; math.Abs(v.Number-(2.5/3-.75)/(1-.75)) > 1e-12 {
		t.Errorf("pooled κ %+v", v)
	}
}

// Sets are missing where an answer on one code is.
func TestSetsWithAGapAreMissing(t *testing.T) {
	book := bookOf(2)
	w := workOf(t, "P: one.", "P: two.")
	code(w, 1, 1, 1, "one")
	complete(w, 1, 1) // not for b
	code(w, 2, 1, 1, "one")
	code(w, 2, 2, 2, "one")
	complete(w, 2, 1, 2)
	l := lineUp(t, book, 2, DefaultRules, w)
	if d := cmp.Diff([][][]int{{nil, {0, 1}}, {nil, {}}}, l.SetRatings().Values); d != "" {
		t.Error(d)
	}
}

func TestConfusion(t *testing.T) {
	book := bookOf(3)
	w := workOf(t, "P: one.", "P: two.", "P: three.", "P: four.", "P: five.")
	for c := 1; c <= 2; c++ {
		complete(w, c, 1, 2, 3)
	}
	code(w, 1, 1, 1, "one") // ana a, ben b
	code(w, 2, 2, 2, "one")
	code(w, 1, 1, 1, "two") // both a; ben b too
	code(w, 2, 1, 1, "two")
	code(w, 2, 2, 2, "two")
	code(w, 1, 1, 1, "three") // ana alone
	code(w, 1, 1, 1, "four")  // ana a and b, ben b: no exchange
	code(w, 1, 2, 2, "four")
	code(w, 2, 2, 2, "four")
	code(w, 1, 2, 2, "five") // the other way round
	code(w, 2, 1, 1, "five")
	l := lineUp(t, book, 2, DefaultRules, w)
	first := l.Confusion(Between{0, 1})
	if d := cmp.Diff([][]int{{1, 1, 0}, {1, 1, 0}, {0, 0, 0}}, first.Units); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{1, 0, 0}, first.Alone); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{3, 1, 0}, first.Differ); d != "" {
		t.Error(d)
	}
	both := l.Confusion(BetweenAll)
	if d := cmp.Diff([][]int{{1, 2, 0}, {2, 1, 0}, {0, 0, 0}}, both.Units); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{0, 4}, l.Confused(BetweenAll, 0, 1)); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{1}, l.Confused(BetweenAll, 0, 0)); d != "" {
		t.Error(d)
	}
}

func TestLooks(t *testing.T) {
	book := bookOf(5)
	var turns []string
	for range 40 {
		turns = append(turns, "P: words.")
	}
	w := workOf(t, turns...)
	for c := 1; c <= 2; c++ {
		complete(w, c, 1, 2, 3, 4, 5)
	}
	mark := func(coder, k, from, to int) {
		for u := from; u < to; u++ {
			w.Codings = append(w.Codings, codebook.Coding{Text: w.Text.ID, Coder: coderID(coder), Code: codeID(k), Definition: changeID(k), Span: w.Text.Turns[u].SpeechSpan()})
		}
	}
	mark(1, 1, 0, 12) // a: ana on 12, ben says b on 7 of them and a on 4
	mark(2, 1, 0, 4)
	mark(2, 2, 4, 11)
	mark(1, 3, 20, 23) // c: rare
	mark(1, 4, 20, 40) // d: ana alone gives it, where ben gives e
	mark(2, 5, 20, 30)
	mark(1, 5, 20, 30)
	l := lineUp(t, book, 2, DefaultRules, w)
	p, err := l.Measure(context.Background(), agreement.Resampling{})
	if err != nil {
		t.Fatal(err)
	}
	looks := l.Hints(p.Codes, &l)
	var got []string
	for _, k := range looks {
		got = append(got, k.String())
	}
	want := []string{"definition: 7 of 8 with “b”", "too rare to judge: 7 units", "too rare to judge: 3 units", "one-sided: 20 of 20 only ana", ""}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]int{3, 0, 4, 1, 2}, MostHelp(p.Codes, looks)); d != "" {
		t.Error(d)
	}
}

// A hint speaks of all that coders gave to a unit, also where one code alone is
// measured: otherwise every code would look overlooked.
func TestHintsOnOneCodeKnowTheOthers(t *testing.T) {
	book := bookOf(2)
	w := workOf(t, slices.Repeat([]string{"P: words."}, 20)...)
	for c := 1; c <= 2; c++ {
		complete(w, c, 1, 2)
		for u := range 12 { // both code all twelve: ana with a, ben with b
			w.Codings = append(w.Codings, codebook.Coding{Text: w.Text.ID, Coder: coderID(c), Code: codeID(c), Definition: changeID(c), Span: w.Text.Turns[u].SpeechSpan()})
		}
	}
	all := lineUp(t, book, 2, DefaultRules, w)
	one := BuildRatings(book, all.Coded, all.Coders, []codebook.CodeID{codeID(1)}, DefaultRules)
	p, err := one.Measure(context.Background(), agreement.Resampling{})
	if err != nil {
		t.Fatal(err)
	}
	if got := one.Hints(p.Codes, &all)[0].String(); got != "definition: 12 of 12 with “b”" {
		t.Errorf("the hint on one code is %q", got)
	}
}

func TestGroups(t *testing.T) {
	book := bookOf(1)
	var works []*codebook.CodedTranscript
	for i, day := range []int{3, 1, 1, 40} {
		w := workOf(t, "P: one.")
		w.Transcript.Name = []string{"A", "B", "C", "D"}[i]
		complete(w, 1, 1)
		complete(w, 2, 1)
		w.Completions[0].Time = time.Date(2026, 1, 1, 9, 0, 0, 0, time.UTC)
		w.Completions[1].Time = time.Date(2026, 1, day, 9, 0, 0, 0, time.UTC)
		works = append(works, w)
	}
	l := lineUp(t, book, 2, DefaultRules, works...)
	show := func(groups []Group) string {
		var b strings.Builder
		for _, g := range groups {
			b.WriteString(g.Name + ":")
			for _, w := range g.Works {
				b.WriteString(l.Coded[w].Transcript.Name)
			}
			b.WriteString(" ")
		}
		return strings.TrimSpace(b.String())
	}
	for want, groups := range map[string][]Group{
		"2026-01-01:BC 2026-01-03:A 2026-02-09:D": l.Drift(Day),
		"2026-01:ABC 2026-02:D":                   l.Drift(Month),
		"2026-W01:ABC 2026-W07:D":                 l.Drift(Week),
		"A:A B:B C:C D:D":                         l.Transcripts(),
		"ana and ben:ABCD":                        l.Pairs(),
		"x:AC y:AB": l.By(func(w *codebook.CodedTranscript) []string {
			return map[string][]string{"A": {"y", "x"}, "B": {"y"}, "C": {"x", "x"}}[w.Transcript.Name]
		}, strings.Compare),
	} {
		if got := show(groups); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
