package study

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"concord/codebook"
	"concord/corpus"
	"concord/corpus/search"
	"concord/store"
)

// selectCodings prepares a question that each coding answers for itself. The
// codings are read at once, so that the facts of all transcripts are of one state.
func (f facts) selectCodings(ctx context.Context, book *codebook.Codebook, match matching) (search.FactsIn, error) {
	on, err := f.codingsOn(ctx, book, match)
	return func(_ context.Context, t search.Transcript) ([]search.Fact, error) { return on[t.Text], nil }, err
}

func (f facts) codingsOn(ctx context.Context, book *codebook.Codebook, match matching) (map[corpus.TextID][]search.Fact, error) {
	codings, err := f.SelectCodings(ctx, func(c codebook.Coding) bool { return match(c, book.Resolve(c.Code, c.Definition)) })
	on := map[corpus.TextID][]search.Fact{}
	for _, c := range codings {
		on[c.Text] = append(on[c.Text], search.Fact{ID: c.ID, Span: c.Span})
	}
	return on, err
}

// matchTheme holds for codings whose code stands in a theme, or, with a star,
// below one that does.
func matchTheme(book *codebook.Codebook, value string) (matching, error) {
	name, below := strings.CutSuffix(value, "*")
	theme, err := book.FindTheme(name)
	if err != nil {
		return nil, err
	}
	wanted := map[codebook.CodeID]bool{}
	for _, code := range theme.Codes {
		wanted[code] = true
		if below {
			for id := range book.Descendants(code) {
				wanted[id] = true
			}
		}
	}
	return func(_ codebook.Coding, r codebook.Resolution) bool { return shown(r) && wanted[r.Code] }, nil
}

// matchRound holds for codings by the coders of a round on the transcripts that
// they code in it, whenever they were made.
func (f facts) matchRound(ctx context.Context, value string) (matching, error) {
	rounds, err := f.reader.Rounds(ctx)
	if err != nil {
		return nil, err
	}
	round, err := FindRound(rounds, value)
	return func(c codebook.Coding, r codebook.Resolution) bool {
		return shown(r) && round.Codes(c.Coder, c.Transcript)
	}, err
}

func (f facts) matchCoder(ctx context.Context, value string) (matching, error) {
	coder, err := f.coder(ctx, value)
	return func(c codebook.Coding, r codebook.Resolution) bool { return shown(r) && c.Coder == coder.ID }, err
}

func (f facts) coder(ctx context.Context, name string) (codebook.Coder, error) {
	coders, err := f.Coders(ctx)
	if err != nil {
		return codebook.Coder{}, err
	}
	return store.FindCoder(coders, name)
}

// matchCoded holds for what uncoded looks for the lack of: codings of a coder,
// or of anybody. Where a reader may not see who coded what, it cannot say who
// did not.
func (f facts) matchCoded(ctx context.Context, values []string) (matching, error) {
	if len(values) == 0 {
		if err := f.seesAll(ctx); err != nil {
			return nil, fmt.Errorf("what nobody coded cannot be told: %w; “uncoded by” and your name asks for what you have not coded", err)
		}
		return func(_ codebook.Coding, r codebook.Resolution) bool { return shown(r) }, nil
	}
	coder, err := f.coder(ctx, values[0])
	if err != nil {
		return nil, err
	}
	if err := f.sees(ctx, coder.ID); err != nil {
		return nil, fmt.Errorf("what %s has not coded cannot be told: %w", coder.Name, err)
	}
	return func(c codebook.Coding, r codebook.Resolution) bool { return shown(r) && c.Coder == coder.ID }, nil
}

// sees is an error if the reader may not see all of a coder's work.
func (f facts) sees(ctx context.Context, coder codebook.CoderID) error {
	if coder == f.reader.Coder() {
		return nil
	}
	return f.seesAll(ctx)
}

// seesAll is an error that names the blind round which hides others' work from
// the reader.
func (f facts) seesAll(ctx context.Context) error {
	rounds, err := f.reader.Rounds(ctx)
	if err != nil {
		return err
	}
	me := f.reader.Coder()
	for _, r := range rounds {
		if r.Open && r.Blind && (me.IsZero() || slices.Contains(r.Coders(), me)) {
			return fmt.Errorf("round %q is blind and open", r.Name)
		}
	}
	return nil
}

