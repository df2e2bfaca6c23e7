package search

import (
	"context"

	"concord/corpus"
)

// Facts answers for what is known of passages besides their words: which code
// was applied by whom, what has a memo, where coders disagree. Whoever holds
// the codings fills it; this package knows only names, values and places.
type Facts interface {
	// Fields lists the facts one can ask for. It must be cheap, and the same
	// for the length of a search.
	Fields() []FactField
	// Select prepares the question whether a field has the given values. It is
	// asked once for each such term of a query, before anything is searched,
	// so that an unknown code is an error about the query. Values are as typed,
	// without quotes; a star at the end is left for the field to understand.
	Select(ctx context.Context, field string, values []string) (FactsIn, error)
}

// FactsIn gives the facts selected in one transcript, as spans of the text in
// force, in any order.
type FactsIn func(ctx context.Context, t Transcript) ([]Fact, error)

// FactField is a fact one can ask for, as name:value or name(value, value).
type FactField struct {
	Name string
	// Kind says what the facts of the field are about, such as "coding". Facts
	// of one kind and id are one thing: code:trust coder:ana asks for a coding
	// that has both.
	Kind string
	// Min and Max are how many values the field takes.
	Min, Max int
	// Absent turns the field round: it holds in the turns that none of the facts
	// selected touches.
	Absent bool
	Help   string // a line for the list of fields
}

// Fact is a fact about a passage.
type Fact struct {
	// ID is the id of what the fact is about (a coding's, a memo's). Facts
	// with the zero id are each about something of their own.
	ID   [16]byte
	Span corpus.Span
	// Whole says that the fact is about the whole transcript. It then holds in
	// every turn, stands in no relation to others, and has no span.
	Whole bool
}
