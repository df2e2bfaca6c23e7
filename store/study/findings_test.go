package study

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"concord/codebook"
	"concord/codebook/findings"
	"concord/corpus"
)

// Words are numbered as everywhere in Concord, and a coding covers those of which
// it holds a letter.
func TestFindingsNumberTheWordsThatAreSpoken(t *testing.T) {
	s := exampleStudy(t)
	f, err := s.findings(context.Background(), gathering{words: true})
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range f.m.Coded {
		if got, want := f.Transcripts[i].Words, w.Text.SpokenWords(); got != want {
			t.Errorf("%s has %d words; %d are numbered", w.Transcript.Name, want, got)
		}
	}
	for i, c := range f.Codings {
		span := f.codings[i].Span
		for k, word := range f.words[c.Transcript] {
			covered := int(c.Words.Start) <= k && k < int(c.Words.End)
			if covered != word.Overlaps(span) {
				t.Fatalf("coding %v: word %d at %v", span, k, word)
			}
		}
	}
}

// A cell's passages are the hits of a search for its code in its transcript.
func TestMatrixCountsWhatASearchFinds(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	m, err := s.CodingMatrix(ctx, MatrixQuestion{Rows: "codes", Columns: "transcripts", Cell: findings.CellPassages})
	if err != nil {
		t.Fatal(err)
	}
	some := 0
	for r, code := range m.Rows {
		for c, transcript := range m.Columns {
			hits := len(found(t, s, fmt.Sprintf("code:%q transcript:%s", code, transcript.Name)))
			if m.Values[r][c] != hits {
				t.Errorf("%s in %s: %v passages; the search finds %d", code, transcript.Name, m.Values[r][c], hits)
			}
			some += hits
		}
	}
	if some < 500 {
		t.Errorf("only %d passages in all", some)
	}
	narrowed, err := s.CodingMatrix(ctx, MatrixQuestion{Rows: "codes", Columns: "county", Query: "coder:ana -code:trust"})
	if err != nil {
		t.Fatal(err)
	}
	for r, code := range narrowed.Rows {
		for c, county := range narrowed.Columns {
			if strings.HasSuffix(code, "/trust") && narrowed.Values[r][c] != 0 {
				t.Errorf("%s in %s: %v cases, though the query leaves it out", code, county.Name, narrowed.Values[r][c])
			}
		}
	}
}