// selectMemos prepares the question what memos with some words are about: the
// coding, the passage, the whole transcript (of a memo on it or on one of its
// cases), or every passage of the code or theme. A memo on the project is about
// no passage in particular, and is not found.
func (f facts) selectMemos(ctx context.Context, book *codebook.Codebook, value string) (search.FactsIn, error) {
	words := strings.ToLower(strings.TrimSuffix(value, "*"))
	memos, err := f.Memos(ctx, func(m codebook.Memo) bool { return strings.Contains(strings.ToLower(m.Text), words) })
	if err != nil {
		return nil, err
	}
	about := struct {
		codings map[codebook.CodingID]bool
		codes   map[codebook.CodeID]bool
		cases   map[corpus.CaseID][]codebook.Memo
		places  map[corpus.TranscriptID][]codebook.Memo
	}{map[codebook.CodingID]bool{}, map[codebook.CodeID]bool{}, map[corpus.CaseID][]codebook.Memo{}, map[corpus.TranscriptID][]codebook.Memo{}}
	for _, m := range memos {
		switch m.About.Kind {
		case codebook.AboutCoding:
			about.codings[m.About.Coding] = true
		case codebook.AboutCode:
			about.codes[m.About.Code] = true
		case codebook.AboutTheme:
			theme, _ := book.Theme(m.About.Theme)
			for _, code := range theme.Codes {
				about.codes[code] = true
			}
		case codebook.AboutCase:
			about.cases[m.About.Case] = append(about.cases[m.About.Case], m)
		case codebook.AboutTranscript, codebook.AboutSpan:
			about.places[m.About.Transcript] = append(about.places[m.About.Transcript], m)
		}
	}
	transcripts, err := f.reader.Transcripts(ctx)
	if err != nil {
		return nil, err
	}
	for _, t := range transcripts {
		for _, c := range t.Cases {
			about.places[t.ID] = append(about.places[t.ID], about.cases[c]...)
		}
	}
	on := map[corpus.TextID][]search.Fact{}
	if len(about.codings) > 0 || len(about.codes) > 0 {
		on, err = f.codingsOn(ctx, book, func(c codebook.Coding, r codebook.Resolution) bool {
			return shown(r) && (about.codings[c.ID] || about.codes[r.Code])
		})
		if err != nil {
			return nil, err
		}
	}
	for _, t := range transcripts {
		for _, m := range about.places[t.ID] {
			if m.About.Kind != codebook.AboutSpan {
				on[t.Text()] = append(on[t.Text()], search.Fact{ID: m.ID, Whole: true})
			} else {
				on[m.About.Text] = append(on[m.About.Text], search.Fact{ID: m.ID, Span: m.About.Span})
			}
		}
	}
	return func(_ context.Context, t search.Transcript) ([]search.Fact, error) { return on[t.Text], nil }, nil
}

// selectDisagreements prepares the question what one of two coders marked with a
// code and the other did not, in the transcripts that both have finished: the
// codings of either that share no spoken word with one of the other's of the same
// code. A third value names the code.
func (f facts) selectDisagreements(ctx context.Context, book *codebook.Codebook, values []string) (search.FactsIn, error) {
	var pair [2]codebook.CoderID
	for i := range pair {
		coder, err := f.coder(ctx, values[i])
		if err != nil {
			return nil, err
		}
		if err := f.sees(ctx, coder.ID); err != nil {
			return nil, fmt.Errorf("where %s and %s disagree cannot be told: %w", values[0], values[1], err)
		}
		pair[i] = coder.ID
	}
	if pair[0] == pair[1] {
		return nil, fmt.Errorf("%s cannot disagree with herself; name two coders", values[0])
	}
	match := func(_ codebook.Coding, r codebook.Resolution) bool { return shown(r) }
	if len(values) > 2 {
		var err error
		if match, err = matchCode(book, values[2]); err != nil {
			return nil, err
		}
	}
	completions, err := f.reader.Completions(ctx)
	if err != nil {
		return nil, err
	}
	finished := map[corpus.TextID][2]bool{}
	for _, c := range completions {
		if i := slices.Index(pair[:], c.Coder); i >= 0 {
			both := finished[c.Text]
			both[i] = true
			finished[c.Text] = both
		}
	}
	of := [2]map[corpus.TextID][]codebook.Coding{{}, {}}
	both, err := f.SelectCodings(ctx, func(c codebook.Coding) bool {
		return (c.Coder == pair[0] || c.Coder == pair[1]) && match(c, book.Resolve(c.Code, c.Definition))
	})
	if err != nil {
		return nil, err
	}
	for _, c := range both {
		i := slices.Index(pair[:], c.Coder)
		of[i][c.Text] = append(of[i][c.Text], c)
	}
	return func(ctx context.Context, t search.Transcript) ([]search.Fact, error) {
		if finished[t.Text] != [2]bool{true, true} {
			return nil, nil
		}
		text, err := f.text(ctx, t.Text)
		if err != nil {
			return nil, err
		}
		a, b := markings(book, text, of[0][t.Text]), markings(book, text, of[1][t.Text])
		return append(a.without(b), b.without(a)...), nil
	}, nil
}

// marking is a coding with what it is compared by.
type marking struct {
	codebook.Coding
	code  codebook.CodeID // as resolved
	words []corpus.Span
}

type markingList []marking

func markings(book *codebook.Codebook, text *corpus.Text, codings []codebook.Coding) (out markingList) {
	for _, c := range codings {
		out = append(out, marking{c, book.Resolve(c.Code, c.Definition).Code, search.SpokenWords(text, c.Span)})
	}
	return out
}

// without gives those that share no spoken word with another's of the same code.
func (l markingList) without(others markingList) (out []search.Fact) {
	for _, c := range l {
		if !slices.ContainsFunc(others, func(d marking) bool { return c.code == d.code && search.ShareWords(c.words, d.words) }) {
			out = append(out, search.Fact{ID: c.ID, Span: c.Span})
		}
	}
	return out
}
