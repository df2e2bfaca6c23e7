package reconcile

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"concord/codebook"
	"concord/codebook/agreement"
	"concord/corpus"
)

func ptr[T any](v T) *T { return &v }

func codeID(n int) codebook.CodeID     { return codebook.CodeID{0: 1, 15: byte(n)} }
func changeID(n int) codebook.ChangeID { return codebook.ChangeID{0: 2, 15: byte(n)} }
func coderID(n int) codebook.CoderID   { return codebook.CoderID{0: 3, 15: byte(n)} }

// bookOf makes a codebook of codes a, b, c … defined by changes 1, 2, 3 …, and
// then makes further changes.
func bookOf(n int, further ...codebook.Change) *codebook.Codebook {
	var changes []codebook.Change
	for i := 1; i <= n; i++ {
		changes = append(changes, codebook.Change{ID: changeID(i), Clock: uint64(i), Kind: codebook.Add, Code: codeID(i),
			Values: codebook.Values{Name: ptr(string(rune('a' + i - 1)))}})
	}
	b, _ := codebook.Replay(append(changes, further...))
	return b
}

func coders(n int) []codebook.Coder {
	var out []codebook.Coder
	for i := 1; i <= n; i++ {
		out = append(out, codebook.Coder{ID: coderID(i), Name: []string{"ana", "ben", "chloe"}[i-1]})
	}
	return out
}

// workOf makes an interview of turns like "INT: how was it?", in which INT asks.
func workOf(t testing.TB, turns ...string) *codebook.CodedTranscript {
	t.Helper()
	var body strings.Builder
	var table []corpus.Turn
	for _, turn := range turns {
		label, _, _ := strings.Cut(turn, ": ")
		start := corpus.Offset(body.Len())
		body.WriteString(turn)
		end := corpus.Offset(body.Len())
		table = append(table, corpus.Turn{Extent: corpus.Span{Start: start, End: end}, Speech: []corpus.Span{{Start: start + corpus.Offset(len(label)+2), End: end}},
			Speaker: label, Start: corpus.NoTime, End: corpus.NoTime})
		body.WriteString("\n\n")
	}
	text, err := corpus.NewText(body.String(), table)
	if err != nil {
		t.Fatal(err)
	}
	return &codebook.CodedTranscript{Transcript: corpus.Transcript{Name: "KI-01"}, Text: text,
		Speakers: map[string]corpus.Speaker{"INT": {Label: "INT", Role: corpus.RoleInterviewer}}}
}

// code applies a code to the words of quote, which must be in the text.
func code(w *codebook.CodedTranscript, coder, code, definition int, quote string) {
	at := corpus.Offset(strings.Index(w.Text.Body, quote))
	if at < 0 {
		panic("no such words: " + quote)
	}
	w.Codings = append(w.Codings, codebook.Coding{Text: w.Text.ID, Coder: coderID(coder), Code: codeID(code), Definition: changeID(definition),
		Span: corpus.Span{Start: at, End: at + corpus.Offset(len(quote))}})
}

func complete(w *codebook.CodedTranscript, coder int, definitions ...int) {
	c := codebook.Completion{Coder: coderID(coder), Text: w.Text.ID, Time: time.Unix(int64(len(w.Completions)), 0)}
	for _, d := range definitions {
		c.Definitions = append(c.Definitions, changeID(d))
	}
	w.Completions = append(w.Completions, c)
}

const missing = agreement.Missing

func marksOf(l RatingMatrix, line int) []int { // as ints, for readable differences
	out := []int{}
	for _, m := range l.Codes[line].Marks {
		out = append(out, int(m))
	}
	return out
}

func expect(t *testing.T, l RatingMatrix, line int, want ...int) {
	t.Helper()
	if d := cmp.Diff(want, marksOf(l, line)); d != "" {
		t.Errorf("marks of %q: %s", l.Codes[line].Code.Name, d)
	}
}

func all(book *codebook.Codebook) []codebook.CodeID {
	var out []codebook.CodeID
	for _, c := range book.Codes() {
		out = append(out, c.ID)
	}
	return out
}

