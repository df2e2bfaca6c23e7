package search

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A QueryError says what is wrong with a query, and where.
type QueryError struct {
	Query   string
	At      int // byte offset in Query of what is wrong; its length if something is missing at the end
	Problem string
}

// Error gives the problem with the number of the character, from one.
func (e *QueryError) Error() string {
	if e.At >= len(e.Query) {
		return fmt.Sprintf("at the end of the query: %s", e.Problem)
	}
	return fmt.Sprintf("at character %d of the query (%s): %s", utf8.RuneCountInString(e.Query[:e.At])+1, e.Here(), e.Problem)
}

// Here gives the part of the query that is wrong, to the next blank.
func (e *QueryError) Here() string {
	here := e.Query[min(e.At, len(e.Query)):]
	if n := strings.IndexAny(here, " \t\n"); n > 0 {
		here = here[:n]
	}
	return here
}

// A node is a part of a query.
type node interface{}

// The parts of a query, as parsed. The offsets say where they stand.
type (
	andNode struct {
		of []node
		// Filled by bind, see there.
		plan *plan
	}
	orNode  struct{ of []node }
	notNode struct {
		of        node
		bracketed bool // of stood in brackets
	}
	nearNode struct {
		distance int // turns
		a, b     node
	}
	// fieldNode is NAME:VALUE or NAME(VALUE, VALUE), or a name alone; bind puts
	// a condition or a fact in its place, or the word where the name stands alone
	// and there is no such field.
	fieldNode struct {
		at     int
		name   string
		values []value
		word   node
	}
)

// value is a value as typed, without quotes and escapes. Beginning is set
// where it ended in a star, which is left out of text.
type value struct {
	at        int
	text      string
	beginning bool
}

// typed gives the value as it was typed, star included.
func (v value) typed() string {
	if v.beginning {
		return v.text + "*"
	}
	return v.text
}
