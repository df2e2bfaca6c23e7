package study

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"concord/codebook/findings"
	"concord/codebook/report"
	"concord/corpus"
	"concord/corpus/prose"
	"concord/corpus/search"
)

// WordsQuestion asks for a query's hits in their context, and for the words that
// are said in and around them.
type WordsQuestion struct {
	Query   string
	Around  int // words of context to either side
	Sort    search.ContextOrder
	Window  int    // of collocates, in words
	Least   int    // collocates that are said fewer times near are not listed
	Stop    string // language of the stop list; "" or "none" for none
	Counted string // count hits by transcript, or by an attribute
	Limit   int    // of contexts; 0 for all
}

// Words is hits in context with the words around them, as “concord words --json”
// gives it.
type Words struct {
	Query       string          `json:"query"`
	Hits        int             `json:"hits"`
	Contexts    []WordContext   `json:"contexts"`
	Counts      []WordsCount    `json:"counts"`
	Collocates  []WordCollocate `json:"collocates"`
	Frequencies []WordFrequency `json:"frequencies"` // of the words of the turns with hits
	FindingsHead
}

// WordContext is a hit in context; positions are code points of the stored text.
type WordContext struct {
	Transcript string            `json:"transcript"`
	Turn       corpus.TurnNumber `json:"turn"`
	Left       string            `json:"left"`
	Match      string            `json:"match"`
	Right      string            `json:"right"`
	Start      corpus.Point      `json:"start"`
	End        corpus.Point      `json:"end"`
}

// WordsCount is the number of contexts in one transcript, or of one value.
type WordsCount struct {
	Name string `json:"name"`
	N    int    `json:"n"`
}

// WordCollocate is a word said near the hits.
type WordCollocate struct {
	Word          string   `json:"word"`
	Near          int      `json:"near"`
	Left          int      `json:"left"`
	Right         int      `json:"right"`
	Elsewhere     int      `json:"elsewhere"`
	Expected      float64  `json:"expected"`
	LogLikelihood *float64 `json:"log_likelihood"`
}

// WordFrequency is how often a word is said.
type WordFrequency struct {
	Word        string `json:"word"`
	Count       int    `json:"count"`
	Transcripts int    `json:"transcripts"`
}

// Words finds hits in context.
func (s *Study) Words(ctx context.Context, q WordsQuestion) (Words, error) {
	return inSnapshot(ctx, s, func(s *Study) (Words, error) { return s.readWords(ctx, q) })
}

// wordsReader gathers, transcript by transcript.
type wordsReader struct {
	q        WordsQuestion
	contexts []search.Context
	rows     []WordContext // beside contexts
	said     []findings.Said
	texts    [][]string // the words of the turns with hits, by transcript
	counts   map[string]int
}

func (s *Study) readWords(ctx context.Context, q WordsQuestion) (Words, error) {
	stop, err := findings.StopWords(q.Stop)
	if err != nil {
		return Words{}, err
	}
	m, err := s.Material(ctx, nil)
	if err != nil {
		return Words{}, err
	}
	results, err := s.Search(ctx, q.Query)
	if err != nil {
		return Words{}, err
	}
	hits := map[corpus.TranscriptID][]search.Hit{}
	out := Words{Query: q.Query, Contexts: []WordContext{}, Counts: []WordsCount{}, Collocates: []WordCollocate{}, Frequencies: []WordFrequency{}}
	for hit, err := range results.All(ctx) {
		if err != nil {
			return Words{}, err
		}
		hits[hit.Transcript] = append(hits[hit.Transcript], hit)
		out.Hits++
	}
	by := q.Counted
	if by != "" && by != "transcript" {
		all := Attributes(m)
		i := slices.IndexFunc(all, func(a string) bool { return strings.EqualFold(a, by) })
		if i < 0 {
			return Words{}, fmt.Errorf("hits cannot be counted by %q: choose transcript, or an attribute (%s)", by, none(all, "there are none yet"))
		}
		by = all[i]
	}
	r := &wordsReader{q: q, counts: map[string]int{}}
	for _, w := range m.Coded {
		names := []string{w.Transcript.Name}
		if by != "" && by != "transcript" {
			names = nil
			for _, a := range attributesOf(m, w) {
				if a.Name == by && a.Value != "" && !slices.Contains(names, a.Value) {
					names = append(names, a.Value)
				}
			}
			if names == nil {
				names = []string{findings.NoValue}
			}
		}
		r.take(w.Transcript.Name, names, w.Text, hits[w.Transcript.ID])
	}
	collocates, err := findings.Collocates(r.said, q.Window, q.Least, stop)
	if err != nil {
		return Words{}, err
	}
	for _, c := range collocates {
		out.Collocates = append(out.Collocates, WordCollocate{c.Word, c.Near, c.Left, c.Right, c.Elsewhere, c.Expected, number(c.LogLikelihood)})
	}
	for _, c := range findings.CountWords(r.texts, stop) {
		out.Frequencies = append(out.Frequencies, WordFrequency{c.Word, c.Count, c.Texts})
	}
	for name, n := range r.counts {
		out.Counts = append(out.Counts, WordsCount{name, n})
	}
	slices.SortFunc(out.Counts, func(a, b WordsCount) int { return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(a.Name, b.Name)) })
	out.Contexts = append(out.Contexts, r.sorted()...)
	f := material{m: m}
	out.FindingsHead = f.head(fmt.Sprintf("Collocates are the words of the same turn at most %d words from a hit, by log-likelihood (Dunning 1993) against all other words of the study.", q.Window))
	if stop != nil {
		out.Rules = append(out.Rules, fmt.Sprintf("Left out of collocates and frequencies: %d common words (%s).", len(stop), q.Stop))
	}
	return out, nil
}