func TestSilenceCountsOnlyWhereItWasMeant(t *testing.T) {
	book := bookOf(2)
	w := workOf(t, "INT: and then?", "P: we met and we argued.", "P: nobody called.", "P: they did.")
	code(w, 1, 1, 1, "we met")
	code(w, 2, 1, 1, "nobody called")
	code(w, 2, 2, 2, "and then")
	complete(w, 1, 1, 2)

	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), DefaultRules)
	expect(t, l, 0, 1, missing, 0, missing, 0, missing)
	if l.Counts.Incomplete != 1 || l.Counts.InterviewerUnits != 1 || l.Counts.Completions != 1 {
		t.Errorf("counts %+v", l.Counts)
	}

	complete(w, 2, 1, 2)
	l = BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), DefaultRules)
	expect(t, l, 0, 1, 0, 0, 1, 0, 0)
	expect(t, l, 1, 0, 0, 0, 0, 0, 0)

	rules := DefaultRules
	rules.AllSpeakers = true
	l = BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), rules)
	expect(t, l, 1, 0, 1, 0, 0, 0, 0, 0, 0)
}

func TestAssumeComplete(t *testing.T) {
	book := bookOf(1)
	w := workOf(t, "P: we met.", "P: nobody called.")
	code(w, 1, 1, 1, "we met")
	rules := DefaultRules
	rules.AssumeComplete = true
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), rules)
	expect(t, l, 0, 1, missing, 0, missing)
	if l.Counts.Assumed != 1 {
		t.Errorf("counts %+v", l.Counts)
	}
	if l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), DefaultRules); len(l.Units) != 0 {
		t.Errorf("a transcript nobody completed has %d units", len(l.Units))
	}
}

func TestStaleCodingsAndNewCodesAreMissing(t *testing.T) {
	redefine := codebook.Change{ID: changeID(9), Clock: 9, Kind: codebook.Redefine, Code: codeID(1),
		Values: codebook.Values{Defined: &codebook.Defined{Definition: codebook.Definition{Text: "new"}}}}
	book := bookOf(2, redefine)
	w := workOf(t, "P: we met.", "P: nobody called.", "P: they did.")
	code(w, 1, 1, 1, "we met")        // stale
	code(w, 1, 1, 9, "nobody called") // confirmed since
	complete(w, 1, 1)                 // under the old definition; code b was not there yet
	code(w, 2, 1, 1, "we met")        // stale, though she completed again
	code(w, 2, 2, 2, "they did")
	complete(w, 2, 1)
	complete(w, 2, 2, 9)
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), DefaultRules)
	expect(t, l, 0, missing, missing, missing, 0, missing, 0)
	expect(t, l, 1, missing, 0, missing, 0, missing, 1)
	if l.Counts.StaleMarks != 1 || l.Counts.UnmeantSilence != 5 || l.Counts.UnmeantMarks != 1 {
		t.Errorf("counts %+v", l.Counts)
	}
}

func TestCodingsOfAMergedCodeCountForTheSurvivor(t *testing.T) {
	merge := codebook.Change{ID: changeID(9), Clock: 9, Kind: codebook.Merge, Code: codeID(2),
		Values: codebook.Values{State: &codebook.State{Status: codebook.Merged, Into: []codebook.CodeID{codeID(1)}}}}
	book := bookOf(2, merge)
	w := workOf(t, "P: we met.", "P: nobody called.")
	code(w, 1, 2, 2, "we met")
	complete(w, 1, 1, 2)
	code(w, 2, 1, 1, "we met")
	complete(w, 2, 1, 2)
	l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), DefaultRules)
	if len(l.Codes) != 1 {
		t.Fatalf("%d lines, want that of the survivor", len(l.Codes))
	}
	expect(t, l, 0, 1, 1, 0, 0)
}

