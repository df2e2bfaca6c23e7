package search

import (
	"context"
	"errors"
	"iter"
	"slices"

	"concord/corpus"
)

// A Hit is one result. For a query that speaks of facts and not of words it is
// a fact, such as a coding; else it is a turn.
type Hit struct {
	Transcript corpus.TranscriptID
	Text       corpus.TextID
	// Turn is the turn, or the first that the fact touches; -1 if it stands
	// outside every turn, or is about the whole transcript.
	Turn corpus.TurnIndex
	// Span is the fact's (empty, of one about the whole transcript), or the turn's speech from the first spoken byte to
	// the last (the whole turn, if nothing was said).
	Span corpus.Span
	// Fact is the id of the fact that the hit is; zero for a turn.
	Fact [16]byte
	// Marks are the places to highlight, in order: words where they occur, and
	// the spans of facts, which may reach beyond the turn.
	Marks []Mark
}

// Mark is a place to highlight in a hit.
type Mark struct {
	Span  corpus.Span
	Field string   // the field that a fact was selected by; "" for words
	Fact  [16]byte // the fact's id
}

var errUnfit = errors.New("the search index does not fit the texts; delete it, and it will be made anew")

// Results are the hits of a query: by transcript, in the order of the source,
// and within it as a reader meets them. They are found as far as they are
// asked for, so the first come soon even where everything must be scanned.
//
// Results belong to one goroutine at a time. They hold nothing open, and show
// the project as it was when the search began.
type Results struct {
	*session
	refs    []ref
	next    int // the first transcript not yet evaluated
	noIndex error
	last    *evaluation // of the hit read last
	// narrowing is asked where patterns may match once some transcripts have been
	// scanned; nil without an index, and afterwards.
	narrowing *Index
}

// scanFirst is how many transcripts are scanned for a pattern before the index is
// asked to narrow the rest. Where matches are common a page is full by then, and
// the question is saved: it goes through all words there are, and takes as long as
// scanning a few hundred interviews.
const scanFirst = 150

// ref is a hit before its places have been found.
type ref struct {
	place int
	turn  corpus.TurnIndex
	fact  *namedFact // nil: the hit is the turn
}

// Scanned gives how many transcripts are scanned although an index could have
// answered: all of them, and why (ErrNoIndex, ErrBusy, or what was wrong), or
// those that the index did not know as they are.
func (r *Results) Scanned() (transcripts int, why error) {
	if r.noIndex != nil {
		return len(r.list), r.noIndex
	}
	if len(r.posted) > 0 {
		for _, ready := range r.ready {
			if !ready {
				transcripts++
			}
		}
	}
	return transcripts, nil
}

// Count gives the number of hits and of transcripts that have any. It finds
// all hits, without their places.
func (r *Results) Count(ctx context.Context) (hits, transcripts int, err error) {
	for r.next < len(r.list) {
		if err := r.evaluate(ctx); err != nil {
			return 0, 0, err
		}
	}
	for i, h := range r.refs {
		if i == 0 || h.place != r.refs[i-1].place {
			transcripts++
		}
	}
	return len(r.refs), transcripts, nil
}

// Hint asks, in a sentence, what may have been meant by a query that found
// nothing: a word that is the name of a field or an operator, or nearly so. ""
// if there are hits, or nothing to ask. It looks for the first hit only.
func (r *Results) Hint(ctx context.Context) (string, error) {
	first, err := r.Page(ctx, 0, 1)
	if err != nil || len(first) > 0 {
		return "", err
	}
	return r.hint(), nil
}

// Page gives the hits from from to before to, counted from zero, with their
// places. Fewer come if there are no more.
func (r *Results) Page(ctx context.Context, from, to int) ([]Hit, error) {
	for len(r.refs) < to && r.next < len(r.list) {
		if err := r.evaluate(ctx); err != nil {
			return nil, err
		}
	}
	to = min(to, len(r.refs))
	if from < 0 || from >= to {
		return nil, nil
	}
	hits := make([]Hit, 0, to-from)
	for _, h := range r.refs[from:to] {
		hit, err := r.hit(ctx, h)
		if err != nil {
			return nil, err
		}
		hits = append(hits, hit)
	}
	return hits, nil
}

// All gives all hits, as they are found. After an error it gives no more.
func (r *Results) All(ctx context.Context) iter.Seq2[Hit, error] {
	return func(yield func(Hit, error) bool) {
		for i := 0; ; i++ {
			page, err := r.Page(ctx, i, i+1)
			switch {
			case err != nil:
				yield(Hit{}, err)
				return
			case len(page) == 0 || !yield(page[0], nil):
				return
			}
		}
	}
}