func (r *wordsReader) take(name string, counted []string, text *corpus.Text, hits []search.Hit) {
	contexts := search.Contexts(text, hits, r.q.Around)
	ruler := corpus.NewRuler(text.Body)
	for i := range contexts {
		c := &contexts[i]
		row := WordContext{Transcript: name, Turn: c.Turn.Number(), Left: c.Left, Match: c.Middle, Right: c.Right}
		row.Start, row.End = ruler.Points(c.Match)
		c.Hit = len(r.rows) // where its row is
		r.rows = append(r.rows, row)
		for _, n := range counted {
			r.counts[n]++
		}
	}
	r.contexts = append(r.contexts, contexts...)
	found := map[corpus.TurnIndex][]corpus.Span{}
	for _, c := range contexts {
		from, to := text.TurnsIn(c.Match)
		for i := from; i < to; i++ {
			found[i] = append(found[i], c.Match)
		}
	}
	var words []string
	for i := range text.Turns {
		turn := corpus.TurnIndex(i)
		said := findings.Said{}
		var at []corpus.Span
		for _, w := range search.WordsOf(text, turn) {
			said.Words = append(said.Words, w.Word)
			at = append(at, w.Span)
		}
		for _, s := range found[turn] {
			if n := wordsIn(at, s); n.Len() > 0 {
				said.Nodes = append(said.Nodes, n)
			}
		}
		if found[turn] != nil {
			words = append(words, said.Words...)
		}
		r.said = append(r.said, said)
	}
	r.texts = append(r.texts, words)
}

// sorted gives the rows in the order asked for, as many as were.
func (r *wordsReader) sorted() []WordContext {
	search.SortContexts(r.contexts, r.q.Sort)
	var out []WordContext
	for _, c := range r.contexts {
		if r.q.Limit > 0 && len(out) == r.q.Limit {
			break
		}
		out = append(out, r.rows[c.Hit])
	}
	return out
}

// Lines aligns the contexts at their matches in so many columns.
func (w Words) Lines(columns int) []string {
	place, match := 0, 0
	contexts := slices.Clone(w.Contexts)
	for i := range contexts {
		c := &contexts[i]
		c.Transcript, c.Left, c.Match, c.Right = prose.Printable(c.Transcript), prose.Printable(c.Left), prose.Printable(c.Match), prose.Printable(c.Right)
		place = max(place, prose.Width(c.place()))
		match = max(match, prose.Width(c.Match))
	}
	match = min(match, columns/3)
	side := max((columns-place-match-4)/2, 10)
	var out []string
	for _, c := range contexts {
		out = append(out, strings.TrimRight(prose.Left(c.place(), place)+"  "+prose.Right(tail(c.Left, side), side)+"["+head(c.Match, match)+"]"+head(c.Right, side), " "))
	}
	return out
}

func (c WordContext) place() string { return c.Transcript + ":" + strconv.Itoa(int(c.Turn)) }

// tail and head give as much of a text's end or beginning as fits.
func tail(s string, width int) string {
	r := []rune(s)
	for prose.Width(string(r)) > width {
		r = r[1:]
	}
	return string(r)
}

func head(s string, width int) string {
	r := []rune(s)
	for prose.Width(string(r)) > width {
		r = r[:len(r)-1]
	}
	return string(r)
}

// CollocateTable is the collocates for people.
func (w Words) CollocateTable() *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "word"}, {Name: "near", Numbers: true}, {Name: "left", Numbers: true}, {Name: "right", Numbers: true},
		{Name: "elsewhere", Numbers: true}, {Name: "expected", Numbers: true}, {Name: "G²", Numbers: true}}, Notes: w.notes()}
	for _, c := range w.Collocates {
		t.Rows = append(t.Rows, report.Row{Cells: []string{c.Word, strconv.Itoa(c.Near), strconv.Itoa(c.Left), strconv.Itoa(c.Right), strconv.Itoa(c.Elsewhere),
			strconv.FormatFloat(c.Expected, 'f', 2, 64), decimals(c.LogLikelihood)}})
	}
	return t
}

// FrequencyTable is the frequencies for people.
func (w Words) FrequencyTable() *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "word"}, {Name: "count", Numbers: true}, {Name: "transcripts", Numbers: true}}, Notes: w.notes()}
	for _, c := range w.Frequencies {
		t.Rows = append(t.Rows, report.Row{Cells: []string{c.Word, strconv.Itoa(c.Count), strconv.Itoa(c.Transcripts)}})
	}
	return t
}

// CountTable is the contexts counted by transcript or attribute.
func (w Words) CountTable() *report.Table {
	t := &report.Table{Columns: []report.Column{{Name: "where"}, {Name: "n", Numbers: true}}, Notes: w.notes()}
	for _, c := range w.Counts {
		t.Rows = append(t.Rows, report.Row{Cells: []string{c.Name, strconv.Itoa(c.N)}})
	}
	return t
}