// Pairs of codes in the same turn, counted turn by turn.
func TestCooccurrenceCountsTurns(t *testing.T) {
	s := exampleStudy(t)
	got, err := s.Cooccurrence(context.Background(), CooccurrenceQuestion{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Material(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	both := map[[2]string]int{}
	for _, w := range m.Coded {
		for i := range w.Text.Turns {
			var on []string
			for _, c := range w.Codings {
				r := m.Codebook.Resolve(c.Code, c.Definition)
				from, to := w.Text.TurnsIn(c.Span)
				if shown(r) && from <= corpus.TurnIndex(i) && corpus.TurnIndex(i) < to {
					on = append(on, m.Codebook.Path(r.Code))
				}
			}
			slices.Sort(on)
			on = slices.Compact(on)
			for a := range on {
				for b := range on {
					if a != b {
						both[[2]string{on[a], on[b]}]++
					}
				}
			}
		}
	}
	for _, p := range got.Pairs {
		if p.Units != both[[2]string{p.A, p.B}] {
			t.Errorf("%s and %s: %d turns, counted %d", p.A, p.B, p.Units, both[[2]string{p.A, p.B}])
		}
	}
	if 2*len(got.Pairs) != len(both) {
		t.Errorf("%d pairs; there are %d", len(got.Pairs), len(both)/2)
	}
}

func TestSaturationLeavesOutWhatNobodyCoded(t *testing.T) {
	s := exampleStudy(t)
	got, err := s.Saturation(context.Background(), SaturationQuestion{Rule: findings.SaturationRule{Base: 3, Run: 2, Threshold: 0.05}, Order: "name",
		Drawn: findings.Permutations{Orders: 100, Seed: 7}})
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got.Order) != "[KI-01 KI-02 KI-03 KI-04 KI-05 KI-06]" || len(got.Runs) != 2 || fmt.Sprint(got.Runs[0].Interviews) != "[4 5]" {
		t.Errorf("order %v, runs %+v", got.Order, got.Runs)
	}
	seen := map[codebook.CodeID]bool{}
	m, err := s.Material(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, name := range got.Order {
		w := m.Coded[slices.IndexFunc(m.Coded, func(w *codebook.CodedTranscript) bool { return w.Transcript.Name == name })]
		for _, c := range w.Codings {
			if r := m.Codebook.Resolve(c.Code, c.Definition); shown(r) {
				seen[r.Code] = true
			}
		}
		if got.Cumulative[i] != len(seen) {
			t.Errorf("%d codes up to %s; counted %d", got.Cumulative[i], name, len(seen))
		}
	}
	if p := got.Permutations; p == nil || p.Orders != 100 || p.High[5] != len(seen) {
		t.Errorf("permutations %+v", p)
	}
	if _, err := s.Saturation(context.Background(), SaturationQuestion{Rule: got.rule(), Order: "mood"}); err == nil || !strings.Contains(err.Error(), "not \"mood\"") {
		t.Errorf("order mood: %v", err)
	}
}

// The fields that others read.
func TestFindingsKeepTheirContracts(t *testing.T) {
	s := exampleStudy(t)
	ctx := context.Background()
	for name, c := range map[string]struct {
		value func() (any, error)
		keys  string
	}{
		"matrix": {func() (any, error) {
			return s.CodingMatrix(ctx, MatrixQuestion{Rows: "codes", Columns: "county"})
		}, "cell codebook columns of rows rules state values"},
		"cooccurrence": {func() (any, error) { return s.Cooccurrence(ctx, CooccurrenceQuestion{}) },
			"codebook order pairs rules same_coder state within"},
		"saturation": {func() (any, error) {
			return s.Saturation(ctx, SaturationQuestion{Rule: findings.SaturationRule{Base: 4, Run: 2, Threshold: .05}, Drawn: findings.Permutations{Orders: 10}})
		}, "base base_codes codebook cumulative new order permutations rules run runs saturated_after state threshold unseen"},
		"timeline": {func() (any, error) { return s.Timeline(ctx, []string{"trust"}, false, "") }, "codebook rules state strips"},
		"words": {func() (any, error) {
			return s.Words(ctx, WordsQuestion{Query: "county", Around: 5, Window: 5, Least: 2})
		}, "codebook collocates contexts counts frequencies hits query rules state"},
	} {
		v, err := c.value()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var m map[string]json.RawMessage
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatal(err)
		}
		var keys []string
		for k := range m {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		if got := strings.Join(keys, " "); got != c.keys {
			t.Errorf("%s has %s; want %s", name, got, c.keys)
		}
	}
}

func TestWordsInContext(t *testing.T) {
	s := exampleStudy(t)
	got, err := s.Words(context.Background(), WordsQuestion{Query: "county", Around: 4, Window: 3, Least: 2, Counted: "county", Sort: "right"})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	for _, c := range got.Counts {
		sum += c.N
	}
	if len(got.Contexts) < 5 || sum != len(got.Contexts) || len(got.Collocates) == 0 || len(got.Frequencies) == 0 {
		t.Errorf("%d contexts, %d counted, %d collocates, %d frequencies", len(got.Contexts), sum, len(got.Collocates), len(got.Frequencies))
	}
	at := map[int]bool{}
	for _, line := range got.Lines(80) {
		at[strings.IndexByte(line, '[')] = true
	}
	if len(at) == 0 {
		t.Error("no context is shown")
	}
	if _, err := s.Words(context.Background(), WordsQuestion{Query: "county", Window: 3, Stop: "tlh"}); err == nil {
		t.Error("a stop list that does not exist is taken")
	}
}