// evaluate finds the hits of the next transcript.
func (r *Results) evaluate(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if r.narrowing != nil && r.next >= scanFirst {
		r.narrowing.narrow(ctx, r.session)
		r.narrowing = nil
	}
	e := r.at(ctx, r.next)
	refs := r.refs
	if whatSelects(r.root) == selectsFacts {
		set, err := e.facts(r.root)
		if err != nil {
			return err
		}
		facts := slices.Clone(set.facts)
		slices.SortStableFunc(facts, namedFact.order)
		for i := range facts {
			refs = append(refs, ref{place: r.next, fact: &facts[i]})
		}
	} else {
		turns, err := e.holds(r.root, everything)
		if err != nil {
			return err
		}
		if turns.everything {
			count, err := e.count()
			if err != nil {
				return err
			}
			turns = turns.counted(count)
		}
		for i := range turns.each {
			refs = append(refs, ref{place: r.next, turn: i})
		}
	}
	r.refs = refs
	r.next++
	return nil
}

// hit finds the places of a hit.
func (r *Results) hit(ctx context.Context, h ref) (Hit, error) {
	if r.last == nil || r.last.place != h.place {
		r.last = r.at(ctx, h.place)
	}
	e := r.last
	e.ctx = ctx
	text, err := e.read()
	if err != nil {
		return Hit{}, err
	}
	t := e.transcript()
	out := Hit{Transcript: t.ID, Text: t.Text, Turn: h.turn}
	if h.fact != nil && h.fact.Whole {
		out.Turn, out.Fact = outside, h.fact.ID
		return out, nil
	}
	if h.fact != nil {
		for out.Turn = range turnsOf(text, h.fact.Span) {
			break
		}
		out.Span, out.Fact = h.fact.Span, h.fact.ID
		out.Marks = []Mark{h.fact.mark()}
		return out, nil
	}
	if int(h.turn) >= len(text.Turns) {
		return Hit{}, errUnfit
	}
	if out.Span = text.Turns[h.turn].SpeechSpan(); out.Span.Empty() {
		out.Span = text.Turns[h.turn].Extent
	}
	if err := e.marks(r.root, h.turn, &out.Marks); err != nil {
		return Hit{}, err
	}
	slices.SortStableFunc(out.Marks, func(a, b Mark) int { return a.Span.Compare(b.Span) })
	out.Marks = slices.Compact(out.Marks)
	return out, nil
}

func (f *namedFact) mark() Mark { return Mark{f.Span, f.field.Name, f.ID} }

// marks adds the places in a turn of all that a part of a query asks for;
// what it excludes is nowhere.
func (e *evaluation) marks(n node, turn corpus.TurnIndex, out *[]Mark) error {
	all := func(of []node) error {
		for _, n := range of {
			if err := e.marks(n, turn, out); err != nil {
				return err
			}
		}
		return nil
	}
	switch n := n.(type) {
	case *term:
		var said []word
		if n.indexed() {
			said = e.words(turn)
		}
		for _, s := range n.places(e.text, turn, said) {
			*out = append(*out, Mark{Span: s})
		}
	case *allOf:
		for _, t := range n.terms {
			if err := e.marks(t, turn, out); err != nil {
				return err
			}
		}
	case *nearNode:
		return all([]node{n.a, n.b})
	case *relationNode:
		set, err := e.facts(n)
		return errors.Join(err, e.markFacts(set, turn, out))
	case *orNode:
		return all(n.of)
	case *factNode:
		set, err := e.facts(n)
		return errors.Join(err, e.markFacts(set, turn, out))
	case *andNode:
		for _, d := range n.plan.descriptions {
			set, err := e.described(d)
			if err != nil {
				return err
			}
			if err := e.markFacts(set, turn, out); err != nil {
				return err
			}
		}
		return all(n.plan.rest)
	}
	return nil
}

func (e *evaluation) markFacts(set factSet, turn corpus.TurnIndex, out *[]Mark) error {
	var here turnSet
	here.add(turn)
	if set.narrowed {
		here = here.and(set.turns)
	}
	touching, err := e.touching(set.facts, here)
	for _, f := range touching {
		if !f.Whole {
			*out = append(*out, f.mark())
		}
	}
	return err
}
