package study

import (
	"context"
	"fmt"
	"strings"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/exporter"
	"concord/corpus/search"
	"concord/store"
)

// Search reads a query and prepares its results; see package search for the
// language. The results are of one state: what is read later of them is texts
// alone, which never change.
func (s *Study) Search(ctx context.Context, query string) (*search.Results, error) {
	return s.search(ctx, query, s.Reader().Text)
}

// search is Search with texts that come from text.
func (s *Study) search(ctx context.Context, query string, text textFunc) (*search.Results, error) {
	return inSnapshot(ctx, s, func(s *Study) (*search.Results, error) { return s.searcher(text).Search(ctx, query) })
}

// SearchFields lists what may stand before a colon in a query.
func (s *Study) SearchFields(ctx context.Context) ([]search.Field, error) {
	return inSnapshot(ctx, s, func(s *Study) ([]search.Field, error) { return s.searcher(s.Reader().Text).Fields(ctx) })
}

func (s *Study) searcher(text textFunc) search.Searcher {
	f := facts{source: s.source(), reader: s.Reader(), text: text}
	if s.under != nil {
		f.book = s.under.Codebook
	}
	return search.Searcher{Source: texts{s.Reader(), text}, Facts: f, Index: s.index}
}

// Index brings the search index level with the project. It is a cache: what
// keeps it from being brought level now is for later, and searches scan
// meanwhile.
func (s *Study) Index(ctx context.Context) error {
	n, err := s.Reader().Arrived(ctx)
	if err != nil {
		return err
	}
	return s.index.Sync(ctx, texts{s.Reader(), s.Reader().Text}, n)
}

// RebuildIndex makes the search index anew.
func (s *Study) RebuildIndex(ctx context.Context) error {
	n, err := s.Reader().Arrived(ctx)
	if err != nil {
		return err
	}
	return s.index.Rebuild(ctx, texts{s.Reader(), s.Reader().Text}, n)
}

// textFunc gives a text by its id.
type textFunc func(context.Context, corpus.TextID) (*corpus.Text, error)

// texts lets package search read the project as one coder may.
type texts struct {
	store.Reader
	text textFunc
}

// Text gives a text by its id.
func (t texts) Text(ctx context.Context, id corpus.TextID) (*corpus.Text, error) {
	return t.text(ctx, id)
}

// Transcripts lists the transcripts with the attributes of their cases.
func (t texts) Transcripts(ctx context.Context) ([]search.Transcript, error) {
	all, err := t.Reader.Transcripts(ctx)
	if err != nil {
		return nil, err
	}
	cases, err := t.Cases(ctx)
	if err != nil {
		return nil, err
	}
	byID := map[corpus.CaseID]corpus.Case{}
	for _, c := range cases {
		byID[c.ID] = c
	}
	speakers, err := t.Speakers(ctx, corpus.TranscriptID{})
	if err != nil {
		return nil, err
	}
	of := map[corpus.TranscriptID][]corpus.Speaker{}
	for _, sp := range speakers {
		of[sp.Transcript] = append(of[sp.Transcript], sp)
	}
	out := make([]search.Transcript, len(all))
	for i, tr := range all {
		out[i] = search.Transcript{ID: tr.ID, Name: tr.Name, Text: tr.Text(), Speakers: of[tr.ID], Attributes: tr.Attributes}
		for _, id := range tr.Cases {
			c := byID[id]
			out[i].Attributes = append(out[i].Attributes, corpus.Attribute{Name: "case", Value: c.Name})
			out[i].Attributes = append(out[i].Attributes, c.Attributes...)
		}
	}
	return out, nil
}

// facts answers for codings and memos, under a saved version of the codebook or,
// for nil, the source's own.
type facts struct {
	source
	reader store.Reader // of what layers do not change: rounds, completions
	text   textFunc
	book   *codebook.Codebook
}

const aboutCodings = "coding"

// Fields lists the facts one can ask for.
func (facts) Fields() []search.FactField {
	return []search.FactField{
		{Name: "code", Kind: aboutCodings, Min: 1, Max: 1, Help: "passages coded with a code, by name or path; with a star at the end, with those below it too"},
		{Name: "coder", Kind: aboutCodings, Min: 1, Max: 1, Help: "passages that a coder coded"},
		{Name: "theme", Kind: aboutCodings, Min: 1, Max: 1, Help: "passages coded with a code of a theme; with a star at the end, with those below it too"},
		{Name: "round", Kind: aboutCodings, Min: 1, Max: 1, Help: "passages coded by a round's coders on its transcripts"},
		{Name: "is", Kind: aboutCodings, Min: 1, Max: 1, Help: "coded passages that are quoted (flagged for quoting), stale, hidden (their code is retired or declined) or auto"},
		{Name: "flag", Kind: aboutCodings, Min: 1, Max: 1, Help: "the same as is"},
		{Name: "memo", Kind: aboutCodings, Min: 1, Max: 1, Help: "what a memo with these words is about: passages, interviews, all passages of a code or theme; memo:* for any memo"},
		{Name: "disagree", Kind: aboutCodings, Min: 2, Max: 3, Help: "disagree(ana, ben): what one marked with a code and the other, who finished the interview, did not; disagree(ana, ben, CODE) for one code"},
		{Name: "uncoded", Kind: aboutCodings, Min: 0, Max: 1, Absent: true, Help: "turns in which nobody, or with “uncoded by ana” ana, coded anything"},
	}
}

