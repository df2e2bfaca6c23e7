package search

import (
	"context"
	"errors"
	"fmt"

	index "github.com/blevesearch/bleve_index_api"
)

// A Searcher searches a project. It keeps nothing: make one wherever it is
// needed.
type Searcher struct {
	Source Source
	Facts  Facts  // may be nil: then only words and what the source lists
	Index  *Index // may be nil: then every search scans
}

// Search reads a query and finds out how to answer it: terms that are in the
// index are looked up there and then, all at once, and the index is closed
// again. The rest is done as results are asked for. An error about the query
// is a *QueryError.
//
// Without an index, or where it does not know a transcript as it now is, the
// same results come from scanning the text.
func (s Searcher) Search(ctx context.Context, query string) (*Results, error) {
	root, bare, err := parse(query)
	if err != nil {
		return nil, err
	}
	all, err := s.Source.Transcripts(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the transcripts to search: %w", err)
	}
	list := make([]Transcript, 0, len(all))
	for _, t := range all {
		if !t.Text.IsZero() {
			list = append(list, t)
		}
	}
	b := &binder{ctx: ctx, query: query, list: list, facts: s.Facts}
	if s.Facts != nil {
		b.factFields = s.Facts.Fields()
	}
	if root, err = b.bind(root); err != nil {
		return nil, err
	}
	r := &Results{session: &session{
		source: s.Source,
		list:   list,
		root:   root,
		posted: map[node]*postings{},
		ready:  make([]bool, len(list)),
		turns:  make([]int, len(list)),
		bare:   bare,
		fields: b.names(),
	}}
	if wanted := lookups(root); len(wanted) > 0 && s.Index != nil {
		r.noIndex = s.Index.answer(ctx, r.session, wanted)
	} else if len(wanted) > 0 {
		r.noIndex = ErrNoIndex
	}
	r.narrowing = s.Index
	return r, ctx.Err()
}

// Fields lists what may stand before a colon in a query, for help and for
// completion.
func (s Searcher) Fields(ctx context.Context) ([]Field, error) {
	list, err := s.Source.Transcripts(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the transcripts to search: %w", err)
	}
	var facts []FactField
	if s.Facts != nil {
		facts = s.Facts.Fields()
	}
	return fields(list, facts), nil
}

// lookups gives the parts of a query that the index can answer, with the terms
// that they consist of.
func lookups(n node) map[node][]*term {
	found := map[node][]*term{}
	var walk func(n node)
	walk = func(n node) {
		switch n := n.(type) {
		case *term:
			if n.indexed() {
				found[n] = []*term{n}
			}
		case *allOf:
			found[n] = n.terms
		case *notNode:
			walk(n.of)
		case *nearNode:
			walk(n.a)
			walk(n.b)
		case *relationNode:
			walk(n.a)
			walk(n.b)
		case *orNode:
			for _, part := range n.of {
				walk(part)
			}
		case *andNode:
			for _, part := range n.plan.rest {
				walk(part)
			}
		}
	}
	walk(n)
	return found
}

// answer looks parts of a query up for a session. If it gives an error the
// session is as before.
func (x *Index) answer(ctx context.Context, s *session, wanted map[node][]*term) error {
	posted := map[node]*postings{}
	ready, turns := make([]bool, len(s.list)), make([]int, len(s.list))
	err := x.read(func(reader index.IndexReader, r record) error {
		for i, t := range s.list {
			p, known := r.progress[t.ID]
			ready[i] = known && p.text == t.Text && p.whole()
			turns[i] = p.turns
		}
		l := newLookup(ctx, reader, s.list, ready)
		for n, terms := range wanted {
			p, err := l.find(terms)
			if err != nil {
				return err
			}
			posted[n] = p
		}
		return nil
	})
	if errors.Is(err, errDamaged) {
		// Only now does it show. Out of the way with it, so that the next Sync
		// makes another; if that fails, every search scans.
		return errors.Join(err, x.discard())
	}
	if err == nil {
		s.posted, s.ready, s.turns = posted, ready, turns
	}
	return err
}

// narrow finds out, for the patterns of a session's query, in which turns they may
// match. It is a help alone: what keeps the index from telling is passed over, and
// the transcripts are scanned.
func (x *Index) narrow(ctx context.Context, s *session) {
	var patterns []*term
	var walk func(n node)
	walk = func(n node) {
		switch n := n.(type) {
		case *term:
			if len(n.runs) > 0 {
				patterns = append(patterns, n)
			}
		case *notNode:
			walk(n.of)
		case *nearNode:
			walk(n.a)
			walk(n.b)
		case *orNode:
			for _, part := range n.of {
				walk(part)
			}
		case *andNode:
			for _, part := range n.plan.rest {
				walk(part)
			}
		}
	}
	if walk(s.root); len(patterns) == 0 {
		return
	}
	narrowed := map[*term]*postings{}
	known := make([]bool, len(s.list))
	err := x.read(func(reader index.IndexReader, r record) error {
		for i, t := range s.list {
			p, ok := r.progress[t.ID]
			known[i] = ok && p.text == t.Text && p.whole()
		}
		l := newLookup(ctx, reader, s.list, known)
		for _, t := range patterns {
			p, err := l.candidates(t.runs)
			if err != nil {
				return err
			}
			if p != nil {
				narrowed[t] = p
			}
		}
		return nil
	})
	if err == nil {
		s.narrowed, s.narrowedIn = narrowed, known
	}
}