func TestOverlapRules(t *testing.T) {
	book := bookOf(1)
	for _, c := range []struct {
		quotes         []string
		any, half, all int
	}{
		{[]string{"one two three four"}, 1, 1, 1},
		{[]string{"one two"}, 1, 1, 0},
		{[]string{"one", "two three"}, 1, 1, 0}, // several codings of one code count together
		{[]string{"one two", "three four"}, 1, 1, 1},
		{[]string{"four"}, 1, 0, 0},
		{[]string{". "}, 0, 0, 0},
		{[]string{", "}, 0, 0, 0},
	} {
		w := workOf(t, "P: well.", "P: one two three four.", "P: yes, well")
		for _, q := range c.quotes {
			// Punctuation and blanks at a coding's ends do not reach a unit.
			at := strings.Index(w.Text.Body, q)
			if q == ". " || q == ", " {
				at = strings.Index(w.Text.Body, "four.") + 4
			}
			w.Codings = append(w.Codings, codebook.Coding{Text: w.Text.ID, Coder: coderID(1), Code: codeID(1), Definition: changeID(1),
				Span: corpus.Span{Start: corpus.Offset(at), End: corpus.Offset(at + len(q))}})
		}
		complete(w, 1, 1)
		for overlap, want := range map[Overlap]int{OverlapAny: c.any, OverlapHalf: c.half, OverlapAll: c.all} {
			rules := DefaultRules
			rules.Overlap = overlap
			l := BuildRatings(book, []*codebook.CodedTranscript{w}, coders(1), all(book), rules)
			if got := marksOf(l, 0)[1]; got != want {
				t.Errorf("%q by rule %q: %d, want %d", c.quotes, overlap, got, want)
			}
		}
	}
}

func TestSeveralCodingsInAUnitCountOnceAndOneMarksSeveral(t *testing.T) {
	book := bookOf(1)
	w := workOf(t, "P: one two. Three four.", "P: five.")
	code(w, 1, 1, 1, "one")
	code(w, 1, 1, 1, "four.")
	code(w, 2, 1, 1, "four.\n\nP: five")
	complete(w, 1, 1)
	complete(w, 2, 1)
	expect(t, BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), DefaultRules), 0, 1, 1, 0, 1)
	rules := DefaultRules
	rules.Unit = UnitSentence
	expect(t, BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), rules), 0, 1, 0, 1, 1, 0, 1)
	rules.Unit = UnitTranscript
	expect(t, BuildRatings(book, []*codebook.CodedTranscript{w}, coders(2), all(book), rules), 0, 1, 1)
}

func TestCodersWithoutACommonTranscriptHaveNoAgreement(t *testing.T) {
	book := bookOf(1)
	one, two := workOf(t, "P: one.", "P: two."), workOf(t, "P: three.", "P: four.")
	code(one, 1, 1, 1, "one")
	complete(one, 1, 1)
	code(two, 2, 1, 1, "three")
	complete(two, 2, 1)
	l := BuildRatings(book, []*codebook.CodedTranscript{one, two}, coders(2), all(book), DefaultRules)
	table, err := l.Table(0)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range table.Row(agreement.RowCoefficients(2)...).Estimates {
		if e.Value.Defined() {
			t.Errorf("%+v has a value", e)
		}
	}
}

// BenchmarkPanel is the panel of all codes for 45 interviews of 300 turns, 60
// codes and 3 coders, codings in memory.
func BenchmarkPanel(b *testing.B) {
	book := bookOf(60)
	rng := rand.New(rand.NewPCG(1, 2))
	var works []*codebook.CodedTranscript
	for range 45 {
		var turns []string
		for i := range 300 {
			turns = append(turns, fmt.Sprintf("%s: %s", []string{"INT", "P"}[i%2], strings.Repeat("some words that were said ", 1+rng.IntN(10))))
		}
		w := workOf(b, turns...)
		var defs []int
		for d := 1; d <= 60; d++ {
			defs = append(defs, d)
		}
		for c := 1; c <= 3; c++ {
			complete(w, c, defs...)
			for range 200 {
				k := 1 + rng.IntN(60)
				turn := w.Text.Turns[rng.IntN(300)]
				w.Codings = append(w.Codings, codebook.Coding{Text: w.Text.ID, Coder: coderID(c), Code: codeID(k), Definition: changeID(k), Span: turn.SpeechSpan()})
			}
		}
		works = append(works, w)
	}
	codes, people := all(book), coders(3)
	for b.Loop() {
		l := BuildRatings(book, works, people, codes, DefaultRules)
		for i := range l.Codes {
			t, err := l.Table(i)
			if err != nil {
				b.Fatal(err)
			}
			t.Row(agreement.RowCoefficients(3)...)
		}
	}
}