// Select prepares a question about codings. Codings that are hidden, because
// their code is retired or declined, are found by is:hidden alone.
func (f facts) Select(ctx context.Context, field string, values []string) (search.FactsIn, error) {
	book := f.book
	if book == nil {
		var err error
		if book, err = f.Codebook(ctx); err != nil {
			return nil, err
		}
	}
	var match matching
	var err error
	switch field {
	case "memo":
		return f.selectMemos(ctx, book, values[0])
	case "disagree":
		return f.selectDisagreements(ctx, book, values)
	case "uncoded":
		match, err = f.matchCoded(ctx, values)
	case "code":
		match, err = matchCode(book, values[0])
	case "coder":
		match, err = f.matchCoder(ctx, values[0])
	case "theme":
		match, err = matchTheme(book, values[0])
	case "round":
		match, err = f.matchRound(ctx, values[0])
	case "is", "flag":
		match, err = matchState(values[0])
	default:
		err = fmt.Errorf("%q is not known", field)
	}
	if err != nil {
		return nil, err
	}
	return f.selectCodings(ctx, book, match)
}

// matching decides about a coding, which stands as given.
type matching func(codebook.Coding, codebook.Resolution) bool

func shown(r codebook.Resolution) bool { return r.Status <= codebook.Stale }

// matchCode holds for codings that belong to a code, or, with a star, to it or
// one below it.
func matchCode(book *codebook.Codebook, value string) (matching, error) {
	name, below := strings.CutSuffix(value, "*")
	if name == "" {
		return func(_ codebook.Coding, r codebook.Resolution) bool { return shown(r) }, nil
	}
	code, err := book.Find(strings.TrimSuffix(name, "/"))
	if err != nil {
		return nil, err
	}
	wanted := map[codebook.CodeID]bool{code.ID: true}
	if below {
		wanted = book.Descendants(code.ID)
	}
	return func(_ codebook.Coding, r codebook.Resolution) bool { return shown(r) && wanted[r.Code] }, nil
}

func matchState(value string) (matching, error) {
	switch strings.ToLower(value) {
	case "quoted":
		return func(c codebook.Coding, r codebook.Resolution) bool { return shown(r) && c.Quote }, nil
	case "auto":
		return func(c codebook.Coding, r codebook.Resolution) bool { return shown(r) && c.Auto }, nil
	case "stale":
		return func(_ codebook.Coding, r codebook.Resolution) bool { return r.Status == codebook.Stale }, nil
	case "hidden":
		return func(_ codebook.Coding, r codebook.Resolution) bool { return r.Status == codebook.Hidden }, nil
	}
	return nil, fmt.Errorf("a coding can be quoted, stale, hidden or auto, not %q", value)
}

// Excerpts finds passages and labels them. A query of facts alone, such as
// code:trust, gives each coded passage; codings of the same words come together
// in one excerpt. Any other query gives turns.
func (s *Study) Excerpts(ctx context.Context, query string) (*exporter.Study, []exporter.Excerpt, error) {
	var results *search.Results
	var m *exporter.Study
	works := map[corpus.TranscriptID]*codebook.CodedTranscript{}
	later := s.Reader() // texts of transcripts that a layer has not are read when they are searched
	err := s.Snapshot(ctx, func(s *Study) (err error) {
		if m, err = s.Material(ctx, nil); err != nil {
			return err
		}
		byText := map[corpus.TextID]*corpus.Text{}
		for _, w := range m.Coded {
			works[w.Transcript.ID], byText[w.Text.ID] = w, w.Text
		}
		results, err = s.search(ctx, query, func(ctx context.Context, id corpus.TextID) (*corpus.Text, error) {
			if t := byText[id]; t != nil {
				return t, nil
			}
			return later.Text(ctx, id)
		})
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	var passages []exporter.Passage
	for hit, err := range results.All(ctx) {
		if err != nil {
			return nil, nil, err
		}
		w := works[hit.Transcript]
		if w == nil || w.Text.ID != hit.Text {
			continue // not on this layer, or there on another text
		}
		if hit.Turn < 0 && hit.Span.Empty() {
			continue // about the whole transcript: no passage
		}
		p := exporter.Passage{Work: w, Span: hit.Span}
		for _, mark := range hit.Marks {
			for _, c := range w.Codings {
				if mark.Fact == [16]byte(c.ID) {
					p.Codings = append(p.Codings, c)
				}
			}
		}
		if n := len(passages); n > 0 && hit.Fact != [16]byte{} && passages[n-1].Work == w && passages[n-1].Span == p.Span {
			passages[n-1].Codings = append(passages[n-1].Codings, p.Codings...)
			continue
		}
		passages = append(passages, p)
	}
	return m, m.Excerpts(passages), nil
}
