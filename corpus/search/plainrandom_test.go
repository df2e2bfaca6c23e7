package search

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"concord/corpus"
)

func drawPlain(t *rapid.T, depth int) plainQuery {
	most := 9
	if depth == 0 {
		most = 3
	}
	field := func() plainQuery {
		x := rapid.SampledFrom([]plainFactField{{"code", "a"}, {"code", "b"}, {"coder", "x"}, {"coder", "y"}, {"memo", "m"}}).Draw(t, "field")
		return x
	}
	several := func() []plainQuery {
		var of []plainQuery
		for range rapid.IntRange(2, 3).Draw(t, "parts") {
			of = append(of, drawPlain(t, depth-1))
		}
		return of
	}
	switch rapid.IntRange(0, most).Draw(t, "query") {
	case 0:
		return plainWord{rapid.SampledFrom([]string{"hope", "letters", "rope", "lettesr"}).Draw(t, "word"), rapid.IntRange(0, 2).Draw(t, "edits")}
	case 1:
		return plainUncoded{rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "coder")}
	case 4:
		if rapid.Bool().Draw(t, "of a field") {
			return plainNot{field(), rapid.Bool().Draw(t, "bracketed")}
		}
		return plainNot{drawPlain(t, depth-1), true}
	case 5:
		return plainOr{several()}
	case 6, 7:
		return plainAnd{several()}
	case 8:
		return plainNear{rapid.IntRange(0, 2).Draw(t, "turns"), drawPlain(t, depth-1), drawPlain(t, depth-1)}
	case 9:
		how := rapid.SampledFrom(relationNames).Draw(t, "relation")
		turns := -1
		if how == "near" || (how == "before" || how == "after") && rapid.Bool().Draw(t, "turns") {
			turns = rapid.IntRange(0, 2).Draw(t, "turns")
		}
		side := func() plainQuery {
			q := drawPlain(t, depth-1)
			for q.selects() != selectsFacts {
				q = field()
			}
			return q
		}
		return plainRelation{how, turns, side(), side()}
	}
	return field()
}

// plainFacts lets package search see the rows of a test.
type plainFacts struct {
	list []Transcript
	rows []plainRow
}

func (plainFacts) Fields() []FactField {
	return []FactField{
		{Name: "code", Kind: "coding", Min: 1, Max: 1},
		{Name: "coder", Kind: "coding", Min: 1, Max: 1},
		{Name: "memo", Kind: "memo", Min: 1, Max: 1},
		{Name: "uncoded", Kind: "coding", Min: 0, Max: 1, Absent: true},
	}
}

func (f plainFacts) Select(_ context.Context, field string, values []string) (FactsIn, error) {
	return func(_ context.Context, t Transcript) ([]Fact, error) {
		var out []Fact
		for _, r := range f.rows {
			holds := r.values[field] == slices.Concat(values, []string{""})[0]
			if field == "uncoded" {
				holds = r.kind == "coding" && (len(values) == 0 || r.values["coder"] == values[0])
			}
			if f.list[r.place].ID == t.ID && holds {
				out = append(out, Fact{ID: [16]byte{r.id}, Span: corpus.Span{Start: corpus.Offset(r.start), End: corpus.Offset(r.end)}})
			}
		}
		return out, nil
	}, nil
}

// Random queries over random codings find, by scanning and by the index, what
// their meaning says.
func TestQueriesMeanWhatThePlainEvaluatorSays(t *testing.T) {
	source := study(t,
		[]string{"Hope, and hope.", "Letters:\nmore letters!", "?", "Rope or hope", "and on"},
		[]string{"Letters of hope"},
		[]string{"and", "letter", "hops"},
	)
	list, err := source.Transcripts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	index := NewIndex(t.TempDir(), project)
	if err := index.Sync(t.Context(), source, 1); err != nil {
		t.Fatal(err)
	}
	var texts []*corpus.Text
	for _, x := range list {
		text, err := source.Text(t.Context(), x.Text)
		if err != nil {
			t.Fatal(err)
		}
		texts = append(texts, text)
	}
	asked, found := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		var rows []plainRow
		for i := range rapid.IntRange(0, 10).Draw(t, "facts") {
			r := plainRow{place: rapid.IntRange(0, len(list)-1).Draw(t, "transcript")}
			body := texts[r.place].Body
			r.start = rapid.IntRange(0, len(body)-1).Draw(t, "start")
			for _, before := range rows { // some begin where others end
				if before.place == r.place && before.end < len(body) && rapid.IntRange(0, 3).Draw(t, "adjacent") == 0 {
					r.start = before.end
				}
			}
			r.id, r.end = byte(i+1), min(r.start+rapid.IntRange(1, 30).Draw(t, "length"), len(body))
			if r.kind = rapid.SampledFrom([]string{"coding", "coding", "memo"}).Draw(t, "kind"); r.kind == "memo" {
				r.values = map[string]string{"memo": "m"}
			} else {
				r.values = map[string]string{"code": rapid.SampledFrom([]string{"a", "b"}).Draw(t, "code"), "coder": rapid.SampledFrom([]string{"x", "y"}).Draw(t, "coder")}
			}
			rows = append(rows, r)
		}
		q := drawPlain(t, 3)
		var want []string
		for place := range list {
			want = append(want, plainHits(&plainWorld{texts[place], place, rows}, q)...)
		}
		for _, x := range []*Index{nil, index} {
			r, err := Searcher{Source: source, Facts: plainFacts{list, rows}, Index: x}.Search(context.Background(), q.String())
			if err != nil {
				if strings.Contains(err.Error(), "not clear what belongs together") {
					return
				}
				t.Fatalf("%s: %v", q, err)
			}
			var got []string
			for h, err := range r.All(context.Background()) {
				if err != nil {
					t.Fatal(err)
				}
				place := slices.IndexFunc(list, func(x Transcript) bool { return x.ID == h.Transcript })
				if h.Fact != [16]byte{} {
					got = append(got, fmt.Sprintf("%d: fact %d %v", place, h.Fact[0], h.Span))
				} else {
					got = append(got, fmt.Sprintf("%d: turn %d", place, h.Turn))
				}
			}
			if d := gocmp.Diff(want, got); d != "" {
				t.Fatalf("%s (index %v; -plain +got):\n%s", q, x != nil, d)
			}
		}
		asked++
		found += min(len(want), 1)
	})
	t.Logf("%d queries, of which %d have hits", asked, found)
}

// plainHits lists the hits of a query in one transcript, in reading order.
func plainHits(w *plainWorld, q plainQuery) (out []string) {
	set := q.in(w)
	if q.selects() != selectsFacts {
		for i := range w.text.Turns {
			if set.turns[i] {
				out = append(out, fmt.Sprintf("%d: turn %d", w.place, i))
			}
		}
		return out
	}
	var facts []plainFact
	for f := range set.facts {
		facts = append(facts, f)
	}
	slices.SortFunc(facts, func(f, g plainFact) int {
		return cmp.Or(cmp.Compare(f.start, g.start), cmp.Compare(g.end, f.end), cmp.Compare(f.id, g.id))
	})
	for _, f := range facts {
		out = append(out, fmt.Sprintf("%d: fact %d [%d,%d)", w.place, f.id, f.start, f.end))
	}
	return out
}
